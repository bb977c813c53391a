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
  readonly sequences: readonly Sequence[];
  readonly schemas: readonly SchemaDef[];
  /** Roles that a file, or the platform's setup, creates or changes. */
  readonly roles: readonly Role[];
  readonly extensions: readonly Extension[];
  readonly publications: readonly Publication[];
  readonly eventTriggers: readonly EventTrigger[];
  /** What ALTER DEFAULT PRIVILEGES has left for objects to come. */
  readonly defaultPrivileges: readonly DefaultPrivileges[];
  /** Every GRANT on objects and every default privilege that a file gives, in order. What is left of them is in `access` of the objects. */
  readonly grants: readonly Grant[];
  /** What files say to a platform through tables and functions that it brings, in order. */
  readonly told: readonly Told[];
  /** Statements that may have changed roles, or the rights of roles on anything, in a way that the text does not say. */
  readonly doubts: readonly {
    readonly about: 'roles' | 'rights';
    /** Kind of the objects whose rights are doubtful; null where it may be any. */
    readonly on: Grant['on'] | null;
    readonly because: string;
    readonly at: Place;
  }[];
  /** True when the history is partial: a statement alters what no file creates. */
  readonly partial: boolean;
}

export interface Named {
  readonly schema: string;
  readonly name: string;
}

/**
 * What a role may do, after all GRANTs and REVOKEs. `public` is everyone. The owner's own rights are left out; what a platform grants by itself is in where the source says so (`setup`). PostgreSQL's defaults are
 * in: everyone may execute a function and use a type until that is revoked.
 */
export interface Access {
  readonly role: string;
  /** In lower case, sorted: `select`, `execute`, `usage` … */
  readonly privileges: readonly string[];
  /** Those that the role may pass on. */
  readonly grantable: readonly string[];
}

/** What an object stands on: dropping any of it needs CASCADE, and takes the object along. Names follow renames. */
export interface Uses {
  readonly relations: readonly { readonly relation: Named; readonly columns: readonly string[] }[];
  readonly functions: readonly Named[];
  readonly types: readonly Named[];
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
  readonly unlogged: boolean;
  /** The role that owns it; `postgres` stands for whoever applies the files. */
  readonly owner: string;
  readonly access: readonly Access[];
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
  readonly triggers: readonly Trigger[];
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
  /** As text, and its value when it is a constant; null when there is none. A generated column has none. */
  readonly default: { readonly text: string; readonly literal: string | null; readonly uses: Uses } | null;
  readonly generated: 'stored' | 'virtual' | 'identity' | null;
  /** What a generated column is computed from. */
  readonly expression: Expression | null;
  /** Of an identity column: whether an INSERT may name a value by itself. */
  readonly identity: 'always' | 'by default' | null;
  /** Whether the table itself defines it, beside what its parents bring. */
  readonly local: boolean;
  /** Rights on this column alone, beside those on the table. */
  readonly access: readonly Access[];
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
  /** `columns` is empty where the key that is pointed to is in no file. */
  readonly references: {
    readonly table: Named;
    readonly columns: readonly string[];
    readonly onDelete: string | null;
    readonly onUpdate: string | null;
  } | null;
  readonly deferrable: boolean;
  /** Whether the table itself defines it; false for what only its parents bring. */
  readonly local: boolean;
  /** A CHECK that children do not follow. */
  readonly noInherit: boolean;
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
  readonly uses: Uses;
  readonly at: Place;
}

export interface Index {
  readonly name: string | null;
  readonly unique: boolean;
  readonly method: string;
  /** Its key columns; null for an expression. */
  readonly columns: readonly (string | null)[];
  /** What the index calls its columns: an expression is named by its function, or `expr`. */
  readonly keyNames: readonly string[];
  readonly partial: boolean;
  /** All that tells it from another one on the same columns: order, operator classes, expressions, predicate, INCLUDE; absent for a plain one. Only good for comparing. */
  readonly detail?: string;
  /** Columns that its expressions, its predicate and INCLUDE mention. */
  readonly uses: Uses;
  readonly at: Place;
}

export interface Trigger {
  readonly name: string;
  readonly timing: 'before' | 'after' | 'instead of';
  /** Sorted. */
  readonly events: readonly ('delete' | 'insert' | 'truncate' | 'update')[];
  readonly forEach: 'row' | 'statement';
  readonly function: Named;
  /** `replica` and `always` are as ALTER TABLE … ENABLE REPLICA / ALWAYS TRIGGER leaves them. */
  readonly enabled: 'yes' | 'no' | 'replica' | 'always';
  readonly constraint: boolean;
  /** Columns of UPDATE OF and of WHEN. */
  readonly uses: Uses;
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
  readonly securityBarrier: boolean;
  readonly owner: string;
  readonly access: readonly Access[];
  /** Names of its columns; null when they cannot be told from its text. */
  readonly columns: readonly string[] | null;
  readonly reads: readonly Named[];
  /** Functions that it calls, qualified as written (`auth.uid`). */
  readonly functions: readonly string[];
  /** The reads with their columns, and functions and types. */
  readonly uses: Uses;
  readonly triggers: readonly Trigger[];
  readonly indexes: readonly Index[];
  readonly comment: string | null;
}

export interface TypeDef extends Named {
  readonly at: Place;
  readonly kind: 'enum' | 'domain' | 'composite' | 'range' | 'unknown';
  readonly owner: string;
  readonly access: readonly Access[];
  /** Labels of an enum, in order. */
  readonly labels: readonly string[];
  /** What a domain or a range is made from. */
  readonly base: string | null;
  readonly baseRef: Named | null;
  /** Of a domain. */
  readonly notNull: boolean;
  readonly default: Column['default'];
  /** Of a composite type. */
  readonly attributes: readonly { readonly name: string; readonly type: string; readonly typeRef: Named | null; readonly array: boolean }[];
  /** CHECKs of a domain; `values` as in a table constraint, with the column named VALUE. */
  readonly constraints: readonly Constraint[];
}

export interface FunctionDef extends Named {
  readonly at: Place;
  readonly kind: 'function' | 'procedure' | 'aggregate';
  /** Types of the arguments that tell overloads apart, as in `Column.type` without modifiers. */
  readonly args: readonly string[];
  /** For each of them the type of the project that it is, if any. */
  readonly argRefs: readonly (Named | null)[];
  /** For each of them its name; null for one that is only numbered. */
  readonly argNames: readonly (string | null)[];
  readonly returns: string | null;
  readonly returnRef: Named | null;
  /** Whether it returns a set of rows. */
  readonly returnsSet: boolean;
  readonly language: string | null;
  readonly securityDefiner: boolean;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly strict: boolean;
  readonly leakproof: boolean;
  /** `name=value`, sorted by name; `?` for FROM CURRENT, whose value no file says. */
  readonly settings: readonly string[];
  readonly owner: string;
  readonly access: readonly Access[];
  readonly body: string | null;
  /** libpg_query's tree of a body in standard SQL; null for one that is a string. */
  readonly tree: unknown;
  /** What a body in standard SQL (RETURN …, BEGIN ATOMIC …) and the defaults of arguments stand on. */
  readonly uses: Uses;
}

export interface Sequence extends Named {
  readonly at: Place;
  /** The column that it goes with. */
  readonly ownedBy: { readonly table: Named; readonly column: string } | null;
  /** Whether it is what an identity column counts with. */
  readonly identity: boolean;
  readonly type: string;
  readonly owner: string;
  readonly access: readonly Access[];
}

export interface SchemaDef {
  readonly name: string;
  /** False for one that a file only puts something into: rights on it that no file speaks of are unknown. */
  readonly created: boolean;
  readonly owner: string;
  readonly access: readonly Access[];
}

export interface Role {
  readonly name: string;
  readonly at: Place;
  readonly superuser: boolean;
  readonly bypassRls: boolean;
  readonly login: boolean;
  readonly inherit: boolean;
  readonly createRole: boolean;
  readonly createDb: boolean;
  readonly replication: boolean;
  /** Roles whose rights it has by membership, sorted. */
  readonly memberOf: readonly { readonly role: string; readonly admin: boolean }[];
  /** False for a role that no file creates: its attributes are unknown. */
  readonly created: boolean;
}

export interface Extension {
  readonly name: string;
  /** Where the file says that its objects go. */
  readonly schema: string | null;
  readonly at: Place;
}

export interface Publication {
  readonly name: string;
  readonly allTables: boolean;
  readonly tables: readonly Named[];
  readonly schemas: readonly string[];
  readonly at: Place;
}

export interface EventTrigger {
  readonly name: string;
  readonly event: string;
  readonly function: Named;
  readonly enabled: Trigger['enabled'];
  readonly at: Place;
}

/** What the objects that `role` creates in `schema` (null: in any) are given. */
export interface DefaultPrivileges {
  readonly role: string;
  readonly schema: string | null;
  readonly on: 'table' | 'sequence' | 'function' | 'type' | 'schema';
  readonly access: readonly Access[];
}

/** A GRANT as it is written. */
export interface Grant {
  readonly at: Place;
  /** `public` is everyone. */
  readonly roles: readonly string[];
  /** In lower case; all that there are on such an object for ALL. Rights on single columns are left out. */
  readonly privileges: readonly string[];
  /** Whether it says ALL. */
  readonly all: boolean;
  /** `table` stands for views as well. */
  readonly on: 'table' | 'sequence' | 'function' | 'type' | 'schema';
  /** What it was given on then; names follow renames. [] for a default privilege. */
  readonly objects: readonly Named[];
  /** Schemas of ON ALL … IN SCHEMA; [] where objects are named. */
  readonly allIn: readonly string[];
  /** Whether anybody had less before it. */
  readonly gives: boolean;
  /** Of ALTER DEFAULT PRIVILEGES: whose new objects, and in which schemas (null: in any); null for a GRANT. */
  readonly toCome: { readonly makers: readonly string[]; readonly schemas: readonly string[] | null } | null;
}

/** A row of constants that is inserted into a table of the platform, a change to its rows, or a call of a function that it brings. */
export interface Told {
  readonly kind: 'row' | 'change' | 'call';
  readonly to: Named;
  /** Constants as text by column, or by the argument's name or 1-based number; null for what is no constant. {} where nothing is known of them. */
  readonly values: Readonly<Record<string, string | null>>;
  readonly at: Place;
}

/** One way to a schema in a repository: a migrations folder, an ORM schema, a dump. */
export interface Source {
  /** Folder or file, relative to the project root. */
  readonly path: string;
  readonly layout:
    | 'supabase'
    | 'prisma'
    | 'prisma-schema'
    | 'drizzle'
    | 'flyway'
    | 'golang-migrate'
    | 'dbmate'
    | 'goose'
    | 'sqlx'
    | 'node-pg-migrate'
    | 'graphile-migrate'
    | 'atlas'
    | 'plain'
    | 'dump'
    | 'code';
  /** Files in the order in which they are applied. */
  readonly files: readonly string[];
  /** The database it is written for; anything but postgresql is left alone and said so. */
  readonly dialect: 'postgresql' | 'mysql' | 'sqlite' | 'sqlserver' | 'mongodb' | 'clickhouse' | 'unknown';
  /** Schemas that clients reach through an API (from `supabase/config.toml`), [] when none. */
  readonly exposedSchemas: readonly string[];
  /** Whether `supabase/config.toml` says that what is made in `public` is granted to clients by itself; absent where it does not say. */
  readonly opensNewTables?: boolean;
  /** SQL that the platform has run by itself: before one of the files, or (null) before all of them. It makes no part of `coverage`, and its places have no file. */
  readonly setup?: readonly { readonly before: string | null; readonly sql: string }[];
  /** Files and folders that were left alone, each with the reason. */
  readonly skipped: readonly { readonly file: string; readonly because: string }[];
  /** Files that the tool would apply are known to be missing. */
  readonly incomplete: boolean;
  /** Schema files that say the same and are not what is applied: what they remark about columns holds all the same. */
  readonly beside?: readonly Source[];
  /** Another way to the same schema that is not what is applied, in its order: `supabase/schemas` beside migrations. */
  readonly declared?: { readonly path: string; readonly files: readonly string[] };
}

export interface SourceSchema {
  readonly source: Source;
  readonly schema: Schema;
  readonly coverage: {
    readonly statements: number;
    readonly modelled: number;
    /** Understood by the parser, not modelled, and able to change what we answer. */
    readonly opaque: readonly { readonly at: Place; readonly because: string }[];
    /** Statements that PostgreSQL would refuse where they stand. Only where all that comes before is understood, so that it is certain. */
    readonly refused: readonly { readonly at: Place; readonly because: string }[];
    /** Not understood by the parser. */
    readonly unreadable: readonly { readonly at: Place; readonly because: string }[];
    /** UTF-16 units of commands for psql and of data for COPY, which are no SQL. */
    readonly skipped: number;
  };
  /** Where what is declared beside the migrations differs from what they leave behind, a sentence each. */
  readonly drift?: readonly Drift[];
  /** Files that were not read at all. */
  readonly unread: readonly { readonly file: string; readonly because: string }[];
  /** `--` and block comments of all files (`//` in a Prisma schema), for intents and suppressions. */
  readonly comments: readonly SqlComment[];
  /** Where the lines of each file begin, in UTF-16 offsets: turns every place into line and column. */
  readonly lines: Readonly<Record<string, readonly number[]>>;
}

/** Two texts that claim the same and do not say it. */
export interface Drift {
  /** A sentence without a full stop. */
  readonly because: string;
  /** In the text that says it; the other one does not. */
  readonly at: Place;
}

export interface SqlComment {
  readonly kind: 'line' | 'block';
  /** Without the marks that open and close it; `at` is with them. */
  readonly text: string;
  readonly at: Place;
}
