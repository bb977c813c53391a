/** Column definitions and constraints: what CREATE TABLE, ALTER TABLE and CREATE DOMAIN are made of. */
import type { Column, Constraint, Named, Table } from '../schema.js';
import { chooseName } from './constraint-names.js';
import type { Context } from './context.js';
import { closedSets, constantOf, expression } from './expressions.js';
import { as, field, flag, list, locationOf, strings, text, type Node } from './nodes.js';
import { sameName } from './state.js';
import { typeName } from './type-names.js';
import type { Span, Unit } from './unit.js';

/** What a definition adds to a table. */
export interface Addition {
  columns: Column[];
  constraints: Constraint[];
}

/** Adds a ColumnDef. `span`: the whole definition in the unit. */
export function addColumn(context: Context, table: Named, node: Node, span: Span, to: Addition): void {
  const { state, unit } = context;
  const name = text(node, 'colname') ?? '';
  const { type, typeRef, array, serial } = typeName(state, field(node, 'typeName'));
  const parts = list(node, 'constraints').map((one) => as(one, 'Constraint') ?? {});
  // A name that the parser leaves without a location is the first word of its definition.
  const column: { -readonly [Key in keyof Column]: Column[Key] } = {
    name,
    at: unit.place(unit.nameSpan(locationOf(node))),
    type,
    typeRef,
    array,
    notNull: serial,
    default: serial ? { text: 'nextval(…)', literal: null } : null,
    generated: null,
    comment: null,
    remark: unit.exact ? context.remarks.beside(unit.place(span)) : null,
  };
  const starts = parts.map((part) => unit.offset(locationOf(part)));
  parts.forEach((part, index) => {
    const end = starts.slice(index + 1).find((start) => start > starts[index]!) ?? span.end;
    const partSpan = unit.trimmed({ start: starts[index]!, end });
    switch (text(part, 'contype')) {
      case 'CONSTR_DEFAULT':
        column.default = defaultOf(unit, field(part, 'raw_expr'), {
          start: unit.after('default', partSpan.start, partSpan.end) ?? partSpan.start,
          end: partSpan.end,
        });
        break;
      case 'CONSTR_NULL':
        column.notNull = false;
        break;
      case 'CONSTR_IDENTITY':
        column.generated = 'identity';
        column.notNull = true;
        break;
      case 'CONSTR_GENERATED':
        column.generated = text(part, 'generated_kind') === 'v' ? 'virtual' : 'stored';
        break;
      case 'CONSTR_ATTR_NOT_ENFORCED':
        amendLast(to, { enforced: false });
        break;
      default: {
        if (text(part, 'contype') === 'CONSTR_NOTNULL') column.notNull = true;
        const constraint = constraintOf(context, table, part, partSpan, name, to.constraints);
        if (constraint !== null) to.constraints.push(constraint);
        if (constraint?.kind === 'primary-key') column.notNull = true;
      }
    }
  });
  to.columns.push(column);
}

function amendLast(to: Addition, patch: Partial<Constraint>): void {
  const last = to.constraints.pop();
  if (last !== undefined) to.constraints.push({ ...last, ...patch });
}

/** A column's default, with its constant when it is one. */
export function defaultOf(unit: Unit, node: Node | undefined, span: Span): Column['default'] {
  return node === undefined ? null : { text: unit.textOf(unit.trimmed(span)), literal: constantOf(node) ?? null };
}

/** Adds a table constraint; a primary key makes its columns NOT NULL. */
export function addConstraint(context: Context, table: Named, node: Node, span: Span, to: Addition): void {
  if (text(node, 'contype') === 'CONSTR_NOTNULL') {
    const keys = strings(list(node, 'keys'));
    to.columns = to.columns.map((column) => (keys.includes(column.name) ? { ...column, notNull: true } : column));
  }
  const constraint = constraintOf(context, table, node, span, null, to.constraints);
  if (constraint === null) return;
  to.constraints.push(constraint);
  if (constraint.kind === 'primary-key')
    to.columns = to.columns.map((column) => (constraint.columns.includes(column.name) ? { ...column, notNull: true } : column));
}

/** One constraint. `column`: the column whose definition it stands in. `others`: the table's constraints so far, whose names are taken. Null when it is none that is kept. */
export function constraintOf(context: Context, table: Named, node: Node, span: Span, column: string | null, others: readonly Constraint[]): Constraint | null {
  const { state, unit } = context;
  const taken = (): ReadonlySet<string> => new Set(others.flatMap((other) => other.name ?? []));
  const named = text(node, 'conname') ?? null;
  const at = unit.place(span);
  const base = { at, references: null, expression: null, values: null, closed: [], validated: true, enforced: true } as const;
  const own = column === null ? [] : [column];
  switch (text(node, 'contype')) {
    case 'CONSTR_CHECK': {
      const raw = field(node, 'raw_expr') ?? {};
      const checked = expression(unit, raw, unit.parenthesised(span.start, span.end) ?? span);
      const closed = closedSets(raw);
      const about = checked.columns.length === 1 ? checked.columns[0]! : null;
      return {
        ...base,
        name: named ?? chooseName(table.name, about, 'check', taken()),
        kind: 'check',
        columns: checked.columns,
        expression: checked,
        values: closed[0] ?? null,
        closed,
        validated: !flag(node, 'skip_validation'),
        enforced: flag(node, 'is_enforced'),
      };
    }
    case 'CONSTR_FOREIGN': {
      const columns = column === null ? strings(list(node, 'fk_attrs')) : own;
      const target = field(node, 'pktable');
      const known = state.relation(target);
      const to = sameName(known, table) ? { schema: table.schema, name: table.name } : known;
      const toColumns = strings(list(node, 'pk_attrs'));
      const key = state.table(to)?.constraints.find((one) => one.kind === 'primary-key')?.columns ?? [];
      return {
        ...base,
        name: named ?? chooseName(table.name, columns.join('_'), 'fkey', taken()),
        kind: 'foreign-key',
        columns,
        references: { table: to, columns: toColumns.length > 0 ? toColumns : key, onDelete: onDelete(text(node, 'fk_del_action')) },
        validated: !flag(node, 'skip_validation'),
        enforced: flag(node, 'is_enforced'),
      };
    }
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE': {
      const primary = text(node, 'contype') === 'CONSTR_PRIMARY';
      const index = text(node, 'indexname');
      const indexed = index === undefined ? undefined : state.table(table)?.indexes.find((one) => one.name === index);
      const columns = indexed !== undefined ? indexed.columns.flatMap((one) => one ?? []) : column === null ? strings(list(node, 'keys')) : own;
      const name = named ?? index ?? (primary ? chooseName(table.name, null, 'pkey', taken()) : chooseName(table.name, columns.join('_'), 'key', taken()));
      return { ...base, name, kind: primary ? 'primary-key' : 'unique', columns };
    }
    case 'CONSTR_EXCLUSION': {
      const columns = list(node, 'exclusions').flatMap((pair) => text(as(list(as(pair, 'List'), 'items')[0], 'IndexElem'), 'name') ?? []);
      return { ...base, name: named ?? chooseName(table.name, columns.join('_') || null, 'excl', taken()), kind: 'exclude', columns };
    }
    case 'CONSTR_NOTNULL': {
      const columns = column === null ? strings(list(node, 'keys')) : own;
      return named === null ? null : { ...base, name: named, kind: 'not-null', columns };
    }
    default:
      return null;
  }
}

const onDelete = (code: string | undefined): string | null => ({ c: 'cascade', n: 'set null', d: 'set default', r: 'restrict' })[code ?? 'a'] ?? null;

/** Whether anything of a table's shape depends on the column, so that dropping the column takes it along. */
export function withoutColumn(table: Table, column: string): Partial<Table> {
  return {
    columns: table.columns.filter((one) => one.name !== column),
    constraints: table.constraints.filter((one) => !one.columns.includes(column)),
    indexes: table.indexes.filter((one) => !one.columns.includes(column)),
  };
}
