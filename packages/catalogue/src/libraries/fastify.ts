/** Fastify and the plugins that decide. */
import { each, library } from '../library.js';
import type { Handlers, Row } from '../roles.js';

const docs = 'https://fastify.dev/docs/latest/Reference';
const handlers: Handlers = {
  handlerParams: ['fastify#FastifyRequest.new', 'fastify#FastifyReply.new'],
  middlewareParams: ['fastify#FastifyRequest.new', 'fastify#FastifyReply.new', 'fastify#$done'],
  next: 2,
  nextOptional: true,
};
/** Hooks that run before the handler, in this order. */
const before = ['onRequest', 'preParsing', 'preValidation', 'preHandler'] as const;
const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;

const plugins = {
  FastifyPluginAsync: { handlerParams: ['fastify#FastifyInstance.new'] },
  FastifyPluginCallback: { handlerParams: ['fastify#FastifyInstance.new'] },
  FastifyPlugin: { handlerParams: ['fastify#FastifyInstance.new'] },
};

const main = library(
  'fastify',
  [
    {
      path: 'default',
      role: 'creates-router',
      framework: 'fastify',
      wholeScope: true,
      methodAt: '0.method',
      pathAt: '0.url',
      ...handlers,
      source: `${docs}/Server/`,
    },
    ...methods.map((method): Row => ({
      path: `default().${method}`,
      role: 'registers-route',
      method: method.toUpperCase(),
      options: before,
      source: `${docs}/Routes/`,
    })),
    { path: 'default().all', role: 'registers-route', method: null, options: before, source: `${docs}/Routes/` },
    { path: 'default().route', role: 'registers-route', method: 'arg', pathArg: 0, options: before, source: `${docs}/Routes/#full-declaration` },
    { path: 'default().addHook', role: 'uses-middleware', hook: before, source: `${docs}/Hooks/` },
    { path: 'default().use', role: 'uses-middleware', source: `${docs}/Middleware/` },
    { path: 'default().decorate', role: 'decorates-router', source: `${docs}/Decorators/` },
    {
      path: 'default().auth',
      role: 'combines-middleware',
      all: false,
      source: 'https://github.com/fastify/fastify-auth#readme',
    },
    { path: 'default().register', role: 'mounts-router', pathArg: '1.prefix', router: 0, source: `${docs}/Plugins/` },

    ...each(['headers', 'headers.*', 'raw.headers', 'raw.headers.*'], { role: 'reads-caller', from: 'header', source: `${docs}/Request/` }, [
      'FastifyRequest.new',
    ]),
    ...each(['cookies', 'cookies.*'], { role: 'reads-caller', from: 'cookie', source: 'https://github.com/fastify/fastify-cookie#readme' }, [
      'FastifyRequest.new',
    ]),
    ...each(['query', 'query.*'], { role: 'reads-caller', from: 'query', source: `${docs}/Request/` }, ['FastifyRequest.new']),
    ...each(['params', 'params.*'], { role: 'reads-caller', from: 'params', source: `${docs}/Request/` }, ['FastifyRequest.new']),
    ...each(['body', 'file', 'files', 'parts', 'rawBody'], { role: 'reads-caller', from: 'body', source: `${docs}/Request/` }, ['FastifyRequest.new']),
    ...each(['ip', 'ips', 'socket.remoteAddress'], { role: 'reads-caller', from: 'ip', source: `${docs}/Request/` }, ['FastifyRequest.new']),
    ...each(['url', 'originalUrl', 'hostname', 'host'], { role: 'reads-caller', from: 'url', source: `${docs}/Request/` }, ['FastifyRequest.new']),
    { path: 'FastifyRequest.new.session.*', role: 'session-field', mechanism: 'session', source: 'https://github.com/fastify/session#readme' },
    {
      path: 'FastifyRequest.new.jwtVerify',
      role: 'verifies-identity',
      outcome: { kind: 'throws' },
      mechanism: '@fastify/jwt request.jwtVerify()',
      source: 'https://github.com/fastify/fastify-jwt#readme',
    },
    {
      path: 'FastifyRequest.new.jwtDecode',
      role: 'looks-like-auth',
      outcome: { kind: 'value' },
      because: 'jwtDecode() reads the token and does not verify its signature',
      source: 'https://github.com/fastify/fastify-jwt#readme',
    },
    {
      path: 'default().jwt.verify',
      role: 'verifies-token',
      outcome: { kind: 'throws' },
      of: 0,
      mechanism: '@fastify/jwt verify()',
      source: 'https://github.com/fastify/fastify-jwt#readme',
    },
    {
      path: 'default().jwt.decode',
      role: 'looks-like-auth',
      outcome: { kind: 'value' },
      because: 'jwt.decode() reads the token and does not verify its signature',
      source: 'https://github.com/fastify/fastify-jwt#readme',
    },
    {
      path: 'FastifyRequest.new.isAuthenticated',
      role: 'verifies-identity',
      outcome: { kind: 'boolean' },
      mechanism: '@fastify/passport isAuthenticated()',
      source: 'https://github.com/fastify/fastify-passport#readme',
    },
    {
      path: 'default().rateLimit',
      role: 'limits-rate',
      outcome: { kind: 'middleware' },
      key: '0.keyGenerator',
      source: 'https://github.com/fastify/fastify-rate-limit#readme',
    },
    {
      path: 'default().csrfProtection',
      role: 'looks-like-auth',
      outcome: { kind: 'middleware' },
      because: 'csrfProtection is a defence against forged requests and does not say who calls',
      source: 'https://github.com/fastify/csrf-protection#readme',
    },

    ...each(['code', 'status'], { role: 'sets-status', arg: 0, source: `${docs}/Reply/` }, ['FastifyReply.new']),
    { path: 'FastifyReply.new.statusCode', role: 'sets-status', source: `${docs}/Reply/` },
    ...each(['send', 'sendFile', 'download', 'view', 'viewAsync'], { role: 'sends-response', source: `${docs}/Reply/` }, ['FastifyReply.new']),
    { path: 'FastifyReply.new.redirect', role: 'sends-response', status: 302, source: `${docs}/Reply/` },
    ...each(['unauthorized'], { role: 'sends-response', status: 401, source: 'https://github.com/fastify/fastify-sensible#readme' }, ['FastifyReply.new']),
    ...each(['forbidden'], { role: 'sends-response', status: 403, source: 'https://github.com/fastify/fastify-sensible#readme' }, ['FastifyReply.new']),
    ...each(['notFound', 'callNotFound'], { role: 'sends-response', status: 404, source: 'https://github.com/fastify/fastify-sensible#readme' }, [
      'FastifyReply.new',
    ]),
    ...each(['badRequest'], { role: 'sends-response', status: 400, source: 'https://github.com/fastify/fastify-sensible#readme' }, ['FastifyReply.new']),
    ...each(['tooManyRequests'], { role: 'sends-response', status: 429, source: 'https://github.com/fastify/fastify-sensible#readme' }, ['FastifyReply.new']),
    { path: 'default().httpErrors.unauthorized', role: 'makes-error', status: 401, source: 'https://github.com/fastify/fastify-sensible#readme' },
    { path: 'default().httpErrors.forbidden', role: 'makes-error', status: 403, source: 'https://github.com/fastify/fastify-sensible#readme' },
    { path: 'default().httpErrors.notFound', role: 'makes-error', status: 404, source: 'https://github.com/fastify/fastify-sensible#readme' },
  ],
  {
    same: {
      'fastify()': 'default()',
      'default.fastify()': 'default()',
      'FastifyInstance.new': 'default()',
      'default().withTypeProvider()': 'default()',
      ...Object.fromEntries(
        [...methods, 'all', 'route', 'addHook', 'register', 'decorate', 'decorateRequest', 'setErrorHandler', 'after'].map((name) => [
          `default().${name}()`,
          'default()',
        ]),
      ),
      ...Object.fromEntries(
        ['code', 'status', 'type', 'header', 'headers', 'setCookie', 'clearCookie', 'cookie', 'serializer'].map((name) => [
          `FastifyReply.new.${name}()`,
          'FastifyReply.new',
        ]),
      ),
    },
    functions: {
      ...plugins,
      RouteHandlerMethod: handlers,
      RouteHandler: handlers,
      preHandlerHookHandler: { handlerParams: ['fastify#FastifyRequest.new', 'fastify#FastifyReply.new', 'fastify#$done'], next: 2 },
      preHandlerAsyncHookHandler: { handlerParams: ['fastify#FastifyRequest.new', 'fastify#FastifyReply.new'] },
      onRequestHookHandler: { handlerParams: ['fastify#FastifyRequest.new', 'fastify#FastifyReply.new', 'fastify#$done'], next: 2 },
      onRequestAsyncHookHandler: { handlerParams: ['fastify#FastifyRequest.new', 'fastify#FastifyReply.new'] },
    },
  },
);

/** A plugin that it wraps gets the router on which it is registered, so that its hooks stand before all routes there. */
const plugin = library('fastify-plugin', [{ path: 'default', role: 'shares-router', arg: 0, source: 'https://github.com/fastify/fastify-plugin#readme' }], {
  same: { fastifyPlugin: 'default', 'default.default': 'default' },
});

const autoload = library(
  '@fastify/autoload',
  [
    {
      path: 'default',
      role: 'mounts-folder',
      folder: 'dir',
      prefix: 'options.prefix',
      hooks: 'autoHooks',
      cascade: 'cascadeHooks',
      hooksFile: 'autohooks',
      source: 'https://github.com/fastify/fastify-autoload#readme',
    },
  ],
  { also: ['fastify-autoload'], same: { fastifyAutoload: 'default', 'default.default': 'default' } },
);

/** What type providers call a plugin. */
const providers = library('@fastify/type-provider-typebox', [], {
  also: ['@fastify/type-provider-json-schema-to-ts', 'fastify-type-provider-zod'],
  functions: {
    FastifyPluginAsyncTypebox: plugins.FastifyPluginAsync,
    FastifyPluginCallbackTypebox: plugins.FastifyPluginCallback,
    FastifyPluginAsyncJsonSchemaToTs: plugins.FastifyPluginAsync,
    FastifyPluginCallbackJsonSchemaToTs: plugins.FastifyPluginCallback,
    FastifyPluginAsyncZod: plugins.FastifyPluginAsync,
    FastifyPluginCallbackZod: plugins.FastifyPluginCallback,
  },
});

export default [main, plugin, autoload, providers];
