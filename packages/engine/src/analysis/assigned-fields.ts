/**
 * What a module puts into the fields of its classes and of the global object: who asks for a field of something that somebody else has filled gets any of it.
 */
import type { ClassId, Expr, Module } from '@gatelint/ts-facts';
import { eachExpressionOf } from './search.js';

const known = new WeakMap<Module, ReadonlyMap<string, readonly Expr[]>>();

/** Everything that the module assigns to a field of its class, by `this` or by the class's name, in the order of the source. Constructors are left out: they run when an object is made. */
export function assignedTo(module: Module, cls: ClassId, name: string, isStatic: boolean): readonly Expr[] {
  let fields = known.get(module);
  if (!fields) known.set(module, (fields = collect(module)));
  return fields.get(keyOf(cls, name, isStatic)) ?? [];
}

/** Everything that the module assigns to a member of the global object, also by another name that it has for it. */
export function assignedToGlobal(module: Module, name: string): readonly Expr[] {
  let fields = known.get(module);
  if (!fields) known.set(module, (fields = collect(module)));
  return fields.get(`${ofGlobal}${name}`) ?? [];
}

const ofGlobal = 'global.';
const globals = new Set(['globalThis', 'global', 'window', 'self']);

function isGlobal(module: Module, expr: Expr, depth = 3): boolean {
  if (expr.k === 'global') return globals.has(expr.name);
  const init = expr.k === 'ref' && depth > 0 ? module.bindings[expr.binding]?.init : null;
  return init ? isGlobal(module, init, depth - 1) : false;
}

const keyOf = (cls: ClassId, name: string, isStatic: boolean): string => `${cls}${isStatic ? '.' : '#'}${name}`;

function collect(module: Module): ReadonlyMap<string, readonly Expr[]> {
  const found = new Map<string, Expr[]>();
  const add = (key: string, value: Expr): void => {
    const values = found.get(key);
    if (values) values.push(value);
    else found.set(key, [value]);
  };
  for (const fn of module.functions) {
    if (fn.kind === 'constructor') continue;
    eachExpressionOf(fn, (expr) => {
      if (expr.k !== 'assign' || expr.target.p !== 'expression' || expr.target.target.k !== 'member') return;
      const { object, property } = expr.target.target;
      if (typeof property !== 'string') return;
      if (object.k === 'this' && fn.class !== null) add(keyOf(fn.class, property, isStaticMethod(module, fn.class, fn.id)), expr.value);
      if (isGlobal(module, object)) add(`${ofGlobal}${property}`, expr.value);
      const cls = object.k === 'ref' ? (module.bindings[object.binding]?.class ?? null) : null;
      if (cls !== null) add(keyOf(cls, property, true), expr.value);
    });
  }
  return found;
}

/** Arrow functions in a method have its `this`, but stand beside it: what they set is taken for the object's. */
function isStaticMethod(module: Module, cls: ClassId, fn: number): boolean {
  return module.classes[cls]?.members.some((member) => member.fn === fn && member.static) ?? false;
}
