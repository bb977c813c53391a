/** Expressions that say everything by themselves: literals, and objects and arrays of them. They are evaluated once. */
import type { Expr } from '@gatelint/ts-facts';
import type { Machine } from './machine.js';
import type { Value } from './value.js';

const named = new WeakSet<Expr>();

/** The value of an object or array of literals; null when anything in it has to be looked up. */
export function constantValue(m: Machine, expr: Expr): Value | null {
  const known = m.constants.get(expr);
  if (known) return known;
  if (named.has(expr)) return null;
  const value = compute(m, expr);
  if (value) m.constants.set(expr, value);
  else named.add(expr);
  return value;
}

function compute(m: Machine, expr: Expr): Value | null {
  const v = m.values;
  if (expr.k === 'literal') return expr.undef ? v.undefined : v.constant(expr.value);
  if (expr.k === 'object') {
    const fields = new Map<string, Value>();
    for (const prop of expr.props) {
      const value = prop.kind === 'value' && typeof prop.key === 'string' ? constantValue(m, prop.value) : null;
      if (!value || prop.kind !== 'value') return null;
      fields.set(prop.key as string, value);
    }
    return v.object(fields);
  }
  if (expr.k === 'array') {
    const items: Value[] = [];
    for (const item of expr.items) {
      const value = constantValue(m, item);
      if (!value) return null;
      items.push(value);
    }
    return v.array(items);
  }
  return null;
}
