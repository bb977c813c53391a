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
  'a map': {
    top: `const hits = new Map<string, number>();`,
    before: `const n = (hits.get(ip) ?? 0) + 1; hits.set(ip, n); if (n > 5) ${refuse}`,
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
  'fails open': {
    before: `try { const { success } = await upstash.limit(ip); if (!success) ${refuse} } catch (error) { console.error(error); }`,
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
