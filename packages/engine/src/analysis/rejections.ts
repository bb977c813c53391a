/** Promises that fail: `.catch()`, the second argument of `.then()` and `.finally()` take over what `try` would; `allSettled` tells it as a value. */
import type { Call, Expr } from '@gatelint/ts-facts';
import { applyValue } from './call.js';
import { evaluate } from './evaluate.js';
import type { Path, Result, Site } from './facts.js';
import type { Frame } from './machine.js';
import { mergePaths, mergeResults, raise, splitThrown, withValue } from './paths.js';
import type { Value } from './value.js';

/** Paths on which something failed, with what was thrown. */
type Failed = { readonly path: Path; readonly value: Value }[];

/** The argument of a call that is run when the promise before it fails; null when the call has none. */
export function rejectionHandler(call: Call): Expr | null {
  if (call.callee.k !== 'member') return null;
  if (call.callee.property === 'catch' || call.callee.property === 'finally') return call.args[0] ?? null;
  return call.callee.property === 'then' ? (call.args[1] ?? null) : null;
}

/** Runs `work` as a `try` would: what fails in it, for sure or perhaps, comes back and not to the frame. */
export function catching<T>(f: Frame, work: () => T): { readonly done: T; readonly failed: Failed } {
  const v = f.machine.values;
  const before = f.throws.length;
  const speculative: Path[] = [];
  f.mayThrow.push(speculative);
  let done: T;
  try {
    done = work();
  } finally {
    f.mayThrow.pop();
  }
  const thrown = f.throws.splice(before).flatMap((one) => {
    const { caught, settling } = splitThrown(v, one.value);
    if (settling) raise(f, one.path, settling);
    return caught ? [{ path: one.path, value: caught }] : [];
  });
  const perhaps = mergePaths(v, speculative).map((path) => ({ path, value: v.opaque([], null, true) }));
  return { done, failed: mergeResults(v, [...thrown, ...perhaps]) };
}

/** The paths on which the promise failed go on with what the handler makes of it; after a `finally` they fail all the same. */
export function handled(f: Frame, call: Call, handler: Expr, failed: Failed, at: Site): Result[] {
  const last = call.callee.k === 'member' && call.callee.property === 'finally';
  const out: Result[] = [];
  for (const one of failed)
    for (const callback of evaluate(f, handler, one.path)) {
      const callable = callback.value.t === 'function' || callback.value.t === 'native' || callback.value.t === 'library' || callback.value.t === 'union';
      if (!callable) raise(f, callback.path, one.value);
      else
        for (const result of applyValue(f, callback.value, last ? [] : [one.value], callback.path, at)) {
          if (last) raise(f, result.path, one.value);
          else out.push(result);
        }
    }
  return out;
}

/** `Promise.allSettled([…])`: each element is there or has failed, and says which. */
export function evaluateSettled(f: Frame, items: readonly Expr[], path: Path): Result[] {
  const v = f.machine.values;
  let rows: Row[] = [{ path, values: [] }];
  for (const item of items) {
    const next: Row[] = [];
    for (const row of rows) {
      const { done, failed } = catching(f, () => evaluate(f, { k: 'await', value: item, at: item.at }, row.path));
      const told = [
        ...done.map((one) => withValue(one.path, v.record({ status: v.constant('fulfilled'), value: one.value }))),
        ...failed.map((one) => withValue(one.path, v.record({ status: v.constant('rejected'), reason: one.value }))),
      ];
      next.push(...mergeResults(v, told).map((one) => ({ path: one.path, values: [...row.values, one.value] })));
    }
    rows = joined(f, next);
  }
  return rows.map((row) => withValue(row.path, v.array(row.values)));
}

interface Row {
  readonly path: Path;
  readonly values: readonly Value[];
}

/** Rows with equal facts become one, element by element. */
function joined(f: Frame, rows: readonly Row[]): Row[] {
  const v = f.machine.values;
  return mergePaths(
    v,
    rows.map((row) => row.path),
  ).map((path) => {
    const same = rows.filter((row) => row.path.facts.key === path.facts.key);
    const first = (same[0] ?? rows[0])?.values ?? [];
    return { path, values: first.map((_, index) => v.union((same.length > 0 ? same : rows).flatMap((row) => row.values[index] ?? []))) };
  });
}
