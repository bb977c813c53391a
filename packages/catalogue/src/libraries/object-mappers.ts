/** Object mappers and document stores. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { words } from '../words.js';

const writes = (source: string, paths: readonly string[], prefixes: readonly string[] = ['']): Row[] =>
  each(paths, { role: 'writes-database', source }, prefixes);
const reads = (source: string, paths: readonly string[], prefixes: readonly string[] = ['']): Row[] =>
  each(paths, { role: 'reads-database', source }, prefixes);
const readsOne = (source: string, paths: readonly string[], prefixes: readonly string[] = ['']): Row[] =>
  each(paths, { role: 'reads-database', one: true, source }, prefixes);

const mongooseDocs = 'https://mongoosejs.com/docs/api/model.html';
const models = words('model() default.model() models.* connection.model() createConnection().model() Model.new default.models.* default.connection.model()');

const mongoDocs = 'https://mongodb.github.io/node-mongodb-native/';
const collection = ['MongoClient.new.db().collection()'];

const typeormDocs = 'https://typeorm.io/docs/working-with-entity-manager/repository-api';
const managers = words(`
  DataSource.new.manager DataSource.new.getRepository() getRepository() getManager() getConnection().manager getConnection().getRepository()
  createConnection().manager createConnection().getRepository() Repository.new TreeRepository.new EntityManager.new BaseEntity
`);

const sequelizeDocs = 'https://sequelize.org/docs/v6/core-concepts/model-querying-basics/';
const sequelizeModels = ['Sequelize.new.define()', 'Sequelize.new.models.*', 'Sequelize.new.model()', 'Model'];

const mikroDocs = 'https://mikro-orm.io/docs/entity-manager';

const firestoreDocs = 'https://firebase.google.com/docs/firestore/manage-data/add-data';
const stores = ['getFirestore()', 'Firestore.new', 'firestore()', 'default.firestore()', 'initializeFirestore()'];
const firestore: readonly Row[] = [
  ...writes(
    firestoreDocs,
    words(`
    collection().add collection().doc().set collection().doc().update collection().doc().delete collection().doc().create doc().set doc().update
    doc().delete doc().create batch().set batch().update batch().delete batch().commit bulkWriter().set recursiveDelete
  `),
    stores,
  ),
  ...writes(firestoreDocs, ['**.collection().add', '**.doc().set', '**.doc().update', '**.doc().delete'], stores),
  ...readsOne(firestoreDocs, ['collection().doc().get', 'doc().get'], stores),
  ...reads(firestoreDocs, ['**.get'], stores),
  ...stores.map((store): Row => ({
    path: `${store}.runTransaction`,
    role: 'calls-argument',
    arg: 0,
    with: 'opaque',
    source: 'https://firebase.google.com/docs/firestore/manage-data/transactions',
  })),
  ...writes('https://firebase.google.com/docs/firestore/manage-data/transactions', [
    'Transaction.new.set',
    'Transaction.new.update',
    'Transaction.new.delete',
    'Transaction.new.create',
  ]),
];

const dynamoDocs = 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/dynamodb/';

export default [
  library('mongoose', [
    ...writes(
      mongooseDocs,
      words(`
        create insertMany insertOne updateOne updateMany replaceOne deleteOne deleteMany findOneAndUpdate findOneAndDelete findOneAndReplace findOneAndRemove
        findByIdAndUpdate findByIdAndDelete findByIdAndRemove bulkWrite bulkSave remove update
      `),
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
    'mongodb',
    [
      ...writes(
        mongoDocs,
        words('insertOne insertMany updateOne updateMany replaceOne deleteOne deleteMany findOneAndUpdate findOneAndDelete findOneAndReplace bulkWrite drop'),
        collection,
      ),
      ...readsOne(mongoDocs, ['findOne'], collection),
      ...reads(mongoDocs, ['find', 'countDocuments', 'aggregate', 'distinct'], collection),
      ...each(['countDocuments'], { role: 'counts', key: 0, source: mongoDocs }, collection),
      ...each(['MongoClient.new.startSession().withTransaction', 'MongoClient.new.withSession'], {
        role: 'calls-argument',
        arg: 0,
        with: 'opaque',
        source: mongoDocs,
      }),
    ],
    {
      same: {
        'MongoClient.connect()': 'MongoClient.new',
        'MongoClient.new.connect()': 'MongoClient.new',
        'Db.new': 'MongoClient.new.db()',
        'Collection.new': 'MongoClient.new.db().collection()',
      },
    },
  ),
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
  library('firebase-admin/firestore', firestore, { also: ['@google-cloud/firestore'] }),
  library(
    'firebase/firestore',
    [
      ...writes(firestoreDocs, words('setDoc addDoc updateDoc deleteDoc writeBatch().set writeBatch().update writeBatch().delete writeBatch().commit')),
      ...readsOne(firestoreDocs, ['getDoc']),
      ...reads(firestoreDocs, ['getDocs', 'getCountFromServer']),
      { path: 'runTransaction', role: 'calls-argument', arg: 1, with: 'opaque', source: 'https://firebase.google.com/docs/firestore/manage-data/transactions' },
    ],
    { also: ['firebase/firestore/lite'] },
  ),
  library('firebase-admin/database', [
    ...writes(
      'https://firebase.google.com/docs/database/admin/save-data',
      words(`
    getDatabase().ref().set getDatabase().ref().update getDatabase().ref().push getDatabase().ref().remove getDatabase().ref().transaction
    getDatabase().ref().**.set getDatabase().ref().**.update
  `),
    ),
  ]),
  library('@aws-sdk/client-dynamodb', [
    ...writes(
      dynamoDocs,
      words(`
      PutItemCommand.new UpdateItemCommand.new DeleteItemCommand.new BatchWriteItemCommand.new TransactWriteItemsCommand.new DynamoDB.new.putItem
      DynamoDB.new.updateItem DynamoDB.new.deleteItem DynamoDB.new.batchWriteItem DynamoDB.new.transactWriteItems
    `),
    ),
    ...readsOne(dynamoDocs, ['GetItemCommand.new', 'DynamoDB.new.getItem']),
    ...reads(dynamoDocs, ['QueryCommand.new', 'ScanCommand.new', 'BatchGetItemCommand.new', 'DynamoDB.new.query', 'DynamoDB.new.scan']),
  ]),
  library('@aws-sdk/lib-dynamodb', [
    ...writes(
      dynamoDocs,
      words(`
      PutCommand.new UpdateCommand.new DeleteCommand.new BatchWriteCommand.new TransactWriteCommand.new DynamoDBDocument.from().put
      DynamoDBDocument.from().update DynamoDBDocument.from().delete DynamoDBDocument.from().batchWrite DynamoDBDocument.from().transactWrite
    `),
    ),
    ...readsOne(dynamoDocs, ['GetCommand.new', 'DynamoDBDocument.from().get']),
    ...reads(dynamoDocs, ['QueryCommand.new', 'ScanCommand.new', 'DynamoDBDocument.from().query', 'DynamoDBDocument.from().scan']),
  ]),
  library(
    'convex/server',
    [
      ...writes('https://docs.convex.dev/database/writing-data', ['$context.db.insert', '$context.db.patch', '$context.db.replace', '$context.db.delete']),
      {
        path: '$context.auth.getUserIdentity',
        role: 'verifies-identity',
        outcome: { kind: 'value' },
        mechanism: 'Convex getUserIdentity()',
        source: 'https://docs.convex.dev/auth/functions-auth',
      },
      ...each(['$context.scheduler.runAfter', '$context.scheduler.runAt'], {
        role: 'queues',
        source: 'https://docs.convex.dev/scheduling/scheduled-functions',
      }),
      ...each(['mutationGeneric', 'actionGeneric', 'httpActionGeneric'], {
        role: 'registers-worker',
        framework: 'convex',
        kind: 'route',
        handler: 0,
        handlerParams: ['convex/server#$context'],
        source: 'https://docs.convex.dev/functions',
      }),
      ...each(['mutationGeneric', 'actionGeneric'], {
        role: 'registers-worker',
        framework: 'convex',
        kind: 'route',
        handler: '0.handler',
        handlerParams: ['convex/server#$context'],
        source: 'https://docs.convex.dev/functions',
      }),
    ],
    {
      also: ['*_generated/server', '*_generated/server.js'],
      same: {
        mutation: 'mutationGeneric',
        action: 'actionGeneric',
        httpAction: 'httpActionGeneric',
        'ActionCtx.new': '$context',
        'MutationCtx.new': '$context',
        'QueryCtx.new': '$context',
        'GenericMutationCtx.new': '$context',
        'GenericActionCtx.new': '$context',
      },
    },
  ),
  library('@instantdb/admin', writes('https://www.instantdb.com/docs/backend', ['init().transact'])),
  library('faunadb', writes('https://docs.fauna.com/', ['Client.new.query'])),
  library('fauna', writes('https://docs.fauna.com/', ['Client.new.query'])),
  library('pocketbase', writes('https://pocketbase.io/docs/', ['create', 'update', 'delete'], ['default.new.collection()'])),
  library(
    'node-appwrite',
    writes('https://appwrite.io/docs/references', words('createDocument updateDocument deleteDocument upsertDocument createRow updateRow deleteRow'), [
      'Databases.new',
      'TablesDB.new',
    ]),
  ),
  library(
    'edgedb',
    [
      ...each(
        ['query', 'querySingle', 'queryRequiredSingle', 'execute', 'queryJSON'],
        { role: 'runs-sql', sql: 0, source: 'https://docs.geldata.com/reference/clients/js' },
        ['createClient()'],
      ),
    ],
    { also: ['gel'] },
  ),
];
