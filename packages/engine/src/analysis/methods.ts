/** Methods of what JavaScript brings: strings, arrays, promises, functions. */
import { applyValue, callUnknown } from './call.js';
import type { Path, Result, Site } from './facts.js';
import type { Frame } from './machine.js';
import { answerBy, isLike, likenessIn, own } from './ownership.js';
import { mergeResults, withValue } from './paths.js';
import { verifyAmong } from './compare.js';
import { isOfData } from './unfollowed.js';
import { constantOf, taintsOf, truth, type Value, type ValueOf } from './value.js';

export function callMethod(f: Frame, method: ValueOf<'native'>, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const receiver = method.parts[0] ?? v.undefined;
  const promise = promiseMethod(f, method.key, receiver, args, path, at);
  if (promise) return promise;
  if (receiver.t === 'const' && typeof receiver.value === 'string') return [withValue(path, stringMethod(f, receiver.value, method.key, args))];
  if (receiver.t === 'array') return arrayMethod(f, receiver, method.key, args, path, at);
  if (receiver.t === 'function' || receiver.t === 'native') {
    if (method.key === 'bind') return [withValue(path, bound(f, receiver, args.slice(1)))];
    if (method.key === 'call') return applyValue(f, receiver, args.slice(1), path, at, args[0] ?? null);
    if (method.key === 'apply') return applyValue(f, receiver, args[1]?.t === 'array' ? args[1].items : [v.opaque()], path, at, args[0] ?? null);
  }
  if (iterating.has(method.key) && args[0]?.t === 'function')
    return iterate(f, v.opaque(taintsOf(receiver)), method.key, args, path, at, v.opaque(taintsOf(receiver)));
  return callUnknown(f, [receiver, ...args], args, path, at, isOfData(receiver, method.key) || receiver.t !== 'opaque' ? null : method.key);
}

const bound = (f: Frame, receiver: Value, args: readonly Value[]): Value =>
  args.length === 0 ? receiver : f.machine.values.native('bound', '', [receiver, ...args]);

/** `.then`, `.catch`, `.finally` of anything: promises are what they resolve to. Null when it is none of them. */
export function promiseMethod(f: Frame, name: string, receiver: Value, args: readonly Value[], path: Path, at: Site): Result[] | null {
  const v = f.machine.values;
  const callback = args[0];
  if (name === 'then' && callback) {
    return mergeResults(v, applyValue(f, callback, [receiver], path, at));
  }
  if (name === 'catch' && callback) {
    const handled = applyValue(f, callback, [v.opaque([], null, true)], path, at);
    return mergeResults(v, [withValue(path, receiver), ...handled]);
  }
  if (name === 'finally' && callback) return applyValue(f, callback, [], path, at).map((result) => withValue(result.path, receiver));
  return null;
}

function stringMethod(f: Frame, text: string, name: string, args: readonly Value[]): Value {
  const v = f.machine.values;
  const arg = args[0] ? constantOf(args[0]) : null;
  if (typeof arg === 'string') {
    if (name === 'startsWith') return v.constant(text.startsWith(arg));
    if (name === 'endsWith') return v.constant(text.endsWith(arg));
    if (name === 'includes') return v.constant(text.includes(arg));
    if (name === 'concat') return v.constant(text + arg);
    if (name === 'split') return v.array(text.split(arg).map((piece) => v.constant(piece)));
  }
  if (name === 'toLowerCase') return v.constant(text.toLowerCase());
  if (name === 'toUpperCase') return v.constant(text.toUpperCase());
  if (name === 'trim') return v.constant(text.trim());
  if (name === 'toString') return v.constant(text);
  return v.opaque(args.flatMap((value) => taintsOf(value)));
}

const iterating = new Set(['map', 'forEach', 'filter', 'some', 'every', 'find', 'findLast', 'findIndex', 'flatMap', 'reduce', 'reduceRight', 'sort']);

function arrayMethod(f: Frame, receiver: ValueOf<'array'>, name: string, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const all = [...receiver.items, ...(receiver.rest ? [receiver.rest] : [])];
  const element = all.length > 0 ? v.union(all) : v.opaque();
  if (iterating.has(name)) {
    if (all.length === 0) return [withValue(path, name === 'every' ? v.true : name === 'some' ? v.false : name.startsWith('find') ? v.undefined : receiver)];
    if (args[0] && (args[0].t === 'function' || args[0].t === 'library' || args[0].t === 'native')) {
      // Few, known elements are walked one by one: a table of constants keeps its pairs.
      if (
        receiver.rest === null &&
        (name === 'map' || name === 'forEach' || name === 'some' || name === 'every' || name === 'find') &&
        receiver.items.length <= 8
      )
        return oneByOne(f, receiver, name, args[0], path, at);
      if (receiver.rest === null && name.startsWith('reduce') && receiver.items.length <= 8) return folded(f, receiver.items, name, args, path, at);
      return iterate(f, element, name, args, path, at, receiver);
    }
  }
  switch (name) {
    case 'includes': {
      const wanted = args[0] ? constantOf(args[0]) : null;
      if (wanted !== null && receiver.rest === null && receiver.items.every((item) => item.t === 'const'))
        return [withValue(path, v.constant(receiver.items.some((item) => constantOf(item) === wanted)))];
      const verified = args[0] && all.length > 0 ? verifyAmong(f, element, args[0], path, at) : null;
      return verified ?? [withValue(path, v.opaque([...taintsOf(receiver), ...args.flatMap((arg) => taintsOf(arg)), ...likenessIn(receiver, args[0])]))];
    }
    case 'at':
      return [withValue(path, all.length > 0 ? element : v.undefined)];
    case 'pop':
    case 'shift':
      return [withValue(path, v.union([element, v.undefined]))];
    case 'concat':
    case 'slice':
    case 'reverse':
      return [
        withValue(
          path,
          v.array([], v.union([element, ...args.map((arg) => (arg.t === 'array' ? v.union([...arg.items, ...(arg.rest ? [arg.rest] : [v.opaque()])]) : arg))])),
        ),
      ];
    case 'push':
      return [withValue(path, v.opaque())];
    default:
      return [withValue(path, v.opaque(taintsOf(receiver)))];
  }
}

/** `wrappers.reduceRight((inner, wrap) => wrap(inner), handler)`: few, known elements are folded in their order. */
function folded(f: Frame, items: readonly Value[], name: string, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const [callback = v.undefined, start] = args;
  const ordered = name === 'reduceRight' ? [...items].reverse() : items;
  const [first = v.undefined, ...others] = ordered;
  let open: Result[] = [withValue(path, start ?? first)];
  for (const item of start ? ordered : others)
    open = mergeResults(
      v,
      open.flatMap((one) => applyValue(f, callback, [one.value, item, v.opaque()], one.path, at)),
    );
  return open;
}

function oneByOne(f: Frame, receiver: ValueOf<'array'>, name: string, callback: Value, path: Path, at: Site): Result[] {
  const v = f.machine.values;
  let open: { path: Path; values: Value[] }[] = [{ path, values: [] }];
  const done: Result[] = [];
  receiver.items.forEach((item, index) => {
    const next: typeof open = [];
    for (const row of open)
      for (const result of applyValue(f, callback, [item, v.constant(index), receiver], row.path, at)) {
        if (name === 'map' || name === 'forEach') {
          next.push({ path: result.path, values: name === 'map' ? [...row.values, result.value] : [] });
          continue;
        }
        const stops = name === 'every' ? false : true;
        if (truth(result.value) !== !stops)
          done.push(withValue(result.path, name === 'find' ? foundBy(f, item, result.value) : answerBy(f, stops, result.value)));
        if (truth(result.value) !== stops) next.push({ path: result.path, values: [] });
      }
    open = next.slice(0, 16);
  });
  for (const row of open)
    done.push(withValue(row.path, name === 'map' ? v.array(row.values) : name === 'every' ? v.true : name === 'some' ? v.false : v.undefined));
  return mergeResults(v, done);
}

/** Whether a list is asked for some of its elements by a function that knows who was verified. */
export function isChoice(method: unknown, args: readonly Value[]): method is string {
  const [callback] = args;
  if (callback?.t !== 'function' || typeof method !== 'string' || !/^(find|findLast|some|every|filter)$/.test(method)) return false;
  return [...callback.closure.values()].some((value) => taintsOf(value).includes('principal'));
}

/** The same of a list of which nothing but where it stems from is known. */
export const choose = (f: Frame, list: Value, name: string, args: readonly Value[], path: Path, at: Site): Result[] =>
  iterate(f, list, name, args, path, at, list);

function iterate(f: Frame, element: Value, name: string, args: readonly Value[], path: Path, at: Site, receiver: Value): Result[] {
  const v = f.machine.values;
  const callback = args[0] ?? v.undefined;
  const given = name.startsWith('reduce') ? [args[1] ?? element, element, v.opaque()] : [element, v.opaque(), receiver];
  const ran = applyValue(f, callback, given, path, at);
  const results: Result[] = [];
  for (const result of ran) {
    const found = foundBy(f, element, result.value);
    const value =
      name === 'map' || name === 'flatMap'
        ? v.array([], result.value)
        : name === 'filter' || name === 'sort'
          ? receiver.t === 'array'
            ? v.array([], found)
            : receiver
          : name.startsWith('find')
            ? v.union([found, v.undefined])
            : name.startsWith('reduce')
              ? v.union([result.value, ...(args[1] ? [args[1]] : [])])
              : v.opaque(taintsOf(result.value));
    results.push(withValue(result.path, value));
  }
  // Nothing in the list: the callback has not run.
  if (!(receiver.t === 'array' && receiver.items.length > 0))
    results.push(withValue(path, name === 'map' || name === 'filter' ? v.array([], element) : v.opaque(taintsOf(receiver))));
  return mergeResults(v, results);
}

/** The element that a callback has chosen: one that it compared with who was verified is theirs. */
const foundBy = (f: Frame, element: Value, answer: Value): Value => (isLike(answer) ? own(f, element) : element);
