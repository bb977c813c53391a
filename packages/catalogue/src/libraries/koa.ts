import { each, library } from '../library.js';
import type { Handlers, Row } from '../roles.js';
import { words } from '../words.js';

const docs = 'https://koajs.com/';
const handlers: Handlers = { handlerParams: ['koa#Context.new', 'koa#Next.new'], next: 1 };
const methods = ['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options'] as const;

const context: readonly Row[] = [
  ...each(
    words('get headers headers.* header header.* request.headers request.headers.* request.header request.header.* request.get req.headers req.headers.*'),
    { role: 'reads-caller', from: 'header', source: docs },
    ['Context.new'],
  ),
  { path: 'Context.new.cookies.get', role: 'reads-caller', from: 'cookie', source: docs },
  ...each(['query', 'query.*', 'request.query', 'request.query.*', 'querystring', 'search'], { role: 'reads-caller', from: 'query', source: docs }, [
    'Context.new',
  ]),
  ...each(
    ['params', 'params.*', 'request.params', 'request.params.*'],
    { role: 'reads-caller', from: 'params', source: 'https://github.com/koajs/router#readme' },
    ['Context.new'],
  ),
  ...each(
    ['request.body', 'request.rawBody', 'request.files', 'req.body'],
    { role: 'reads-caller', from: 'body', source: 'https://github.com/koajs/bodyparser#readme' },
    ['Context.new'],
  ),
  ...each(['ip', 'ips', 'request.ip'], { role: 'reads-caller', from: 'ip', source: docs }, ['Context.new']),
  ...each(['url', 'path', 'originalUrl', 'href', 'request.url', 'request.path'], { role: 'reads-caller', from: 'url', source: docs }, ['Context.new']),
  ...each(['status', 'response.status'], { role: 'sets-status', source: docs }, ['Context.new']),
  // Setting the body is answering.
  ...each(['body', 'response.body'], { role: 'sends-response', source: docs }, ['Context.new']),
  { path: 'Context.new.redirect', role: 'sends-response', status: 302, source: docs },
  { path: 'Context.new.throw', role: 'leaves', status: '0', source: `${docs}#api` },
  { path: 'Context.new.assert', role: 'asserts', arg: 0, source: `${docs}#api` },
  { path: 'Context.new.state.*', role: 'context-value', source: docs },
  {
    path: 'Context.new.isAuthenticated',
    role: 'verifies-identity',
    outcome: { kind: 'boolean' },
    mechanism: 'koa-passport isAuthenticated()',
    source: 'https://github.com/rkusa/koa-passport#readme',
  },
];

const app = library(
  'koa',
  [
    { path: 'default.new', role: 'creates-router', framework: 'koa', ...handlers, source: docs },
    { path: 'default.new.use', role: 'uses-middleware', source: docs },
    ...context,
  ],
  {
    same: {
      'default.new.use()': 'default.new',
      'default.Context.new': 'Context.new',
      'ParameterizedContext.new': 'Context.new',
      'default.ParameterizedContext.new': 'Context.new',
      'DefaultContext.new': 'Context.new',
      'Application.new': 'default.new',
    },
    functions: { Middleware: handlers },
  },
);

const router = library(
  '@koa/router',
  [
    { path: 'default.new', role: 'creates-router', framework: 'koa', prefix: '0.prefix', ...handlers, source: 'https://github.com/koajs/router#readme' },
    ...methods.map((method): Row => ({
      path: `default.new.${method}`,
      role: 'registers-route',
      method: method === 'del' ? 'DELETE' : method.toUpperCase(),
      source: 'https://github.com/koajs/router#readme',
    })),
    { path: 'default.new.all', role: 'registers-route', method: null, source: 'https://github.com/koajs/router#readme' },
    { path: 'default.new.register', role: 'registers-route', method: 'arg', source: 'https://github.com/koajs/router#readme' },
    { path: 'default.new.use', role: 'uses-middleware', source: 'https://github.com/koajs/router#readme' },
    { path: 'default.new.param', role: 'uses-middleware', hook: true, source: 'https://github.com/koajs/router#readme' },
  ],
  {
    also: ['koa-router'],
    same: {
      'Router.new': 'default.new',
      'default.new.routes()': 'default.new',
      'default.new.prefix()': 'default.new',
      'RouterContext.new': 'koa#Context.new',
      ...Object.fromEntries([...methods, 'all', 'use'].map((name) => [`default.new.${name}()`, 'default.new'])),
    },
    functions: { RouterMiddleware: handlers, Middleware: handlers },
  },
);

export default [app, router];
