/** From what happens on the paths of an entry to its answers. */
import type { AuthAnswer, AuthState, PaidCall, Place, TraceStep, Via, Weakness } from '../report.js';
import type { FirstUnguarded } from '../rule.js';
import type { Entry } from './entries/entry.js';
import type { Facts, Held, Path, Refusal, Site, Step } from './facts.js';
import type { Effect, WrappedTelemetry } from './machine.js';
import { partedOn } from './conditions.js';
import { softRefusal, statusOf } from './refusal.js';
import { atoms, type Value } from './value.js';

/** Everything that running an entry has shown. */
export interface Run {
  readonly effects: readonly Effect[];
  readonly wrapped: readonly WrappedTelemetry[];
  readonly exits: readonly { readonly how: 'return' | 'throw'; readonly path: Path; readonly value: Value }[];
  /** Why the run was given up; null when it was not. */
  readonly gaveUp: string | null;
  /** Why calls were followed near the entry alone; null where all of them were. */
  readonly partly: string | null;
  /** The proxy that its requests come through: which checks it has settled, and where it turns callers away. Null when none runs on them. */
  readonly proxy: { readonly file: string; readonly at: Site; readonly settled: ReadonlySet<string>; readonly refusals: readonly Refusal[] } | null;
}

export interface Places {
  place(site: Site): Place;
  /** How to name a function without a name: by the constant that it is made into, or by the function that makes it; null when there is neither. */
  named(site: Site): string | null;
}

export interface AuthVerdict extends AuthAnswer {
  readonly firstUnguarded: FirstUnguarded | null;
}

/** What an answer about identity rests on: a moment, and the facts then. */
interface Moment {
  readonly facts: Facts;
  readonly at: Site | null;
  readonly what: string;
  readonly trace: readonly Step[];
}

export function authOf(entry: Entry, run: Run, places: Places): AuthVerdict {
  const moments = momentsOf(entry, run);
  const open = moments.filter((one) => stateOf(one.facts) === 'none');
  const doubtful = moments.filter((one) => stateOf(one.facts) === 'unknown');
  const heldMoments = moments.filter((one) => stateOf(one.facts) === 'held');
  const delegated = run.effects.filter((effect) => effect.kind === 'delegate');
  const signIn = run.effects.some((effect) => effect.kind === 'sign-in' && effect.facts.identity.length === 0);
  // Who was asked and had nothing to show tells more of the same place than who was not asked.
  const first = open.find((one) => isSame(one.at, open[0]?.at ?? null) && one.facts.looked.some((each) => each.lookalike === null)) ?? open[0];
  // Where nothing that counts is reached, those hold who are verified on every way to its end.
  // Others may have been turned away by an error, as long as nobody else has got an answer.
  const verified = moments.length === 0 ? run.exits.filter((exit) => exit.path.facts.identity.length > 0) : [];
  const others = run.exits.filter((exit) => exit.path.facts.identity.length === 0);
  const always = others.every((exit) => exit.how === 'throw' || (statusOf(exit.value, exit.path) ?? 0) >= 400) ? verified[0]?.path.facts : undefined;
  const held = (heldMoments[0]?.facts ?? always)?.identity[0] ?? null;
  const base = { firstUnguarded: null, lookalike: null, trace: [], refusals: [], weaknesses: [], because: null, at: null, via: null, mechanism: null };
  if (run.gaveUp !== null) return { ...base, state: 'unknown', because: run.gaveUp };
  if (delegated.length > 0 && open.every((one) => one.at === null || one.what === 'answers')) {
    const by = delegated[0];
    return { ...base, state: 'delegated', mechanism: by?.what ?? null, via: 'library', at: by ? places.place(by.at) : null };
  }
  if (first) {
    const looked = first.facts.looked;
    const real = looked.find((one) => one.lookalike === null);
    const alike = looked.find((one) => one.lookalike !== null);
    if (signIn) return { ...base, state: 'public', because: 'it signs people in, up or out' };
    // Verified later, by everybody who gets an answer; who is answered unverified was on another path.
    const late =
      !real && !alike && !answersOf(run).some((exit) => exit.path.facts.identity.length === 0)
        ? (heldMoments.find((one) => one.facts.identity.length > 0)?.facts.identity[0] ?? lateIdentity(run))
        : null;
    const checked = [...heldMoments.map((one) => one.facts), ...run.exits.map((exit) => exit.path.facts).filter((facts) => facts.identity.length > 0)];
    const by = real?.what ?? checked[0]?.identity[0]?.mechanism ?? null;
    const parted = partedOn(first.facts, checked, by ?? '');
    if (parted?.isPath) return { ...base, state: 'unknown', because: `${parted.what}, which is not constant here, decides whether ${by ?? 'it'} is checked` };
    const read = run.effects.find((effect) => effect.kind === 'read' && stateOf(effect.facts) === 'none');
    const state: AuthState = real || (parted && held) ? 'optional' : 'absent';
    return {
      ...base,
      state,
      mechanism: real?.what ?? alike?.what ?? (parted && held ? by : null) ?? late?.mechanism ?? null,
      via: null,
      at: real ? places.place(real.at) : late ? places.place(late.at) : null,
      trace: traceOf((first.at ? first : read)?.trace ?? [], entry, places),
      refusals: refusalsOf('identity', run, places),
      because: parted && by !== null && (real || held) ? `${parted.what} decides whether ${by} is checked` : null,
      lookalike: !real && alike ? alike.lookalike : null,
      firstUnguarded: first.at
        ? { ...places.place(first.at), note: first.what, what: inFile(first.what, first.at, entry), changes: true }
        : read
          ? { ...places.place(read.at), note: phrase(read), what: inFile(phrase(read), read.at, entry), changes: false }
          : null,
    };
  }
  if (doubtful.length > 0 && moments.length > 0) return { ...base, state: 'unknown', because: doubtful[0]?.facts.unknown[0] ?? 'the check cannot be followed' };
  if (entry.doubt !== null && moments.length > 0) return { ...base, state: 'unknown', because: entry.doubt };
  if (held) {
    // What holds on all paths says it best; else each path has its own.
    const common = held
      ? heldMoments[0]?.facts.identity.filter((one) => heldMoments.every((moment) => moment.facts.identity.some((each) => each.id === one.id)))
      : [];
    const sound = (list: readonly Held[]): Held[] => [...list].sort((a, b) => a.weaknesses.length - b.weaknesses.length).slice(0, 1);
    const shown =
      common && common[0]
        ? sound(common)
        : (heldMoments.length > 0 ? heldMoments.map((one) => one.facts) : [always]).flatMap((facts) => sound(facts?.identity ?? []));
    const mechanisms = [...new Set(shown.map((each) => each.mechanism))];
    const main = shown[0] ?? held;
    const helper = helperName(main, entry);
    return {
      ...base,
      state: 'enforced',
      mechanism: helper === null ? mechanisms.join(' or ') : `${helper} (${mechanisms.join(' or ')})`,
      via: viaOf(main, entry, run),
      at: places.place(main.at),
      trace: traceOf(main.trace, entry, places),
      refusals: refusalsOf('identity', run, places, true),
      weaknesses: [...weaknessesOf(shown, places), ...politeRefusal(entry, run, places)],
    };
  }
  if (delegated[0]) return { ...base, state: 'delegated', mechanism: delegated[0].what, via: 'library', at: places.place(delegated[0].at) };
  if (signIn) return { ...base, state: 'public', because: 'it signs people in, up or out' };
  if (refusesEverybody(run)) return { ...base, state: 'enforced', mechanism: 'it refuses every caller', via: 'inline', at: places.place(entry.at) };
  return {
    ...base,
    state: 'unknown',
    because: run.exits.length > 0 ? 'every path that can be followed turns the caller away' : 'no path through it can be followed',
  };
}

export const stateOf = (facts: Facts): 'held' | 'none' | 'unknown' => (facts.identity.length > 0 ? 'held' : facts.unknown.length > 0 ? 'unknown' : 'none');

const isSame = (a: Site | null, b: Site | null): boolean => a?.file === b?.file && a?.start === b?.start;

/** A credential that is verified somewhere after the first effect. */
function lateIdentity(run: Run): Held | null {
  for (const exit of run.exits) if (exit.path.facts.identity[0]) return exit.path.facts.identity[0];
  return null;
}

/** The moments that count: writes and spending; without those, other changes; without those, answers that are no refusal. */
function momentsOf(entry: Entry, run: Run): Moment[] {
  const of = (...kinds: readonly Effect['kind'][]): Moment[] =>
    run.effects
      .filter((effect) => kinds.includes(effect.kind) && (effect.kind !== 'write' || isOwn(entry, effect)))
      .map((effect) => ({ facts: effect.facts, at: effect.at, what: phrase(effect), trace: effect.trace }));
  const first = of('write', 'spend');
  if (first.length > 0) return first;
  const second = of('other-write', 'queue');
  // What middleware keeps beside the database for itself (counters, caches) is not what the entry is for.
  const own = second.filter((one) => [one.at, ...one.trace.map((step) => step.at)].some((site) => site !== null && inside(site, entry.own)));
  if (own.length > 0) return own;
  const answers = answersOf(run);
  if (second.length > 0 && (answers.length === 0 || entry.own.length === 0)) return second;
  return answers.map((exit) => ({ facts: exit.path.facts, at: null, what: 'answers', trace: [] }));
}

/** What middleware writes for every request that passes, such as a line about it, is not what the entry writes. */
export const isOwn = (entry: Entry, effect: Effect): boolean => entry.protocol.own === undefined || effect.own === true;

/** Exits that let somebody in: no refusal, and where there are others, none in words. */
function answersOf(run: Run): { readonly path: Path; readonly value: Value }[] {
  const answers = run.exits
    .flatMap((exit) => (exit.how === 'return' ? atoms(exit.value).map((value) => ({ path: exit.path, value })) : []))
    .filter((exit) => !refuses(exit.value, exit.path));
  // Sending everybody on, whoever they are, is an answer too.
  if (answers.length === 0 && run.exits.every((exit) => isRedirect(exit.value, exit.path) && exit.path.facts.looked.length === 0)) return [...run.exits];
  const hard = answers.filter((exit) => !softRefusal(exit.value));
  return hard.length > 0 ? hard : answers;
}

/** Every way through it was followed to a refusal that is written there. Whoever is turned away by a failure may be let in where we lost the way. */
const refusesEverybody = (run: Run): boolean =>
  run.exits.length > 0 &&
  run.exits.every((exit) =>
    atoms(exit.value).every((value) => {
      const status = statusOf(value, exit.path);
      return status !== null && status >= 400 && status < 500;
    }),
  );

function phrase(effect: Effect): string {
  if (effect.kind === 'write') return `writes (${effect.what})`;
  if (effect.kind === 'read') return `reads (${effect.what})`;
  if (effect.kind === 'spend') return `spends at ${effect.vendor ?? 'a third party'} (${effect.what})`;
  return `changes something outside (${effect.what})`;
}

/** A host that shows the message alone shows no way to the place: the file has to be in the words. */
const inFile = (what: string, at: Site, entry: Entry): string => (at.file === entry.at.file ? what : what.replace(/\)$/, ` in ${at.file})`));

function refuses(value: Value, path: Path): boolean {
  const status = statusOf(value, path);
  return status !== null && status >= 300;
}

const isRedirect = (value: Value, path: Path): boolean => {
  const status = statusOf(value, path);
  return status !== null && status >= 300 && status < 400;
};

/** The calls on the way, without the framework's own of the entry and without two steps of one name at one place. */
function stepsOf(trace: readonly Step[], entry: Entry): readonly Step[] {
  return trace.filter((step, index) => {
    const before = trace[index - 1];
    return (
      !(step.at.start === entry.at.start && step.at.file === entry.at.file) &&
      !(before && before.at.file === step.at.file && before.at.start === step.at.start && before.note === step.note)
    );
  });
}

export function traceOf(trace: readonly Step[], entry: Entry, places: Places): TraceStep[] {
  return stepsOf(trace, entry)
    .map((step) => ({ ...places.place(step.at), note: noteOf(step, entry, places) }))
    .filter((step, index, all) => JSON.stringify(step) !== JSON.stringify(all[index - 1]));
}

/** A function without a name is the handler, a callback that is written in the call, or one that came from elsewhere. */
function noteOf({ at, to, note }: Step, entry: Entry, places: Places): string {
  if (note !== 'calls a function') return note;
  if (entry.own.some((own) => own.file === to.file && own.start === to.start)) return 'calls the handler';
  if (at.file === to.file && at.start <= to.start && to.end <= at.end) return 'runs its callback';
  const name = places.named(to);
  return name === null ? note : `calls ${name}`;
}

/** Where those leave who are looked at and not let in, on the ways that end so; with `all`, on all ways that nobody else takes. */
export function refusalsOf(of: Refusal['of'], run: Run, places: Places, all = false): TraceStep[] {
  const out = new Map<string, TraceStep & { readonly turnsAway: boolean }>();
  const add = (one: Refusal): void => {
    if (one.of !== of) return;
    const statuses = [...one.note.matchAll(/\d{3}/g)].map(([status]) => Number(status));
    const meant = of === 'identity' ? [401, 403, 404] : [402, 403, 429];
    const turnsAway = statuses.some((status) => meant.includes(status) || (of === 'identity' && status < 400));
    out.set(`${one.at.file}:${one.at.start}|${one.note}`, { ...places.place(one.at), note: one.note, turnsAway });
  };
  run.proxy?.refusals.forEach(add);
  for (const { how, path, value } of run.exits) {
    const held = of === 'identity' ? path.facts.identity : path.facts.limit;
    if (held.length > 0 || (!all && how === 'return' && !refuses(value, path) && !softRefusal(value))) continue;
    for (const one of path.facts.refusals) add(one);
  }
  const found = [...out.values()];
  // Who leaves for another reason on the way (a bad request, a failure) is no answer to who may call it; where nothing else is said, it may be one.
  const meant = found.some(({ turnsAway, note }) => turnsAway && !note.startsWith('throws'))
    ? found.filter(({ turnsAway, note }) => turnsAway || !/\d$/.test(note))
    : found;
  return meant.map(({ file, line, note }) => ({ file, line, note }));
}

function inside(site: Site, spans: readonly Site[]): boolean {
  return spans.some((span) => span.file === site.file && span.start <= site.start && site.end <= span.end);
}

function viaOf(held: Held, entry: Entry, run: Run): Via {
  if (run.proxy?.settled.has(held.id)) return 'next-middleware';
  if (inside(held.at, entry.own)) return 'inline';
  if (stepsOf(held.trace, entry).some((step) => inside(step.at, entry.own))) return 'helper';
  if (entry.own.length === 0 && held.trace.length === 0) return 'library';
  if (entry.kind === 'route' && entry.links.length > 1) return 'router-middleware';
  return 'wrapper';
}

/** The function of the project that the check stands in, where it is not the entry itself. */
function helperName(held: Held, entry: Entry): string | null {
  if (inside(held.at, entry.own)) return null;
  const nameOf = (step: Step | undefined): string | null => {
    const name = step ? /^calls (.+)$/.exec(step.note)?.[1] : undefined;
    return name === undefined || name === 'a function' ? null : name;
  };
  const steps = stepsOf(held.trace, entry);
  const called = steps.find((step) => inside(step.at, entry.own) && nameOf(step) !== null);
  return nameOf(called ?? [...steps].reverse().find((step) => nameOf(step) !== null));
}

/** Callers without credentials are turned away with a status that says all is well: clients, monitors and caches take it for an answer. */
function politeRefusal(entry: Entry, run: Run, places: Places): Weakness[] {
  if (entry.kind === 'server-action' || entry.kind === 'procedure') return [];
  const polite = run.exits.some(
    (exit) =>
      exit.how === 'return' &&
      exit.path.facts.identity.length === 0 &&
      exit.path.facts.looked.some((one) => one.lookalike === null) &&
      atoms(exit.value).some((atom) => atom.t === 'response' && atom.status !== null && atom.status < 300 && atom.fields.has('$problem')),
  );
  return polite ? [{ what: 'it answers callers without credentials with a status of success', at: places.place(entry.at) }] : [];
}

export function weaknessesOf(held: readonly Held[], places: Places): Weakness[] {
  const out = new Map<string, Weakness>();
  for (const one of held)
    for (const weakness of one.weaknesses)
      out.set(`${weakness.what}|${weakness.at.file}:${weakness.at.start}`, {
        what: weakness.what,
        at: places.place(weakness.at),
        ...(weakness.minor ? { minor: true as const } : {}),
      });
  return [...out.values()];
}

/** Why something may be reached that was not seen. */
export const unfinished = ({ gaveUp, partly }: Run): string | null => gaveUp ?? partly;

/** Whether anything is reached that a stranger could want: data, money, a change anywhere. */
export const touchesOf = (run: Run): boolean =>
  unfinished(run) !== null ||
  run.effects.some(
    (effect) => effect.kind === 'read' || effect.kind === 'write' || effect.kind === 'spend' || effect.kind === 'other-write' || effect.kind === 'queue',
  );

export function writesOf(entry: Entry, run: Run): boolean | 'unknown' {
  if (run.effects.some((effect) => effect.kind === 'write' && isOwn(entry, effect))) return true;
  return unfinished(run) !== null || entry.doubt !== null ? 'unknown' : false;
}

export function paidOf(entry: Entry, run: Run, places: Places): PaidCall[] {
  const out = new Map<string, PaidCall>();
  for (const effect of run.effects) {
    if (effect.kind !== 'spend') continue;
    const key = `${effect.vendor}|${effect.at.file}:${effect.at.start}`;
    if (!out.has(key)) out.set(key, paidCall(effect, entry, places));
  }
  return [...out.values()].sort((a, b) => (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : a.at.line - b.at.line || (a.call < b.call ? -1 : 1)));
}

export const paidCall = (effect: Effect, entry: Entry, places: Places): PaidCall => ({
  vendor: effect.vendor ?? 'unknown',
  call: effect.what,
  at: places.place(effect.at),
  trace: traceOf(effect.trace, entry, places),
});
