/** Express, and the routers that keep its API. */
import { each, library } from '../library.js';
import type { Handlers, Row } from '../roles.js';
import { words } from '../words.js';

const docs = 'https://expressjs.com/en/5x/api.html';

const handlers: Handlers = { handlerParams: ['express#Request.new', 'express#Response.new', 'express#NextFunction.new'], next: 2 };

/** Methods of http.METHODS that applications use. */
const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;
const routes: readonly Row[] = methods.flatMap((method): Row[] => [
  { path: `default().${method}`, role: 'registers-route', method: method.toUpperCase(), source: `${docs}#app.METHOD` },
  { path: `default().route().${method}`, role: 'registers-route', method: method.toUpperCase(), pathArg: -1, source: `${docs}#router.route` },
]);

const error = { handlerParams: ['express#$error', 'express#Request.new', 'express#Response.new', 'express#NextFunction.new'], next: 3 };

export default library(
  'express',
  [
    { path: 'default', role: 'creates-router', framework: 'express', fallsThrough: true, methodAt: '0.method', ...handlers, source: `${docs}#express` },
    { path: 'Router', role: 'creates-router', framework: 'express', fallsThrough: true, methodAt: '0.method', ...handlers, source: `${docs}#express.router` },
    { path: 'default().route', role: 'creates-router', framework: 'express', prefix: '0', methodAt: '0.method', ...handlers, source: `${docs}#router.route` },
    ...routes,
    { path: 'default().all', role: 'registers-route', method: null, source: `${docs}#app.all` },
    { path: 'default().route().all', role: 'registers-route', method: null, pathArg: -1, source: `${docs}#router.route` },
    { path: 'default().use', role: 'uses-middleware', source: `${docs}#app.use` },
    // A middleware for one route parameter: it runs before the handlers of the routes that have it.
    { path: 'default().param', role: 'uses-middleware', hook: true, source: `${docs}#app.param` },

    ...each(['headers', 'headers.*', 'header', 'get', 'rawHeaders'], { role: 'reads-caller', from: 'header', source: `${docs}#req.get` }, ['Request.new']),
    ...each(['cookies', 'cookies.*', 'signedCookies', 'signedCookies.*'], { role: 'reads-caller', from: 'cookie', source: `${docs}#req.cookies` }, [
      'Request.new',
    ]),
    ...each(['query', 'query.*'], { role: 'reads-caller', from: 'query', source: `${docs}#req.query` }, ['Request.new']),
    ...each(['params', 'params.*', 'param'], { role: 'reads-caller', from: 'params', source: `${docs}#req.params` }, ['Request.new']),
    ...each(['body', 'rawBody', 'file', 'files'], { role: 'reads-caller', from: 'body', source: `${docs}#req.body` }, ['Request.new']),
    ...each(['ip', 'ips', 'socket.remoteAddress', 'connection.remoteAddress'], { role: 'reads-caller', from: 'ip', source: `${docs}#req.ip` }, ['Request.new']),
    ...each(['url', 'originalUrl', 'path', 'hostname', 'host', 'baseUrl'], { role: 'reads-caller', from: 'url', source: `${docs}#req.originalUrl` }, [
      'Request.new',
    ]),

    {
      path: 'Request.new.session.*',
      role: 'session-field',
      mechanism: 'session',
      source: 'https://expressjs.com/en/resources/middleware/session.html',
    },
    // Methods of the session itself are no fields of it.
    ...each(
      ['cookie', 'id', 'save', 'reload', 'regenerate', 'destroy', 'touch'],
      { role: 'derives', source: 'https://expressjs.com/en/resources/middleware/session.html' },
      ['Request.new.session'],
    ),
    {
      path: 'Request.new.isAuthenticated',
      role: 'verifies-identity',
      outcome: { kind: 'boolean' },
      mechanism: 'passport isAuthenticated()',
      source: 'https://www.passportjs.org/concepts/authentication/sessions/',
    },
    {
      path: 'Request.new.isUnauthenticated',
      role: 'verifies-identity',
      outcome: { kind: 'boolean', negated: true },
      mechanism: 'passport isUnauthenticated()',
      source: 'https://www.passportjs.org/concepts/authentication/sessions/',
    },

    { path: 'Response.new.status', role: 'sets-status', arg: 0, source: `${docs}#res.status` },
    { path: 'Response.new.statusCode', role: 'sets-status', source: 'https://nodejs.org/api/http.html#responsestatuscode' },
    {
      path: 'Response.new.writeHead',
      role: 'sets-status',
      arg: 0,
      source: 'https://nodejs.org/api/http.html#responsewriteheadstatuscode-statusmessage-headers',
    },
    ...each(['json', 'jsonp', 'send', 'end', 'render', 'sendFile', 'download', 'format'], { role: 'sends-response', source: `${docs}#res.send` }, [
      'Response.new',
    ]),
    { path: 'Response.new.sendStatus', role: 'sends-response', status: '0', source: `${docs}#res.sendStatus` },
    // redirect(url) or redirect(status, url)
    { path: 'Response.new.redirect', role: 'sends-response', status: '0', otherwise: 302, source: `${docs}#res.redirect` },
    ...each(['locals.*'], { role: 'context-value', source: `${docs}#res.locals` }, ['Response.new']),
  ],
  {
    also: ['@feathersjs/express', 'router', 'express-promise-router', 'ultimate-express'],
    same: {
      'Router()': 'default()',
      'Router.new': 'default()',
      'default.Router': 'Router',
      'default.Router()': 'default()',
      'default.Request': 'Request',
      'default.Response': 'Response',
      'default.NextFunction': 'NextFunction',
      'Express.new': 'default()',
      'Application.new': 'default()',
      'IRouter.new': 'default()',
      'default.Express': 'Express',
      'default.Application': 'Application',
      ...Object.fromEntries(
        [...methods, 'all'].flatMap((method) => [
          [`default().${method}()`, 'default()'],
          [`default().route().${method}()`, 'default().route()'],
        ]),
      ),
      'default().use()': 'default()',
      'default().set()': 'default()',
      'default().disable()': 'default()',
      'default().enable()': 'default()',
      ...Object.fromEntries(
        words('status type contentType set header setHeader cookie clearCookie append vary links location attachment writeHead').map((name) => [
          `Response.new.${name}()`,
          'Response.new',
        ]),
      ),
    },
    functions: { RequestHandler: handlers, Handler: handlers, RequestParamHandler: handlers, ErrorRequestHandler: error },
  },
);
