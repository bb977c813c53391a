/** What the methods of a class put into its fields: who asks for a field of an object that somebody else has filled gets any of it. */
import type { ClassId, Expr, Module } from '@gatelint/ts-facts';
import { eachExpressionOf } from './search.js';

const known = new WeakMap<Module, ReadonlyMap<string, readonly Expr[]>>();

/** Everything that the module assigns to a field of its class, by `this` or by the class's name, in the order of the source. Constructors are left out: they run when an object is made. */
export function assignedTo(module: Module, cls: ClassId, name: string, isStatic: boolean): readonly Expr[] {
  let fields = known.get(module);
  if (!fields) known.set(module, (fields = collect(module)));
  return fields.get(keyOf(cls, name, isStatic)) ?? [];
}

const keyOf = (cls: ClassId, name: string, isStatic: boolean): string => `${cls}${isStatic ? '.' : '#'}${name}`;

function collect(module: Module): ReadonlyMap<string, readonly Expr[]> {
  const found = new Map<string, Expr[]>();
  if (module.classes.length === 0) return found;
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
