/** What a rule is made of, and what it may ask. Everything a rule sees is an answer about the project, never a syntax tree. */
import type { AccessQuestions } from './access/questions.js';
import type { Config } from './config.js';
import type { Intent, UnknownIntent } from './intents.js';
import type { AuditChange, HistoryQuestion, PolicyQuestion, SharedCommand, StructureQuestion, UncoveredGrant } from './schema/questions.js';
import type { AuthAnswer, EntryReport, EnumReport, LimitAnswer, Ownership, PaidCall, Severity, TableReport, TelemetryReport, TraceStep } from './report.js';

/** A stretch of a file: 0-based UTF-16 offsets, end exclusive. */
export interface Anchor {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** An answer, and where a finding about it stands. */
export type At<T> = T & { readonly at: Anchor };

/** The first thing that callers without a credential get to: a change, or what is read for them. */
export interface FirstUnguarded extends TraceStep {
  readonly what: string;
  /** Something is written, spent or changed; else it is only read. */
  readonly changes: boolean;
}

export interface EntryQuestions extends Pick<EntryReport, 'file' | 'name' | 'framework' | 'kind' | 'methods' | 'path' | 'writes'> {
  readonly at: Anchor;
  /** Whether it reaches data, money or a change anywhere; an entry that only computes has nothing to guard. */
  readonly touches: boolean;
  /** "POST /api/orders", "server action `createOrder`": how messages name it. */
  readonly title: string;
  auth(): AuthAnswer & { readonly firstUnguarded: FirstUnguarded | null };
  /** Whether the records that it writes are tied to who was verified. */
  ownership(): Ownership;
  paid(): readonly PaidCall[];
  /** `firstUnlimited`: where it is absent, the paid call that the first way without a limit leads to. */
  rateLimit(): LimitAnswer & { readonly callers: 'anyone' | 'signed-in' | 'trusted'; readonly firstUnlimited: PaidCall | null };
}

export type TelemetryQuestion = At<TelemetryReport> & {
  /** The call that the repository itself wraps the vendor in, or the vendor's. */
  readonly title: string;
  /** Its promise is dropped: serverless may end before it is sent. */
  readonly dropped: boolean;
  /** A request waits here. */
  readonly hot: boolean;
  /** What the project has to schedule with: `after`, `waitUntil`, `ctx.waitUntil`. */
  readonly scheduler: string;
  readonly trace: readonly TraceStep[];
};

export interface EnvQuestion {
  readonly name: string;
  readonly at: Anchor;
  readonly inventoried: boolean;
  readonly platform: boolean;
  /** Only tests read it. */
  readonly testsOnly: boolean;
  /** The inventory that lists it, else the one nearest to the file, which would have to; null when the project has none. */
  readonly nearest: string | null;
  /** Whether this is the first read of the variable in the project, tests left out: findings stand there and nowhere else. */
  readonly first: boolean;
  /** How often the project reads it. */
  readonly reads: number;
}

export interface InventoryQuestion {
  /** The inventories of the project, sorted. */
  readonly files: readonly string[];
  /** Variables that need a row and have none, in the order in which the project first reads them. */
  readonly missing: readonly string[];
}

/** What a role that clients come as may do with a relation, by grants alone. */
export interface ClientReach {
  readonly role: string;
  /** `anyone`: whoever has the public key; `signed-in`: whoever has an account. */
  readonly who: 'anyone' | 'signed-in';
  /** In the order select, insert, update, delete; never empty. */
  readonly commands: readonly ('select' | 'insert' | 'update' | 'delete')[];
  /** Of commands that are granted on some columns alone: which. */
  readonly columns: Readonly<Partial<Record<'select' | 'insert' | 'update', readonly string[]>>>;
}

/** Whether clients reach a table or view through an API, and as which roles. Row level security is not asked: it decides about rows. */
export interface Exposure {
  readonly state: 'reachable' | 'unreachable' | 'unknown';
  /** A clause for messages and reports: "anon may select; …", "the API does not serve the schema internal". */
  readonly because: string;
  /** Empty unless `reachable`. */
  readonly roles: readonly ClientReach[];
}

export type TableQuestion = At<TableReport> & {
  /** Which client roles reach it by grants, before row level security. */
  readonly exposure: Exposure;
  /** The API serves its schema, and nothing on it is granted to a role that clients come as: it is closed to them on purpose, whatever policies say. */
  readonly closedByGrants: boolean;
  /** Its name as SQL has to spell it. */
  readonly sql: string;
  /** The clause that turned RLS off, where one did. */
  readonly rlsAt: Anchor | null;
  /** Where the table is made. */
  readonly createdAt: Anchor;
  /** The clause that last turned it on or off; null when none did. */
  readonly rlsSetAt: Anchor | null;
  readonly because: string | null;
  readonly policyList: readonly PolicyQuestion[];
  /** The table that it is a partition or a child of; null when it is none. */
  readonly parent: string | null;
  /** Whether the owner passes row level security even where it is forced. */
  readonly ownerBypasses: 'yes' | 'no' | 'unknown';
  /** Permissive policies that are asked together, each set once. */
  readonly sharedCommands: readonly SharedCommand[];
  /** Rights that are granted by name and that no policy covers. */
  readonly uncovered: readonly UncoveredGrant[];
  /** Of an audit table: who can change what it holds. */
  readonly auditChanges: readonly AuditChange[];
  /** Keys, references and indexes. */
  structure(): StructureQuestion;
  readonly related: readonly TraceStep[];
  /** Why it holds user data: "has the owner column user_id", "references auth.users". */
  readonly userScopedBecause: string | null;
  /** Why its policies are not all known; null when they are. */
  readonly policiesBecause: string | null;
  /** A foreign table, which cannot have row level security. */
  readonly foreign: boolean;
  /** How heavily missing row level security weighs here, and for how many other tables of the same source the finding stands; null where it is not asked for. */
  readonly weight: { readonly severity: Severity; readonly alsoFor: number } | null;
};

export type EnumQuestion = At<EnumReport> & {
  /** The column's name as SQL has to spell it. */
  readonly sql: string;
  /** Why it looks like an enumeration; for `unknown`, why it cannot be known what holds it. */
  readonly because: string;
  /** Declared in an ORM's schema, where an enum type is the only constraint there is. */
  readonly native: boolean;
  readonly related: readonly TraceStep[];
};

export interface Questions {
  readonly config: Config;
  entries(file: string): readonly EntryQuestions[];
  telemetry(file: string): readonly TelemetryQuestion[];
  env(file: string): readonly EnvQuestion[];
  dynamicEnv(file: string): readonly Anchor[];
  inventory(): InventoryQuestion;
  /** Intent comments that do nothing where they stand; every question that could use them has been asked. */
  idleIntents(file: string): { readonly idle: readonly Intent[]; readonly unknown: readonly UnknownIntent[] };
  tables(file: string): readonly TableQuestion[];
  enums(file: string): readonly EnumQuestion[];
  /** What is wrong with the history that the file is a part of, where it stands in the file. */
  history(file: string): readonly HistoryQuestion[];
  /** Ways to data beside tables, and who is given what. */
  readonly access: AccessQuestions;
}

export type Language = 'ts' | 'sql';

export interface RuleContext<Messages extends string> {
  readonly file: string;
  readonly project: Questions;
  report(finding: {
    readonly at: Anchor;
    readonly message: Messages;
    readonly data?: Readonly<Record<string, string | number>>;
    readonly severity?: Severity;
    readonly related?: readonly TraceStep[];
  }): void;
  undecided(at: Anchor, because: string): void;
}

export interface Rule<Messages extends string = string> {
  /** File name, fixture folder, docs page and suppression name. */
  readonly id: string;
  readonly languages: readonly Language[];
  readonly preset: 'recommended' | 'strict';
  readonly severity: Severity;
  readonly docs: {
    readonly description: string;
    readonly why: string;
    readonly fix: string;
    readonly limits: string;
    /** SQL that puts the bad example right, as a migration after it: PostgreSQL accepts it, and the rule is silent then. */
    readonly repair?: string;
    /** The two fixtures that its page shows: what is wrong, and the same put right. */
    readonly examples?: { readonly bad: string; readonly good: string };
  };
  readonly messages: Readonly<Record<Messages, string>>;
  check(context: RuleContext<Messages>): void;
}

export function defineRule<const Messages extends string>(rule: Rule<Messages>): Rule<Messages> {
  return rule;
}
