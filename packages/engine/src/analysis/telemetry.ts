/** Telemetry calls: where they stand, who waits for them, and whether a request does. */
import type { Fn, Module } from '@gatelint/ts-facts';
import { liveFunctions } from './live.js';
import type { TelemetryQuestion } from '../rule.js';
import type { Catalogue } from '@gatelint/catalogue';
import picomatch from 'picomatch';
import type { Found, Judged, ProjectSources } from './applications.js';
import type { Site } from './facts.js';
import { FUEL, NEARER } from './fuel.js';
import { makesRequestOwner, requestMakers } from './hooks.js';
import { summarize } from './invoke.js';
import { siteKey, type Effect, type Machine, type Summary, type WrappedTelemetry } from './machine.js';
import type { Places } from './verdict.js';
import { waitingAt } from './waiting.js';

/** A call of a function that does nothing but send telemetry, and how requests come to it. */
interface Wrapped {
  readonly call: WrappedTelemetry;
  hot: boolean;
  waited: boolean;
  deferred: boolean;
  immediate: boolean;
}

interface Seen {
  readonly at: Site;
  readonly vendor: string;
  readonly call: string;
  readonly title: string;
  readonly awaited: boolean;
  /** Ways on which it was reached, by kind of entry. */
  hotAwaited: boolean;
  hotDropped: boolean;
  deferred: boolean;
  immediate: boolean;
  /** It stands in a function that something mentions. */
  readonly live: boolean;
  trace: Effect['trace'];
}

export function telemetryCalls(m: Machine, found: Found, sources: ProjectSources, places: Places): TelemetryQuestion[] {
  const seen = new Map<string, Seen>();
  const paths = pathsOf(sources.catalogue);
  const hotFiles = new Map<string, 'hot' | 'background'>();
  const wrapped = new Map<string, Wrapped>();
  for (const judged of [...found.entries, ...found.readers]) {
    const background = isBackground(judged, paths);
    // A handler may stand elsewhere than the route that it is registered for.
    for (const { file } of [judged.entry.at, ...judged.entry.own]) {
      if (!background) hotFiles.set(file, 'hot');
      else if (!hotFiles.has(file)) hotFiles.set(file, 'background');
    }
    for (const call of judged.run.wrapped) noteWrapped(wrapped, call, background ? 'background' : 'hot');
    for (const effect of judged.run.effects) if (effect.kind === 'telemetry') note(m, seen, effect, background ? 'background' : 'hot');
  }
  for (const file of [...m.looks.importersOf(sources.files, m.looks.where(sources.files, m.sendsTelemetry))].sort()) {
    const module = m.modules.load(file);
    if (module && !module.directives.includes('use client')) everyFunction(m, module, seen, wrapped);
  }
  const makers = requestMakers(sources.catalogue);
  const takesPart = (file: string): boolean => {
    const module = m.modules.load(file);
    return module !== null && makesRequestOwner(module, makers);
  };
  const pathOf = (file: string): TelemetryQuestion['path'] =>
    hotFiles.get(file) ?? (paths.background(file) ? 'background' : paths.request(file) || takesPart(file) ? 'hot' : 'library');
  const out: TelemetryQuestion[] = wrappedCalls(
    m,
    wrapped,
    seen,
    pathOf,
    (at) => places.place(at).line,
    (file) => schedulerOf(found, sources, file),
  );
  for (const one of seen.values()) {
    const file = one.at.file;
    const path = pathOf(file);
    const place = places.place(one.at);
    out.push({
      file,
      line: place.line,
      vendor: one.vendor,
      call: one.call,
      awaited: one.awaited || one.hotAwaited,
      deferred: one.deferred && !one.immediate,
      path,
      at: { file, start: one.at.start, end: one.at.end },
      title: one.title,
      // A callback in a module that serves requests, which a library calls where it cannot be followed.
      hot: one.hotAwaited || (path === 'hot' && one.awaited && one.live && !one.deferred && !one.immediate),
      dropped: one.hotDropped && !one.hotAwaited,
      scheduler: schedulerOf(found, sources, file),
      trace: one.trace.map((step) => ({ ...places.place(step.at), note: step.note })),
    });
  }
  return out.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.at.start - b.at.start || a.at.end - b.at.end));
}

function noteWrapped(wrapped: Map<string, Wrapped>, call: WrappedTelemetry, from: 'hot' | 'background' | 'alone'): void {
  const key = `${siteKey(call.at)}:${call.at.end}`;
  const known = wrapped.get(key) ?? { call, hot: false, waited: false, deferred: false, immediate: false };
  wrapped.set(key, known);
  if (call.deferred) known.deferred = true;
  else if (from !== 'alone') known.immediate = true;
  if (from === 'alone' || call.deferred) return;
  known.hot ||= from === 'hot';
  known.waited ||= call.waited;
}

/** Calls of the project's own wrappers, outermost first: what a wrapper calls inside is the wrapper's business. */
function wrappedCalls(
  m: Machine,
  wrapped: ReadonlyMap<string, Wrapped>,
  seen: ReadonlyMap<string, Seen>,
  pathOf: (file: string) => TelemetryQuestion['path'],
  lineOf: (at: Site) => number,
  scheduler: (file: string) => string,
): TelemetryQuestion[] {
  const wrappers = new Set([...wrapped.values()].map((one) => one.call.callee));
  return [...wrapped].flatMap(([key, { call, hot, waited, deferred, immediate }]): TelemetryQuestion[] => {
    const { at } = call;
    if (seen.has(key) || wrappers.has(call.within)) return [];
    const own = pathOf(at.file);
    const awaited = awaitedAt(m, at) && (waited || !immediate);
    return [
      {
        file: at.file,
        line: lineOf(at),
        vendor: call.vendor ?? 'unknown',
        call: call.what,
        awaited,
        deferred: deferred && !immediate,
        path: own === 'library' && hot ? 'hot' : own,
        at,
        title: call.title,
        // Where a request is seen to come by, the finding stands where the wrapper waits; a callback that a library calls is all that is seen of it.
        hot: own === 'hot' && awaited && !immediate && !deferred && call.callee.slice(0, call.callee.lastIndexOf('#')) !== at.file && isLive(m, at),
        dropped: false,
        scheduler: scheduler(at.file),
        trace: [],
      },
    ];
  });
}

/** Whether no user waits: by who calls it, and by its path only where that is not known. */
function isBackground({ entry, run }: Judged, paths: ReturnType<typeof pathsOf>): boolean {
  if (entry.kind === 'cron' || entry.kind === 'worker') return true;
  const held = [...run.effects.map((effect) => effect.facts), ...run.exits.map((exit) => exit.path.facts)].map((facts) => facts.identity);
  const known = held.filter((one) => one.length > 0);
  // Whoever sends a webhook waits for its answer, and is called by what a user does.
  const byMachine = (one: (typeof held)[number]): boolean => one.some(({ trust, outside }) => trust === 'machine' && !outside);
  const byWebhook = (one: (typeof held)[number]): boolean => one.some(({ outside }) => outside === true);
  if (known.length > 0 && known.every(byMachine)) return true;
  return known.some((one) => !byMachine(one) && !byWebhook(one)) ? paths.staff(entry.file) : paths.background(entry.file);
}

/** What a file's path says of when it runs, where no entry says more. */
function pathsOf({ pathNames }: Catalogue): Readonly<Record<'request' | 'background' | 'staff', (file: string) => boolean>> {
  const requests = picomatch([...pathNames.requests], { dot: true });
  const has = (names: readonly string[]): ((file: string) => boolean) => {
    const known = new Set(names);
    // `(admin)` is a folder that only groups.
    return (file) => file.split('/').some((segment) => known.has(segment.replace(/\..*$/, '').replace(/^\((.*)\)$/, '$1')));
  };
  return { request: (file) => requests(file), background: has([...pathNames.background, ...pathNames.staff]), staff: has(pathNames.staff) };
}

/** The vendor's call, and the place at which the request waits for it or lets it go: the same, or a call of the project's own that returns its promise. */
function note(m: Machine, seen: Map<string, Seen>, effect: Effect, from: 'hot' | 'background' | 'alone'): void {
  if (effect.enqueue) return;
  const responsible = effect.awaitAt ?? effect.at;
  remember(m, seen, effect, from, effect.at, `${effect.what}()`, sameSite(responsible, effect.at), []);
  const index = effect.trace.findIndex((step) => sameSite(step.at, responsible));
  if (index < 0) return;
  // A function that is written in its place is no wrapper: what it calls is.
  const named = effect.trace.findIndex((one, position) => position >= index && /^calls (?!a function)/.test(one.note));
  const step = effect.trace[named];
  if (step) remember(m, seen, effect, from, step.at, `${step.note.slice('calls '.length)}()`, true, effect.trace.slice(named + 1));
  else remember(m, seen, effect, from, effect.at, `${effect.what}()`, true, []);
}

const sameSite = (a: Site, b: Site): boolean => a.file === b.file && a.start === b.start && a.end === b.end;

function remember(
  m: Machine,
  seen: Map<string, Seen>,
  effect: Effect,
  from: 'hot' | 'background' | 'alone',
  at: Site,
  title: string,
  responsible: boolean,
  trace: Effect['trace'],
): void {
  const key = `${siteKey(at)}:${at.end}`;
  const known = seen.get(key) ?? {
    at,
    vendor: effect.vendor ?? 'unknown',
    call: effect.what,
    title,
    awaited: awaitedAt(m, at),
    hotAwaited: false,
    hotDropped: false,
    deferred: false,
    immediate: false,
    live: isLive(m, at),
    trace,
  };
  if (from === 'hot' && responsible && !effect.deferred) {
    if (effect.waiting === 'dropped') known.hotDropped = true;
    else if (effect.waiting !== 'given') known.hotAwaited = true;
  }
  if (effect.deferred) known.deferred = true;
  else if (from !== 'alone') known.immediate = true;
  seen.set(key, known);
}

/** The innermost function around a place. */
function functionAt(module: Module, at: Site): Fn | undefined {
  return module.functions.filter((one) => one.at.start <= at.start && at.end <= one.at.end).sort((a, b) => b.at.start - a.at.start)[0] ?? module.functions[0];
}

function awaitedAt(m: Machine, at: Site): boolean {
  const module = m.modules.load(at.file);
  const fn = module && functionAt(module, at);
  return fn ? waitingAt(module, fn, at) === 'awaited' : false;
}

function isLive(m: Machine, at: Site): boolean {
  const module = m.modules.load(at.file);
  const fn = module && functionAt(module, at);
  return fn ? liveFunctions(module).has(fn.id) : false;
}

/** Runs what no entry has reached, each function for itself, with nothing known of its parameters. */
function everyFunction(m: Machine, module: Module, seen: Map<string, Seen>, wrapped: Map<string, Wrapped>): void {
  for (const fn of module.functions) {
    const params = fn.params.map(() => m.values.opaque());
    const own = m.values.fn(module.file, fn.id, new Map());
    const run = (): Summary => summarize(m, own, params, null, { deferred: false, starting: false });
    const summary = m.memo.root(`alone:${module.file}#${fn.id}`, [], FUEL.alone, run, NEARER);
    for (const effect of summary?.effects ?? []) if (effect.kind === 'telemetry') note(m, seen, effect, 'alone');
    for (const call of summary?.wrapped ?? []) if (call.within === `${module.file}#${fn.id}`) noteWrapped(wrapped, call, 'alone');
  }
}

/** What the project around the file has to schedule with. */
function schedulerOf({ apps }: Found, { catalogue }: ProjectSources, file: string): string {
  const fits = catalogue.schedulers.find(({ package: name, from }) => {
    if (name === null) return true;
    const declared = apps.versionOf(file, name);
    if (declared === null) return false;
    const version = /(\d+)(?:\.(\d+))?/.exec(declared);
    // A range without a number is a tag: the newest there is.
    if (!from || !version) return true;
    const [major, minor] = [Number(version[1]), Number(version[2] ?? '0')];
    return major > from[0] || (major === from[0] && minor >= from[1]);
  });
  return fits?.call ?? 'a queue';
}
