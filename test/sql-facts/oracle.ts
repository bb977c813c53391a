/** The same scripts in a PostgreSQL engine, and what its catalogue says of the result, in the words in which the fold can say it too. */
import { PGlite } from '@electric-sql/pglite';
import type { SourceSchema } from '@gatelint/sql-facts';

/** What a hosted platform has before the first migration: roles, a schema of accounts, a schema of files. */
const PLATFORM = `
  create role anon; create role authenticated; create role service_role; create role app; create role accountant;
  create schema auth;
  create table auth.users (id uuid primary key, email text);
  create function auth.uid() returns uuid language sql stable as 'select null::uuid';
  create function auth.role() returns text language sql stable as 'select null::text';
  create schema storage;
  create table storage.buckets (id text primary key, name text, public boolean);
  create table storage.objects (id uuid, bucket_id text, name text, owner uuid);
  create function storage.foldername(name text) returns text[] language sql immutable as 'select string_to_array(name, ''/'')';
`;

/** What the fixtures take for granted in the project's own schema. */
const OWN_FUNCTIONS = `
  create schema public;
  create function public.is_team_member(team uuid) returns boolean language sql stable as 'select true';
  create function public.is_member(member uuid) returns boolean language sql stable as 'select true';
`;

const OWN = `n.nspname not in ('information_schema', 'auth', 'storage') and n.nspname !~ '^pg_'`;

const QUESTIONS: Readonly<Record<string, string>> = {
  tables: `select n.nspname || '.' || c.relname || ' rls ' || c.relrowsecurity || ' forced ' || c.relforcerowsecurity as line from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and ${OWN}`,
  columns: `select n.nspname || '.' || c.relname || '.' || a.attname || ' ' || case when t.typtype in ('e', 'd') then tn.nspname || '.' || t.typname when t.typelem <> 0 and e.typtype in ('e', 'd') then en.nspname || '.' || e.typname || '[]' else format_type(a.atttypid, a.atttypmod) end || case when a.attnotnull then ' not null' else '' end
    as line from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid join pg_namespace tn on tn.oid = t.typnamespace left join pg_type e on e.oid = t.typelem left join pg_namespace en on en.oid = e.typnamespace
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p') and ${OWN}`,
  policies: `select schemaname || '.' || tablename || ' "' || policyname || '" ' || lower(cmd) || ' ' || lower(permissive) || ' to ' || array_to_string(array(select unnest(roles) order by 1), ', ') || case when qual is null then '' else ' using' end || case when with_check is null then '' else ' check' end as line from pg_policies where schemaname not in ('storage')`,
  constraints: `select n.nspname || '.' || c.relname || ' ' || k.conname || ' ' || k.contype::text || ' (' || array_to_string(array(select a.attname from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey) order by 1), ', ') || ')' || case when k.confrelid = 0 then '' else ' -> ' || fn.nspname || '.' || f.relname end || case when k.convalidated then '' else ' not valid' end
    as line from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace left join pg_class f on f.oid = k.confrelid left join pg_namespace fn on fn.oid = f.relnamespace where k.contype in ('c', 'f', 'p', 'u') and k.coninhcount = 0 and c.relkind in ('r', 'p') and ${OWN}`,
  enums: `select n.nspname || '.' || t.typname || ' ' || string_agg(e.enumlabel, ', ' order by e.enumsortorder) as line from pg_enum e join pg_type t on t.oid = e.enumtypid join pg_namespace n on n.oid = t.typnamespace group by n.nspname, t.typname`,
};

export class Oracle {
  private constructor(private readonly database: PGlite) {}

  static async start(): Promise<Oracle> {
    const database = await PGlite.create();
    await database.exec(PLATFORM);
    return new Oracle(database);
  }

  close(): Promise<void> {
    return this.database.close();
  }

  /** What the catalogue says after the scripts, by question, sorted; throws PostgreSQL's error when one does not run. */
  async run(scripts: readonly string[]): Promise<Record<string, string[]>> {
    const left = await this.database.query<{ sql: string }>(
      `select 'drop schema "' || nspname || '" cascade;' as sql from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'auth', 'storage')
       union all select format('drop policy %I on storage.%I;', policyname, tablename) from pg_policies where schemaname = 'storage'`,
    );
    await this.database.exec(`discard temp; ${left.rows.map((row) => row.sql).join(' ')} ${OWN_FUNCTIONS}`);
    for (const script of scripts) await this.database.exec(`reset search_path; ${script}`);
    const rows = await this.database.query<{ question: string; line: string }>(
      Object.entries(QUESTIONS)
        .map(([name, query]) => `select '${name}' as question, line from (${query}) as ${name}`)
        .join(' union all '),
    );
    const answers: Record<string, string[]> = {};
    for (const name of Object.keys(QUESTIONS)) answers[name] = rows.rows.flatMap((row) => (row.question === name ? [row.line] : [])).sort();
    return answers;
  }
}

const CONSTRAINT_KINDS: Readonly<Record<string, string>> = { check: 'c', 'foreign-key': 'f', 'primary-key': 'p', unique: 'u' };

/** The fold's answers to the same questions. */
export function answersOf({ schema }: SourceSchema): Record<string, string[]> {
  const tables = schema.tables.filter((table) => table.schema !== 'storage' && table.schema !== 'auth');
  const inherited = (table: (typeof tables)[number], name: string | null): boolean =>
    [...table.inherits, ...(table.partitionOf === null ? [] : [table.partitionOf])].some((parent) =>
      tables.some(
        (one) => one.schema === parent.schema && one.name === parent.name && one.constraints.some((other) => other.kind === 'check' && other.name === name),
      ),
    );
  return {
    tables: tables.map((table) => `${table.schema}.${table.name} rls ${table.rls === 'yes'} forced ${table.forced}`).sort(),
    columns: tables
      .flatMap((table) => table.columns.map((column) => `${table.schema}.${table.name}.${column.name} ${column.type}${column.notNull ? ' not null' : ''}`))
      .sort(),
    policies: tables
      .flatMap((table) =>
        table.policies.map(
          (policy) =>
            `${table.schema}.${table.name} "${policy.name}" ${policy.command} ${policy.permissive ? 'permissive' : 'restrictive'} to ${[...policy.roles].sort().join(', ')}${policy.using === null ? '' : ' using'}${policy.check === null ? '' : ' check'}`,
        ),
      )
      .sort(),
    constraints: tables
      .flatMap((table) =>
        table.constraints.flatMap((one) => {
          const kind = CONSTRAINT_KINDS[one.kind];
          if (kind === undefined || (kind === 'c' && inherited(table, one.name))) return [];
          const target = one.references === null ? '' : ` -> ${one.references.table.schema}.${one.references.table.name}`;
          return [`${table.schema}.${table.name} ${one.name} ${kind} (${[...one.columns].sort().join(', ')})${target}${one.validated ? '' : ' not valid'}`];
        }),
      )
      .sort(),
    enums: schema.types.flatMap((type) => (type.kind === 'enum' ? [`${type.schema}.${type.name} ${type.labels.join(', ')}`] : [])).sort(),
  };
}
