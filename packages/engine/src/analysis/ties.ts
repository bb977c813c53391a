/**
 * How what is looked up or written is tied to who was verified: by a value of theirs in what selects it, or by a key that the caller sends, which may have been
 * found to be theirs before.
 */
import { EVERYTHING, isClaimed, isOne, keysIn, type Claims } from './claims.js';
import type { Machine } from './machine.js';
import { taintsOf, type Taint, type Value } from './value.js';

/** Tells packages that merely pass values on from those of which nothing is known, or that verify. */
export type Packages = Pick<Machine, 'matcher' | 'verifying'>;

/** Mark of a record that was found to be the caller's, and of what is made from it. */
export const OWN = 'own';
/** Mark of a record that was looked up with the caller's identity at hand, which did not choose it: it filters a part of what came back. */
export const ASIDE = 'aside';
/** Mark of asking what the caller is: a role, a plan, a state. */
export const TRAIT = 'trait';
/** Mark of what somebody may do, as it stands in what is known of them. */
export const ROLE = 'role';
/** Mark of a record that may be the caller's: something was asked about the key that it was found by. */
export const PERHAPS = 'perhaps';
/** Mark of a condition that holds for one of several reasons, or for what it does not name. */
export const EITHER = 'either';

export interface Tie {
  /** Something of who was verified is in it. */
  readonly own: boolean;
  /** Any one of these, all of it the caller's own, ties it as well. */
  readonly ways: readonly (readonly Taint[])[];
  /** Why more may tie it than is seen; null where all was followed. */
  readonly vague: string | null;
  /** A new record that names no other one: there is nothing to tie. */
  readonly neutral?: true;
}

export const noTie: Tie = { own: false, ways: [], vague: null };
export const tied: Tie = { own: true, ways: [], vague: null };
export const vague = (because: string): Tie => ({ own: false, ways: [], vague: because });

/** Both hold: what ties one ties the whole. */
export function both(ties: readonly Tie[]): Tie {
  if (ties.some((one) => one.own)) return tied;
  return { own: false, ways: ties.flatMap((one) => one.ways), vague: ties.find((one) => one.vague !== null)?.vague ?? null };
}

/** One or the other: what is tied has to be tied in either case. */
export function either(ties: readonly Tie[]): Tie {
  const open = ties.filter((one) => !one.own);
  const [first] = open;
  if (!first) return ties.length > 0 ? tied : noTie;
  if (open.length === 1) return first;
  const reasons = open.flatMap((one) => one.vague ?? []).sort();
  const keys = [...new Set(open.flatMap((one) => one.ways.flat()))].sort();
  // Where one of them has no key at all, no claim on the keys of the others speaks for it.
  if (open.every((one) => one.neutral)) return first;
  const all = open.every((one) => one.ways.length > 0);
  return { own: false, ways: keys.length > 0 ? [keys] : [], vague: reasons[0] ?? (all || keys.length === 0 ? null : notFollowed) };
}

const askedBefore = 'something is asked about the caller before, which cannot be related to the record';
export const notFollowed = 'what chooses the record cannot be followed';
const mixed = 'what chooses the record is made of who was verified and of what the caller sends';

/** What says nothing of where a value comes from. */
const neutral =
  /^(text:|proves:|database$|query|length$|ordered|bounded$|changes$|derived$|time$|aside$|via:|either$|counter|quota|same$|other$|trait$|role$|related$|unverified$)/;
/** What proves by itself who sends it: nobody has another's. */
const credential = /^caller:(cookie:|header:(authorization$|.*(token|key|secret)))/;
/** Whoever has one may be meant to use it. */
const capability = /token|secret|code|hash|signature|invit|otp|nonce|password|key$/i;

/** The tie that a value makes where it stands. `condition`: it is one, made of parts that all hold. */
export function tieOf(m: Packages, value: Value, condition = false): Tie {
  if (value.t === 'union') {
    const parts = value.of.filter((atom) => !(atom.t === 'const' && (atom.value === null || atom.value === undefined)));
    return either(parts.map((atom) => tieOf(m, atom, condition)));
  }
  if (value.t === 'array') return either([...value.items, ...(value.rest ? [value.rest] : [])].map((item) => tieOf(m, item, condition)));
  if (value.t === 'function' || value.t === 'class' || value.t === 'module') return vague(notFollowed);
  return tieOfTaints(m, taintsOf(value), value.t === 'const', condition);
}

export function tieOfTaints(m: Packages, taints: readonly Taint[], constant: boolean, condition: boolean): Tie {
  const has = (name: Taint): boolean => taints.includes(name);
  const keys = keysIn(taints);
  if (has(EITHER) && (has('principal') || has(OWN))) return { own: false, ways: [], vague: 'it is chosen by one of several conditions' };
  if (has(OWN) || (has('principal') && (keys.length === 0 || (condition && !has(ASIDE))))) return tied;
  if (keys.length > 0 && keys.every((key) => credential.test(key) || (has('derived') && /^caller:(header|cookie):/.test(key)))) return tied;
  if (has(PERHAPS)) return { own: false, ways: [], vague: askedBefore };
  if (keys.length === 0) return constant && taints.length === 0 ? noTie : vague(notFollowed);
  const passed = (taint: Taint): boolean => taint.startsWith('external:') && (has('database') || isPlain(m, taint.slice('external:'.length)));
  const strange = taints.some((taint) => !taint.startsWith('caller:') && taint !== 'principal' && !neutral.test(taint) && !passed(taint));
  const sent = keys.every((key) => /^caller:(body|query|params|form|url):/.test(key));
  const secret = keys.some((key) => capability.test(key.slice(key.lastIndexOf(':') + 1)));
  const because = has('principal') ? mixed : strange || !sent ? notFollowed : secret ? 'what chooses the record may be a secret that was handed out' : null;
  // A record is found by all of its keys together.
  return { own: false, ways: condition || has('database') ? keys.map((key) => [key]) : [keys], vague: because };
}

function isPlain({ matcher, verifying }: Packages, external: string): boolean {
  const name = external.slice(0, external.lastIndexOf('#'));
  return matcher.prefixKnown(name) && !verifying.has(name);
}

/** The package of an import: `drizzle-orm` of `drizzle-orm/node-postgres`. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const excluding = new Set(['not', 'NOT', 'notIn', 'none', 'isNot', '$ne', '$nin', '$not', '$nor']);
const alternatives = new Set(['OR', '$or']);

/** The tie of a filter: an object of fields that all hold, a list of such, or a condition that the library has made. */
export function tieOfFilter(m: Packages, filter: Value, library: string, depth = 6): Tie {
  if (depth === 0) return vague(notFollowed);
  if (filter.t === 'union') return either(filter.of.map((atom) => tieOfFilter(m, atom, library, depth)));
  if (filter.t === 'library') return tieOf(m, filter, packageOf(filter.package) === packageOf(library));
  if (filter.t !== 'object') return tieOf(m, filter);
  const parts = [...filter.fields].map(([name, field]) => {
    if (alternatives.has(name)) {
      const tie = field.t === 'array' && !field.rest ? either(field.items.map((item) => tieOfFilter(m, item, library, depth - 1))) : vague(notFollowed);
      return tie.own ? tie : vague('it is chosen by one of several conditions');
    }
    if (excluding.has(name)) return taintsOf(field).some((taint) => taint === 'principal' || taint === OWN) ? vague(notFollowed) : noTie;
    if (field.t === 'array' && /^(AND|\$and)$/.test(name)) return both(field.items.map((item) => tieOfFilter(m, item, library, depth - 1)));
    return field.t === 'object' || field.t === 'union' ? tieOfFilter(m, field, library, depth - 1) : tieOf(m, field);
  });
  if (filter.rest) {
    const rest = tieOf(m, filter.rest);
    parts.push({ ...rest, own: false, ways: rest.own ? [] : rest.ways, vague: rest.vague ?? notFollowed });
  }
  return both(parts);
}

/** Fields that name another record; its own key is up to whoever makes it. */
const reference = /[A-Za-z]_?(id|ids|uuid|slug)$|[a-z](Id|Ids|ID)$/;

/** The tie of a new record: whose it is, or which other record it names. */
export function tieOfData(m: Packages, data: Value, depth = 4): Tie {
  if (data.t === 'union') return either(data.of.map((atom) => tieOfData(m, atom, depth)));
  if (data.t === 'array') return either([...data.items, ...(data.rest ? [data.rest] : [])].map((item) => tieOfData(m, item, depth)));
  if (data.t !== 'object') {
    const tie = tieOf(m, data);
    return tie.own ? tie : vague(tie.vague ?? upToCaller);
  }
  const parts = [...data.fields].map(([name, field]): Tie => {
    if (name === 'connect') return tieOfFilter(m, field, '');
    if (field.t === 'object' && depth > 0) {
      const inner = tieOfData(m, field, depth - 1);
      return inner.neutral ? noTie : inner;
    }
    const tie = tieOf(m, field);
    return tie.own || (reference.test(name) && !isMade(field)) ? tie : noTie;
  });
  if (data.rest) parts.push(vague(tieOf(m, data.rest).vague ?? upToCaller));
  const whole = both(parts);
  return whole.own || whole.ways.length > 0 || whole.vague !== null ? whole : { ...noTie, neutral: true };
}

const upToCaller = 'which records the new one names is up to the caller';

/** An identifier that was made just now, by whatever package. */
const isMade = (value: Value): boolean => {
  const taints = taintsOf(value);
  return taints.length > 0 && taints.every((taint) => taint.startsWith('external:') || taint.startsWith('text:') || taint === 'time');
};

export type Bound = 'yes' | 'no' | 'unknown';

/** What a tie comes to on paths with these claims. */
export function boundBy(tie: Tie, claims: Claims): { readonly bound: Bound; readonly because: string | null } {
  const [first] = tie.ways;
  if (tie.own || claims.own.includes(EVERYTHING)) return { bound: 'yes', because: null };
  if (tie.ways.some((way) => way.length > 0 && way.every((key) => isClaimed(claims, key)))) return { bound: 'yes', because: null };
  if (tie.vague !== null) return { bound: 'unknown', because: tie.vague };
  if (tie.neutral) return { bound: 'unknown', because: 'it makes a record that names nobody' };
  if (!first) return { bound: 'unknown', because: 'it is the same record for every caller' };
  const asked = tie.ways.flat().find((key) => claims.asked.some((one) => overlaps(one, key)));
  if (asked !== undefined || claims.asked.includes(EVERYTHING)) return { bound: 'unknown', because: askedBefore };
  return { bound: 'no', because: `it is chosen by ${wordsFor(tie.ways.flat())} alone` };
}

/** Whether two keys may be about the same thing. */
function overlaps(a: Taint, b: Taint): boolean {
  if (a === b || a === 'caller:request:' || a === 'caller:request' || a.startsWith('caller:url')) return true;
  const sourceOf = (key: Taint): string => key.split(':')[1] ?? '';
  return sourceOf(a) === sourceOf(b) && !(isOne(a) && isOne(b));
}

function wordsFor(keys: readonly Taint[]): string {
  const names = [...new Set(keys.map((key) => key.replace('#', 'argument ').split(':').slice(1).filter(Boolean).join(' ')))].sort();
  return `what the caller sends (${names.slice(0, 3).join(', ')})`;
}
