/** The fold against PostgreSQL itself: the same scripts, the same catalogue. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findSources, foldSource } from '@gatelint/sql-facts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fold } from './fold-text.js';
import { answersOf, Oracle } from './oracle.js';

let oracle: Oracle;
beforeAll(async () => {
  oracle = await Oracle.start();
}, 60_000);
afterAll(() => oracle.close());

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

describe('the fold says what PostgreSQL says', () => {
  it.each(Object.entries(scripts))('%s', async (_name, script) => {
    const folded = fold(script);
    const expected = await oracle.run(typeof script === 'string' ? [script] : script);
    const answers = answersOf(folded);
    // What a query gives its table for columns is not in the text.
    const opaque = new Set(folded.schema.tables.filter((table) => !table.complete).map((table) => `${table.schema}.${table.name}.`));
    expected['columns'] = expected['columns']!.filter((line) => ![...opaque].some((name) => line.startsWith(name)));
    expect(answers).toEqual(expected);
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
  // PostgreSQL refuses a history without its beginning.
  it.each(sources.filter(({ folded }) => folded.coverage.unreadable.length === 0 && !folded.schema.partial).map((one) => [one.name, one] as const))(
    '%s',
    async (_name, { root, source, folded }) => {
      const undone = /^--\s*(?:migrate:|\+goose |\+migrate )down/im;
      const texts = source.files.map((file) => readFileSync(join(root, file), 'utf8').split(undone)[0]!);
      expect(answersOf(folded)).toEqual(await oracle.run(texts));
    },
  );

  it('has enough of them', () => expect(sources.length).toBeGreaterThan(40));
});
