/** Triggers on tables and views. */
import type { Named, Table, Trigger } from '../schema.js';
import type { Context, Handler } from './context.js';
import { NO_USES } from './new-objects.js';
import { field, flag, list, locationOf, number, strings, text } from './nodes.js';
import type { State } from './state.js';
import { renameUses, usesOf } from './uses.js';

/** Bits of a trigger's type. */
const BIT = { before: 2, insert: 4, delete: 8, update: 16, truncate: 32, insteadOf: 64 } as const;
const EVENTS = ['delete', 'insert', 'truncate', 'update'] as const;

export const createTrigger: Handler = (node, context) => {
  const { state, unit } = context;
  const relation = field(node, 'relation');
  const name = state.relation(relation);
  const parts = strings(list(node, 'funcname'));
  const called = state.functionsNamed(parts)[0];
  const timing = number(node, 'timing') ?? 0;
  const events = number(node, 'events') ?? 0;
  const columns = strings(list(node, 'columns'));
  const when = usesOf(state, rowColumns(field(node, 'whenClause')), { name, columns: null });
  const trigger: Trigger = {
    name: text(node, 'trigname') ?? '',
    timing: timing === BIT.before ? 'before' : timing === BIT.insteadOf ? 'instead of' : 'after',
    events: EVENTS.filter((event) => (events & BIT[event]) !== 0),
    forEach: flag(node, 'row') ? 'row' : 'statement',
    function: state.liveFunction(called ?? state.newName(parts)),
    enabled: 'yes',
    constraint: flag(node, 'isconstraint'),
    uses: columns.length === 0 ? when : { ...NO_USES, ...when, relations: [...when.relations, { relation: state.liveRelation(name), columns }] },
    at: unit.whole,
  };
  const view = state.view(name);
  if (view !== undefined) return state.putView({ ...view, triggers: [...view.triggers.filter((one) => one.name !== trigger.name), trigger] });
  put(context, state.tableOrAssumed(name, unit.place(unit.nameSpan(locationOf(relation)))), trigger, flag(node, 'replace'));
};

function put(context: Context, table: Table, trigger: Trigger, replace: boolean): void {
  const { state } = context;
  if (table.triggers.some((one) => one.name === trigger.name) && !replace) {
    context.refused(`the trigger ${trigger.name} is created a second time; the first definition is kept`);
    return;
  }
  const changed = state.change(
    table,
    { triggers: [...table.triggers.filter((one) => one.name !== trigger.name), trigger] },
    `trigger ${trigger.name} created`,
    context.unit.whole,
  );
  if (trigger.forEach !== 'row' || table.kind !== 'partitioned') return;
  for (const child of state.childrenOf(table)) put(context, child, renameUses(trigger, changed, state.liveRelation(child)), replace);
}

/** `new.a` and `old.a` are columns of the table. */
function rowColumns(tree: unknown): unknown {
  return tree === undefined
    ? []
    : (JSON.parse(JSON.stringify(tree), (key, value: unknown) =>
        key === 'fields' && Array.isArray(value) && value.length === 2 && isRow(value[0]) ? [value[1]] : value,
      ) as unknown);
}

const isRow = (field: unknown): boolean => /^(?:new|old)$/.test((field as { String?: { sval?: string } }).String?.sval ?? '');

/** `name`: null for all of them. Partitions follow in their copies. */
export function enableTriggers(state: State, table: Table, name: string | null, enabled: Trigger['enabled'], inherited: boolean): void {
  state.change(table, { triggers: table.triggers.map((one) => (name === null || one.name === name ? { ...one, enabled } : one)) });
  if (!inherited || table.kind !== 'partitioned') return;
  for (const child of state.childrenOf(table))
    for (const one of table.triggers)
      if (one.forEach === 'row' && (name === null || one.name === name)) enableTriggers(state, state.table(child)!, one.name, enabled, true);
}

export function dropTrigger(state: State, on: Named, name: string): void {
  const view = state.view(on);
  if (view !== undefined) state.putView({ ...view, triggers: view.triggers.filter((one) => one.name !== name) });
  const table = state.table(on);
  const dropped = table?.triggers.find((one) => one.name === name);
  if (table === undefined || dropped === undefined) return;
  state.change(table, { triggers: table.triggers.filter((one) => one !== dropped) });
  if (dropped.forEach === 'row' && table.kind === 'partitioned') for (const child of state.childrenOf(table)) dropTrigger(state, child, name);
}
