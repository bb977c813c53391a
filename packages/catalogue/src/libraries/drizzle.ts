/** Drizzle, on every driver: the database object has the same methods. */
import { each, library } from '../library.js';
import { words } from '../words.js';

const docs = 'https://orm.drizzle.team/docs';

export default library(
  'drizzle-orm',
  [
    // insert(), update() and delete() start a statement that runs when it is awaited.
    ...each(['insert', 'update', 'delete', 'refreshMaterializedView'], { role: 'writes-database', source: `${docs}/insert` }, [
      'drizzle()',
      'drizzle().with()',
    ]),
    { path: 'drizzle().update().**.where', role: 'narrows', source: `${docs}/update` },
    { path: 'drizzle().delete().**.where', role: 'narrows', source: `${docs}/delete` },
    ...each(['select', 'selectDistinct', 'selectDistinctOn', 'query.*.findMany', '$count'], { role: 'reads-database', source: `${docs}/select` }, [
      'drizzle()',
      'drizzle().with()',
    ]),
    { path: 'drizzle().query.*.findFirst', role: 'reads-database', one: true, source: `${docs}/rqb` },
    { path: 'drizzle().$count', role: 'counts', key: 1, source: `${docs}/select#count` },
    ...each(['execute', 'run', 'all', 'get', 'values'], { role: 'runs-sql', sql: 0, source: `${docs}/sql` }, ['drizzle()']),
    // A batch has built its statements before; a transaction hands its function a database.
    { path: 'drizzle().transaction', role: 'calls-argument', arg: 0, with: 'self', source: `${docs}/transactions` },
    ...each(words('sql sql.raw sql.join eq and or not ne inArray isNull isNotNull like ilike desc asc'), { role: 'derives', source: `${docs}/operators` }),
    ...each(['gt', 'gte', 'lt', 'lte'], { role: 'derives', compares: true, source: `${docs}/operators` }),
  ],
  {
    also: ['drizzle-orm/*'],
    same: {
      'drizzle().$withAuth()': 'drizzle()',
      'drizzle.mock()': 'drizzle()',
      'drizzle().$primary': 'drizzle()',
      'withReplicas()': 'drizzle()',
      ...Object.fromEntries(
        words(`
          PgDatabase PgTransaction PostgresJsDatabase NodePgDatabase NeonDatabase NeonHttpDatabase VercelPgDatabase PgliteDatabase PgRemoteDatabase
          AwsDataApiPgDatabase XataHttpDatabase MySqlDatabase MySql2Database MySqlTransaction PlanetScaleDatabase TiDBServerlessDatabase BaseSQLiteDatabase
          SQLiteTransaction BetterSQLite3Database LibSQLDatabase DrizzleD1Database BunSQLiteDatabase BunSQLDatabase SQLJsDatabase ExpoSQLiteDatabase
          DrizzleSqliteDODatabase SingleStoreDatabase
        `).map((type) => [`${type}.new`, 'drizzle()']),
      ),
    },
  },
);
