/** ALTER TABLE: one method per kind of command. */
import type { Column, Constraint, Named, Place, Table, Trigger } from '../schema.js';
import { alterAttributes } from './types.js';
import { addColumn, addConstraint, defaultOf, identityOf, type Addition } from './columns.js';
import type { Context, Handler } from './context.js';
import { expression } from './expressions.js';
import { changeOwner } from './owners.js';
import { attach, detach, followColumn, followConstraint } from './partitions.js';
import { as, field, flag, list, locationOf, text, type Node } from './nodes.js';
import { roleName } from './policies.js';
import { Removal } from './removal.js';
import { makeSequence } from './sequences.js';
import { sameName } from './state.js';
import { enableTriggers } from './triggers.js';
import { typeName } from './type-names.js';
import type { Span } from './unit.js';
import { ownOf } from './uses.js';
import { alterView } from './views.js';

interface Command {
  readonly node: Node;
  readonly span: Span;
  readonly at: Place;
  readonly name: string;
  /** Whether children follow: ALTER TABLE without ONLY. */
  readonly inherited: boolean;
}

type Step = (table: Table, command: Command, context: Context) => void;

export const alterTable: Handler = (node, context) => {
  const { state, unit } = context;
  const relation = field(node, 'relation');
  const name = state.relation(relation);
  const kind = text(node, 'objtype');
  const commands = list(node, 'cmds').map((one) => as(one, 'AlterTableCmd') ?? {});
  if (kind === 'OBJECT_TYPE') return alterAttributes(commands, relation, context);
  if (kind === 'OBJECT_INDEX') return;
  for (const command of commands)
    if (text(command, 'subtype') === 'AT_ChangeOwner') changeOwner(context, { kind: 'relation', name }, roleName(context, field(command, 'newowner')));
  if (kind === 'OBJECT_VIEW' || kind === 'OBJECT_MATVIEW' || state.view(name) !== undefined) return alterView(commands, context, relation);
  if (kind === 'OBJECT_SEQUENCE' || state.sequence(name) !== undefined) return;
  const nameSpan = unit.nameSpan(locationOf(relation));
  if (state.table(name) === undefined && flag(node, 'missing_ok')) return;
  state.tableOrAssumed(name, unit.place(nameSpan));
  const spans = unit.items(afterName(unit.sql, nameSpan.end));
  const commandSpans = spans.length === commands.length ? spans : commands.map(() => ({ start: 0, end: unit.sql.length }));
  for (const index of inPasses(commands)) {
    const command = commands[index]!;
    const span = commandSpans[index]!;
    const step = steps[text(command, 'subtype') ?? ''];
    if (step !== undefined)
      apply(context, name, step, { node: command, span, at: unit.place(span), name: text(command, 'name') ?? '', inherited: flag(relation, 'inh') });
  }
};

/** PostgreSQL does what is dropped first, then types, then what is added, and constraints last: in one statement, they may be written in any order. */
function inPasses(commands: readonly Node[]): number[] {
  const passOf = (command: Node): number => {
    const subtype = text(command, 'subtype') ?? '';
    if (/^AT_Drop(?:Column|Constraint|NotNull|Expression)$/.test(subtype)) return 0;
    if (subtype === 'AT_AlterColumnType') return 1;
    if (subtype === 'AT_SetExpression') return 2;
    if (subtype === 'AT_AddColumn') return 3;
    if (subtype === 'AT_SetNotNull') return 4;
    if (subtype === 'AT_AddConstraint') return text(as(field(command, 'def'), 'Constraint'), 'contype') === 'CONSTR_FOREIGN' ? 7 : 6;
    return subtype === 'AT_ColumnDefault' ? 5 : 8;
  };
  return commands.map((_, index) => index).sort((a, b) => passOf(commands[a]!) - passOf(commands[b]!) || a - b);
}

/** `ALTER TABLE t *` names t with its children. */
const afterName = (sql: string, end: number): number => end + (/^\s*\*/.exec(sql.slice(end, end + 100))?.[0].length ?? 0);

function apply(context: Context, name: Named, step: Step, command: Command): void {
  const table = context.state.table(name);
  if (table === undefined) return;
  step(table, command, context);
  const subtype = text(command.node, 'subtype') ?? '';
  if (!command.inherited || !(repeated.has(subtype) || (partitionsOnly.has(subtype) && table.kind === 'partitioned'))) return;
  for (const child of context.state.childrenOf(name)) apply(context, child, step, command);
}

/** Commands that children follow by doing the same; columns and constraints that are added or dropped are followed in a way of their own. */
const repeated: ReadonlySet<string> = new Set([
  'AT_AlterColumnType',
  'AT_ColumnDefault',
  'AT_DropNotNull',
  'AT_SetNotNull',
  'AT_SetExpression',
  'AT_DropExpression',
  'AT_ValidateConstraint',
]);
const partitionsOnly: ReadonlySet<string> = new Set(['AT_AddIdentity', 'AT_DropIdentity', 'AT_SetIdentity', 'AT_AlterConstraint']);

const changeColumn = (table: Table, name: string, change: (column: Column) => Partial<Column>): Partial<Table> => ({
  columns: table.columns.map((column) => (column.name === name ? { ...column, ...change(column) } : column)),
});

const changeConstraint = (table: Table, name: string, change: Partial<Constraint>): Partial<Table> => ({
  constraints: table.constraints.map((one) => (one.name === name ? { ...one, ...change } : one)),
});

const security =
  (rls: Table['rls'], what: string): Step =>
  (table, { at }, { state }) => {
    state.change(table, { rls, rlsBecause: null, rlsAt: at, doubts: table.doubts.flatMap((doubt) => settleRls(doubt)) }, what, at);
  };

/** Whatever was doubtful about row level security before, it is said now. */
function settleRls(doubt: Table['doubts'][number]): Table['doubts'] {
  const about = doubt.about.filter((one) => one !== 'rls');
  return about.length === doubt.about.length ? [doubt] : about.length === 0 ? [] : [{ ...doubt, about }];
}

const steps: Readonly<Record<string, Step>> = {
  AT_EnableRowSecurity: security('yes', 'row level security enabled'),
  AT_DisableRowSecurity: security('no', 'row level security disabled'),
  AT_ForceRowSecurity: (table, { at }, { state }) => void state.change(table, { forced: true }, 'row level security forced', at),
  AT_NoForceRowSecurity: (table, { at }, { state }) => void state.change(table, { forced: false }, 'row level security no longer forced', at),

  AT_AddColumn(table, { node, span, at, inherited }, context) {
    const definition = as(field(node, 'def'), 'ColumnDef') ?? {};
    const name = text(definition, 'colname') ?? '';
    if (table.columns.some((column) => column.name === name)) {
      if (!flag(node, 'missing_ok')) context.refused(`the column ${name} is added a second time; the first definition is kept`, at);
      return;
    }
    const own = ownOf(table);
    const added = additionTo(table, own.columns === null ? null : [...own.columns, name]);
    addColumn(context, table, definition, span, added);
    const changed = context.state.change(table, { columns: added.columns, constraints: added.constraints }, `column ${name} added`, at);
    if (inherited) for (const child of context.state.childrenOf(table)) followColumn(context, changed, child, name);
    if (inherited) for (const one of added.constraints.slice(table.constraints.length)) followConstraint(context, changed, one);
  },

  AT_DropColumn(table, { name, at, node }, context) {
    const { state } = context;
    if (!table.columns.some((column) => column.name === name)) {
      if (!flag(node, 'missing_ok') && table.complete) context.refused(`${table.schema}.${table.name} has no column ${name}`, at);
      return;
    }
    new Removal(state, text(node, 'behavior') === 'DROP_CASCADE').column(state.change(table, {}, `column ${name} dropped`, at), name);
  },

  AT_AlterColumnType(table, { node, name, at }, { state }) {
    const { type, typeRef, array } = typeName(state, field(as(field(node, 'def'), 'ColumnDef'), 'typeName'));
    state.change(
      table,
      changeColumn(table, name, (column) => ({ type, typeRef, array, default: converted(column) })),
      `type of ${name} changed`,
      at,
    );
  },

  AT_ColumnDefault(table, { node, name, at, span }, context) {
    const { state, unit } = context;
    const start = unit.after('default', span.start, span.end) ?? span.start;
    state.change(
      table,
      changeColumn(table, name, () => ({ default: defaultOf(context, field(node, 'def'), { start, end: span.end }) })),
      `default of ${name} changed`,
      at,
    );
  },

  AT_SetNotNull: (table, { name, at }, { state }) =>
    void state.change(
      table,
      changeColumn(table, name, () => ({ notNull: true })),
      `${name} set not null`,
      at,
    ),
  AT_DropNotNull: (table, { name, at }, { state }) =>
    void state.change(
      table,
      changeColumn(table, name, () => ({ notNull: false })),
      `${name} may be null`,
      at,
    ),
  AT_AddIdentity(table, { node, name, at }, context) {
    const definition = as(field(node, 'def'), 'Constraint') ?? {};
    const change = changeColumn(table, name, () => ({ generated: 'identity', identity: identityOf(definition), notNull: true }));
    context.state.change(table, change, `${name} made an identity`, at);
    const column = table.columns.find((one) => one.name === name);
    if (table.partitionOf === null) makeSequence(context, table, name, column?.type ?? 'bigint', true, list(definition, 'options'));
  },
  AT_SetIdentity(table, { node, name, at }, { state }) {
    const said = list(as(field(node, 'def'), 'List'), 'items').map((one) => as(one, 'DefElem'));
    const generated = said.find((one) => text(one, 'defname') === 'generated');
    if (generated === undefined) return;
    // The parser hands over the letter's code.
    const byDefault = as(field(generated, 'arg'), 'Integer')?.['ival'] === 'd'.charCodeAt(0);
    state.change(
      table,
      changeColumn(table, name, () => ({ identity: byDefault ? 'by default' : 'always' })),
      `identity of ${name} changed`,
      at,
    );
  },
  AT_DropIdentity(table, { name, at }, { state }) {
    if (!table.columns.some((column) => column.name === name && column.generated === 'identity')) return;
    state.change(
      table,
      changeColumn(table, name, () => ({ generated: null, identity: null })),
      `${name} no longer an identity`,
      at,
    );
    for (const one of state.sequencesOf(table)) if (one.identity && one.ownedBy?.column === name) state.deleteSequence(one);
  },
  AT_SetExpression(table, { node, name, at, span }, { state, unit }) {
    const made = expression(state, unit, field(node, 'def') ?? {}, unit.parenthesised(span.start, span.end) ?? span, ownOf(table));
    state.change(
      table,
      changeColumn(table, name, () => ({ expression: made })),
      `what ${name} is generated from changed`,
      at,
    );
  },
  AT_DropExpression: (table, { name, at }, { state }) =>
    void state.change(
      table,
      changeColumn(table, name, (column) => (column.generated === 'stored' ? { generated: null, expression: null } : {})),
      `${name} no longer generated`,
      at,
    ),

  AT_AddConstraint(table, { node, span, at, inherited }, context) {
    const definition = as(field(node, 'def'), 'Constraint') ?? {};
    const added = additionTo(table, ownOf(table).columns);
    const made = addConstraint(context, table, definition, span, added);
    // An index that becomes a key is one no longer by itself.
    const indexes = text(definition, 'indexname') === undefined ? table.indexes : table.indexes.filter((index) => index.name !== text(definition, 'indexname'));
    const changed = context.state.change(table, { columns: added.columns, constraints: added.constraints, indexes }, 'constraint added', at);
    if (inherited && made !== null) followConstraint(context, changed, made);
  },

  AT_DropConstraint(table, { name, at, node }, context) {
    const found = table.constraints.find((one) => one.name === name);
    // Since PostgreSQL 18 NOT NULL has a name of its own.
    const column =
      found?.kind === 'not-null'
        ? found.columns[0]
        : found === undefined
          ? table.columns.find((one) => name === `${table.name}_${one.name}_not_null`)?.name
          : undefined;
    if (found === undefined && column === undefined && !flag(node, 'missing_ok') && table.complete)
      context.refused(`no constraint ${name} is known on ${table.schema}.${table.name}`, at);
    const { state } = context;
    const noted = state.change(table, column === undefined ? {} : changeColumn(table, column, () => ({ notNull: false })), `constraint ${name} dropped`, at);
    new Removal(state, text(node, 'behavior') === 'DROP_CASCADE').constraint(noted, name);
  },

  AT_ValidateConstraint: (table, { name, at }, { state }) =>
    void state.change(table, changeConstraint(table, name, { validated: true }), `constraint ${name} validated`, at),

  AT_AlterConstraint(table, { node, at }, { state }) {
    const inner = as(field(node, 'def'), 'ATAlterConstraint') ?? {};
    const enforced = flag(inner, 'is_enforced');
    const patch: Partial<Constraint> = {
      ...(flag(inner, 'alterEnforceability') ? { enforced, validated: enforced } : {}),
      ...(flag(inner, 'alterDeferrability') ? { deferrable: flag(inner, 'deferrable') } : {}),
      ...(flag(inner, 'alterInheritability') ? { noInherit: flag(inner, 'noinherit') } : {}),
    };
    state.change(table, changeConstraint(table, text(inner, 'conname') ?? '', patch), 'constraint altered', at);
  },

  AT_EnableTrig: switchTriggers('yes'),
  AT_EnableTrigAll: switchTriggers('yes'),
  AT_EnableTrigUser: switchTriggers('yes'),
  AT_EnableAlwaysTrig: switchTriggers('always'),
  AT_EnableReplicaTrig: switchTriggers('replica'),
  AT_DisableTrig: switchTriggers('no'),
  AT_DisableTrigAll: switchTriggers('no'),
  AT_DisableTrigUser: switchTriggers('no'),
  AT_SetLogged: (table, _command, { state }) => void state.change(table, { unlogged: false }),
  AT_SetUnLogged: (table, _command, { state }) => void state.change(table, { unlogged: true }),

  AT_AttachPartition(table, { node, at }, context) {
    const { state, unit } = context;
    const relation = field(as(field(node, 'def'), 'PartitionCmd'), 'name');
    attach(context, table, state.tableOrAssumed(state.relation(relation), unit.place(unit.nameSpan(locationOf(relation)))), at);
  },

  AT_DetachPartition(_table, { node, at }, context) {
    const child = context.state.table(context.state.relation(field(as(field(node, 'def'), 'PartitionCmd'), 'name')));
    if (child !== undefined) detach(context, child, { partitionOf: null }, 'detached', at);
  },

  AT_AddInherit(table, { node, at }, { state }) {
    state.change(table, { inherits: [...table.inherits, state.relation(as(field(node, 'def'), 'RangeVar'))] }, 'inheritance added', at);
  },

  AT_DropInherit(table, { node, at }, context) {
    const parent = context.state.relation(as(field(node, 'def'), 'RangeVar'));
    detach(context, table, { inherits: table.inherits.filter((one) => !sameName(one, parent)) }, 'inheritance removed', at);
  },
};

/** A default is converted along, and stands on the former type from then on. */
const converted = ({ default: before, typeRef }: Column): Column['default'] =>
  before === null || typeRef === null ? before : { ...before, uses: { ...before.uses, types: [...before.uses.types, typeRef] } };

const additionTo = (table: Table, columns: readonly string[] | null): Addition => ({
  columns: [...table.columns],
  constraints: [...table.constraints],
  indexes: table.indexes,
  own: { name: table, columns },
  fresh: false,
});

function switchTriggers(enabled: Trigger['enabled']): Step {
  return (table, { name, inherited }, { state }) => enableTriggers(state, table, name === '' ? null : name, enabled, inherited);
}
