/**
 * Limits by what they do: a route that spends, with one way of limiting (or of seeming to) in front of it. What is said of it is what the report prints.
 */
import type { LimitAnswer } from '@gatelint/engine';
import { describe, expect, it } from 'vitest';
import { openFolder } from '../../packages/dev/src/open-folder.js';
import { inFolder, memoryFileSystem } from '../support/memory-file-system.js';

interface Code {
  /** Above the handler. */
  readonly top?: string;
  /** In the handler, before the spending. `request` is the request, `ip` and `user` are known. */
  readonly before: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Whether the entry is for people who are signed in. */
  readonly member?: boolean;
}

const imports = `
import OpenAI from 'openai';
import { PrismaClient } from '@prisma/client';
import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';
const openai = new OpenAI();
const prisma = new PrismaClient();
const redis = Redis.fromEnv();
const upstash = new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(5, '1 m') });
`;
const auth = `import NextAuth from 'next-auth';\nexport const { auth } = NextAuth({});`;

function limitOf({ top = '', before, files = {}, member = false }: Code): LimitAnswer {
  const handler = `${member ? "import { auth } from '../../../auth';" : ''}${imports}${top}
export async function POST(request: Request) {
  const ip = request.headers.get('x-forwarded-for') ?? 'unknown';
  const body = await request.json();
  ${member ? 'const session = await auth(); if (!session?.user) return new Response(null, { status: 401 }); const user = session.user;' : ''}
  ${before}
  return Response.json(await openai.responses.create({ input: body.text }));
}`;
  const disk = memoryFileSystem(
    inFolder('/project', { 'package.json': '{ "dependencies": { "next": "15.5.4" } }', 'auth.ts': auth, 'app/api/ask/route.ts': handler, ...files }),
  );
  const [entry] = openFolder('/project', { files: disk }).report().entries;
  if (!entry) throw new Error('no entry');
  return entry.rateLimit;
}

const refuse = "return Response.json({ error: 'Too many requests' }, { status: 429 });";

const enforced: Record<string, Code & { mechanism: RegExp }> = {
  'a counter in Redis': { before: `const n = await redis.incr(ip); if (n > 10) ${refuse}`, mechanism: /counter/ },
  'a counter in Redis that throws in a helper': {
    top: `async function limit(key: string) { const n = await redis.incr(key); if (n === 1) await redis.expire(key, 60); if (n > 10) throw new Error('slow down'); }
      `,
    before: `try { await limit(ip); } catch { ${refuse} }`,
    mechanism: /counter/,
  },
  'a counter in Redis, an answer in an object': {
    top: `async function check(key: string) { const n = await redis.incr('k:' + key); if (n > 10) { return { ok: false, retry: 60 }; } return { ok: true, retry: 0 }; }`,
    before: `const { ok, retry } = await check(ip); if (!ok) return Response.json({ retry }, { status: 429 });`,
    mechanism: /counter/,
  },
  'a counter in Redis, true or false': {
    top: `async function allowed(key: string) { const n = await redis.incr(key); if (n > 10) return false; return true; }`,
    before: `if (!(await allowed(ip))) ${refuse}`,
    mechanism: /counter/,
  },
  'a sorted set, in a transaction': {
    before: `const now = Date.now(); const key = 'w:' + ip;
      const [, , count] = await redis.multi().zremrangebyscore(key, 0, now - 60000).zadd(key, { score: now, member: String(now) }).zcard(key).exec();
      if (count > 10) ${refuse}`,
    mechanism: /counter/,
  },
  'a sorted set, in a pipeline of statements': {
    before: `const pipe = redis.pipeline(); const now = Date.now(); pipe.zremrangebyscore(ip, 0, now - 1000); pipe.zadd(ip, { score: now, member: 'x' }); pipe.zcard(ip);
      const results = await pipe.exec(); const count = results[2] as number; if (count > 10) ${refuse}`,
    mechanism: /counter/,
  },
  'a sorted set, command by command': {
    before: `const now = Date.now(); await redis.zremrangebyscore(ip, 0, now - 60000); const count = await redis.zcard(ip); if (count >= 10) ${refuse} await redis.zadd(ip, { score: now, member: now });`,
    mechanism: /counter/,
  },
  'a script in Redis': { before: `const allowed = await redis.eval('return 1', [ip], [10]); if (!allowed) ${refuse}`, mechanism: /counter/ },
  'a counter read, then written': {
    before: `const used = Number((await redis.get('u:' + ip)) ?? 0); if (used >= 10) ${refuse} await redis.set('u:' + ip, used + 1, { ex: 60 });`,
    mechanism: /quota/,
  },
  'a window over rows, Prisma': {
    before: `const n = await prisma.ask.count({ where: { ip, at: { gte: new Date(Date.now() - 3600000) } } }); if (n >= 5) ${refuse}`,
    mechanism: /counter|quota/,
  },
  'a window over rows, raw SQL': {
    top: `import { Pool } from 'pg'; const pool = new Pool();`,
    before: `const { rows } = await pool.query("select count(*) from asks where ip = $1 and at > now() - interval '1 hour'", [ip]); if (Number(rows[0].count) >= 5) ${refuse}`,
    mechanism: /counter|quota/,
  },
  'a window over rows, Drizzle': {
    top: `import { drizzle } from 'drizzle-orm/node-postgres'; import { and, count, eq, gt } from 'drizzle-orm'; import { asks } from '../../../schema'; const db = drizzle(process.env.DATABASE_URL!);`,
    files: { 'schema.ts': `import { pgTable, text } from 'drizzle-orm/pg-core'; export const asks = pgTable('asks', { ip: text('ip') });` },
    before: `const [{ n }] = await db.select({ n: count() }).from(asks).where(and(eq(asks.ip, ip), gt(asks.at, new Date(Date.now() - 1000)))); if (n >= 5) ${refuse}`,
    mechanism: /counter|quota/,
  },
  'a window over rows, Supabase': {
    top: `import { createClient } from '@supabase/supabase-js'; const supabase = createClient('u', 'k');`,
    before: `const { count } = await supabase.from('asks').select('*', { count: 'exact', head: true }).eq('ip', ip).gte('at', new Date(Date.now() - 1000).toISOString()); if ((count ?? 0) >= 5) ${refuse}`,
    mechanism: /counter|quota/,
  },
  'a list of recent rows that is too long': {
    member: true,
    before: `const recent = await prisma.ask.findMany({ where: { userId: user.id, at: { gte: new Date(Date.now() - 1000) } } }); if (recent.length >= 5) return Response.json({ error: 'x' }, { status: 403 });`,
    mechanism: /counter/,
  },
  'a conditional update in SQL': {
    member: true,
    before:
      'const n = await prisma.$executeRaw`update users set used = used + 1 where id = ${user.id} and used < quota`; if (n === 0) throw new Error("used up");',
    mechanism: /quota/,
  },
  'a conditional update, pg': {
    member: true,
    top: `import { Pool } from 'pg'; const pool = new Pool();`,
    before: `const { rowCount } = await pool.query('UPDATE users SET credits = credits - 1 WHERE id = $1 AND credits > 0', [user.id]); if (!rowCount) return Response.json({ error: 'x' }, { status: 403 });`,
    mechanism: /quota/,
  },
  'a conditional update that returns its row': {
    member: true,
    top: `import { Pool } from 'pg'; const pool = new Pool();`,
    before: `const { rows } = await pool.query('UPDATE users SET credits = credits - 1 WHERE id = $1 AND credits > 0 RETURNING credits', [user.id]); if (rows.length === 0) return Response.json({ error: 'x' }, { status: 402 });`,
    mechanism: /quota/,
  },
  'a conditional update, Prisma': {
    member: true,
    before: `const { count } = await prisma.user.updateMany({ where: { id: user.id, used: { lt: 10 } }, data: { used: { increment: 1 } } }); if (count === 0) throw new Error('used up');`,
    mechanism: /quota/,
  },
  'a conditional update, Drizzle': {
    member: true,
    top: `import { drizzle } from 'drizzle-orm/node-postgres'; import { and, eq, gt, sql } from 'drizzle-orm'; import { users } from '../../../schema'; const db = drizzle(process.env.DATABASE_URL!);`,
    files: { 'schema.ts': `import { pgTable, text } from 'drizzle-orm/pg-core'; export const users = pgTable('users', { id: text('id') });` },
    before:
      'const rows = await db.update(users).set({ credits: sql`credits - 1` }).where(and(eq(users.id, user.id), gt(users.credits, 0))).returning(); if (rows.length === 0) throw new Error("none left");',
    mechanism: /quota/,
  },
  'a conditional update, Supabase': {
    member: true,
    top: `import { createClient } from '@supabase/supabase-js'; const supabase = createClient('u', 'k');`,
    before: `const { data } = await supabase.from('users').update({ used: 1 }).eq('id', user.id).lt('used', 10).select(); if (!data?.length) return Response.json({ error: 'x' }, { status: 403 });`,
    mechanism: /quota/,
  },
  'credits that are looked up': {
    member: true,
    before: `const account = await prisma.account.findUnique({ where: { userId: user.id } }); if (!account || account.credits <= 0) return Response.json({ error: 'x' }, { status: 402 });`,
    mechanism: /quota/,
  },
  'credits in a helper that says so': {
    member: true,
    top: `async function hasCredits(userId: string) { const account = await prisma.account.findUnique({ where: { userId } }); if (!account) return false; if (account.used >= account.limit) return false; return true; }`,
    before: `if (!(await hasCredits(user.id))) return Response.json({ error: 'x' }, { status: 429 });`,
    mechanism: /quota/,
  },
  'a map': {
    top: `const hits = new Map<string, number>();`,
    before: `const n = (hits.get(ip) ?? 0) + 1; hits.set(ip, n); if (n > 5) ${refuse}`,
    mechanism: /memory/,
  },
  'a map, answered in an object': {
    top: `const hits = new Map<string, { n: number; reset: number }>();
function check(key: string) { const now = Date.now(); const hit = hits.get(key);
  if (!hit || now > hit.reset) { hits.set(key, { n: 1, reset: now + 60000 }); return { allowed: true, remaining: 4 }; }
  if (hit.n >= 5) return { allowed: false, remaining: 0 };
  hit.n++; return { allowed: true, remaining: 5 - hit.n }; }`,
    before: `const { allowed } = check(ip); if (!allowed) ${refuse}`,
    mechanism: /memory/,
  },
  'timestamps in a map': {
    top: `const log = new Map<string, number[]>();`,
    before: `const now = Date.now(); const recent = (log.get(ip) ?? []).filter((at) => now - at < 60000); if (recent.length >= 5) ${refuse} recent.push(now); log.set(ip, recent);`,
    mechanism: /memory/,
  },
  'timestamps in a map, by hand, thrown': {
    top: `const log = new Map<string, number[]>(); function limit(key: string) { const now = Date.now(); const recent = (log.get(key) ?? []).filter((at) => now - at < 60000); if (recent.length >= 5) throw new Error('x'); log.set(key, [...recent, now]); }`,
    before: `limit(ip);`,
    mechanism: /memory/,
  },
  'an object as a map': {
    top: `const hits: Record<string, number> = {};`,
    before: `hits[ip] = (hits[ip] ?? 0) + 1; if (hits[ip] > 5) ${refuse}`,
    mechanism: /memory/,
  },
  'an object of counts and times': {
    top: `const store: { [key: string]: { count: number; start: number } } = {};
      export function limited(key: string) { const now = Date.now(); if (!store[key] || now - store[key].start > 60000) { store[key] = { count: 1, start: now }; return false; } store[key].count += 1; return store[key].count > 5; }`,
    before: `if (limited(ip)) ${refuse}`,
    mechanism: /memory/,
  },
  'a token bucket': {
    top: `const buckets = new Map<string, { tokens: number; at: number }>();
function take(key: string) { const now = Date.now(); const bucket = buckets.get(key) ?? { tokens: 10, at: now };
  bucket.tokens = Math.min(10, bucket.tokens + ((now - bucket.at) / 1000) * 2); bucket.at = now;
  if (bucket.tokens < 1) { buckets.set(key, bucket); return false; }
  bucket.tokens -= 1; buckets.set(key, bucket); return true; }`,
    before: `if (!take(ip)) ${refuse}`,
    mechanism: /memory/,
  },
  'a token bucket as a class': {
    files: {
      'lib/bucket.ts': `export class Bucket { private readonly state = new Map<string, number>(); constructor(private readonly max: number) {}
  consume(key: string): boolean { const left = this.state.get(key) ?? this.max; if (left <= 0) return false; this.state.set(key, left - 1); return true; } }`,
    },
    top: `import { Bucket } from '../../../lib/bucket'; const bucket = new Bucket(10);`,
    before: `if (!bucket.consume(ip)) ${refuse}`,
    mechanism: /memory/,
  },
  'a cache that rejects a promise': {
    files: {
      'lib/limit.ts': `import { LRUCache } from 'lru-cache';
export default function rateLimit() { const cache = new LRUCache<string, number[]>({ max: 500, ttl: 60000 });
  return { check: (limit: number, token: string) => new Promise<void>((resolve, reject) => {
    const seen = cache.get(token) || [0]; if (seen[0] === 0) cache.set(token, seen); seen[0] += 1; const limited = seen[0] >= limit; return limited ? reject() : resolve(); }) }; }`,
    },
    top: `import rateLimit from '../../../lib/limit'; const limiter = rateLimit();`,
    before: `try { await limiter.check(10, ip); } catch { ${refuse} }`,
    mechanism: /memory/,
  },
};

const absent: Record<string, Code & { because?: RegExp }> = {
  'words alone': { before: `if (body.text.length > 1000) throw new Error('rate limit exceeded');` },
  'a status for something else': { before: `if (!body.text) return Response.json({ error: 'rate limit' }, { status: 429 });` },
  'a check that a list is not empty': {
    member: true,
    before: `const teams = await prisma.team.findMany({ where: { userId: user.id } }); if (teams.length < 1) return Response.json({ error: 'x' }, { status: 403 });`,
  },
  'an update that found its row': {
    member: true,
    before: `const { count } = await prisma.note.updateMany({ where: { id: body.id, userId: user.id }, data: { read: true } }); if (count === 0) return Response.json({ error: 'x' }, { status: 403 });`,
  },
  'a counter that counts everybody': { before: `const n = await redis.incr('asks'); if (n > 100) ${refuse}`, because: /all callers together/ },
  'a counter that counts everybody, by the minute': {
    before: `const n = await redis.incr('asks:' + Math.floor(Date.now() / 60000)); if (n > 100) ${refuse}`,
    because: /all callers together/,
  },
  'a limit that nobody tests': { before: `await upstash.limit(ip);`, because: /untested/ },
  'a limit with a constant key': { before: `const { success } = await upstash.limit('all'); if (!success) ${refuse}`, because: /all callers together/ },
  'a limit that the caller can skip': { before: `if (!body.preview) { const { success } = await upstash.limit(ip); if (!success) ${refuse} }` },
};

const weak: Record<string, Code & { what: RegExp; minor?: true }> = {
  'off without its key': {
    top: `const limiter = process.env.UPSTASH_URL ? new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(5, '1 m') }) : null;`,
    before: `if (limiter) { const { success } = await limiter.limit(ip); if (!success) ${refuse} }`,
    what: /UPSTASH_URL is unset/,
  },
  'off without its key, by an optional call': {
    top: `const limiter = process.env.UPSTASH_URL ? new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(5, '1 m') }) : undefined;`,
    before: `const result = await limiter?.limit(ip); if (result && !result.success) ${refuse}`,
    what: /UPSTASH_URL is unset/,
  },
  'off without its key, in a helper': {
    top: `export async function allowed(key: string) { if (!process.env.UPSTASH_URL) return { success: true }; return upstash.limit(key); }`,
    before: `const { success } = await allowed(ip); if (!success) ${refuse}`,
    what: /UPSTASH_URL is unset/,
  },
  'off without its key, made on first use': {
    top: `let made: Ratelimit | null = null; function limiter() { if (!process.env.UPSTASH_URL) return null; made ??= new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(5, '1 m') }); return made; }`,
    before: `const l = limiter(); if (l) { const { success } = await l.limit(ip); if (!success) ${refuse} }`,
    what: /UPSTASH_URL is unset/,
  },
  'off without its key, a counter': {
    top: `import IORedis from 'ioredis'; const store = process.env.REDIS_URL ? new IORedis(process.env.REDIS_URL) : null;
async function allowed(key: string) { if (!store) return true; const n = await store.incr(key); return n <= 10; }`,
    before: `if (!(await allowed(ip))) ${refuse}`,
    what: /REDIS_URL is unset/,
  },
  'switched by a variable': {
    before: `if (process.env.RATE_LIMIT === 'on') { const { success } = await upstash.limit(ip); if (!success) ${refuse} }`,
    what: /condition on RATE_LIMIT/,
  },
  'not in development': {
    top: `const isLocal = process.env.NODE_ENV === 'development'; const isCI = process.env.CI === 'true'; export const apply = !(isCI || isLocal);
async function assertLimit(key: string) { if (!apply) { return; } const { success } = await upstash.limit(key); if (!success) throw new Error('too many'); }`,
    before: `try { await assertLimit(ip); } catch { ${refuse} }`,
    what: /condition on (CI|NODE_ENV)/,
    minor: true,
  },
  'without an address': {
    before: `const address = request.headers.get('x-real-ip'); if (address) { const { success } = await upstash.limit(address); if (!success) ${refuse} }`,
    what: /x-real-ip is missing/,
  },
  'fails open': {
    before: `try { const { success } = await upstash.limit(ip); if (!success) ${refuse} } catch (error) { console.error(error); }`,
    what: /fails open/,
  },
  'fails open by a promise': {
    before: `const { success } = await upstash.limit(ip).catch(() => ({ success: true })); if (!success) ${refuse}`,
    what: /fails open/,
  },
  'a counter that fails open': {
    top: `async function allowed(key: string) { try { const n = await redis.incr(key); return n <= 10; } catch { return true; } }`,
    before: `if (!(await allowed(ip))) ${refuse}`,
    what: /fails open/,
  },
  'in memory': {
    top: `const hits = new Map<string, number>();`,
    before: `const n = (hits.get(ip) ?? 0) + 1; hits.set(ip, n); if (n > 5) ${refuse}`,
    what: /in memory/,
    minor: true,
  },
};

describe('limits by what they do', () => {
  it.each(Object.entries(enforced))('%s', (_, { mechanism, ...code }) => {
    const limit = limitOf(code);
    expect(limit).toMatchObject({ state: 'enforced' });
    expect(limit.mechanism).toMatch(mechanism);
    expect(limit.weaknesses.filter(({ minor }) => !minor)).toEqual([]);
  });
});

describe('what is none', () => {
  it.each(Object.entries(absent))('%s', (_, { because, ...code }) => {
    const limit = limitOf(code);
    expect(limit).toMatchObject({ state: 'absent' });
    if (because) expect(limit.because).toMatch(because);
  });
});

describe('limits that are weaker than they look', () => {
  it.each(Object.entries(weak))('%s', (_, { what, minor, ...code }) => {
    const limit = limitOf(code);
    expect(limit).toMatchObject({ state: 'enforced' });
    const found = limit.weaknesses.filter((weakness) => what.test(weakness.what));
    expect(found.map((weakness) => weakness.minor === true)).toEqual([minor === true]);
  });
});

describe('what cannot be told', () => {
  it('a number of a record, with an error that has no status', () => {
    const top = `async function charge(userId: string) {
  const account = await prisma.account.findUnique({ where: { userId } });
  if (!account || account.credits < 1) throw new Error('None left');
  await prisma.account.update({ where: { userId }, data: { credits: { decrement: 1 } } });
}`;
    expect(limitOf({ member: true, top, before: 'await charge(user.id);' })).toMatchObject({
      state: 'unknown',
      because: expect.stringMatching(/may be a quota/) as string,
    });
  });
});

/** Of a limiter that an Express application is given, with these options. */
function optionsOf(options: string, top = ''): LimitAnswer {
  const app = `import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { RedisStore } from 'rate-limit-redis';
import OpenAI from 'openai';
const openai = new OpenAI();
${top}
const app = express();
app.use(rateLimit(${options}));
app.post('/ask', async (req, res) => res.json(await openai.responses.create({ input: req.body.text })));
export default app;`;
  const [entry] = openFolder('/project', { files: memoryFileSystem(inFolder('/project', { 'src/app.ts': app, 'package.json': '{}' })) }).report().entries;
  if (!entry) throw new Error('no entry');
  return entry.rateLimit;
}

describe('options of a limiter', () => {
  const store = 'store: new RedisStore({})';
  it.each([
    ['none', '', [/in memory/]],
    ['a store', `{ ${store} }`, []],
    ['a key of the caller', `{ ${store}, keyGenerator: (req) => req.ip }`, []],
    ['nobody is skipped', `{ ${store}, skip: () => false }`, []],
    ['skipped in tests', `{ ${store}, skip: () => process.env.NODE_ENV === 'test' }`, [/off when a condition on NODE_ENV/]],
    ['skipped by a switch', `{ ${store}, skip: () => !process.env.LIMITS }`, [/off when LIMITS is unset/]],
    ['skipped by a header', `{ ${store}, skip: (req) => req.headers['x-internal'] === 'yes' }`, [/at will/]],
    ['skipped with our secret', `{ ${store}, skip: (req) => req.headers['x-internal'] === process.env.INTERNAL_SECRET }`, []],
  ])('%s', (_, options, weaknesses) => {
    const limit = optionsOf(options);
    expect(limit.state).toBe('enforced');
    expect(limit.weaknesses.map(({ what }) => weaknesses.some((wanted) => wanted.test(what)))).toEqual(weaknesses.map(() => true));
  });

  it.each([
    ['one key for all', "{ keyGenerator: () => 'all' }", /all callers together/],
    ['everybody is skipped', '{ skip: () => true }', /lets everybody pass/],
  ])('%s', (_, options, because) => {
    const limit = optionsOf(options);
    expect(limit.state).toBe('absent');
    expect(limit.because).toMatch(because);
  });
});

describe('what a limit stands behind', () => {
  it('the comparison of a password costs, and is open to everybody', () => {
    const top = "import bcrypt from 'bcrypt';";
    const before = `const account = await prisma.account.findUnique({ where: { email: body.email } });
  if (!account || !(await bcrypt.compare(body.password, account.hash))) return new Response(null, { status: 401 });
  const { success } = await upstash.limit(account.id); if (!success) ${refuse}`;
    expect(limitOf({ top, before }).weaknesses).toMatchObject([{ what: expect.stringMatching(/behind the check of who calls/) as string, minor: true }]);
  });

  it('a key that the caller makes up', () => {
    expect(limitOf({ before: `const { success } = await upstash.limit(body.device); if (!success) ${refuse}` }).weaknesses).toMatchObject([
      { what: expect.stringMatching(/caller chooses/) as string, minor: true },
    ]);
  });

  it('an assertion', () => {
    expect(limitOf({ top: "import assert from 'node:assert';", before: 'const n = await redis.incr(ip); assert(n <= 10);' })).toMatchObject({
      state: 'enforced',
    });
  });
});
