/** Column definitions and constraints: what CREATE TABLE, ALTER TABLE and CREATE DOMAIN are made of. */
import type { Column, Constraint, Index, Named } from '../schema.js';
import { chooseName } from './constraint-names.js';
import { constantOf } from './constants.js';
import type { Context } from './context.js';
import { closedSets, expression } from './expressions.js';
import { NO_USES } from './new-objects.js';
import { as, field, flag, list, locationOf, strings, text, type Node } from './nodes.js';
import { makeSequence } from './sequences.js';
import { sameName } from './state.js';
import { typeName } from './type-names.js';
import type { Span, Unit } from './unit.js';
import { usesOf, type Own } from './uses.js';

/** What a definition adds to a table. */
export interface Addition {
  columns: Column[];
  constraints: Constraint[];
  readonly indexes: readonly Index[];
  /** Names of all columns that the table will have; null when they are not all known. */
  readonly own: Own;
  /** CREATE TABLE has no rows to check, so that NOT VALID says nothing there. */
  readonly fresh: boolean;
}

/** Adds a ColumnDef. `span`: the whole definition in the unit. */
export function addColumn(context: Context, table: Named, node: Node, span: Span, to: Addition): void {
  const { state, unit } = context;
  const name = text(node, 'colname') ?? '';
  const { type, typeRef, array, serial } = typeName(state, field(node, 'typeName'));
  const parts = list(node, 'constraints').map((one) => as(one, 'Constraint') ?? {});
  const at = unit.place(unit.nameSpan(locationOf(node)));
  const counter = serial ? makeSequence(context, table, name, type, false, []) : null;
  const column: { -readonly [Key in keyof Column]: Column[Key] } = {
    name,
    // A name that the parser leaves without a location is the first word of its definition.
    at,
    type,
    typeRef,
    array,
    notNull: serial,
    default: counter === null ? null : { text: 'nextval(…)', literal: null, uses: { ...NO_USES, relations: [{ relation: counter, columns: [] }] } },
    generated: null,
    expression: null,
    identity: null,
    local: true,
    access: [],
    comment: null,
    remark: unit.exact ? context.remarks.beside(unit.place(span)) : null,
  };
  const starts = parts.map((part) => unit.offset(locationOf(part)));
  parts.forEach((part, index) => {
    const end = starts.slice(index + 1).find((start) => start > starts[index]!) ?? span.end;
    const partSpan = unit.trimmed({ start: starts[index]!, end });
    switch (text(part, 'contype')) {
      case 'CONSTR_DEFAULT':
        column.default = defaultOf(context, field(part, 'raw_expr'), {
          start: unit.after('default', partSpan.start, partSpan.end) ?? partSpan.start,
          end: partSpan.end,
        });
        break;
      case 'CONSTR_NULL':
        column.notNull = false;
        break;
      case 'CONSTR_IDENTITY':
        column.generated = 'identity';
        column.identity = identityOf(part);
        column.notNull = true;
        makeSequence(context, table, name, type, true, list(part, 'options'));
        break;
      case 'CONSTR_GENERATED':
        column.generated = text(part, 'generated_kind') === 'v' ? 'virtual' : 'stored';
        column.expression = expression(state, unit, field(part, 'raw_expr') ?? {}, unit.parenthesised(partSpan.start, partSpan.end) ?? partSpan, to.own);
        break;
      case 'CONSTR_ATTR_NOT_ENFORCED':
        amendLast(to, { enforced: false, validated: false });
        break;
      case 'CONSTR_ATTR_DEFERRABLE':
      case 'CONSTR_ATTR_DEFERRED':
        amendLast(to, { deferrable: true });
        break;
      default: {
        if (text(part, 'contype') === 'CONSTR_NOTNULL') column.notNull = true;
        const constraint = constraintOf(context, table, part, partSpan, name, to);
        if (constraint !== null) to.constraints.push(constraint);
        if (constraint?.kind === 'primary-key') column.notNull = true;
      }
    }
  });
  to.columns.push(column);
}

export const identityOf = (node: Node): NonNullable<Column['identity']> => (text(node, 'generated_when') === 'd' ? 'by default' : 'always');

function amendLast(to: Addition, patch: Partial<Constraint>): void {
  const last = to.constraints.pop();
  if (last !== undefined) to.constraints.push({ ...last, ...patch });
}

/** A column's default, with its constant when it is one. DEFAULT NULL is none. */
export function defaultOf({ state, unit }: Context, node: Node | undefined, span: Span): Column['default'] {
  if (node === undefined || flag(as(node, 'A_Const'), 'isnull')) return null;
  return { text: unit.textOf(unit.trimmed(span)), literal: constantOf(node) ?? null, uses: usesOf(state, node) };
}

/** Adds a table constraint; a primary key makes its columns NOT NULL. */
export function addConstraint(context: Context, table: Named, node: Node, span: Span, to: Addition): Constraint | null {
  if (text(node, 'contype') === 'CONSTR_NOTNULL') {
    const keys = strings(list(node, 'keys'));
    to.columns = to.columns.map((column) => (keys.includes(column.name) ? { ...column, notNull: true } : column));
  }
  const constraint = constraintOf(context, table, node, span, null, to);
  if (constraint === null) return null;
  to.constraints.push(constraint);
  if (constraint.kind === 'primary-key')
    to.columns = to.columns.map((column) => (constraint.columns.includes(column.name) ? { ...column, notNull: true } : column));
  return constraint;
}

/** What constraintOf has to know of the table. */
type Surroundings = Pick<Addition, 'constraints' | 'indexes' | 'fresh'> & { readonly own: Own | null };

/** One constraint. `column`: the column whose definition it stands in. Null when it is none that is kept. */
export function constraintOf(context: Context, table: Named, node: Node, span: Span, column: string | null, to: Surroundings): Constraint | null {
  const { state, unit } = context;
  const named = text(node, 'conname') ?? null;
  const at = unit.place(span);
  const base = {
    at,
    references: null,
    expression: null,
    values: null,
    closed: [],
    validated: true,
    enforced: true,
    local: true,
    noInherit: false,
    deferrable: flag(node, 'deferrable'),
  } as const;
  const own = column === null ? [] : [column];
  const { forConstraint, forIndex } = takenIn(context, table.schema, to.constraints);
  const enforced = flag(node, 'is_enforced');
  const validated = to.fresh ? enforced : !flag(node, 'skip_validation') && enforced;
  switch (text(node, 'contype')) {
    case 'CONSTR_CHECK': {
      const raw = field(node, 'raw_expr') ?? {};
      const checked = expression(state, unit, raw, unit.parenthesised(span.start, span.end) ?? span, to.own);
      const closed = closedSets(raw);
      const about = checked.columns.length === 1 ? checked.columns[0]! : null;
      return {
        ...base,
        name: named ?? chooseName(table.name, about, 'check', forConstraint),
        kind: 'check',
        columns: checked.columns,
        expression: checked,
        values: closed[0] ?? null,
        closed,
        validated,
        enforced,
        noInherit: flag(node, 'is_no_inherit'),
      };
    }
    case 'CONSTR_FOREIGN': {
      const columns = column === null ? strings(list(node, 'fk_attrs')) : own;
      const known = state.relation(field(node, 'pktable'));
      const itself = sameName(known, table);
      const target = itself ? state.liveRelation(table) : known;
      const toColumns = strings(list(node, 'pk_attrs'));
      const keys = itself ? to.constraints : (state.table(target)?.constraints ?? []);
      const key = keys.find((one) => one.kind === 'primary-key')?.columns ?? [];
      return {
        ...base,
        name: named ?? chooseName(table.name, columns.join('_'), 'fkey', forConstraint),
        kind: 'foreign-key',
        columns,
        references: {
          table: target,
          columns: toColumns.length > 0 ? toColumns : key,
          onDelete: actionNamed(text(node, 'fk_del_action')),
          onUpdate: actionNamed(text(node, 'fk_upd_action')),
        },
        validated,
        enforced,
      };
    }
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE': {
      const primary = text(node, 'contype') === 'CONSTR_PRIMARY';
      const index = text(node, 'indexname');
      const indexed = index === undefined ? undefined : to.indexes.find((one) => one.name === index);
      const columns = indexed !== undefined ? indexed.columns.flatMap((one) => one ?? []) : column === null ? strings(list(node, 'keys')) : own;
      const chosen = (): string => (primary ? chooseName(table.name, null, 'pkey', forIndex) : chooseName(table.name, columns.join('_'), 'key', forIndex));
      return { ...base, name: named ?? index ?? chosen(), kind: primary ? 'primary-key' : 'unique', columns };
    }
    case 'CONSTR_EXCLUSION': {
      const columns = list(node, 'exclusions').flatMap((pair) => text(as(list(as(pair, 'List'), 'items')[0], 'IndexElem'), 'name') ?? []);
      return { ...base, name: named ?? chooseName(table.name, columns.join('_') || null, 'excl', forIndex), kind: 'exclude', columns };
    }
    case 'CONSTR_NOTNULL': {
      const columns = column === null ? strings(list(node, 'keys')) : own;
      return named === null ? null : { ...base, name: named, kind: 'not-null', columns, validated, noInherit: flag(node, 'is_no_inherit') };
    }
    default:
      return null;
  }
}

type Taken = Pick<ReadonlySet<string>, 'has'>;

/** Names that a constraint may not take: those of all constraints of the schema; for one with an index, those of all relations as well. */
export function takenIn({ state }: Context, schema: string, others: readonly Constraint[]): { readonly forConstraint: Taken; readonly forIndex: Taken } {
  const here = (name: string): boolean => others.some((one) => one.name === name);
  const forConstraint = { has: (name: string): boolean => here(name) || state.constraintExists({ schema, name }) };
  return { forConstraint, forIndex: { has: (name: string): boolean => forConstraint.has(name) || state.relationExists({ schema, name }) } };
}

const actionNamed = (code: string | undefined): string | null => ({ c: 'cascade', n: 'set null', d: 'set default', r: 'restrict' })[code ?? 'a'] ?? null;

/** Spans of the constraints that a statement lists one after the other, from where each starts to where the next does. */
export function constraintSpans(unit: Unit, parts: readonly Node[]): Span[] {
  const starts = parts.map((part) => unit.offset(locationOf(part)));
  return starts.map((start, index) => unit.trimmed({ start, end: starts[index + 1] ?? unit.sql.length }));
}
