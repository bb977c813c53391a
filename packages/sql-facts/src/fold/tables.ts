/** CREATE TABLE in all its forms, and what makes tables from queries. */
import type { Column, Constraint, Index, Named, Table } from '../schema.js';
import { addColumn, addConstraint, takenIn, type Addition } from './columns.js';
import { chooseName } from './constraint-names.js';
import type { Context, Handler } from './context.js';
import { bringToPartition } from './partitions.js';
import { newTable } from './new-objects.js';
import { as, field, flag, list, locationOf, number, strings, text, unwrap, type Node } from './nodes.js';
import { makeSequence } from './sequences.js';
import { hasIndex, rangeVar, TEMPORARY } from './state.js';
import { renameUses } from './uses.js';

/** Bits of a LIKE clause's options. */
const LIKE = { comments: 1, constraints: 4, defaults: 8, generated: 16, identity: 32, indexes: 64 } as const;

export const createTable: Handler = (node, context) => createTableLike(node, context, 'table');

export const createForeignTable: Handler = (node, context) => createTableLike(field(node, 'base') ?? {}, context, 'foreign');

function createTableLike(node: Node, context: Context, kind: Table['kind']): void {
  const { state, unit } = context;
  const relation = field(node, 'relation');
  // A temporary table ends with its session.
  if (text(relation, 'relpersistence') === 't' || text(relation, 'schemaname') === TEMPORARY) return;
  const name = state.liveRelation(state.newRelation(relation));
  const nameSpan = unit.nameSpan(locationOf(relation));
  const existing = state.table(name);
  if (existing !== undefined ? !existing.assumed : state.relationExists(name)) {
    if (!flag(node, 'if_not_exists')) context.refused(`${name.schema}.${name.name} is created a second time; the first definition is kept`);
    return;
  }
  const partition = field(node, 'partbound') !== undefined;
  const parents = list(node, 'inhRelations').map((one) => state.relation(rangeVar(one)));
  const elements = list(node, 'tableElts');
  const names = namesOf(context, elements, parents);
  const table: Table = {
    ...newTable(name, unit.place(nameSpan)),
    kind: field(node, 'partspec') === undefined ? kind : 'partitioned',
    unlogged: text(relation, 'relpersistence') === 'u',
    owner: state.role,
    access: state.accessOf('table', name.schema),
    history: [{ what: 'created', at: unit.whole }],
    inherits: partition ? [] : parents,
    partitionOf: partition ? (parents[0] ?? null) : null,
    complete: names !== null && field(node, 'ofTypename') === undefined,
  };
  const indexes: Index[] = [];
  const added: Addition = {
    columns: [],
    constraints: [],
    indexes,
    own: { name, columns: names },
    fresh: kind !== 'foreign',
  };
  for (const parent of parents) inherit(state.table(parent), added, partition);
  const spans = elements.length === 0 ? [] : unit.items(unit.opening(nameSpan.end));
  elements.forEach((element, index) => {
    const { kind: elementKind, node: inner } = unwrap(element);
    const start = unit.offset(locationOf(inner));
    const span = spans[index] ?? { start, end: unit.sql.length };
    if (elementKind === 'ColumnDef') define(context, name, inner, span, added);
    else if (elementKind === 'Constraint') addConstraint(context, name, inner, span, added);
    else if (elementKind === 'TableLikeClause') like(context, inner, name, added, indexes);
  });
  const { columns } = added;
  const constraints = withoutRedundant(mergedChecks(added.constraints));
  const made: Table = { ...table, columns: keyedColumns(columns, constraints), constraints, indexes };
  state.putTable(
    existing === undefined
      ? made
      : { ...made, policies: existing.policies, rls: existing.rlsAt === null ? 'no' : existing.rls, rlsAt: existing.rlsAt, doubts: existing.doubts },
  );
  if (partition && parents[0] !== undefined) bringToPartition(context, parents[0], name);
  markAutoRls(context, name);
}

/** Names of all columns that a table will have; null where a parent or a pattern does not know all of its own. */
function namesOf({ state }: Context, elements: readonly Node[], parents: readonly Named[]): string[] | null {
  const names: string[] = [];
  const from = [...parents, ...elements.flatMap((one) => (as(one, 'TableLikeClause') ? [state.relation(field(as(one, 'TableLikeClause'), 'relation'))] : []))];
  for (const one of from) {
    const table = state.table(one);
    if (table === undefined || !table.complete) return null;
    names.push(...table.columns.map((column) => column.name));
  }
  names.push(...elements.flatMap((one) => text(as(one, 'ColumnDef'), 'colname') ?? []));
  return names;
}

/** A primary key may stand before the columns that it is on. */
const keyedColumns = (columns: readonly Column[], constraints: readonly Constraint[]): Column[] => {
  const keys = constraints.flatMap((one) => (one.kind === 'primary-key' || one.kind === 'not-null' ? one.columns : []));
  return columns.map((column) => (keys.includes(column.name) ? { ...column, notNull: true } : column));
};

/** PRIMARY KEY UNIQUE is one key: a second one on the same columns is left out where at most one of them has been named. */
function withoutRedundant(constraints: readonly Constraint[]): Constraint[] {
  const kept: Constraint[] = [];
  for (const one of [...constraints].sort((a, b) => Number(b.kind === 'primary-key') - Number(a.kind === 'primary-key'))) {
    const same = (other: Constraint): boolean =>
      (one.kind === 'unique' || one.kind === 'primary-key') &&
      (other.kind === 'unique' || other.kind === 'primary-key') &&
      one.columns.join('\u0000') === other.columns.join('\u0000') &&
      one.deferrable === other.deferrable;
    if (!kept.some(same)) kept.push(one);
  }
  return constraints.filter((one) => kept.includes(one));
}

/** A CHECK that is inherited and written again is one. */
function mergedChecks(constraints: readonly Constraint[]): Constraint[] {
  const merged: Constraint[] = [];
  for (const one of constraints) {
    const at = one.kind === 'check' && one.name !== null ? merged.findIndex((other) => other.kind === 'check' && other.name === one.name) : -1;
    if (at < 0) merged.push(one);
    else merged[at] = { ...merged[at]!, local: merged[at]!.local || one.local };
  }
  return merged;
}

/** A column of a pattern, which the parents may have brought already. */
function merge(added: Addition, column: Column): void {
  const known = added.columns.findIndex((one) => one.name === column.name);
  if (known < 0) added.columns.push(column);
  else added.columns[known] = { ...column, notNull: column.notNull || added.columns[known]!.notNull, default: column.default ?? added.columns[known]!.default };
}

/** A column that the parents or `PARTITION OF` have already brought is completed, not added. */
function define(context: Context, table: Named, node: Node, span: { start: number; end: number }, added: Addition): void {
  const at = added.columns.findIndex((one) => one.name === text(node, 'colname'));
  const inherited = added.columns[at];
  addColumn(context, table, node, span, added);
  if (inherited === undefined) return;
  const own = added.columns.pop()!;
  // `PARTITION OF p (a DEFAULT 1)` names no type.
  const typed = field(node, 'typeName') !== undefined;
  added.columns[at] = {
    ...(typed ? own : { ...inherited, at: own.at }),
    local: typed,
    notNull: own.notNull || inherited.notNull,
    default: own.default ?? inherited.default,
    generated: own.generated ?? inherited.generated,
    expression: own.expression ?? inherited.expression,
  };
}

function inherit(parent: Table | undefined, added: Addition, partition: boolean): void {
  for (const column of parent?.columns ?? []) {
    // An identity is a partition's as well, and no other child's.
    const identity = partition ? {} : column.generated === 'identity' ? { generated: null, identity: null } : {};
    const at = added.columns.findIndex((one) => one.name === column.name);
    if (at < 0) added.columns.push({ ...column, ...identity, local: false, access: [], comment: null });
    else
      added.columns[at] = {
        ...added.columns[at]!,
        notNull: added.columns[at]!.notNull || column.notNull,
        default: added.columns[at]!.default ?? column.default,
      };
  }
  for (const one of parent?.constraints ?? [])
    if (one.kind === 'check' && !one.noInherit)
      added.constraints.push({ ...one, local: false, expression: one.expression === null ? null : renameUses(one.expression, parent!, added.own.name) });
}

function like(context: Context, node: Node, table: Named, added: Addition, indexes: Index[]): void {
  const { state, unit } = context;
  const source = state.table(state.relation(field(node, 'relation')));
  const options = number(node, 'options') ?? 0;
  const has = (one: keyof typeof LIKE): boolean => (options & LIKE[one]) !== 0;
  const at = unit.place(unit.nameSpan(locationOf(field(node, 'relation'))));
  for (const column of source?.columns ?? []) {
    const generated = column.generated === null || has(column.generated === 'identity' ? 'identity' : 'generated');
    merge(added, {
      ...column,
      at,
      default: has('defaults') ? column.default : null,
      generated: generated ? column.generated : null,
      identity: generated ? column.identity : null,
      expression: generated && column.expression !== null ? renameUses(column.expression, source!, table) : null,
      comment: has('comments') ? column.comment : null,
      local: true,
      access: [],
    });
    if (generated && column.generated === 'identity') makeSequence(context, table, column.name, column.type, true, []);
  }
  for (const one of source?.constraints ?? []) {
    if (one.kind === 'check' && has('constraints'))
      added.constraints.push({ ...one, at, local: true, expression: one.expression === null ? null : renameUses(one.expression, source!, table) });
    if (hasIndex(one.kind) && has('indexes')) {
      const { forIndex } = takenIn(context, table.schema, added.constraints);
      added.constraints.push({ ...one, name: nameOfKey(one, table.name, forIndex), at, local: true });
    }
  }
  if (!has('indexes')) return;
  for (const index of source?.indexes ?? []) {
    const taken = { has: (name: string): boolean => indexes.some((other) => other.name === name) || state.relationExists({ schema: table.schema, name }) };
    indexes.push({ ...index, name: nameOfIndex(index, table.name, taken), at, uses: renameUses({ uses: index.uses }, source!, table).uses });
  }
}

/** The name that PostgreSQL chooses for a key. */
export function nameOfKey(one: Pick<Constraint, 'kind' | 'columns'>, table: string, taken: Pick<ReadonlySet<string>, 'has'>): string {
  if (one.kind === 'primary-key') return chooseName(table, null, 'pkey', taken);
  return chooseName(table, one.columns.join('_') || null, one.kind === 'unique' ? 'key' : 'excl', taken);
}

export const nameOfIndex = (index: Pick<Index, 'keyNames'>, table: string, taken: Pick<ReadonlySet<string>, 'has'>): string =>
  chooseName(table, distinct(index.keyNames).join('_'), 'idx', taken);

/** The second of a name is numbered. */
function distinct(all: readonly string[]): string[] {
  const names: string[] = [];
  for (const base of all) {
    let name = base;
    for (let pass = 1; names.includes(name); pass += 1) name = `${base}${pass}`;
    names.push(name);
  }
  return names;
}

function markAutoRls({ state }: Context, name: Named): void {
  const table = state.table(name);
  if (state.enablesRls === null || table === undefined) return;
  state.doubt(table, `the event trigger ${state.enablesRls.name} may enable row level security on it`, state.enablesRls.at, ['rls']);
}

/** SELECT INTO, CREATE TABLE AS: a table whose columns only the database knows. */
export function fromQuery(context: Context, into: Node | undefined, ifNotExists: boolean): void {
  const { state, unit } = context;
  const relation = field(into, 'rel');
  if (relation === undefined || text(relation, 'relpersistence') === 't' || text(relation, 'schemaname') === TEMPORARY) return;
  const name = state.newRelation(relation);
  if (state.relationExists(name)) {
    if (!ifNotExists) context.refused(`${name.schema}.${name.name} is created a second time; the first definition is kept`);
    return;
  }
  state.putTable({
    ...newTable(name, unit.place(unit.nameSpan(locationOf(relation)))),
    unlogged: text(relation, 'relpersistence') === 'u',
    owner: state.role,
    access: state.accessOf('table', name.schema),
    complete: false,
    history: [{ what: 'created from a query', at: unit.whole }],
  });
  markAutoRls(context, name);
}

/** What `security_invoker` and its kin are set to among options; null when it is not among them. */
export function optionIn(options: readonly Node[], name: string): boolean | null {
  for (const option of options) {
    const definition = as(option, 'DefElem');
    if (text(definition, 'defname') !== name) continue;
    const value = strings([field(definition, 'arg') ?? {}])[0];
    return value === undefined || /^(true|on|yes|1)$/i.test(value);
  }
  return null;
}
