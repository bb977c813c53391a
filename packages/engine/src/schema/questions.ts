/** What rules may ask about the keys, references and tenants of a table, and about how its policies fall short. All of it is plain data. */
import type { PolicyMeaning } from '@gatelint/sql-facts';
import type { Anchor } from '../rule.js';

export type Command = 'select' | 'insert' | 'update' | 'delete';

export interface PolicyQuestion {
  readonly name: string;
  /** Its name as SQL has to spell it. */
  readonly sql: string;
  readonly command: 'all' | Command;
  readonly permissive: boolean;
  readonly at: Anchor;
  /** Why it lets everyone pass: the clause's text; null when it does not, when that is not known, or when it is declared public. */
  readonly openClause: string | null;
  /** Who passes the clause; null with it. */
  readonly openTo: 'anyone' | 'everyone who is signed in' | null;
  /** The commands that it opens; [] with it. `select` is among them only where the clause asks who the caller is and lets everyone pass all the same. */
  readonly opens: readonly Command[];
  /** Why it cannot be known whether it lets everyone write; null when it can. */
  readonly openBecause: string | null;
  readonly roles: readonly string[];
  /** The clauses as they are written. */
  readonly using: string | null;
  readonly check: string | null;
  readonly meaning: PolicyMeaning;
  /** Where it asks whether the caller is in a tenant and never which one the row belongs to; else null. */
  readonly tenantBlind: TenantBlind | null;
}

export interface TenantBlind {
  /** The column that says whose the row is, and as SQL spells it. */
  readonly column: string;
  readonly sql: string;
  /** The table of the same tenants that it reads. */
  readonly asks: string;
}

/** Permissive policies that are all asked for the same command of the same role. */
export interface SharedCommand {
  readonly command: Command;
  readonly role: string;
  readonly policies: readonly string[];
  /** Where the second of them stands. */
  readonly at: Anchor;
}

/** A right that is granted by name and that no policy lets anybody use. */
export interface UncoveredGrant {
  readonly role: string;
  readonly commands: readonly Command[];
}

/** Something about a history of migrations. */
export interface HistoryQuestion {
  /** A statement that PostgreSQL would refuse; a version that another file has; a text that says what another one does not. */
  readonly what: 'refused' | 'same-version' | 'drift';
  readonly at: Anchor;
  /** A clause; for `same-version` the version. */
  readonly because: string;
  /** The file that has the version first. */
  readonly other: string | null;
}

/** A role that can change what an audit table holds. */
export interface AuditChange {
  readonly role: string;
  readonly commands: readonly Command[];
  /** Whether clients come as it. */
  readonly client: boolean;
}

export interface TenantQuestion {
  readonly column: string;
  /** As SQL has to spell it. */
  readonly sql: string;
  readonly at: Anchor;
  readonly nullable: boolean;
  /** Why it may be NULL on purpose: a check is about it, or the reference is set to NULL; null when nothing says so. */
  readonly because: string | null;
  /** The table of tenants; null where no foreign key says. */
  readonly table: string | null;
}

export interface KeyQuestion {
  /** The constraint or index; "(unnamed)" where the file gives it no name. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly at: Anchor;
  readonly constraint: boolean;
  /** The columns of it that people choose by themselves and that every tenant may want: names, numbers; [] where the key is made up or comes from elsewhere. */
  readonly chosen: readonly string[];
}

export interface ReferenceQuestion {
  readonly name: string;
  readonly columns: readonly string[];
  readonly to: string;
  readonly at: Anchor;
  /** An index or key of the table starts with its columns. */
  readonly indexed: boolean;
  /** Both tables belong to tenants of one kind, and nothing holds the two rows to the same one: the columns that say whose they are. */
  readonly crosses: { readonly own: string; readonly other: string } | null;
}

export interface DuplicateIndex {
  readonly name: string;
  readonly of: string;
  readonly at: Anchor;
  /** The statement that takes it away. */
  readonly sql: string;
}

export interface StructureQuestion {
  /** Why not all columns and constraints are known; null when they are. */
  readonly because: string | null;
  readonly primaryKey: boolean;
  /** Without a primary key: the columns of a key that could be one; null when there is none. */
  readonly candidate: readonly string[] | null;
  readonly tenant: TenantQuestion | null;
  /** Unique keys other than the primary key. */
  readonly keys: readonly KeyQuestion[];
  readonly references: readonly ReferenceQuestion[];
  readonly duplicates: readonly DuplicateIndex[];
  /** Columns that may be NULL. */
  readonly nullable: readonly string[];
  /** Columns that are set to NULL when the row that they refer to is deleted. */
  readonly emptied: readonly string[];
  /** Columns that an index or key starts with. */
  readonly indexed: readonly string[];
}
