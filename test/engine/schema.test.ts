import { catalogue } from '@gatelint/catalogue';
import { foldSource, type Source } from '@gatelint/sql-facts';
import { describe, expect, it } from 'vitest';
import { defaultConfig, type Config } from '../../packages/engine/src/config.js';
import { onPlatform } from '../../packages/engine/src/access/platform.js';
import { createIntents } from '../../packages/engine/src/intents.js';
import { createSchemaQuestions, type ObservedWrite } from '../../packages/engine/src/schema/index.js';

interface Options {
  readonly source?: Partial<Source>;
  readonly config?: Partial<Omit<Config, 'sql'>> & { readonly sql?: Partial<Config['sql']> };
  readonly writes?: readonly ObservedWrite[];
}

const plain: Source = { path: 'migrations', layout: 'plain', files: ['1.sql'], dialect: 'postgresql', exposedSchemas: [], skipped: [], incomplete: false };
const served: Partial<Source> = { layout: 'supabase', exposedSchemas: ['public', 'graphql_public'] };

function ask(text: string, { source = {}, config = {}, writes = [] }: Options = {}) {
  const folded = foldSource({ read: () => Buffer.from(text) }, '/p', onPlatform({ ...plain, ...source }, catalogue.databases));
  const intents = createIntents(
    () => folded.comments,
    () => text,
  );
  const questions = createSchemaQuestions({
    sources: [folded],
    catalogue,
    config: { ...defaultConfig, ...config, sql: { ...defaultConfig.sql, ...config.sql } },
    intents,
    writes,
  });
  return { ...questions, intents };
}

describe('user data', () => {
  const because = (text: string, options?: Options) =>
    Object.fromEntries(
      ask(text, options)
        .tables()
        .map((table) => [table.name.replace('public.', ''), table.userScopedBecause]),
    );

  it('is what people are, own, and what hangs on it', () => {
    expect(
      because(`
        create table users (id int primary key);
        create table "OrgMember" (id int);
        create table carts (id int primary key, "ownerId" int);
        create table cart_items (id int primary key, cart int references carts);
        create table item_notes (item int references cart_items);
        create table audit (id int, who uuid references auth.users (id));
        create table countries (code text primary key);
        create table cities (country text references countries);
        create table old_carts () inherits (carts);
      `),
    ).toEqual({
      OrgMember: 'is a table of users or tenants',
      audit: 'references auth.users',
      cart_items: 'references public.carts, which has the owner column ownerId',
      carts: 'has the owner column ownerId',
      cities: null,
      countries: null,
      item_notes: 'references public.cart_items, which references public.carts, which has the owner column ownerId',
      old_carts: 'has the owner column ownerId',
      users: 'is a table of users or tenants',
    });
  });

  it('is what the configuration says too', () => {
    expect(
      because('create table projects (id int primary key); create table files (project int references projects);', {
        config: { sql: { userTables: ['projects'] } },
      }),
    ).toEqual({
      files: 'references public.projects',
      projects: 'is configured as a table of users',
    });
  });
});

describe('how heavily missing row level security weighs', () => {
  const two = 'create table carts (id int, user_id int); create table orders (id int, user_id int); create table rates (day date);';
  const weights = (text: string, options?: Options) =>
    ask(text, options)
      .tables()
      .map(({ name, weight }) => `${name.replace('public.', '')}: ${weight === null ? '-' : `${weight.severity}+${weight.alsoFor}`}`);

  it.each<[string, string, Options, readonly string[]]>([
    ['an error for every table that clients reach', two, { source: served }, ['carts: error+0', 'orders: error+0', 'rates: error+0']],
    [
      'as the configuration says who reaches what',
      two,
      { config: { sql: { exposedSchemas: ['public'] } } },
      ['carts: error+0', 'orders: error+0', 'rates: error+0'],
    ],
    [
      'nothing where the configuration says nobody does',
      two,
      { source: served, config: { sql: { exposedSchemas: [] } } },
      ['carts: warning+1', 'orders: -', 'rates: -'],
    ],
    ['one warning for all tables where none has it', two, {}, ['carts: warning+1', 'orders: -', 'rates: -']],
    [
      'one warning each where another table has it',
      `${two} create table x (); alter table x enable row level security;`,
      {},
      ['carts: warning+0', 'orders: warning+0', 'rates: -', 'x: -'],
    ],
    ['one warning each in the strict preset', two, { config: { preset: 'strict' } }, ['carts: warning+0', 'orders: warning+0', 'rates: -']],
    ['nothing for what is declared public', `-- gatelint: public -- everybody's carts\n${two}`, {}, ['carts: -', 'orders: warning+0', 'rates: -']],
    [
      'an error no longer where clients lost every right',
      `${two} revoke all on rates from anon, authenticated;`,
      { source: served },
      ['carts: error+0', 'orders: error+0', 'rates: -'],
    ],
    [
      'an error still where clients may read',
      `${two} revoke insert, update, delete on rates from anon, authenticated;`,
      { source: served },
      ['carts: error+0', 'orders: error+0', 'rates: error+0'],
    ],
  ])('%s', (_name, text, options, expected) => expect(weights(text, options)).toEqual(expected));

  it('is not asked of a Prisma schema, which cannot say it', () => {
    const { tables, notes } = ask('model Cart {\n  id Int @id\n  userId Int\n}', {
      source: { layout: 'prisma-schema', path: 'schema.prisma', files: ['schema.prisma'] },
    });
    expect(tables().map(({ name, rls, weight }) => [name, rls, weight])).toEqual([['public.Cart', 'unknown', null]]);
    expect(notes()).toEqual(['schema.prisma: a Prisma schema does not say whether row level security is on, so tables are judged by SQL migrations only']);
  });
});

describe('tables', () => {
  it('stand where they were made, or where row level security was turned off', () => {
    const text = 'create table t (id int);\nalter table t enable row level security;\nalter table t disable row level security;\ncreate table u (id int);';
    expect(
      ask(text, { source: served })
        .tables()
        .map(({ name, line, at, rlsAt, related }) => [name, line, text.slice(at.start, at.end), rlsAt !== null, related.map((step) => step.line)]),
    ).toEqual([
      ['public.t', 1, 'disable row level security', true, [1]],
      ['public.u', 4, 'u', false, []],
    ]);
  });

  it('are unknown where a file that would be applied is missing', () => {
    const [table] = ask('create table t (id int);', {
      source: { ...served, incomplete: true, skipped: [{ file: '2.sql', because: 'the journal lists it and it is not there' }] },
    }).tables();
    expect([table!.rls, table!.because]).toEqual(['unknown', '2.sql may enable row level security: the journal lists it and it is not there']);
  });

  it('take an intent only where it changes an answer, and leave the others idle', () => {
    const text = `
-- gatelint: public -- a list of countries
create table countries (code text);

-- gatelint: deny-all -- only the service role
create table secrets (user_id uuid);
alter table secrets enable row level security;

-- gatelint: deny-all -- not so: it has a policy
create table notes (user_id uuid);
alter table notes enable row level security;
create policy own on notes using (user_id = auth.uid());
`;
    const { tables, intents } = ask(text, { source: served });
    expect(tables().map(({ name, intent }) => [name, intent])).toEqual([
      ['public.countries', { kind: 'public', reason: 'a list of countries' }],
      ['public.notes', null],
      ['public.secrets', { kind: 'deny-all', reason: 'only the service role' }],
    ]);
    expect(intents.idle('1.sql').map((one) => one.reason)).toEqual(['not so: it has a policy']);
  });

  it('of the platform are asked for their policies and not reported', () => {
    const { tables, tablesIn } = ask('create policy p on storage.objects for insert with check (true);', { source: served });
    expect(tables()).toEqual([]);
    expect(tablesIn('1.sql').map(({ name, weight, policyList }) => [name, weight, policyList.map((policy) => policy.openTo)])).toEqual([
      ['storage.objects', null, ['anyone']],
    ]);
  });
});

describe('policies that let everyone write', () => {
  const open = (policy: string, table = 'user_id uuid') => {
    const [found] = ask(`create table t (${table}); create policy p on t ${policy};`, { source: served }).tables()[0]!.policyList;
    return found!.openTo === null ? null : `${found!.openTo}: ${found!.opens.join(', ')}: ${found!.openClause}`;
  };

  it.each<[string, string | null]>([
    ['using (true)', 'anyone: insert, update, delete: USING (true)'],
    ['for all using (true) with check (user_id = auth.uid())', 'anyone: update, delete: USING (true)'],
    ['for all using (user_id = auth.uid()) with check (true)', 'anyone: insert: WITH CHECK (true)'],
    ['for update using (true) with check (user_id = auth.uid())', 'anyone: update: USING (true)'],
    ['for update using (user_id = auth.uid()) with check (true)', null],
    ['for insert with check (true)', 'anyone: insert: WITH CHECK (true)'],
    ['for delete using (user_id = auth.uid()\n  or true)', 'anyone: delete: USING (user_id = auth.uid() or true)'],
    ['for select using (true)', null],
    ['for update to anon using (true)', 'anyone: update: USING (true)'],
    ['for update to authenticated using (true)', 'everyone who is signed in: update: USING (true)'],
    ["for update using (auth.role() = 'authenticated')", "everyone who is signed in: update: USING (auth.role() = 'authenticated')"],
    [
      "for update using ((select auth.role()) = 'authenticated'::text)",
      "everyone who is signed in: update: USING ((select auth.role()) = 'authenticated'::text)",
    ],
    ['for insert with check (auth.uid() is not null)', 'everyone who is signed in: insert: WITH CHECK (auth.uid() is not null)'],
    ["for update using (auth.role() = 'service_role')", null],
    ['for update to service_role using (true)', null],
    ['as restrictive for update using (true)', null],
    ['for update using (is_admin())', null],
    ['for update using (auth.uid() is not null and user_id = auth.uid())', null],
    ['for update', null],
  ])('%s', (policy, expected) => expect(open(policy)).toBe(expected));

  it("may be meant for everyone who is signed in where the table is nobody's", () => {
    expect(open('for insert to authenticated with check (true)', 'caption text')).toBeNull();
    expect(open('for insert to anon with check (true)', 'caption text')).toBe('anyone: insert: WITH CHECK (true)');
  });

  it('are closed by a restrictive policy that covers the same command and roles', () => {
    const list = (restrictive: string) =>
      ask(`create table t (user_id uuid); create policy p on t for update to authenticated using (true); create policy r on t as restrictive ${restrictive};`)
        .tables()[0]!
        .policyList.map(({ openTo }) => openTo);
    expect(list('using (user_id = auth.uid())')).toEqual([null, null]);
    expect(list('for delete using (user_id = auth.uid())')).toEqual(['everyone who is signed in', null]);
    expect(list('to anon using (user_id = auth.uid())')).toEqual(['everyone who is signed in', null]);
    expect(list('using (true)')).toEqual(['everyone who is signed in', null]);
  });
});

describe('enumerations', () => {
  const listed = (text: string, options?: Options) =>
    ask(text, options)
      .enums()
      .map(({ column, constrained, values }) => `${column}: ${constrained}${values.length > 0 ? ` ${values.join(', ')}` : ''}`);
  const column = (definition: string, more = '') => listed(`create table things (id int, ${definition}); ${more}`);

  it.each<[string, readonly string[]]>([
    ["status text check (status in ('a', 'b'))", ['status: check a, b']],
    ["anything text check (anything in ('a', 'b'))", ['anything: check a, b']],
    ["status text check (status in ('a', 'b')) not enforced", ['status: none']],
    ['status text check (length(status) < 9)', ['status: none']],
    ['status text', ['status: none']],
    ['"subscriptionStatus" varchar(20)', ['subscriptionStatus: none']],
    ["sharing text not null default 'private'", ['sharing: none']],
    ["anything text not null default 'private'", ['anything: none']],
    ["anything text default 'private'", []],
    ["content_type text not null default 'LINK'", ['content_type: none']],
    ["title text not null default 'Untitled'", []],
    ["locale text not null default 'en'", []],
    ["greeting text not null default 'Hello there'", []],
    ['status integer', []],
    ['roles text[]', []],
    ['role_id int', []],
    ["status text generated always as (upper('x')) stored", []],
    ['status text primary key', []],
    ['kind text unique', []],
    ['state text, city text', []],
    ['state text, code_verifier text', []],
    ['state text, total int', ['state: none']],
    ['provider text, provider_account_id text', []],
    ['provider text, amount int', ['provider: none']],
    ['provider text, model text', []],
    ['project_id int, provider text, unique (project_id, provider)', []],
    ["environment text not null default 'default'", []],
    ['type text, access_token text, refresh_token text', []],
    ['type text, size int', []],
    ['mime_type text', []],
  ])('%s', (definition, expected) => expect(column(definition)).toEqual(expected));

  it('are held by types, domains and lookup tables', () => {
    expect(
      listed(`create type mood as enum ('sad', 'ok'); create domain level as text check (value in ('low', 'high')); create domain short as text check (length(value) < 9); create table kinds (kind text primary key);
        create table things (a mood, b mood[], c level, status short, kind text references kinds, user_id text references kinds);`),
    ).toEqual(['a: enum sad, ok', 'b: enum sad, ok', 'c: domain low, high', 'kind: fk', 'status: none']);
  });

  it('are known by comments, namesakes and what the code writes', () => {
    const why = (text: string, options?: Options) =>
      ask(text, options)
        .enums()
        .filter((one) => one.constrained === 'none')
        .map(({ table, column: name, because, related }) => [`${table}.${name}`.replace('public.', ''), because, related.length]);
    expect(
      why(
        'create table t (\n a text, -- one of: red, green\n b text, -- "x" or "y"\n c text, -- e.g. "x", "y"\n d text, -- first, or the last\n e text, -- p | q | r\n f text -- the name, as printed\n);',
      ),
    ).toEqual([
      ['t.a', 'has a comment that lists its values (red, green)', 0],
      ['t.b', 'has a comment that lists its values (x, y)', 0],
      ['t.e', 'has a comment that lists its values (p, q, r)', 0],
    ]);
    expect(why("create table t (a text); comment on column t.a is 'on | off | auto';")).toEqual([
      ['t.a', 'has a comment that lists its values (on, off, auto)', 0],
    ]);
    expect(why("create table t (cabin text check (cabin in ('a', 'b'))); create table u (cabin text);")).toEqual([
      ['u.cabin', 'has its namesake public.t.cabin held to a closed set', 1],
    ]);
    const write = (value: string, line: number): ObservedWrite => ({ table: 't', column: 'a', value, at: { file: 'a.ts', line } });
    expect(why('create table t (a text);', { writes: [write('x', 1), write('x', 2)] })).toEqual([]);
    expect(why('create table t (a text);', { writes: [write('y', 1), write('x', 2)] })).toEqual([['t.a', 'is written as x, y', 2]]);
    expect(why('create table t (a text);', { writes: [write('y', 1), write('Hello there', 2)] })).toEqual([]);
  });

  it('are unknown where the history has gaps', () => {
    const states = (text: string, source: Partial<Source> = {}) =>
      ask(text, { source })
        .enums()
        .map(({ constrained, because }) => [constrained, because]);
    expect(states('alter table t add column status text;')).toEqual([['unknown', 'no file creates the table']]);
    expect(states('create table t (status text); alter table t add constraint c chek (status in (1));')).toEqual([
      ['unknown', 'a statement that mentions it is not understood'],
    ]);
    expect(states('create table t (status text);', { incomplete: true })).toEqual([['unknown', 'a migration that the journal lists is missing']]);
  });

  it('of a Prisma schema are judged where the database has enum types', () => {
    const text = 'model T {\n  id Int @id\n  status String\n}';
    const source = (dialect: Source['dialect']): Partial<Source> => ({ layout: 'prisma-schema', dialect });
    expect(listed(text, { source: source('mysql') })).toEqual(['status: none']);
    expect(listed(text, { source: source('mongodb') })).toEqual(['status: none']);
    expect(listed(text, { source: source('sqlite') })).toEqual([]);
  });
});

it('tells what was left alone and what could not be read', () => {
  const { notes, unread } = ask('create table t (a int);\ncreate tabel u (a int);\ndo language plperl $$ $$;', {
    source: { skipped: [{ file: 'schema.sql', because: 'it is a copy' }] },
  });
  expect(notes()).toEqual([
    '1.sql: a DO block in plperl is not understood',
    'migrations: 3 statements; not understood: 1; not modelled in full: 1; data and psql commands: 0 characters',
    'schema.sql: left alone, because it is a copy',
  ]);
  expect(unread()).toEqual([{ file: '1.sql', because: 'the statement at line 2 is not understood: syntax error at or near "tabel"' }]);
});
