/**
 * The schema that all migrations leave behind: plain data, each object with the statements that made and changed it.
 * It knows PostgreSQL and no judgement. Spans are 0-based UTF-16 offsets into the file's text (BOM included), end exclusive.
 */

export interface Place {
  /** Path relative to the project root, with `/`. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export type Tri = 'yes' | 'no' | 'unknown';

export interface Schema {
  /** Sorted by qualified name. */
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly types: readonly TypeDef[];
  readonly functions: readonly FunctionDef[];
  readonly grants: readonly Grant[];
  readonly schemas: readonly string[];
  /** True when the history is partial: a statement alters what no file creates. */
  readonly partial: boolean;
}

export interface Named {
  readonly schema: string;
  readonly name: string;
}

/** What happened to an object, oldest first. `what` is a short verb phrase: "created", "row level security disabled" … */
export interface HistoryEntry {
  readonly what: string;
  readonly at: Place;
}

export interface Table extends Named {
  /** The table's name in the statement that made it; for an assumed table, in the first statement that mentions it. */
  readonly at: Place;
  /** Created by no file, but altered by one: its shape and its RLS are unknown unless a later statement says. */
  readonly assumed: boolean;
  readonly kind: 'table' | 'partitioned' | 'foreign';
  readonly columns: readonly Column[];
  /** Whether `columns` is all of them (false for assumed tables, CREATE TABLE AS, unknown statements). */
  readonly complete: boolean;
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  readonly rls: Tri;
  readonly rlsBecause: string | null;
  /** The clause that last turned RLS on or off; null when none did. */
  readonly rlsAt: Place | null;
  readonly forced: boolean;
  readonly policies: readonly Policy[];
  readonly inherits: readonly Named[];
  readonly partitionOf: Named | null;
  readonly comment: string | null;
  readonly history: readonly HistoryEntry[];
  /** Statements that mention it and were not understood: whatever they could change is unknown. */
  readonly doubts: readonly { readonly because: string; readonly at: Place; readonly about: readonly ('rls' | 'policies' | 'columns' | 'constraints')[] }[];
  /** Roles that lost rights on it by name, with the rights (`all` for all of them), and did not get them back. */
  readonly revoked: readonly { readonly role: string; readonly privileges: readonly string[] }[];
}

export interface Column {
  readonly name: string;
  readonly at: Place;
  /** Type as PostgreSQL prints it: `text`, `character varying(20)`, `public.order_status`, `integer[]`. */
  readonly type: string;
  /** The user-defined type or domain, resolved. */
  readonly typeRef: Named | null;
  readonly array: boolean;
  readonly notNull: boolean;
  /** Default as an expression tree of libpg_query and as text; null when there is none. */
  readonly default: { readonly text: string; readonly literal: string | null } | null;
  readonly generated: 'stored' | 'virtual' | 'identity' | null;
  /** From COMMENT ON COLUMN. */
  readonly comment: string | null;
  /** Comments of the script beside the definition or directly above it, without their marks; null when there is none. */
  readonly remark: string | null;
  /** Values that a schema in code allows by its own types, of which the database knows nothing; absent when there are none. */
  readonly spelled?: readonly string[];
}

export interface Constraint {
  readonly name: string | null;
  readonly kind: 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclude' | 'not-null';
  /** Columns it is about (for a check: every column it mentions). */
  readonly columns: readonly string[];
  readonly references: { readonly table: Named; readonly columns: readonly string[]; readonly onDelete: string | null } | null;
  readonly expression: Expression | null;
  /** A check of one column against a closed set: IN, = ANY(ARRAY[…]), OR of equalities, with `IS NULL OR` and casts seen through. */
  readonly values: { readonly column: string; readonly values: readonly string[] } | null;
  /** All such sets of a check, of which `values` is the first. */
  readonly closed: readonly { readonly column: string; readonly values: readonly string[] }[];
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly at: Place;
}

/** An SQL expression: libpg_query's node as it is (its locations are bytes from the start of its statement), and its text in the file. */
export interface Expression {
  readonly node: unknown;
  readonly text: string;
  /** Decided from the tree: true for everyone (`true`, `1 = 1`, `x or true` …), false for everyone, else null. */
  readonly constant: boolean | null;
  /** Columns and functions it mentions, functions qualified as written (`auth.uid`). */
  readonly columns: readonly string[];
  readonly functions: readonly string[];
  readonly at: Place;
}

export interface Index {
  readonly name: string | null;
  readonly unique: boolean;
  readonly columns: readonly (string | null)[];
  readonly partial: boolean;
  readonly at: Place;
}

export interface Policy {
  readonly name: string;
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  readonly permissive: boolean;
  /** `public` when none is named. */
  readonly roles: readonly string[];
  readonly using: Expression | null;
  readonly check: Expression | null;
  readonly at: Place;
}

export interface View extends Named {
  readonly at: Place;
  readonly materialized: boolean;
  readonly securityInvoker: boolean;
  readonly reads: readonly Named[];
}

export interface TypeDef extends Named {
  readonly at: Place;
  readonly kind: 'enum' | 'domain' | 'composite' | 'range' | 'unknown';
  /** Labels of an enum, in order. */
  readonly labels: readonly string[];
  readonly base: string | null;
  /** CHECKs of a domain; `values` as in a table constraint, with the column named VALUE. */
  readonly constraints: readonly Constraint[];
}

export interface FunctionDef extends Named {
  readonly at: Place;
  readonly args: readonly string[];
  readonly returns: string | null;
  readonly language: string | null;
  readonly securityDefiner: boolean;
  readonly settings: readonly string[];
  readonly body: string | null;
}

export interface Grant {
  readonly privileges: readonly string[];
  readonly on: { readonly kind: 'table' | 'function' | 'schema' | 'sequence' | 'other'; readonly name: Named };
  readonly to: readonly string[];
  readonly at: Place;
}

/** One way to a schema in a repository: a migrations folder, an ORM schema, a dump. */
export interface Source {
  /** Folder or file, relative to the project root. */
  readonly path: string;
  readonly layout: 'supabase' | 'prisma' | 'prisma-schema' | 'drizzle' | 'plain' | 'dump' | 'code';
  /** Files in the order in which they are applied. */
  readonly files: readonly string[];
  /** The database it is written for; anything but postgresql is left alone and said so. */
  readonly dialect: 'postgresql' | 'mysql' | 'sqlite' | 'sqlserver' | 'mongodb' | 'clickhouse' | 'unknown';
  /** Schemas that clients reach through an API (from `supabase/config.toml`), [] when none. */
  readonly exposedSchemas: readonly string[];
  /** Files and folders that were left alone, each with the reason. */
  readonly skipped: readonly { readonly file: string; readonly because: string }[];
  /** Files that the tool would apply are known to be missing. */
  readonly incomplete: boolean;
  /** Schema files that say the same and are not what is applied: what they remark about columns holds all the same. */
  readonly beside?: readonly Source[];
}

export interface SourceSchema {
  readonly source: Source;
  readonly schema: Schema;
  readonly coverage: {
    readonly statements: number;
    readonly modelled: number;
    /** Understood by the parser, not modelled, and able to change what we answer. */
    readonly opaque: readonly { readonly at: Place; readonly because: string }[];
    /** Not understood by the parser. */
    readonly unreadable: readonly { readonly at: Place; readonly because: string }[];
  };
  /** Files that were not read at all. */
  readonly unread: readonly { readonly file: string; readonly because: string }[];
  /** `--` and block comments of all files (`//` in a Prisma schema), for intents and suppressions. */
  readonly comments: readonly SqlComment[];
  /** Where the lines of each file begin, in UTF-16 offsets: turns every place into line and column. */
  readonly lines: Readonly<Record<string, readonly number[]>>;
}

export interface SqlComment {
  readonly kind: 'line' | 'block';
  /** Without the marks that open and close it; `at` is with them. */
  readonly text: string;
  readonly at: Place;
}
