/** Functions of a module that anything can call: what its top level, its exports and its classes mention, and what those mention in turn. */
import type { Expr, Module } from '@gatelint/ts-facts';
import { eachExpressionOf, eachInside } from './search.js';

const cache = new WeakMap<Module, ReadonlySet<number>>();

export function liveFunctions(module: Module): ReadonlySet<number> {
  let live = cache.get(module);
  if (!live) cache.set(module, (live = find(module)));
  return live;
}

function find(module: Module): ReadonlySet<number> {
  const live = new Set<number>();
  const reach = (id: number | null | undefined): void => {
    const fn = id == null ? undefined : module.functions[id];
    if (!fn || live.has(fn.id)) return;
    live.add(fn.id);
    eachExpressionOf(fn, visit);
  };
  const visit = (expr: Expr): void => {
    if (expr.k === 'function') reach(expr.id);
    if (expr.k !== 'ref') return;
    reach(module.bindings[expr.binding]?.fn);
  };
  reach(0);
  for (const { what } of module.exports) {
    if (what.is === 'binding') reach(module.bindings[what.binding]?.fn);
    else if (what.is === 'expression') eachInside(what.value, visit);
  }
  for (const one of module.classes)
    for (const member of one.members) {
      reach(member.fn);
      if (member.value) eachInside(member.value, visit);
    }
  return live;
}
