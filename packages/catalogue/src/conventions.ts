/**
 * Handlers that a framework finds by file name and export. Globs: `**` any folders (also none), `*` within a name, `{a,b}` either.
 * Middleware (`middleware.ts`, `proxy.ts`) is no entry of its own: the engine reads it as part of the chain.
 */
import type {
  AmbientConvention,
  Convention,
  DeploymentConvention,
  MiddlewareConvention,
  PathNames,
  ProxyConvention,
  SchedulerRow,
} from './convention-shapes.js';

const js = '{ts,tsx,js,jsx,mts,mjs,cts,cjs}';
const mutating = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
const next = 'https://nextjs.org/docs';

const request = 'globalThis#Request.new';
const nextRequest = 'next/server#NextRequest.new';

export const conventions: readonly Convention[] = [
  {
    framework: 'next-app-router',
    package: 'next',
    files: [`app/**/route.${js}`, `src/app/**/route.${js}`],
    exports: ['GET', ...mutating],
    kind: 'route',
    methods: 'export',
    path: 'next-app',
    params: [nextRequest, 'next#$routeContext'],
    pathAt: '0.nextUrl.pathname',
    urlAt: '0.url',
    source: `${next}/app/api-reference/file-conventions/route`,
  },
  {
    framework: 'next-pages-router',
    package: 'next',
    files: [`pages/api/**/*.${js}`, `src/pages/api/**/*.${js}`],
    exports: ['default'],
    kind: 'route',
    methods: [...mutating],
    path: 'next-pages',
    params: ['next#NextApiRequest.new', 'next#NextApiResponse.new'],
    source: `${next}/pages/building-your-application/routing/api-routes`,
  },
  {
    framework: 'next-server-action',
    package: 'next',
    files: [`**/*.${js}`],
    directive: 'use server',
    exports: ['*'],
    kind: 'server-action',
    methods: ['POST'],
    path: 'none',
    params: ['next#$actionArgument'],
    source: `${next}/app/api-reference/directives/use-server`,
  },
  {
    framework: 'supabase-edge',
    package: null,
    files: [`supabase/functions/*/index.${js}`],
    exports: ['default', 'default.fetch'],
    kind: 'route',
    methods: [...mutating],
    path: 'folder',
    params: [request],
    source: 'https://supabase.com/docs/guides/functions/development-tips',
  },
  {
    framework: 'sveltekit',
    package: '@sveltejs/kit',
    files: [`src/routes/**/+server.${js}`],
    exports: ['GET', ...mutating],
    kind: 'route',
    methods: 'export',
    path: 'sveltekit',
    params: ['@sveltejs/kit#RequestEvent.new'],
    pathAt: '0.url.pathname',
    methodAt: '0.request.method',
    source: 'https://svelte.dev/docs/kit/routing#server',
  },
  {
    framework: 'sveltekit',
    package: '@sveltejs/kit',
    files: [`src/routes/**/+page.server.${js}`],
    exports: ['actions.*'],
    kind: 'server-action',
    methods: ['POST'],
    path: 'sveltekit',
    params: ['@sveltejs/kit#RequestEvent.new'],
    pathAt: '0.url.pathname',
    methodAt: '0.request.method',
    source: 'https://svelte.dev/docs/kit/form-actions',
  },
  {
    framework: 'remix',
    package: '@remix-run/react',
    files: [`app/routes/**/*.${js}`, `app/root.${js}`],
    exports: ['action'],
    kind: 'route',
    methods: [...mutating],
    path: 'remix',
    params: ['react-router#ActionFunctionArgs.new'],
    methodAt: '0.request.method',
    source: 'https://remix.run/docs/en/main/route/action',
  },
  {
    framework: 'remix',
    package: 'react-router',
    files: [`app/routes/**/*.${js}`, `app/root.${js}`],
    exports: ['action'],
    kind: 'route',
    methods: [...mutating],
    path: 'remix',
    params: ['react-router#ActionFunctionArgs.new'],
    methodAt: '0.request.method',
    source: 'https://reactrouter.com/start/framework/actions',
  },
  {
    framework: 'astro',
    package: 'astro',
    files: [`src/pages/**/*.{ts,js,mts,mjs}`],
    exports: ['GET', ...mutating, 'ALL'],
    kind: 'route',
    methods: 'export',
    path: 'astro',
    params: ['astro#APIContext.new'],
    pathAt: '0.url.pathname',
    methodAt: '0.request.method',
    source: 'https://docs.astro.build/en/guides/endpoints/',
  },
  {
    framework: 'nuxt',
    package: 'nuxt',
    files: [`server/api/**/*.{ts,js,mts,mjs}`, `server/routes/**/*.{ts,js,mts,mjs}`],
    exports: ['default'],
    kind: 'route',
    methods: [...mutating],
    path: 'nitro',
    params: ['h3#H3Event.new'],
    pathAt: '0.path',
    source: 'https://nuxt.com/docs/guide/directory-structure/server',
  },
  {
    framework: 'nitro',
    package: 'nitropack',
    files: [`server/api/**/*.{ts,js,mts,mjs}`, `server/routes/**/*.{ts,js,mts,mjs}`, `api/**/*.{ts,js,mts,mjs}`, `routes/**/*.{ts,js,mts,mjs}`],
    exports: ['default'],
    kind: 'route',
    methods: [...mutating],
    path: 'nitro',
    params: ['h3#H3Event.new'],
    pathAt: '0.path',
    source: 'https://nitro.build/guide/routing',
  },
  {
    framework: 'cloudflare-worker',
    package: '@cloudflare/workers-types',
    files: [`src/index.{ts,js,mts,mjs}`, `src/worker.{ts,js,mts,mjs}`, `worker.{ts,js}`],
    exports: ['default.fetch'],
    kind: 'route',
    methods: [...mutating],
    path: 'none',
    params: [request, 'globalThis#$workerEnv', 'globalThis#ExecutionContext.new'],
    source: 'https://developers.cloudflare.com/workers/runtime-apis/handlers/fetch/',
  },
  {
    framework: 'cloudflare-worker',
    package: '@cloudflare/workers-types',
    files: [`src/index.{ts,js,mts,mjs}`, `src/worker.{ts,js,mts,mjs}`, `worker.{ts,js}`],
    exports: ['default.scheduled'],
    kind: 'cron',
    methods: [],
    path: 'none',
    params: ['globalThis#$scheduledEvent', 'globalThis#$workerEnv', 'globalThis#ExecutionContext.new'],
    source: 'https://developers.cloudflare.com/workers/runtime-apis/handlers/scheduled/',
  },
  {
    framework: 'cloudflare-worker',
    package: '@cloudflare/workers-types',
    files: [`src/index.{ts,js,mts,mjs}`, `src/worker.{ts,js,mts,mjs}`, `worker.{ts,js}`],
    exports: ['default.queue'],
    kind: 'worker',
    methods: [],
    path: 'none',
    params: ['globalThis#$messageBatch', 'globalThis#$workerEnv', 'globalThis#ExecutionContext.new'],
    source: 'https://developers.cloudflare.com/queues/configuration/javascript-apis/#consumer',
  },
  {
    framework: 'netlify',
    package: '@netlify/functions',
    files: [`netlify/functions/*.{ts,js,mts,mjs}`, `netlify/functions/*/index.{ts,js,mts,mjs}`, `netlify/edge-functions/*.{ts,js}`],
    exports: ['default'],
    kind: 'route',
    methods: [...mutating],
    path: 'folder',
    params: [request, '@netlify/functions#Context.new'],
    source: 'https://docs.netlify.com/functions/get-started/',
  },
];

export const proxies: readonly ProxyConvention[] = [
  {
    package: 'next',
    files: [`{src/,}{proxy,middleware}.${js}`],
    exports: ['proxy', 'middleware', 'default'],
    matcher: 'config.matcher',
    params: [nextRequest, 'next/server#NextFetchEvent.new'],
    pathAt: ['0.nextUrl.pathname'],
    urlAt: ['0.url', '0.nextUrl.href'],
    methodAt: '0.method',
    before: ['next-app-router', 'next-pages-router'],
    source: `${next}/app/api-reference/file-conventions/proxy`,
  },
];

export const middlewareFiles: readonly MiddlewareConvention[] = [
  {
    package: '@sveltejs/kit',
    files: [`src/hooks.server.${js}`, `src/hooks.server/index.${js}`],
    exports: ['handle'],
    next: { event: 'event', next: 'resolve' },
    before: ['sveltekit'],
    source: 'https://svelte.dev/docs/kit/hooks#server-hooks-handle',
  },
  {
    package: 'astro',
    files: [`src/middleware.${js}`, `src/middleware/index.${js}`],
    exports: ['onRequest'],
    next: 1,
    before: ['astro'],
    source: 'https://docs.astro.build/en/guides/middleware/',
  },
  {
    package: 'nuxt',
    files: [`server/middleware/**/*.${js}`],
    exports: ['default'],
    next: null,
    before: ['nuxt'],
    source: 'https://nuxt.com/docs/guide/directory-structure/server#server-middleware',
  },
  {
    package: 'nitropack',
    files: [`{server/,}middleware/**/*.${js}`],
    exports: ['default'],
    next: null,
    before: ['nitro'],
    source: 'https://nitro.build/guide/routing#middleware',
  },
  {
    package: 'react-router',
    files: [`app/root.${js}`],
    exports: ['middleware', 'unstable_middleware'],
    next: 1,
    before: ['remix'],
    source: 'https://reactrouter.com/how-to/middleware',
  },
];

const lambdaParams = ['aws-lambda#APIGatewayProxyEvent.new', 'aws-lambda#Context.new', 'aws-lambda#$callback'];

export const deployments: readonly DeploymentConvention[] = [
  {
    framework: 'aws-lambda',
    files: ['serverless.{yml,yaml}'],
    functions: 'functions',
    handler: 'handler',
    events: 'events',
    http: ['http', 'httpApi', 'alb'],
    sockets: ['websocket'],
    timers: ['schedule'],
    method: 'method',
    path: 'path',
    authorizer: ['authorizer'],
    otherwise: [],
    params: lambdaParams,
    source: 'https://www.serverless.com/framework/docs/providers/aws/guide/functions',
  },
  {
    framework: 'aws-lambda',
    files: ['template.{yml,yaml}', 'sam.{yml,yaml}'],
    functions: 'Resources',
    only: { field: 'Type', is: 'AWS::Serverless::Function' },
    handler: 'Properties.Handler',
    folder: 'Properties.CodeUri',
    events: 'Properties.Events',
    kind: 'Type',
    fields: 'Properties',
    http: ['Api', 'HttpApi'],
    sockets: [],
    timers: ['Schedule', 'ScheduleV2'],
    method: 'Method',
    path: 'Path',
    authorizer: ['Auth.Authorizer'],
    otherwise: ['Globals.Api.Auth.DefaultAuthorizer', 'Globals.HttpApi.Auth.DefaultAuthorizer'],
    params: lambdaParams,
    source: 'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html',
  },
];

const nitroPackages = ['h3', 'nitropack/runtime', 'nuxt-auth-utils', '#auth', '#supabase/server'];

export const ambient: readonly AmbientConvention[] = [
  {
    package: 'nuxt',
    within: [`server/**/*.${js}`],
    from: [`server/utils/**/*.${js}`],
    packages: nitroPackages,
    source: 'https://nuxt.com/docs/guide/directory-structure/server#server-utilities',
  },
  {
    package: 'nitropack',
    within: [`{server/,}{api,routes,middleware,utils,plugins,tasks}/**/*.${js}`],
    from: [`{server/,}utils/**/*.${js}`],
    packages: nitroPackages,
    source: 'https://nitro.build/guide/utils',
  },
];

/** The first that fits is suggested. */
export const schedulers: readonly SchedulerRow[] = [
  { package: 'next', from: [15, 1], call: 'after(() => …)', source: `${next}/app/api-reference/functions/after` },
  { package: 'next', from: null, call: 'waitUntil(…)', source: 'https://vercel.com/docs/functions/functions-api-reference/vercel-functions-package#waituntil' },
  { package: null, from: null, call: 'ctx.waitUntil(…)', source: 'https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil' },
];

export const pathNames: PathNames = {
  requests: ['**/pages/api/**', '**/app/**/{route,page,layout,template}.*', '**/{middleware,proxy}.*'],
  background: ['cron', 'crons', 'jobs', 'worker', 'workers', 'workflow', 'workflows', 'script', 'scripts', 'inngest', 'trigger', 'queue', 'queues'],
  staff: ['admin'],
  scripts: ['bin', 'script', 'scripts', 'tool', 'tools'],
};

/** Prefixes of variables that frameworks build into the browser's code: comparing with one proves nothing. */
export const publicPrefixes: readonly string[] = ['NEXT_PUBLIC_', 'VITE_', 'PUBLIC_', 'REACT_APP_', 'EXPO_PUBLIC_', 'NUXT_PUBLIC_'];
