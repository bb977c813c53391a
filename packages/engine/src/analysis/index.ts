/** Entry points, guards, limits, spending and telemetry: what the TypeScript half of the project answers. */
import { createMatcher, type Catalogue } from '@gatelint/catalogue';
import type { Modules } from '@gatelint/ts-facts';
import type { Config } from '../config.js';
import type { Intents } from '../intents.js';
import { linesOf } from '../positions.js';
import type { Anchor, TelemetryQuestion } from '../rule.js';
import { applications, type Found, type ProjectSources } from './applications.js';
import { questionsOf, type AnalysedEntry } from './entry-questions.js';
import { holdIdentity, noFacts, type Site } from './facts.js';
import type { Machine } from './machine.js';
import { Memo } from './memo.js';
import { Looks, type Look } from './specifiers.js';
import { telemetryCalls } from './telemetry.js';
import { constantOf, makerOf } from './layers.js';
import { Values } from './values.js';
import type { TypeOracle } from '../type-oracle.js';
import type { Places } from './verdict.js';

export interface AnalyzerOptions {
  readonly modules: Modules;
  readonly catalogue: Catalogue;
  /** Asked where syntax leaves a receiver, a callee or a choice undecided; null: nobody is. */
  readonly types: TypeOracle | null;
}

/** One state of the project's files. */
export interface AnalysisOptions {
  readonly config: Config;
  readonly intents: Intents;
  /** TypeScript and JavaScript files of the project, relative to the root, sorted; tests and generated files are not among them. */
  readonly files: readonly string[];
  /** Every file of the project. */
  readonly paths: readonly string[];
}

/** What is kept of a project over its edits: each answer until something that it rests on changes. */
export interface Analyzer {
  analyse(options: AnalysisOptions): Analysis;
  /** Modules have another content, or their imports lead elsewhere. */
  changed(files: readonly string[]): void;
  /** Whether what earlier states have left is more than what is in use: then a new one costs less to keep. */
  isWorn(): boolean;
}

export type { AnalysedEntry } from './entry-questions.js';

export interface Analysis {
  /** Every mutating entry point, sorted by file and position. */
  entries(): readonly AnalysedEntry[];
  telemetry(): readonly TelemetryQuestion[];
  /** Modules that the answers so far rest on. */
  loaded(): ReadonlySet<string>;
  /** What could not be followed, for the coverage: routes on unknown receivers and the like. */
  undecided(): readonly { readonly at: Anchor; readonly rule: string; readonly because: string }[];
}

export function createAnalyzer(options: AnalyzerOptions): Analyzer {
  const machine = createMachine(options);
  /** How many values the first state has made. */
  let fresh: number | null = null;
  return {
    analyse: (state) => createAnalysis(machine, { ...state, modules: machine.modules, catalogue: options.catalogue }),
    changed(files) {
      fresh ??= machine.values.size;
      machine.memo.drop(new Set(files));
    },
    isWorn: () => fresh !== null && machine.values.size > 2 * fresh + 50_000,
  };
}

function createAnalysis(machine: Machine, options: AnalysisOptions & ProjectSources): Analysis {
  machine.memo.begin();
  let found: Found | null = null;
  let questions: readonly AnalysedEntry[] | null = null;
  let calls: readonly TelemetryQuestion[] | null = null;
  const apps = (): Found => (found ??= applications(machine, options));
  const places: Places = {
    place: (site) => ({ file: site.file, line: lineOf(options.modules, site) }),
    named(site) {
      const module = options.modules.load(site.file);
      const maker = module ? makerOf(module, site) : null;
      return maker === null ? module && constantOf(module, site) : `the function that ${maker} made`;
    },
  };
  return {
    entries: () => (questions ??= questionsOf(machine, apps().entries, options, places)),
    telemetry() {
      return (calls ??= telemetryCalls(machine, apps(), options, places));
    },
    loaded: () => machine.memo.files(),
    undecided: () => apps().strays,
  };
}

/** Exported for the test that asks the index about single expressions. */
export function createMachine({ modules, catalogue, types }: AnalyzerOptions): Machine {
  const onPlatform = new Map(catalogue.platforms.flatMap((platform) => Object.entries(platform.onPlatform ?? {})));
  const sets = new Set(catalogue.platforms.flatMap((platform) => platform.names.filter((name) => !name.endsWith('*'))));
  const memo = new Memo();
  const seen = watched(modules, memo);
  const registering = new Set([
    'creates-router',
    'builder',
    'builder-router',
    'registers-worker',
    'registers-table',
    'makes-context',
    'endpoint-contract',
    'route-list',
  ]);
  let ambient: Machine['ambient'] = () => null;
  const telemetry = new Set(['sends-telemetry', 'flushes-telemetry']);
  return {
    modules: seen,
    catalogue,
    matcher: createMatcher(catalogue.libraries),
    values: new Values(),
    looks: new Looks(seen),
    fitting: fittingFiles(),
    registers: naming(catalogue, registering, []),
    decorates: naming(catalogue, new Set(['decorates', 'handler-class']), []),
    sendsTelemetry: naming(
      catalogue,
      telemetry,
      catalogue.hosts.filter((host) => host.role.role === 'sends-telemetry').map((host) => host.host),
    ),
    memo,
    members: new WeakMap(),
    rows: new WeakMap(),
    coarse: new WeakMap(),
    constants: new WeakMap(),
    packageExports: new Map(),
    procedures: new Map(),
    guards: new Map(),
    remembersArguments: new Set(
      catalogue.libraries
        .filter((library) =>
          library.rows.some(
            (row) =>
              (row.role === 'limits-rate' && (row.needs ?? row.unless)) ||
              (row.role === 'costs-money' && row.account) ||
              (row.role === 'registers-table' && row.scopes),
          ),
        )
        .flatMap((library) => [library.name, ...library.also]),
    ),
    verifying: new Set(
      catalogue.libraries
        .filter((library) => library.name !== 'globalThis' && library.rows.some((row) => row.role === 'verifies-identity' || row.role === 'verifies-token'))
        .flatMap((library) => [library.name, ...library.also]),
    ),
    noFacts,
    ambient: (file, name) => ambient(file, name),
    seesFiles: (next) => void (ambient = next),
    globals: new Set([
      ...catalogue.libraries
        .filter((library) => library.name === 'globalThis')
        .flatMap((library) => [...library.rows.map((row) => row.path), ...Object.keys(library.same)].map((path) => path.split(/[.(]/)[0] ?? '')),
    ]),
    holdIdentity,
    onPlatform,
    // What is built into the browser's code is no secret.
    publicVariable: (name) => sets.has(name) || catalogue.publicPrefixes.some((prefix) => name.startsWith(prefix)),
    types,
    declared: new Map(),
  };
}

/** Whether a text names a library that has a row of one of the roles, one of the runtimes' own names with one, or one of the words. */
function naming({ libraries }: Catalogue, roles: ReadonlySet<string>, words: readonly string[]): (look: Look) => boolean {
  const meant = libraries.filter((library) => library.rows.some((row) => roles.has(row.role)));
  const known = createMatcher(meant.filter((library) => library.name !== 'globalThis'));
  const globals = meant
    .filter((library) => library.name === 'globalThis')
    .flatMap((library) => library.rows.filter((row) => roles.has(row.role)).map((row) => row.path.replace(/\(\)|\.new/g, '')));
  const mentioned = [...globals, ...words];
  return ({ text, specifiers }) => specifiers.some((specifier) => known.prefixKnown(specifier)) || mentioned.some((name) => text.includes(name));
}

function fittingFiles(): Machine['fitting'] {
  const known = new Map<string, { readonly matches: (file: string) => boolean; readonly answers: Map<string, boolean> }>();
  return (name, files, matcher) => {
    let one = known.get(name);
    if (!one) known.set(name, (one = { matches: matcher(), answers: new Map() }));
    const { matches, answers } = one;
    return files.filter((file) => {
      let answer = answers.get(file);
      if (answer === undefined) answers.set(file, (answer = matches(file)));
      return answer;
    });
  };
}

/** The modules, with every look at one noted by whoever is computing. */
function watched(modules: Modules, memo: Memo): Modules {
  return {
    ...modules,
    load(file) {
      memo.reads(file);
      return modules.load(file);
    },
    resolve(from, specifier) {
      memo.reads(from);
      return modules.resolve(from, specifier);
    },
  };
}

const lineTables = new WeakMap<Modules, Map<string, { readonly text: string; readonly lines: ReturnType<typeof linesOf> }>>();

function lineOf(modules: Modules, site: Site): number {
  let tables = lineTables.get(modules);
  if (!tables) {
    tables = new Map<string, { readonly text: string; readonly lines: ReturnType<typeof linesOf> }>();
    lineTables.set(modules, tables);
  }
  const text = modules.text(site.file) ?? '';
  let known = tables.get(site.file);
  if (!known || known.text !== text) tables.set(site.file, (known = { text, lines: linesOf(text) }));
  return known.lines.position(site.start).line;
}
