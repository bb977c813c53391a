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
