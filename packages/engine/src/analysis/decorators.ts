/** Decorators of methods: functions of the project that put another function in the place of the method. Those of libraries are left to the catalogue. */
import type { Expr, Module } from '@gatelint/ts-facts';
import { Env } from './env.js';
import { noFacts, type Path, type Site } from './facts.js';
import { callFunctionFull } from './invoke.js';
import { siteOf, type Machine } from './machine.js';
import { moduleFrame, resolveReference } from './module-values.js';
import { atoms, type Value } from './value.js';

const start: Path = { env: Env.empty, facts: noFacts };

/** The method as its decorators leave it; the one that stands next to it is applied first. */
export function decorated(m: Machine, module: Module, decorators: readonly Expr[], name: string, method: Value, self: Value): Value {
  let value = method;
  for (const one of [...decorators].reverse()) {
    const decorator = resolveReference(m, module, one);
    if (decorator.t === 'function') value = replaced(m, module, decorator, name, value, self, siteOf(module.file, one.at)) ?? value;
  }
  return value;
}

/** `(value, context) => function` of the standard, or `(target, key, descriptor)` of before it, which returns a descriptor or changes the one that it gets. */
function replaced(m: Machine, module: Module, decorator: Value & { readonly t: 'function' }, name: string, method: Value, self: Value, at: Site): Value | null {
  const v = m.values;
  const old = (m.modules.load(decorator.file)?.functions[decorator.fn]?.params.length ?? 0) > 2;
  const descriptor = v.record({ value: method });
  const args = old ? [v.opaque([], null, true), v.constant(name), descriptor] : [method, v.record({ kind: v.constant('method'), name: v.constant(name) })];
  const found: Value[] = [];
  for (const result of callFunctionFull({ ...moduleFrame(m, module), byFramework: true }, decorator, args, start, at, null)) {
    for (const given of old ? [result.value, result.params[2] ?? descriptor] : [result.value]) {
      const functions = atoms(given).flatMap((atom) => (old ? (atom.t === 'object' ? atoms(atom.fields.get('value') ?? v.undefined) : []) : [atom]));
      const bound = functions.flatMap((atom) => (atom.t === 'function' ? [v.fn(atom.file, atom.fn, atom.closure, atom.self ?? self)] : []));
      if (bound.length === 0) continue;
      found.push(...bound);
      break;
    }
  }
  return found.length > 0 ? v.union(found) : null;
}
