/** Hono and its middleware. */
import { each, library } from '../library.js';
import type { Handlers, Row } from '../roles.js';

const docs = 'https://hono.dev/docs';

const handlers: Handlers = { handlerParams: ['hono#Context.new', 'hono#Next.new'], next: 1 };
const methods = ['get', 'post', 'put', 'patch', 'delete', 'options'] as const;

const context: readonly Row[] = [
  ...each(['json', 'text', 'html', 'body', 'newResponse'], { role: 'makes-response', status: '1', source: `${docs}/api/context` }, ['Context.new']),
  { path: 'Context.new.redirect', role: 'makes-response', status: '1', otherwise: 302, source: `${docs}/api/context#redirect` },
  { path: 'Context.new.notFound', role: 'makes-response', status: 404, source: `${docs}/api/context#notfound` },
  { path: 'Context.new.render', role: 'makes-response', source: `${docs}/api/context#render-setrenderer` },
  { path: 'Context.new.status', role: 'sets-status', arg: 0, source: `${docs}/api/context#status` },
  { path: 'Context.new.set', role: 'context-value', write: true, source: `${docs}/api/context#set-get` },
  { path: 'Context.new.get', role: 'context-value', source: `${docs}/api/context#set-get` },
  { path: 'Context.new.var.*', role: 'context-value', source: `${docs}/api/context#var` },
  { path: 'Context.new.env.*', role: 'reads-env', binding: true, source: `${docs}/api/context#env` },
  { path: 'Context.new.executionCtx.waitUntil', role: 'defers', arg: 0, source: `${docs}/api/context#executionctx` },
  { path: 'Context.new.event.waitUntil', role: 'defers', arg: 0, source: `${docs}/api/context#event` },
  ...each(['header', 'raw.headers', 'raw.headers.get'], { role: 'reads-caller', from: 'header', source: `${docs}/api/request#header` }, ['Context.new.req']),
  ...each(['query', 'queries'], { role: 'reads-caller', from: 'query', source: `${docs}/api/request#query` }, ['Context.new.req']),
  { path: 'Context.new.req.param', role: 'reads-caller', from: 'params', source: `${docs}/api/request#param` },
  ...each(
    ['json', 'text', 'arrayBuffer', 'blob', 'valid', 'bodyCache', 'raw.json', 'raw.text', 'raw.body'],
    { role: 'reads-caller', from: 'body', source: `${docs}/api/request#json` },
    ['Context.new.req'],
  ),
  ...each(['parseBody', 'formData', 'raw.formData'], { role: 'reads-caller', from: 'form', source: `${docs}/api/request#parsebody` }, ['Context.new.req']),
  ...each(['url', 'path', 'raw.url'], { role: 'reads-caller', from: 'url', source: `${docs}/api/request#url` }, ['Context.new.req']),
];

const app: readonly Row[] = [
  {
    path: 'Hono.new',
    role: 'creates-router',
    framework: 'hono',
    fallsThrough: true,
    methodAt: '0.req.method',
    pathAt: '0.req.path',
    ...handlers,
    source: `${docs}/api/hono`,
  },
  {
    path: 'Hono.new.basePath',
    role: 'creates-router',
    framework: 'hono',
    prefix: '0',
    fallsThrough: true,
    methodAt: '0.req.method',
    pathAt: '0.req.path',
    ...handlers,
    source: `${docs}/api/routing#base-path`,
  },
  ...methods.map((method): Row => ({ path: `Hono.new.${method}`, role: 'registers-route', method: method.toUpperCase(), source: `${docs}/api/routing` })),
  { path: 'Hono.new.all', role: 'registers-route', method: null, source: `${docs}/api/routing` },
  { path: 'Hono.new.on', role: 'registers-route', method: 'arg', pathArg: 1, source: `${docs}/api/routing` },
  { path: 'Hono.new.use', role: 'uses-middleware', source: `${docs}/guides/middleware` },
  { path: 'Hono.new.route', role: 'mounts-router', pathArg: 0, router: 1, source: `${docs}/api/routing#grouping` },
  { path: 'Hono.new.mount', role: 'registers-route', method: null, source: `${docs}/api/hono#mount` },
  // @hono/zod-openapi: method and path stand in the route object.
  { path: 'Hono.new.openapi', role: 'registers-route', method: 'arg', pathArg: 0, source: 'https://hono.dev/examples/zod-openapi' },
  // Its routes are entries of their own: who hands it a request hands over the answer.
  ...each(['fetch', 'request'], { role: 'owns-request', source: `${docs}/api/hono#fetch` }, ['Hono.new']),
  { path: 'Hono.new.openAPIRegistry.registerPath', role: 'derives', source: 'https://hono.dev/examples/zod-openapi' },
];

const chained = Object.fromEntries(
  [...methods, 'all', 'on', 'use', 'route', 'mount', 'openapi', 'onError', 'notFound', 'basePath'].map((name) => [`Hono.new.${name}()`, 'Hono.new']),
);

const hono = library('hono', [...app, ...context], {
  also: ['hono/tiny', 'hono/quick', 'hono/preset'],
  same: {
    ...chained,
    'OpenAPIHono.new': 'Hono.new',
    'HonoRequest.new': 'Context.new.req',
    'Context.new.req.raw.clone()': 'Context.new.req.raw',
  },
  functions: {
    MiddlewareHandler: handlers,
    Handler: handlers,
    H: handlers,
    ErrorHandler: { handlerParams: ['hono#$error', 'hono#Context.new'] },
    NotFoundHandler: handlers,
  },
});

const openapi = library('@hono/zod-openapi', [{ path: 'createRoute', role: 'returns-argument', arg: 0, source: 'https://hono.dev/examples/zod-openapi' }], {
  also: ['hono-openapi'],
  same: { 'OpenAPIHono.new': 'hono#Hono.new', OpenAPIHono: 'hono#Hono' },
});

const factory = library(
  'hono/factory',
  [
    { path: 'createMiddleware', role: 'returns-argument', arg: 0, ...handlers, source: `${docs}/helpers/factory#createmiddleware` },
    { path: 'createFactory().createMiddleware', role: 'returns-argument', arg: 0, ...handlers, source: `${docs}/helpers/factory#createmiddleware` },
    { path: 'createFactory().createHandlers', role: 'returns-argument', arg: 0, ...handlers, source: `${docs}/helpers/factory#factory-createhandlers` },
  ],
  { same: { 'Factory.new': 'createFactory()', 'createFactory().createApp()': 'hono#Hono.new' } },
);

const httpException = library('hono/http-exception', [
  { path: 'HTTPException.new', role: 'makes-error', status: '0', otherwise: 500, source: `${docs}/api/exception` },
]);

const auth = [
  library(
    'hono/jwt',
    [
      { path: 'jwt', role: 'verifies-identity', outcome: { kind: 'middleware' }, mechanism: 'hono jwt()', source: `${docs}/middleware/builtin/jwt` },
      { path: 'verify', role: 'verifies-token', outcome: { kind: 'throws' }, mechanism: 'hono/jwt verify', source: `${docs}/helpers/jwt#verify` },
      { path: 'verifyWithJwks', role: 'verifies-token', outcome: { kind: 'throws' }, mechanism: 'hono/jwt verifyWithJwks', source: `${docs}/helpers/jwt` },
      {
        path: 'decode',
        role: 'looks-like-auth',
        outcome: { kind: 'value' },
        because: 'decode() reads the token and does not verify its signature',
        source: `${docs}/helpers/jwt#decode`,
      },
      { path: 'sign', role: 'derives', source: `${docs}/helpers/jwt#sign` },
    ],
    { also: ['hono/utils/jwt'] },
  ),
  library('hono/jwk', [
    { path: 'jwk', role: 'verifies-identity', outcome: { kind: 'middleware' }, mechanism: 'hono jwk()', source: `${docs}/middleware/builtin/jwk` },
  ]),
  library('hono/bearer-auth', [
    {
      path: 'bearerAuth',
      role: 'verifies-identity',
      outcome: { kind: 'middleware', asks: { fn: '0.verifyToken', credentials: 1 } },
      mechanism: 'hono bearerAuth()',
      source: `${docs}/middleware/builtin/bearer-auth`,
    },
  ]),
  library('hono/basic-auth', [
    {
      path: 'basicAuth',
      role: 'verifies-identity',
      outcome: { kind: 'middleware', asks: { fn: '0.verifyUser', credentials: 2 } },
      mechanism: 'hono basicAuth()',
      source: `${docs}/middleware/builtin/basic-auth`,
    },
  ]),
  library('@hono/clerk-auth', [
    {
      path: 'getAuth',
      role: 'verifies-identity',
      outcome: { kind: 'field', field: 'userId' },
      mechanism: 'Clerk getAuth()',
      source: 'https://github.com/honojs/middleware/tree/main/packages/clerk-auth',
    },
    {
      path: 'clerkMiddleware',
      role: 'looks-like-auth',
      outcome: { kind: 'middleware' },
      because: 'clerkMiddleware() attaches the session and lets everybody pass',
      source: 'https://github.com/honojs/middleware/tree/main/packages/clerk-auth',
    },
  ]),
  library('@hono/auth-js', [
    {
      path: 'verifyAuth',
      role: 'verifies-identity',
      outcome: { kind: 'middleware' },
      mechanism: 'Auth.js verifyAuth()',
      source: 'https://github.com/honojs/middleware/tree/main/packages/auth-js',
    },
    {
      path: 'getAuthUser',
      role: 'verifies-identity',
      outcome: { kind: 'value' },
      mechanism: 'Auth.js getAuthUser()',
      source: 'https://github.com/honojs/middleware/tree/main/packages/auth-js',
    },
    { path: 'authHandler', role: 'owns-request', source: 'https://github.com/honojs/middleware/tree/main/packages/auth-js' },
    { path: 'authHandler()', role: 'owns-request', source: 'https://github.com/honojs/middleware/tree/main/packages/auth-js' },
  ]),
  library('@hono/stytch-auth', [
    ...each(
      ['authenticateSessionLocal', 'authenticateSessionRemote', 'authenticateOAuthToken'],
      {
        role: 'verifies-identity',
        outcome: { kind: 'middleware' },
        mechanism: 'Stytch session',
        source: 'https://github.com/honojs/middleware/tree/main/packages/stytch-auth',
      },
      ['Consumer', 'B2B'],
    ),
  ]),
  library('@hono/firebase-auth', [
    {
      path: 'verifyFirebaseAuth',
      role: 'verifies-identity',
      outcome: { kind: 'middleware' },
      mechanism: 'Firebase verifyFirebaseAuth()',
      source: 'https://github.com/honojs/middleware/tree/main/packages/firebase-auth',
    },
  ]),
  library('@hono/oidc-auth', [
    {
      path: 'oidcAuthMiddleware',
      role: 'verifies-identity',
      outcome: { kind: 'middleware' },
      mechanism: 'oidcAuthMiddleware()',
      source: 'https://github.com/honojs/middleware/tree/main/packages/oidc-auth',
    },
    {
      path: 'getAuth',
      role: 'verifies-identity',
      outcome: { kind: 'value' },
      mechanism: 'oidc-auth getAuth()',
      source: 'https://github.com/honojs/middleware/tree/main/packages/oidc-auth',
    },
  ]),
];

const helpers = [
  library('hono/cookie', [
    { path: 'getCookie', role: 'reads-caller', from: 'cookie', source: `${docs}/helpers/cookie` },
    { path: 'getSignedCookie', role: 'reads-caller', from: 'cookie', source: `${docs}/helpers/cookie` },
  ]),
  library('hono/adapter', [{ path: 'env().*', role: 'reads-env', binding: true, source: `${docs}/helpers/adapter#env` }]),
  library('@hono/node-server/conninfo', [{ path: 'getConnInfo', role: 'reads-caller', from: 'ip', source: `${docs}/helpers/conninfo` }], {
    also: ['hono/cloudflare-workers', 'hono/deno', 'hono/bun', 'hono/vercel', 'hono/lambda-edge', 'hono/netlify'],
  }),
  // A validator runs before the handler and refuses what is malformed; it says nothing about who calls.
  library('hono/validator', [{ path: 'validator', role: 'derives', source: `${docs}/guides/validation` }], {
    also: ['@hono/zod-validator', '@hono/standard-validator'],
  }),
];

const combine = library('hono/combine', [
  { path: 'every', role: 'combines-middleware', all: true, source: `${docs}/middleware/builtin/combine` },
  { path: 'some', role: 'combines-middleware', all: false, source: `${docs}/middleware/builtin/combine` },
]);

const streaming = library(
  'hono/streaming',
  each(['stream', 'streamText', 'streamSSE'], { role: 'calls-argument', arg: 1, with: 'opaque', source: `${docs}/helpers/streaming` }),
);

/** Routes are entries of their own; what hands requests to them answers for them. */
const adapters = library('hono/vercel', each(['handle', 'handle()'], { role: 'owns-request', source: `${docs}/getting-started/vercel` }), {
  also: ['hono/aws-lambda', 'hono/cloudflare-pages', 'hono/netlify', 'hono/lambda-edge', '@hono/node-server/vercel'],
});

const limiter = library('hono-rate-limiter', [
  {
    path: 'rateLimiter',
    role: 'limits-rate',
    outcome: { kind: 'middleware' },
    key: '0.keyGenerator',
    skip: '0.skip',
    store: ['0.store'],
    source: 'https://github.com/rhinobase/hono-rate-limiter',
  },
]);

export default [hono, openapi, factory, httpException, ...auth, ...helpers, combine, streaming, adapters, limiter];
