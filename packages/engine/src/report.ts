/** The report's shapes: a contract, see docs/report.md. Lines and columns are 1-based; paths are relative to the root, with `/`. */

export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface TraceStep extends Place {
  readonly note: string;
}

export interface Weakness {
  readonly what: string;
  readonly at: Place;
  /** Named in the report and no finding by itself: what many accept knowingly (a counter in memory). */
  readonly minor?: true;
}

export type EntryKind = 'route' | 'server-action' | 'procedure' | 'worker' | 'cron' | 'webhook';
export type AuthState = 'enforced' | 'optional' | 'absent' | 'delegated' | 'public' | 'unknown';
export type LimitState = 'enforced' | 'absent' | 'not-needed' | 'unknown';
export type Via = 'inline' | 'helper' | 'wrapper' | 'router-middleware' | 'next-middleware' | 'library';

export interface AuthAnswer {
  readonly state: AuthState;
  readonly mechanism: string | null;
  readonly via: Via | null;
  readonly at: Place | null;
  /** The calls from the entry to the check; where callers get by without one, those to the first thing that they can do. */
  readonly trace: readonly TraceStep[];
  /** Where callers without a credential are turned away: "answers 401", "throws". */
  readonly refusals: readonly TraceStep[];
  readonly weaknesses: readonly Weakness[];
  readonly because: string | null;
  /** What was looked at and decides nothing, for the message ("getSession() reads the cookie and verifies nothing"). */
  readonly lookalike: string | null;
}

export interface PaidCall {
  readonly vendor: string;
  readonly call: string;
  readonly at: Place;
  readonly trace: readonly TraceStep[];
}

export interface LimitAnswer {
  readonly state: LimitState;
  readonly mechanism: string | null;
  readonly at: Place | null;
  /** The calls from the entry to the limit. */
  readonly trace: readonly TraceStep[];
  /** Where callers are turned away who come too often. */
  readonly refusals: readonly TraceStep[];
  readonly weaknesses: readonly Weakness[];
  readonly because: string | null;
}

/** A write that was not found to be tied to the caller. */
export interface UnboundWrite {
  /** "prisma.post.update": the call, with its table or model where that is written in it. */
  readonly what: string;
  readonly at: Place;
  /** `no`: what chooses the record is sent by the caller and nothing else; `unknown`: it cannot be followed. */
  readonly bound: 'no' | 'unknown';
  readonly because: string;
}

/** Whether the records that an entry writes are tied to who was verified. */
export interface Ownership {
  /** `null`: nothing is written, no guard stands, or the guard vouches for a machine, which acts for everybody. */
  readonly bound: 'yes' | 'no' | 'unknown' | null;
  readonly because: string | null;
  readonly unbound: readonly UnboundWrite[];
}

export interface EntryReport {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
  readonly framework: string;
  readonly kind: EntryKind;
  readonly methods: readonly string[];
  readonly path: string | null;
  readonly writes: boolean | 'unknown';
  readonly auth: AuthAnswer & {
    /** The first thing that callers without a credential get to; null where they get to nothing, or where it is the answer alone. */
    readonly firstUnguarded: TraceStep | null;
  };
  readonly bound: Ownership['bound'];
  readonly unbound: readonly UnboundWrite[];
  readonly paid: readonly PaidCall[];
  readonly rateLimit: LimitAnswer & {
    /** The first paid call that is reached without a limit; null where the limit is not absent. */
    readonly firstUnlimited: PaidCall | null;
  };
}

export interface TelemetryReport {
  readonly file: string;
  readonly line: number;
  readonly vendor: string;
  readonly call: string;
  readonly awaited: boolean;
  readonly deferred: boolean;
  readonly path: 'hot' | 'background' | 'library';
}

export interface EnvReport {
  readonly variables: readonly {
    readonly name: string;
    /** `scope`: whether the application reads it, its tests, or a script that is run by hand or in CI. */
    readonly reads: readonly (Place & { readonly scope: 'app' | 'test' | 'script' })[];
    readonly inventoried: boolean;
    readonly inventory: string | null;
    readonly schema: boolean;
    readonly platform: boolean;
    /** Only tests read it: it needs no row. */
    readonly testsOnly: boolean;
  }[];
  /** The inventories of the project, sorted. */
  readonly inventories: readonly string[];
  readonly unused: readonly { readonly name: string; readonly file: string; readonly line: number }[];
  /** Reads by a name that is not constant; `family` is the constant part of it, where it starts with one: `STRIPE_*_KEY`. */
  readonly dynamic: readonly (Place & { readonly family: string | null })[];
}

export interface TableReport extends Place {
  readonly name: string;
  readonly userScoped: boolean;
  readonly rls: 'on' | 'off' | 'unknown';
  readonly forced: boolean;
  readonly policies: number;
  readonly exposed: boolean;
  /** Declared intent, with its reason. */
  readonly intent: { readonly kind: 'deny-all' | 'public'; readonly reason: string } | null;
}

export interface EnumReport extends Place {
  readonly table: string;
  readonly column: string;
  readonly constrained: 'check' | 'enum' | 'fk' | 'domain' | 'none' | 'unknown';
  readonly values: readonly string[];
}

/** A role by which somebody comes to the database. */
export interface AccessRole {
  readonly name: string;
  /** `anyone`: whoever has the public key; `signed-in`: whoever has an account; `application`: a role that the files speak of; `service`: the project's own services; `owner`: of each table. */
  readonly who: 'anyone' | 'signed-in' | 'application' | 'service' | 'owner';
}

/** What a role gets to by one command. */
export interface AccessCell {
  readonly is: 'open' | 'own' | 'policy' | 'closed' | 'unknown';
  /** Policies that choose the rows, of `own` and `policy`. */
  readonly policies: readonly string[];
  /** Where only columns are granted: which. */
  readonly columns: readonly string[] | null;
  /** Of `closed` and `unknown`. */
  readonly because: string | null;
}

export interface AccessMatrix {
  /** Folder of the migrations. */
  readonly source: string;
  /** What serves the database to clients; null when nothing says so. */
  readonly platform: string | null;
  /** What was taken for granted because no file says it. */
  readonly assumed: string | null;
  readonly roles: readonly AccessRole[];
  readonly tables: readonly (Place & {
    readonly name: string;
    /** Whether the API serves its schema: clients get to nothing else directly. */
    readonly served: boolean;
    /** In the order of `roles`. */
    readonly cells: readonly ({ readonly role: string } & Readonly<Record<'select' | 'insert' | 'update' | 'delete', AccessCell>>)[];
  })[];
}

export type Severity = 'error' | 'warning';

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly related: readonly TraceStep[];
  /** Stable over moves of lines: rule, file, the names in the message, and an ordinal among equals. */
  readonly fingerprint: string;
}

export interface Coverage {
  readonly files: number;
  readonly unread: readonly { readonly file: string; readonly because: string }[];
  readonly undecided: readonly { readonly file: string; readonly line: number; readonly rule: string; readonly because: string }[];
  /** Lines about what was left alone and why: folders of other databases, alternative truths. */
  readonly notes: readonly string[];
}

export interface CheckResult {
  readonly version: 1;
  readonly tool: { readonly name: 'gatelint'; readonly version: string };
  readonly coverage: Coverage;
  readonly findings: readonly Finding[];
  /** Our own mistakes: a rule that threw, with the file it was asked about. The other rules went on; the run cannot be trusted. */
  readonly internalErrors: readonly InternalError[];
}

export interface InternalError {
  readonly rule: string;
  readonly file: string;
  readonly message: string;
  readonly stack: string | null;
}

export interface Report extends CheckResult {
  readonly entries: readonly EntryReport[];
  readonly telemetry: readonly TelemetryReport[];
  readonly env: EnvReport;
  readonly tables: readonly TableReport[];
  readonly enums: readonly EnumReport[];
  /** One for each folder of migrations. */
  readonly access: readonly AccessMatrix[];
}
