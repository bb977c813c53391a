/** ts-rest: handlers in a table, method and path in a contract. */
import { each, library } from '../library.js';
import type { Handlers, Row } from '../roles.js';

const docs = 'https://ts-rest.com/docs';

const core = library('@ts-rest/core', [
  ...each(['initContract().router', 'initTsRest().router'], { role: 'declares-contract', routes: 0, prefix: '1.pathPrefix', source: `${docs}/core/` }),
  ...each(['initContract().query', 'initContract().mutation', 'initTsRest().query', 'initTsRest().mutation'], {
    role: 'returns-argument',
    arg: 0,
    source: `${docs}/core/`,
  }),
  {
    path: 'TsRestResponseError.new',
    role: 'makes-error',
    status: '1.status',
    otherwise: 500,
    source: 'https://github.com/ts-rest/ts-rest/tree/main/libs/ts-rest/core',
  },
]);

/** What a handler gets first, whatever serves it. */
const request = (source: string): Row[] => [
  ...each(['$route.params', '$route.params.*'], { role: 'reads-caller', from: 'params', source }),
  ...each(['$route.query', '$route.query.*'], { role: 'reads-caller', from: 'query', source }),
  ...each(['$route.headers', '$route.headers.*'], { role: 'reads-caller', from: 'header', source }),
  ...each(['$route.body', '$route.file', '$route.files'], { role: 'reads-caller', from: 'body', source }),
];

const expressHandlers: Handlers = {
  handlerParams: ['@ts-rest/express#$route'],
  middlewareParams: ['express#Request.new', 'express#Response.new', 'express#NextFunction.new'],
  next: 2,
};
const inExpress = {
  role: 'registers-table',
  framework: 'ts-rest',
  kind: 'route',
  contract: 0,
  table: 1,
  handler: ['handler'],
  hooks: ['middleware'],
  request: { req: 0, res: 1 },
  ...expressHandlers,
} as const;
const express = library(
  '@ts-rest/express',
  [
    ...each(['initServer().router', 'initServer().route'], { ...inExpress, returns: true, source: `${docs}/express/` }),
    { path: 'createExpressEndpoints', ...inExpress, over: 2, before: ['3.globalMiddleware'], source: `${docs}/express/middleware` },
    ...request(`${docs}/express/`),
  ],
  { same: { '$route.req': 'express#Request.new', '$route.res': 'express#Response.new' } },
);

const inFastify = {
  role: 'registers-table',
  framework: 'ts-rest',
  kind: 'route',
  contract: 0,
  table: 1,
  handler: ['handler'],
  hooks: ['hooks.onRequest', 'hooks.preParsing', 'hooks.preValidation', 'hooks.preHandler'],
  request: { request: 0, reply: 1 },
  handlerParams: ['@ts-rest/fastify#$route'],
  middlewareParams: ['fastify#FastifyRequest.new', 'fastify#FastifyReply.new', 'fastify#$done'],
  next: 2,
  nextOptional: true,
} as const;
const fastify = library(
  '@ts-rest/fastify',
  [
    ...each(['initServer().router', 'initServer().route'], { ...inFastify, returns: true, source: `${docs}/fastify` }),
    {
      path: 'initServer().registerRouter',
      ...inFastify,
      over: 2,
      before: ['3.hooks.onRequest', '3.hooks.preValidation', '3.hooks.preHandler'],
      source: `${docs}/fastify`,
    },
    ...request(`${docs}/fastify`),
  ],
  { same: { '$route.request': 'fastify#FastifyRequest.new', '$route.reply': 'fastify#FastifyReply.new' } },
);

const inNext = { role: 'registers-table', framework: 'ts-rest', kind: 'route', contract: 0, table: 1, handlerParams: ['@ts-rest/next#$route'] } as const;
const next = library(
  '@ts-rest/next',
  [
    { path: 'createNextRoute', ...inNext, returns: true, source: `${docs}/next` },
    { path: 'createNextRouter', ...inNext, source: `${docs}/next` },
    { path: 'createNextRouter()', role: 'owns-request', source: `${docs}/next` },
    ...request(`${docs}/next`),
  ],
  { same: { '$route.req': 'next#NextApiRequest.new', '$route.res': 'next#NextApiResponse.new' } },
);

const inFunctions = {
  role: 'registers-table',
  framework: 'ts-rest',
  kind: 'route',
  contract: 0,
  table: 1,
  handler: ['handler'],
  hooks: ['middleware'],
  handlerParams: ['@ts-rest/serverless#$route', '@ts-rest/serverless#$context'],
  middlewareParams: ['@ts-rest/serverless#TsRestRequest.new', '@ts-rest/serverless#$platform'],
} as const;
const made = ['createFetchHandler', 'createNextHandler', 'createLambdaHandler', 'createAzureFunctionHandler'];
const functions = library(
  '@ts-rest/serverless',
  [
    ...each(['tsr.router', 'tsr.route'], {
      ...inFunctions,
      returns: true,
      source: `${docs}/serverless/fetch-runtimes`,
    }),
    ...each(made, { ...inFunctions, before: ['2.requestMiddleware'], source: `${docs}/serverless/options` }),
    ...each(
      made.map((name) => `${name}()`),
      { role: 'owns-request', source: `${docs}/serverless/fetch-runtimes` },
    ),
    { path: 'fetchRequestHandler', role: 'owns-request', source: `${docs}/serverless/fetch-runtimes` },
    {
      path: 'fetchRequestHandler',
      ...inFunctions,
      contract: '0.contract',
      table: '0.router',
      before: ['0.options.requestMiddleware'],
      source: `${docs}/serverless/fetch-runtimes`,
    },
    { path: 'tsr.middleware', role: 'returns-argument', arg: 0, source: `${docs}/serverless/options` },
    ...request(`${docs}/serverless/fetch-runtimes`),
    { path: 'TsRestHttpError.new', role: 'makes-error', status: '0', otherwise: 500, source: `${docs}/serverless/options` },
    ...each(['TsRestResponse.fromJson', 'TsRestResponse.fromText'], { role: 'makes-response', status: '1.status', source: `${docs}/serverless/options` }),
  ],
  {
    also: ['@ts-rest/serverless/*'],
    same: {
      'tsr.platformContext()': 'tsr',
      'TsRestRequest.new': 'globalThis#Request.new',
      '$context.request': 'globalThis#Request.new',
      '$context.nextRequest': 'next/server#NextRequest.new',
    },
  },
);

export default [core, express, fastify, next, functions];
