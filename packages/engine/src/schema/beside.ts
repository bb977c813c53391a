/**
 * What stands in code beside migrations. Migrations are what is applied, so they decide where they say something for certain; a schema in code says the rest, and what both say of a column
 * is remarked on in either.
 */
import type { Column, SourceSchema, Table } from '@gatelint/sql-facts';

/** Comments, and values that the code's types allow, of the same columns in schemas that are not applied. */
export function withRemarks(source: SourceSchema, beside: readonly SourceSchema[]): SourceSchema {
  const remarked = new Map<string, Column>();
  for (const { schema } of beside)
    for (const table of schema.tables)
      for (const column of table.columns) if (column.remark !== null || column.spelled !== undefined) remarked.set(`${table.name}\n${column.name}`, column);
  if (remarked.size === 0) return source;
  const tables = source.schema.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => {
      const other = remarked.get(`${table.name}\n${column.name}`);
      if (other === undefined) return column;
      const spelled = column.spelled ?? other.spelled;
      return {
        ...column,
        remark: [column.remark, other.remark].filter((one) => one !== null).join('\n') || null,
        ...(spelled === undefined ? {} : { spelled }),
      };
    }),
  }));
  return { ...source, schema: { ...source.schema, tables } };
}

/** Why what the migrations say of a table may not be all; null when it is. */
export function gapIn({ source, unread, schema }: SourceSchema, table: Table): string | null {
  const doubt = table.doubts.find((one) => one.about.includes('constraints') || one.about.includes('columns'));
  if (doubt !== undefined) return doubt.because;
  if (table.assumed) return 'no file creates the table';
  if (!table.complete) return 'its columns are not all known';
  if (source.incomplete) return 'a migration that the journal lists is missing';
  return schema.partial && unread.length > 0 ? `${unread[0]!.file}: ${unread[0]!.because}` : null;
}

const sameName = (one: Table, other: Table): boolean => one.name === other.name && (one.schema === other.schema || one.schema === '' || other.schema === '');

/** All schemas of a project: of the tables that both declare, each once. */
export function joined(applied: readonly SourceSchema[], inCode: readonly SourceSchema[]): SourceSchema[] {
  if (inCode.length === 0) return [...applied];
  const replaced = new Set<Table>();
  const completed = inCode.flatMap((code) => {
    const covering = applied.filter(
      ({ source, schema }) =>
        (source.dialect === code.source.dialect || source.dialect === 'unknown') &&
        schema.tables.some((table) => code.schema.tables.some((own) => sameName(own, table))),
    );
    // What complete migrations do not create is not in the database yet, or is not the project's.
    const whole = covering.some(({ source, schema }) => !schema.partial && !source.incomplete);
    const tables = code.schema.tables.flatMap((table): Table[] => {
      for (const source of covering) {
        const same = source.schema.tables.find((one) => sameName(one, table));
        if (same === undefined) continue;
        if (gapIn(source, same) === null) return [];
        replaced.add(same);
        return [withApplied(table, same)];
      }
      return whole ? [] : [table];
    });
    return tables.length === 0 ? [] : [{ ...code, schema: { ...code.schema, tables } }];
  });
  const rest = applied.map((source) => {
    const tables = source.schema.tables.filter((table) => !replaced.has(table));
    return withRemarks(tables.length === source.schema.tables.length ? source : { ...source, schema: { ...source.schema, tables } }, inCode);
  });
  return [...rest, ...completed];
}

/** A table of a schema in code, with what migrations without a beginning say of it. */
function withApplied(table: Table, applied: Table): Table {
  const rls = applied.rlsAt === null ? {} : { rls: applied.rls, rlsBecause: applied.rlsBecause, rlsAt: applied.rlsAt, forced: applied.forced };
  const policies = applied.policies.filter((policy) => !table.policies.some((own) => own.name === policy.name));
  return {
    ...table,
    ...rls,
    constraints: [...table.constraints, ...applied.constraints],
    policies: [...table.policies, ...policies],
    history: [...table.history, ...applied.history],
  };
}
