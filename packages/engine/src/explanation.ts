/** What `gatelint why` tells of one place: plain data like the report, see docs/why.md. */
import type { EntryReport, EnumReport, Finding, InternalError, Place, TableReport, TraceStep } from './report.js';

export interface Explanation {
  readonly version: 1;
  readonly tool: { readonly name: 'gatelint'; readonly version: string };
  readonly file: string;
  readonly line: number;
  /** How many lines the file has. */
  readonly lines: number;
  readonly entries: readonly EntryExplanation[];
  readonly tables: readonly TableExplanation[];
  readonly enums: readonly (EnumReport & { readonly because: string; readonly findings: readonly Advice[] })[];
  readonly variables: readonly VariableExplanation[];
  /** What else could have been asked about in the file, sorted by line. */
  readonly others: readonly { readonly line: number; readonly title: string }[];
  /** Entry points elsewhere whose requests come through the file, sorted. */
  readonly through: readonly (Place & { readonly title: string })[];
  readonly internalErrors: readonly InternalError[];
}

export interface EntryExplanation extends EntryReport {
  /** "POST /api/orders", as messages name it. */
  readonly title: string;
  /** Where the handler's own code stands; null when it is not in the project. */
  readonly handler: Place | null;
  /** What a request passes on its way to the handler, outermost first. */
  readonly before: readonly Layer[];
  readonly checks: readonly Check[];
  /** In the order in which they were met. */
  readonly effects: readonly EffectStory[];
  readonly variables: readonly { readonly name: string; readonly line: number; readonly listed: boolean }[];
  readonly questions: readonly Question[];
  /** What could not be known, and why. */
  readonly unknown: readonly string[];
  readonly findings: readonly Advice[];
}

export interface Layer {
  readonly kind: 'proxy' | 'middleware' | 'wrapper';
  readonly name: string;
  /** Null for code of a package. */
  readonly at: Place | null;
  /** What it verifies or counts, by name; [] when it decides nothing about the caller. */
  readonly decides: readonly string[];
}

/** A credential or a limit that was looked at on some path. */
export interface Check {
  readonly of: 'identity' | 'limit';
  /** Whether callers who do not pass are kept out of anything; else the result goes untested, or the call decides nothing. */
  readonly refuses: boolean;
  readonly mechanism: string;
  /** Who is verified: somebody with an account, or a machine that holds a secret. */
  readonly trust: 'user' | 'machine' | null;
  readonly at: Place;
  readonly trace: readonly TraceStep[];
  /** Why a call that looks like a check is none. */
  readonly because: string | null;
}

export interface EffectStory {
  readonly kind: 'read' | 'write' | 'spend' | 'change' | 'queue' | 'telemetry' | 'sign-in' | 'delegate';
  readonly what: string;
  readonly vendor: string | null;
  readonly at: Place;
  readonly trace: readonly TraceStep[];
  /** What is known of the caller then; several when it happens on several paths. */
  readonly caller: readonly ('verified' | 'nobody' | 'unknown')[];
  /** What has verified the caller, and what has counted the call. */
  readonly verifiedBy: readonly string[];
  readonly limitedBy: readonly string[];
  /** After the response. */
  readonly deferred: boolean;
  /** For telemetry: whether the request waits for it. */
  readonly waits: boolean;
}

export interface Question {
  /** The rule that asks. */
  readonly rule: string;
  readonly question: string;
  readonly answer: 'yes' | 'no' | 'partly' | 'not needed' | 'unknown';
  readonly because: string;
}

/** A finding about the subject, and what its rule says of putting it right. */
export interface Advice extends Pick<Finding, 'rule' | 'severity' | 'message'> {
  readonly fix: string;
}

export interface TableExplanation extends TableReport {
  readonly userScopedBecause: string | null;
  /** The statement that last turned row level security on or off; null when none did. */
  readonly rlsAt: Place | null;
  readonly because: string | null;
  readonly policyList: readonly {
    readonly name: string;
    readonly command: string;
    readonly roles: readonly string[];
    readonly at: Place;
    readonly using: string | null;
    readonly check: string | null;
    /** What it opens and to whom; null when it opens nothing to everybody. */
    readonly open: string | null;
  }[];
  readonly policiesBecause: string | null;
  readonly columns: readonly EnumReport[];
  readonly questions: readonly Question[];
  readonly findings: readonly Advice[];
}

export interface VariableExplanation {
  readonly name: string;
  readonly reads: readonly Place[];
  readonly inventory: string | null;
  /** Where a row would have to stand. */
  readonly nearest: string | null;
  readonly platform: boolean;
  readonly schema: boolean;
  readonly testsOnly: boolean;
  readonly findings: readonly Advice[];
}
