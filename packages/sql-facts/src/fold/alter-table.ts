/** ALTER TABLE: one method per kind of command. */
import type { Column, Constraint, Named, Place, Table } from '../schema.js';
import { addColumn, addConstraint, defaultOf, withoutColumn, type Addition } from './columns.js';
import type { Context, Handler } from './context.js';
import { as, field, flag, list, locationOf, text, type Node } from './nodes.js';
import { sameName } from './state.js';
import { invoker } from './tables.js';
import { typeName } from './type-names.js';
import type { Span } from './unit.js';

interface Command {
  readonly node: Node;
  readonly span: Span;
  readonly at: Place;
  readonly name: string;
}

type Step = (table: Table, command: Command, context: Context) => void;

export const alterTable: Handler = (node, context) => {
  const { state, unit } = context;
  const relation = field(node, 'relation');
  const name = state.relation(relation);
  const kind = text(node, 'objtype');
  const commands = list(node, 'cmds').map((one) => as(one, 'AlterTableCmd') ?? {});
  if (kind === 'OBJECT_VIEW' || state.view(name) !== undefined) return alterView(commands, context, relation);
  if (kind !== 'OBJECT_TABLE' && kind !== 'OBJECT_FOREIGN_TABLE') return;
  const nameSpan = unit.nameSpan(locationOf(relation));
  if (state.table(name) === undefined && flag(node, 'missing_ok')) return;
  state.tableOrAssumed(name, unit.place(nameSpan));
  const spans = unit.items(afterName(unit.sql, nameSpan.end));
  const commandSpans = spans.length === commands.length ? spans : commands.map(() => ({ start: 0, end: unit.sql.length }));
  commands.forEach((command, index) => {
    const span = commandSpans[index]!;
    const step = steps[text(command, 'subtype') ?? ''];
    if (step === undefined) return;
    const about: Command = { node: command, span, at: unit.place(span), name: text(command, 'name') ?? '' };
    apply(context, name, step, about, flag(relation, 'inh') && inherited.has(text(command, 'subtype') ?? ''));
  });
};

/** `ALTER TABLE t *` names t with its children. */
const afterName = (sql: string, end: number): number => end + (/^\s*\*/.exec(sql.slice(end, end + 100))?.[0].length ?? 0);

function apply(context: Context, name: Named, step: Step, command: Command, recurse: boolean): void {
  const table = context.state.table(name);
  if (table === undefined) return;
  step(table, command, context);
  if (!recurse) return;
  for (const child of context.state.childrenOf(name)) {
    const passed = inheritedCommand(context, name, child, command);
    if (passed !== null) apply(context, child, step, passed, true);
  }
}

/** The command as a child follows it: a constraint keeps the name that it got on the parent, and keys are passed to partitions only. */
function inheritedCommand({ state }: Context, parent: Named, child: Table, command: Command): Command | null {
  if (text(command.node, 'subtype') !== 'AT_AddConstraint') return command;
  const definition = as(field(command.node, 'def'), 'Constraint') ?? {};
  if (text(definition, 'contype') !== 'CONSTR_CHECK') return child.partitionOf === null ? null : command;
  const name = state.table(parent)?.constraints.at(-1)?.name;
  return { ...command, node: { ...command.node, def: { Constraint: { ...definition, conname: name ?? undefined } } } };
}

/** Commands that inheritance children and partitions follow. */
const inherited: ReadonlySet<string> = new Set([
  'AT_AddColumn',
  'AT_DropColumn',
  'AT_AlterColumnType',
  'AT_ColumnDefault',
  'AT_DropNotNull',
  'AT_SetNotNull',
  'AT_AddConstraint',
  'AT_DropConstraint',
]);

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

  AT_AddColumn(table, { node, span, at }, context) {
    const definition = as(field(node, 'def'), 'ColumnDef') ?? {};
    const name = text(definition, 'colname') ?? '';
    if (table.columns.some((column) => column.name === name)) {
      if (!flag(node, 'missing_ok')) context.opaque(`the column ${name} is added a second time; the first definition is kept`, at);
      return;
    }
    const added: Addition = { columns: [...table.columns], constraints: [...table.constraints] };
    addColumn(context, table, definition, span, added);
    context.state.change(table, added, `column ${name} added`, at);
  },

  AT_DropColumn(table, { name, at, node }, { state }) {
    const cascade = text(node, 'behavior') === 'DROP_CASCADE';
    const policies = cascade ? table.policies.filter((policy) => ![policy.using, policy.check].some((one) => one?.columns.includes(name))) : table.policies;
    const dropped = state.change(table, { ...withoutColumn(table, name), policies }, `column ${name} dropped`, at);
    for (const other of state.allTables()) {
      const constraints = other.constraints.filter(
        (one) => !(one.references !== null && sameName(one.references.table, dropped) && one.references.columns.includes(name)),
      );
      if (constraints.length < other.constraints.length) state.change(other, { constraints });
    }
  },

  AT_AlterColumnType(table, { node, name, at }, { state }) {
    const { type, typeRef, array } = typeName(state, field(as(field(node, 'def'), 'ColumnDef'), 'typeName'));
    state.change(
      table,
      changeColumn(table, name, () => ({ type, typeRef, array })),
      `type of ${name} changed`,
      at,
    );
  },

  AT_ColumnDefault(table, { node, name, at, span }, { state, unit }) {
    const start = unit.after('default', span.start, span.end) ?? span.start;
    state.change(
      table,
      changeColumn(table, name, () => ({ default: defaultOf(unit, field(node, 'def'), { start, end: span.end }) })),
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
  AT_AddIdentity: (table, { name, at }, { state }) =>
    void state.change(
      table,
      changeColumn(table, name, () => ({ generated: 'identity' })),
      `${name} made an identity`,
      at,
    ),
  AT_DropIdentity: (table, { name, at }, { state }) =>
    void state.change(
      table,
      changeColumn(table, name, () => ({ generated: null })),
      `${name} no longer an identity`,
      at,
    ),
  AT_DropExpression: (table, { name, at }, { state }) =>
    void state.change(
      table,
      changeColumn(table, name, () => ({ generated: null })),
      `${name} no longer generated`,
      at,
    ),

  AT_AddConstraint(table, { node, span, at }, context) {
    const definition = as(field(node, 'def'), 'Constraint') ?? {};
    const added: Addition = { columns: [...table.columns], constraints: [...table.constraints] };
    addConstraint(context, table, definition, span, added);
    context.state.change(table, added, 'constraint added', at);
  },

  AT_DropConstraint(table, { name, at, node }, context) {
    const found = table.constraints.some((one) => one.name === name);
    if (!found && !flag(node, 'missing_ok') && table.complete) context.opaque(`no constraint ${name} is known on ${table.schema}.${table.name}`, at);
    context.state.change(table, { constraints: table.constraints.filter((one) => one.name !== name) }, `constraint ${name} dropped`, at);
  },

  AT_ValidateConstraint: (table, { name, at }, { state }) =>
    void state.change(table, changeConstraint(table, name, { validated: true }), `constraint ${name} validated`, at),

  AT_AlterConstraint(table, { node, at }, { state }) {
    const change = field(node, 'def');
    const inner = as(change, 'ATAlterConstraint') ?? {};
    if (flag(inner, 'alterEnforceability'))
      state.change(table, changeConstraint(table, text(inner, 'conname') ?? '', { enforced: flag(inner, 'is_enforced') }), 'constraint altered', at);
  },

  AT_AttachPartition(table, { node, at }, { state, unit }) {
    const relation = field(as(field(node, 'def'), 'PartitionCmd'), 'name');
    const child = state.tableOrAssumed(state.relation(relation), unit.place(unit.nameSpan(locationOf(relation))));
    state.change(child, { partitionOf: { schema: table.schema, name: table.name } }, 'attached as a partition', at);
  },

  AT_DetachPartition(_table, { node, at }, { state }) {
    const child = state.table(state.relation(field(as(field(node, 'def'), 'PartitionCmd'), 'name')));
    if (child !== undefined) state.change(child, { partitionOf: null }, 'detached', at);
  },

  AT_AddInherit(table, { node, at }, { state }) {
    state.change(table, { inherits: [...table.inherits, state.relation(as(field(node, 'def'), 'RangeVar'))] }, 'inheritance added', at);
  },

  AT_DropInherit(table, { node, at }, { state }) {
    const parent = state.relation(as(field(node, 'def'), 'RangeVar'));
    state.change(table, { inherits: table.inherits.filter((one) => !sameName(one, parent)) }, 'inheritance removed', at);
  },
};

function alterView(commands: readonly Node[], { state }: Context, relation: Node | undefined): void {
  const view = state.view(state.relation(relation));
  if (view === undefined) return;
  for (const command of commands) {
    const options = list(as(field(command, 'def'), 'List'), 'items');
    const set = invoker(options);
    if (set === null) continue;
    state.putView({ ...view, securityInvoker: text(command, 'subtype') === 'AT_SetRelOptions' && set });
  }
}
