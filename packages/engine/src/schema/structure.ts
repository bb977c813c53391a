/** Keys, references and indexes of a table, as far as rules ask about them. */
import type { Constraint, Index, Named, SourceSchema, Table } from '@gatelint/sql-facts';
import { gapIn } from './beside.js';
import { anchor } from './places.js';
import type { DuplicateIndex, KeyQuestion, ReferenceQuestion, StructureQuestion, TenantQuestion } from './questions.js';
import { tenantOf, tenantTables } from './tenancy.js';
import { printed, sqlIdentifier } from './user-data.js';
import { wordsOf } from './words.js';

/** What people call their own things by: each tenant has its own "Sales" and its own invoice 1. */
const CHOSEN = /^(?:name|title|label|number|no|sku|position|ordinal|caption)$/;

const NOTHING: StructureQuestion = {
  because: 'only SQL migrations say which keys and indexes there are',
  primaryKey: false,
  candidate: null,
  tenant: null,
  keys: [],
  references: [],
  duplicates: [],
  nullable: [],
  emptied: [],
  indexed: [],
};

/** Answers for all tables of a source. Nothing is worked out before it is asked for. */
export class Structures {
  private readonly tenants: ReadonlySet<string>;
  private readonly byName: ReadonlyMap<string, Table>;
  private readonly known = new Map<Table, StructureQuestion>();
  /** Schemas in code and of other databases do not say which indexes there are: some are made by the database or the library by itself. */
  private readonly mute: boolean;

  constructor(private readonly source: SourceSchema) {
    const { layout, dialect } = source.source;
    this.mute = layout === 'prisma-schema' || layout === 'code' || (dialect !== 'postgresql' && dialect !== 'unknown');
    this.tenants = tenantTables(source);
    this.byName = new Map(source.schema.tables.map((table) => [printed(table), table]));
  }

  tenant(table: Table): TenantQuestion | null {
    return tenantOf(table, this.tenants);
  }

  table(name: Named): Table | undefined {
    return this.byName.get(printed(name));
  }

  of(table: Table): StructureQuestion {
    const known = this.known.get(table);
    if (known !== undefined) return known;
    if (this.mute) return NOTHING;
    const tenant = this.tenant(table);
    // What a partition has from its table is that one's to put right.
    const { constraints, indexes } = table.partitionOf === null ? table : { constraints: [], indexes: [] };
    const unique = [
      ...constraints.filter((one) => one.kind === 'unique').map((one) => ({ name: one.name, columns: one.columns, at: one.at, constraint: true })),
      // An index on an expression, or on some of the rows, holds those alone apart.
      ...indexes
        .filter((one) => one.unique && !one.columns.includes(null))
        .map((one) => ({ name: one.name, columns: one.columns as readonly string[], at: one.at, constraint: false, partial: one.partial })),
    ];
    const notNull = (name: string): boolean => table.columns.find((one) => one.name === name)?.notNull === true;
    const candidate = unique.find((one) => !('partial' in one && one.partial) && one.columns.length > 0 && one.columns.every(notNull));
    const made: StructureQuestion = {
      because: gapIn(this.source, table),
      primaryKey: table.constraints.some((one) => one.kind === 'primary-key'),
      candidate: candidate?.columns ?? null,
      tenant,
      keys: unique.map((one): KeyQuestion => ({
        name: one.name ?? '(unnamed)',
        columns: one.columns,
        at: anchor(one.at),
        constraint: one.constraint,
        chosen: this.chosen(table, one.columns),
      })),
      references: constraints.flatMap((one) => (one.kind === 'foreign-key' ? [this.reference(table, one, tenant)] : [])),
      duplicates: table.partitionOf === null ? duplicatesIn(table) : [],
      nullable: table.columns.filter((one) => !one.notNull).map((one) => one.name),
      emptied: table.constraints.flatMap((one) => (one.references?.onDelete === 'set null' ? one.columns : [])),
      indexed: leading(table),
    };
    this.known.set(table, made);
    return made;
  }

  /** Of the columns of a key those that people choose, where it has no others than such and numbers beside them. */
  private chosen(table: Table, columns: readonly string[]): string[] {
    const chosen = columns.filter((name) => CHOSEN.test(wordsOf(name).at(-1) ?? '') && !this.refers(table, name));
    return columns.some((name) => this.refers(table, name)) ? [] : chosen.length === columns.length ? chosen : [];
  }

  private refers(table: Table, column: string): boolean {
    return table.constraints.some((one) => one.references !== null && one.columns.includes(column));
  }

  private reference(table: Table, one: Constraint, tenant: TenantQuestion | null): ReferenceQuestion {
    const to = one.references!.table;
    return {
      name: one.name ?? '(unnamed)',
      columns: one.columns,
      to: printed(to),
      at: anchor(one.at),
      indexed: startsWith(table, one.columns, tenant?.column),
      crosses: this.crosses(table, one, tenant),
    };
  }

  private crosses(table: Table, one: Constraint, tenant: TenantQuestion | null): ReferenceQuestion['crosses'] {
    const parent = this.byName.get(printed(one.references!.table));
    if (tenant === null || parent === undefined || parent === table || one.columns.includes(tenant.column)) return null;
    const other = this.tenant(parent);
    if (other === null || other.table !== tenant.table || (tenant.table === null && other.column !== tenant.column)) return null;
    // Another key over the same columns that has the tenant in it holds both to one.
    const held = table.constraints.some(
      (key) =>
        key.references !== null &&
        printed(key.references.table) === printed(parent) &&
        key.columns.includes(tenant.column) &&
        one.columns.every((name) => key.columns.includes(name)),
    );
    return held ? null : { own: tenant.column, other: other.column };
  }
}

/** Keys of all kinds that an index stands behind, each with its columns in order. */
const indexesOf = (table: Table): readonly (readonly (string | null)[])[] => [
  ...table.constraints.filter((one) => one.kind === 'primary-key' || one.kind === 'unique').map((one) => one.columns),
  ...table.indexes.filter((one) => !one.partial && (one.method === 'btree' || one.method === 'hash')).map((one) => one.columns),
];

/** Whether an index finds rows by the columns: it starts with all of them, in any order, or with one of them that is not the same for all rows of a tenant. */
const startsWith = (table: Table, columns: readonly string[], tenant: string | undefined): boolean =>
  indexesOf(table).some((index) => {
    const [first] = index;
    if (first != null && columns.includes(first) && first !== tenant) return true;
    return index.length >= columns.length && columns.every((name) => index.slice(0, columns.length).includes(name));
  });

const leading = (table: Table): string[] => [...new Set(indexesOf(table).flatMap((columns) => columns[0] ?? []))].sort();

/** Indexes that hold the same as another one of the table. What is unique finds as well, so the plain one goes. */
function duplicatesIn(table: Table): DuplicateIndex[] {
  const keys = table.constraints.flatMap((one) =>
    one.kind === 'primary-key' || one.kind === 'unique' ? [{ name: one.name ?? '(unnamed)', form: plainForm(one.columns) }] : [],
  );
  return table.indexes.flatMap((index, position): DuplicateIndex[] => {
    const form = formOf(index);
    const same = (other: Index, at: number): boolean => formOf(other) === form && (other.unique === index.unique ? at < position : other.unique);
    const of = keys.find((one) => one.form === form)?.name ?? table.indexes.find(same)?.name;
    if (of === undefined || of === null || index.name === null) return [];
    return [{ name: index.name, of, at: anchor(index.at), sql: `DROP INDEX ${[table.schema, index.name].map(sqlIdentifier).join('.')}` }];
  });
}

const formOf = ({ method, columns, detail }: Index): string => JSON.stringify([method, columns, detail ?? '']);
const plainForm = (columns: readonly string[]): string => JSON.stringify(['btree', columns, '']);
