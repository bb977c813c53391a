/** The strings that an expression can be: a variable's name in a constant, a template, a choice of two, the keys of a map, the items of a list. */
import type { BindingId, Expr, TypeRef } from '@gatelint/ts-facts';
import type { Definition } from './definitions.js';
import type { Denoted, Denoter } from './denote.js';

/** One string that an expression can be: `head`, then what is not known here, then `tail`. */
export interface Text {
  readonly head: string;
  /** null: nothing is missing. Else a parameter of a function around the expression, or what stands in it: a member by its name, any item by `*`. */
  readonly hole: null | 'unknown' | { readonly fn: number; readonly index: number; readonly path: readonly string[] };
  readonly tail: string;
}

const unknown: Text = { head: '', hole: 'unknown', tail: '' };
const whole = (text: string): Text => ({ head: text, hole: null, tail: '' });
const maxTexts = 256;
const maxSteps = 24;

/** A thing that an expression can be: a string of ours, a value or what stands in it (a member by its name, any item by `*`), a pair. */
type Item =
  | { readonly text: Text }
  | { readonly file: string; readonly value: Expr; readonly path: readonly string[] }
  | { readonly pair: readonly [Item, Item] }
  | { readonly hole: Extract<Text['hole'], object> };

export interface Texts {
  (file: string, expr: Expr): readonly Text[];
  /** The strings that stand at a path in what a call hands over as the parameter at `index`, whether that takes one argument or the rest of them. */
  given(file: string, args: readonly Expr[], index: number, rest: boolean, path: readonly string[]): readonly Text[];
}

/** @param literalsOf what a type checker says of an expression that nothing else is known of; null where it says nothing, or where there is none */
export function createTexts(denoter: Denoter, literalsOf: (file: string, expr: Expr) => readonly (string | number | boolean)[] | null = () => null): Texts {
  const texts = (file: string, expr: Expr, depth: number): readonly Text[] => {
    const found = read(file, expr, depth);
    const literals = found.every((one) => one === unknown) ? literalsOf(file, expr) : null;
    return literals ? literals.map((one) => whole(String(one))) : found;
  };

  const read = (file: string, expr: Expr, depth: number): readonly Text[] => {
    if (depth <= 0) return [unknown];
    switch (expr.k) {
      case 'literal':
        return typeof expr.value === 'string' || typeof expr.value === 'number' ? [whole(String(expr.value))] : [unknown];
      case 'template':
        return expr.tag
          ? [unknown]
          : expr.quasis.reduce<readonly Text[]>(
              (sofar, quasi, index) =>
                join(join(sofar, index > 0 && expr.exprs[index - 1] ? texts(file, expr.exprs[index - 1]!, depth - 1) : [whole('')]), [whole(quasi)]),
              [whole('')],
            );
      case 'binary':
        return expr.op === '+' ? join(texts(file, expr.left, depth - 1), texts(file, expr.right, depth - 1)) : [unknown];
      case 'conditional':
        return unite(texts(file, expr.then, depth - 1), texts(file, expr.else, depth - 1));
      case 'logical':
        return expr.op === '&&' ? texts(file, expr.right, depth - 1) : unite(texts(file, expr.left, depth - 1), texts(file, expr.right, depth - 1));
      case 'await':
        return texts(file, expr.value, depth - 1);
      case 'ref':
        return ofBinding(file, expr.binding, depth - 1);
      case 'member':
        return ofMember(file, expr, depth - 1);
      case 'call':
        return ofCall(file, expr, depth - 1);
      default:
        return [unknown];
    }
  };

  function ofBinding(file: string, id: BindingId, depth: number): readonly Text[] {
    const definition = denoter.definitions(file).of(id);
    if (definition?.is === 'value' && definition.path.length === 0) return texts(file, definition.value, depth - 1);
    if (definition?.is === 'param') return ofParam(file, id, definition, depth - 1);
    const denoted = definition && definition.is !== 'value' ? null : denoter.binding(file, id);
    return denoted?.is === 'expr' ? texts(denoted.file, denoted.expr, depth - 1) : ofItems(ofName(file, id, depth - 1), depth - 1);
  }

  function ofParam(file: string, id: BindingId, definition: Extract<Definition, { is: 'param' }>, depth: number): readonly Text[] {
    const type = definition.path.length === 0 ? denoter.module(file)?.bindings[id]?.type : null;
    return (type && ofType(file, type, depth - 1)) ?? ofItems(ofName(file, id, depth - 1), depth - 1);
  }

  /** The strings of a closed type; null when it is open. */
  function ofType(file: string, type: TypeRef, depth: number): readonly Text[] | null {
    if (depth <= 0) return null;
    if (typeof type.literal === 'string') return [whole(type.literal)];
    if (type.union.length > 0) {
      let found: readonly Text[] = [];
      for (const one of type.union) {
        const inside = ofType(file, one, depth - 1);
        if (!inside) return null;
        found = unite(found, inside);
      }
      return found;
    }
    const set = type.keysOf ?? type.itemsOf;
    if (!set) {
      const alias = denoter.alias(file, type);
      return alias && ofType(alias.file, alias.type, depth - 1);
    }
    const of = set.query && set.binding !== null ? set : null;
    let at = of && denoter.binding(file, of.binding!);
    for (const key of of?.path.slice(1) ?? []) at = at && denoter.step(at, key);
    const items = at && (type.keysOf ? keysOf(at, depth - 1) : valuesOf(at, depth - 1));
    return items && ofItems(items, depth - 1);
  }

  function ofMember(file: string, expr: Extract<Expr, { k: 'member' }>, depth: number): readonly Text[] {
    const object = typeof expr.property === 'string' ? denoter.denote(file, expr.object) : null;
    const found = object && typeof expr.property === 'string' ? denoter.step(object, expr.property) : null;
    return found?.is === 'expr' ? texts(found.file, found.expr, depth - 1) : ofItems(alternatives(file, expr, depth - 1), depth - 1);
  }

  /** The things that an expression can be, where lists and maps are walked, searched or picked from; null when that is not known. */
  function alternatives(file: string, expr: Expr, depth: number): readonly Item[] | null {
    if (depth <= 0) return null;
    switch (expr.k) {
      case 'ref':
        return ofName(file, expr.binding, depth - 1);
      case 'member': {
        // `PLANS[plan]` is any of them; `PLANS[plan].key` that member of any.
        const any = typeof expr.property === 'string' ? null : valuesOf(denoter.denote(file, expr.object), depth - 1);
        return any ?? within(alternatives(file, expr.object, depth - 1), [typeof expr.property === 'string' ? expr.property : '*']);
      }
      case 'call':
        return expr.callee.k === 'member' && typeof expr.callee.property === 'string' && picks.has(expr.callee.property)
          ? itemsOf(file, expr.callee.object, depth - 1)
          : null;
      case 'await':
        return alternatives(file, expr.value, depth - 1);
      case 'object':
      case 'array':
        return [{ file, value: expr, path: [] }];
      default:
        return null;
    }
  }

  function ofName(file: string, id: BindingId, depth: number): readonly Item[] | null {
    const definition = denoter.definitions(file).of(id);
    if (!definition || depth <= 0) return null;
    if (definition.is === 'value') return within(alternatives(file, definition.value, depth - 1), definition.path);
    if (definition.is === 'element') return within(itemsOf(file, definition.of, depth - 1), definition.path);
    if (definition.is === 'key') return keysOf(denoter.denote(file, definition.of), depth - 1);
    const handed = denoter.definitions(file).handedTo(definition.fn);
    const callee = handed?.index === 0 ? handed.call.callee : null;
    // `NAMES.forEach((name) => …)`: the parameter is one item after another.
    if (callee?.k === 'member' && typeof callee.property === 'string' && walks.get(callee.property) === definition.index)
      return within(itemsOf(file, callee.object, depth - 1), definition.path);
    return [{ hole: { fn: definition.fn, index: definition.index, path: definition.path } }];
  }

  function ofCall(file: string, expr: Extract<Expr, { k: 'call' }>, depth: number): readonly Text[] {
    if (expr.callee.k !== 'member' || typeof expr.callee.property !== 'string') return [unknown];
    const { object, property } = expr.callee;
    if (property === 'toUpperCase' || property === 'toLocaleUpperCase') {
      return texts(file, object, depth - 1).map((one) => ({
        head: one.head.toUpperCase(),
        hole: one.hole === null ? null : 'unknown',
        tail: one.tail.toUpperCase(),
      }));
    }
    return property === 'trim' || property === 'toString' ? texts(file, object, depth - 1) : [unknown];
  }

  function ofItems(items: readonly Item[] | null, depth: number): readonly Text[] {
    if (!items) return [unknown];
    let found: readonly Text[] = [];
    for (const item of items) found = unite(found, ofItem(item, depth - 1));
    return found;
  }

  function ofItem(item: Item, depth: number): readonly Text[] {
    if ('text' in item) return [item.text];
    if ('hole' in item) return [{ head: '', hole: item.hole, tail: '' }];
    if ('pair' in item || depth <= 0) return [unknown];
    return item.path.length === 0 ? texts(item.file, item.value, depth - 1) : ofPath(denoter.denote(item.file, item.value), item.path, depth - 1);
  }

  function ofPath(from: Denoted | null, path: readonly string[], depth: number): readonly Text[] {
    let at = from;
    for (const [index, key] of path.entries()) {
      if (key === '*') return ofItems(within(valuesOf(at, depth - 1), path.slice(index + 1)), depth - 1);
      at = at && denoter.step(at, key);
    }
    return at?.is === 'expr' ? texts(at.file, at.expr, depth - 1) : [unknown];
  }

  /** What a loop over `expr` walks; null when that is not known. */
  function itemsOf(file: string, expr: Expr, depth: number): readonly Item[] | null {
    if (depth <= 0) return null;
    if (expr.k === 'call' && expr.callee.k === 'member' && typeof expr.callee.property === 'string') {
      const { object, property } = expr.callee;
      if (object.k === 'global' && object.name === 'Object' && expr.args[0]) {
        const target = denoter.denote(file, expr.args[0]);
        if (property === 'keys') return keysOf(target, depth - 1);
        if (property === 'values') return valuesOf(target, depth - 1);
        if (property !== 'entries') return null;
        const keys = keysOf(target, depth - 1);
        const values = valuesOf(target, depth - 1);
        return keys && values && keys.length === values.length ? keys.map((key, index) => ({ pair: [key, values[index]!] })) : null;
      }
      if (passesOn.has(property)) return itemsOf(file, object, depth - 1);
    }
    if (expr.k === 'new' && expr.callee.k === 'global' && expr.callee.name === 'Set' && expr.args[0]) return itemsOf(file, expr.args[0], depth - 1);
    if (expr.k === 'array') return ofArray(file, expr.items, depth - 1);
    if (expr.k === 'ref') {
      const definition = denoter.definitions(file).of(expr.binding);
      if (definition?.is === 'value' && definition.path.length === 0) return itemsOf(file, definition.value, depth - 1);
    }
    const denoted = denoter.denote(file, expr);
    if (denoted?.is === 'expr') return denoted.expr.k === 'array' ? ofArray(denoted.file, denoted.expr.items, depth - 1) : null;
    return within(alternatives(file, expr, depth - 1), ['*']);
  }

  function ofArray(file: string, items: readonly Expr[], depth: number): readonly Item[] | null {
    const found: Item[] = [];
    for (const item of items) {
      if (item.k !== 'spread') {
        found.push({ file, value: item, path: [] });
        continue;
      }
      const inside = itemsOf(file, item.value, depth - 1);
      if (!inside) return null;
      found.push(...inside);
    }
    return found;
  }

  function keysOf(target: Denoted | null, depth: number): readonly Item[] | null {
    return eachProp(target, depth, (file, key) => (typeof key === 'string' ? [{ text: whole(key) }] : texts(file, key, depth - 1).map((text) => ({ text }))));
  }

  function valuesOf(target: Denoted | null, depth: number): readonly Item[] | null {
    if (target?.is === 'expr' && target.expr.k === 'array') return ofArray(target.file, target.expr.items, depth - 1);
    return eachProp(target, depth, (file, _, value) => [{ file, value, path: [] }]);
  }

  function eachProp(target: Denoted | null, depth: number, make: (file: string, key: string | Expr, value: Expr) => readonly Item[]): readonly Item[] | null {
    if (target?.is !== 'expr' || target.expr.k !== 'object' || depth <= 0) return null;
    const found: Item[] = [];
    for (const prop of target.expr.props) {
      const inside = prop.kind === 'value' ? make(target.file, prop.key, prop.value) : eachProp(denoter.denote(target.file, prop.value), depth - 1, make);
      if (!inside) return null;
      found.push(...inside);
    }
    return found;
  }

  const given: Texts['given'] = (file, args, index, rest, path) => {
    if (!rest) return args[index] ? ofItems(within(alternatives(file, args[index], maxSteps) ?? [{ file, value: args[index], path: [] }], path), maxSteps) : [];
    const items = ofArray(file, args.slice(index), maxSteps);
    return path[0] === '*' ? ofItems(within(items, path.slice(1)), maxSteps) : [unknown];
  };
  return Object.assign((file: string, expr: Expr) => texts(file, expr, maxSteps), { given });
}

/** Methods that call their argument with one item after another, and which parameter that is. */
const walks = new Map([
  ...['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'flatMap'].map((name) => [name, 0] as const),
  ...['reduce', 'reduceRight'].map((name) => [name, 1] as const),
]);
/** Methods that give one of the items. */
const picks = new Set(['find', 'findLast', 'at', 'pop', 'shift']);
const passesOn = new Set(['filter', 'slice', 'toSorted', 'sort', 'reverse', 'toReversed']);

/** What stands in each of some things: a member by its name, any item by `*`; null when one of them is a text. */
function within(items: readonly Item[] | null, path: readonly string[]): readonly Item[] | null {
  if (!items || path.length === 0) return items;
  const found: Item[] = [];
  for (const item of items) {
    if ('hole' in item) found.push({ hole: { ...item.hole, path: [...item.hole.path, ...path] } });
    else if ('value' in item) found.push({ ...item, path: [...item.path, ...path] });
    else if ('pair' in item && (path[0] === '0' || path[0] === '1')) {
      const inside = within([item.pair[Number(path[0]) as 0 | 1]], path.slice(1));
      if (!inside) return null;
      found.push(...inside);
    } else return null;
  }
  return found;
}

function join(left: readonly Text[], right: readonly Text[]): readonly Text[] {
  const found: Text[] = [];
  for (const a of left) {
    for (const b of right) {
      if (found.length >= maxTexts) return [unknown];
      found.push(
        a.hole === null
          ? { head: a.head + b.head, hole: b.hole, tail: b.tail }
          : b.hole === null
            ? { head: a.head, hole: a.hole, tail: a.tail + b.head }
            : { head: a.head, hole: 'unknown', tail: b.tail },
      );
    }
  }
  return found;
}

function unite(left: readonly Text[], right: readonly Text[]): readonly Text[] {
  const found = [...left];
  for (const one of right) if (!found.some((other) => JSON.stringify(other) === JSON.stringify(one))) found.push(one);
  return found.length > maxTexts ? [unknown] : found;
}
