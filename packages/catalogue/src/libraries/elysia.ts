/** Elysia: routes, and the hooks that stand before those which are registered after them. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';

const docs = 'https://elysiajs.com';
const handlers = { handlerParams: ['elysia#Context.new'] };
const methods = ['get', 'post', 'put', 'patch', 'delete', 'options', 'head'] as const;
const hooks = ['onRequest', 'onParse', 'onTransform', 'derive', 'onBeforeHandle', 'resolve'] as const;

export default library(
  'elysia',
  [
    {
      path: 'Elysia.new',
      role: 'creates-router',
      framework: 'elysia',
      prefix: '0.prefix',
      ...handlers,
      methodAt: '0.request.method',
      source: `${docs}/essential/route`,
    },
    ...methods.map((method): Row => ({
      path: `Elysia.new.${method}`,
      role: 'registers-route',
      method: method.toUpperCase(),
      options: ['beforeHandle'],
      source: `${docs}/essential/route#http-verb`,
    })),
    { path: 'Elysia.new.all', role: 'registers-route', method: null, options: ['beforeHandle'], source: `${docs}/essential/route` },
    ...each(hooks, { role: 'uses-middleware', source: `${docs}/essential/life-cycle` }, ['Elysia.new']),
    { path: 'Elysia.new.use', role: 'uses-middleware', source: `${docs}/essential/plugin` },
    ...each(['status', 'error'], { role: 'makes-response', status: '0', source: `${docs}/essential/handler#status` }, ['Context.new']),
    ...each(['status', 'error'], { role: 'makes-response', status: '0', source: `${docs}/essential/handler#status` }),
    { path: 'Context.new.set.status', role: 'sets-status', source: `${docs}/essential/handler#set-status` },
    { path: 'Context.new.body', role: 'reads-caller', from: 'body', source: `${docs}/essential/handler#context` },
    ...each(['query', 'query.*'], { role: 'reads-caller', from: 'query', source: `${docs}/essential/handler#context` }, ['Context.new']),
    ...each(['params', 'params.*'], { role: 'reads-caller', from: 'params', source: `${docs}/essential/handler#context` }, ['Context.new']),
    ...each(
      ['headers', 'headers.*', 'request.headers', 'request.headers.get'],
      { role: 'reads-caller', from: 'header', source: `${docs}/essential/handler#context` },
      ['Context.new'],
    ),
    { path: 'Context.new.cookie.*', role: 'reads-caller', from: 'cookie', source: `${docs}/patterns/cookie` },
  ],
  {
    same: Object.fromEntries(
      ['use', ...hooks, ...methods, 'all', 'state', 'decorate', 'model', 'onError', 'listen'].map((name) => [`Elysia.new.${name}()`, 'Elysia.new']),
    ),
  },
);
