/** Folds scripts that a test holds in memory, and prints what is asked of the schema in a line each. */
import { foldSource, type Source, type SourceSchema, type Table } from '@gatelint/sql-facts';

const bytes = new TextEncoder();

/** Scripts in order, as a plain source; `source` overrides parts of it. */
export function fold(scripts: string | readonly string[], source: Partial<Source> = {}): SourceSchema {
  const texts = typeof scripts === 'string' ? [scripts] : scripts;
  const files = texts.map((_, index) => `${String(index + 1).padStart(3, '0')}.sql`);
  const whole: Source = { path: 'migrations', layout: 'plain', files, dialect: 'postgresql', exposedSchemas: [], skipped: [], incomplete: false, ...source };
  return foldSource({ read: (path) => bytes.encode(texts[files.indexOf(path.replace(/^\/p\//, ''))] ?? '') }, '/p', whole);
}

/** Unqualified names are in `public`. */
export function tableOf({ schema }: SourceSchema, name: string): Table {
  const [first, second] = name.split('.');
  const found = schema.tables.find((table) => table.name === (second ?? first) && table.schema === (second === undefined ? 'public' : first));
  if (found === undefined) throw new Error(`no table ${name} among ${schema.tables.map((table) => `${table.schema}.${table.name}`).join(', ')}`);
  return found;
}

export const columnsOf = (folded: SourceSchema, table: string): string[] =>
  tableOf(folded, table).columns.map(({ name, type, notNull, default: value, generated }) =>
    [name, type, notNull ? 'not null' : '', value === null ? '' : `default ${value.literal ?? '?'}`, generated ?? ''].filter((part) => part !== '').join(' '),
  );

export const constraintsOf = (folded: SourceSchema, table: string): string[] =>
  tableOf(folded, table).constraints.map(({ name, kind, columns, references, values, validated, enforced }) =>
    [
      `${name ?? '(unnamed)'}: ${kind}(${columns.join(', ')})`,
      references === null
        ? ''
        : `-> ${references.table.schema}.${references.table.name}(${references.columns.join(', ')})${references.onDelete === null ? '' : ` ${references.onDelete}`}`,
      values === null ? '' : `{${values.values.join(', ')}}`,
      validated ? '' : 'not valid',
      enforced ? '' : 'not enforced',
    ]
      .filter((part) => part !== '')
      .join(' '),
  );

/** `yes`, `no`, `unknown` with the reason. */
export const rlsOf = (folded: SourceSchema, table: string): string => {
  const { rls, rlsBecause } = tableOf(folded, table);
  return rlsBecause === null ? rls : `${rls}: ${rlsBecause}`;
};

export const policiesOf = (folded: SourceSchema, table: string): string[] =>
  tableOf(folded, table).policies.map(({ name, command, roles, permissive, using, check }) =>
    [
      `${name}: ${command} to ${roles.join(', ')}`,
      permissive ? '' : 'restrictive',
      using === null ? '' : `using ${using.text}`,
      check === null ? '' : `check ${check.text}`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
