/** The strings that an expression can be: a variable's name in a constant, a template, a choice of two, the keys of a map, the items of a list. */
import type { BindingId, Expr } from '@gatelint/ts-facts';
import type { Definition } from './definitions.js';
import type { Denoted, Denoter } from './denote.js';

/** One string that an expression can be: `head`, then what is not known here, then `tail`. */
export interface Text {
  readonly head: string;
  /** null: nothing is missing. `param`: the parameter of the function in which the expression stands. */
  readonly hole: null | 'unknown' | { readonly fn: number; readonly index: number };
  readonly tail: string;
}

const unknown: Text = { head: '', hole: 'unknown', tail: '' };
const whole = (text: string): Text => ({ head: text, hole: null, tail: '' });
const maxTexts = 256;
const maxSteps = 16;

/** A thing in a list: a string of ours, a value, or a pair. */
type Item = { readonly text: Text } | { readonly file: string; readonly value: Expr } | { readonly pair: readonly [Item, Item] };

export function createTexts(denoter: Denoter): (file: string, expr: Expr) => readonly Text[] {
  const texts = (file: string, expr: Expr, depth: number): readonly Text[] => {
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
    if (!definition) {
      const denoted = denoter.binding(file, id);
      return denoted?.is === 'expr' ? texts(denoted.file, denoted.expr, depth - 1) : [unknown];
    }
    if (definition.is === 'value') {
      if (definition.path.length === 0) return texts(file, definition.value, depth - 1);
      const denoted = denoter.binding(file, id);
      return denoted?.is === 'expr' ? texts(denoted.file, denoted.expr, depth - 1) : [unknown];
    }
    if (definition.is === 'element') return ofItems(itemsOf(file, definition.of, depth - 1), definition.path, depth - 1);
    if (definition.is === 'key') return ofItems(keysOf(denoter.denote(file, definition.of), depth - 1), [], depth - 1);
    return ofParam(file, id, definition, depth - 1);
  }

  function ofParam(file: string, id: BindingId, definition: Extract<Definition, { is: 'param' }>, depth: number): readonly Text[] {
    const handed = denoter.definitions(file).handedTo(definition.fn);
    // `NAMES.forEach((name) => …)`: the first parameter is one item after another.
    if (
      handed &&
      handed.index === 0 &&
      definition.index === 0 &&
      handed.call.callee.k === 'member' &&
      typeof handed.call.callee.property === 'string' &&
      walks.has(handed.call.callee.property)
    ) {
      return ofItems(itemsOf(file, handed.call.callee.object, depth - 1), definition.path, depth - 1);
    }
    const type = definition.path.length === 0 ? denoter.module(file)?.bindings[id]?.type : null;
    const literals = (type?.union.length ? type.union : type ? [type] : []).map((one) => one.literal);
    if (literals.length > 0 && literals.every((one) => typeof one === 'string')) return literals.map((one) => whole(String(one)));
    return definition.path.length === 0 ? [{ head: '', hole: { fn: definition.fn, index: definition.index }, tail: '' }] : [unknown];
  }

  function ofMember(file: string, expr: Extract<Expr, { k: 'member' }>, depth: number): readonly Text[] {
    const object = denoter.denote(file, expr.object);
    if (!object) return [unknown];
    if (typeof expr.property === 'string') {
      const found = denoter.step(object, expr.property);
      return found?.is === 'expr' ? texts(found.file, found.expr, depth - 1) : [unknown];
    }
    // `NAMES[region]`: any of them.
    return ofItems(valuesOf(object, depth - 1), [], depth - 1);
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

  function ofItems(items: readonly Item[] | null, path: readonly string[], depth: number): readonly Text[] {
    if (!items) return [unknown];
    let found: readonly Text[] = [];
    for (const item of items) found = unite(found, ofItem(item, path, depth - 1));
    return found;
  }

  function ofItem(item: Item, path: readonly string[], depth: number): readonly Text[] {
    if ('text' in item) return path.length === 0 ? [item.text] : [unknown];
    if ('pair' in item) return path[0] === '0' || path[0] === '1' ? ofItem(item.pair[path[0] === '0' ? 0 : 1], path.slice(1), depth - 1) : [unknown];
    if (path.length === 0) return texts(item.file, item.value, depth - 1);
    let at: Denoted | null = denoter.denote(item.file, item.value);
    for (const key of path) at = at && denoter.step(at, key);
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
    return denoted?.is === 'expr' && denoted.expr.k === 'array' ? ofArray(denoted.file, denoted.expr.items, depth - 1) : null;
  }

  function ofArray(file: string, items: readonly Expr[], depth: number): readonly Item[] | null {
    const found: Item[] = [];
    for (const item of items) {
      if (item.k !== 'spread') {
        found.push({ file, value: item });
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
    return eachProp(target, depth, (file, _, value) => [{ file, value }]);
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

  return (file, expr) => texts(file, expr, maxSteps);
}

const walks = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'flatMap']);
const passesOn = new Set(['filter', 'slice', 'toSorted', 'sort', 'reverse', 'toReversed']);

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
