/** The fold against PostgreSQL itself: the same scripts, the same catalogue. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findSources, foldSource, type SourceSchema } from '@gatelint/sql-facts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fold } from './fold-text.js';
import { compareShapes, disagreementText } from '../../packages/dev/src/oracle/compare.js';
import { OracleDatabase } from '../../packages/dev/src/oracle/database.js';
import { shapeOfSchema } from '../../packages/dev/src/oracle/shape.js';

let oracle: OracleDatabase;
beforeAll(async () => {
  oracle = await OracleDatabase.start(true);
}, 60_000);
afterAll(() => oracle.close());

/** Roles and functions that scripts and fixtures take for granted. */
const ROLES = 'create role app; create role accountant;';
const TAKEN_FOR_GRANTED = `${ROLES}
  create function public.is_team_member(team uuid) returns boolean language sql stable as 'select true';
  create function public.is_member(member uuid) returns boolean language sql stable as 'select true';`;

const GRANTED: ReadonlySet<string> = new Set(['app', 'accountant', 'public.is_team_member(uuid)', 'public.is_member(uuid)']);

async function agrees(folded: SourceSchema): Promise<void> {
  const found = compareShapes(await oracle.catalogue(), shapeOfSchema(folded));
  const own = found.filter((one) => one.fold !== undefined || !GRANTED.has(one.path.split(' › ')[1] ?? '')).map(disagreementText);
  expect(own, own.join('\n')).toEqual([]);
}

const scripts: Readonly<Record<string, string | readonly string[]>> = {
  'every form of constraint': `
    create table orders (
      id bigint generated always as identity primary key,
      code text unique not null,
      status text default 'open' check (status in ('open', 'closed')),
      a int, b int check (b > 0) check (b < 100),
      parent bigint references orders on delete set null,
      customer uuid constraint to_customer references auth.users (id),
      price numeric(10, 2) not null default 0,
      unique (a, b),
      check (a < b),
      check (price >= 0),
      constraint named check (code <> ''),
      foreign key (a) references orders (id),
      exclude (code with =)
    );`,
  'types as they are printed': `
    create type mood as enum ('sad', 'ok');
    create domain positive as int check (value > 0);
    create table t (a varchar(20), b char(3), c int4, d int8[], e timestamptz(3), f timestamp, g bool, h float8, i real, j decimal(5), k text[], l mood, m mood[], n positive, o uuid, p jsonb, q interval, r serial, s bigserial not null, u time, v bit varying(4), w "char", x name, y numeric, z date);`,
  'names that are cut and numbered': `
    create table a_table_with_a_name_that_is_so_long_that_it_takes_all_of_it (
      a_column_with_a_name_that_is_also_quite_long_indeed text unique check (a_column_with_a_name_that_is_also_quite_long_indeed <> ''),
      b int check (b > 1) check (b > 2) check (b > 3)
    );
    create table "Tàble" ("Cölumn" text check ("Cölumn" <> ''), other int references "Tàble2");`.replace(', other int references "Tàble2"', ''),
  'altering columns': `
    create table t (id int, a text, b int default 1, c text not null);
    alter table t add column d text not null default 'x', add e int check (e > 0), drop column a, alter b type bigint, alter b drop default, alter c drop not null, alter d set default 'y', add primary key (id);
    alter table only t rename column e to f;
    alter table t rename constraint t_e_check to f_is_positive;
    alter table t add column if not exists f int, drop column if exists nothing;`,
  'constraints that come and go': `
    create table a (id int primary key);
    create table b (id int, a_id int, kind text);
    alter table b add constraint b_kind check (kind in ('x')) not valid, add foreign key (a_id) references a on delete cascade;
    alter table b validate constraint b_kind;
    alter table b drop constraint b_a_id_fkey;
    alter table b drop constraint if exists nothing;
    alter table a drop constraint a_pkey;
    create unique index b_id on b (id);
    alter table b add constraint b_key unique using index b_id;`,
  'dropping what others stand on': `
    create table a (id int primary key, x int unique, check (x > id));
    create table b (id int references a, x int references a (x));
    create type t as enum ('x');
    create table c (t t, ts t[], keep int);
    create view v as select * from a;
    drop table a cascade;
    drop type t cascade;`,
  'dropping columns with what they are in': `
    create table t (a int, b int, c int, unique (a, b), check (b > c), primary key (c));
    alter table t drop column b;
    create table u (id int primary key);
    create table w (u int references u);
    alter table u drop column id cascade;`,
  'renaming everything': `
    create schema other;
    create type old_type as enum ('a', 'b');
    create table one (id int primary key, t old_type, two_id int);
    create table two (id int primary key, one_id int references one);
    alter type old_type rename to new_type;
    alter type new_type rename value 'a' to 'z';
    alter type new_type add value 'm' before 'b';
    alter type new_type add value if not exists 'm';
    alter type new_type set schema other;
    alter table one rename to uno;
    alter table uno set schema other;
    alter table other.uno rename id to key;
    alter index other.one_pkey rename to uno_pkey;
    alter schema other rename to another;`,
  'swapping an enum type': `
    create type "Role" as enum ('USER', 'ADMIN');
    create table "User" (id int, role "Role" not null default 'USER');
    begin;
    create type "Role_new" as enum ('USER', 'OWNER');
    alter table "User" alter column role drop default;
    alter table "User" alter column role type "Role_new" using (role::text::"Role_new");
    alter type "Role" rename to "Role_old";
    alter type "Role_new" rename to "Role";
    drop type "Role_old";
    alter table "User" alter column role set default 'USER';
    commit;`,
  'policies in all their forms': `
    create table t (id int, owner uuid);
    alter table t enable row level security, force row level security;
    create policy a on t;
    create policy "b c" on t as restrictive for select to anon, authenticated using (true);
    create policy d on t for insert to public with check (owner = auth.uid());
    create policy e on t for update using (true) with check (false);
    create policy f on t for delete to current_user using (owner = auth.uid());
    alter policy a on t to app using (id > 0);
    alter policy e on t rename to g;
    drop policy d on t;
    alter table t no force row level security;
    alter table t rename to u;`.replace('to current_user ', 'to service_role '),
  'policies that go with what they need': `
    create function mine(uuid) returns boolean language sql as 'select true';
    create table members (team int, member uuid);
    create table t (team int, owner uuid);
    create policy by_function on t using (mine(owner));
    create policy by_table on t using (exists (select from members m where m.team = t.team));
    create policy by_column on t using (owner is not null);
    drop function mine cascade;
    drop table members cascade;
    alter table t drop column owner cascade;`,
  'transactions that are undone': `
    begin; create table a (id int); rollback;
    begin; create table b (id int); savepoint s; alter table b add c int; savepoint s2; alter table b enable row level security; rollback to s; alter table b add d int; commit;
    begin; create table e (); savepoint s; create table f (); release s; commit;
    start transaction; drop table b; abort;`,
  'DO blocks': `
    do $$ begin create type status as enum ('a'); exception when duplicate_object then null; end $$;
    create table t (id int, s status);
    do $do$
    declare name text; r record; names text[] := array['x', 'y'];
    begin
      if not exists (select 1 from pg_class where relname = 'u') then create table u (id int); end if;
      execute 'create table v (id int)';
      execute format('alter table %I add column %I int, add constraint %s check (id > %L)', 't', 'N', 'positive', 0);
      foreach name in array names loop execute 'create table ' || quote_ident(name) || ' (id int)'; end loop;
      for r in select * from (values ('k', 'int'), ('l', 'text')) as columns (name, type) loop execute format('alter table t add column %I %s', r.name, r.type); end loop;
      for i in 1..3 loop execute 'create table part_' || i || ' ()'; end loop;
      for r in select tablename from pg_tables where schemaname = 'public' loop execute format('alter table %I enable row level security', r.tablename); end loop;
    end $do$;`,
  'LIKE, INHERITS and partitions': `
    create table base (id int primary key, a text default 'x' check (a <> ''), b int not null);
    create table copy (like base including all, c int);
    create table bare (like base);
    create table child (d int) inherits (base);
    alter table base add column e int, alter b drop not null, add check (e > 0), rename_not_there int;
    create table whole (id int not null, at date not null, check (id > 0)) partition by range (at);
    create table part partition of whole for values from ('2024-01-01') to ('2025-01-01');
    create table later (id int not null, at date not null, constraint whole_id_check check (id > 0));
    alter table whole attach partition later for values from ('2025-01-01') to ('2026-01-01');
    alter table whole detach partition part;
    alter table base rename column e to f;`.replace(', rename_not_there int', ''),
  'schemas and search paths': [
    `create schema app; set search_path = app, public; create table t (id int); create type e as enum ('a'); create table public.u (e e);`,
    `create table t (id int); select set_config('search_path', '', false); create table app.v (id int); alter table app.t add column x int;`,
    `create schema more create table inside (id int); set search_path to more; alter table inside add column y int; drop schema app cascade; reset search_path; create table z ();`.replace(
      'drop schema app cascade; ',
      '',
    ),
  ],
  'dropping a schema': `create schema app; create type app.e as enum ('a'); create table app.t (id int primary key); create table keep (e app.e, t int references app.t); drop schema app cascade;`,
  'IF NOT EXISTS and IF EXISTS': `
    create table t (a int); create table if not exists t (b int);
    drop table if exists nothing; alter table if exists nothing enable row level security;
    create unlogged table w (a int); create temp table gone (a int); create table made as select 1 as one; select 2 as two into made_too;
    create index on t (a); create index if not exists t_a_idx on t (a);`,
  'functions, views, triggers and grants, which leave tables alone': `
    create table t (id int, n int);
    create function f() returns trigger language plpgsql as $$ begin execute 'drop table t'; return new; end $$;
    create trigger g before insert on t for each row execute function f();
    create view v with (security_invoker = on) as select * from t;
    create materialized view m as select * from v;
    create rule r as on insert to t where new.n = 5 do also (select 1; select 2);
    create function atomic_body() returns int begin atomic select 1; select 2; end;
    grant select on t to anon; revoke all on all tables in schema public from anon; comment on table t is 'x'; analyze t;`,
};

/** Minimal cases that random sequences were shrunk to. */
const found: Readonly<Record<string, string>> = {
  'an index is named by the functions in it': `create table t (a int, b text, c int); create index on t (lower(b)); create index on t ((c is null), (lower(b)));`,
  'a predicate that is true is none': `create table t (a int); create index on t (a) where true; create index on t (a) where 1 = 1;`,
  'PUBLIC beside other roles': `create table t (a int, b int); create policy p on t to public, current_user using (true); grant update (b) on t to authenticated, public;`,
  'default privileges that say nothing new': `create role clerk; alter default privileges for role clerk grant all on functions to public; alter default privileges grant select on tables to anon; create table t (); alter default privileges revoke select on tables from anon; create table u ();`,
  'an argument without its length': `create function f(a char(3), out b text, out c int) language sql as $$ select 'x', 1 $$; drop function f(char);`,
  'an empty search path finds nothing': `create domain positive as int; set search_path to ''; drop domain if exists positive cascade;`,
  'a search path through schemas that are not there': `select set_config('search_path', 'app, public', false); create table t (a int);`,
  'USING reads both sides': `create table t (a int); create table u as select 1 as a; create view v as select x.* from t x left join u y using (a);`,
  'a procedure is no function': `create function f(a int) returns boolean language sql as 'select true'; create procedure f() language sql as ''; alter procedure f set search_path from current;`,
  'constants of an enum are its values': `create type mood as enum ('x', 'y'); create domain word as mood constraint k check (value in ('x', 'y')); create table t (m mood default 'x' check (m in ('x'))); alter type mood rename value 'x' to 'z';`,
  'a default that was converted from a type': `create type currency as enum ('USD'); create table t (c currency default 'USD'); alter table t alter c type text; drop type currency cascade;`,
  'what is temporary': `create function pg_temp.f() returns int language sql as 'select 1'; create table pg_temp.t (a int); create temp view v as select 1 as a;`,
  'conditions on what is there': `
    create table t (a int); create type mood as enum ('x');
    do $$ begin
      if not exists (select 1 from information_schema.columns where table_schema = 'public' and table_name = 't' and column_name = 'a') then alter table t add column a text, add column b int; end if;
      if not exists (select 1 from pg_type where typname = 'mood') then create type mood as enum ('y'); else alter type mood add value 'z'; end if;
      if exists (select from pg_tables where schemaname = 'public' and tablename = 'u') then alter table t add column c int; elsif to_regclass('public.t') is not null then alter table t add column d int; end if;
      if not exists (select 1 from pg_namespace where nspname = 'other') then return; end if;
      create table never ();
    end $$;`,
  'LIKE a table whose columns are not known': `create table u as select 1 as a, 'x'::text as b; create table t (like u including all); create table w () inherits (u);`,
  'LIKE beside INHERITS': `create table t (a int primary key, b text, c int); create table u (a int, b text unique, c int); create table w (like u, exclude (a with =)) inherits (t);`,
  'a function that is called by its old name': `create function f(a int) returns boolean language sql as 'select true'; create table t (a int); create policy p on t for insert with check (f(a)); alter function f(int) rename to g;`,
};

describe('the fold says what PostgreSQL says', () => {
  it.each(Object.entries({ ...scripts, ...found }))('%s', async (_name, script) => {
    const folded = fold(script);
    await oracle.apply(typeof script === 'string' ? [script] : script, ROLES);
    await agrees(folded);
    expect(folded.coverage.unreadable).toEqual([]);
  });
});

const fixtures = join(import.meta.dirname, '../../fixtures');
const folders = readdirSync(fixtures).flatMap((rule) => readdirSync(join(fixtures, rule)).map((name) => `${rule}/${name}`));

function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix)).flatMap((name) =>
    statSync(join(folder, prefix, name)).isDirectory() ? filesBelow(folder, `${prefix}${name}/`) : [`${prefix}${name}`],
  );
}

const sources = folders.flatMap((name) => {
  const root = join(fixtures, name);
  const files = { read: (path: string) => readFileSync(path, { flag: 'r' }) };
  const readable = {
    read: (path: string) => {
      try {
        return files.read(path);
      } catch {
        return null;
      }
    },
  };
  return findSources(readable, root, filesBelow(root).sort(), { migrations: null })
    .filter((source) => source.layout !== 'prisma-schema' && source.files.length > 0 && source.dialect !== 'sqlite')
    .map((source) => ({ name: `${name}: ${source.path}`, root, source, folded: foldSource(readable, root, source) }));
});

describe('the fold says what PostgreSQL says of the fixtures', () => {
  /** Extensions that do not come with the PostgreSQL of these tests. */
  const missing = new Set(['http', 'moddatetime', 'pg_cron', 'pg_graphql', 'pgmq', 'vector']);
  const needsMissing = ({ root, source }: (typeof sources)[number]): boolean =>
    source.files.some((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/create extension (?:if not exists )?"?([\w-]+)/gi)].some(([, name]) => missing.has(name!)),
    );
  // PostgreSQL refuses a history without its beginning, and what is about statements that it refuses.
  it.each(
    sources
      .filter(
        (one) =>
          one.folded.coverage.unreadable.length === 0 && !one.folded.schema.partial && !needsMissing(one) && !one.name.startsWith('no-inconsistent-migration/'),
      )
      .map((one) => [one.name, one] as const),
  )('%s', async (_name, { root, source, folded }) => {
    const undone = /^--\s*(?:migrate:|\+goose |\+migrate )down/im;
    const texts = source.files.map((file) => readFileSync(join(root, file), 'utf8').split(undone)[0]!);
    // A role that a fixture creates by itself is not taken for granted, and its files run as one transaction each.
    const all = texts.join('\n');
    const granted = TAKEN_FOR_GRANTED.replace(/create role (\w+);/g, (whole, role: string) =>
      new RegExp(`create role ${role}\\b`, 'i').test(all) ? '' : whole,
    );
    await oracle.apply(
      texts.map((text) => text.replace(/\bconcurrently\b/gi, '')),
      granted,
    );
    await agrees(folded);
  });

  it('has enough of them', () => expect(sources.length).toBeGreaterThan(40));
});
