/** Columns that hold one of a closed set of values, and what holds them to it. */
import type { Column, Constraint, SourceSchema, Table, TypeDef } from '@gatelint/sql-facts';
import type { EnumQuestion } from '../rule.js';
import { gapIn } from './beside.js';
import { anchor, placeIn } from './places.js';
import { printed, sqlIdentifier } from './user-data.js';
import { defaultsLikeEnumeration, namedLikeEnumeration, valuesInComment } from './vocabulary.js';
import { wordsOf } from './words.js';

/** A constant that the code writes into a column. */
export interface ObservedWrite {
  /** Table and column as the code names them, without a schema. */
  readonly table: string;
  readonly column: string;
  readonly value: string;
  readonly at: { readonly file: string; readonly line: number };
}

type Held = Pick<EnumQuestion, 'constrained' | 'values'> & { readonly because: string };

/** Databases of Prisma that have no enum types: nothing there could be asked for. */
const WITHOUT_ENUMS: ReadonlySet<string> = new Set(['sqlite', 'sqlserver', 'unknown']);

export function enumQuestions(source: SourceSchema, writes: readonly ObservedWrite[]): EnumQuestion[] {
  const { layout, dialect } = source.source;
  if (layout === 'prisma-schema' && WITHOUT_ENUMS.has(dialect)) return [];
  const types = new Map(source.schema.types.map((type) => [printed(type), type]));
  const elsewhere = closedElsewhere(source);
  return source.schema.tables.flatMap((table) =>
    table.columns.flatMap((column) => {
      const held = heldTo(table, column, types);
      const related: EnumQuestion['related'][number][] = [];
      const because = held?.because ?? looksEnumerated(source, table, column, types, elsewhere, writes, related);
      if (because === null) return [];
      const gap = held === null ? gapIn(source, table) : null;
      const question: EnumQuestion = {
        table: printed(table),
        column: column.name,
        sql: sqlIdentifier(column.name),
        ...placeIn(source, column.at),
        at: anchor(column.at),
        constrained: held?.constrained ?? (gap === null ? 'none' : 'unknown'),
        values: held?.values ?? [],
        because: gap ?? because,
        native: layout === 'prisma-schema',
        related,
      };
      return [question];
    }),
  );
}

/** What holds a column to its values; null when nothing does. */
function heldTo(table: Table, column: Column, types: ReadonlyMap<string, TypeDef>): Held | null {
  const type = column.typeRef === null ? undefined : types.get(printed(column.typeRef));
  if (type?.kind === 'enum') return { constrained: 'enum', values: type.labels, because: `is of the enum type ${printed(type)}` };
  const check = table.constraints.find((one) => one.enforced && setFor(one, column.name) !== null);
  if (check !== undefined && isText(column, type))
    return { constrained: 'check', values: setFor(check, column.name)!, because: `is checked${check.name === null ? '' : ` by ${check.name}`}` };
  const domainCheck = type?.kind === 'domain' ? type.constraints.find((one) => one.enforced && one.values !== null) : undefined;
  if (domainCheck !== undefined) return { constrained: 'domain', values: domainCheck.values!.values, because: `is of the domain ${printed(type!)}` };
  if (type?.kind === 'domain' && isText(column, type) && namedAs(table, column) === null) return null;
  const reference = table.constraints.find((one) => one.references !== null && one.columns.includes(column.name));
  // A key of a lookup table is an enumeration where its name says so; every other foreign key is just a reference.
  if (reference !== undefined && namedAs(table, column) !== null)
    return { constrained: 'fk', values: [], because: `references ${printed(reference.references!.table)}` };
  return null;
}

/** A set of one value says what the column is, not which of several. */
function setFor(constraint: Constraint, column: string): readonly string[] | null {
  return (
    constraint.closed.find((set) => set.column === column && set.values.length > 1)?.values ??
    (constraint.closed.length === 1 && constraint.values?.column === column ? constraint.values.values : null)
  );
}

const some = (values: readonly string[]): string => `${values.slice(0, 4).join(', ')}${values.length > 4 ? ', …' : ''}`;

const TEXT = /^(?:text|citext|name|"char"|character(?: varying)?(?:\(\d+\))?|varchar(?:\(\d+\))?|n?varchar(?:\(\w+\))?|(?:tiny|medium|long)text)$/;

function isText(column: Column, type: TypeDef | undefined): boolean {
  return !column.array && TEXT.test(type?.kind === 'domain' ? (type.base ?? '') : column.type);
}

/** A provider in a key of several columns is a name that the users give, one each. */
const partOfKey = (table: Table, column: Column): boolean =>
  wordsOf(column.name).at(-1) === 'provider' &&
  (table.constraints.some((one) => (one.kind === 'primary-key' || one.kind === 'unique') && one.columns.includes(column.name)) ||
    table.indexes.some((index) => index.unique && index.columns.includes(column.name)));

const namedAs = (table: Table, column: Column): string | null =>
  partOfKey(table, column)
    ? null
    : namedLikeEnumeration({ name: column.name, siblings: table.columns.flatMap((other) => (other === column ? [] : [other.name])) });

/** Why a text column that nothing holds looks like an enumeration; null when it does not. */
function looksEnumerated(
  source: SourceSchema,
  table: Table,
  column: Column,
  types: ReadonlyMap<string, TypeDef>,
  elsewhere: ReadonlyMap<string, { readonly table: Table; readonly constraint: Constraint }>,
  writes: readonly ObservedWrite[],
  related: EnumQuestion['related'][number][],
): string | null {
  const type = column.typeRef === null ? undefined : types.get(printed(column.typeRef));
  if (!isText(column, type) || column.generated !== null || isReference(column.name) || isKey(table, column)) return null;
  if (column.spelled !== undefined) return `is typed in the code as one of ${some(column.spelled)}`;
  const listed = [...valuesInComment(column.name, column.remark), ...valuesInComment(column.name, column.comment)];
  if (listed.length > 0) return `has a comment that lists its values (${some(listed)})`;
  const byDefault = defaultsLikeEnumeration(column.name, column.default?.literal ?? null);
  const byName = namedAs(table, column);
  if (byName !== null) return byDefault === null ? byName : `${byName} and ${byDefault}`;
  if (byDefault !== null && column.notNull) return byDefault;
  const other = elsewhere.get(column.name);
  if (other !== undefined && other.table !== table) {
    related.push({
      ...placeIn(source, other.constraint.at),
      note: `${printed(other.table)}.${column.name} is held to ${other.constraint.values!.values.length} values here`,
    });
    return `has its namesake ${printed(other.table)}.${column.name} held to a closed set`;
  }
  return writtenConstants(table, column, writes, related);
}

/** Ids, addresses and the like, by their last word. */
const isReference = (name: string): boolean =>
  /^(?:id|ids|uuid|url|uri|href|path|at|hash|token|key|slug|email|name|title|description)$/.test(wordsOf(name).at(-1) ?? '') && wordsOf(name).length > 0;

/** A column that alone identifies the row has as many values as rows: the lookup table's own key. */
const isKey = (table: Table, column: Column): boolean =>
  table.constraints.some((one) => (one.kind === 'primary-key' || one.kind === 'unique') && one.columns.length === 1 && one.columns[0] === column.name) ||
  table.indexes.some((index) => index.unique && !index.partial && index.columns.length === 1 && index.columns[0] === column.name);

/** Columns that a check holds to a closed set, by name: a namesake in another table is likely of the same kind. */
function closedElsewhere({ schema }: SourceSchema): ReadonlyMap<string, { readonly table: Table; readonly constraint: Constraint }> {
  const found = new Map<string, { table: Table; constraint: Constraint }>();
  for (const table of schema.tables) {
    for (const constraint of table.constraints) {
      const column = constraint.values?.column;
      if (constraint.kind === 'check' && constraint.enforced && column !== undefined && constraint.values!.values.length > 1 && !found.has(column))
        found.set(column, { table, constraint });
    }
  }
  return found;
}

function writtenConstants(table: Table, column: Column, writes: readonly ObservedWrite[], related: EnumQuestion['related'][number][]): string | null {
  const own = writes.filter((write) => write.table === table.name && write.column === column.name);
  const values = [...new Set(own.map((write) => write.value))].sort();
  if (values.length < 2 || !values.every((value) => /^[A-Za-z][\w-]*$/.test(value))) return null;
  for (const value of values) {
    const write = own.find((one) => one.value === value)!;
    related.push({ ...write.at, note: `'${value}' is written here` });
  }
  return `is written as ${some(values)}`;
}
