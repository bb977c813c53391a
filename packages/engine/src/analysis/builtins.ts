/** What the language itself brings: promises, objects, arrays, errors, URLs. Null where there is nothing to say beyond the catalogue. */
import { applyValue } from './call.js';
import { verifyAmong } from './compare.js';
import { isForAll } from './counting.js';
import { isNever, keptUnder, NEVER, settle } from './database.js';
import type { Path, Result, Site } from './facts.js';
import type { Frame } from './machine.js';
import { mergeResults, raise, isSettling, withValue } from './paths.js';
import { atoms, constantOf, IN_MAP, KEPT, taintsOf, truth, type Value, type ValueOf } from './value.js';

export function builtin(f: Frame, callee: ValueOf<'library'>, args: readonly Value[], path: Path, at: Site): Result[] | null {
  const v = f.machine.values;
  const name = callee.path.join('.');
  const first = args[0] ?? v.undefined;
  if (/^[A-Z]\w*(Error|Exception)(\.new|$)/.test(name) || name === 'Error' || name === 'Error.new')
    return [withValue(path, v.response('error', null, new Map([['message', first]])))];
  switch (name) {
    case 'Promise.all':
    case 'Promise.allSettled':
      return all(f, first, path, at, name === 'Promise.allSettled');
    case 'Promise.race':
    case 'Promise.any': {
      if (first.t !== 'array') return [withValue(path, v.opaque(taintsOf(first)))];
      const items = [...first.items, ...(first.rest ? [first.rest] : [])];
      const settling = items.filter((item) => !isNever(item));
      return [withValue(path, v.union(settling.length > 0 ? settling : items))];
    }
    case 'Promise.resolve':
    case 'Object.freeze':
    case 'Object.seal':
    case 'structuredClone':
      return [withValue(path, first)];
    case 'Promise.new':
      return first.t === 'function' ? promised(f, first, path, at) : null;
    case 'Promise.reject':
      raise(f, path, first);
      return [];
    case 'Boolean': {
      const known = truth(first);
      return [withValue(path, known === null ? (first.t === 'union' ? v.union([v.true, v.false]) : v.opaque(taintsOf(first))) : v.constant(known))];
    }
    case 'String':
    case 'Number': {
      const constant = constantOf(first);
      return [withValue(path, constant === null ? v.opaque(taintsOf(first)) : v.constant(name === 'String' ? String(constant) : Number(constant)))];
    }
    case 'Array.isArray':
      return [
        withValue(
          path,
          first.t === 'array' ? v.true : first.t === 'opaque' || first.t === 'library' || first.t === 'union' ? v.opaque(taintsOf(first)) : v.false,
        ),
      ];
    case 'Array.from':
      return [withValue(path, first.t === 'array' ? first : v.array([], v.opaque(taintsOf(first))))];
    case 'Object.assign':
      return [withValue(path, assigned(f, args))];
    case 'Object.keys':
      return [
        withValue(
          path,
          first.t === 'object' && !first.rest ? v.array([...first.fields.keys()].map((key) => v.constant(key))) : v.array([], v.opaque(taintsOf(first))),
        ),
      ];
    case 'Object.values':
      return [withValue(path, first.t === 'object' ? v.array([...first.fields.values()], first.rest) : v.array([], v.opaque(taintsOf(first))))];
    case 'Object.entries':
      return [
        withValue(
          path,
          first.t === 'object'
            ? v.array(
                [...first.fields].map(([key, value]) => v.array([v.constant(key), value])),
                first.rest ? v.array([v.opaque(), first.rest]) : null,
              )
            : v.array([], v.opaque(taintsOf(first))),
        ),
      ];
    case 'Object.fromEntries':
      return [withValue(path, fromEntries(f, first))];
    case 'Date.new':
    case 'Date.now':
      return [withValue(path, v.opaque(['time', ...args.flatMap((arg) => taintsOf(arg))], null, true))];
    case 'URL.new':
      return url(f, first, path);
    case 'Map.new.get': {
      const put = callee.fields.get(IN_MAP);
      if (put) return [withValue(path, put)];
      return (callee.fields.has(KEPT) ? keptUnder(f, first, path, at) : null) ?? remembered(f, callee, args, path);
    }
    case 'Set.new':
      // A set of what a list has: whoever is found in it is one of these.
      return args[0] ? [withValue(path, v.library(callee.package, callee.path, { ...callee, fields: new Map([[IN_MAP, first], ...keptAtStart(f)]) }))] : null;
    case 'Set.new.has': {
      const put = callee.fields.get(IN_MAP);
      return (put && args[0] ? verifyAmong(f, put, args[0], path, at) : null) ?? remembered(f, callee, args, path);
    }
    case 'WeakMap.new.get':
    case 'Map.new.has':
    case 'Map.new.size':
      return remembered(f, callee, args, path);
    default:
      if (name.startsWith('console.')) return [withValue(path, v.undefined)];
      return null;
  }
}

/** What is made when a module is loaded outlives the request. */
const keptAtStart = (f: Frame): [string, Value][] => (f.starting ? [[KEPT, f.machine.values.true]] : []);

/** What the process keeps of those who came before, under a key. */
function remembered(f: Frame, callee: ValueOf<'library'>, args: readonly Value[], path: Path): Result[] {
  const kept = callee.fields.has(KEPT) ? [args[0] && isForAll(args[0]) ? 'memory:all' : 'memory'] : [];
  return [withValue(path, f.machine.values.opaque([...kept, ...args.flatMap((arg) => taintsOf(arg))]))];
}

/**
 * `new Promise((resolve, reject) => …)`: where the executor, or a callback in it, calls one of the two, the promise goes on from there with what it was given.
 * An executor that was never seen to settle leaves a promise of which nothing is known.
 */
function promised(f: Frame, executor: ValueOf<'function'>, path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const before = f.throws.length;
  const unsettled = applyValue({ ...f, byFramework: true }, executor, [v.native('settle', 'resolve'), v.native('settle', 'reject')], path, at);
  const results: Result[] = [];
  for (const one of f.throws.splice(before)) {
    for (const atom of atoms(one.value)) {
      const given = isSettling(atom) && atom.t === 'native' ? (atom.parts[0] ?? v.undefined) : null;
      if (given && atom.t === 'native' && atom.key === 'resolve') results.push(withValue(one.path, given));
      else raise(f, one.path, given ?? atom);
    }
  }
  if (results.length === 0 && f.throws.length === before) return unsettled.map((one) => withValue(one.path, v.opaque()));
  // One that only ever fails, as a time limit does, fails when somebody waits for it: until then the code goes on.
  if (results.length === 0) return [withValue(path, v.native(NEVER, ''))];
  return mergeResults(v, results);
}

function all(f: Frame, list: Value, path: Path, at: Site, settled: boolean): Result[] {
  const v = f.machine.values;
  const shape = (value: Value): Value => (settled ? v.record({ status: v.opaque(), value, reason: v.opaque() }) : value);
  if (list.t !== 'array') return [withValue(path, v.array([], v.opaque(taintsOf(list))))];
  let rows: { path: Path; values: Value[] }[] = [{ path, values: [] }];
  for (const item of list.items)
    rows = rows
      .flatMap((row) => settle(f, withValue(row.path, item), at).map((one) => ({ path: one.path, values: [...row.values, shape(one.value)] })))
      .slice(0, 32);
  return mergeResults(
    v,
    rows.flatMap((row) => {
      if (!list.rest) return [withValue(row.path, v.array(row.values))];
      return settle(f, withValue(row.path, list.rest), at).map((one) => withValue(one.path, v.array(row.values, shape(one.value))));
    }),
  );
}

/** Pairs with constant keys make an object; anything else is known by where it stems from. */
function fromEntries(f: Frame, pairs: Value): Value {
  const v = f.machine.values;
  if (pairs.t !== 'array') return v.opaque(taintsOf(pairs));
  const fields = new Map<string, Value>();
  let rest: Value | null = pairs.rest ? v.opaque(taintsOf(pairs.rest)) : null;
  for (const pair of pairs.items) {
    const [key, value] = pair.t === 'array' ? pair.items : [];
    const name = key ? constantOf(key) : null;
    if (name !== null && value) fields.set(String(name), value);
    else rest = v.opaque(taintsOf(pairs));
  }
  return v.object(fields, rest);
}

function assigned(f: Frame, args: readonly Value[]): Value {
  const v = f.machine.values;
  const target = args[0];
  if (target && (target.t === 'function' || target.t === 'native' || target.t === 'library')) return target;
  const fields = new Map<string, Value>();
  let rest: Value | null = null;
  for (const arg of args) {
    if (arg.t === 'object' || arg.t === 'instance') for (const [name, value] of arg.fields) fields.set(name, value);
    if (arg.t === 'object' && arg.rest) rest = arg.rest;
    else if (arg.t !== 'object' && arg.t !== 'const' && arg.t !== 'instance') rest = v.opaque(taintsOf(arg));
  }
  return v.object(fields, rest);
}

/** A URL of a constant address has constant parts. */
function url(f: Frame, address: Value, path: Path): Result[] | null {
  const v = f.machine.values;
  const text = constantOf(address);
  if (typeof text !== 'string' || !URL.canParse(text)) return null;
  const parsed = new URL(text);
  return [
    withValue(
      path,
      v.record(
        {
          pathname: v.constant(parsed.pathname),
          hostname: v.constant(parsed.hostname),
          host: v.constant(parsed.host),
          origin: v.constant(parsed.origin),
          href: v.constant(text),
        },
        v.opaque(['caller:query:']),
      ),
    ),
  ];
}
