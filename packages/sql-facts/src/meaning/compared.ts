/** Columns of a table by which a condition finds rows: those that it holds against something that is not of the row. */
import { as, field, list, strings, text, unwrap, walk, type Node } from '../fold/nodes.js';
import type { Table } from '../schema.js';

/** Sorted, each once. `node`: a condition on the rows of `table`. */
export function comparedColumns(node: unknown, table: Table): string[] {
  const found = new Set<string>();
  visit(node as Node, table, found);
  return [...found].sort();
}

/** Columns of the table whose being NULL the condition asks for. */
export function nullTested(node: unknown, table: Table): string[] {
  const found = new Set<string>();
  walk(node, (kind, inner) => {
    const name = kind === 'NullTest' ? columnOf(field(inner, 'arg'), table) : null;
    if (name !== null) found.add(name);
  });
  return [...found].sort();
}

function visit(wrapped: Node | undefined, table: Table, found: Set<string>): void {
  const { kind, node } = unwrap(wrapped);
  if (kind === 'BoolExpr' && text(node, 'boolop') !== 'NOT_EXPR') for (const one of list(node, 'args')) visit(one, table, found);
  else if (kind === 'SubLink' && text(node, 'subLinkType') === 'ANY_SUBLINK') add(field(node, 'testexpr'), undefined, table, found);
  else if (kind === 'A_Expr' && /^AEXPR_(?:OP|IN|OP_ANY)$/.test(text(node, 'kind') ?? '') && strings(list(node, 'name')).at(-1) === '=') {
    const [left, right] = [field(node, 'lexpr'), rightOf(node)];
    add(left, right, table, found);
    if (text(node, 'kind') === 'AEXPR_OP') add(right, left, table, found);
  }
}

const rightOf = (node: Node): Node | undefined => field(node, 'rexpr');

function add(side: Node | undefined, other: Node | undefined, table: Table, found: Set<string>): void {
  const name = columnOf(side, table);
  // A cast of the column is another value than the one that an index on it holds.
  if (name !== null && !mentionsOwn(other, table)) found.add(name);
}

function columnOf(wrapped: Node | undefined, table: Table): string | null {
  const parts = strings(list(as(wrapped, 'ColumnRef'), 'fields'));
  const name = parts.at(-1);
  const own = parts.length === 1 || parts.at(-2) === table.name;
  return name !== undefined && own && table.columns.some((one) => one.name === name) ? name : null;
}

/** Whether anything outside of subqueries is a column of the table; a constant is no reason for an index either. */
function mentionsOwn(wrapped: Node | undefined, table: Table): boolean {
  if (wrapped === undefined) return false;
  if (as(wrapped, 'A_Const') !== undefined) return true;
  let own = false;
  const outside = unwrap(wrapped).kind === 'SubLink' ? undefined : wrapped;
  walk(outside, (kind, node) => {
    if (kind === 'ColumnRef' && columnOf({ ColumnRef: node }, table) !== null) own = true;
  });
  return own;
}
