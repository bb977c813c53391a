/** Merging, and small moves on paths. */
import type { Pattern } from '@gatelint/ts-facts';
import { classOf, joinFacts, sidesOf, weaken, type Facts, type Path, type Result } from './facts.js';
import type { Frame } from './machine.js';
import { atoms, type Value } from './value.js';
import type { Values } from './values.js';

/** More paths than this at one point are told apart by their state alone, not by the mechanism. */
const PARTITION_LIMIT = 4;

/** Paths with the same facts become one. Order is that of first appearance. */
export function mergePaths(values: Values, paths: readonly Path[]): Path[] {
  if (paths.length <= 1) return paths as Path[];
  const byKey = new Map<string, Path>();
  for (const path of paths) {
    const known = byKey.get(path.facts.key);
    byKey.set(path.facts.key, known ? { env: known.env.join(path.env, values), facts: joinFacts(known.facts, path.facts) } : path);
  }
  const merged = [...byKey.values()];
  return merged.length <= PARTITION_LIMIT
    ? merged
    : byClass(
        merged,
        (path) => path.facts,
        (a, b) => ({ env: a.env.join(b.env, values), facts: weaken(a.facts, b.facts) }),
      );
}

/** The same for values on paths: equal facts, joined values. */
export function mergeResults(values: Values, results: readonly Result[]): Result[] {
  if (results.length <= 1) return results as Result[];
  const byKey = new Map<string, Result>();
  for (const result of results) {
    const known = byKey.get(result.path.facts.key);
    byKey.set(
      result.path.facts.key,
      known
        ? {
            path: { env: known.path.env.join(result.path.env, values), facts: joinFacts(known.path.facts, result.path.facts) },
            value: values.union([known.value, result.value]),
          }
        : result,
    );
  }
  const merged = [...byKey.values()];
  return merged.length <= PARTITION_LIMIT
    ? merged
    : byClass(
        merged,
        (result) => result.path.facts,
        (a, b) => ({
          path: { env: a.path.env.join(b.path.env, values), facts: weaken(a.path.facts, b.path.facts) },
          value: values.union([a.value, b.value]),
        }),
      );
}

/**
 * Many mechanisms, one state: what differs in the mechanism only becomes one path. Which way they went at comparisons tells them apart as long as these are few:
 * a function with twelve of them has four thousand ways.
 */
function byClass<T>(all: readonly T[], factsOf: (one: T) => Facts, join: (a: T, b: T) => T): T[] {
  const by = (keyOf: (facts: Facts) => string): T[] => {
    const classes = new Map<string, T>();
    for (const one of all) {
      const key = keyOf(factsOf(one));
      const known = classes.get(key);
      classes.set(key, known ? join(known, one) : one);
    }
    return [...classes.values()];
  };
  const fine = by((facts) => `${classOf(facts)}${sidesOf(facts.weighed)}`);
  return fine.length <= 2 * PARTITION_LIMIT ? fine : by(classOf);
}

export function setVariable(path: Path, binding: number, value: Value): Path {
  const env = path.env.set(binding, value);
  return env === path.env ? path : { env, facts: path.facts };
}

export const withValue = (path: Path, value: Value): Result => ({ path, value });

/** The path ends here with an exception. */
export function raise(f: Frame, path: Path, value: Value): void {
  f.throws.push({ path, value });
}

/** The path ends here because nothing is where something was needed: a `TypeError`. */
export const crash = (f: Frame, path: Path): void => raise(f, path, f.machine.values.response('error', 500, new Map([[CRASH, f.machine.values.true]])));

export const isCrash = (value: Value): boolean => value.t === 'response' && value.fields.has(CRASH);

const CRASH = 'crash';

/** Whether a thrown value is none: `resolve` or `reject` of a promise's executor ended the path, and no handler on the way catches that. */
export const isSettling = (value: Value): boolean => value.t === 'native' && value.name === 'settled';

/** The thrown value in two: what a handler can catch, and what goes on to the promise. Null where there is nothing of the kind. */
export function splitThrown(values: Values, value: Value): { readonly caught: Value | null; readonly settling: Value | null } {
  const part = (settling: boolean): Value | null => {
    const kept = atoms(value).filter((atom) => isSettling(atom) === settling);
    return kept.length > 0 ? values.union(kept) : null;
  };
  return { caught: part(false), settling: part(true) };
}

/** A call or a member access that may throw: a handler around it starts, among others, from here. */
export function mayThrow(f: Frame, path: Path): void {
  const innermost = f.mayThrow.at(-1);
  if (innermost && innermost.at(-1) !== path) innermost.push(path);
}

/** Every binding that a pattern declares. */
export function boundBy(pattern: Pattern): number[] {
  switch (pattern.p) {
    case 'binding':
      return [pattern.binding];
    case 'object':
      return [...pattern.props.flatMap((prop) => boundBy(prop.value)), ...(pattern.rest ? boundBy(pattern.rest) : [])];
    case 'array':
      return [...pattern.items.flatMap((item) => (item ? boundBy(item) : [])), ...(pattern.rest ? boundBy(pattern.rest) : [])];
    case 'default':
      return boundBy(pattern.target);
    case 'expression':
      return [];
  }
}
