/** Frameworks whose handlers are files: what their helpers read, answer and throw. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';

const kit = 'https://svelte.dev/docs/kit';
const svelteEvent: readonly Row[] = [
  ...each(['request.headers', 'request.headers.get'], { role: 'reads-caller', from: 'header', source: `${kit}/@sveltejs-kit#RequestEvent` }, [
    'RequestEvent.new',
  ]),
  ...each(
    ['request.json', 'request.text', 'request.body', 'request.arrayBuffer', 'request.blob'],
    { role: 'reads-caller', from: 'body', source: `${kit}/@sveltejs-kit#RequestEvent` },
    ['RequestEvent.new'],
  ),
  ...each(['request.formData'], { role: 'reads-caller', from: 'form', source: `${kit}/@sveltejs-kit#RequestEvent` }, ['RequestEvent.new']),
  ...each(['cookies.get', 'cookies.getAll'], { role: 'reads-caller', from: 'cookie', source: `${kit}/@sveltejs-kit#Cookies` }, ['RequestEvent.new']),
  ...each(['url.searchParams', 'url.searchParams.get'], { role: 'reads-caller', from: 'query', source: `${kit}/@sveltejs-kit#RequestEvent` }, [
    'RequestEvent.new',
  ]),
  ...each(['url', 'request.url'], { role: 'reads-caller', from: 'url', source: `${kit}/@sveltejs-kit#RequestEvent` }, ['RequestEvent.new']),
  ...each(['params', 'params.*'], { role: 'reads-caller', from: 'params', source: `${kit}/@sveltejs-kit#RequestEvent` }, ['RequestEvent.new']),
  { path: 'RequestEvent.new.getClientAddress', role: 'reads-caller', from: 'ip', source: `${kit}/@sveltejs-kit#RequestEvent` },
  { path: 'RequestEvent.new.locals.*', role: 'context-value', source: `${kit}/@sveltejs-kit#RequestEvent` },
];
const event = { handlerParams: ['@sveltejs/kit#RequestEvent.new'] };

const router = 'https://reactrouter.com/api';
const h3 = 'https://h3.dev/utils';
const astro = 'https://docs.astro.build/en/reference/api-reference';

export default [
  library(
    '@sveltejs/kit',
    [
      ...svelteEvent,
      { path: 'json', role: 'makes-response', status: '1.status', source: `${kit}/@sveltejs-kit#json` },
      { path: 'text', role: 'makes-response', status: '1.status', source: `${kit}/@sveltejs-kit#text` },
      { path: 'fail', role: 'makes-response', status: '0', source: `${kit}/@sveltejs-kit#fail` },
      { path: 'error', role: 'leaves', status: '0', source: `${kit}/@sveltejs-kit#error` },
      { path: 'redirect', role: 'leaves', status: '0', source: `${kit}/@sveltejs-kit#redirect` },
    ],
    {
      same: { 'ServerLoadEvent.new': 'RequestEvent.new', 'LoadEvent.new': 'RequestEvent.new' },
      functions: { RequestHandler: event, Action: event, Handle: { handlerParams: ['@sveltejs/kit#$handle'], next: '0.resolve' }, ServerLoad: event },
    },
  ),
  library('@sveltejs/kit/hooks', [{ path: 'sequence', role: 'combines-middleware', all: true, source: `${kit}/@sveltejs-kit-hooks#sequence` }]),
  library('$app/environment', [
    { path: 'building', role: 'constant', value: false, source: `${kit}/$app-environment#building` },
    { path: 'browser', role: 'constant', value: false, source: `${kit}/$app-environment#browser` },
    // As on the platform where it is deployed.
    { path: 'dev', role: 'constant', value: false, source: `${kit}/$app-environment#dev` },
  ]),
  // Routes are told apart below the base, whatever it is.
  library('$app/paths', [{ path: 'base', role: 'constant', value: '', source: `${kit}/$app-paths#base` }]),
  library(
    '$app/server',
    [
      // `command(schema, handler)` and `command(handler)`.
      ...[1, 0].flatMap((handler) =>
        each(['command', 'form'], {
          role: 'registers-worker',
          framework: 'sveltekit-remote',
          kind: 'route',
          handler,
          handlerParams: ['@sveltejs/kit#$remoteArgument'],
          source: `${kit}/remote-functions`,
        }),
      ),
    ],
    { same: { 'getRequestEvent()': '@sveltejs/kit#RequestEvent.new' } },
  ),
  library(
    'react-router',
    [
      { path: 'redirect', role: 'makes-response', status: '1.status', otherwise: 302, source: `${router}/utils/redirect` },
      { path: 'redirectDocument', role: 'makes-response', status: '1.status', otherwise: 302, source: `${router}/utils/redirectDocument` },
      { path: 'replace', role: 'makes-response', status: '1.status', otherwise: 302, source: `${router}/utils/replace` },
      ...each(['json', 'data', 'defer'], { role: 'makes-response', status: '1.status', source: `${router}/utils/data` }),
      ...each(['params', 'params.*'], { role: 'reads-caller', from: 'params', source: `${router}/framework-conventions` }, ['ActionFunctionArgs.new']),
      ...each(['request.headers', 'request.headers.get'], { role: 'reads-caller', from: 'header', source: `${router}/framework-conventions` }, [
        'ActionFunctionArgs.new',
      ]),
      ...each(['request.json', 'request.text', 'request.body'], { role: 'reads-caller', from: 'body', source: `${router}/framework-conventions` }, [
        'ActionFunctionArgs.new',
      ]),
      { path: 'ActionFunctionArgs.new.request.formData', role: 'reads-caller', from: 'form', source: `${router}/framework-conventions` },
      { path: 'ActionFunctionArgs.new.request.url', role: 'reads-caller', from: 'url', source: `${router}/framework-conventions` },
      // Sessions are signed cookies: a field is there only where we put it.
      {
        path: 'createCookieSessionStorage().getSession',
        role: 'verifies-token',
        outcome: { kind: 'value' },
        of: 0,
        mechanism: 'session cookie',
        source: `${router}/utils/createCookieSessionStorage`,
      },
      ...each(
        [
          'createCookieSessionStorage().commitSession',
          'createCookieSessionStorage().destroySession',
          'createSessionStorage().commitSession',
          'createSessionStorage().destroySession',
        ],
        { role: 'signs-in', source: `${router}/utils/createCookieSessionStorage` },
      ),
    ],
    {
      also: ['@remix-run/node', '@remix-run/server-runtime', '@remix-run/cloudflare', '@remix-run/deno', '@remix-run/react', '@react-router/node'],
      same: { 'LoaderFunctionArgs.new': 'ActionFunctionArgs.new', 'ActionArgs.new': 'ActionFunctionArgs.new', 'LoaderArgs.new': 'ActionFunctionArgs.new' },
      functions: {
        ActionFunction: { handlerParams: ['react-router#ActionFunctionArgs.new'] },
        LoaderFunction: { handlerParams: ['react-router#ActionFunctionArgs.new'] },
      },
    },
  ),
  library('remix-auth', [
    {
      path: 'Authenticator.new.isAuthenticated',
      role: 'verifies-identity',
      outcome: { kind: 'value' },
      mechanism: 'remix-auth isAuthenticated()',
      source: 'https://github.com/sergiodxa/remix-auth#readme',
    },
    { path: 'Authenticator.new.authenticate', role: 'signs-in', source: 'https://github.com/sergiodxa/remix-auth#readme' },
  ]),
  library(
    'h3',
    [
      ...each(['readBody', 'readValidatedBody', 'readRawBody', 'readMultipartFormData'], { role: 'reads-caller', from: 'body', source: `${h3}/request` }),
      ...each(['getQuery', 'getValidatedQuery'], { role: 'reads-caller', from: 'query', source: `${h3}/request` }),
      ...each(['getHeader', 'getHeaders', 'getRequestHeader', 'getRequestHeaders'], { role: 'reads-caller', from: 'header', source: `${h3}/request` }),
      ...each(['getCookie', 'parseCookies'], { role: 'reads-caller', from: 'cookie', source: `${h3}/cookie` }),
      ...each(['getRouterParam', 'getRouterParams', 'getValidatedRouterParams'], { role: 'reads-caller', from: 'params', source: `${h3}/request` }),
      ...each(['readFormData'], { role: 'reads-caller', from: 'form', source: `${h3}/request` }),
      ...each(['getRequestIP'], { role: 'reads-caller', from: 'ip', source: `${h3}/request` }),
      ...each(['getRequestURL'], { role: 'reads-caller', from: 'url', source: `${h3}/request` }),
      { path: 'createError', role: 'makes-error', status: '0.statusCode', otherwise: 500, source: 'https://h3.dev/guide/basics/error' },
      { path: 'setResponseStatus', role: 'sets-status', arg: 1, source: `${h3}/response` },
      { path: 'sendRedirect', role: 'makes-response', status: '2', otherwise: 302, source: `${h3}/response` },
      { path: 'defineEventHandler', role: 'returns-argument', arg: 0, handlerParams: ['h3#H3Event.new'], source: 'https://h3.dev/guide/basics/handler' },
      { path: 'H3Event.new.context.*', role: 'context-value', source: 'https://h3.dev/guide/basics/event' },
      { path: 'H3Event.new.waitUntil', role: 'defers', arg: 0, source: 'https://h3.dev/guide/basics/event' },
      { path: 'createApp', role: 'creates-router', framework: 'h3', handlerParams: ['h3#H3Event.new'], source: 'https://h3.dev/' },
      { path: 'createRouter', role: 'creates-router', framework: 'h3', handlerParams: ['h3#H3Event.new'], source: 'https://h3.dev/' },
      { path: 'createApp().use', role: 'uses-middleware', source: 'https://h3.dev/' },
      { path: 'createRouter().use', role: 'uses-middleware', source: 'https://h3.dev/guide/basics/middleware' },
      { path: 'createRouter().all', role: 'registers-route', method: null, source: 'https://h3.dev/guide/basics/routing' },
      ...(['get', 'post', 'put', 'patch', 'delete'] as const).map((method): Row => ({
        path: `createRouter().${method}`,
        role: 'registers-route',
        method: method.toUpperCase(),
        source: 'https://h3.dev/',
      })),
      {
        path: 'requireBasicAuth',
        role: 'verifies-identity',
        outcome: { kind: 'throws' },
        mechanism: 'h3 requireBasicAuth()',
        source: 'https://h3.dev/utils/security',
      },
    ],
    {
      also: ['nitropack/runtime', 'nitro/h3', '#imports'],
      same: {
        eventHandler: 'defineEventHandler',
        lazyEventHandler: 'defineEventHandler',
        defineCachedEventHandler: 'defineEventHandler',
        'H3.new': 'createRouter()',
      },
    },
  ),
  library('nuxt-auth-utils', [
    {
      path: 'requireUserSession',
      role: 'verifies-identity',
      outcome: { kind: 'throws' },
      mechanism: 'nuxt-auth-utils requireUserSession()',
      source: 'https://github.com/atinux/nuxt-auth-utils#session-management',
    },
    {
      path: 'getUserSession',
      role: 'verifies-identity',
      outcome: { kind: 'field', field: 'user' },
      mechanism: 'nuxt-auth-utils getUserSession()',
      source: 'https://github.com/atinux/nuxt-auth-utils#session-management',
    },
    ...each(['setUserSession', 'replaceUserSession', 'clearUserSession'], {
      role: 'signs-in',
      source: 'https://github.com/atinux/nuxt-auth-utils#session-management',
    }),
    ...each(
      ['Auth0', 'Cognito', 'Discord', 'Facebook', 'GitHub', 'GitLab', 'Google', 'Keycloak', 'LinkedIn', 'Microsoft', 'Spotify', 'Twitch', 'X'].map(
        (name) => `defineOAuth${name}EventHandler`,
      ),
      { role: 'owns-request', source: 'https://github.com/atinux/nuxt-auth-utils#oauth-event-handlers' },
    ),
  ]),
  library('#auth', [
    {
      path: 'getServerSession',
      role: 'verifies-identity',
      outcome: { kind: 'value' },
      mechanism: 'nuxt-auth getServerSession()',
      source: 'https://auth.sidebase.io/',
    },
    { path: 'getToken', role: 'verifies-identity', outcome: { kind: 'value' }, mechanism: 'nuxt-auth getToken()', source: 'https://auth.sidebase.io/' },
  ]),
  library(
    '#supabase/server',
    [
      {
        path: 'serverSupabaseUser',
        role: 'verifies-identity',
        outcome: { kind: 'value' },
        mechanism: 'serverSupabaseUser()',
        source: 'https://supabase.nuxtjs.org/services/serversupabaseuser',
      },
    ],
    { same: { 'serverSupabaseClient()': '@supabase/supabase-js#createClient()', 'serverSupabaseServiceRole()': '@supabase/supabase-js#createClient()' } },
  ),
  library(
    'astro',
    [
      ...each(['request.headers', 'request.headers.get'], { role: 'reads-caller', from: 'header', source: astro }, ['APIContext.new']),
      ...each(['request.json', 'request.text', 'request.body'], { role: 'reads-caller', from: 'body', source: astro }, ['APIContext.new']),
      { path: 'APIContext.new.request.formData', role: 'reads-caller', from: 'form', source: astro },
      ...each(['cookies.get', 'cookies.has'], { role: 'reads-caller', from: 'cookie', source: astro }, ['APIContext.new']),
      ...each(['params', 'params.*'], { role: 'reads-caller', from: 'params', source: astro }, ['APIContext.new']),
      ...each(['url', 'request.url'], { role: 'reads-caller', from: 'url', source: astro }, ['APIContext.new']),
      { path: 'APIContext.new.clientAddress', role: 'reads-caller', from: 'ip', source: astro },
      { path: 'APIContext.new.redirect', role: 'makes-response', status: '1', otherwise: 302, source: astro },
      { path: 'APIContext.new.locals.*', role: 'context-value', source: astro },
      {
        path: 'APIContext.new.locals.runtime.ctx.waitUntil',
        role: 'defers',
        arg: 0,
        source: 'https://docs.astro.build/en/guides/integrations-guide/cloudflare/',
      },
    ],
    {
      functions: {
        APIRoute: { handlerParams: ['astro#APIContext.new'] },
        MiddlewareHandler: { handlerParams: ['astro#APIContext.new', 'astro#$next'], next: 1 },
      },
    },
  ),
  library('astro:middleware', [
    { path: 'sequence', role: 'combines-middleware', all: true, source: 'https://docs.astro.build/en/guides/middleware/#chaining-middleware' },
    {
      path: 'defineMiddleware',
      role: 'returns-argument',
      arg: 0,
      handlerParams: ['astro#APIContext.new', 'astro#$next'],
      next: 1,
      source: 'https://docs.astro.build/en/guides/middleware/',
    },
  ]),
  library('astro:actions', [
    {
      path: 'ActionError.new',
      role: 'makes-error',
      status: '0.code',
      codes: {
        BAD_REQUEST: 400,
        UNAUTHORIZED: 401,
        FORBIDDEN: 403,
        NOT_FOUND: 404,
        TIMEOUT: 408,
        CONFLICT: 409,
        PRECONDITION_FAILED: 412,
        PAYLOAD_TOO_LARGE: 413,
        UNSUPPORTED_MEDIA_TYPE: 415,
        UNPROCESSABLE_CONTENT: 422,
        TOO_MANY_REQUESTS: 429,
        CLIENT_CLOSED_REQUEST: 499,
        INTERNAL_SERVER_ERROR: 500,
      },
      source: 'https://docs.astro.build/en/reference/modules/astro-actions/',
    },
    {
      path: 'defineAction',
      role: 'registers-worker',
      framework: 'astro-action',
      kind: 'route',
      handler: '0.handler',
      handlerParams: ['astro#$input', 'astro#APIContext.new'],
      source: 'https://docs.astro.build/en/guides/actions/',
    },
  ]),
  library(
    'https://deno.land/std/http/server.ts',
    [
      {
        path: 'serve',
        role: 'registers-worker',
        framework: 'deno',
        kind: 'route',
        handler: 0,
        handlerParams: ['globalThis#Request.new'],
        source: 'https://deno.land/std@0.168.0/http/server.ts',
      },
    ],
    { also: ['@std/http', 'https://deno.land/std/http/mod.ts'] },
  ),
  library('request-ip', [{ path: 'getClientIp', role: 'reads-caller', from: 'ip', source: 'https://github.com/pbojinov/request-ip#readme' }], {
    also: ['@supercharge/request-ip'],
  }),
  library('cookie', [{ path: 'parse', role: 'derives', source: 'https://github.com/jshttp/cookie#readme' }], { also: ['qs', 'query-string'] }),
  library('zod', [...each(['**.parse', '**.safeParse', '**.parseAsync', '**.safeParseAsync'], { role: 'derives', source: 'https://zod.dev/' })], {
    also: ['zod/*'],
  }),
];
