/** Telemetry calls: where they stand, who waits for them, and whether a request does. */
import type { Module } from '@gatelint/ts-facts';
import type { TelemetryQuestion } from '../rule.js';
import type { Catalogue } from '@gatelint/catalogue';
import picomatch from 'picomatch';
import type { Found, Judged, ProjectSources } from './applications.js';
import type { Site } from './facts.js';
import { summarize } from './invoke.js';
import { siteKey, type Effect, type Machine } from './machine.js';
import type { Places } from './verdict.js';
import { waitingAt } from './waiting.js';

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
  trace: Effect['trace'];
}

export function telemetryCalls(m: Machine, found: Found, sources: ProjectSources, places: Places): TelemetryQuestion[] {
  const seen = new Map<string, Seen>();
  const paths = pathsOf(sources.catalogue);
  const hotFiles = new Map<string, 'hot' | 'background'>();
  for (const judged of found.entries) {
    const background = isBackground(judged, paths);
    const { file } = judged.entry.at;
    if (!background) hotFiles.set(file, 'hot');
    else if (!hotFiles.has(file)) hotFiles.set(file, 'background');
    for (const effect of judged.run.effects) if (effect.kind === 'telemetry') note(m, seen, effect, background ? 'background' : 'hot');
  }
  for (const file of [...m.looks.importersOf(sources.files, m.looks.where(sources.files, m.sendsTelemetry))].sort()) {
    const module = m.modules.load(file);
    if (module && !module.directives.includes('use client')) everyFunction(m, module, seen);
  }
  const out: TelemetryQuestion[] = [];
  for (const one of seen.values()) {
    const file = one.at.file;
    const path = hotFiles.get(file) ?? (paths.request(file) ? 'hot' : paths.background(file) ? 'background' : 'library');
    const place = places.place(one.at);
    out.push({
      file,
      line: place.line,
      vendor: one.vendor,
      call: one.call,
      awaited: one.awaited,
      deferred: one.deferred && !one.immediate,
      path,
      at: { file, start: one.at.start, end: one.at.end },
      title: one.title,
      hot: one.hotAwaited || (path === 'hot' && one.awaited && !one.deferred),
      dropped: one.hotDropped && !one.hotAwaited && !one.awaited,
      scheduler: schedulerOf(found, sources, file),
      trace: one.trace.map((step) => ({ ...places.place(step.at), note: step.note })),
    });
  }
  return out.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.at.start - b.at.start || a.at.end - b.at.end));
}

function isBackground({ entry, run }: Judged, paths: ReturnType<typeof pathsOf>): boolean {
  if (entry.kind === 'cron' || entry.kind === 'worker') return true;
  const held = run.effects.flatMap((effect) => effect.facts.identity);
  return (held.length > 0 && held.every((one) => one.trust === 'machine')) || paths.background(entry.file);
}

/** What a file's path says of when it runs, where no entry says more. */
function pathsOf({ pathNames }: Catalogue): { readonly request: (file: string) => boolean; readonly background: (file: string) => boolean } {
  const requests = picomatch([...pathNames.requests], { dot: true });
  const names = new Set(pathNames.background);
  return { request: (file) => requests(file), background: (file) => file.split('/').some((segment) => names.has(segment.replace(/\..*$/, ''))) };
}

/** The vendor's call, and the place at which the request waits for it or lets it go: the same, or a call of the project's own that returns its promise. */
function note(m: Machine, seen: Map<string, Seen>, effect: Effect, from: 'hot' | 'background' | 'alone'): void {
  if (effect.enqueue) return;
  const responsible = effect.awaitAt ?? effect.at;
  remember(m, seen, effect, from, effect.at, `${effect.what}()`, sameSite(responsible, effect.at), []);
  const index = effect.trace.findIndex((step) => sameSite(step.at, responsible));
  const step = effect.trace[index];
  // A call of a function that is written in its place is no wrapper.
  const name = step ? /^calls (?!a function)(.+)$/.exec(step.note)?.[1] : undefined;
  if (step && name !== undefined) remember(m, seen, effect, from, step.at, `${name}()`, true, effect.trace.slice(index + 1));
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
    trace,
  };
  if (from === 'hot' && responsible && !effect.deferred) {
    if (effect.waiting === 'dropped') known.hotDropped = true;
    else known.hotAwaited = true;
  }
  if (effect.deferred) known.deferred = true;
  else if (from !== 'alone') known.immediate = true;
  seen.set(key, known);
}

function awaitedAt(m: Machine, at: Site): boolean {
  const module = m.modules.load(at.file);
  if (!module) return false;
  const fn =
    module.functions.filter((one) => one.at.start <= at.start && at.end <= one.at.end).sort((a, b) => b.at.start - a.at.start)[0] ?? module.functions[0];
  return fn ? waitingAt(module, fn, at) === 'awaited' : false;
}

/** Runs what no entry has reached, each function for itself, with nothing known of its parameters. */
function everyFunction(m: Machine, module: Module, seen: Map<string, Seen>): void {
  for (const fn of module.functions) {
    const params = fn.params.map(() => m.values.opaque());
    const own = m.values.fn(module.file, fn.id, new Map());
    const summary = m.memo.root(`alone:${module.file}#${fn.id}`, [], 20_000, () => summarize(m, own, params, null, false));
    for (const effect of summary?.effects ?? []) if (effect.kind === 'telemetry') note(m, seen, effect, 'alone');
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
