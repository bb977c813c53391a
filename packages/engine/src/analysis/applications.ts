/** All entries of a project, and what running each has shown. */
import { Env } from './env.js';
import type { Modules } from '@gatelint/ts-facts';
import { createMatcher, type Catalogue, type Convention } from '@gatelint/catalogue';
import type { Anchor } from '../rule.js';
import { applyValue } from './call.js';
import { runChain } from './chain.js';
import { createApps, type Apps } from './entries/apps.js';
import { conventionEntries, filesOf } from './entries/conventions.js';
import type { Entry, Start } from './entries/entry.js';
import { findProxies, throughProxy, type Proxy } from './entries/proxy.js';
import { platformFacts, procedureEntries, runModule, workerEntries } from './entries/registered.js';
import { routerEntries } from './entries/routers.js';
import { folderName } from './entries/route-path.js';
import { compose, noFacts, type Path } from './facts.js';
import type { Frame, Machine } from './machine.js';
import { moduleFrame, resolveReference } from './module-values.js';
import { mergeResults } from './paths.js';
import { objectProperties } from './search.js';
import { importName, passesOn, specifiersIn } from './specifiers.js';
import type { Value } from './value.js';
import type { Run } from './verdict.js';

export interface Judged {
  readonly entry: Entry;
  readonly run: Run;
}

export interface Found {
  readonly apps: Apps;
  readonly entries: readonly Judged[];
  readonly strays: readonly { readonly at: Anchor; readonly rule: string; readonly because: string }[];
}

/** Statements that one entry may cost; more is "unknown", and said so. */
const FUEL = 150_000;

export interface ProjectSources {
  readonly modules: Modules;
  readonly catalogue: Catalogue;
  readonly files: readonly string[];
  readonly paths: readonly string[];
}

export function applications(m: Machine, { modules, catalogue, files, paths }: ProjectSources): Found {
  const apps = createApps(modules, new Set(paths));
  const text = (file: string): string | null => modules.text(file);
  runRegistrations(m, catalogue, files, text);
  const folderConvention = conventionByFile(catalogue.conventions.filter((one) => one.path === 'folder'));
  const found = [
    ...conventionEntries(m, apps, files, text).map((entry) => {
      const convention = folderConvention(entry.file);
      return convention
        ? { ...entry, name: folderName(entry.file), starts: [{ facts: platformFacts(m, apps, entry.file, folderName(entry.file)), params: null }] }
        : entry;
    }),
    ...routerEntries(m),
    ...procedureEntries(m, contextFactories(m, files, text)),
    ...workerEntries(m, apps, folderConvention),
  ];
  m.types?.expect([...new Set(found.map((entry) => entry.file))]);
  const proxies = findProxies(catalogue, files, apps);
  const crons = cronPaths(apps);
  const judged: Judged[] = [];
  for (const entry of unique(found)) {
    const cron = entry.path !== null && crons(entry.file).includes(entry.path);
    const { starts, proxied } = withProxy(m, apps, proxies, entry);
    const run = runEntry(m, cron ? { ...entry, starts, kind: 'cron' } : { ...entry, starts }, proxied);
    const guardedByMachine =
      run.effects.some((effect) => effect.facts.identity.some((held) => held.trust === 'machine')) ||
      run.exits.some((exit) => exit.path.facts.identity.some((held) => held.trust === 'machine'));
    // A handler that answers every changing method with 405 only reads.
    if (run.methods?.length === 0 && !cron && !run.effects.some((effect) => effect.kind === 'delegate')) continue;
    if (entry.onlyIfWrites && !cron && !guardedByMachine && !run.effects.some((effect) => effect.kind === 'write' || effect.kind === 'spend')) continue;
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
    strays: [...m.strays.values()].map(({ at, name }) => ({
      at,
      rule: 'require-route-auth',
      because: `${name}() hangs a handler on a router that cannot be followed`,
    })),
  };
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
function runRegistrations(m: Machine, catalogue: Catalogue, files: readonly string[], text: (file: string) => string | null): void {
  const roles = new Set(['creates-router', 'builder', 'registers-worker']);
  const registering = catalogue.libraries.filter((library) => library.rows.some((row) => roles.has(row.role)));
  const known = createMatcher(registering.filter((library) => library.name !== 'globalThis'));
  const globals = registering
    .filter((library) => library.name === 'globalThis')
    .flatMap((library) => library.rows.filter((row) => roles.has(row.role)).map((row) => row.path.replace(/\(\)|\.new/g, '')));
  const direct = files.filter((file) => {
    const source = text(file) ?? '';
    return specifiersIn(source).some((specifier) => known.prefixKnown(specifier)) || globals.some((name) => source.includes(name));
  });
  // What they export may be built on elsewhere, also through a module that only passes it on.
  const wanted = importersOf(m, files, text, direct);
  for (const file of [...wanted].sort()) {
    runModule(m, file);
    runExportedSetups(m, file);
  }
}

/** The files themselves, those that import from one of them, and those that do so through modules that pass it on. */
export function importersOf(m: Machine, files: readonly string[], text: (file: string) => string | null, direct: readonly string[]): ReadonlySet<string> {
  const sources = new Set(direct);
  const names = new Set(direct.map(importName));
  const leads = (file: string, source: string): boolean => {
    if (!specifiersIn(source).some((specifier) => names.has(importName(specifier)))) return false;
    const module = m.modules.load(file);
    const specifiers = [
      ...(module?.imports ?? []).map((one) => one.source),
      ...(module?.exportAll ?? []).map((one) => one.source),
      ...(module?.exports ?? []).flatMap((one) => (one.what.is === 'from' ? [one.what.source] : [])),
    ];
    return specifiers.some((specifier) => {
      if (!names.has(importName(specifier))) return false;
      const where = m.modules.resolve(file, specifier);
      return where.is === 'file' && sources.has(where.file);
    });
  };
  for (const file of files) {
    const source = text(file);
    if (sources.has(file) || source === null || !passesOn(source) || !leads(file, source)) continue;
    sources.add(file);
    names.add(importName(file));
  }
  return new Set([...direct, ...files.filter((file) => !sources.has(file) && leads(file, text(file) ?? ''))]);
}

/** `export function createServer() { const app = …; return app }`: nobody in the project may call it but the entry file of a runtime. */
function runExportedSetups(m: Machine, file: string): void {
  const module = m.modules.load(file);
  if (!module) return;
  const f = moduleFrame(m, module);
  for (const one of module.exports) {
    if (one.typeOnly || one.what.is !== 'binding') continue;
    const binding = module.bindings[one.what.binding];
    const value = binding?.fn != null ? m.values.fn(file, binding.fn, new Map()) : null;
    if (!value) continue;
    m.fuel = 5_000;
    try {
      applyValue(f, value, [], { env: Env.empty, facts: noFacts }, { file, start: one.at.start, end: one.at.end });
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'OutOfFuel') throw error;
    }
  }
}

function contextFactories(m: Machine, files: readonly string[], text: (file: string) => string | null): Value[] {
  if (m.procedures.size === 0) return [];
  const out = new Map<number, Value>();
  for (const file of files) {
    if (!(text(file)?.includes('createContext') ?? false)) continue;
    const module = m.modules.load(file);
    if (!module) continue;
    for (const value of objectProperties(module, 'createContext')) {
      const resolved = resolveReference(m, module, value);
      if (resolved.t === 'function') out.set(resolved.id, resolved);
    }
  }
  return [...out.values()];
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

function withProxy(m: Machine, apps: Apps, proxies: readonly Proxy[], entry: Entry): { starts: readonly Start[]; proxied: ReadonlySet<string> } {
  const none = { starts: entry.starts, proxied: new Set<string>() };
  if (entry.path === null) return none;
  const path = entry.path;
  const proxy = proxies.find((one) => one.convention.before.includes(entry.framework) && one.root === apps.rootOf(entry.file));
  if (!proxy) return none;
  m.fuel = FUEL;
  const passed = throughProxy(m, proxy, path, entry.methods[0] ?? 'POST');
  if (!passed) return none;
  const starts = passed.flatMap((facts) => entry.starts.map((start) => ({ facts: compose(start.facts, facts, null), params: start.params })));
  return { starts, proxied: new Set(passed.flatMap((facts) => facts.identity.map((held) => held.id))) };
}

/** Runs an entry for each way in which a request can come. */
function runEntry(m: Machine, entry: Entry, proxied: ReadonlySet<string>): Run & { readonly methods: readonly string[] | null } {
  const module = m.modules.load(entry.file);
  if (!module) return { effects: [], exits: [], gaveUp: 'the file cannot be read', proxied, methods: null };
  m.fuel = FUEL;
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
    if (error instanceof Error && (error.name === 'OutOfFuel' || error instanceof RangeError))
      return {
        effects: [...f.effects.values()],
        exits,
        gaveUp: error.name === 'OutOfFuel' ? error.message : 'the calls nest too deeply',
        proxied,
        methods: null,
      };
    throw error;
  }
  return { effects: [...f.effects.values()], exits, gaveUp: null, proxied, methods: entry.paramsOf && judgedByMethod ? accepted : null };
}
