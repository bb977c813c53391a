/** Object mappers. */
import { each, library } from '../library.js';
import { changesOf, reads, readsOne, writes } from '../row-lists.js';
import { words } from '../words.js';

const mongooseDocs = 'https://mongoosejs.com/docs/api/model.html';
const models = words('model() default.model() models.* connection.model() createConnection().model() Model.new default.models.* default.connection.model()');
const typeormDocs = 'https://typeorm.io/docs/working-with-entity-manager/repository-api';
const managers = words(`
  DataSource.new.manager DataSource.new.getRepository() getRepository() getManager() getConnection().manager getConnection().getRepository()
  createConnection().manager createConnection().getRepository() Repository.new TreeRepository.new EntityManager.new BaseEntity
`);
const sequelizeDocs = 'https://sequelize.org/docs/v6/core-concepts/model-querying-basics/';
const sequelizeModels = ['Sequelize.new.define()', 'Sequelize.new.models.*', 'Sequelize.new.model()', 'Model'];
const mikroDocs = 'https://mikro-orm.io/docs/entity-manager';

export default [
  library('mongoose', [
    ...writes(
      mongooseDocs,
      words(`
        create insertMany insertOne bulkWrite bulkSave
      `),
      models,
    ),
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
    ...readsOne(mongooseDocs, ['findOne', 'findById', 'exists'], models),
    ...reads(mongooseDocs, ['find', 'countDocuments', 'estimatedDocumentCount', 'aggregate', 'distinct'], models),
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
      ...writes(
        typeormDocs,
        words('save insert update upsert delete remove softDelete softRemove restore recover increment decrement clear updateAll deleteAll'),
        managers,
      ),
      ...writes(
        typeormDocs,
        ['createQueryBuilder().insert', 'createQueryBuilder().update', 'createQueryBuilder().delete', 'createQueryBuilder().softDelete'],
        [...managers, 'DataSource.new'],
      ),
      ...readsOne(typeormDocs, ['findOne', 'findOneBy', 'findOneOrFail', 'findOneByOrFail'], managers),
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
      ...writes(
        sequelizeDocs,
        words('create bulkCreate update destroy upsert findOrCreate findCreateFind increment decrement restore truncate'),
        sequelizeModels,
      ),
      ...writes(
        sequelizeDocs,
        ['save', 'update', 'destroy', 'increment', 'decrement', 'restore'],
        ['Model.new', ...sequelizeModels.map((model) => `${model}.findOne()`), ...sequelizeModels.map((model) => `${model}.findByPk()`)],
      ),
      ...readsOne(sequelizeDocs, ['findOne', 'findByPk'], sequelizeModels),
      ...reads(sequelizeDocs, ['findAll', 'findAndCountAll', 'count', 'sum', 'max', 'min'], sequelizeModels),
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
