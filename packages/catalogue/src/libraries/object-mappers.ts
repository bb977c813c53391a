/** Object mappers. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { changes, changesOf, inserts, reads, readsOne, writes } from '../row-lists.js';
import { words } from '../words.js';

const mongooseDocs = 'https://mongoosejs.com/docs/api/model.html';
const models = words('model() default.model() models.* connection.model() createConnection().model() Model.new default.models.* default.connection.model()');
const typeormDocs = 'https://typeorm.io/docs/working-with-entity-manager/repository-api';
const managers = words(`
  DataSource.new.manager DataSource.new.getRepository() getRepository() getManager() getConnection().manager getConnection().getRepository()
  createConnection().manager createConnection().getRepository() Repository.new TreeRepository.new EntityManager.new BaseEntity
`);
const repositories = managers.filter((manager) => /epository|BaseEntity/.test(manager));
const entityManagers = managers.filter((manager) => !repositories.includes(manager));
const finds = (selects: number | string, maybe: readonly string[], surely: readonly string[], prefixes: readonly string[]): Row[] => [
  ...each(maybe, { role: 'reads-database', one: true, selects, source: typeormDocs }, prefixes),
  ...each(surely, { role: 'reads-database', one: true, throws: true, selects, source: typeormDocs }, prefixes),
];
const byCriteria = words('update delete softDelete restore increment decrement');
const sequelizeDocs = 'https://sequelize.org/docs/v6/core-concepts/model-querying-basics/';
const sequelizeModels = ['Sequelize.new.define()', 'Sequelize.new.models.*', 'Sequelize.new.model()', 'Model'];
const mikroDocs = 'https://mikro-orm.io/docs/entity-manager';

export default [
  library('mongoose', [
    ...inserts(mongooseDocs, ['create', 'insertMany', 'insertOne'], models),
    ...writes(mongooseDocs, ['bulkWrite', 'bulkSave'], models),
    ...changesOf(
      mongooseDocs,
      words('updateOne updateMany findOneAndUpdate findByIdAndUpdate update'),
      words('replaceOne deleteOne deleteMany findOneAndDelete findOneAndReplace findOneAndRemove findByIdAndDelete findByIdAndRemove remove'),
      models,
    ),
    ...writes(
      mongooseDocs,
      ['save', 'deleteOne', 'updateOne', 'remove', 'replaceOne'],
      models.filter((model) => !model.endsWith('.new')).map((model) => `${model}.new`),
    ),
    ...writes(mongooseDocs, ['save'], ['Model.new']),
    // Documents that were found have the same methods.
    ...writes(
      mongooseDocs,
      words(
        'findOne().save findById().save findOne().deleteOne findById().deleteOne findOne().remove findById().remove findOne().updateOne findById().updateOne',
      ),
      models,
    ),
    ...each(['findOne', 'findById', 'exists'], { role: 'reads-database', one: true, selects: 0, source: mongooseDocs }, models),
    ...each(['find', 'countDocuments'], { role: 'reads-database', selects: 0, source: mongooseDocs }, models),
    ...reads(mongooseDocs, ['estimatedDocumentCount', 'aggregate', 'distinct'], models),
    ...each(['countDocuments'], { role: 'counts', key: 0, source: mongooseDocs }, models),
    ...each(
      ['connection.transaction', 'startSession().withTransaction'],
      { role: 'calls-argument', arg: 0, with: 'opaque', source: 'https://mongoosejs.com/docs/transactions.html' },
      ['', 'default'],
    ),
    ...writes(mongooseDocs, ['HydratedDocument.new.save', 'HydratedDocument.new.deleteOne', 'Document.new.save', 'Document.new.deleteOne']),
  ]),
  library(
    'typeorm',
    [
      ...writes(typeormDocs, words('save upsert remove softRemove recover clear updateAll deleteAll'), managers),
      // A repository's first argument says which; a manager's is the entity's class.
      ...inserts(typeormDocs, ['insert'], repositories),
      ...inserts(typeormDocs, ['insert'], entityManagers, 1),
      ...changes(typeormDocs, byCriteria, repositories),
      ...changes(typeormDocs, byCriteria, entityManagers, 1),
      ...writes(
        typeormDocs,
        ['createQueryBuilder().insert', 'createQueryBuilder().update', 'createQueryBuilder().delete', 'createQueryBuilder().softDelete'],
        [...managers, 'DataSource.new'],
      ),
      ...finds('0.where', ['findOne'], ['findOneOrFail'], repositories),
      ...finds(0, ['findOneBy'], ['findOneByOrFail'], repositories),
      ...finds('1.where', ['findOne'], ['findOneOrFail'], entityManagers),
      ...finds(1, ['findOneBy'], ['findOneByOrFail'], entityManagers),
      ...reads(typeormDocs, ['find', 'findBy', 'findAndCount', 'findAndCountBy', 'count', 'countBy', 'exists', 'existsBy'], managers),
      ...each(['query', 'createQueryRunner().query'], { role: 'runs-sql', sql: 0, source: typeormDocs }, ['DataSource.new', ...managers]),
      ...each(['transaction'], { role: 'calls-argument', arg: 0, with: 'opaque', source: 'https://typeorm.io/docs/advanced-topics/transactions' }, [
        'DataSource.new',
        ...managers.filter((manager) => !manager.includes('epository')),
      ]),
    ],
    {
      same: {
        'QueryRunner.new': 'DataSource.new.createQueryRunner()',
        'EntityManager.new.getRepository()': 'Repository.new',
        'DataSource.new.manager.getRepository()': 'Repository.new',
        'MongoRepository.new': 'Repository.new',
        'MongoEntityManager.new': 'EntityManager.new',
      },
    },
  ),
  library(
    'sequelize',
    [
      ...inserts(sequelizeDocs, ['create', 'bulkCreate'], sequelizeModels),
      ...changes(sequelizeDocs, ['update', 'increment', 'decrement'], sequelizeModels, '1.where'),
      ...changes(sequelizeDocs, ['destroy', 'restore'], sequelizeModels, '0.where'),
      ...writes(sequelizeDocs, words('upsert findOrCreate findCreateFind truncate'), sequelizeModels),
      ...writes(
        sequelizeDocs,
        ['save', 'update', 'destroy', 'increment', 'decrement', 'restore'],
        ['Model.new', ...sequelizeModels.map((model) => `${model}.findOne()`), ...sequelizeModels.map((model) => `${model}.findByPk()`)],
      ),
      ...each(['findOne'], { role: 'reads-database', one: true, selects: '0.where', source: sequelizeDocs }, sequelizeModels),
      ...each(['findByPk'], { role: 'reads-database', one: true, selects: 0, source: sequelizeDocs }, sequelizeModels),
      ...each(
        ['findAll', 'findAndCountAll', 'count', 'sum', 'max', 'min'],
        { role: 'reads-database', selects: '0.where', source: sequelizeDocs },
        sequelizeModels,
      ),
      { path: 'Sequelize.new.query', role: 'runs-sql', sql: 0, source: 'https://sequelize.org/docs/v6/core-concepts/raw-queries/' },
      { path: 'Sequelize.new.transaction', role: 'calls-argument', arg: 0, with: 'opaque', source: 'https://sequelize.org/docs/v6/other-topics/transactions/' },
    ],
    { also: ['sequelize-typescript', '@sequelize/core'], same: { 'default.new': 'Sequelize.new' } },
  ),
  library(
    '@mikro-orm/core',
    [
      ...writes(mikroDocs, words('persistAndFlush removeAndFlush flush insert insertMany upsert upsertMany nativeUpdate nativeDelete nativeInsert'), [
        'EntityManager.new',
        'EntityRepository.new',
      ]),
      ...readsOne(mikroDocs, ['findOne', 'findOneOrFail'], ['EntityManager.new', 'EntityRepository.new']),
      ...reads(mikroDocs, ['find', 'findAll', 'findAndCount', 'count'], ['EntityManager.new', 'EntityRepository.new']),
      { path: 'EntityManager.new.transactional', role: 'calls-argument', arg: 0, with: 'self', source: `${mikroDocs}` },
    ],
    {
      also: words('@mikro-orm/postgresql @mikro-orm/mysql @mikro-orm/sqlite @mikro-orm/mongodb @mikro-orm/knex @mikro-orm/better-sqlite @mikro-orm/libsql'),
      same: {
        'MikroORM.init().em': 'EntityManager.new',
        'MikroORM.new.em': 'EntityManager.new',
        'EntityManager.new.fork()': 'EntityManager.new',
        'EntityManager.new.getRepository()': 'EntityRepository.new',
        'SqlEntityManager.new': 'EntityManager.new',
      },
    },
  ),
];
