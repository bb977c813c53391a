/** What the declared type of an expression says, where nothing else does: asked of a type checker, if the host brought one. */
import type { Expr } from '@gatelint/ts-facts';
import type { DeclaredType } from '../type-oracle.js';
import type { Frame, Machine } from './machine.js';
import { memberOf } from './members.js';
import { packageExport } from './module-values.js';
import { named } from './types.js';
import { isUnfollowed } from './unfollowed.js';
import { constantOf, fromCaller, taintsOf, type Value } from './value.js';

/** What is called or reached into, if nothing is known of `value` but its type; else the value itself. */
export function receiverOf(f: Frame, expr: Expr, value: Value): Value {
  return f.machine.types && isOpen(f.machine, value) ? (declaredValue(f, expr) ?? value) : value;
}

/** A value of the expression's declared type, or the member of one: of what lies inside a package's things the type says nothing. */
function declaredValue(f: Frame, expr: Expr): Value | null {
  const m = f.machine;
  const known = remembered(m, f.module.file, expr);
  if (known.receiver !== undefined) return known.receiver;
  const types = m.types?.typesOf({ file: f.module.file, ...expr.at }) ?? [];
  const values = types.map((type) => valueOf(m, type));
  if (values.length > 0 && values.every((one) => one !== null)) return (known.receiver = m.values.union(values));
  const object = expr.k === 'member' && typeof expr.property === 'string' ? declaredValue(f, expr.object) : null;
  return (known.receiver = object && expr.k === 'member' && typeof expr.property === 'string' ? memberOf(f, object, expr.property) : null);
}

/**
 * The constants that a value can be by its type. What a caller sends can be anything, whatever the code calls its type, so only the project's own values are
 * looked up.
 */
export function choiceOf(m: Machine, file: string, expr: Expr, value: Value): Value {
  if (!m.types || constantOf(value) !== null || !isOpen(m, value) || fromCaller(taintsOf(value))) return value;
  const known = remembered(m, file, expr);
  if (known.choice === undefined) {
    const values = m.types.literalsOf({ file, ...expr.at });
    known.choice = values && m.values.union(values.map((one) => m.values.constant(one)));
  }
  return known.choice ?? value;
}

/** Nothing is known of it but, at most, where it was kept: it is of a package of which the catalogue says nothing, of a request as a whole, of a context, of a table. */
function isOpen(m: Machine, value: Value): boolean {
  if (value.t === 'library') return !m.matcher.leadsOn(value.package, value.path) && value.taints.every(saysNothing);
  return value.t === 'opaque' && value.taints.every(saysNothing);
}

const kept = new Set(['caller:request', 'context', 'memory', 'memory:all']);
const saysNothing = (taint: string): boolean => taint.startsWith('external:') || isUnfollowed(taint) || kept.has(taint);

function valueOf(m: Machine, type: DeclaredType): Value | null {
  switch (type.is) {
    case 'of-package': {
      if (type.path.at(-1) !== '()') return named(m, type.specifier, type.path);
      const [name = 'default'] = type.path;
      const made = packageExport(m, type.specifier, name);
      if (made.t !== 'library') return null;
      const target = m.matcher.resolve(made.package, [...made.path, '()']);
      return m.matcher.leadsOn(target.module, target.path) ? m.values.library(target.module, target.path) : null;
    }
    case 'instance': {
      const module = m.modules.load(type.file);
      const cls = module?.classes.find((one) => (one.binding === null ? one.at.start : module.bindings[one.binding]?.at.start) === type.name);
      return cls ? m.values.instance(type.file, cls.id, new Map()) : null;
    }
    case 'function': {
      const module = m.modules.load(type.file);
      // A function that captures variables of another one means nothing without them.
      const fn = module?.functions.find((one) => one.head.start === type.name && one.captures.length === 0);
      return fn ? m.values.fn(type.file, fn.id, new Map()) : null;
    }
  }
}

export interface Declared {
  receiver?: Value | null;
  choice?: Value | null;
}

function remembered(m: Machine, file: string, expr: Expr): Declared {
  const key = `${file}:${expr.at.start}-${expr.at.end}`;
  let known = m.declared.get(key);
  if (!known) m.declared.set(key, (known = {}));
  return known;
}
