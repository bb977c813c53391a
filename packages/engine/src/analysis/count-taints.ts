/** What calls of libraries count, and under what key: marks on their results, which a comparison makes a limit of. */
import type { Row } from '@gatelint/catalogue';
import { argumentAt } from './arguments.js';
import { isForAll } from './counting.js';
import type { LibraryCall } from './library-call.js';
import { isConditionalUpdate, parametersOf } from './sql-text.js';
import { constantOf, KEPT, type Taint, type Value } from './value.js';

/** `counter` or `counter:all`: whether callers are told apart. */
const under = (what: string, forAll: boolean): Taint => (forAll ? `${what}:all` : what);

export function countTaints(row: Row, call: LibraryCall): readonly Taint[] {
  const { args } = call;
  if (row.role === 'counts') {
    const key = row.key === -1 ? null : (args[row.key ?? 0] ?? null);
    return [under('counter', key ? isForAll(key) : row.key !== -1)];
  }
  if (row.role === 'remembers') {
    const key = args[row.key ?? 0];
    if (!call.callee.fields.has(KEPT)) return [];
    return [under('memory', key !== undefined && isForAll(key))];
  }
  if (row.role === 'runs-sql') return isConditionalUpdate(call, row) ? [under('quota', parametersOf(call, row).every(isForAll))] : [];
  if (row.role === 'narrows') {
    const operator = typeof row.compares === 'number' ? args[row.compares] : undefined;
    return row.compares === true || (operator && ['<', '>', '<=', '>='].includes(String(constantOf(operator)))) ? ['bounded'] : [];
  }
  if (row.role === 'writes-database') {
    const selector = row.selects === undefined ? null : argumentAt(row.selects, args);
    const data = row.sets === undefined ? null : argumentAt(row.sets, args);
    const counts = selector && data && hasKey(selector, row.compares ?? []) && hasKey(data, row.adds ?? []);
    return [...(counts ? [under('quota', isForAll(selector))] : []), 'changes'];
  }
  return [];
}

function hasKey(value: Value, names: readonly string[], depth = 6): boolean {
  if (depth === 0) return false;
  if (value.t === 'object') return [...value.fields].some(([name, field]) => names.includes(name) || hasKey(field, names, depth - 1));
  if (value.t === 'array') return value.items.some((item) => hasKey(item, names, depth - 1));
  return value.t === 'union' && value.of.some((atom) => hasKey(atom, names, depth - 1));
}
