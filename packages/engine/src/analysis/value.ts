/**
 * Abstract values: what an expression can be, as far as the gates care. Values are interned, so that equal values are identical and an `id` stands for one
 * in memo keys. A value says where it comes from (`taints`) even when nothing else is known of it.
 */
import type { ClassId, FunctionId } from '@gatelint/ts-facts';

/** Where something stems from: `caller:header:authorization`, `env:CRON_SECRET`, `principal`, `database`, `counter`, `external:pkg#path`, `condition:…`. */
export type Taint = string;

export type Value = { readonly id: number } &
  /** `taints` of a constant: what it was chosen by. */
  (
    | { readonly t: 'const'; readonly value: string | number | boolean | null | undefined; readonly taints: readonly Taint[] }
    | { readonly t: 'object'; readonly fields: ReadonlyMap<string, Value>; readonly rest: Value | null }
    | { readonly t: 'array'; readonly items: readonly Value[]; readonly rest: Value | null }
    | { readonly t: 'function'; readonly file: string; readonly fn: FunctionId; readonly closure: Closure; readonly self: Value | null }
    | { readonly t: 'class'; readonly file: string; readonly cls: ClassId; readonly closure: Closure }
    | { readonly t: 'instance'; readonly file: string; readonly cls: ClassId; readonly fields: ReadonlyMap<string, Value> }
    /** Something of a package: access path from its exports. `site` tells instances apart, `chain` is what a builder has collected, `fields` what was set on it. */
    | {
        readonly t: 'library';
        readonly package: string;
        readonly path: readonly string[];
        readonly taints: readonly Taint[];
        readonly site: string | null;
        readonly chain: readonly Value[];
        readonly fields: ReadonlyMap<string, Value>;
      }
    /** Made by the analysis: `next` of a middleware chain, a guarded handler, a procedure. */
    | { readonly t: 'native'; readonly name: string; readonly key: string; readonly parts: readonly Value[] }
    | { readonly t: 'env'; readonly name: string }
    /** Somebody or something that was verified. */
    | { readonly t: 'principal'; readonly by: string }
    | { readonly t: 'response'; readonly kind: 'response' | 'error' | 'pass'; readonly status: number | null; readonly fields: ReadonlyMap<string, Value> }
    | { readonly t: 'module'; readonly file: string }
    | { readonly t: 'opaque'; readonly taints: readonly Taint[]; readonly because: string | null; readonly truthy: boolean; readonly falsy: boolean }
    | { readonly t: 'union'; readonly of: readonly Value[] }
  );

export type ValueOf<T extends Value['t']> = Extract<Value, { t: T }>;

/** Captured variables by binding. */
export type Closure = ReadonlyMap<number, Value>;

/** Field that marks a library's value as one that was waited for and is there. */
export const FOUND = '$found';

/** Field that marks what a hash, a decoder or the like has made: it is known by what went in. */
export const DERIVED = '$derived';

/** Field of a map: what was put into it, whatever the key. */
export const IN_MAP = '$values';

/** Field that marks what a module made when it was loaded: it outlives the request. */
export const KEPT = '$kept';

export function atoms(value: Value): readonly Value[] {
  return value.t === 'union' ? value.of : [value];
}

/** Whether the value is true or false in a test; null when it can be both. */
export function truth(value: Value): boolean | null {
  switch (value.t) {
    case 'const':
      return Boolean(value.value);
    case 'object':
    case 'array':
    case 'function':
    case 'class':
    case 'instance':
    case 'native':
    case 'module':
    case 'principal':
    case 'response':
      return true;
    case 'library': {
      if (value.fields.has(FOUND)) return true;
      // What a framework hands over is there; what it holds may not be.
      if (value.path[0]?.startsWith('$')) return value.path.length === 1 ? true : null;
      const last = value.path.at(-1);
      // A package's export is there; a global may not be, nor what a call returns.
      return last === 'new' || (value.package !== 'globalThis' && !value.path.includes('()') && !value.path.includes('new')) ? true : null;
    }
    case 'env':
      return null;
    case 'opaque':
      return value.truthy ? true : value.falsy ? false : null;
    case 'union': {
      const all = value.of.map(truth);
      return all.every((one) => one === true) ? true : all.every((one) => one === false) ? false : null;
    }
  }
}

/** Whether the value is null or undefined; null when it can be either. */
export function isNullish(value: Value): boolean | null {
  if (value.t === 'const') return value.value === null || value.value === undefined;
  if (value.t === 'union') {
    const all = value.of.map(isNullish);
    return all.every((one) => one === true) ? true : all.every((one) => one === false) ? false : null;
  }
  return truth(value) === true ? false : null;
}

/** The outcome of a comparison, and the length of a list: what is made from them is neither. */
const ofTheMoment = /^(ordered|length)(:|$)/;

/** The same answer for the same list: values keep theirs, and the code asks about the same few lists all the time. */
export function aboutTaints<Answer>(find: (taints: readonly Taint[]) => Answer): (taints: readonly Taint[]) => Answer {
  const known = new WeakMap<readonly Taint[], { readonly answer: Answer }>();
  return (taints) => {
    let one = known.get(taints);
    if (!one) known.set(taints, (one = { answer: find(taints) }));
    return one.answer;
  };
}

/** What something stems from that is made from values which stem from `taints`. */
export function madeFrom(taints: readonly Taint[]): readonly Taint[] {
  if (taints.length === 0) return taints;
  return taints.some((taint) => ofTheMoment.test(taint)) ? taints.filter((taint) => !ofTheMoment.test(taint)) : taints;
}

/** Everything that the value stems from, also inside of it. */
export function taintsOf(value: Value, depth = DEPTH): readonly Taint[] {
  if (value.t === 'opaque' || value.t === 'const') return depth === 0 ? noTaints : value.taints;
  let known = taintsKnown.get(value);
  if (!known) taintsKnown.set(value, (known = []));
  return (known[depth] ??= [...new Set(computeTaints(value, depth))]);
}

const noTaints: readonly Taint[] = [];

/** Objects inside of objects are looked into this deep. */
const DEPTH = 7;
/** By depth. Values share their parts: what is inside of many is looked at once. */
const taintsKnown = new WeakMap<Value, (readonly Taint[])[]>();

function computeTaints(value: Value, depth: number): readonly Taint[] {
  if (depth === 0) return noTaints;
  switch (value.t) {
    case 'library':
      return value.path.includes('()') && value.package !== 'globalThis' && !value.fields.has(FOUND) && !value.fields.has(DERIVED)
        ? [...value.taints, `external:${value.package}#${value.path.join('.')}`]
        : value.taints;
    case 'opaque':
    case 'const':
      return value.taints;
    case 'env':
      return [`env:${value.name}`];
    case 'principal':
      return ['principal'];
    case 'object':
    case 'instance':
    case 'response': {
      const out: Taint[] = [];
      for (const field of value.fields.values()) out.push(...taintsOf(field, depth - 1));
      if (value.t === 'object' && value.rest) out.push(...taintsOf(value.rest, depth - 1));
      return out;
    }
    case 'array':
      return [...value.items, ...(value.rest ? [value.rest] : [])].flatMap((item) => taintsOf(item, depth - 1));
    case 'union':
      return value.of.flatMap((atom) => taintsOf(atom, depth));
    default:
      return noTaints;
  }
}

export const fromCaller = (taints: readonly Taint[]): boolean => taints.some((taint) => taint.startsWith('caller:'));
export const fromEnv = (taints: readonly Taint[]): string | null => taints.find((taint) => taint.startsWith('env:'))?.slice(4) ?? null;

/** The constant string or number that a value is, else null. */
export function constantOf(value: Value): string | number | boolean | null {
  return value.t === 'const' && value.value !== undefined ? value.value : null;
}

/** Every constant that a value can be; null when it can be anything else. */
export function constantsOf(value: Value): readonly (string | number | boolean)[] | null {
  const all = atoms(value).map(constantOf);
  return all.every((one) => one !== null) ? all : null;
}
