import { each, library } from '../library.js';
import { words } from '../words.js';

const docs = 'https://www.prisma.io/docs/orm/reference/prisma-client-reference';
const client = 'PrismaClient.new';

export default library(
  '@prisma/client',
  [
    ...each(words('create createMany createManyAndReturn'), { role: 'writes-database', sets: '0.data', source: `${docs}#model-queries` }, [`${client}.*`]),
    ...each(
      words('update updateMany updateManyAndReturn'),
      {
        role: 'writes-database',
        selects: '0.where',
        sets: '0.data',
        compares: ['lt', 'lte', 'gt', 'gte'],
        adds: ['increment', 'decrement'],
        source: `${docs}#model-queries`,
      },
      [`${client}.*`],
    ),
    ...each(['upsert', 'delete', 'deleteMany'], { role: 'writes-database', selects: '0.where', source: `${docs}#model-queries` }, [`${client}.*`]),
    ...each(['findUnique', 'findFirst'], { role: 'reads-database', one: true, selects: '0.where', source: `${docs}#findunique` }, [`${client}.*`]),
    ...each(
      ['findUniqueOrThrow', 'findFirstOrThrow'],
      { role: 'reads-database', one: true, throws: true, selects: '0.where', source: `${docs}#finduniqueorthrow` },
      [`${client}.*`],
    ),
    ...each(['findMany', 'count', 'aggregate', 'groupBy'], { role: 'reads-database', selects: '0.where', source: `${docs}#findmany` }, [`${client}.*`]),
    ...each(['findRaw', 'aggregateRaw'], { role: 'reads-database', source: `${docs}#findraw` }, [`${client}.*`]),
    { path: `${client}.*.count`, role: 'counts', key: 0, source: `${docs}#count` },
    ...each(
      ['$executeRaw', '$executeRawUnsafe', '$queryRaw', '$queryRawUnsafe'],
      { role: 'runs-sql', sql: 0, source: 'https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/raw-queries' },
      [client],
    ),
    { path: `${client}.$runCommandRaw`, role: 'writes-database', source: 'https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/raw-queries' },
    // The array form has made its calls before; the function form is called with a client.
    {
      path: `${client}.$transaction`,
      role: 'calls-argument',
      arg: 0,
      with: 'self',
      source: 'https://www.prisma.io/docs/orm/prisma-client/queries/transactions',
    },
    { path: 'Prisma.sql', role: 'derives', source: 'https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/raw-queries' },
  ],
  {
    also: words(`
      @prisma/client/* .prisma/client .prisma/client/* *generated/prisma *generated/prisma/index.js *generated/prisma/client *generated/prisma/client.js
      *generated/prisma/client.ts *generated/prisma/edge *generated/prisma-client *generated/client *generated/client/client *prisma/generated/client
      *prisma/generated *prisma/client/client
    `),
    same: {
      [`${client}.$extends()`]: client,
      [`${client}.$on()`]: client,
      // A replica set up by an extension has the same methods.
      [`${client}.$replica()`]: client,
      [`${client}.$primary()`]: client,
      'Prisma.TransactionClient.new': client,
    },
  },
);
