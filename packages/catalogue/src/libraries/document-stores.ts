/** Document stores and hosted databases. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { changesOf, inserts, reads, readsOne, writes } from '../row-lists.js';
import { words } from '../words.js';

const mongoDocs = 'https://mongodb.github.io/node-mongodb-native/';
const collection = ['MongoClient.new.db().collection()'];
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
  library(
    'mongodb',
    [
      ...inserts(mongoDocs, ['insertOne', 'insertMany'], collection),
      ...writes(mongoDocs, ['bulkWrite', 'drop'], collection),
      ...changesOf(
        mongoDocs,
        ['updateOne', 'updateMany', 'findOneAndUpdate'],
        words('replaceOne deleteOne deleteMany findOneAndDelete findOneAndReplace'),
        collection,
      ),
      ...each(['findOne'], { role: 'reads-database', one: true, selects: 0, source: mongoDocs }, collection),
      ...each(['find', 'countDocuments'], { role: 'reads-database', selects: 0, source: mongoDocs }, collection),
      ...reads(mongoDocs, ['aggregate', 'distinct'], collection),
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
