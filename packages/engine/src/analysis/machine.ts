/** What the interpreter carries with it: the project's modules, the catalogue, memory of what was computed, and what it saw on the way. */
import type { Catalogue, Matcher, Row } from '@gatelint/catalogue';
import type { Expr, Fn, Module, Modules, Span } from '@gatelint/ts-facts';
import type { Facts, Held, Path, Site, Step } from './facts.js';
import type { Protocol } from './chain.js';
import type { TypeOracle } from '../type-oracle.js';
import type { Declared } from './declared.js';
import type { Memo } from './memo.js';
import type { Decision } from './outcome.js';
import type { Look, Looks } from './specifiers.js';
import type { Tie } from './ties.js';
import type { Value, ValueOf } from './value.js';
import type { Values } from './values.js';

export type EffectKind = 'read' | 'write' | 'spend' | 'other-write' | 'queue' | 'telemetry' | 'respond' | 'delegate' | 'sign-in' | 'context';

/** How the running function waits for a call: it awaits it, hands it to its own caller, lets go, or gives it to something that may do any of these. */
export type Waiting = 'awaited' | 'returned' | 'dropped' | 'given';

export interface Effect {
  readonly kind: EffectKind;
  /** What is done, as a reader knows it: `prisma.order.create`, `openai chat.completions.create`. */
  readonly what: string;
  readonly vendor: string | null;
  readonly at: Site;
  /** Facts when it happens, relative to the start of the function whose summary it is in. */
  readonly facts: Facts;
  readonly trace: readonly Step[];
  readonly waiting: Waiting;
  /** Where the waiting stands: the innermost await that the request goes through. */
  readonly awaitAt: Site | null;
  readonly deferred: boolean;
  /** A buffered telemetry call that returns nothing. */
  readonly enqueue: boolean;
  /** For a write: how what it changes is tied to who was verified. */
  readonly tie?: Tie;
  /** It happens in what is registered for the entry itself, not in middleware that it shares with others. */
  readonly own?: true;
  /** The context that is made for procedures. */
  readonly value?: Value;
}

/** How a function ends on some paths. */
export interface Outcome {
  readonly how: 'return' | 'throw';
  readonly value: Value;
  readonly facts: Facts;
  /** New values of captured variables. */
  readonly writes: ReadonlyMap<number, Value>;
  /** New values of parameters' fields, by parameter: middleware that sets `req.user`. */
  readonly params: readonly (Value | null)[];
  /** `this` as it is then. */
  readonly self: Value | null;
}

export interface Summary {
  readonly outcomes: readonly Outcome[];
  readonly effects: readonly Effect[];
  /** Parameters whose promises it hands to a scheduler. */
  readonly schedules: readonly number[];
  readonly wrapped: readonly WrappedTelemetry[];
}

/** A call of a function of the project that does nothing but send telemetry. */
export interface WrappedTelemetry {
  readonly at: Site;
  readonly title: string;
  /** What it sends in the end. */
  readonly vendor: string | null;
  readonly what: string;
  /** The function that is called, and the one in which the call stands. */
  readonly callee: string;
  readonly within: string;
  readonly deferred: boolean;
  /** Nobody on the way to it lets go of what waits for it. */
  readonly waited: boolean;
}

/** A running function. */
export interface Frame {
  readonly machine: Machine;
  readonly module: Module;
  readonly fn: Fn;
  readonly self: Value | null;
  readonly deferred: boolean;
  /** It runs when the process starts, not for a request: what it makes is kept. */
  readonly starting: boolean;
  /** What is called here is called by a framework, which waits for it. */
  readonly byFramework: boolean;
  readonly effects: Map<string, Effect>;
  /** Parameters of the function whose promises were handed to a scheduler. */
  readonly schedules: Set<number>;
  readonly wrapped: Map<string, WrappedTelemetry>;
  readonly throws: { readonly path: Path; readonly value: Value }[];
  /** Paths on which something inside a `try` may throw, for its handler. */
  readonly mayThrow: Path[][];
}

/** A call that mounts something on a router. */
export interface Registration {
  readonly router: string;
  readonly row: Row;
  readonly args: readonly Value[];
  readonly at: Site;
  /** Where a finding about it stands. */
  readonly anchor: Site;
  readonly calleeName: string;
}

export interface Procedure {
  readonly site: string;
  readonly at: Site;
  readonly framework: string;
  readonly kind: 'mutation' | 'query' | 'subscription' | 'action' | 'procedure';
  readonly chain: readonly Value[];
  /** An object with its method and path, where the builder was told. */
  readonly route: Value | null;
  readonly handler: Value;
  readonly protocol: Protocol;
  /** What handler and middleware get, as `package#path`. */
  readonly params: readonly string[];
}

export interface RouterMade {
  readonly site: string;
  readonly framework: string;
  readonly at: Site;
  readonly row: Row;
  readonly prefix: string | null;
  /** The module that the application is made of. */
  readonly root: Value | null;
  /** The router that it was made from and stands in. */
  readonly parent: string | null;
}

/** A folder whose modules are mounted on a router; relative to the project's root. */
export interface FolderMount {
  readonly router: ValueOf<'library'>;
  readonly row: Extract<Row, { role: 'mounts-folder' }>;
  /** The row that made the router. */
  readonly makes: Row;
  readonly framework: string;
  readonly folder: string;
  readonly prefix: string;
  readonly hooks: boolean;
  readonly cascade: boolean;
  readonly at: Site;
}

/** Middleware as a module configures it, one part a call: functions, routes that they leave out, routes on which they run. */
export interface ConfiguredMiddleware {
  readonly parts: readonly { readonly part: 'functions' | 'except' | 'routes'; readonly args: readonly Value[] }[];
  readonly at: Site;
}

/** A function that a platform, a queue or a scheduler was given. */
export interface WorkerMade {
  readonly at: Site;
  readonly row: Extract<Row, { role: 'registers-worker' }>;
  readonly handler: Value;
  readonly name: string | null;
}

/** A function that makes contexts for procedures, or one that was made, and what is known where it is handed to the library that serves them. */
export interface ContextFactory {
  readonly factory: ValueOf<'function'> | null;
  readonly value: Value | null;
  readonly facts: Facts;
}

export interface Machine {
  readonly modules: Modules;
  readonly catalogue: Catalogue;
  readonly matcher: Matcher;
  readonly values: Values;
  readonly looks: Looks;
  /** The files whose paths match, asked once a path for each `name`. */
  fitting(name: string, files: readonly string[], matcher: () => (file: string) => boolean): readonly string[];
  /** Whether a text names what makes routers, procedures or workers. */
  registers(look: Look): boolean;
  /** Whether a text names decorators by which a framework reads classes. */
  decorates(look: Look): boolean;
  /** Whether a text names a telemetry package or host. */
  sendsTelemetry(look: Look): boolean;
  /** Summaries, module-level values, what entries do. */
  readonly memo: Memo;
  /** What was found once: members of library values, rows about them, values of expressions without names. */
  readonly members: WeakMap<Value, Map<string, Value>>;
  readonly rows: WeakMap<Value, readonly Row[]>;
  /** Values as they are told apart among arguments, by the depth at which they stand. */
  readonly coarse: WeakMap<Value, Value[]>;
  readonly constants: WeakMap<Expr, Value>;
  readonly packageExports: Map<string, Value>;
  /** What procedures were made of, by their site. */
  readonly procedures: Map<string, Procedure>;
  /** What guards that were made (middleware, wrapped handlers) decide, by their key. */
  readonly guards: Map<string, Decision>;
  /** Packages that verify credentials. */
  readonly verifying: ReadonlySet<string>;
  /** Packages of which a row asks with what a thing was made. */
  readonly remembersArguments: ReadonlySet<string>;
  readonly noFacts: Facts;
  holdIdentity(facts: Facts, held: Held): Facts;
  /** What a framework brings into the module under the name, without an import; null for any other name. */
  ambient(file: string, name: string): Value | null;
  /** Which names those are depends on the files that there are. */
  seesFiles(ambient: Machine['ambient']): void;
  /** Names that the runtimes bring, as far as the catalogue speaks of them. */
  readonly globals: ReadonlySet<string>;
  /** Variables that the platform sets, with the value that says "we run on it". */
  readonly onPlatform: ReadonlyMap<string, string>;
  /** Variables that everybody can know: comparing with one proves nothing. */
  publicVariable(name: string): boolean;
  /** A type checker, where the host brought one. */
  readonly types: TypeOracle | null;
  /** What it said of expressions, by their place. */
  readonly declared: Map<string, Declared>;
}

export const siteOf = (file: string, span: Span): Site => ({ file, start: span.start, end: span.end });
export const siteKey = (site: Site): string => `${site.file}:${site.start}`;
