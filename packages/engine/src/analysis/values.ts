/** Makes values, each once: equal values are identical, and an `id` stands for one in keys of memory. */
import type { ClassId, FunctionId } from '@gatelint/ts-facts';
import { atoms, isNullish, taintsOf, truth, type Closure, type Taint, type Value, type ValueOf } from './value.js';

const UNION_LIMIT = 10;
const noFields: ReadonlyMap<string, Value> = new Map();
const noTaints: readonly Taint[] = [];
/** More values than there will be: two numbers of values make one. */
const PAIR = 2 ** 26;

type Opaques = WeakMap<readonly Taint[], Value>;

/** One for the life of a project, so that ids are comparable across entries. */
export class Values {
  private readonly known = new Map<string, Value>();
  private next = 1;
  /** Opaque values by the very list of what they stem from: of either truth, true, false. */
  private readonly opaques = [0, 1, 2].map(() => new WeakMap<readonly Taint[], Value>()) as [Opaques, Opaques, Opaques];
  /** Lists of what values stem from, each once. */
  private readonly lists = new Map<string, readonly Taint[]>([['', noTaints]]);
  /** What two values are together. */
  private readonly pairs = new Map<number, Value>();

  /** How many there are. */
  get size(): number {
    return this.known.size;
  }

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

  constant(value: string | number | boolean | null | undefined, taints: readonly Taint[] = noTaints): Value {
    return this.intern(`c${typeof value}:${String(value)}${taints.length > 0 ? `|${taints.join()}` : ''}`, (id) => ({ id, t: 'const', value, taints }));
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
  opaque(taints: readonly Taint[] = noTaints, because: string | null = null, truthy = false, falsy = false): Value {
    const side = truthy ? 1 : falsy ? 2 : 0;
    const given = taints.length === 0 ? noTaints : taints;
    const same = because === null ? this.opaques[side].get(given) : undefined;
    if (same) return same;
    const sorted = given.length > 1 ? [...new Set(given)].sort() : given;
    const words = sorted.join();
    // The list that values keep is the one with which they are asked for again.
    let list = this.lists.get(words);
    if (!list) this.lists.set(words, (list = sorted));
    const kept = list;
    const value = this.intern(`u${words}|${because ?? ''}|${side}`, (id) => ({ id, t: 'opaque', taints: kept, because, truthy, falsy }));
    if (because === null) this.opaques[side].set(kept, value);
    return value;
  }
  union(values: readonly Value[]): Value {
    const [one, other] = values;
    if (!one || values.length > 2) return this.unionOf(values);
    if (!other || one === other) return one;
    const pair = one.id < other.id ? one.id * PAIR + other.id : other.id * PAIR + one.id;
    let known = this.pairs.get(pair);
    if (!known) this.pairs.set(pair, (known = this.unionOf(values)));
    return known;
  }
  private unionOf(values: readonly Value[]): Value {
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
      const kin = this.kin(list);
      if (kin.length < list.length) return this.union(kin);
      return this.opaque(list.flatMap((value) => taintsOf(value)));
    }
    return this.intern(`|${list.map((value) => value.id).join()}`, (id) => ({ id, t: 'union', of: list }));
  }

  /**
   * Instances of one class as one whose fields are what any of them has: a builder that may or may not have been told each of sixty things is still that builder,
   * and what it does is still known.
   */
  private kin(list: readonly Value[]): readonly Value[] {
    const classes = new Map<string, ValueOf<'instance'>[]>();
    for (const value of list)
      if (value.t === 'instance') classes.set(`${value.file}#${value.cls}`, [...(classes.get(`${value.file}#${value.cls}`) ?? []), value]);
    const joined = [...classes.values()].map((all) => {
      const [first] = all;
      if (!first || all.length === 1) return all;
      const fields = new Map<string, Value>();
      for (const name of new Set(all.flatMap((one) => [...one.fields.keys()])))
        fields.set(name, this.union(all.map((one) => one.fields.get(name) ?? this.undefined)));
      return [this.instance(first.file, first.cls, fields)];
    });
    return [...list.filter((value) => value.t !== 'instance'), ...joined.flat()];
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
      return hash([value.t, typeof value.value, String(value.value), ...value.taints]);
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
