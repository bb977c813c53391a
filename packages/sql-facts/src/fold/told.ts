/** What files say to a platform through tables and functions that it brings: rows of constants, changes to rows, calls. */
import type { Named, Told } from '../schema.js';
import { constantOf } from './constants.js';
import type { Context, Handler } from './context.js';
import { as, field, list, strings, text, type Node } from './nodes.js';

function tell({ state, unit }: Context, told: Omit<Told, 'at'>): void {
  state.told.set(state.told.size, { ...told, at: unit.whole });
}

/** The table of a statement where it is the platform's; null where it is any other. */
function platformTable({ state }: Context, relation: Node | undefined): Named | null {
  const name = state.relation(relation);
  return state.platform.has(name.schema) && state.table(name)?.assumed !== false ? name : null;
}

/** INSERT … VALUES: each row by its columns. Where columns are not named, or rows come from a query, nothing is known of the values. */
export const insertRows: Handler = (node, context) => {
  const to = platformTable(context, field(node, 'relation'));
  if (to === null) return;
  const columns = list(node, 'cols').map((one) => text(as(one, 'ResTarget'), 'name') ?? '');
  const rows = list(as(field(node, 'selectStmt'), 'SelectStmt'), 'valuesLists');
  if (columns.length === 0 || rows.length === 0) return tell(context, { kind: 'row', to, values: {} });
  for (const row of rows) {
    const values = list(as(row, 'List'), 'items').map(constantOf);
    tell(context, { kind: 'row', to, values: Object.fromEntries(columns.map((column, index) => [column, values[index] ?? null])) });
  }
};

export const changeRows: Handler = (node, context) => {
  const to = platformTable(context, field(node, 'relation'));
  if (to !== null) tell(context, { kind: 'change', to, values: {} });
};

/** Calls that a SELECT or a PERFORM makes for what they do, of functions that no file creates. */
export function tellCalls(node: Node, context: Context): void {
  for (const target of list(node, 'targetList')) {
    const call = as(field(as(target, 'ResTarget'), 'val'), 'FuncCall');
    const parts = strings(list(call, 'funcname'));
    const [schema, name] = [parts.at(-2), parts.at(-1)];
    if (call === undefined || schema === undefined || name === undefined || !context.state.platform.has(schema)) continue;
    const given = list(call, 'args').map((argument, index): [string, string | null] => {
      const named = as(argument, 'NamedArgExpr');
      return [text(named, 'name') ?? String(index + 1), constantOf(named === undefined ? argument : field(named, 'arg')) ?? null];
    });
    tell(context, { kind: 'call', to: { schema, name }, values: Object.fromEntries(given) });
  }
}
