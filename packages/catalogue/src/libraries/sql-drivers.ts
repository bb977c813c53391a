/** Drivers and query builders over SQL. A statement that is built in code is a write when its builder starts one; text is judged as text. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { changes, inserts, reads, writes } from '../row-lists.js';
import { words } from '../words.js';

const sql = (source: string, paths: readonly string[], prefixes: readonly string[] = ['']): Row[] =>
  each(paths, { role: 'runs-sql', sql: 0, source }, prefixes);
const transaction = (path: string, source: string, arg = 0, own: 'self' | 'opaque' = 'self'): Row => ({ path, role: 'calls-argument', arg, with: own, source });

const kyselyDocs = 'https://kysely.dev/docs';
const knexDocs = 'https://knexjs.org/guide/query-builder.html';
const knexStart = ['default()', 'default()()', 'default().table()', 'default().from()', 'default().transaction()()'];
const builder = ['update', 'del', 'delete', 'truncate', 'increment', 'decrement'];
const inserting = ['insert', 'upsert'];

export default [
  library(
    'kysely',
    [
      ...each(['insertInto', 'replaceInto'], { role: 'writes-database', inserts: 'values', source: `${kyselyDocs}/category/insert` }, [
        'Kysely.new',
        'Kysely.new.with()',
      ]),
      ...writes(`${kyselyDocs}/category/update`, ['updateTable', 'deleteFrom', 'mergeInto'], ['Kysely.new', 'Kysely.new.with()']),
      ...each(['where', 'whereRef', 'having'], { role: 'narrows', compares: 1, source: `${kyselyDocs}/category/where` }, [
        'Kysely.new.updateTable().**',
        'Kysely.new.deleteFrom().**',
      ]),
      ...reads(`${kyselyDocs}/category/select`, ['selectFrom'], ['Kysely.new', 'Kysely.new.with()']),
      ...sql(`${kyselyDocs}/recipes/raw-sql`, ['executeQuery'], ['Kysely.new']),
      { path: 'sql', role: 'runs-sql', sql: 0, source: `${kyselyDocs}/recipes/raw-sql` },
      transaction('Kysely.new.transaction().execute', `${kyselyDocs}/category/transactions`),
      transaction('Kysely.new.transaction().**.execute', `${kyselyDocs}/category/transactions`),
      transaction('Kysely.new.connection().execute', `${kyselyDocs}/category/transactions`),
    ],
    {
      also: ['kysely-*'],
      same: {
        'Transaction.new': 'Kysely.new',
        'Kysely.new.withSchema()': 'Kysely.new',
        'Kysely.new.withPlugin()': 'Kysely.new',
        'ControlledTransaction.new': 'Kysely.new',
      },
    },
  ),
  library(
    'knex',
    [
      // `knex('users').where(…).update(…)`
      ...changes(knexDocs, builder, knexStart, 'self'),
      ...changes(
        knexDocs,
        builder.map((name) => `**.${name}`),
        ['default()()'],
        'self',
      ),
      ...inserts(knexDocs, inserting, knexStart),
      ...inserts(
        knexDocs,
        inserting.map((name) => `**.${name}`),
        ['default()()'],
      ),
      ...inserts(knexDocs, ['batchInsert'], ['default()'], 1),
      ...each(words('where andWhere orWhere whereIn whereNot whereNull whereRaw'), { role: 'narrows', compares: 1, source: knexDocs }, ['default()().**']),
      ...reads(knexDocs, ['select', 'first', 'pluck', 'count'], knexStart),
      ...sql('https://knexjs.org/guide/raw.html', ['raw'], ['default()']),
      transaction('default().transaction', 'https://knexjs.org/guide/transactions.html'),
    ],
    { same: { 'knex()': 'default()', 'Knex.new': 'default()', 'Knex.Transaction.new': 'default()', 'default().withSchema()': 'default()' } },
  ),
  library(
    'pg',
    sql('https://node-postgres.com/apis/client', [
      'Client.new.query',
      'Pool.new.query',
      'Pool.new.connect().query',
      'default.Client.new.query',
      'default.Pool.new.query',
      'default.Pool.new.connect().query',
    ]),
    { same: { 'PoolClient.new': 'Client.new', 'ClientBase.new': 'Client.new' } },
  ),
  library(
    'postgres',
    [
      // sql`…` is itself the statement.
      ...sql('https://github.com/porsager/postgres#readme', ['default()', 'default().unsafe', 'default().file', 'default().reserve()']),
      transaction('default().begin', 'https://github.com/porsager/postgres#transactions'),
      transaction('default().begin', 'https://github.com/porsager/postgres#transactions', 1),
      transaction('default().savepoint', 'https://github.com/porsager/postgres#transactions'),
      { path: 'default().notify', role: 'writes-elsewhere', source: 'https://github.com/porsager/postgres#listen--notify' },
    ],
    { same: { 'default.Sql.new': 'default()', 'Sql.new': 'default()', 'TransactionSql.new': 'default()', 'default.TransactionSql.new': 'default()' } },
  ),
  library(
    '@neondatabase/serverless',
    [
      ...sql('https://neon.com/docs/serverless/serverless-driver', [
        'neon()',
        'neon().query',
        'neon().unsafe',
        'Client.new.query',
        'Pool.new.query',
        'Pool.new.connect().query',
      ]),
      transaction('neon().transaction', 'https://neon.com/docs/serverless/serverless-driver'),
    ],
    { same: { 'NeonQueryFunction.new': 'neon()', 'PoolClient.new': 'Client.new' } },
  ),
  library(
    '@vercel/postgres',
    sql(
      'https://vercel.com/docs/storage/vercel-postgres/sdk',
      words('sql sql.query db.query db.sql db.connect().query db.connect().sql createPool().sql createPool().query createClient().sql createClient().query'),
    ),
  ),
  library(
    'mysql2',
    sql('https://sidorares.github.io/node-mysql2/docs', [
      'createConnection().query',
      'createConnection().execute',
      'createPool().query',
      'createPool().execute',
      'createPool().getConnection().query',
      'createPool().getConnection().execute',
    ]),
    {
      also: ['mysql2/promise', 'mysql', 'promise-mysql'],
      same: {
        'createPool().promise()': 'createPool()',
        'createConnection().promise()': 'createConnection()',
        'Pool.new': 'createPool()',
        'Connection.new': 'createConnection()',
        'PoolConnection.new': 'createConnection()',
      },
    },
  ),
  library(
    'better-sqlite3',
    [
      ...sql('https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md', ['prepare', 'exec'], ['default.new']),
      {
        path: 'default.new.transaction',
        role: 'returns-argument',
        arg: 0,
        source: 'https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md#transactionfunction---function',
      },
    ],
    { same: { 'Database.new': 'default.new', 'default.Database.new': 'default.new', 'default()': 'default.new' } },
  ),
  library('bun:sqlite', sql('https://bun.sh/docs/api/sqlite', ['Database.new.run', 'Database.new.exec', 'Database.new.query', 'Database.new.prepare'])),
  library('node:sqlite', sql('https://nodejs.org/api/sqlite.html', ['DatabaseSync.new.exec', 'DatabaseSync.new.prepare']), { also: ['sqlite'] }),
  library('bun', sql('https://bun.sh/docs/api/sql', ['sql', 'SQL.new', 'sql.unsafe'])),
  library(
    '@libsql/client',
    [
      ...sql('https://docs.turso.tech/sdk/ts/reference', [
        'createClient().execute',
        'createClient().batch',
        'createClient().executeMultiple',
        'createClient().transaction().execute',
      ]),
    ],
    { also: ['@libsql/client/*', '@tursodatabase/serverless'], same: { 'Client.new': 'createClient()' } },
  ),
  library(
    '@planetscale/database',
    [
      ...sql('https://planetscale.com/docs/tutorials/planetscale-serverless-driver', [
        'connect().execute',
        'Client.new.execute',
        'Client.new.connection().execute',
      ]),
      transaction('connect().transaction', 'https://planetscale.com/docs/tutorials/planetscale-serverless-driver'),
      transaction('Client.new.transaction', 'https://planetscale.com/docs/tutorials/planetscale-serverless-driver'),
    ],
    { same: { 'Connection.new': 'connect()' } },
  ),
  library('@electric-sql/pglite', [
    ...sql('https://pglite.dev/docs/api', ['PGlite.new.query', 'PGlite.new.exec', 'PGlite.new.sql', 'PGlite.create().query', 'PGlite.create().exec']),
    transaction('PGlite.new.transaction', 'https://pglite.dev/docs/api'),
  ]),
  library(
    'slonik',
    [
      ...sql(
        'https://github.com/gajus/slonik#readme',
        ['query', 'one', 'maybeOne', 'many', 'any', 'exists', 'anyFirst', 'oneFirst', 'maybeOneFirst', 'manyFirst'],
        ['createPool()'],
      ),
      transaction('createPool().transaction', 'https://github.com/gajus/slonik#readme'),
      transaction('createPool().connect', 'https://github.com/gajus/slonik#readme'),
    ],
    { same: { 'DatabasePool.new': 'createPool()', 'DatabaseTransactionConnection.new': 'createPool()', 'CommonQueryMethods.new': 'createPool()' } },
  ),
  library(
    'pg-promise',
    [
      ...sql(
        'https://vitaly-t.github.io/pg-promise/Database.html',
        ['none', 'one', 'oneOrNone', 'many', 'manyOrNone', 'any', 'result', 'query', 'multi'],
        ['default()()'],
      ),
      transaction('default()().tx', 'https://vitaly-t.github.io/pg-promise/Database.html'),
      transaction('default()().task', 'https://vitaly-t.github.io/pg-promise/Database.html'),
    ],
    { same: { 'IDatabase.new': 'default()()', 'default.IDatabase.new': 'default()()' } },
  ),
  library(
    '@clickhouse/client',
    [
      ...writes('https://clickhouse.com/docs/integrations/javascript', ['insert'], ['createClient()']),
      ...each(['command', 'exec', 'query'], { role: 'runs-sql', source: 'https://clickhouse.com/docs/integrations/javascript' }, ['createClient()']),
    ],
    { also: ['@clickhouse/client-web'], same: { 'ClickHouseClient.new': 'createClient()' } },
  ),
];
