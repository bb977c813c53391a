/** All entries of a project, and what running each has shown. */
import { Env } from './env.js';
import type { Modules } from '@gatelint/ts-facts';
import type { Catalogue, Convention } from '@gatelint/catalogue';
import type { Anchor } from '../rule.js';
import { applyValue } from './call.js';
import { runChain } from './chain.js';
import { ambientNames } from './entries/ambient.js';
import { createApps, type Apps } from './entries/apps.js';
import { classEntries } from './entries/class-routes.js';
import { contractEntries } from './entries/contracts.js';
import { listEntries } from './entries/route-lists.js';
import { contextsOf } from './entries/contexts.js';
import { handlerClassEntries } from './entries/handler-classes.js';
import { conventionEntries, filesOf } from './entries/conventions.js';
import { deployedEntries } from './entries/deployed.js';
import type { Entry, Start } from './entries/entry.js';
import { withFolders } from './entries/plugin-folders.js';
import { behindMiddleware } from './entries/middleware-files.js';
import { findProxies, proxyPlace, throughProxy, type Proxy } from './entries/proxy.js';
import { platformFacts, procedureEntries, runModule, workerEntries } from './entries/registered.js';
import { routerEntries } from './entries/routers.js';
import { folderName } from './entries/route-path.js';
import { tableEntries } from './entries/tables.js';
import { strangeRoutes } from './entries/strange-routes.js';
import { compose, noFacts, type Path } from './facts.js';
import { FUEL, NEARER } from './fuel.js';
import type { Frame, Machine } from './machine.js';
import { moduleFrame } from './module-values.js';
import { mergeResults } from './paths.js';
import { marksOf, type Unit } from './memo.js';
import { registryOf, type Registry } from './registry.js';
import type { Value } from './value.js';
import { isOwn, unfinished, type Run } from './verdict.js';

export interface Judged {
  readonly entry: Entry;
  readonly run: Run;
}

export interface Found {
  readonly apps: Apps;
  readonly entries: readonly Judged[];
  /** Handlers that change nothing and spend nothing: no entries, but requests all the same. */
  readonly readers: readonly Judged[];
  readonly strays: readonly { readonly at: Anchor; readonly rule: string; readonly because: string }[];
}

export interface ProjectSources {
  readonly modules: Modules;
  readonly catalogue: Catalogue;
  readonly files: readonly string[];
  readonly paths: readonly string[];
}

export function applications(m: Machine, { modules, catalogue, files, paths }: ProjectSources): Found {
  const apps = createApps(modules, new Set(paths));
  m.seesFiles(ambientNames(m, apps, files));
  const folderConvention = conventionByFile(catalogue.conventions.filter((one) => one.path === 'folder'));
  const running = registrations(m, files);
  const conventional = conventionEntries(m, apps, files);
  const { registry, units: registering } = withFolders(m, [...running, ...conventional.map(({ unit }) => unit)], files);
  const found = [
    ...conventional
      .flatMap(({ unit }) => (unit.answer as readonly Entry[] | null) ?? [])
      .map((entry) => {
        const convention = folderConvention(entry.file);
        return convention
          ? { ...entry, name: folderName(entry.file), starts: [{ facts: platformFacts(m, apps, entry.file, folderName(entry.file)), params: null }] }
          : entry;
      }),
    ...routerEntries(m, registry),
    ...procedureEntries(m, registry, contextsOf(m, registry, files)),
    ...workerEntries(m, registry, apps, folderConvention),
    ...tableEntries(m, registry),
    ...contractEntries(m, registry),
    ...listEntries(m, registry),
    ...classEntries(m, files, registry, apps),
    ...handlerClassEntries(m, files),
    ...deployedEntries(m, paths),
  ];
  const behind = behindMiddleware(m, apps, files);
  m.types?.expect([...new Set(found.map((entry) => entry.file))]);
  const proxies = findProxies(catalogue, files, apps);
  const crons = cronPaths(apps);
  const judged: Judged[] = [];
  const units: Unit[] = [];
  const readers: Judged[] = [];
  for (const alone of unique(found)) {
    const entry = behind(alone);
    const cron = entry.path !== null && crons(entry.file).includes(entry.path);
    const unit = answerOf(m, apps, proxies, cron ? { ...entry, kind: 'cron' } : entry);
    units.push(unit);
    const run = (unit.answer as EntryRun | null) ?? tooLarge;
    const guardedByMachine =
      run.effects.some((effect) => effect.facts.identity.some((held) => held.trust === 'machine')) ||
      run.exits.some((exit) => exit.path.facts.identity.some((held) => held.trust === 'machine'));
    // A handler that answers every changing method with 405 only reads.
    if (run.methods?.length === 0 && !cron && !run.effects.some((effect) => effect.kind === 'delegate')) continue;
    if (
      entry.onlyIfWrites &&
      !cron &&
      !guardedByMachine &&
      unfinished(run) === null &&
      !run.effects.some((effect) => (effect.kind === 'write' && isOwn(entry, effect)) || effect.kind === 'spend')
    ) {
      readers.push({ entry, run });
      continue;
    }
    judged.push({ entry: { ...entry, kind: cron ? 'cron' : entry.kind, methods: run.methods ?? entry.methods }, run });
  }
  judged.sort((a, b) =>
    a.entry.file < b.entry.file
      ? -1
      : a.entry.file > b.entry.file
        ? 1
        : a.entry.at.start - b.entry.at.start || (a.entry.name < b.entry.name ? -1 : a.entry.name > b.entry.name ? 1 : 0),
  );
  return {
    apps,
    entries: judged,
    readers,
    strays: straysOf(m, files, registryOf(marksOf([...registering, ...units]))),
  };
}

function straysOf(m: Machine, files: readonly string[], { strays, registrations }: Registry): Found['strays'] {
  const rule = 'require-route-auth';
  const known = new Set([...registrations, ...strays.values()].map(({ at }) => `${at.file}:${at.end}`));
  return [
    ...[...strays.values()].map(({ at, name }) => ({ at, rule, because: `${name}() hangs a handler on a router that cannot be followed` })),
    ...strangeRoutes(m, files, known).map(({ at, because }) => ({ at, rule, because })),
  ];
}

/** One registration found on several ways (a router mounted twice) is one entry each way; the very same is one. */
function unique(entries: readonly Entry[]): Entry[] {
  const seen = new Map<string, Entry>();
  for (const entry of entries) {
    const key = `${entry.file}|${entry.at.start}|${entry.name}|${entry.path ?? ''}|${entry.methods.join()}`;
    if (!seen.has(key)) seen.set(key, entry);
  }
  return [...seen.values()];
}

/** Modules that make routers, procedures or workers run once, so that what they register is known. */
function registrations(m: Machine, files: readonly string[]): Unit[] {
  // What they export may be built on elsewhere, also through a module that only passes it on.
  const wanted = m.looks.importersOf(files, m.looks.where(files, m.registers));
  const roots: Unit[] = [];
  for (const file of [...wanted].sort()) {
    roots.push(m.memo.rootUnit(`run:${file}`, [], FUEL.module, () => void runModule(m, file)));
    for (const name of exportedFunctions(m, file)) roots.push(m.memo.rootUnit(`setup:${file}#${name}`, [], FUEL.setup, () => void runSetup(m, file, name)));
  }
  return roots;
}

/** `export function createServer() { const app = …; return app }`: nobody in the project may call it but the entry file of a runtime. */
function runSetup(m: Machine, file: string, name: string): void {
  const module = m.modules.load(file);
  const one = module?.exports.find((each) => each.name === name);
  const binding = one?.what.is === 'binding' ? module?.bindings[one.what.binding] : undefined;
  if (!module || !one || binding?.fn == null) return;
  const at = { file, start: one.at.start, end: one.at.end };
  applyValue(moduleFrame(m, module), m.values.fn(file, binding.fn, new Map()), [], { env: Env.empty, facts: noFacts }, at);
}

function exportedFunctions(m: Machine, file: string): string[] {
  const module = m.modules.load(file);
  return (module?.exports ?? []).flatMap((one) =>
    !one.typeOnly && one.what.is === 'binding' && module?.bindings[one.what.binding]?.fn != null ? [one.name] : [],
  );
}

function conventionByFile(conventions: readonly Convention[]): (file: string) => Convention | null {
  const matchers = conventions.map((one) => ({ one, matches: filesOf(one) }));
  return (file) => matchers.find(({ matches }) => matches(file))?.one ?? null;
}

function cronPaths(apps: Apps): (file: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const settings = apps.nearest(file, 'vercel.json');
    if (!settings) return [];
    let paths = known.get(settings.path);
    if (!paths) {
      paths = [...settings.text.matchAll(/"path"\s*:\s*"([^"?]+)/g)].map((match) => match[1] ?? '');
      known.set(settings.path, paths);
    }
    return paths;
  };
}

type EntryRun = Run & { readonly methods: readonly string[] | null };

const LARGER = 'the code that it reaches is larger than the analysis follows';

const tooLarge: EntryRun = {
  effects: [],
  wrapped: [],
  exits: [],
  gaveUp: LARGER,
  partly: null,
  proxy: null,
  methods: null,
};

/** What running the entry shows, behind whatever stands before it. */
function answerOf(m: Machine, apps: Apps, proxies: readonly Proxy[], entry: Entry): Unit {
  const proxy = proxies.find((one) => one.convention.before.includes(entry.framework) && one.root === apps.rootOf(entry.file));
  const given = [...entry.links, ...entry.params, ...entry.starts.flatMap((start) => start.params ?? [])];
  const key = JSON.stringify([
    'entry',
    entry.file,
    entry.at.start,
    entry.methods,
    entry.path,
    entry.links.map((link) => link.id),
    entry.params.map((param) => param.id),
    entry.starts.map((start) => [start.facts, start.params?.map((param) => param.id)]),
    entry.protocol,
    entry.paramsOf !== null,
    proxy?.file,
  ]);
  const run = (whole: boolean): EntryRun =>
    m.memo.onPath(entry.path, () => {
      const { starts, passed } = withProxy(m, proxy, entry);
      return { ...runEntry(m, { ...entry, starts }, passed), partly: whole ? null : LARGER };
    });
  return m.memo.rootUnit(key, given, FUEL.entry, run, NEARER);
}

function withProxy(m: Machine, proxy: Proxy | undefined, entry: Entry): { readonly starts: readonly Start[]; readonly passed: Run['proxy'] } {
  const none = { starts: entry.starts, passed: null };
  const { path } = entry;
  if (path === null || !proxy) return none;
  const passage = throughProxy(m, proxy, path, entry.methods[0] ?? 'POST');
  if (!passage) return none;
  const { on: passed, refusals } = passage;
  const starts = passed.flatMap((facts) => entry.starts.map((start) => ({ facts: compose(start.facts, facts, null), params: start.params })));
  const settled = new Set(passed.flatMap((facts) => facts.identity.map((held) => held.id)));
  return { starts, passed: { file: proxy.file, at: proxyPlace(m, proxy), settled, refusals } };
}

/** Runs an entry for each way in which a request can come. */
function runEntry(m: Machine, entry: Entry, proxy: Run['proxy']): EntryRun {
  const module = m.modules.load(entry.file);
  if (!module) return { effects: [], wrapped: [], exits: [], gaveUp: 'the file cannot be read', partly: null, proxy, methods: null };
  const f: Frame = moduleFrame(m, module);
  const exits: { how: 'return' | 'throw'; path: Path; value: Value }[] = [];
  const accepted: string[] = [];
  let judgedByMethod = false;
  try {
    for (const start of entry.starts) {
      const path: Path = { env: Env.empty, facts: start.facts };
      const each =
        entry.paramsOf && !start.params
          ? entry.methods.map((method) => ({ method, params: entry.paramsOf?.(method) ?? entry.params }))
          : [{ method: null, params: start.params ?? entry.params }];
      for (const { method, params } of each) {
        const before = f.throws.length;
        const effectsBefore = new Set(f.effects.keys());
        const results = mergeResults(m.values, runChain(f, entry.links, params, entry.protocol, path, entry.at));
        const own = [
          ...results.map((one) => ({ how: 'return' as const, ...one })),
          ...f.throws.slice(before).map((one) => ({ how: 'throw' as const, ...one })),
        ];
        // A handler may answer 405 inside a `try`, whose handler then answers as well.
        const answers = own.map((one) => (one.value.t === 'response' ? one.value.status : null) ?? one.path.facts.status ?? 0);
        const idle = [...f.effects].every(([key, effect]) => effectsBefore.has(key) || effect.kind === 'respond');
        const refused = idle && answers.includes(405) && answers.every((status) => status >= 400);
        if (method !== null) judgedByMethod = true;
        if (method !== null && refused) continue;
        if (method !== null && !accepted.includes(method)) accepted.push(method);
        exits.push(...own);
      }
    }
  } catch (error) {
    if (error instanceof RangeError) return { ...tooLarge, gaveUp: 'the calls nest too deeply', proxy };
    throw error;
  }
  return {
    effects: [...f.effects.values()],
    wrapped: [...f.wrapped.values()],
    exits,
    gaveUp: null,
    partly: null,
    proxy,
    methods: entry.paramsOf && judgedByMethod ? accepted : null,
  };
}
