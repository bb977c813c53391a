/** Expressions: what they can be, on which paths. */
import type { Expr, Prop } from '@gatelint/ts-facts';
import { assignTo, bindPattern } from './bind.js';
import { evaluateCall, evaluateNew } from './call.js';
import { constantValue } from './constants.js';
import { choiceOf } from './declared.js';
import { keptInSession, memberEffects } from './library-call.js';
import { sessionUnder, settle } from './database.js';
import { GLOBAL, THIS, type Path, type Result, type Site } from './facts.js';
import { siteOf, type Frame } from './machine.js';
import { isEnvironment, memberOf } from './members.js';
import { bindingValue, packageExport, sharedOnGlobal } from './module-values.js';
import { crash, mayThrow, mergeResults, setVariable, withValue } from './paths.js';
import { compare } from './compare.js';
import { evaluateConditional } from './conditional.js';
import { chosenBy, excuseOf, noExcuses, sided } from './sparing.js';
import { test } from './test.js';
import { carried, chosenFor, toldBy } from './ownership.js';
import { callFunction } from './invoke.js';
import { atoms, constantOf, isNullish, madeFrom, taintsOf, type Value, type ValueOf } from './value.js';

/** Every value the expression can have on the path, with what is known then. Paths on which it throws go to the frame. */
export function evaluate(f: Frame, expr: Expr, path: Path): Result[] {
  const m = f.machine;
  const v = m.values;
  m.memo.spend();
  switch (expr.k) {
    case 'ref':
      return [withValue(path, variable(f, expr.binding, path))];
    case 'global':
      return [withValue(path, (isGlobalObject(expr) ? path.env.get(GLOBAL) : undefined) ?? globalValue(f, expr.name))];
    case 'this':
    case 'super':
      return [withValue(path, path.env.get(THIS) ?? f.self ?? v.opaque())];
    case 'literal':
      return [withValue(path, constantValue(m, expr) ?? v.undefined)];
    case 'regexp':
      return [
        withValue(
          path,
          v.library('globalThis', ['RegExp', 'new'], {
            fields: new Map([
              ['source', v.constant(expr.source)],
              ['flags', v.constant(expr.flags)],
            ]),
          }),
        ),
      ];
    case 'template':
      return evaluateTemplate(f, expr, path);
    case 'member':
      return evaluateMember(f, expr, path);
    case 'call':
      return evaluateCall(f, expr, path);
    case 'new':
      return evaluateNew(f, expr, path);
    case 'await':
      return mergeResults(
        v,
        evaluate(f, expr.value, path).flatMap((result) => settle(f, result, siteOf(f.module.file, expr.at))),
      );
    case 'object': {
      const constant = constantValue(m, expr);
      return constant ? [withValue(path, constant)] : evaluateObject(f, expr.props, path);
    }
    case 'array': {
      const constant = constantValue(m, expr);
      return constant ? [withValue(path, constant)] : evaluateArray(f, expr.items, path);
    }
    case 'spread':
      return evaluate(f, expr.value, path);
    case 'function':
      return [withValue(path, closure(f, expr.id, path))];
    case 'class': {
      return [withValue(path, v.cls(f.module.file, expr.id, new Map()))];
    }
    case 'conditional':
      return evaluateConditional(f, expr, path);
    case 'logical':
      return evaluateLogical(f, expr, path);
    case 'unary':
      return evaluateUnary(f, expr, path);
    case 'binary':
      return evaluateBinary(f, expr, path);
    case 'assign':
      return evaluateAssign(f, expr, path);
    case 'sequence': {
      let results: Result[] = [withValue(path, v.undefined)];
      for (const item of expr.items)
        results = mergeResults(
          v,
          results.flatMap((result) => evaluate(f, item, result.path)),
        );
      return results;
    }
    case 'yield':
      return expr.value ? evaluate(f, expr.value, path).map((result) => withValue(result.path, v.opaque())) : [withValue(path, v.opaque())];
    case 'import':
      return evaluate(f, expr.source, path).map((result) => withValue(result.path, imported(f, result.value, expr.sync)));
    case 'jsx': {
      let paths: Path[] = [path];
      const parts = [...expr.props.map((prop) => prop.value), ...expr.children];
      for (const part of parts) paths = paths.flatMap((one) => evaluate(f, part, one).map((result) => result.path));
      return paths.map((one) => withValue(one, v.opaque([], null, true)));
    }
    case 'opaque': {
      let paths: Path[] = [path];
      for (const child of expr.children) paths = paths.flatMap((one) => evaluate(f, child, one).map((result) => result.path));
      return paths.map((one) => withValue(one, v.opaque([], expr.because)));
    }
  }
}

/** Evaluates several expressions in order; the values of each path side by side. */
export function evaluateAll(f: Frame, exprs: readonly Expr[], path: Path): { path: Path; values: Value[] }[] {
  let rows: { path: Path; values: Value[] }[] = [{ path, values: [] }];
  for (const expr of exprs) {
    const next: { path: Path; values: Value[] }[] = [];
    const [only] = rows;
    if (only && rows.length === 1) {
      const results = evaluate(f, expr, only.path);
      const [result] = results;
      if (result && results.length === 1) {
        // One way in and one way on: the row grows.
        only.path = result.path;
        only.values.push(result.value);
        continue;
      }
      for (const each of results) next.push({ path: each.path, values: [...only.values, each.value] });
    } else for (const row of rows) for (const result of evaluate(f, expr, row.path)) next.push({ path: result.path, values: [...row.values, result.value] });
    rows = next.length > 24 ? next.slice(0, 24) : next;
  }
  return rows;
}

export function variable(f: Frame, binding: number, path: Path): Value {
  const known = path.env.get(binding);
  if (known) return known;
  const declared = f.module.bindings[binding];
  if (!declared) return f.machine.values.opaque();
  if (declared.owner === 0) return bindingValue(f.machine, f.module, binding);
  if (declared.kind === 'function' && declared.fn !== null) return closure(f, declared.fn, path);
  if (declared.kind === 'class' && declared.class !== null) return f.machine.values.cls(f.module.file, declared.class, new Map());
  return f.machine.values.opaque();
}

/** A function made here, with what it captures as it is now. */
function closure(f: Frame, id: number, path: Path): Value {
  const fn = f.module.functions[id];
  const captured = new Map<number, Value>();
  for (const binding of fn?.captures ?? []) {
    const value = path.env.get(binding);
    if (value) captured.set(binding, value);
  }
  return f.machine.values.fn(f.module.file, id, captured, fn?.kind === 'arrow' ? (path.env.get(THIS) ?? f.self) : null);
}

function globalValue(f: Frame, name: string): Value {
  if (name === 'undefined') return f.machine.values.undefined;
  const ambient = f.machine.globals.has(name) ? null : f.machine.ambient(f.module.file, name);
  if (ambient) return ambient;
  return packageExport(f.machine, 'globalThis', name === 'globalThis' || name === 'global' ? '*' : name);
}

/** `globalThis`, by either of its names: what a function keeps on it is there for the rest of the function. */
export const isGlobalObject = (expr: Expr): boolean => expr.k === 'global' && (expr.name === 'globalThis' || expr.name === 'global');

function imported(f: Frame, source: Value, sync: boolean): Value {
  const m = f.machine;
  const name = constantOf(source);
  if (typeof name !== 'string') return m.values.opaque([], 'the module that is imported is not constant');
  const where = m.modules.resolve(f.module.file, name);
  if (where.is === 'file') {
    const whole = m.values.module(where.file);
    return sync ? (memberOf(f, whole, 'default') === m.values.undefined ? whole : (memberOf(f, whole, 'default') ?? whole)) : whole;
  }
  return packageExport(m, where.is === 'package' ? where.specifier : name, '*');
}

function evaluateTemplate(f: Frame, expr: Extract<Expr, { k: 'template' }>, path: Path): Result[] {
  const v = f.machine.values;
  if (expr.tag)
    return evaluateCall(
      f,
      {
        k: 'call',
        callee: expr.tag,
        args: [{ k: 'array', items: expr.quasis.map((text) => ({ k: 'literal', value: text, at: expr.at })), at: expr.at }, ...expr.exprs],
        optional: false,
        at: expr.at,
      },
      path,
    );
  return evaluateAll(f, expr.exprs, path).map(({ path: after, values }) => {
    let text: string | null = expr.quasis[0] ?? '';
    values.forEach((value, index) => {
      const constant = constantOf(value);
      text = text === null || constant === null ? null : text + String(constant) + (expr.quasis[index + 1] ?? '');
    });
    if (text !== null) return withValue(after, v.constant(text));
    const taints = madeFrom(values.flatMap((value) => taintsOf(value)));
    // The constant head of a text is kept: hosts of URLs and schemes of credentials are read from it.
    const head = leading(expr.quasis, values);
    return withValue(
      after,
      v.opaque(
        head === '' ? taints : [...taints, `text:${head}`],
        null,
        expr.quasis.some((quasi) => quasi !== ''),
      ),
    );
  });
}

function leading(quasis: readonly string[], values: readonly Value[]): string {
  let head = quasis[0] ?? '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const constant = value ? constantOf(value) : null;
    if (constant === null) break;
    head += String(constant) + (quasis[i + 1] ?? '');
  }
  return head;
}

function evaluateMember(f: Frame, expr: Extract<Expr, { k: 'member' }>, path: Path): Result[] {
  const v = f.machine.values;
  const out: Result[] = [];
  for (const object of evaluate(f, expr.object, path)) {
    for (const one of keysOf(f, expr.property, object)) {
      const session = one.key ? sessionUnder(f, one.object, one.key, one.path, siteOf(f.module.file, expr.at)) : null;
      const kept = one.key && !session ? keptUnder(f, one.object, one.key) : null;
      const read = session ?? (kept ? [withValue(one.path, kept)] : readMember(f, one.object, one.name, expr, one.path));
      out.push(...(one.key && one.name === null ? read.map((each) => withValue(each.path, chosenFor(f, one.key, each.value))) : read));
    }
  }
  return mergeResults(v, out);
}

function keysOf(f: Frame, property: string | Expr, object: Result): { object: Value; name: string | null; key: Value | null; path: Path }[] {
  if (typeof property === 'string') return [{ object: object.value, name: property, key: null, path: object.path }];
  return evaluate(f, property, object.path).flatMap((key) =>
    atoms(choiceOf(f.machine, f.module.file, property, key.value)).map((one) => {
      const constant = constantOf(one);
      return { object: object.value, name: constant === null ? null : String(constant), key: one, path: key.path };
    }),
  );
}

/** A table that a module starts empty is a memory of the process: what is in it under a key stems from the key. */
function keptUnder(f: Frame, object: Value, key: Value): Value | null {
  if (object.t !== 'object' || object.fields.size > 0 || object.rest?.t !== 'opaque' || object.rest.taints.length > 0 || constantOf(key) !== null) return null;
  return f.machine.values.opaque(['memory', ...taintsOf(key)]);
}

function readMember(f: Frame, object: Value, name: string | null, expr: Extract<Expr, { k: 'member' }>, path: Path): Result[] {
  const v = f.machine.values;
  const nullish = isNullish(object);
  if (nullish === true) {
    if (expr.optional || inOptionalChain(expr.object)) return [withValue(path, v.undefined)];
    crash(f, path);
    return [];
  }
  if (nullish === null && object.t === 'union' && object.of.some((atom) => isNullish(atom) === true)) {
    const rest = object.of.filter((atom) => isNullish(atom) !== true);
    const there = rest.length > 0 ? v.union(rest) : null;
    const out = there ? readMember(f, there, name, expr, path) : [];
    if (expr.optional || inOptionalChain(expr.object)) return mergeResults(v, [...out, withValue(path, v.undefined)]);
    mayThrow(f, path);
    return out;
  }
  if (name === null) return [withValue(path, computed(f, object))];
  const value = memberOf(f, object, name);
  if (value?.t === 'library') {
    const kept = keptInSession(f, value, path, siteOf(f.module.file, expr.at));
    if (kept) return kept;
  }
  if (value?.t === 'library') memberEffects(f, value, path, siteOf(f.module.file, expr.at));
  const shared = value === v.undefined ? sharedValue(f, object, name) : null;
  return got(f, shared ?? value ?? v.undefined, path, siteOf(f.module.file, expr.at));
}

/** `if (!globalThis.db) globalThis.db = connect()` at the top of a module: whoever reads it later finds what was put there. */
function sharedValue(f: Frame, object: Value, name: string): Value | null {
  if (object.t !== 'library' || object.package !== 'globalThis' || object.path.length > 0 || f.fn.kind !== 'module') return null;
  return sharedOnGlobal(f.machine, f.module, name);
}

/** What reading gives: an accessor is asked. */
export function got(f: Frame, value: Value, path: Path, at: Site): Result[] {
  if (!atoms(value).some(isGetter)) return [withValue(path, value)];
  return mergeResults(
    f.machine.values,
    atoms(value).flatMap((atom) => {
      const fn = isGetter(atom) ? atom.parts[0] : undefined;
      return fn?.t === 'function' ? callFunction(f, fn, [], path, at) : [withValue(path, atom)];
    }),
  );
}

const isGetter = (value: Value): value is ValueOf<'native'> => value.t === 'native' && value.name === 'getter';

/** `a?.b.c`: the whole chain is undefined when `a` is. */
function inOptionalChain(expr: Expr): boolean {
  if (expr.k === 'member') return expr.optional || inOptionalChain(expr.object);
  if (expr.k === 'call') return expr.optional || inOptionalChain(expr.callee);
  return false;
}

/** A member whose name is not constant: any of them. */
function computed(f: Frame, object: Value): Value {
  const v = f.machine.values;
  if (isEnvironment(object)) return v.opaque(['env:*']);
  if (object.t === 'object') return v.union([...object.fields.values(), object.rest ?? v.undefined]);
  if (object.t === 'array') return v.union([...object.items, object.rest ?? v.undefined]);
  if (object.t === 'library') return v.library(object.package, [...object.path, '*'], { taints: object.taints, site: object.site });
  return v.opaque(taintsOf(object));
}

function evaluateObject(f: Frame, props: readonly Prop[], path: Path): Result[] {
  const v = f.machine.values;
  let rows: { path: Path; fields: Map<string, Value>; rest: Value | null }[] = [{ path, fields: new Map(), rest: null }];
  for (const prop of props) {
    const next: typeof rows = [];
    for (const row of rows) {
      const keys = prop.kind === 'value' && typeof prop.key !== 'string' ? evaluate(f, prop.key, row.path) : [withValue(row.path, v.undefined)];
      const ends = keys.flatMap((key) => evaluate(f, prop.value, key.path).map((result) => ({ key, result })));
      for (const { key, result } of ends) {
        // A table of a thousand properties is filled, not copied a thousand times.
        const fields = ends.length === 1 ? row.fields : new Map(row.fields);
        let rest = row.rest;
        if (prop.kind === 'spread') rest = spreadInto(f, result.value, fields, rest);
        else {
          const constant = typeof prop.key === 'string' ? prop.key : constantOf(key.value);
          const value = accessor(f, prop.value, result.value);
          if (constant === null) rest = rest ? v.union([rest, value]) : value;
          else fields.set(String(constant), value);
        }
        next.push({ path: result.path, fields, rest });
      }
    }
    rows = next.length > 24 ? next.slice(0, 24) : next;
  }
  return mergeResults(
    v,
    rows.map((row) => withValue(row.path, v.object(row.fields, row.rest))),
  );
}

/** `{ get db() { … } }`: whoever reads it gets what it returns. */
function accessor(f: Frame, expr: Expr, value: Value): Value {
  if (expr.k !== 'function' || f.module.functions[expr.id]?.kind !== 'getter') return value;
  return f.machine.values.native('getter', `${f.module.file}#${expr.id}`, [value]);
}

/** What spreading the value costs, in steps. */
const sizeOf = (value: Value): number =>
  value.t === 'object' || value.t === 'instance' || value.t === 'response' ? value.fields.size >> 3 : value.t === 'union' ? value.of.length : 0;

function spreadInto(f: Frame, value: Value, fields: Map<string, Value>, rest: Value | null): Value | null {
  const v = f.machine.values;
  f.machine.memo.spend(sizeOf(value));
  if (value.t === 'object' || value.t === 'instance' || value.t === 'response') {
    for (const [name, field] of value.fields) fields.set(name, field);
    const more = value.t === 'object' ? value.rest : null;
    return more ? (rest ? v.union([rest, more]) : more) : rest;
  }
  if (value.t === 'const') return rest;
  if (value.t === 'union') {
    // Either of several objects: a field that only one has may be missing.
    const objects = value.of.filter((atom) => atom.t === 'object');
    for (const name of new Set(objects.flatMap((atom) => (atom.t === 'object' ? [...atom.fields.keys()] : []))))
      fields.set(
        name,
        v.union(value.of.map((atom) => (atom.t === 'object' ? (atom.fields.get(name) ?? fields.get(name) ?? v.undefined) : (fields.get(name) ?? v.undefined)))),
      );
    const others = value.of.filter((atom) => atom.t !== 'object' && atom.t !== 'const');
    return others.length > 0 ? v.opaque(others.flatMap((atom) => taintsOf(atom))) : rest;
  }
  const spread = value.t === 'library' ? value : v.opaque(taintsOf(value));
  return rest ? v.union([rest, spread]) : spread;
}

function evaluateArray(f: Frame, items: readonly Expr[], path: Path): Result[] {
  const v = f.machine.values;
  return mergeResults(
    v,
    evaluateAll(f, items, path).map((row) => {
      const list: Value[] = [];
      let rest: Value | null = null;
      row.values.forEach((value, index) => {
        if (items[index]?.k !== 'spread') rest === null ? list.push(value) : (rest = v.union([rest, value]));
        else if (value.t === 'array' && !value.rest && rest === null) list.push(...value.items);
        else {
          const element: Value = value.t === 'array' ? v.union([...value.items, ...(value.rest ? [value.rest] : [])]) : v.opaque(taintsOf(value));
          rest = rest === null ? element : v.union([rest, element]);
        }
      });
      return withValue(row.path, v.array(list, rest));
    }),
  );
}

/** What is left standing by `&&` is false and by `||` is true, also where nothing else is known of it. */
const decided = (v: Frame['machine']['values'], value: Value, truthy: boolean): Value =>
  value.t === 'opaque'
    ? v.opaque(value.taints, value.because, truthy, !truthy)
    : value.t === 'union'
      ? v.union(value.of.map((atom) => decided(v, atom, truthy)))
      : value;

function evaluateLogical(f: Frame, expr: Extract<Expr, { k: 'logical' }>, path: Path): Result[] {
  const v = f.machine.values;
  const out: Result[] = [];
  for (const left of evaluate(f, expr.left, path)) {
    if (expr.op === '??') {
      const there = v.filterNullish(left.value, false);
      const missing = v.filterNullish(left.value, true);
      if (there) out.push(withValue(left.path, there));
      if (missing) out.push(...evaluate(f, expr.right, left.path));
    } else {
      const kept = v.filter(left.value, expr.op === '||');
      const other = v.filter(left.value, expr.op === '&&');
      const at = siteOf(f.module.file, expr.left.at);
      const [yes, no] = expr.op === '||' ? [kept, other] : [other, kept];
      const excuses = yes && no ? { yes: excuseOf(f.machine, yes, true), no: excuseOf(f.machine, no, false) } : noExcuses;
      const along = (side: boolean): Path => {
        const after = sided(left.path, excuses, at, side);
        return kept && other ? toldBy(f, expr.left, left.value, side, after) : after;
      };
      if (kept) out.push(withValue(along(expr.op === '||'), decided(v, kept, expr.op === '||')));
      if (other) for (const refined of refinedBy(f, expr.left, along(expr.op === '&&'), expr.op === '&&')) out.push(...evaluate(f, expr.right, refined));
    }
  }
  return mergeResults(v, carried(f, path.facts.claims, out));
}

function refinedBy(f: Frame, expr: Expr, path: Path, truthy: boolean): Path[] {
  if (expr.k !== 'ref') return [path];
  const kept = f.machine.values.filter(variable(f, expr.binding, path), truthy);
  return kept && path.env.has(expr.binding) ? [setVariable(path, expr.binding, kept)] : [path];
}

function evaluateUnary(f: Frame, expr: Extract<Expr, { k: 'unary' }>, path: Path): Result[] {
  const v = f.machine.values;
  if (expr.op === '!') {
    const { yes, no, excuses } = test(f, expr.value, path);
    return mergeResults(
      v,
      carried(f, path.facts.claims, [
        ...chosenBy(
          f,
          excuses.yes,
          yes.map((one) => withValue(one, v.false)),
        ),
        ...chosenBy(
          f,
          excuses.no,
          no.map((one) => withValue(one, v.true)),
        ),
      ]),
    );
  }
  return evaluate(f, expr.value, path).map((result) => {
    if (expr.op === 'void') return withValue(result.path, v.undefined);
    if (expr.op === 'typeof')
      return withValue(
        result.path,
        typeName(v.opaque(), result.value, (name) => v.constant(name)),
      );
    const constant = constantOf(result.value);
    if (expr.op === '-' && typeof constant === 'number') return withValue(result.path, v.constant(-constant));
    return withValue(result.path, v.opaque(taintsOf(result.value)));
  });
}

function typeName(unknown: Value, value: Value, make: (name: string) => Value): Value {
  if (value.t === 'const') return make(value.value === null ? 'object' : typeof value.value);
  if (value.t === 'function' || value.t === 'class') return make('function');
  if (value.t === 'object' || value.t === 'array' || value.t === 'instance' || value.t === 'response') return make('object');
  return unknown;
}

const comparisons = new Set(['===', '!==', '==', '!=', '<', '>', '<=', '>=', 'in', 'instanceof']);

function evaluateBinary(f: Frame, expr: Extract<Expr, { k: 'binary' }>, path: Path): Result[] {
  const v = f.machine.values;
  const out: Result[] = [];
  for (const { path: after, values } of evaluateAll(f, [expr.left, expr.right], path)) {
    const [left, right] = values;
    if (!left || !right) continue;
    if (comparisons.has(expr.op)) {
      out.push(...compare(f, expr.op, left, right, after, siteOf(f.module.file, expr.at)));
      continue;
    }
    const a = constantOf(left);
    const b = constantOf(right);
    if (expr.op === '+' && a !== null && b !== null && (typeof a === 'string' || typeof b === 'string'))
      out.push(withValue(after, v.constant(String(a) + String(b))));
    else if (typeof a === 'number' && typeof b === 'number')
      out.push(
        withValue(
          after,
          arithmetic(v.opaque(), expr.op, a, b, (value) => v.constant(value)),
        ),
      );
    else {
      const head = expr.op === '+' && typeof a === 'string' && a !== '' ? [`text:${a}`] : [];
      out.push(withValue(after, v.opaque([...taintsOf(left), ...taintsOf(right), ...head])));
    }
  }
  return mergeResults(v, out);
}

function arithmetic(unknown: Value, op: string, a: number, b: number, make: (value: number) => Value): Value {
  if (op === '+') return make(a + b);
  if (op === '-') return make(a - b);
  if (op === '*') return make(a * b);
  if (op === '/') return make(a / b);
  return unknown;
}

function evaluateAssign(f: Frame, expr: Extract<Expr, { k: 'assign' }>, path: Path): Result[] {
  const v = f.machine.values;
  const out: Result[] = [];
  const target = expr.target;
  if (expr.op === '=') {
    for (const result of evaluate(f, expr.value, path))
      for (const after of bindPattern(f, target, result.value, result.path)) out.push(withValue(after, result.value));
    return mergeResults(v, out);
  }
  const read: Expr | null = target.p === 'binding' ? { k: 'ref', binding: target.binding, at: target.at } : target.p === 'expression' ? target.target : null;
  if (!read) return evaluate(f, expr.value, path);
  const op = expr.op.slice(0, -1);
  const computedValue: Expr =
    op === '&&' || op === '||' || op === '??'
      ? { k: 'logical', op, left: read, right: expr.value, at: expr.at }
      : { k: 'binary', op, left: read, right: expr.value, at: expr.at };
  for (const result of evaluate(f, computedValue, path))
    for (const after of assignTo(f, read, result.value, result.path)) out.push(withValue(after, result.value));
  return mergeResults(v, out);
}
