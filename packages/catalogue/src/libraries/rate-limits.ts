/** Rate limiters per caller, and what only looks like one. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { words } from '../words.js';

const success = { kind: 'boolean', field: 'success' } as const;

const upstashDocs = 'https://upstash.com/docs/redis/sdks/ratelimit-ts';
const upstash = library(
  '@upstash/ratelimit',
  [
    { path: 'Ratelimit.new.limit', role: 'limits-rate', outcome: success, key: 0, source: `${upstashDocs}/methods#limit` },
    { path: 'Ratelimit.new.blockUntilReady', role: 'limits-rate', outcome: success, key: 0, source: `${upstashDocs}/methods#blockuntilready` },
  ],
  { same: { 'MultiRegionRatelimit.new': 'Ratelimit.new', 'RegionRatelimit.new': 'Ratelimit.new' } },
);

const unkey = library('@unkey/ratelimit', [
  { path: 'Ratelimit.new.limit', role: 'limits-rate', outcome: success, key: 0, source: 'https://www.unkey.com/docs/libraries/ts/ratelimit/ratelimit' },
]);

const flexibleDocs = 'https://github.com/animir/node-rate-limiter-flexible/wiki';
const shared = words(`
  RateLimiterRedis RateLimiterRedisNonAtomic RateLimiterValkey RateLimiterValkeyGlide RateLimiterMongo RateLimiterMySQL RateLimiterPostgres
  RateLimiterSQLite RateLimiterPrisma RateLimiterDrizzle RateLimiterDrizzleNonAtomic RateLimiterMemcache RateLimiterDynamo RateLimiterEtcd
  RateLimiterUnion RateLimiterAbstract RateLimiterStoreAbstract BurstyRateLimiter RLWrapperBlackAndWhite RLWrapperTimeouts
`);
const inMemory = 'it counts in memory, so each instance counts for itself';
const consume = (weakness?: string): Row => ({
  path: 'consume',
  role: 'limits-rate',
  outcome: { kind: 'throws' },
  key: 0,
  ...(weakness === undefined ? {} : { weakness }),
  source: `${flexibleDocs}/API-methods#ratelimiterconsumekey-points--1-options--`,
});
const flexible = library('rate-limiter-flexible', [
  ...shared.map((name): Row => ({ ...consume(), path: `${name}.new.consume` })),
  ...['RateLimiterMemory', 'RateLimiterCluster'].map((name): Row => ({ ...consume(inMemory), path: `${name}.new.consume` })),
  ...each(
    ['penalty', 'reward', 'block', 'delete'],
    { role: 'writes-elsewhere', source: `${flexibleDocs}/API-methods` },
    shared.map((name) => `${name}.new`),
  ),
  {
    path: 'RateLimiterQueue.new.removeTokens',
    role: 'looks-like-limit',
    because: 'RateLimiterQueue holds calls back until there is room and refuses nobody',
    source: `${flexibleDocs}/RateLimiterQueue`,
  },
]);

type Options = Pick<Extract<Row, { role: 'limits-rate' }>, 'key' | 'weakness' | 'skip' | 'store'>;
const middleware = (name: string, paths: readonly string[], source: string, options: Options = {}) =>
  library(name, each(paths, { role: 'limits-rate', outcome: { kind: 'middleware' }, ...options, source }));

const arcjetDocs = 'https://docs.arcjet.com/reference';
const rules = ['tokenBucket', 'slidingWindow', 'fixedWindow', 'protectSignup'];
const arcjet = library(
  '@arcjet/next',
  [
    {
      path: 'default().protect',
      role: 'limits-rate',
      outcome: { kind: 'boolean', field: 'isDenied', negated: true, method: true },
      needs: rules,
      unless: { field: 'mode', is: 'DRY_RUN' },
      source: `${arcjetDocs}/nextjs`,
    },
    {
      path: 'createMiddleware',
      role: 'limits-rate',
      outcome: { kind: 'middleware' },
      needs: rules,
      unless: { field: 'mode', is: 'DRY_RUN' },
      source: `${arcjetDocs}/nextjs`,
    },
    {
      path: 'withArcjet',
      role: 'limits-rate',
      outcome: { kind: 'wraps', handler: 1 },
      needs: rules,
      unless: { field: 'mode', is: 'DRY_RUN' },
      source: `${arcjetDocs}/nextjs`,
    },
  ],
  {
    also: words(
      '@arcjet/node @arcjet/bun @arcjet/nest @arcjet/remix @arcjet/sveltekit @arcjet/deno @arcjet/fastify @arcjet/astro @arcjet/nuxt @arcjet/react-router',
    ),
    same: {
      'default().withRule()': 'default()',
      'ArcjetNext.new': 'default()',
      'ArcjetNode.new': 'default()',
      'ArcjetBun.new': 'default()',
      'ArcjetSvelteKit.new': 'default()',
    },
  },
);

const vercel = library(
  '@vercel/firewall',
  [
    {
      path: 'checkRateLimit',
      role: 'limits-rate',
      outcome: { kind: 'boolean', field: 'rateLimited', negated: true },
      key: '1.rateLimitKey',
      source: 'https://vercel.com/docs/vercel-firewall/vercel-waf/rate-limiting-sdk',
    },
  ],
  { same: { unstable_checkRateLimit: 'checkRateLimit' } },
);

const limiterDocs = 'https://github.com/jhurliman/node-rate-limiter#readme';
const oneForAll = 'it counts all callers together, in memory';
const limiter = library('limiter', [
  { path: 'RateLimiter.new.tryRemoveTokens', role: 'limits-rate', outcome: { kind: 'boolean' }, weakness: oneForAll, source: limiterDocs },
  { path: 'TokenBucket.new.tryRemoveTokens', role: 'limits-rate', outcome: { kind: 'boolean' }, weakness: oneForAll, source: limiterDocs },
  ...each(['RateLimiter.new.removeTokens', 'TokenBucket.new.removeTokens'], {
    role: 'looks-like-limit',
    because: 'removeTokens() waits until there is room and refuses nobody',
    source: limiterDocs,
  }),
]);

const outbound = (name: string, paths: readonly string[], source: string) =>
  library(name, [
    ...each(paths, { role: 'looks-like-limit', because: `${name} holds our own calls back and refuses nobody`, source }),
    ...each(paths, { role: 'calls-argument', arg: 0, source }),
  ]);

export default [
  upstash,
  unkey,
  flexible,
  middleware('express-rate-limit', ['default', 'rateLimit'], 'https://express-rate-limit.mintlify.app/', {
    key: '0.keyGenerator',
    skip: '0.skip',
    store: ['0.store'],
  }),
  middleware('express-brute', ['default.new.prevent', 'default.new.getMiddleware'], 'https://github.com/AdamPflug/express-brute#readme', { key: '0.key' }),
  middleware('express-limiter', ['default()'], 'https://github.com/ded/express-limiter#readme', { key: '0.lookup' }),
  middleware('@fastify/rate-limit', ['default', 'fastifyRateLimit'], 'https://github.com/fastify/fastify-rate-limit#readme', {
    key: '0.keyGenerator',
    store: ['0.redis', '0.store'],
  }),
  middleware('fastify-rate-limit', ['default'], 'https://github.com/fastify/fastify-rate-limit#readme', {
    key: '0.keyGenerator',
    store: ['0.redis', '0.store'],
  }),
  middleware('koa-ratelimit', ['default'], 'https://github.com/koajs/ratelimit#readme', { key: '0.id', skip: '0.whitelist' }),
  middleware('koa2-ratelimit', ['RateLimit.middleware'], 'https://github.com/ysocorp/koa2-ratelimit#readme'),
  middleware('@trpc-limiter/memory', ['createTRPCStoreLimiter'], 'https://github.com/OrJDev/trpc-limiter#readme', { key: '0.fingerprint', weakness: inMemory }),
  middleware('@trpc-limiter/redis', ['createTRPCRedisLimiter'], 'https://github.com/OrJDev/trpc-limiter#readme', { key: '0.fingerprint' }),
  middleware('@trpc-limiter/upstash', ['createTRPCUpstashLimiter'], 'https://github.com/OrJDev/trpc-limiter#readme', { key: '0.fingerprint' }),
  middleware('@elysiajs/rate-limit', ['rateLimit'], 'https://github.com/rayriffy/elysia-rate-limit#readme'),
  middleware('elysia-rate-limit', ['rateLimit'], 'https://github.com/rayriffy/elysia-rate-limit#readme'),
  arcjet,
  vercel,
  limiter,
  library('express-slow-down', [
    ...each(['default', 'slowDown'], {
      role: 'looks-like-limit',
      because: 'express-slow-down delays answers and refuses nobody',
      source: 'https://github.com/express-rate-limit/express-slow-down#readme',
    }),
  ]),
  outbound('p-limit', ['default()'], 'https://github.com/sindresorhus/p-limit#readme'),
  outbound('p-queue', ['default.new.add'], 'https://github.com/sindresorhus/p-queue#readme'),
  outbound('bottleneck', ['default.new.schedule'], 'https://github.com/SGrondin/bottleneck#readme'),
  outbound('p-throttle', ['default()'], 'https://github.com/sindresorhus/p-throttle#readme'),
];
