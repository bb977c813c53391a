/** AdonisJS: routes and their groups, controllers, middleware by name, authentication, limits, and its database. */
import { each, library } from '../library.js';
import type { Handlers, Row } from '../roles.js';
import { words } from '../words.js';

const docs = 'https://docs.adonisjs.com/guides';
const handlers: Handlers = { handlerParams: ['@adonisjs/core/http#HttpContext.new', '@adonisjs/core/http#$next'], next: 1 };
const list = { role: 'route-list', framework: 'adonisjs', ...handlers } as const;
const methods = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' };
const made = ['default.post()', 'default.group()'];
const actions = {
  store: 'POST ',
  update: 'PUT /:id',
  destroy: 'DELETE /:id',
  index: 'GET ',
  create: 'GET /create',
  show: 'GET /:id',
  edit: 'GET /:id/edit',
};

const router = library(
  '@adonisjs/core/services/router',
  [
    ...Object.entries(methods).map(([name, method]): Row => ({ path: `default.${name}`, ...list, does: 'route', method, source: `${docs}/basics/routing` })),
    { path: 'default.any', ...list, does: 'route', method: null, source: `${docs}/basics/routing` },
    { path: 'default.route', ...list, does: 'route', source: `${docs}/basics/routing` },
    ...each(['default.resource', 'default.shallowResource'], {
      ...list,
      does: 'resource',
      actions,
      source: `${docs}/basics/controllers#resource-driven-controllers`,
    }),
    { path: 'default.group', ...list, does: 'group', source: `${docs}/basics/routing#grouping-routes` },
    ...each(['use', 'middleware'], { ...list, does: 'uses', runs: 'handle', source: `${docs}/basics/middleware` }, made),
    ...each(['use', 'middleware'], { ...list, does: 'uses', arg: 1, runs: 'handle', source: `${docs}/basics/middleware` }, ['default.resource()']),
    ...each(['prefix'], { ...list, does: 'prefixes', source: `${docs}/basics/routing#prefixing-routes-inside-a-group` }, made),
    { path: 'default.resource().only', ...list, does: 'only', source: `${docs}/basics/controllers#filtering-resourceful-routes` },
    { path: 'default.resource().except', ...list, does: 'except', source: `${docs}/basics/controllers#filtering-resourceful-routes` },
    {
      path: 'default.resource().apiOnly',
      ...list,
      does: 'except',
      leaves: ['create', 'edit'],
      source: `${docs}/basics/controllers#resource-driven-controllers`,
    },
    { path: 'default.use', ...list, does: 'uses', everywhere: true, runs: 'handle', source: `${docs}/basics/middleware#router-middleware-stack` },
    { path: 'default.named', ...list, does: 'names', runs: 'handle', source: `${docs}/basics/middleware#named-middleware-collection` },
  ],
  {
    also: ['@ioc:Adonis/Core/Route'],
    same: {
      ...Object.fromEntries(['get', 'put', 'patch', 'delete', 'any', 'route'].map((name) => [`default.${name}()`, 'default.post()'])),
      'default.shallowResource()': 'default.resource()',
      ...Object.fromEntries(words('use middleware prefix as where domain').flatMap((name) => made.map((base) => [`${base}.${name}()`, base]))),
      ...Object.fromEntries(
        words('use middleware only except apiOnly as where params tap').map((name) => [`default.resource().${name}()`, 'default.resource()']),
      ),
    },
  },
);
const server = library('@adonisjs/core/services/server', [
  { path: 'default.use', ...list, does: 'uses', everywhere: true, runs: 'handle', source: `${docs}/basics/middleware#server-middleware-stack` },
]);

const request = 'HttpContext.new.request';
const response = 'HttpContext.new.response';
const answers: Readonly<Record<string, number>> = {
  ok: 200,
  created: 201,
  accepted: 202,
  noContent: 204,
  badRequest: 400,
  unauthorized: 401,
  paymentRequired: 402,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  conflict: 409,
  gone: 410,
  unprocessableEntity: 422,
  tooManyRequests: 429,
  internalServerError: 500,
};
const authDocs = `${docs}/authentication/introduction`;
const guard = ['HttpContext.new.auth', 'HttpContext.new.auth.use()'];
const http = library(
  '@adonisjs/core/http',
  [
    ...each(
      words('body all input only except raw validateUsing file files multipart original'),
      { role: 'reads-caller', from: 'body', source: `${docs}/basics/request` },
      [request],
    ),
    ...each(['qs'], { role: 'reads-caller', from: 'query', source: `${docs}/basics/request` }, [request]),
    ...each(['param', 'params'], { role: 'reads-caller', from: 'params', source: `${docs}/basics/request` }, [request]),
    ...each(['params', 'params.*'], { role: 'reads-caller', from: 'params', source: `${docs}/basics/routing#route-params` }, ['HttpContext.new']),
    ...each(['header', 'headers'], { role: 'reads-caller', from: 'header', source: `${docs}/basics/request` }, [request]),
    ...each(['plainCookie'], { role: 'reads-caller', from: 'cookie', source: `${docs}/basics/cookies` }, [request]),
    ...each(['ip', 'ips'], { role: 'reads-caller', from: 'ip', source: `${docs}/basics/request` }, [request]),
    ...each(['url', 'completeUrl'], { role: 'reads-caller', from: 'url', source: `${docs}/basics/request` }, [request]),
    {
      path: `${request}.hasValidSignature`,
      role: 'verifies-identity',
      outcome: { kind: 'boolean' },
      mechanism: 'AdonisJS hasValidSignature()',
      source: `${docs}/basics/routing#signed-urls`,
    },
    ...each(['status', 'safeStatus'], { role: 'sets-status', arg: 0, source: `${docs}/basics/response` }, [response]),
    ...each(['send', 'json'], { role: 'sends-response', source: `${docs}/basics/response` }, [response]),
    ...Object.entries(answers).map(([name, status]): Row => ({
      path: `${response}.${name}`,
      role: 'sends-response',
      otherwise: status,
      source: `${docs}/basics/response`,
    })),
    { path: `${response}.redirect`, role: 'sends-response', status: '2', otherwise: 302, source: `${docs}/basics/response#redirects` },
    ...each(['toRoute', 'toPath', 'back'], { role: 'sends-response', otherwise: 302, source: `${docs}/basics/response#redirects` }, [`${response}.redirect()`]),
    { path: `${response}.abort`, role: 'leaves', status: '1', source: `${docs}/basics/response` },
    ...each(
      ['authenticate', 'authenticateUsing', 'getUserOrFail'],
      { role: 'verifies-identity', outcome: { kind: 'throws' }, mechanism: 'AdonisJS auth', source: authDocs },
      guard,
    ),
    ...each(['check', 'checkUsing'], { role: 'verifies-identity', outcome: { kind: 'boolean' }, mechanism: 'AdonisJS auth', source: authDocs }, guard),
    ...each(['user', 'isAuthenticated'], { role: 'session-field', mechanism: 'AdonisJS auth', source: authDocs }, guard),
    ...each(['login', 'logout', 'loginViaId', 'createToken', 'invalidateToken'], { role: 'signs-in', source: authDocs }, ['HttpContext.new.auth.use()']),
  ],
  { also: ['@ioc:Adonis/Core/HttpContext'], same: { 'HttpContextContract.new': 'HttpContext.new' } },
);

const authentication = library('@adonisjs/auth', [
  // Made and let on: it puts the authenticator on the context.
  { path: 'initialize_auth_middleware', role: 'derives', source: authDocs },
  ...each(['verifyCredentials'], { role: 'signs-in', source: `${docs}/authentication/verifying-user-credentials` }, ['withAuthFinder()']),
]);
const others = [
  library('@adonisjs/auth/initialize_auth_middleware', [{ path: 'default', role: 'derives', source: authDocs }], {
    also: [
      '@adonisjs/core/bodyparser_middleware',
      '@adonisjs/session/session_middleware',
      '@adonisjs/shield/shield_middleware',
      '@adonisjs/cors/cors_middleware',
      '@adonisjs/static/static_middleware',
      '@adonisjs/inertia/inertia_middleware',
      '@adonisjs/vite/vite_middleware',
    ],
  }),
  library('@adonisjs/limiter/services/main', [
    { path: 'default.define', role: 'limits-rate', outcome: { kind: 'middleware' }, source: `${docs}/security/rate-limiting` },
  ]),
  library('@adonisjs/core/helpers', [{ path: 'compose', role: 'returns-argument', arg: 0, source: `${docs}/references/helpers#compose` }]),
];

const lucidDocs = 'https://lucid.adonisjs.com/docs';
const model = 'BaseModel';
const found = words('find findOrFail findBy findByOrFail first firstOrFail create firstOrCreate firstOrNew updateOrCreate');
const query = `${model}.query()`;
const narrowing = words(
  'where andWhere orWhere whereIn whereNot whereNull whereNotNull whereHas orderBy limit offset select preload forUpdate if apply withScopes join leftJoin',
);
const lucid = library(
  '@adonisjs/lucid/orm',
  [
    ...each(['create', 'createMany', 'createQuietly'], { role: 'writes-database', sets: 0, source: `${lucidDocs}/crud-operations` }, [model]),
    ...each(
      words('firstOrCreate fetchOrCreateMany updateOrCreate updateOrCreateMany truncate'),
      { role: 'writes-database', source: `${lucidDocs}/crud-operations` },
      [model],
    ),
    ...each(['save', 'delete', 'saveQuietly', 'deleteQuietly'], { role: 'writes-database', selects: 'self', source: `${lucidDocs}/crud-operations` }, [
      `${model}.new`,
    ]),
    ...each(
      words('create createMany save saveMany updateOrCreate firstOrCreate attach detach sync associate dissociate'),
      { role: 'writes-database', source: `${lucidDocs}/relationships` },
      [`${model}.new.related()`],
    ),
    ...each(['find', 'findBy', 'first'], { role: 'reads-database', one: true, selects: 0, source: `${lucidDocs}/crud-operations` }, [model]),
    ...each(
      ['findOrFail', 'findByOrFail', 'firstOrFail'],
      { role: 'reads-database', one: true, throws: true, selects: 0, source: `${lucidDocs}/crud-operations` },
      [model],
    ),
    ...each(['all', 'findMany', 'findManyBy'], { role: 'reads-database', source: `${lucidDocs}/crud-operations` }, [model]),
    ...each(narrowing.slice(0, 8), { role: 'narrows', source: `${lucidDocs}/model-query-builder` }, [query]),
    ...each(['update', 'delete', 'increment', 'decrement'], { role: 'writes-database', selects: 'self', source: `${lucidDocs}/model-query-builder` }, [query]),
    ...each(['first', 'firstOrFail'], { role: 'reads-database', one: true, source: `${lucidDocs}/model-query-builder` }, [query]),
  ],
  {
    also: ['@ioc:Adonis/Lucid/Orm'],
    same: {
      ...Object.fromEntries(found.map((name) => [`${model}.${name}()`, `${model}.new`])),
      ...Object.fromEntries(narrowing.map((name) => [`${query}.${name}()`, query])),
      [`${query}.first()`]: `${model}.new`,
      [`${query}.firstOrFail()`]: `${model}.new`,
      [`${model}.new.merge()`]: `${model}.new`,
      [`${model}.new.fill()`]: `${model}.new`,
      [`${model}.new.related().query()`]: query,
      [`${model}.new.related().create()`]: `${model}.new`,
    },
  },
);
const database = library(
  '@adonisjs/lucid/services/db',
  [
    ...each(['insert', 'multiInsert'], { role: 'writes-database', sets: 0, source: `${lucidDocs}/insert-query-builder` }, [
      'default.table()',
      'default.insertQuery().table()',
    ]),
    ...each(['update', 'delete', 'del', 'increment', 'decrement'], { role: 'writes-database', source: `${lucidDocs}/select-query-builder` }, [
      'default.from()',
      'default.from().**',
    ]),
    ...each(['rawQuery'], { role: 'runs-sql', sql: 0, source: `${lucidDocs}/raw-query-builder` }, ['default']),
    { path: 'default.transaction', role: 'calls-argument', arg: 0, with: 'self', source: `${lucidDocs}/transactions` },
  ],
  { also: ['@ioc:Adonis/Lucid/Database'] },
);

export default [router, server, http, authentication, ...others, lucid, database];
