/** Drizzle, on every driver: the database object has the same methods. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { words } from '../words.js';

const docs = 'https://orm.drizzle.team/docs';

/** What a schema in TypeScript says; the names are the same for every database unless they carry one. */
const schema: readonly Row[] = [
  { path: 'pgTable', role: 'declares-table', dialect: 'postgresql', source: `${docs}/sql-schema-declaration` },
  { path: 'pgTable.withRLS', role: 'declares-table', dialect: 'postgresql', source: `${docs}/rls` },
  { path: 'pgSchema().table', role: 'declares-table', dialect: 'postgresql', source: `${docs}/schemas` },
  { path: 'pgTableCreator()', role: 'declares-table', dialect: 'postgresql', naming: 0, source: `${docs}/goodies#multi-project-schema` },
  { path: 'mysqlTable', role: 'declares-table', dialect: 'mysql', source: `${docs}/sql-schema-declaration` },
  { path: 'mysqlSchema().table', role: 'declares-table', dialect: 'mysql', source: `${docs}/schemas` },
  { path: 'mysqlTableCreator()', role: 'declares-table', dialect: 'mysql', naming: 0, source: `${docs}/goodies#multi-project-schema` },
  { path: 'sqliteTable', role: 'declares-table', dialect: 'sqlite', source: `${docs}/sql-schema-declaration` },
  { path: 'sqliteTableCreator()', role: 'declares-table', dialect: 'sqlite', naming: 0, source: `${docs}/goodies#multi-project-schema` },
  ...each(['pgSchema', 'mysqlSchema'], { role: 'declares-schema', source: `${docs}/schemas` }),
  ...each(['pgEnum', 'pgSchema().enum'], { role: 'declares-enum', source: `${docs}/column-types/pg#enum` }),
  ...each(['pgEnum()', 'pgSchema().enum()'], { role: 'declares-column', type: 'enum', source: `${docs}/column-types/pg#enum` }),
  ...each(['mysqlEnum', 'singlestoreEnum'], { role: 'declares-column', type: 'enum', source: `${docs}/column-types/mysql#enum` }),
  ...each(words('text varchar char citext tinytext mediumtext longtext'), {
    role: 'declares-column',
    type: 'text',
    values: 'enum',
    source: `${docs}/column-types/pg#text`,
  }),
  ...each(
    words(`
      bigint bigserial binary bit blob boolean bytea cidr customType() date datetime decimal double doublePrecision float geometry halfvec inet int integer interval json jsonb line macaddr
      macaddr8 mediumint numeric point real serial smallint smallserial sparsevec time timestamp tinyint uuid varbinary vector year
    `),
    { role: 'declares-column', type: 'other', source: `${docs}/column-types/pg` },
  ),
  { path: '$column.notNull', role: 'refines-column', as: 'not-null', source: `${docs}/indexes-constraints#not-null` },
  { path: '$column.default', role: 'refines-column', as: 'default', source: `${docs}/indexes-constraints#default` },
  { path: '$column.primaryKey', role: 'refines-column', as: 'primary-key', source: `${docs}/indexes-constraints#primary-key` },
  { path: '$column.unique', role: 'refines-column', as: 'unique', source: `${docs}/indexes-constraints#unique` },
  { path: '$column.references', role: 'refines-column', as: 'references', source: `${docs}/indexes-constraints#foreign-key` },
  { path: '$column.array', role: 'refines-column', as: 'array', source: `${docs}/column-types/pg#text` },
  ...each(
    ['generatedAlwaysAs', 'generatedAlwaysAsIdentity', 'generatedByDefaultAsIdentity'],
    { role: 'refines-column', as: 'generated', source: `${docs}/generated-columns` },
    ['$column'],
  ),
  { path: '$table.enableRLS', role: 'refines-table', as: 'row-level-security', source: `${docs}/rls` },
  { path: 'check', role: 'declares-constraint', kind: 'check', source: `${docs}/indexes-constraints#check` },
  ...each(['unique', 'uniqueIndex'], { role: 'declares-constraint', kind: 'unique', source: `${docs}/indexes-constraints#unique` }),
  { path: 'primaryKey', role: 'declares-constraint', kind: 'primary-key', source: `${docs}/indexes-constraints#composite-primary-key` },
  { path: 'foreignKey', role: 'declares-constraint', kind: 'foreign-key', source: `${docs}/indexes-constraints#foreign-key` },
  { path: 'pgPolicy', role: 'declares-constraint', kind: 'policy', source: `${docs}/rls#policies` },
  { path: '$constraint.on', role: 'refines-constraint', as: 'columns', source: `${docs}/indexes-constraints#unique` },
  { path: 'sql', role: 'spells-sql', source: `${docs}/sql` },
  { path: 'sql.raw', role: 'spells-sql', raw: true, source: `${docs}/sql#sqlraw` },
];

export default library(
  'drizzle-orm',
  [
    // insert(), update() and delete() start a statement that runs when it is awaited.
    ...each(['insert'], { role: 'writes-database', inserts: 'values', source: `${docs}/insert` }, ['drizzle()', 'drizzle().with()']),
    ...each(['update', 'delete', 'refreshMaterializedView'], { role: 'writes-database', source: `${docs}/update` }, ['drizzle()', 'drizzle().with()']),
    { path: 'drizzle().update().**.where', role: 'narrows', source: `${docs}/update` },
    { path: 'drizzle().delete().**.where', role: 'narrows', source: `${docs}/delete` },
    { path: 'drizzle().query.*.findMany', role: 'reads-database', selects: '0.where', source: `${docs}/rqb` },
    ...each(['select', 'selectDistinct', 'selectDistinctOn', '$count'], { role: 'reads-database', source: `${docs}/select` }, [
      'drizzle()',
      'drizzle().with()',
    ]),
    { path: 'drizzle().query.*.findFirst', role: 'reads-database', one: true, selects: '0.where', source: `${docs}/rqb` },
    { path: 'drizzle().$count', role: 'counts', key: 1, source: `${docs}/select#count` },
    ...each(['execute', 'run', 'all', 'get', 'values'], { role: 'runs-sql', sql: 0, source: `${docs}/sql` }, ['drizzle()']),
    // A batch has built its statements before; a transaction hands its function a database.
    { path: 'drizzle().transaction', role: 'calls-argument', arg: 0, with: 'self', source: `${docs}/transactions` },
    ...each(words('sql sql.raw sql.join eq and inArray isNull isNotNull like ilike desc asc'), { role: 'derives', source: `${docs}/operators` }),
    ...each(words('or not ne notInArray notExists'), { role: 'derives', either: true, source: `${docs}/operators` }),
    ...each(['gt', 'gte', 'lt', 'lte'], { role: 'derives', compares: true, source: `${docs}/operators` }),
    ...schema,
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
