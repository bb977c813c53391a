/**
 * What is known on one path through the code: who was verified, what limited the caller, what was merely looked at. Paths with equal facts are merged, paths
 * with different facts are kept apart; that is what makes "null unless verified" and "verified or refused" come out right without a special case for either.
 */
import type { Trust } from '@gatelint/catalogue';
import { joinClaims, noClaims, withClaims, type Claims } from './claims.js';
import type { Env } from './env.js';
import type { Value } from './value.js';

export interface Site {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** One call on the way to a place. */
export interface Step {
  readonly at: Site;
  readonly note: string;
  /** The function that is called, as it is written. */
  readonly to: Site;
}

/** A place at which somebody who was looked at and not let in is turned away: a statement that leaves, or a call that does. */
export interface Refusal {
  readonly of: 'identity' | 'limit';
  readonly at: Site;
  /** "answers 401", "throws". */
  readonly note: string;
}

/** A credential that was verified, or a limit that was kept. `id` is mechanism and place. */
export interface Held {
  readonly id: string;
  readonly mechanism: string;
  readonly trust: Trust;
  readonly at: Site;
  readonly trace: readonly Step[];
  readonly weaknesses: readonly { readonly what: string; readonly at: Site; readonly minor?: true }[];
  /** The machine is somebody else's, which calls because of what its users do: a webhook. */
  readonly outside?: true;
  /** What checking it costs us each time, where that is much. */
  readonly costs?: string;
}

/** A thing that was looked at without refusing anybody, or that decides nothing although it looks so. */
export interface Looked {
  readonly id: string;
  readonly what: string;
  readonly at: Site;
  /** Why it decides nothing; null for a real check whose result went untested. */
  readonly lookalike: string | null;
}

/**
 * A count that was compared on this path, and which way the path went. Which way is the way of those who are over it is told by what becomes of either: one of the
 * two is refused.
 */
export interface Weighed {
  /** Place of the comparison. */
  readonly id: string;
  readonly side: boolean;
  /** The side of those who are over it, where the comparison says so by itself. */
  readonly over: boolean | null;
  /** What is compared is a count for sure; else it is one if the answer says so (429, 402 …). */
  readonly sure: boolean;
  /** The limit that it is if one side is refused. */
  readonly limit: Held;
}

/** Which side of a condition a path took, and what it relies on by that; null: nothing that excuses it from a limit. */
export interface Spared {
  readonly id: string;
  readonly side: boolean;
  readonly excuse: { readonly what: string | null; readonly minor: boolean } | null;
  readonly at: Site;
}

export interface Facts {
  readonly identity: readonly Held[];
  readonly limit: readonly Held[];
  readonly looked: readonly Looked[];
  readonly limitLooked: readonly Looked[];
  /** Reasons why the identity cannot be known. */
  readonly unknown: readonly string[];
  readonly limitUnknown: readonly string[];
  readonly weighed: readonly Weighed[];
  /** Conditions that may excuse from a limit, which every way to here took the same side of. */
  readonly spared: readonly Spared[];
  /** Environment variables known to be set on this path. */
  readonly set: readonly string[];
  /** Conditions that every way to here has gone the same way at, before anybody was verified. */
  readonly under: readonly string[];
  /** What the caller sent and was found to be the caller's own. */
  readonly claims: Claims;
  /** Status of the response that was sent on a response object. */
  readonly status: number | null;
  /** Where this path turned somebody away, in order; a caught refusal stays among them. */
  readonly refusals: readonly Refusal[];
  readonly key: string;
}

type Parts = Omit<Facts, 'key'>;

/** Somebody asked who it is, and nobody was found. Those whom nobody asked are on other paths: what lets the one through has nothing to do with the other. */
const unproven = ({ identity, looked }: Pick<Parts, 'identity' | 'looked'>): boolean => identity.length === 0 && looked.some((one) => one.lookalike === null);

/** What tells paths apart. What exactly was looked at, which variables are set, under what conditions and where it was refused does not. */
function keyOf(parts: Parts): string {
  if (parts.identity.length + parts.limit.length + parts.weighed.length + parts.limitLooked.length + parts.unknown.length + parts.limitUnknown.length === 0)
    return `${unproven(parts) ? '?' : ''};;;0;0;${parts.status ?? ''}`;
  const ids = (held: readonly Held[]): string =>
    held
      .map((one) => one.id)
      .sort()
      .join();
  const asked = parts.limitLooked.length > 0 ? 'asked' : '';
  const counts = `${ids(parts.limit)};${asked}${sidesOf(parts.weighed)}`;
  return `${unproven(parts) ? '?' : ids(parts.identity)};${counts};${parts.unknown.length > 0 ? 1 : 0};${parts.limitUnknown.length > 0 ? 1 : 0};${parts.status ?? ''}`;
}

/** Which way a path went at each comparison. */
export const sidesOf = (weighed: readonly Weighed[]): string =>
  weighed
    .map((one) => `${one.id}${one.side ? '+' : '-'}`)
    .sort()
    .join();

let empty: Facts | null = null;

/** Where nothing is known any more, it is the one value that says so. */
function make(parts: Parts): Facts {
  const key = keyOf(parts);
  const bare =
    empty !== null &&
    key === empty.key &&
    parts.claims === noClaims &&
    [parts.looked, parts.limitLooked, parts.set, parts.under, parts.spared, parts.refusals].every((list) => list.length === 0);
  return bare && empty ? empty : { ...parts, key };
}

export const noFacts: Facts = make({
  identity: [],
  limit: [],
  looked: [],
  limitLooked: [],
  unknown: [],
  limitUnknown: [],
  weighed: [],
  spared: [],
  set: [],
  under: [],
  claims: noClaims,
  status: null,
  refusals: [],
});

empty = noFacts;

export function withFacts(facts: Facts, more: Partial<Parts>): Facts {
  return make({ ...facts, ...more });
}

export const holdIdentity = (facts: Facts, held: Held): Facts => withFacts(facts, { identity: addById(facts.identity, [held]) });
export const holdLimit = (facts: Facts, held: Held): Facts => withFacts(facts, { limit: addById(facts.limit, [afterCosts(facts, held)]) });
export const look = (facts: Facts, looked: Looked): Facts => withFacts(facts, { looked: addById(facts.looked, [looked]) });
export const lookLimit = (facts: Facts, looked: Looked): Facts => withFacts(facts, { limitLooked: addById(facts.limitLooked, [looked]) });
export const weigh = (facts: Facts, weighed: Weighed): Facts => withFacts(facts, { weighed: addWeighed(facts.weighed, [weighed]) });
/** What a path relies on does not tell it from others: its key stays. */
export const spare = (facts: Facts, spared: Spared): Facts => ({ ...facts, spared: addSpared(facts.spared, [spared]) });
export const doubtIdentity = (facts: Facts, because: string): Facts => withFacts(facts, { unknown: addWord(facts.unknown, [because]) });
export const doubtLimit = (facts: Facts, because: string): Facts => withFacts(facts, { limitUnknown: addWord(facts.limitUnknown, [because]) });
export const knowSet = (facts: Facts, name: string): Facts => (facts.set.includes(name) ? facts : withFacts(facts, { set: addWord(facts.set, [name]) }));
export const claim = (facts: Facts, more: Claims): Facts => {
  const claims = withClaims(facts.claims, more);
  return claims === facts.claims ? facts : withFacts(facts, { claims });
};
export const underCondition = (facts: Facts, condition: string): Facts =>
  facts.under.includes(condition) ? facts : withFacts(facts, { under: [...facts.under, condition] });

/** The path turns somebody away at `at`, with one of those statuses; nothing is noted where nobody was looked at before. */
export function refuse(facts: Facts, at: Site, how: string, ...statuses: readonly (number | null)[]): Facts {
  const known = [...new Set(statuses.filter((status) => status !== null))].sort((a, b) => a - b);
  const real = (looked: readonly Looked[]): boolean => looked.some((one) => one.lookalike === null);
  const who = facts.identity.length === 0 && real(facts.looked);
  const often = facts.limit.length === 0 && real(facts.limitLooked);
  const of = often && (!who || known.includes(429) || known.includes(402)) ? 'limit' : who ? 'identity' : null;
  const note = [how, known.join(', ')].filter(Boolean).join(' ');
  const last = facts.refusals.at(-1);
  // Who hands on what was answered refuses nobody anew.
  if (of === null || facts.refusals.length >= MAX_REFUSALS || (last?.of === of && last.note === note && how !== 'throws')) return facts;
  return withFacts(facts, { refusals: addRefusals(facts.refusals, [{ of, at, note }]) });
}

/** More places than this on one path tell a reader nothing. */
const MAX_REFUSALS = 12;

function addRefusals(base: readonly Refusal[], more: readonly Refusal[]): readonly Refusal[] {
  if (more.length === 0 || more === base) return base;
  const fresh = more.filter((one) => !base.some((other) => other.at.file === one.at.file && other.at.start === one.at.start && other.of === one.of));
  return fresh.length === 0 ? base : [...base, ...fresh].slice(0, MAX_REFUSALS);
}

/** First `base`, then what a callee added; `step` is the call. */
export function compose(base: Facts, added: Facts, step: Step | null): Facts {
  if (added === noFacts) return base;
  const through = (held: readonly Held[]): readonly Held[] => (step ? held.map((one) => ({ ...one, trace: [step, ...one.trace] })) : held);
  return make({
    identity: addById(base.identity, through(added.identity)),
    limit: addById(
      base.limit,
      through(added.limit).map((one) => afterCosts(base, one)),
    ),
    looked: addById(base.looked, added.looked),
    limitLooked: addById(base.limitLooked, added.limitLooked),
    unknown: addWord(base.unknown, added.unknown),
    limitUnknown: addWord(base.limitUnknown, added.limitUnknown),
    weighed: addWeighed(
      base.weighed,
      step ? added.weighed.map((one) => ({ ...one, limit: { ...one.limit, trace: [step, ...one.limit.trace] } })) : added.weighed,
    ),
    spared: addSpared(base.spared, added.spared),
    set: addWord(base.set, added.set),
    // What is asked of somebody who was verified does not decide whether they are.
    under: added.under.length === 0 || base.identity.length > 0 ? base.under : [...base.under, ...added.under.filter((one) => !base.under.includes(one))],
    claims: withClaims(base.claims, added.claims),
    status: added.status ?? base.status,
    refusals: addRefusals(base.refusals, added.refusals),
  });
}

/** Joins two paths that agree on the key. */
export function joinFacts(a: Facts, b: Facts): Facts {
  if (a === b) return a;
  const looked = addById(a.looked, b.looked);
  const limitLooked = addById(a.limitLooked, b.limitLooked);
  const unknown = addWord(a.unknown, b.unknown);
  const limitUnknown = addWord(a.limitUnknown, b.limitUnknown);
  const spared = metBy(a.spared, b.spared, a.limit.length > 0 && b.limit.length > 0);
  const set = common(a.set, b.set);
  const under = common(a.under, b.under);
  const claims = joinClaims(a.claims, b.claims);
  const refusals = addRefusals(a.refusals, b.refusals);
  const asBefore =
    looked === a.looked &&
    limitLooked === a.limitLooked &&
    unknown === a.unknown &&
    limitUnknown === a.limitUnknown &&
    spared === a.spared &&
    set === a.set &&
    under === a.under &&
    claims === a.claims &&
    refusals === a.refusals;
  return asBefore ? a : make({ ...a, looked, limitLooked, unknown, limitUnknown, spared, set, under, claims, refusals });
}

function common(a: readonly string[], b: readonly string[]): readonly string[] {
  return a.length === 0 || a === b || a.every((one) => b.includes(one)) ? a : a.filter((one) => b.includes(one));
}

/** Joins paths whatever their facts: the weaker counts. */
export function weaken(a: Facts, b: Facts): Facts {
  const both = (x: readonly Held[], y: readonly Held[]): readonly Held[] => (x.length === 0 || y.length === 0 ? [] : addById(x, y));
  // Two refusals stay one, whatever they say.
  const same = a.status === b.status || ((a.status ?? 0) >= 400 && (b.status ?? 0) >= 400);
  const weighed = a.weighed.filter((one) => b.weighed.some((other) => other.id === one.id && other.side === one.side));
  return joinFacts(make({ ...a, identity: both(a.identity, b.identity), limit: both(a.limit, b.limit), weighed, status: same ? a.status : null }), b);
}

/** Paths of one class answer the gates alike, whatever the mechanism. */
export function classOf({ identity, limit, limitLooked, unknown, limitUnknown, looked, status }: Facts): string {
  const who =
    identity.length === 0
      ? unknown.length > 0
        ? '?'
        : unproven({ identity, looked })
          ? 'n'
          : '-'
      : identity.every((held) => held.trust === 'machine')
        ? 'm'
        : 'u';
  // Whether every guard on the path is a weak one is part of the state: a sound path does not speak for it.
  const weak = (held: readonly Held[]): string => (held.length > 0 && held.every((one) => one.weaknesses.length > 0) ? 'w' : '');
  return `${who}${weak(identity)}${limit.length > 0 ? `l${weak(limit)}` : limitUnknown.length > 0 ? '?' : limitLooked.length > 0 ? 'k' : '-'}${status === null ? '' : status >= 400 ? 'r' : 'a'}`;
}

/** A path that comes by a second time has been both ways: it says nothing any more. */
function addWeighed(base: readonly Weighed[], more: readonly Weighed[]): readonly Weighed[] {
  if (more.length === 0) return base;
  const fresh = more.filter((one) => !base.some((other) => other.id === one.id && other.side === one.side));
  return [...base, ...fresh].slice(-MAX_WEIGHED);
}

/** A path that comes to a condition again keeps what it was there last. */
function addSpared(base: readonly Spared[], more: readonly Spared[]): readonly Spared[] {
  if (more.length === 0) return base;
  return [...base.filter((one) => !more.some((other) => other.id === one.id)), ...more].slice(-MAX_SPARED);
}

/** Of those who came to a limit it is enough to know that some took this side; what excuses from it has to be common to all. */
export const metBy = (a: readonly Spared[], b: readonly Spared[], limited: boolean): readonly Spared[] => (limited ? anySides(a, b) : sameSides(a, b));

function anySides(a: readonly Spared[], b: readonly Spared[]): readonly Spared[] {
  const fresh = b.filter((one) => !a.some((other) => other.id === one.id && other.side === one.side));
  return fresh.length === 0 ? a : [...a, ...fresh].slice(-2 * MAX_SPARED);
}

function sameSides(a: readonly Spared[], b: readonly Spared[]): readonly Spared[] {
  return a === b || a.length === 0 ? a : a.filter((one) => b.some((other) => other.id === one.id && other.side === one.side));
}

/** Conditions that one path keeps: the last ones. */
const MAX_SPARED = 8;

/** Comparisons that one path keeps: the last ones. */
const MAX_WEIGHED = 4;

/** A limit that only those come to who were let in leaves open how often somebody tries to be. */
function afterCosts(facts: Facts, held: Held): Held {
  const costly = facts.identity.find((one) => one.costs !== undefined);
  if (costly?.costs === undefined || facts.limit.length > 0) return held;
  const what = `it stands behind the check of who calls: ${costly.costs} is not limited`;
  return held.weaknesses.some((one) => one.what === what) ? held : { ...held, weaknesses: [...held.weaknesses, { what, at: costly.at, minor: true }] };
}

function addById<T extends { readonly id: string }>(base: readonly T[], more: readonly T[]): readonly T[] {
  if (more.length === 0 || more === base) return base;
  const fresh = more.filter((one) => !base.some((other) => other.id === one.id));
  return fresh.length === 0 ? base : [...base, ...fresh];
}

function addWord(base: readonly string[], more: readonly string[]): readonly string[] {
  if (more.length === 0 || more === base) return base;
  const fresh = more.filter((one) => !base.includes(one));
  return fresh.length === 0 ? base : [...base, ...fresh].sort();
}

export type { Env };

/** Where `this` is kept among the variables. */
export const THIS = -1;

/** Where the global object is kept once something was set on it. */
export const GLOBAL = -3;

/** One path: the variables of the running function, and the facts. */
export interface Path {
  readonly env: Env;
  readonly facts: Facts;
}

/** An expression's value on a path. */
export interface Result {
  readonly path: Path;
  readonly value: Value;
}
