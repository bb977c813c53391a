/** Limits that the project makes itself, by what they do: something is counted under a key of the caller's, compared, and one of the two sides is refused. */
import type { Expr } from '@gatelint/ts-facts';
import { weigh, withFacts, type Facts, type Held, type Looked, type Path, type Site } from './facts.js';
import { siteKey } from './machine.js';
import { aboutTaints, constantOf, taintsOf, type Taint, type Value } from './value.js';

/** What a condition counts. */
export interface Count {
  readonly kind: 'counter' | 'memory' | 'quota';
  /** A count and nothing else; a number of a record may be one or not, and the answer has to say so. */
  readonly sure: boolean;
  /** It counts all callers together. */
  readonly shared: boolean;
  /** The side of those who are over it: that on which the condition holds, the other one, or not known (what is left may be counted, and not what is used). */
  readonly over: boolean | null;
}

/** What the condition that stems from `taints` counts; null where it counts nothing. */
export const countOf = aboutTaints(countIn);

function countIn(taints: readonly Taint[]): Count | null {
  if (taints.length === 0) return null;
  const kinds = new Set(taints.map((taint) => (taint.includes(':') ? taint.slice(0, taint.indexOf(':')) : taint)));
  const has = (...names: readonly string[]): boolean => names.some((name) => kinds.has(name));
  const shared = (name: string): boolean => taints.includes(`${name}:all`) && !taints.includes(name);
  const ordered = has('ordered');
  const [more, fewer] = [taints.includes('ordered:more'), taints.includes('ordered:fewer')];
  const memory = has('memory');
  // An update of rows below a bound, and whether it changed any.
  if (has('changes') && has('bounded') && !has('time')) return { kind: 'quota', sure: true, shared: false, over: null };
  if (has('quota')) return { kind: 'quota', sure: true, shared: shared('quota'), over: null };
  // Rows may be too many or too few; where the order does not say which is refused, it says nothing.
  if (ordered && has('counter', 'length') && (memory || !has('database') || more !== fewer))
    return {
      // Rows that are there, at whatever time they came, are a quota; those of some time are a window.
      kind: memory ? 'memory' : has('database') && !has('time') ? 'quota' : 'counter',
      sure: true,
      shared: shared(memory ? 'memory' : 'counter') && !has('length'),
      over: memory || more === fewer ? null : more,
    };
  if (ordered && memory) return { kind: 'memory', sure: !has('time'), shared: shared('memory'), over: null };
  if (has('counter')) return { kind: 'counter', sure: false, shared: shared('counter'), over: null };
  return ordered && has('database', 'principal', 'external') ? { kind: 'quota', sure: false, shared: false, over: null } : null;
}

/** Whether the side of a condition may be that of those who are over the count: all but those of whom it says that they are few. */
export function isOver(count: Count, condition: Expr, side: boolean): boolean {
  if (count.over === null) return true;
  let over = count.over;
  for (let at = condition; at.k === 'unary' && at.op === '!'; at = at.value) over = !over;
  return over === side;
}

/** The limit that the comparison at `at` is if those who are over it are refused. */
export function limitBy(count: Count, at: Site): Held {
  return {
    id: `limit@${siteKey(at)}`,
    mechanism: { counter: 'counter that refuses', memory: 'in-memory counter', quota: 'quota that refuses' }[count.kind],
    trust: 'user',
    at,
    trace: [],
    weaknesses: count.kind === 'memory' ? [{ what: 'it counts in memory, for each instance by itself', at, minor: true }] : [],
  };
}

/** What a count of all callers together is instead of a limit. */
export function forAll(count: Count, at: Site): Looked {
  const { id, mechanism } = limitBy(count, at);
  return { id, what: mechanism, at, lookalike: countsAll };
}

export const countsAll = 'it counts all callers together, its key is constant';

/** Notes which way the path went at a comparison of a count. */
export function weighed(path: Path, taints: readonly Taint[], at: Site, side: boolean, sure: boolean): Path {
  const count = countOf(taints);
  if (!count || count.shared || count.sure !== sure) return path;
  return { env: path.env, facts: weigh(path.facts, { id: siteKey(at), side, over: count.over, sure, limit: limitBy(count, at) }) };
}

/** One end of a function, as its caller sees it. */
interface End {
  readonly how: 'return' | 'throw';
  readonly path: Path;
  readonly value: Value;
}

/** Comparisons of which both sides are among these ends of a function, and look different to whoever called it and is to decide. */
export function undecided(ends: readonly End[]): ReadonlySet<string> {
  const sides = new Map<string, readonly [Set<string>, Set<string>]>();
  for (const { how, path, value } of ends)
    for (const one of path.facts.weighed) {
      const both = sides.get(one.id) ?? [new Set(), new Set()];
      both[one.side ? 1 : 0].add(`${how}|${value.id}|${path.facts.status ?? ''}`);
      sides.set(one.id, both);
    }
  const differ = ([no, yes]: readonly [Set<string>, Set<string>]): boolean =>
    no.size > 0 && yes.size > 0 && (no.size !== yes.size || [...no].some((end) => !yes.has(end)));
  return new Set([...sides].filter(([, both]) => differ(both)).map(([id]) => id));
}

/** Forgets the comparisons inside of a condition: what came of them is known. */
export function settled(facts: Facts, condition: Site): Facts {
  const kept = facts.weighed.filter(({ limit: { at } }) => at.file !== condition.file || at.start < condition.start || at.end > condition.end);
  return kept.length === facts.weighed.length ? facts : withFacts(facts, { weighed: kept });
}

/** Forgets the comparisons that are decided: one of their sides has left. */
export function decided(facts: Facts, open: ReadonlySet<string>): Facts {
  const kept = facts.weighed.filter((one) => open.has(one.id));
  return kept.length === facts.weighed.length ? facts : withFacts(facts, { weighed: kept });
}

/** Statuses that say "you had enough", and those that are also said for other reasons. */
export const ENOUGH: readonly number[] = [429, 402];
export const NOT_NOW: readonly number[] = [403, 400];

/** Whether a key tells no caller from another: constants and the time of day. */
export function isForAll(key: Value): boolean {
  if (key.t === 'object') return !key.rest && [...key.fields.values()].every(isForAll);
  if (key.t === 'array') return !key.rest && key.items.length > 0 && key.items.every(isForAll);
  if (key.t === 'const') return constantOf(key) !== null;
  const taints = taintsOf(key).filter((taint) => !taint.startsWith('text:'));
  return key.t === 'opaque' && taints.length > 0 && taints.every((taint) => taint === 'time');
}

/** Whether a side of the comparison was seen on the path, and the other was not. */
export function wentOnly(facts: Facts, id: string, side: boolean): boolean {
  const sides = facts.weighed.filter((one) => one.id === id).map((one) => one.side);
  return sides.includes(side) && !sides.includes(!side);
}
