import { foldSource, type Source } from '@gatelint/sql-facts';
import { describe, expect, it } from 'vitest';
import { columnsOf, constraintsOf, fold, policiesOf, rlsOf, tableOf } from './fold-text.js';

const T = 'create table t (id int primary key, user_id uuid, status text);';

describe('row level security after all statements', () => {
  it.each<[string, string | readonly string[], string]>([
    ['never mentioned', T, 'no'],
    ['enabled', `${T} alter table t enable row level security;`, 'yes'],
    ['enabled, then disabled', `${T} alter table t enable row level security; alter table only public.t disable row level security;`, 'no'],
    ['enabled beside other commands', `${T} alter table t add column x int, enable row level security, drop column x;`, 'yes'],
    [
      'enabled in another file under the new name',
      [`${T} alter table t rename to u;`, 'alter table u enable row level security; alter table u rename to t;'],
      'yes',
    ],
    ['lost with the table', `${T} alter table t enable row level security; drop table t; ${T}`, 'no'],
    ['in a transaction that is undone', `${T} begin; alter table t enable row level security; rollback;`, 'no'],
    ['before a savepoint that is undone', `${T} begin; alter table t enable row level security; savepoint s; drop table t; rollback to s; commit;`, 'yes'],
    ['in a branch of a DO block', `${T} do $$ begin if to_regclass('t') is not null then alter table t enable row level security; end if; end $$;`, 'yes'],
    ['in a branch that never runs', `${T} do $$ begin if false then alter table t enable row level security; end if; end $$;`, 'no'],
    [
      'for each of the names in an array',
      `${T} do $$ declare n text; begin foreach n in array array['t'] loop execute format('alter table public.%I enable row level security', n); end loop; end $$;`,
      'yes',
    ],
    [
      'for each table of the catalogue',
      `${T} do $$ declare r record; begin for r in select * from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' loop execute 'alter table ' || quote_ident(r.table_name) || ' enable row level security'; end loop; end $$;`,
      'yes',
    ],
    [
      'for some tables of the catalogue',
      `${T} do $$ declare r record; begin for r in select tablename from pg_tables where schemaname = 'public' and tablename like 't%' loop execute format('alter table %I enable row level security', r.tablename); end loop; end $$;`,
      'unknown: a DO block changes tables whose names are put together at run time',
    ],
    [
      'enabled, then perhaps enabled again',
      `${T} alter table t enable row level security; do $$ declare r record; begin for r in select f() as n loop execute format('alter table %I enable row level security', r.n); end loop; end $$;`,
      'yes',
    ],
    [
      'whatever a text from a table says',
      `${T} do $$ declare s text; begin select command into s from commands; execute s; end $$;`,
      'unknown: a DO block executes a statement that is put together at run time',
    ],
    ['doubtful, then said', `${T} do $$ declare s text; begin execute s; end $$; alter table t enable row level security;`, 'yes'],
    ['beside a broken statement about something else', `${T} alter table t add column x int int;`, 'no'],
    ['by a broken statement', `${T} alter table t enable row level securty;`, 'unknown: a statement that mentions it is not understood'],
    [
      'by a function that was called',
      `${T} create function protect() returns void language plpgsql as $$ begin execute 'alter table t enable row level security'; end $$; select protect();`,
      'unknown: the function public.protect was called, whose body may change it',
    ],
    [
      'by a function that was not called',
      `${T} create function protect() returns void language plpgsql as $$ begin execute 'alter table t enable row level security'; end $$;`,
      'no',
    ],
    [
      'by an event trigger',
      `create function auto() returns event_trigger language plpgsql as $$ begin execute format('alter table %s enable row level security', 'x'); end $$; create event trigger protect_all on ddl_command_end execute function auto(); ${T}`,
      'unknown: the event trigger protect_all may enable row level security on it',
    ],
    ['of a table that no file creates', 'alter table t add column x int;', 'unknown: no file creates the table'],
    ['enabled on a table that no file creates', 'alter table t enable row level security;', 'yes'],
    [
      'in the half that undoes a migration',
      `-- migrate:up\n${T}\nalter table t enable row level security;\n-- migrate:down\nalter table t disable row level security; drop table t;`,
      'yes',
    ],
    ['between the halves of goose', `-- +goose Up\n${T}\n-- +goose Down\ndrop table t;\n`, 'no'],
  ])('%s', (_name, script, expected) => expect(rlsOf(fold(script), 't')).toBe(expected));

  it('knows the clause that decided', () => {
    const text = `${T}\nalter table t add column x int, disable row level security;`;
    const { rlsAt } = tableOf(fold(text), 't');
    expect(text.slice(rlsAt!.start, rlsAt!.end)).toBe('disable row level security');
  });

  it('marks a history as partial only where a file is missing', () => {
    expect(fold(T).schema.partial).toBe(false);
    expect(fold('alter table elsewhere add x int').schema.partial).toBe(true);
    expect(fold('create policy p on storage.objects using (true)', { exposedSchemas: ['public'] }).schema.partial).toBe(false);
    expect(fold(T, { incomplete: true }).schema.partial).toBe(true);
  });
});

describe('places', () => {
  it('stand where the file says so, in DO blocks and behind characters of several units', () => {
    const text = `-- 😀 é\ncreate table "tä😀" ("cöl" text);\ndo $$ begin\n  create table inner_table (a int);\n  execute 'create table deeper (b int)';\n  execute 'create table ' || 'made (c int)';\nend $$;`;
    const { schema } = fold(text);
    const words = schema.tables.map(({ name, at, columns }) => [
      name,
      text.slice(at.start, at.end),
      columns.map((column) => text.slice(column.at.start, column.at.end)),
    ]);
    expect(words).toEqual([
      ['deeper', 'deeper', ['b']],
      ['inner_table', 'inner_table', ['a']],
      ['made', "'create table ' || 'made (c int)'", ["'create table ' || 'made (c int)'"]],
      ['tä😀', '"tä😀"', ['"cöl"']],
    ]);
  });

  it('give each constraint and policy its own words', () => {
    const text =
      "create table t (a text not null check (a <> '') references u, b int, constraint c check (b > 0), unique (a, b)); create policy p on t using (b = 1);";
    const { constraints, policies } = tableOf(fold(text), 't');
    expect(constraints.map(({ at }) => text.slice(at.start, at.end))).toEqual([
      "check (a <> '')",
      'references u',
      'constraint c check (b > 0)',
      'unique (a, b)',
    ]);
    expect(constraints.map(({ expression }) => expression?.text ?? null)).toEqual(["a <> ''", null, 'b > 0', null]);
    expect(policies.map(({ at, using }) => [text.slice(at.start, at.end), text.slice(using!.at.start, using!.at.end)])).toEqual([
      ['create policy p on t using (b = 1)', 'b = 1'],
    ]);
  });

  it('keep what happened to a table, oldest first', () => {
    const { history } = tableOf(fold(`${T} alter table t enable row level security; create policy p on t; alter table t rename to u;`), 'u');
    expect(history.map(({ what }) => what)).toEqual(['created', 'row level security enabled', 'policy "p" created', 'renamed from t']);
  });
});

describe('comments beside columns', () => {
  const remarks = (text: string) => tableOf(fold(text), 't').columns.map(({ name, remark }) => [name, remark]);
  it('belong to the column on their line or below them', () => {
    expect(
      remarks(`create table t (
        -- section
        --
        -- one of: a, b
        kind text, -- kept
        -- REQUIRED

        status text default 'x', /* open | closed */
        a int, b int, -- of b
        plain text
      );
      alter table t add column late text; -- added late`),
    ).toEqual([
      ['kind', 'section\n\none of: a, b\nkept'],
      ['status', 'open | closed'],
      ['a', null],
      ['b', 'of b'],
      ['plain', null],
      ['late', 'added late'],
    ]);
  });
});

describe('what is kept of each object', () => {
  it('columns', () => {
    expect(
      columnsOf(
        fold(
          `create type mood as enum ('ok'); create table t (a mood default 'ok', b varchar(5) not null default 'x'::text, c int generated always as (1) stored, d serial, e int default 7, f timestamptz default now());`,
        ),
        't',
      ),
    ).toEqual([
      'a public.mood default ok',
      'b character varying(5) not null default x',
      'c integer stored',
      'd integer not null default ?',
      'e integer default 7',
      'f timestamp with time zone default ?',
    ]);
  });

  it('constraints', () => {
    expect(
      constraintsOf(
        fold(`create table u (k text primary key);
          create table t (a text references u on delete cascade, b text check (b in ('x', 'y')), constraint n check (a <> b) not enforced);
          alter table t add constraint later check (a = any (array['p', 'q'])) not valid;`),
        't',
      ),
    ).toEqual([
      't_a_fkey: foreign-key(a) -> public.u(k) cascade',
      't_b_check: check(b) {x, y}',
      'n: check(a, b) not valid not enforced',
      'later: check(a) {p, q} not valid',
    ]);
  });

  it('policies', () => {
    expect(
      policiesOf(
        fold(`${T} create policy b on t as restrictive for update to anon, authenticated using (true) with check (user_id = auth.uid());
          create policy a on public.t for insert with check ((status) = 'x'); alter policy a on t to app with check (false);`),
        't',
      ),
    ).toEqual(['a: insert to app check false', 'b: update to anon, authenticated restrictive using true check user_id = auth.uid()']);
  });

  it('rights that a table lost and got back', () => {
    const revoked = (text: string) => tableOf(fold(`${T} ${text}`), 't').revoked.map(({ role, privileges }) => `${role}: ${privileges.join(', ')}`);
    expect(revoked('revoke all on t from anon, authenticated;')).toEqual(['anon: all', 'authenticated: all']);
    expect(revoked('revoke all on all tables in schema public from anon; grant select on t to anon;')).toEqual(['anon: delete, insert, update']);
    expect(revoked('revoke insert, update on t from anon; grant all on t to anon;')).toEqual([]);
    expect(revoked('revoke update (status) on t from anon;')).toEqual([]);
  });

  it('views, types and functions', () => {
    const { schema } =
      fold(`${T} create view v with (security_invoker) as with x as (select 1) select * from t, x; create or replace view v as select * from t; alter view v set (security_invoker = true);
      create domain d as text check (value in ('a', 'b')); alter domain d add constraint e check (value <> ''); create type c as (x int);
      create function f(a int, out b text) language sql security definer set search_path = '' as 'select 1'; create or replace function f(a int) returns int language sql as 'select 2';`);
    expect(schema.views.map(({ name, securityInvoker, reads }) => [name, securityInvoker, reads.map((one) => one.name)])).toEqual([['v', true, ['t']]]);
    expect(
      schema.types.map(({ name, kind, base, constraints }) => [name, kind, base, constraints.map((one) => one.name), constraints[0]?.values?.values ?? null]),
    ).toEqual([
      ['c', 'composite', null, [], null],
      ['d', 'domain', 'text', ['d_check', 'e'], ['a', 'b']],
    ]);
    expect(schema.functions.map(({ name, args, securityDefiner, settings, body }) => [name, args, securityDefiner, settings, body])).toEqual([
      ['f', ['integer'], false, [], 'select 2'],
    ]);
  });
});

describe('rights, and who has them', () => {
  const access = (text: string, name = 't') => tableOf(fold(text), name).access.map(({ role, privileges }) => `${role}: ${privileges.join(', ')}`);

  it('are what GRANT and REVOKE leave, with the defaults for new tables', () => {
    expect(
      access(`alter default privileges in schema public grant select, insert on tables to anon; ${T} revoke insert on t from anon; grant all on t to app;`),
    ).toEqual(['anon: select', 'app: delete, insert, maintain, references, select, trigger, truncate, update']);
  });

  it("of functions are everyone's until they are revoked", () => {
    const { functions } = fold(
      `create function f() returns int language sql as 'select 1'; create function g() returns int language sql as 'select 1'; revoke execute on function f from public;`,
    ).schema;
    expect(functions.map(({ name, access: rights }) => [name, rights.map((one) => one.role)])).toEqual([
      ['f', []],
      ['g', ['public']],
    ]);
  });

  it('are doubtful where the text does not say whose', () => {
    const { schema } = fold(`${T} do $$ declare r text := current_setting('app.role'); begin execute 'grant all on t to ' || r; end $$;`);
    expect(schema.doubts.map(({ about, because }) => `${about}: ${because}`)).toEqual([
      'rights: a DO block runs a statement whose names are put together at run time (GrantStmt)',
    ]);
  });

  it('may come from roles that pass by row level security', () => {
    const { roles } = fold('create role worker bypassrls; create role app login in role worker; alter role worker nobypassrls;').schema;
    expect(roles.map(({ name, bypassRls, memberOf }) => [name, bypassRls, memberOf.map((one) => one.role)])).toEqual([
      ['app', false, ['worker']],
      ['worker', false, []],
    ]);
  });
});

describe('bad input', () => {
  const at = (text: string, extra: Partial<Source> = {}) => fold(text, extra).coverage;

  it('costs its own statement and says so', () => {
    const folded = fold(`create tabel x (a int); ${T} create table u (a int; create table w (b int);`);
    expect(folded.schema.tables.map(({ name, complete }) => [name, complete])).toEqual([
      ['t', true],
      ['u', false],
      ['w', true],
    ]);
    const { statements, modelled, unreadable } = folded.coverage;
    expect([statements, modelled, unreadable.map(({ because }) => because)]).toEqual([
      4,
      2,
      ['syntax error at or near "tabel"', 'syntax error at end of input'],
    ]);
  });

  it('says what it does not model', () => {
    expect(at('import foreign schema x from server y into public;').opaque.map((one) => one.because)).toEqual([
      'IMPORT FOREIGN SCHEMA x brings tables that no file names',
    ]);
    expect(at(`${T} ${T}`).opaque.map((one) => one.because)).toEqual(['public.t is created a second time; the first definition is kept']);
    expect(at('do language plpython3u $$ x $$;').opaque.map((one) => one.because)).toEqual(['a DO block in plpython3u is not understood']);
    expect(at('do $$ begin if end $$;').opaque[0]!.because).toMatch(/^the DO block is not understood: /);
  });

  it('lists files that are missing, too large or not UTF-8', () => {
    const bytes: Record<string, Uint8Array | null> = {
      '/p/a.sql': null,
      '/p/b.sql': new Uint8Array(17 * 1024 * 1024),
      '/p/c.sql': Buffer.from('create table t (caf\xe9 text)', 'latin1'),
      '/p/d.sql': Buffer.from('\ufeffcreate table u (a int)', 'utf16le'),
    };
    const source: Source = {
      path: 'm',
      layout: 'plain',
      files: ['a.sql', 'b.sql', 'c.sql', 'd.sql'],
      dialect: 'postgresql',
      exposedSchemas: [],
      skipped: [],
      incomplete: false,
    };
    const folded = foldSource({ read: (path) => bytes[path] ?? null }, '/p', source);
    expect(folded.unread).toEqual([
      { file: 'a.sql', because: 'the file cannot be read' },
      { file: 'b.sql', because: 'the file is larger than 16 MB' },
      { file: 'c.sql', because: 'the file is not UTF-8; characters that are not were replaced' },
    ]);
    expect(folded.schema.tables.map(({ name }) => name)).toEqual(['t', 'u']);
    expect(folded.schema.partial).toBe(true);
  });

  it('answers from texts that are not saved, and from a cache that may be broken', () => {
    const source: Source = { path: 'm', layout: 'plain', files: ['a.sql'], dialect: 'postgresql', exposedSchemas: [], skipped: [], incomplete: false };
    const files = { read: () => Buffer.from('create table saved (a int)') };
    const kept = new Map<string, string>();
    const cache = { get: (key: string) => kept.get(key) ?? null, set: (key: string, value: string) => void kept.set(key, value) };
    const names = (text: string | null) => foldSource(files, '/p', source, () => text, cache).schema.tables.map(({ name }) => name);
    expect(names('create table unsaved (a int)')).toEqual(['unsaved']);
    expect(names(null)).toEqual(['saved']);
    expect(kept.size).toBe(2);
    const fresh = foldSource(files, '/p', source);
    expect(foldSource(files, '/p', source, undefined, cache)).toEqual(fresh);
    for (const key of kept.keys()) kept.set(key, '{"cut');
    expect(foldSource(files, '/p', source, undefined, cache)).toEqual(fresh);
  });

  it('survives anything', () => {
    const hostile = [
      '',
      ';',
      '\0',
      "'",
      '$$',
      '/*',
      'create table',
      'alter table t',
      'do $$$$',
      'begin atomic',
      '\\',
      'copy t from stdin;',
      'create table t (',
      'drop policy p on',
      '--> statement-breakpoint',
      ')',
      'create rule',
      'end;',
    ];
    for (const first of hostile) for (const second of hostile) expect(JSON.stringify(fold(`${first}\n${second}\n${T}`))).toContain('"schema"');
  });

  it('gives equal answers to equal texts', () => {
    const text = `${T} create policy b on t; create policy a on t; do $$ begin create table z (a int); end $$;`;
    expect(JSON.stringify(fold(text))).toBe(JSON.stringify(fold(text)));
    expect(JSON.parse(JSON.stringify(fold(text)))).toEqual(fold(text));
  });
});
