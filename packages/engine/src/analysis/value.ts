/**
 * Abstract values: what an expression can be, as far as the gates care. Values are interned, so that equal values are identical and an `id` stands for one
 * in memo keys. A value says where it comes from (`taints`) even when nothing else is known of it.
 */
import type { ClassId, FunctionId } from '@gatelint/ts-facts';

/** Where something stems from: `caller:header:authorization`, `env:CRON_SECRET`, `principal`, `database`, `counter`, `external:pkg#path`, `condition:…`. */
export type Taint = string;

export type Value = { readonly id: number } & (
  | { readonly t: 'const'; readonly value: string | number | boolean | null | undefined }
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

/** Field that marks what a module made when it was loaded: it outlives the request. */
export const KEPT = '$kept';

const UNION_LIMIT = 10;
const noFields: ReadonlyMap<string, Value> = new Map();

/** Interns; one for the life of a project, so that ids are comparable across entries. */
export class Values {
  private readonly known = new Map<string, Value>();
  private next = 1;

  private intern<T extends Value>(key: string, make: (id: number) => T): T {
    const found = this.known.get(key);
    if (found) return found as T;
    const made = make(this.next++);
    this.known.set(key, made);
    return made;
  }

  readonly undefined = this.constant(undefined);
  readonly null = this.constant(null);
  readonly true = this.constant(true);
  readonly false = this.constant(false);

  constant(value: string | number | boolean | null | undefined): Value {
    return this.intern(`c${typeof value}:${String(value)}`, (id) => ({ id, t: 'const', value }));
  }
  object(fields: ReadonlyMap<string, Value>, rest: Value | null = null): ValueOf<'object'> {
    return this.intern(`o${mapKey(fields)}|${rest?.id ?? ''}`, (id) => ({ id, t: 'object', fields, rest }));
  }
  record(fields: Readonly<Record<string, Value>>, rest: Value | null = null): ValueOf<'object'> {
    return this.object(new Map(Object.entries(fields)), rest);
  }
  array(items: readonly Value[], rest: Value | null = null): Value {
    return this.intern(`a${items.map((item) => item.id).join()}|${rest?.id ?? ''}`, (id) => ({ id, t: 'array', items, rest }));
  }
  fn(file: string, fn: FunctionId, closure: Closure, self: Value | null = null): ValueOf<'function'> {
    return this.intern(`f${file}#${fn}|${closureKey(closure)}|${self?.id ?? ''}`, (id) => ({ id, t: 'function', file, fn, closure, self }));
  }
  cls(file: string, cls: ClassId, closure: Closure): Value {
    return this.intern(`k${file}#${cls}|${closureKey(closure)}`, (id) => ({ id, t: 'class', file, cls, closure }));
  }
  instance(file: string, cls: ClassId, fields: ReadonlyMap<string, Value>): ValueOf<'instance'> {
    return this.intern(`i${file}#${cls}|${mapKey(fields)}`, (id) => ({ id, t: 'instance', file, cls, fields }));
  }
  library(
    pkg: string,
    path: readonly string[],
    more: { taints?: readonly Taint[]; site?: string | null; chain?: readonly Value[]; fields?: ReadonlyMap<string, Value> } = {},
  ): ValueOf<'library'> {
    const taints = more.taints ?? [];
    const site = more.site ?? null;
    const chain = more.chain ?? [];
    const fields = more.fields ?? noFields;
    const key = `l${pkg}|${path.join('.')}|${taints.join()}|${site ?? ''}|${chain.map((value) => value.id).join()}|${mapKey(fields)}`;
    return this.intern(key, (id) => ({ id, t: 'library', package: pkg, path, taints, site, chain, fields }));
  }
  native(name: string, key: string, parts: readonly Value[] = []): ValueOf<'native'> {
    return this.intern(`n${name}|${key}|${parts.map((part) => part.id).join()}`, (id) => ({ id, t: 'native', name, key, parts }));
  }
  env(name: string): Value {
    return this.intern(`e${name}`, (id) => ({ id, t: 'env', name }));
  }
  principal(by: string): Value {
    return this.intern(`p${by}`, (id) => ({ id, t: 'principal', by }));
  }
  response(kind: 'response' | 'error' | 'pass', status: number | null, fields: ReadonlyMap<string, Value> = noFields): ValueOf<'response'> {
    return this.intern(`r${kind}|${status ?? ''}|${mapKey(fields)}`, (id) => ({ id, t: 'response', kind, status, fields }));
  }
  module(file: string): Value {
    return this.intern(`m${file}`, (id) => ({ id, t: 'module', file }));
  }
  opaque(taints: readonly Taint[] = [], because: string | null = null, truthy = false, falsy = false): Value {
    const sorted = taints.length > 1 ? [...new Set(taints)].sort() : taints;
    return this.intern(`u${sorted.join()}|${because ?? ''}|${truthy ? 1 : falsy ? 2 : 0}`, (id) => ({
      id,
      t: 'opaque',
      taints: sorted,
      because,
      truthy,
      falsy,
    }));
  }
  union(values: readonly Value[]): Value {
    const flat = new Map<number, Value>();
    for (const value of values) for (const atom of atoms(value)) flat.set(atom.id, atom);
    const list = [...flat.values()];
    // By content: numbers depend on what was looked at before.
    if (list.length > 1) list.sort((a, b) => orderOf(a) - orderOf(b) || a.id - b.id);
    const only = list[0];
    if (list.length === 1 && only) return only;
    if (list.length === 0) return this.opaque();
    if (list.length > UNION_LIMIT) {
      // Many answers: their statuses are what is asked for.
      const plain = list.map((value) => (value.t === 'response' ? this.response(value.kind, value.status) : value));
      const distinct = [...new Map(plain.map((value) => [value.id, value])).values()];
      if (distinct.length < list.length) return this.union(distinct);
      return this.opaque(list.flatMap((value) => taintsOf(value)));
    }
    return this.intern(`|${list.map((value) => value.id).join()}`, (id) => ({ id, t: 'union', of: list }));
  }

  /** Keeps the atoms that can be truthy (or falsy). Null when none can. */
  filter(value: Value, truthy: boolean): Value | null {
    const kept = atoms(value).filter((atom) => truth(atom) !== !truthy);
    return kept.length === 0 ? null : this.union(kept);
  }
  /** Keeps the atoms that can be null or undefined (or cannot). */
  filterNullish(value: Value, nullish: boolean): Value | null {
    const kept = atoms(value).filter((atom) => isNullish(atom) !== !nullish);
    return kept.length === 0 ? null : this.union(kept);
  }
}

const orders = new WeakMap<Value, number>();

/** A number by which values are put in order, the same in every process: a hash of what the value is. */
function orderOf(value: Value): number {
  let order = orders.get(value);
  if (order === undefined) orders.set(value, (order = hashOf(value)));
  return order;
}

function hashOf(value: Value): number {
  const of = (one: Value | null): number => (one ? orderOf(one) : 0);
  const fields = (map: ReadonlyMap<string | number, Value>): (string | number)[] => [...map].flatMap(([name, field]) => [name, orderOf(field)]);
  switch (value.t) {
    case 'const':
      return hash([value.t, typeof value.value, String(value.value)]);
    case 'object':
      return hash([value.t, ...fields(value.fields), of(value.rest)]);
    case 'array':
      return hash([value.t, ...value.items.map(orderOf), of(value.rest)]);
    case 'function':
      return hash([value.t, value.file, value.fn, ...fields(value.closure), of(value.self)]);
    case 'class':
      return hash([value.t, value.file, value.cls, ...fields(value.closure)]);
    case 'instance':
      return hash([value.t, value.file, value.cls, ...fields(value.fields)]);
    case 'library':
      return hash([value.t, value.package, ...value.path, ...value.taints, value.site ?? '', ...value.chain.map(orderOf), ...fields(value.fields)]);
    case 'native':
      return hash([value.t, value.name, value.key, ...value.parts.map(orderOf)]);
    case 'env':
      return hash([value.t, value.name]);
    case 'principal':
      return hash([value.t, value.by]);
    case 'response':
      // Of several answers the one with the lowest status is told first.
      return -0x80000000 + (value.status ?? 0) * 0x10000 + (hash([value.kind, ...fields(value.fields)]) & 0xffff);
    case 'module':
      return hash([value.t, value.file]);
    case 'opaque':
      return hash([value.t, ...value.taints, value.because ?? '', value.truthy ? 1 : 0, value.falsy ? 1 : 0]);
    case 'union':
      return hash([value.t, ...value.of.map(orderOf)]);
  }
}

/** FNV-1a over the parts. */
function hash(parts: readonly (string | number)[]): number {
  let sum = 0x811c9dc5;
  for (const part of parts) {
    if (typeof part === 'number') sum = Math.imul(sum ^ part, 0x01000193);
    else for (let index = 0; index < part.length; index++) sum = Math.imul(sum ^ part.charCodeAt(index), 0x01000193);
    sum = Math.imul(sum ^ 0xff, 0x01000193);
  }
  return sum | 0;
}

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

/** What something stems from that is made from values which stem from `taints`. */
export function madeFrom(taints: readonly Taint[]): readonly Taint[] {
  return taints.some((taint) => ofTheMoment.test(taint)) ? taints.filter((taint) => !ofTheMoment.test(taint)) : taints;
}

/** Everything that the value stems from, also inside of it. */
export function taintsOf(value: Value, depth = DEPTH): readonly Taint[] {
  if (depth !== DEPTH) return computeTaints(value, depth);
  let known = taintsKnown.get(value);
  if (!known) {
    const all = computeTaints(value, depth);
    known = all.length > 1 ? [...new Set(all)] : all;
    taintsKnown.set(value, known);
  }
  return known;
}

/** Objects inside of objects are looked into this deep. */
const DEPTH = 7;
const taintsKnown = new WeakMap<Value, readonly Taint[]>();

function computeTaints(value: Value, depth: number): readonly Taint[] {
  if (depth === 0) return [];
  switch (value.t) {
    case 'library':
      return value.path.includes('()') && value.package !== 'globalThis' && !value.fields.has(FOUND)
        ? [...value.taints, `external:${value.package}#${value.path.join('.')}`]
        : value.taints;
    case 'opaque':
      return value.taints;
    case 'env':
      return [`env:${value.name}`];
    case 'principal':
      return ['principal'];
    case 'object':
    case 'instance':
    case 'response': {
      const out: Taint[] = [];
      for (const field of value.fields.values()) out.push(...computeTaints(field, depth - 1));
      if (value.t === 'object' && value.rest) out.push(...computeTaints(value.rest, depth - 1));
      return out;
    }
    case 'array':
      return [...value.items, ...(value.rest ? [value.rest] : [])].flatMap((item) => computeTaints(item, depth - 1));
    case 'union':
      return value.of.flatMap((atom) => computeTaints(atom, depth));
    default:
      return [];
  }
}

export const fromCaller = (taints: readonly Taint[]): boolean => taints.some((taint) => taint.startsWith('caller:'));
export const fromEnv = (taints: readonly Taint[]): string | null => taints.find((taint) => taint.startsWith('env:'))?.slice(4) ?? null;

/** The constant string or number that a value is, else null. */
export function constantOf(value: Value): string | number | boolean | null {
  return value.t === 'const' && value.value !== undefined ? value.value : null;
}

function mapKey(fields: ReadonlyMap<string, Value>): string {
  if (fields.size === 0) return '';
  let key = '';
  for (const [name, value] of fields) key += `${name}=${value.id},`;
  return key;
}

function closureKey(closure: Closure): string {
  let key = '';
  for (const [binding, value] of closure) key += `${binding}=${value.id},`;
  return key;
}

/** Every constant that a value can be; null when it can be anything else. */
export function constantsOf(value: Value): readonly (string | number | boolean)[] | null {
  const all = atoms(value).map(constantOf);
  return all.every((one) => one !== null) ? all : null;
}
