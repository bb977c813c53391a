/** GraphQL: resolvers in tables and in classes, contexts, and what stands before them. */
import type { Decoration } from '../decorations.js';
import { each, library } from '../library.js';
import type { Role, Row } from '../roles.js';
import { words } from '../words.js';

const decorates = (as: Decoration): Role => ({ role: 'decorates', as });
const resolver = ['graphql#$parent', 'graphql#$arguments', 'graphql#$context', 'graphql#$info'];
const schema = {
  role: 'registers-table',
  framework: 'graphql',
  kind: 'procedure',
  below: ['Mutation'],
  handler: ['resolve'],
  handlerParams: resolver,
  contextAt: '2',
} as const;
const context = (path: string, where: string, gets: readonly string[], source: string): Row => ({
  path,
  role: 'makes-context',
  framework: 'graphql',
  context: where,
  gets,
  source,
});

const codes = {
  UNAUTHENTICATED: 401,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  TOO_MANY_REQUESTS: 429,
  RATE_LIMITED: 429,
  INTERNAL_SERVER_ERROR: 500,
};
const graphql = library(
  'graphql',
  [
    ...each(['$arguments', '$arguments.*'], { role: 'reads-caller', from: 'body', source: 'https://graphql.org/graphql-js/resolvers/' }),
    {
      path: 'GraphQLError.new',
      role: 'makes-error',
      status: '1.extensions.code',
      codes,
      source: 'https://www.apollographql.com/docs/apollo-server/data/errors',
    },
  ],
  {
    same: { '$express.req': 'express#Request.new', '$express.res': 'express#Response.new', '$express.ctx': 'koa#Context.new', '$resolver.args': '$arguments' },
  },
);

const tools = 'https://the-guild.dev/graphql/tools/docs';
const yogaDocs = 'https://the-guild.dev/graphql/yoga-server/docs';
const yoga = library(
  'graphql-yoga',
  [
    { path: 'createSchema', ...schema, table: '0.resolvers', source: `${yogaDocs}/features/schema` },
    context('createYoga', '0.context', ['graphql-yoga#$initial'], `${yogaDocs}/features/context`),
    { path: 'createYoga()', role: 'owns-request', source: `${yogaDocs}/integrations/z-other-environments` },
    ...each(['createYoga().fetch', 'createYoga().handle', 'createYoga().handleRequest'], {
      role: 'owns-request',
      source: `${yogaDocs}/integrations/z-other-environments`,
    }),
  ],
  {
    same: {
      '$initial.request': 'globalThis#Request.new',
      '$initial.req': 'express#Request.new',
      createGraphQLError: 'graphql#GraphQLError',
      GraphQLError: 'graphql#GraphQLError',
    },
  },
);

const merging = [
  library(
    '@graphql-tools/schema',
    [
      { path: 'makeExecutableSchema', ...schema, table: '0.resolvers', source: `${tools}/generate-schema` },
      { path: 'addResolversToSchema', ...schema, table: '0.resolvers', source: `${tools}/resolvers` },
    ],
    { also: ['graphql-tools', '@graphql-tools/utils'] },
  ),
  library('@graphql-tools/merge', [{ path: 'mergeResolvers', role: 'returns-argument', arg: 0, source: `${tools}/schema-merging#merging-resolvers` }]),
  library('@apollo/subgraph', [
    {
      path: 'buildSubgraphSchema',
      ...schema,
      table: '0.resolvers',
      source: 'https://www.apollographql.com/docs/apollo-server/using-federation/api/apollo-subgraph',
    },
  ]),
];

const apolloDocs = 'https://www.apollographql.com/docs/apollo-server';
const withRequest = ['graphql#$express'];
const apollo = library(
  '@apollo/server',
  [
    { path: 'ApolloServer.new', ...schema, table: '0.resolvers', source: `${apolloDocs}/api/apollo-server` },
    ...each(['startStandaloneServer', 'expressMiddleware', 'koaMiddleware'], {
      role: 'makes-context',
      framework: 'graphql',
      context: '1.context',
      gets: withRequest,
      source: `${apolloDocs}/data/context`,
    }),
    { path: 'expressMiddleware()', role: 'owns-request', source: `${apolloDocs}/api/express-middleware` },
  ],
  {
    also: ['@apollo/server/standalone', '@apollo/server/express4', '@as-integrations/express4', '@as-integrations/express5', '@as-integrations/koa'],
  },
);
const apolloElsewhere = [
  library('@as-integrations/next', [
    context(
      'startServerAndCreateNextHandler',
      '1.context',
      ['next/server#NextRequest.new', 'next#NextApiResponse.new'],
      'https://github.com/apollo-server-integrations/apollo-server-integration-next#readme',
    ),
    {
      path: 'startServerAndCreateNextHandler()',
      role: 'owns-request',
      source: 'https://github.com/apollo-server-integrations/apollo-server-integration-next#readme',
    },
  ]),
  library('@as-integrations/fastify', [
    ...each(['default', 'fastifyApolloHandler'], {
      role: 'makes-context',
      framework: 'graphql',
      context: '1.context',
      gets: ['fastify#FastifyRequest.new', 'fastify#FastifyReply.new'],
      source: 'https://github.com/apollo-server-integrations/apollo-server-integration-fastify#readme',
    }),
  ]),
  // The third major brings the server and its integration in one package.
  library(
    'apollo-server',
    [
      context('ApolloServer.new', '0.context', withRequest, `${apolloDocs}/v3/data/context`),
      { path: 'ApolloServer.new', ...schema, table: '0.resolvers', source: `${apolloDocs}/v3/api/apollo-server` },
      { path: 'AuthenticationError.new', role: 'makes-error', otherwise: 401, source: `${apolloDocs}/v3/data/errors` },
      { path: 'ForbiddenError.new', role: 'makes-error', otherwise: 403, source: `${apolloDocs}/v3/data/errors` },
      { path: 'UserInputError.new', role: 'makes-error', otherwise: 400, source: `${apolloDocs}/v3/data/errors` },
    ],
    { also: ['apollo-server-express', 'apollo-server-core', 'apollo-server-errors'] },
  ),
];

const typed = 'https://typegraphql.com/docs';
const typeGraphql = library('type-graphql', [
  ...each(['buildSchema', 'buildSchemaSync'], {
    role: 'creates-router',
    framework: 'graphql',
    root: 0,
    handlerParams: ['graphql#$resolver'],
    next: 1,
    source: `${typed}/bootstrap.html`,
  }),
  {
    path: 'Resolver',
    ...decorates({ is: 'controller', framework: 'graphql', alone: true, handlerParams: ['graphql#$resolver'], next: 1, contextAt: '0.context' }),
    source: `${typed}/resolvers.html`,
  },
  { path: 'Mutation', ...decorates({ is: 'handler', kind: 'procedure', method: 'POST' }), source: `${typed}/resolvers.html#mutations` },
  {
    path: 'Authorized',
    ...decorates({ is: 'asks', checker: 'authChecker', method: 'check', gets: [0, 'arguments'], answers: 'boolean' }),
    source: `${typed}/authorization.html`,
  },
  { path: 'UseMiddleware', ...decorates({ is: 'middleware', runs: 'use' }), source: `${typed}/middlewares.html` },
  { path: 'Ctx', ...decorates({ is: 'parameter', index: 0, field: 'context', member: 0 }), source: `${typed}/resolvers.html` },
  { path: 'Root', ...decorates({ is: 'parameter', index: 0, field: 'root', member: 0 }), source: `${typed}/resolvers.html` },
  { path: 'Info', ...decorates({ is: 'parameter', index: 0, field: 'info' }), source: `${typed}/resolvers.html` },
  ...each(['Arg', 'Args'], { role: 'reads-caller', from: 'body', source: `${typed}/resolvers.html#arguments` }),
  ...each(words('Query FieldResolver Subscription Directive Extensions Field ObjectType InputType ArgsType InterfaceType'), {
    ...decorates({ is: 'nothing' }),
    source: `${typed}/resolvers.html`,
  }),
  ...each(['UnauthorizedError.new', 'AuthenticationError.new'], { role: 'makes-error', otherwise: 401, source: `${typed}/authorization.html` }),
  ...each(['ForbiddenError.new', 'AuthorizationError.new'], { role: 'makes-error', otherwise: 403, source: `${typed}/authorization.html` }),
]);

const pothosDocs = 'https://pothos-graphql.dev/docs';
const fields = {
  role: 'registers-table',
  framework: 'graphql',
  kind: 'procedure',
  handler: ['resolve'],
  gives: ['@pothos/core#$fields'],
  handlerParams: resolver,
  contextAt: '2',
  scopes: { at: 'authScopes', by: ['0.scopeAuth.authScopes', '0.authScopes'] },
} as const;
const pothos = library('@pothos/core', [
  { path: 'default.new.mutationField', ...fields, table: 1, named: 0, source: `${pothosDocs}/guide/queries-mutations-and-subscriptions` },
  { path: 'default.new.mutationFields', ...fields, table: 0, source: `${pothosDocs}/guide/queries-mutations-and-subscriptions` },
  { path: 'default.new.mutationType', ...fields, table: '0.fields', source: `${pothosDocs}/guide/queries-mutations-and-subscriptions` },
  // `t.field({ … })` and all that the plugins add: the options with the resolver.
  { path: '$fields.*', role: 'returns-argument', arg: 0, source: `${pothosDocs}/guide/fields` },
  // The query for the database comes before what a resolver gets.
  ...each(['$fields.prismaField', '$fields.prismaFieldWithInput'], {
    role: 'returns-argument',
    arg: 0,
    binds: { field: 'resolve', first: '@pothos/core#$query' },
    source: `${pothosDocs}/plugins/prisma/objects`,
  }),
]);

const shieldDocs = 'https://the-guild.dev/graphql/shield/docs';
const shield = library('graphql-shield', [
  { path: 'shield', role: 'rules-table', framework: 'graphql', table: 0, fallback: '1.fallbackRule', source: `${shieldDocs}/shield` },
  { path: 'rule()', role: 'returns-argument', arg: 0, source: `${shieldDocs}/rules` },
  ...each(['and', 'chain'], { role: 'combines-middleware', all: true, source: `${shieldDocs}/rules` }),
  ...each(['or', 'race'], { role: 'combines-middleware', all: false, source: `${shieldDocs}/rules` }),
  { path: 'allow', role: 'constant', value: true, source: `${shieldDocs}/rules` },
  { path: 'deny', role: 'constant', value: false, source: `${shieldDocs}/rules` },
]);

export default [graphql, yoga, ...merging, apollo, ...apolloElsewhere, typeGraphql, pothos, shield];
