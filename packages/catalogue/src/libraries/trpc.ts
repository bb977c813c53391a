/** tRPC: procedures are entries of their own; what mounts them answers for them. */
import { each, library } from '../library.js';
import type { Handlers } from '../roles.js';
import { words } from '../words.js';

const docs = 'https://trpc.io/docs/server';
const t = 'initTRPC.create()';
const procedure: Handlers = { handlerParams: ['@trpc/server#$procedure'], middlewareParams: ['@trpc/server#$procedure'], next: '0.next' };

const continues = ['input', 'output', 'meta', 'use', 'unstable_concat', 'concat'];

const server = library(
  '@trpc/server',
  [
    { path: `${t}.procedure`, role: 'builder', framework: 'trpc', ...procedure, source: `${docs}/procedures` },
    ...continues
      .filter((name) => name !== 'use' && !name.endsWith('concat'))
      .map((name) => ({ path: `${t}.procedure.${name}`, role: 'builder', framework: 'trpc', ...procedure, source: `${docs}/procedures` }) as const),
    { path: `${t}.procedure.use`, role: 'builder-use', arg: 0, source: `${docs}/middlewares` },
    // Another builder's middleware comes along.
    { path: `${t}.procedure.concat`, role: 'builder-use', arg: 0, source: `${docs}/middlewares` },
    { path: `${t}.procedure.unstable_concat`, role: 'builder-use', arg: 0, source: `${docs}/middlewares` },
    { path: `${t}.procedure.mutation`, role: 'builder-handler', kind: 'mutation', arg: 0, source: `${docs}/procedures` },
    { path: `${t}.procedure.query`, role: 'builder-handler', kind: 'query', arg: 0, source: `${docs}/procedures` },
    { path: `${t}.procedure.subscription`, role: 'builder-handler', kind: 'subscription', arg: 0, source: 'https://trpc.io/docs/server/subscriptions' },
    { path: `${t}.middleware`, role: 'returns-argument', arg: 0, handlerParams: ['@trpc/server#$procedure'], next: '0.next', source: `${docs}/middlewares` },
    { path: `${t}.router`, role: 'builder-router', source: `${docs}/routers` },
    { path: `${t}.createCallerFactory`, role: 'builder-caller', source: `${docs}/server-side-calls` },
    { path: `${t}.mergeRouters`, role: 'builder-router', source: `${docs}/merging-routers` },
    ...each(['experimental_standaloneMiddleware().create', 'experimental_trpcMiddleware().create'], {
      role: 'returns-argument',
      arg: 0,
      handlerParams: ['@trpc/server#$procedure'],
      next: '0.next',
      source: `${docs}/middlewares`,
    }),
    { path: '$procedure.input', role: 'reads-caller', from: 'body', source: `${docs}/validators` },
    { path: '$procedure.rawInput', role: 'reads-caller', from: 'body', source: `${docs}/middlewares` },
    { path: '$procedure.getRawInput', role: 'reads-caller', from: 'body', source: `${docs}/middlewares` },
    {
      path: 'TRPCError.new',
      role: 'makes-error',
      status: '0.code',
      codes: {
        PARSE_ERROR: 400,
        BAD_REQUEST: 400,
        UNAUTHORIZED: 401,
        PAYMENT_REQUIRED: 402,
        FORBIDDEN: 403,
        NOT_FOUND: 404,
        METHOD_NOT_SUPPORTED: 405,
        TIMEOUT: 408,
        CONFLICT: 409,
        PRECONDITION_FAILED: 412,
        PAYLOAD_TOO_LARGE: 413,
        UNSUPPORTED_MEDIA_TYPE: 415,
        UNPROCESSABLE_CONTENT: 422,
        PRECONDITION_REQUIRED: 428,
        TOO_MANY_REQUESTS: 429,
        CLIENT_CLOSED_REQUEST: 499,
        INTERNAL_SERVER_ERROR: 500,
        NOT_IMPLEMENTED: 501,
        BAD_GATEWAY: 502,
        SERVICE_UNAVAILABLE: 503,
        GATEWAY_TIMEOUT: 504,
      },
      source: `${docs}/error-handling`,
    },
  ],
  {
    also: ['@trpc/server/unstable-core-do-not-import'],
    same: {
      'initTRPC.context()': 'initTRPC',
      'initTRPC.meta()': 'initTRPC',
      ...Object.fromEntries(continues.map((name) => [`${t}.procedure.${name}()`, `${t}.procedure`])),
      [`${t}.middleware().unstable_pipe()`]: `${t}.middleware()`,
    },
  },
);

const adapters = library(
  '@trpc/server/adapters/next',
  each(
    words(`
      createNextApiHandler fetchRequestHandler createExpressMiddleware createHTTPHandler createHTTPServer nodeHTTPRequestHandler awsLambdaRequestHandler
      createSolidAPIHandler
    `).flatMap((name) => [name, `${name}()`]),
    { role: 'owns-request', context: '0.createContext', source: 'https://trpc.io/docs/server/adapters' },
  ),
  { also: ['@trpc/server/adapters/*'] },
);

const hono = library('@hono/trpc-server', [
  {
    path: 'trpcServer',
    role: 'serves-procedures',
    context: '0.createContext',
    contextParams: [null, 0],
    source: 'https://github.com/honojs/middleware/tree/main/packages/trpc-server',
  },
]);

export default [server, adapters, hono];
