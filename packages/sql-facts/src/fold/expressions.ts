/** What an SQL expression says that can be known from its text: whether it is true for everyone, what it mentions, which closed set of values it holds a column to. */
import type { Expression } from '../schema.js';
import type { State } from './state.js';
import { constantOf } from './constants.js';
import { usesOf, type Own } from './uses.js';
import { sameTree } from '../meaning/same-tree.js';
import { as, field, flag, list, strings, text, unwrap, walk, type Node } from './nodes.js';
import type { Span, Unit } from './unit.js';

/** An expression with its text. `span`: where it stands in the unit; `own`: the relation whose columns it may name without a qualifier. */
export function expression(state: State, unit: Unit, node: Node, span: Span, own: Own | null): Expression {
  const { columns, functions } = mentions(node);
  return { node, text: unit.textOf(span), constant: constantTruth(node), columns, functions, uses: usesOf(state, node, own), at: unit.place(span) };
}

/** Columns by their last name and functions as written, each once, in order of appearance. */
export function mentions(node: unknown): { readonly columns: readonly string[]; readonly functions: readonly string[] } {
  const columns = new Set<string>();
  const functions = new Set<string>();
  walk(node, (kind, inner) => {
    if (kind === 'ColumnRef') {
      const name = strings(list(inner, 'fields')).at(-1);
      if (name !== undefined) columns.add(name);
    } else if (kind === 'FuncCall') functions.add(strings(list(inner, 'funcname')).join('.'));
  });
  return { columns: [...columns], functions: [...functions] };
}

/** The name of the operator of an A_Expr. */
const operatorOf = (node: Node): string => strings(list(node, 'name')).at(-1) ?? '';

/** True or false whoever asks and whatever the row, else null. NULL lets nobody pass, so it is false. */
export function constantTruth(wrapped: Node | undefined): boolean | null {
  const { kind, node } = unwrap(wrapped);
  switch (kind) {
    case 'A_Const': {
      if (flag(node, 'isnull')) return false;
      const value = constantOf(wrapped)?.trim().toLowerCase();
      return value === undefined ? null : /^(t|true|y|yes|on|1)$/.test(value) ? true : /^(f|false|n|no|off|0)$/.test(value) ? false : null;
    }
    case 'TypeCast':
      return constantTruth(field(node, 'arg'));
    case 'BoolExpr': {
      const parts = list(node, 'args').map(constantTruth);
      if (text(node, 'boolop') === 'NOT_EXPR') return parts[0] === null || parts[0] === undefined ? null : !parts[0];
      const decisive = text(node, 'boolop') === 'OR_EXPR';
      if (parts.includes(decisive)) return decisive;
      return parts.every((part) => part === !decisive) ? !decisive : null;
    }
    case 'NullTest': {
      const constant = constantOf(field(node, 'arg'));
      const isNull = flag(as(field(node, 'arg'), 'A_Const'), 'isnull');
      if (constant === undefined && !isNull) return null;
      return (text(node, 'nulltesttype') === 'IS_NULL') === isNull;
    }
    case 'CoalesceExpr':
      return constantTruth(list(node, 'args')[0]);
    case 'SubLink': {
      const select = as(field(node, 'subselect'), 'SelectStmt');
      if (select === undefined || list(select, 'fromClause').length > 0 || field(select, 'whereClause') !== undefined || list(select, 'valuesLists').length > 0)
        return null;
      if (text(node, 'subLinkType') === 'EXISTS_SUBLINK') return true;
      const targets = list(select, 'targetList');
      return text(node, 'subLinkType') === 'EXPR_SUBLINK' && targets.length === 1 ? constantTruth(field(as(targets[0], 'ResTarget'), 'val')) : null;
    }
    case 'A_Expr':
      return comparisonTruth(node);
    default:
      return null;
  }
}

function comparisonTruth(node: Node): boolean | null {
  const operator = operatorOf(node);
  const left = field(node, 'lexpr');
  const right = field(node, 'rexpr');
  if (text(node, 'kind') === 'AEXPR_IN') {
    const wanted = constantOf(left);
    const members = list(as(right, 'List'), 'items').map(constantOf);
    if (wanted === undefined || members.includes(undefined)) return null;
    return members.includes(wanted) === (operator === '=');
  }
  if (text(node, 'kind') !== 'AEXPR_OP' || (operator !== '=' && operator !== '<>' && operator !== '!=')) return null;
  const [a, b] = [constantOf(left), constantOf(right)];
  if (a !== undefined && b !== undefined) return (a === b) === (operator === '=');
  // `user_id = user_id` holds for every row in which it is set.
  return operator === '=' && left !== undefined && right !== undefined && sameTree(left, right) ? true : null;
}

export interface ClosedSet {
  readonly column: string;
  readonly values: readonly string[];
}

/** The columns that a check holds to closed sets of values, in order of appearance. A set may be too large (an AND narrows it further), never too small. */
export function closedSets(node: Node | undefined): readonly ClosedSet[] {
  return [...closed(node)].map(([column, values]) => ({ column, values: [...values] }));
}

type Sets = Map<string, Set<string>>;

function closed(wrapped: Node | undefined): Sets {
  const { kind, node } = unwrap(wrapped);
  if (kind === 'A_Expr') return closedByComparison(node);
  if (kind !== 'BoolExpr') return new Map();
  const args = list(node, 'args');
  if (text(node, 'boolop') === 'AND_EXPR') {
    const all: Sets = new Map();
    for (const arg of args) for (const [column, values] of closed(arg)) if (!all.has(column)) all.set(column, values);
    return all;
  }
  if (text(node, 'boolop') !== 'OR_EXPR') return new Map();
  // Each branch must close the column or ask it to be NULL, which a check lets through anyway.
  let result: Sets | null = null;
  const nullable = new Set<string>();
  for (const arg of args) {
    const tested = nullTested(arg);
    if (tested !== null) {
      nullable.add(tested);
      continue;
    }
    const sets = closed(arg);
    if (result === null) result = sets;
    else for (const [column, values] of result) sets.has(column) ? sets.get(column)!.forEach((value) => values.add(value)) : result.delete(column);
  }
  for (const column of result?.keys() ?? []) if (nullable.size > 0 && !(nullable.size === 1 && nullable.has(column))) result!.delete(column);
  return result ?? new Map<string, Set<string>>();
}

function nullTested(wrapped: Node): string | null {
  const test = as(wrapped, 'NullTest');
  return test !== undefined && text(test, 'nulltesttype') === 'IS_NULL' ? columnOf(field(test, 'arg')) : null;
}

/** A column, seen through casts, collations and functions that change its spelling only. */
function columnOf(wrapped: Node | undefined): string | null {
  const { kind, node } = unwrap(wrapped);
  if (kind === 'ColumnRef') return strings(list(node, 'fields')).at(-1) ?? null;
  if (kind === 'TypeCast' || kind === 'CollateClause') return columnOf(field(node, 'arg'));
  if (kind === 'FuncCall' && /^(lower|upper|btrim|trim)$/.test(strings(list(node, 'funcname')).at(-1) ?? '') && list(node, 'args').length === 1)
    return columnOf(list(node, 'args')[0]);
  return null;
}

function closedByComparison(node: Node): Sets {
  const none: Sets = new Map();
  const operator = operatorOf(node);
  const left = field(node, 'lexpr');
  const right = field(node, 'rexpr');
  const set = (column: string | null, values: readonly (string | undefined)[] | null): Sets =>
    // A NULL among the values makes the check pass for everything.
    column === null || values === null || values.length === 0 || values.includes(undefined)
      ? none
      : new Map<string, Set<string>>([[column, new Set<string>(values.filter((value) => value !== undefined))]]);
  switch (text(node, 'kind')) {
    case 'AEXPR_IN':
      return operator === '=' ? set(columnOf(left), list(as(right, 'List'), 'items').map(constantOf)) : none;
    case 'AEXPR_OP_ANY':
      return operator === '=' ? set(columnOf(left), arrayElements(right)) : none;
    case 'AEXPR_OP':
      if (operator === '~' || operator === '~*') return set(columnOf(left), alternatives(constantOf(right), ANCHORED));
      if (operator !== '=') return none;
      return columnOf(left) !== null ? set(columnOf(left), [constantOf(right)]) : set(columnOf(right), [constantOf(left)]);
    case 'AEXPR_SIMILAR':
      return operator === '~' ? set(columnOf(left), alternatives(constantOf(list(as(right, 'FuncCall'), 'args')[0]), SIMILAR)) : none;
    default:
      return none;
  }
}

/** `^(a|b)$` → a, b; null when a branch is more than a word, or when the anchors do not hold every branch. */
function alternatives(pattern: string | undefined, shapes: readonly RegExp[]): string[] | null {
  for (const shape of shapes) {
    const inner = pattern === undefined ? undefined : shape.exec(pattern)?.[1];
    const branches = inner?.split('|') ?? [];
    if (branches.length > 0 && branches.every((branch) => /^[\w -]+$/.test(branch))) return branches;
  }
  return null;
}

const ANCHORED = [/^\^\((?:\?:)?([^()]*)\)\$$/, /^\^([^()|]*)\$$/];
/** SIMILAR TO matches the whole value by itself. */
const SIMILAR = [/^\(([^()]*)\)$/, /^([^()]*)$/];

/** The elements of `ARRAY['a', 'b']` or `'{a,b}'`, seen through casts; null when it is neither. Elements that are no constants are undefined. */
export function arrayElements(wrapped: Node | undefined): (string | undefined)[] | null {
  const { kind, node } = unwrap(wrapped);
  if (kind === 'A_ArrayExpr') return list(node, 'elements').map(constantOf);
  if (kind === 'TypeCast') return arrayElements(field(node, 'arg'));
  const literal = constantOf(wrapped);
  return literal === undefined ? null : arrayLiteral(literal);
}

/** `{a,"b c",NULL}` → its elements; null when it is no array of one dimension. */
function arrayLiteral(literal: string): (string | undefined)[] | null {
  const inner = /^\s*\{(.*)\}\s*$/s.exec(literal)?.[1];
  if (inner === undefined) return null;
  const elements: (string | undefined)[] = [];
  const element = /\s*(?:"((?:[^"\\]|\\.)*)"|([^",{}]*?))\s*(,|$)/gsy;
  if (inner.trim() === '') return [];
  for (;;) {
    const found = element.exec(inner);
    if (found === null) return null;
    const [, quoted, bare, separator] = found;
    elements.push(quoted !== undefined ? quoted.replace(/\\(.)/gs, '$1') : /^null$/i.test(bare!) ? undefined : bare!);
    if (separator === '') return elements;
  }
}
