import { findSources, foldSource, type Source } from '@gatelint/sql-facts';
import { describe, expect, it } from 'vitest';

type Tree = Readonly<Record<string, string>>;
const bytes = new TextEncoder();
const filesOf = (tree: Tree) => ({ read: (path: string) => (path.slice(3) in tree ? bytes.encode(tree[path.slice(3)]) : null) });
const find = (tree: Tree, migrations: readonly string[] | null = null): readonly Source[] =>
  findSources(filesOf(tree), '/p', Object.keys(tree).sort(), { migrations });
const short = ({ path, layout, dialect, files }: Source) =>
  `${path} ${layout} ${dialect}: ${files.map((file) => file.slice(file.startsWith(`${path}/`) ? path.length + 1 : 0)).join(' ')}`;
const found = (tree: Tree, migrations: readonly string[] | null = null) => find(tree, migrations).map(short);
const skipped = (tree: Tree) => find(tree).flatMap((source) => source.skipped.map(({ file, because }) => `${file}: ${because}`));

const T = 'create table t (id uuid primary key);';

describe('supabase', () => {
  it('applies migrations in the order of their names, as text', () => {
    const tree = {
      'supabase/migrations/10_b.sql': T,
      'supabase/migrations/2_c.sql': T,
      'supabase/migrations/20240101_a.sql': T,
      'supabase/migrations/notes.sql': T,
      'supabase/seed.sql': T,
      'supabase/tests/x.sql': T,
    };
    expect(found(tree)).toEqual(['supabase/migrations supabase postgresql: 10_b.sql 20240101_a.sql 2_c.sql']);
    expect(skipped(tree)).toEqual([
      'supabase/seed.sql: it holds seed data',
      'supabase/migrations/notes.sql: its name is not <digits>_<name>.sql, so the Supabase CLI passes over it',
    ]);
  });

  it('passes over an initial file from before the CLI wrote its own', () => {
    expect(found({ 'supabase/migrations/20210101000000_init.sql': T, 'supabase/migrations/20220101000000_a.sql': T })).toEqual([
      'supabase/migrations supabase postgresql: 20220101000000_a.sql',
    ]);
    expect(found({ 'supabase/migrations/20230101000000_init.sql': T })).toEqual(['supabase/migrations supabase postgresql: 20230101000000_init.sql']);
  });

  it.each<[string, string | null, readonly string[]]>([
    ['by default', null, ['public', 'graphql_public']],
    ['as configured', '[api]\nschemas = ["api"] # mine', ['public', 'api']],
    ['not at all', '[api]\nenabled = false', []],
    ['whatever the default is, when the file is broken', '[api\nschemas', ['public', 'graphql_public']],
  ])('serves schemas %s', (_name, config, expected) => {
    const tree: Tree = { 'supabase/migrations/1_a.sql': T, ...(config === null ? {} : { 'supabase/config.toml': config }) };
    expect(find(tree)[0]!.exposedSchemas).toEqual(expected);
  });

  it('takes declared schemas for the truth where there are no migrations', () => {
    const declared = {
      'supabase/schemas/b.sql': T,
      'supabase/schemas/a.sql': T,
      'supabase/config.toml': '[db.migrations]\nschema_paths = ["./schemas/b.sql", "./schemas/*.sql"]',
    };
    expect(found(declared)).toEqual(['supabase/schemas supabase postgresql: b.sql a.sql']);
    expect(found({ ...declared, 'supabase/migrations/1_a.sql': T })).toEqual(['supabase/migrations supabase postgresql: 1_a.sql']);
    expect(skipped({ ...declared, 'supabase/migrations/1_a.sql': T })).toEqual(['supabase/schemas: supabase/migrations says the same and is what is applied']);
  });
});

describe('prisma', () => {
  const model = 'datasource db {\n  provider = "postgresql"\n}\nmodel T {\n  id Int @id\n}\n';
  it('applies one folder a migration, and knows its provider', () => {
    const tree = {
      'prisma/migrations/2_b/migration.sql': T,
      'prisma/migrations/1_a/migration.sql': T,
      'prisma/migrations/1_a/down.sql': T,
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"',
      'prisma/schema.prisma': model,
      'package.json': '{}',
    };
    expect(found(tree)).toEqual(['prisma/migrations prisma postgresql: 1_a/migration.sql 2_b/migration.sql']);
    expect(skipped(tree)).toEqual([
      'prisma/migrations/1_a/down.sql: only files named migration.sql are applied',
      'prisma/schema.prisma: prisma/migrations says the same and is what is applied',
    ]);
  });

  it('reads a folder of schema files as one schema', () => {
    expect(
      found({
        'prisma/schema/base.prisma': model,
        'prisma/schema/more/user.prisma': 'model U {\n  id Int @id\n}',
        'apps/b/prisma/schema.prisma': model.replace('postgresql', 'mysql'),
        'generated/client/schema.prisma': model,
      }),
    ).toEqual([
      'apps/b/prisma/schema.prisma prisma-schema mysql: apps/b/prisma/schema.prisma',
      'prisma/schema prisma-schema postgresql: base.prisma more/user.prisma',
    ]);
  });

  it('judges the schema where the migrations are for another database', () => {
    const tree = {
      'prisma/migrations/1_a/migration.sql': T,
      'prisma/migrations/migration_lock.toml': 'provider = "mysql"',
      'prisma/schema.prisma': model.replace('postgresql', 'mysql'),
    };
    expect(found(tree)).toEqual(['prisma/migrations prisma mysql: ', 'prisma/schema.prisma prisma-schema mysql: prisma/schema.prisma']);
    expect(skipped(tree)).toEqual(['prisma/migrations: it is written for MySQL']);
  });
});

describe('drizzle', () => {
  const journal = (...tags: string[]) => JSON.stringify({ dialect: 'postgresql', entries: tags.map((tag, idx) => ({ idx, tag })).reverse() });
  it('applies what the journal lists, in its order', () => {
    const tree = { 'drizzle/0000_b.sql': T, 'drizzle/0001_a.sql': T, 'drizzle/0002_stray.sql': T, 'drizzle/meta/_journal.json': journal('0001_a', '0000_b') };
    expect(found(tree)).toEqual(['drizzle drizzle postgresql: 0001_a.sql 0000_b.sql']);
    expect(skipped(tree)).toEqual(['drizzle/0002_stray.sql: the journal does not list it, so it is not applied']);
  });

  it('falls back to the folder when the journal has been overtaken, and says what is missing', () => {
    const [source] = find({ 'drizzle/0000_b.sql': T, 'drizzle/0001_a.sql': T, 'drizzle/meta/_journal.json': journal('0000_gone') });
    expect(short(source!)).toBe('drizzle drizzle postgresql: 0000_b.sql 0001_a.sql');
    expect(source!.incomplete).toBe(true);
    expect(source!.skipped).toEqual([{ file: 'drizzle/0000_gone.sql', because: 'the journal lists it and it is not there' }]);
  });

  it('leaves other databases and broken journals alone', () => {
    expect(found({ 'drizzle/0000_b.sql': T, 'drizzle/meta/_journal.json': JSON.stringify({ dialect: 'sqlite', entries: [] }) })).toEqual([
      'drizzle drizzle sqlite: ',
    ]);
    expect(found({ 'drizzle/0000_b.sql': T, 'drizzle/meta/_journal.json': '{"entries": 3' })).toEqual(['drizzle plain postgresql: 0000_b.sql']);
  });

  it('is served to clients where a Supabase project stands beside it', () => {
    expect(find({ 'db/drizzle/0000_b.sql': T, 'db/drizzle/meta/_journal.json': journal('0000_b'), 'supabase/config.toml': '' })[0]!.exposedSchemas).toEqual([
      'public',
      'graphql_public',
    ]);
  });
});

describe('plain folders', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['numbers as numbers', ['10_b', '2_a', '9_c'], ['2_a', '9_c', '10_b']],
    ['dates by name', ['2024-02-01-b', '2024-01-01-a'], ['2024-01-01-a', '2024-02-01-b']],
    ['halves without the undoing one', ['1_a.down', '1_a.up', '2_b.down', '2_b.up'], ['1_a.up', '2_b.up']],
    ["Flyway's versions, repeatable files last", ['R__views', 'U2__b', 'V10__c', 'V1_2__b', 'V1__a'], ['V1__a', 'V1_2__b', 'V10__c', 'R__views']],
    ['names where there are no numbers', ['b', 'a'], ['a', 'b']],
  ])('are applied in order: %s', (_name, names, expected) => {
    expect(find(Object.fromEntries(names.map((name) => [`db/migrations/${name}.sql`, T])))[0]!.files).toEqual(
      expected.map((name) => `db/migrations/${name}.sql`),
    );
  });

  it('are found by what they are called and hold', () => {
    expect(
      found({
        'sql/001.sql': T,
        'sql/queries/get.sql': 'select 1',
        'queries/list.sql': 'select 1',
        'tests/schema.sql': T,
        'migrate/1.sql': T,
        'services/a/migrations/postgres/1.sql': T,
        'services/a/migrations/mysql/1.sql': 'create table `t` (id int)',
        'reports/migrations/1.sql': 'insert into t values (1)',
        'database/package.json': '{}',
        'database/structure.sql': '--\n-- PostgreSQL database dump\n--\ncreate table t (id uuid);',
      }),
    ).toEqual([
      'database/structure.sql dump postgresql: database/structure.sql',
      'migrate plain postgresql: 1.sql',
      'services/a/migrations/mysql plain mysql: ',
      'services/a/migrations/postgres plain postgresql: 1.sql',
      'sql plain postgresql: 001.sql',
    ]);
  });

  it('take a lone schema file beside migrations for a copy', () => {
    expect(found({ 'schema.sql': T, 'db/migrations/1.sql': T })).toEqual(['db/migrations plain postgresql: 1.sql']);
    expect(skipped({ 'schema.sql': T, 'db/migrations/1.sql': T })).toEqual(['schema.sql: db/migrations says the same and is what is applied']);
    expect(found({ 'a/schema.sql': T, 'a/package.json': '{}', 'b/migrations/1.sql': T, 'b/package.json': '{}' })).toEqual([
      'a/schema.sql plain postgresql: a/schema.sql',
      'b/migrations plain postgresql: 1.sql',
    ]);
  });

  it.each<[string, string, Source['dialect']]>([
    ['MySQL by its backticks', 'CREATE TABLE `t` (`id` int)', 'mysql'],
    ['MySQL by its engine', 'CREATE TABLE t (id int) ENGINE=InnoDB', 'mysql'],
    ['SQLite', 'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)', 'sqlite'],
    ['SQLite with backticks', 'CREATE TABLE `t` (id INTEGER PRIMARY KEY AUTOINCREMENT)', 'sqlite'],
    ['SQL Server', 'CREATE TABLE t (id int IDENTITY(1,1), name NVARCHAR(20))\nGO', 'sqlserver'],
    ['ClickHouse', 'CREATE TABLE t (id UInt64) ENGINE = MergeTree ORDER BY id', 'clickhouse'],
    ['PostgreSQL, with backticks in a comment and a string', "create table t (id uuid, x text default '`') -- `x`", 'postgresql'],
    ['any database', 'CREATE TABLE t (id int, name text)', 'unknown'],
  ])('are told apart by what they are written in: %s', (_name, text, dialect) => {
    expect(find({ 'migrations/1.sql': text })[0]!.dialect).toBe(dialect);
  });

  it('that the user names are sources whatever they are called', () => {
    const tree = { 'infra/tables/1.sql': T, 'db/migrations/1.sql': T, 'supabase/migrations/1_a.sql': T };
    expect(found(tree, ['infra/tables'])).toEqual(['infra/tables plain postgresql: 1.sql']);
    expect(found(tree, ['./supabase/migrations/'])).toEqual(['supabase/migrations supabase postgresql: 1_a.sql']);
    expect(found(tree, ['nowhere'])).toEqual([]);
  });
});

describe('a Prisma schema as a schema', () => {
  const text = `
datasource db {
  provider = "mysql" // not this one
}

/// People
model User {
  id      Int     @id @default(autoincrement())
  email   String  @unique @db.VarChar(191)
  role    Role    @default(MEMBER) // one of the above
  // one of: free, pro
  plan    String  @default("free")
  tags    String[]
  posts   Post[]

  @@map("users")
}

model Post {
  authorId Int @map("author_id")
  slug     String
  author   User @relation(fields: [authorId], references: [id], onDelete: SetNull)

  @@id([authorId, slug])
  @@unique(fields: [
    slug
  ])
  nonsense
}

enum Role {
  OWNER
  MEMBER @map("member")
}
`;
  const tree = { 'schema.prisma': text };
  const { schema, coverage, comments } = foldSource(filesOf(tree), '/p', find(tree)[0]!);
  const words = ({ start, end }: { start: number; end: number }) => text.slice(start, end);

  it('has tables with columns, keys and references, each in its place', () => {
    expect(schema.tables.map((table) => [table.name, words(table.at), table.rls])).toEqual([
      ['Post', 'Post', 'unknown'],
      ['users', 'User', 'unknown'],
    ]);
    expect(schema.tables[1]!.columns.map((column) => [column.name, words(column.at), column.type, column.default?.literal ?? null, column.remark])).toEqual([
      ['id', 'id', 'integer', null, null],
      ['email', 'email', 'character varying(191)', null, null],
      ['role', 'role', 'Role', 'MEMBER', 'one of the above'],
      ['plan', 'plan', 'text', 'free', 'one of: free, pro'],
      ['tags', 'tags', 'text[]', null, null],
    ]);
    expect(
      schema.tables.flatMap((table) =>
        table.constraints.map((one) => [table.name, one.kind, one.columns, one.references?.table.name ?? null, one.references?.onDelete ?? null]),
      ),
    ).toEqual([
      ['Post', 'foreign-key', ['author_id'], 'users', 'set null'],
      ['Post', 'primary-key', ['author_id', 'slug'], null, null],
      ['Post', 'unique', ['slug'], null, null],
      ['users', 'primary-key', ['id'], null, null],
      ['users', 'unique', ['email'], null, null],
    ]);
  });

  it('has enums with the values that the database knows, comments, and lines that are not understood', () => {
    expect(schema.types.map(({ name, labels }) => [name, labels])).toEqual([['Role', ['OWNER', 'member']]]);
    expect(comments.map((one) => one.text)).toEqual([' not this one', '/ People', ' one of the above', ' one of: free, pro']);
    expect(coverage.unreadable.map(({ at }) => words(at).trim())).toEqual(['nonsense']);
  });
});

describe('tools without a journal', () => {
  it.each<[string, Tree, readonly string[], readonly string[]]>([
    [
      'flyway: the latest baseline, versions above it, what is repeated',
      {
        'db/migration/V1__a.sql': T,
        'db/migration/V2__b.sql': T,
        'db/migration/B2__base.sql': T,
        'db/migration/V10__d.sql': T,
        'db/migration/V2_1__c.sql': T,
        'db/migration/R__views.sql': 'select 1',
        'db/migration/U10__d.sql': 'drop table t',
        'db/migration/notes.sql': 'select 1',
      },
      ['db/migration flyway postgresql: B2__base.sql V2_1__c.sql V10__d.sql R__views.sql'],
      [
        'db/migration/U10__d.sql: it undoes a migration',
        'db/migration/V1__a.sql: B2__base.sql takes its place in a new database',
        'db/migration/V2__b.sql: B2__base.sql takes its place in a new database',
        'db/migration/notes.sql: its name is not one that Flyway applies',
      ],
    ],
    [
      'golang-migrate: halves in files of their own, by number',
      { 'migrations/10_b.up.sql': T, 'migrations/10_b.down.sql': 'drop table t', 'migrations/2_a.up.sql': T, 'migrations/readme.sql': T },
      ['migrations golang-migrate postgresql: 2_a.up.sql 10_b.up.sql'],
      ['migrations/10_b.down.sql: it undoes a migration', 'migrations/readme.sql: its name is not one that golang-migrate applies'],
    ],
    [
      'sqlx: by number, below a Cargo.toml',
      { 'Cargo.toml': '', 'migrations/10_b.sql': T, 'migrations/9_a.sql': T, 'migrations/x.sql': T },
      ['migrations sqlx postgresql: 9_a.sql 10_b.sql'],
      ['migrations/x.sql: its name is not one that sqlx applies'],
    ],
    [
      'dbmate: both halves in one file',
      { 'db/migrations/20240101_a.sql': `-- migrate:up\n${T}\n-- migrate:down\ndrop table t;`, 'db/migrations/x.sql': T },
      ['db/migrations dbmate postgresql: 20240101_a.sql'],
      ['db/migrations/x.sql: its name does not begin with a number, so dbmate passes over it'],
    ],
    [
      'goose: both halves in one file',
      { 'migrations/00002_b.sql': `-- +goose Up\n${T}`, 'migrations/00001_a.sql': `-- +goose Up\n${T}\n-- +goose Down\ndrop table t;` },
      ['migrations goose postgresql: 00001_a.sql 00002_b.sql'],
      [],
    ],
    [
      'node-pg-migrate: milliseconds and dates side by side',
      { 'migrations/20240101000000000_b.sql': `-- Up Migration\n${T}`, 'migrations/1600000000000_a.sql': `-- Up Migration\n${T}` },
      ['migrations node-pg-migrate postgresql: 1600000000000_a.sql 20240101000000000_b.sql'],
      [],
    ],
    [
      'graphile-migrate: what is committed, then what is current',
      {
        'migrations/committed/000002.sql': T,
        'migrations/committed/000001.sql': T,
        'migrations/current.sql': 'select 1',
        'migrations/afterReset.sql': 'select 1',
      },
      ['migrations graphile-migrate postgresql: committed/000001.sql committed/000002.sql current.sql'],
      ['migrations/afterReset.sql: it is neither committed nor current, so it is not applied as a migration'],
    ],
    [
      'atlas: as its sum lists them',
      { 'migrations/2.sql': T, 'migrations/1.sql': T, 'migrations/9.sql': T, 'migrations/atlas.sum': 'h1:x=\n1.sql h1:y=\n2.sql h1:z=\n3.sql h1:z=\n' },
      ['migrations atlas postgresql: 1.sql 2.sql'],
      ['migrations/3.sql: atlas.sum lists it and it is not there', 'migrations/9.sql: atlas.sum does not list it, so it is not applied'],
    ],
  ])('%s', (_name, tree, sources, passedOver) => {
    expect(found(tree)).toEqual(sources);
    expect([...skipped(tree)].sort()).toEqual(passedOver);
  });

  it('leaves out the half that undoes', () => {
    const tree = { 'migrations/1600000000000_a.sql': `-- Up Migration\n${T}\n-- Down Migration\ndrop table t;` };
    expect(foldSource(filesOf(tree), '/p', find(tree)[0]!).schema.tables.map((table) => table.name)).toEqual(['t']);
  });
});

describe('a schema that is declared beside migrations', () => {
  it('is compared with what they leave behind', () => {
    const tree = {
      'supabase/migrations/1_a.sql': 'create table t (a int, b int); create table gone (); create policy p on t;',
      'supabase/schemas/t.sql': 'create table t (a int, c int); alter table t enable row level security; create table u ();',
    };
    expect(foldSource(filesOf(tree), '/p', find(tree)[0]!).drift?.map((one) => one.because)).toEqual([
      'public.t: row level security is on in supabase/schemas and not in supabase/migrations',
      'public.t: the column b is in supabase/migrations and not in supabase/schemas',
      'public.t: the column c is in supabase/schemas and not in supabase/migrations',
      'public.t: the policy "p" is in supabase/migrations and not in supabase/schemas',
      'supabase/migrations creates public.gone, and supabase/schemas does not declare it',
      'supabase/schemas declares public.u, and supabase/migrations never creates it',
    ]);
  });
});
