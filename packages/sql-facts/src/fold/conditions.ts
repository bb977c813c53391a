/** Conditions of DO blocks on what is there: `IF NOT EXISTS (SELECT … FROM pg_type WHERE typname = 'x')`. The schema that is being folded can answer many of them. */
import { constantOf } from './constants.js';
import { constantTruth } from './expressions.js';
import { as, field, list, strings, text, unwrap, type Node } from './nodes.js';
import type { State } from './state.js';
import { writtenName } from './uses.js';

/** True or false where the schema knows; null where only the database does. */
export function truthOf(state: State, condition: Node | undefined): boolean | null {
  const constant = constantTruth(condition);
  if (constant !== null) return constant;
  const { kind, node } = unwrap(condition);
  switch (kind) {
    case 'BoolExpr': {
      const parts = list(node, 'args').map((one) => truthOf(state, one));
      if (text(node, 'boolop') === 'NOT_EXPR') return parts[0] === null || parts[0] === undefined ? null : !parts[0];
      const decisive = text(node, 'boolop') === 'OR_EXPR';
      if (parts.includes(decisive)) return decisive;
      return parts.includes(null) ? null : !decisive;
    }
    case 'SubLink':
      return text(node, 'subLinkType') === 'EXISTS_SUBLINK' ? existing(state, as(field(node, 'subselect'), 'SelectStmt') ?? {}) : null;
    case 'NullTest': {
      const call = as(field(node, 'arg'), 'FuncCall');
      const name = strings(list(call, 'funcname')).at(-1) === 'to_regclass' ? constantOf(list(call, 'args')[0]) : undefined;
      if (name === undefined) return null;
      const found = known(state, state.relationExists(state.relationNamed(writtenName(name))), null);
      return found === null ? null : found === (text(node, 'nulltesttype') === 'IS_NOT_NULL');
    }
    default:
      return null;
  }
}

type Conditions = ReadonlyMap<string, string>;

/** A relation of the catalogue: which columns a condition may be on, and whether there is such a thing. */
interface Listing {
  readonly columns: readonly string[];
  exists(state: State, where: Conditions): boolean;
}

const same = (where: Conditions, column: string, value: string): boolean => (where.get(column) ?? value) === value;

const tablesListed = (schema: string, name: string): Listing => ({
  columns: [schema, name],
  exists: (state, where) => state.allTables().some((one) => !one.assumed && same(where, schema, one.schema) && same(where, name, one.name)),
});

const listings: Readonly<Record<string, Listing>> = {
  pg_namespace: { columns: ['nspname'], exists: (state, where) => state.schema(where.get('nspname') ?? '') !== undefined },
  schemata: { columns: ['schema_name'], exists: (state, where) => state.schema(where.get('schema_name') ?? '') !== undefined },
  pg_type: { columns: ['typname'], exists: (state, where) => [...state.allTypes(), ...state.allTables()].some((one) => one.name === where.get('typname')) },
  pg_tables: tablesListed('schemaname', 'tablename'),
  tables: tablesListed('table_schema', 'table_name'),
  columns: {
    columns: ['table_schema', 'table_name', 'column_name'],
    exists: (state, where) =>
      state
        .allTables()
        .some(
          (one) =>
            same(where, 'table_schema', one.schema) && same(where, 'table_name', one.name) && one.columns.some(({ name }) => same(where, 'column_name', name)),
        ),
  },
  pg_policies: {
    columns: ['schemaname', 'tablename', 'policyname'],
    exists: (state, where) =>
      state
        .allTables()
        .some(
          (one) =>
            same(where, 'schemaname', one.schema) && same(where, 'tablename', one.name) && one.policies.some(({ name }) => same(where, 'policyname', name)),
        ),
  },
  pg_constraint: {
    columns: ['conname'],
    exists: (state, where) => state.allTables().some((one) => one.constraints.some(({ name }) => name !== null && same(where, 'conname', name))),
  },
  table_constraints: {
    columns: ['table_schema', 'table_name', 'constraint_name'],
    exists: (state, where) =>
      state
        .allTables()
        .some(
          (one) =>
            same(where, 'table_schema', one.schema) &&
            same(where, 'table_name', one.name) &&
            one.constraints.some(({ name }) => name !== null && same(where, 'constraint_name', name)),
        ),
  },
};

/** Whether a query of the catalogue finds anything. */
function existing(state: State, select: Node): boolean | null {
  const from = list(select, 'fromClause');
  const relation = from.length === 1 ? as(from[0], 'RangeVar') : undefined;
  const schema = text(relation, 'schemaname');
  const listing = schema === undefined || schema === 'pg_catalog' || schema === 'information_schema' ? listings[text(relation, 'relname') ?? ''] : undefined;
  const where = listing === undefined ? null : equalities(field(select, 'whereClause'), listing.columns);
  if (listing === undefined || where === null || where.size === 0) return null;
  const named = [...where].find(([column]) => /schema|nspname/.test(column))?.[1] ?? null;
  return known(state, listing.exists(state, where), named);
}

/** What is not found may be there all the same where not everything is in the files. */
const known = (state: State, found: boolean, schema: string | null): boolean | null => (found ? true : state.mayHoldMore(schema) ? null : false);

/** `a = 'x' AND b = 'y'` → a → x, b → y; null when it asks for anything else. */
function equalities(where: Node | undefined, columns: readonly string[]): Conditions | null {
  const conjunction = as(where, 'BoolExpr');
  const parts = conjunction !== undefined && text(conjunction, 'boolop') === 'AND_EXPR' ? list(conjunction, 'args') : where === undefined ? [] : [where];
  const found = new Map<string, string>();
  for (const part of parts) {
    const comparison = as(part, 'A_Expr');
    const column = strings(list(as(field(comparison, 'lexpr'), 'ColumnRef'), 'fields')).at(-1);
    const value = constantOf(field(comparison, 'rexpr'));
    if (text(comparison, 'kind') !== 'AEXPR_OP' || strings(list(comparison, 'name')).at(-1) !== '=' || column === undefined || value === undefined) return null;
    if (!columns.includes(column)) return null;
    found.set(column, value);
  }
  return found;
}
