/** Limiters of libraries: what they count under, whom they skip, where they keep their counts. */
import type { Row } from '@gatelint/catalogue';
import { argumentAt } from './arguments.js';
import { applyValue } from './call.js';
import { countsAll, isForAll } from './counting.js';
import { holdLimit, lookLimit, type Held, type Looked, type Result } from './facts.js';
import { spoken, type LibraryCall } from './library-call.js';
import { siteKey } from './machine.js';
import { decide, type Decision } from './outcome.js';
import { excuseOf } from './sparing.js';
import { atoms, constantOf, taintsOf, type Value } from './value.js';

type LimitRow = Extract<Row, { role: 'limits-rate' }>;
type Weaknesses = Held['weaknesses'];

/** Results of asking the limiter; null where the row does not mean this call. */
export function limits(call: LibraryCall, row: LimitRow): Result[] | null {
  const { f, callee, args, path, at } = call;
  const given = callee.fields.get('given') ?? null;
  if (row.needs && !(given && row.needs.some((name) => mentions(given, name)))) return null;
  const skipped = row.skip === undefined ? [] : skips(call, argumentAt(row.skip, args));
  const key = row.key === undefined ? null : argumentAt(row.key, args);
  const lookalike =
    row.unless && given && hasField(given, row.unless.field, row.unless.is, 8)
      ? `it runs with ${row.unless.field} ${String(row.unless.is)} and refuses nobody`
      : key && keysOf(call, key).every(isForAll)
        ? countsAll
        : skipped === null
          ? 'its skip lets everybody pass'
          : null;
  if (lookalike !== null) return decide(f, row.outcome, pretending(call, row, lookalike), args, path, at);
  return decide(f, row.outcome, limitDecision(call, row, [...(skipped ?? []), ...keptInMemory(call, row), ...chosenKey(call, key)]), args, path, at);
}

function limitDecision(call: LibraryCall, row: LimitRow, more: Weaknesses): Decision {
  const v = call.f.machine.values;
  const mechanism = `${call.callee.package} ${spoken(call.callee)}()`;
  const id = `${mechanism}@${siteKey(call.at)}`;
  const own = row.weakness === undefined ? [] : [{ what: row.weakness, at: call.at, minor: true as const }];
  const held: Held = { id, mechanism, trust: 'user', at: call.at, trace: [], weaknesses: [...own, ...more] };
  return {
    hold: (facts) => holdLimit(facts, held),
    miss: (facts) => lookLimit(facts, { id, what: mechanism, at: call.at, lookalike: null }),
    present: v.opaque([], null, true),
    status: 429,
    key: `${id}|user|limit`,
  };
}

/** What is asked like a limiter and limits nobody. */
function pretending(call: LibraryCall, row: LimitRow, lookalike: string): Decision {
  const { callee, at } = call;
  const seen: Looked = { id: `${spoken(callee)}@${siteKey(at)}`, what: `${callee.package} ${spoken(callee)}`, at, lookalike };
  return { ...limitDecision(call, row, []), hold: (facts) => lookLimit(facts, seen), miss: (facts) => lookLimit(facts, seen) };
}

/** What a function of the options answers for a request. */
function answers(call: LibraryCall, fn: Value): readonly Result[] {
  const { f, path, at } = call;
  const before = f.throws.length;
  const results = applyValue(f, fn, [f.machine.values.opaque(['caller:request'], null, true)], path, at);
  f.throws.length = before;
  return results;
}

const isCallable = (value: Value): boolean => atoms(value).some((atom) => atom.t === 'function');

function keysOf(call: LibraryCall, key: Value): readonly Value[] {
  return isCallable(key) ? answers(call, key).flatMap((result) => atoms(result.value)) : [key];
}

/** Whom the limiter lets pass unasked; null: everybody. Who proves to be a machine of ours may pass. */
function skips(call: LibraryCall, skip: Value | null): Weaknesses | null {
  if (!skip || !isCallable(skip)) return [];
  const v = call.f.machine.values;
  const known = new Set(call.path.facts.identity.map((one) => one.id));
  const passing = answers(call, skip).flatMap(({ path, value }) => {
    const kept = path.facts.identity.some((one) => !known.has(one.id)) ? null : v.filter(value, true);
    return kept ? [{ kept, always: v.filter(value, false) === null }] : [];
  });
  if (passing.length > 0 && passing.every(({ kept, always }) => always && atoms(kept).every((atom) => constantOf(atom) !== null))) return null;
  return passing.map(({ kept }) => {
    const excuse = excuseOf(call.f.machine, kept, true);
    if (excuse?.what != null) return { what: `it is off when ${excuse.what}`, at: call.at, ...(excuse.minor ? { minor: true as const } : {}) };
    return { what: 'its skip lets callers pass on a condition that they may meet at will', at: call.at };
  });
}

/** Without a store of its own it counts in the process. */
function keptInMemory({ args, at }: LibraryCall, row: LimitRow): Weaknesses {
  if (row.store === undefined || row.store.some((where) => argumentAt(where, args) !== null)) return [];
  const options = args[0];
  // Options that are not known may well have one.
  if (options && !(options.t === 'object' && !options.rest)) return [];
  return [{ what: 'it counts in memory, for each instance by itself', at, minor: true }];
}

/** A key that anybody makes up as often as they like. */
function chosenKey({ path, at }: LibraryCall, key: Value | null): Weaknesses {
  const taints = key && !isCallable(key) ? taintsOf(key).filter((taint) => !taint.startsWith('text:')) : [];
  const chosen = taints.length > 0 && taints.every((taint) => /^caller:(body|query|form|params):/.test(taint));
  return chosen && path.facts.identity.length === 0 ? [{ what: 'the caller chooses what it counts under', at, minor: true }] : [];
}

function mentions(value: Value, name: string): boolean {
  return taintsOf(value, 6).some((taint) => taint.startsWith('external:') && taint.includes(name));
}

function hasField(value: Value, field: string, is: string | number | boolean, depth: number): boolean {
  if (depth === 0) return false;
  if (value.t === 'object')
    return [...value.fields].some(([name, inner]) => (name === field && constantOf(inner) === is) || hasField(inner, field, is, depth - 1));
  if (value.t === 'array') return [...value.items, ...(value.rest ? [value.rest] : [])].some((item) => hasField(item, field, is, depth - 1));
  if (value.t === 'library') return [...value.fields.values()].some((inner) => hasField(inner, field, is, depth - 1));
  return atoms(value).length > 1 && atoms(value).some((atom) => hasField(atom, field, is, depth - 1));
}
