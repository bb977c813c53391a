/** Texts that a DO block puts together for EXECUTE: constants, concatenation, `format()`, quoting, variables whose value is known. */
import { constantOf } from './constants.js';
import { arrayElements } from './expressions.js';
import { as, field, list, strings, text, unwrap, type Node } from './nodes.js';

/** A variable's value: a text, an array of texts, or a row with named fields. */
export type Value = string | readonly string[] | ReadonlyMap<string, string>;

/** Variables by name; those whose value is not known are not in it. */
export type Scope = ReadonlyMap<string, Value>;

const isRow = (value: Value | undefined): value is ReadonlyMap<string, string> => value instanceof Map;

/** Stands in a text for a part that is not known; PostgreSQL takes it for an ordinary name. */
export const UNKNOWN = '__not_known__';

/** The text of an expression; parts that are not known are UNKNOWN. Null when nothing of it is known. */
export function textOf(wrapped: Node | undefined, scope: Scope): string | null {
  const constant = constantOf(wrapped);
  if (constant !== undefined) return constant;
  const { kind, node } = unwrap(wrapped);
  switch (kind) {
    case 'TypeCast':
      return textOf(field(node, 'arg'), scope);
    case 'ColumnRef':
      return variable(strings(list(node, 'fields')), scope);
    case 'A_Expr': {
      if (strings(list(node, 'name')).at(-1) !== '||') return null;
      const [left, right] = [textOf(field(node, 'lexpr'), scope), textOf(field(node, 'rexpr'), scope)];
      return left === null && right === null ? null : (left ?? UNKNOWN) + (right ?? UNKNOWN);
    }
    case 'FuncCall': {
      const args = list(node, 'args').map((one) => textOf(one, scope));
      return callOf(strings(list(node, 'funcname')).at(-1) ?? '', args);
    }
    default:
      return null;
  }
}

function variable(parts: readonly string[], scope: Scope): string | null {
  const value = scope.get(parts[0] ?? '');
  if (typeof value === 'string') return parts.length === 1 ? value : null;
  if (!isRow(value)) return null;
  // A scalar variable takes the only field of its row.
  if (parts.length === 1) return value.size === 1 ? [...value.values()][0]! : null;
  return value.get(parts[1]!) ?? null;
}

function callOf(name: string, args: readonly (string | null)[]): string | null {
  const [first = null] = args;
  switch (name) {
    case 'quote_ident':
      return first === null ? null : quoteIdentifier(first);
    case 'quote_literal':
      return first === null ? null : quoteLiteral(first);
    case 'lower':
      return first?.toLowerCase() ?? null;
    case 'upper':
      return first?.toUpperCase() ?? null;
    case 'concat':
      return args.map((one) => one ?? UNKNOWN).join('');
    case 'format':
      return first === null ? null : format(first, args.slice(1));
    default:
      return null;
  }
}

/** `format()`: %I, %L, %s, with or without a position. */
function format(pattern: string, args: readonly (string | null)[]): string {
  let next = 0;
  return pattern.replace(/%(?:(\d+)\$)?-?\d*([IsL%])/g, (_all, position: string | undefined, how: string) => {
    if (how === '%') return '%';
    if (position !== undefined) next = Number(position) - 1;
    const value = args[next] ?? null;
    next += 1;
    if (value === null) return UNKNOWN;
    return how === 'I' ? quoteIdentifier(value) : how === 'L' ? quoteLiteral(value) : value;
  });
}

const quoteIdentifier = (name: string): string => (/^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
const quoteLiteral = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** The elements of an array, written out or in a variable; null when they are not known. */
export function elementsOf(wrapped: Node | undefined, scope: Scope): readonly string[] | null {
  const written = arrayElements(wrapped);
  if (written !== null) return written.includes(undefined) ? null : (written as string[]);
  const name = strings(list(as(wrapped, 'ColumnRef'), 'fields'));
  const value = name.length === 1 ? scope.get(name[0]!) : undefined;
  return Array.isArray(value) ? (value as readonly string[]) : null;
}

/** The rows of a SELECT that needs no table: `SELECT unnest(ARRAY[…]) AS t`, `SELECT … FROM unnest(ARRAY[…]) AS t`, VALUES. Null when it does. */
export function constantRows(select: Node): ReadonlyMap<string, string>[] | null {
  const rows = (name: string, elements: readonly (string | undefined)[] | null): ReadonlyMap<string, string>[] | null =>
    elements === null || elements.includes(undefined) ? null : elements.map((one) => new Map([[name, one!]]));
  const from = list(select, 'fromClause');
  const targets = list(select, 'targetList');
  if (from.length === 0 && targets.length === 1) {
    const target = as(targets[0], 'ResTarget');
    const call = as(field(target, 'val'), 'FuncCall');
    if (strings(list(call, 'funcname')).at(-1) === 'unnest') return rows(text(target, 'name') ?? 'unnest', arrayElements(list(call, 'args')[0]));
  }
  if (from.length !== 1) return null;
  const alias = (node: Node | undefined) => field(node, 'alias');
  const values = list(as(field(as(from[0], 'RangeSubselect'), 'subquery'), 'SelectStmt'), 'valuesLists');
  if (values.length > 0) {
    const names = strings(list(alias(as(from[0], 'RangeSubselect')), 'colnames'));
    const table = values.map((row) => list(as(row, 'List'), 'items').map(constantOf));
    if (table.some((row) => row.includes(undefined))) return null;
    return table.map((row) => new Map(row.map((value, index) => [names[index] ?? `column${index + 1}`, value!])));
  }
  const range = as(from[0], 'RangeFunction');
  const call = as(list(as(list(range, 'functions')[0], 'List'), 'items')[0], 'FuncCall');
  if (strings(list(call, 'funcname')).at(-1) !== 'unnest') return null;
  const name = strings(list(alias(range), 'colnames'))[0] ?? text(alias(range), 'aliasname') ?? 'unnest';
  return rows(name, arrayElements(list(call, 'args')[0]));
}

/**
 * The schema whose tables a query of the catalogue lists: `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`. Null when it asks for more than that, so that only the database knows the
 * answer.
 */
export function catalogueRows(select: Node): { readonly schema: string; readonly column: string } | null {
  const from = list(select, 'fromClause');
  const relation = from.length === 1 ? as(from[0], 'RangeVar') : undefined;
  const column = { pg_tables: 'tablename', tables: 'table_name' }[text(relation, 'relname') ?? ''];
  const condition = { pg_tables: 'schemaname', tables: 'table_schema' }[text(relation, 'relname') ?? ''];
  if (column === undefined || condition === undefined) return null;
  let schema: string | null = null;
  const where = field(select, 'whereClause');
  const conjunction = as(where, 'BoolExpr');
  const parts = conjunction !== undefined && text(conjunction, 'boolop') === 'AND_EXPR' ? list(conjunction, 'args') : where === undefined ? [] : [where];
  for (const part of parts) {
    const comparison = as(part, 'A_Expr');
    const left = strings(list(as(field(comparison, 'lexpr'), 'ColumnRef'), 'fields')).at(-1);
    const right = constantOf(field(comparison, 'rexpr'));
    if (strings(list(comparison, 'name')).at(-1) !== '=' || right === undefined) return null;
    if (left === condition) schema = right;
    else if (!(left === 'table_type' && right === 'BASE TABLE')) return null;
  }
  return schema === null ? null : { schema, column };
}
