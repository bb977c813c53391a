/** CREATE TABLE in all its forms, and what makes tables from queries. */
import type { Column, Constraint, Index, Named, Table } from '../schema.js';
import { addColumn, addConstraint, type Addition } from './columns.js';
import { chooseName } from './constraint-names.js';
import type { Context, Handler } from './context.js';
import { as, field, flag, list, locationOf, number, strings, text, unwrap, walk, type Node } from './nodes.js';
import { newTable, rangeVar } from './state.js';

/** Bits of a LIKE clause's options. */
const LIKE = { constraints: 4, defaults: 8, generated: 16, identity: 32, indexes: 64 } as const;

export const createTable: Handler = (node, context) => createTableLike(node, context, 'table');

export const createForeignTable: Handler = (node, context) => createTableLike(field(node, 'base') ?? {}, context, 'foreign');

function createTableLike(node: Node, context: Context, kind: Table['kind']): void {
  const { state, unit } = context;
  const relation = field(node, 'relation');
  // A temporary table ends with its session.
  if (text(relation, 'relpersistence') === 't') return;
  const name = state.newRelation(relation);
  const nameSpan = unit.nameSpan(locationOf(relation));
  const existing = state.table(name);
  if (existing !== undefined && !existing.assumed) {
    if (!flag(node, 'if_not_exists')) context.opaque(`${name.schema}.${name.name} is created a second time; the first definition is kept`);
    return;
  }
  const table = {
    ...newTable(name, unit.place(nameSpan)),
    kind: field(node, 'partspec') === undefined ? kind : ('partitioned' as const),
    history: [{ what: 'created', at: unit.whole }],
  };
  const added: Addition = { columns: [], constraints: [] };
  const parents = list(node, 'inhRelations').map((one) => state.relation(rangeVar(one)));
  for (const parent of parents) inherit(state.table(parent), added);
  const indexes: Index[] = [];
  const elements = list(node, 'tableElts');
  const spans = elements.length === 0 ? [] : unit.items(unit.opening(nameSpan.end));
  elements.forEach((element, index) => {
    const { kind: elementKind, node: inner } = unwrap(element);
    const start = unit.offset(locationOf(inner));
    const span = spans[index] ?? { start, end: unit.sql.length };
    if (elementKind === 'ColumnDef') define(context, name, inner, span, added);
    else if (elementKind === 'Constraint') addConstraint(context, name, inner, span, added);
    else if (elementKind === 'TableLikeClause') like(context, inner, name, added, indexes);
  });
  const partition = field(node, 'partbound') !== undefined;
  const made: Table = {
    ...table,
    ...added,
    indexes,
    inherits: partition ? [] : parents,
    partitionOf: partition ? (parents[0] ?? null) : null,
    complete: parents.every((parent) => state.table(parent)?.complete !== false) && field(node, 'ofTypename') === undefined,
  };
  state.putTable(
    existing === undefined
      ? made
      : { ...made, policies: existing.policies, rls: existing.rlsAt === null ? 'no' : existing.rls, rlsAt: existing.rlsAt, doubts: existing.doubts },
  );
  markAutoRls(context, name);
}

/** A column that the parents or `PARTITION OF` have already brought is completed, not added. */
function define(context: Context, table: Named, node: Node, span: { start: number; end: number }, added: Addition): void {
  const inherited = added.columns.find((one) => one.name === text(node, 'colname'));
  if (inherited !== undefined) added.columns = added.columns.filter((one) => one !== inherited);
  addColumn(context, table, node, span, added);
  if (inherited === undefined) return;
  const own = added.columns.pop()!;
  // `PARTITION OF p (a DEFAULT 1)` names no type.
  const typed = field(node, 'typeName') !== undefined;
  added.columns.push({ ...(typed ? own : { ...inherited, at: own.at }), notNull: own.notNull || inherited.notNull, default: own.default ?? inherited.default });
}

function inherit(parent: Table | undefined, added: Addition): void {
  for (const column of parent?.columns ?? []) if (!added.columns.some((one) => one.name === column.name)) added.columns.push(column);
  for (const one of parent?.constraints ?? []) if (one.kind === 'check' || one.kind === 'foreign-key') added.constraints.push(one);
}

function like(context: Context, node: Node, table: Named, added: Addition, indexes: Index[]): void {
  const { state, unit } = context;
  const source = state.table(state.relation(field(node, 'relation')));
  const options = number(node, 'options') ?? 0;
  const at = unit.place(unit.nameSpan(locationOf(field(node, 'relation'))));
  const copyColumn = (column: Column): Column => ({
    ...column,
    at,
    default: (options & LIKE.defaults) !== 0 || column.generated === 'identity' ? column.default : null,
    generated:
      column.generated === 'identity'
        ? (options & LIKE.identity) !== 0
          ? column.generated
          : null
        : (options & LIKE.generated) !== 0
          ? column.generated
          : null,
  });
  for (const column of source?.columns ?? []) added.columns.push(copyColumn(column));
  const taken = new Set(added.constraints.flatMap((one) => one.name ?? []));
  for (const one of source?.constraints ?? []) {
    if (one.kind === 'check' && (options & LIKE.constraints) !== 0) added.constraints.push({ ...one, at });
    if ((one.kind === 'primary-key' || one.kind === 'unique' || one.kind === 'exclude') && (options & LIKE.indexes) !== 0)
      added.constraints.push({ ...one, name: renamed(one, table, taken), at });
  }
  if ((options & LIKE.indexes) !== 0) indexes.push(...(source?.indexes ?? []).map((index) => ({ ...index, name: null, at })));
}

function renamed(one: Constraint, table: Named, taken: ReadonlySet<string>): string {
  if (one.kind === 'primary-key') return chooseName(table.name, null, 'pkey', taken);
  return chooseName(table.name, one.columns.join('_') || null, one.kind === 'unique' ? 'key' : 'excl', taken);
}

function markAutoRls({ state }: Context, name: Named): void {
  const table = state.table(name);
  if (state.enablesRls === null || table === undefined) return;
  state.doubt(table, `the event trigger ${state.enablesRls.name} may enable row level security on it`, state.enablesRls.at, ['rls']);
}

/** CREATE TABLE AS, CREATE MATERIALIZED VIEW. */
export const createTableAs: Handler = (node, context) => {
  const { state, unit } = context;
  const relation = field(field(node, 'into'), 'rel');
  if (text(node, 'objtype') === 'OBJECT_MATVIEW') {
    const name = state.newRelation(relation);
    if (state.view(name) === undefined)
      state.putView({
        ...name,
        at: unit.place(unit.nameSpan(locationOf(relation))),
        materialized: true,
        securityInvoker: false,
        reads: readsOf(context, field(node, 'query')),
      });
    return;
  }
  fromQuery(context, field(node, 'into'), flag(node, 'if_not_exists'));
};

/** SELECT INTO, CREATE TABLE AS: a table whose columns only the database knows. */
export function fromQuery(context: Context, into: Node | undefined, ifNotExists: boolean): void {
  const { state, unit } = context;
  const relation = field(into, 'rel');
  if (relation === undefined || text(relation, 'relpersistence') === 't') return;
  const name = state.newRelation(relation);
  if (state.table(name) !== undefined) {
    if (!ifNotExists) context.opaque(`${name.schema}.${name.name} is created a second time; the first definition is kept`);
    return;
  }
  state.putTable({
    ...newTable(name, unit.place(unit.nameSpan(locationOf(relation)))),
    complete: false,
    history: [{ what: 'created from a query', at: unit.whole }],
  });
  markAutoRls(context, name);
}

/** Relations that a query reads, leaving out its own WITH names; sorted by first appearance. */
function readsOf({ state }: Context, query: unknown): Named[] {
  const local = new Set<string>();
  const found = new Map<string, Named>();
  walk(query, (kind, node) => {
    if (kind === 'CommonTableExpr') local.add(text(node, 'ctename') ?? '');
  });
  walk(query, (kind, node) => {
    if (kind !== 'RangeVar' || (text(node, 'schemaname') === undefined && local.has(text(node, 'relname') ?? ''))) return;
    const name = state.relation(node);
    found.set(`${name.schema}\u0000${name.name}`, name);
  });
  return [...found.values()];
}

/** CREATE VIEW [OR REPLACE], which resets the options that it does not name. */
export const createView: Handler = (node, context) => {
  const { state, unit } = context;
  const relation = field(node, 'view');
  if (text(relation, 'relpersistence') === 't') return;
  const name = state.newRelation(relation);
  state.putView({
    ...name,
    at: unit.place(unit.nameSpan(locationOf(relation))),
    materialized: false,
    securityInvoker: invoker(list(node, 'options')) ?? false,
    reads: readsOf(context, field(node, 'query')),
  });
};

/** What `security_invoker` is set to among options; null when it is not among them. */
export function invoker(options: readonly Node[]): boolean | null {
  for (const option of options) {
    const definition = as(option, 'DefElem');
    if (text(definition, 'defname') !== 'security_invoker') continue;
    const value = strings([field(definition, 'arg') ?? {}])[0];
    return value === undefined || /^(true|on|yes|1)$/i.test(value);
  }
  return null;
}

/** CREATE INDEX. */
export const createIndex: Handler = (node, { state, unit }) => {
  const table = state.table(state.relation(field(node, 'relation')));
  if (table === undefined) return;
  const parameters = list(node, 'indexParams').map((one) => text(as(one, 'IndexElem'), 'name') ?? null);
  const named = text(node, 'idxname');
  // Index names are unique in a schema. One name is looked for in all tables; to gather all names for each index would cost far more.
  const taken = {
    has: (wanted: string): boolean => state.allTables().some((one) => one.schema === table.schema && one.indexes.some((index) => index.name === wanted)),
  };
  if (named !== undefined && flag(node, 'if_not_exists') && taken.has(named)) return;
  const name = named ?? chooseName(table.name, parameters.map((one) => one ?? 'expr').join('_'), 'idx', taken);
  const index: Index = { name, unique: flag(node, 'unique'), columns: parameters, partial: field(node, 'whereClause') !== undefined, at: unit.whole };
  state.change(table, { indexes: [...table.indexes, index] });
};
