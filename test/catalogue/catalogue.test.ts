import {
  catalogue,
  createMatcher,
  matchPath,
  parsePath,
  parseTarget,
  roleSentences,
  type Handlers,
  type Library,
  type RoleName,
  type Row,
} from '@gatelint/catalogue';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const { libraries, hosts, conventions, platforms } = catalogue;
const folder = fileURLToPath(new URL('../../packages/catalogue/src/libraries/', import.meta.url));
const all = libraries.flatMap((library) => library.rows.map((row) => ({ library, row })));
const where = (library: Library, row: Row): string => `${library.name}#${row.path} (${row.role})`;
const statusRange = (status: number): boolean => Number.isInteger(status) && status >= 100 && status <= 599;
/** `'1'`, `'0.status'`: an argument, or a field of it. */
const place = /^\d+(\.[\w$*]+)*$/;

/** Every fault that `fault` names, so that one run shows them all. */
function faults(fault: (row: Row, library: Library) => string | null): string[] {
  return all.flatMap(({ library, row }) => {
    const found = fault(row, library);
    return found === null ? [] : [`${where(library, row)}: ${found}`];
  });
}

/** Where a value was typed from, a `package#path` has to lead to something. */
function handlerFaults(handlers: Handlers): string[] {
  const found: string[] = [];
  for (const param of [...(handlers.handlerParams ?? []), ...(handlers.middlewareParams ?? [])]) {
    if (!param.includes('#') || !parseTarget(param, '')) found.push(`${param} is no package#path`);
  }
  if (typeof handlers.next === 'string' && !place.test(handlers.next)) found.push(`next ${handlers.next}`);
  return found;
}

describe('rows', () => {
  it('have paths that parse and are written as they parse', () => {
    expect(faults((row) => (parsePath(row.path) ? null : 'does not parse'))).toEqual([]);
    expect(faults((row) => (parsePath(row.path)?.length === 0 ? 'is empty' : null))).toEqual([]);
  });

  it('name where the fact is written', () => {
    expect(faults((row) => (URL.canParse(row.source) && row.source.startsWith('https://') ? null : `source ${row.source}`))).toEqual([]);
  });

  it('stand once', () => {
    const seen = new Map<string, number>();
    for (const { library, row } of all) {
      const key = `${library.name} ${JSON.stringify({ ...row, source: '' })}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect([...seen].filter(([, times]) => times > 1).map(([key]) => key)).toEqual([]);
  });

  it('do not stand where another path stands for theirs', () => {
    // Such a row would never be found: its beginning is replaced first.
    const matcher = createMatcher(libraries);
    expect(
      faults((row, library) => {
        const path = parsePath(row.path);
        if (!path || row.path.includes('*')) return null;
        const { module, path: to } = matcher.resolve(library.name, path);
        return module === library.name && to.join(' ') === path.join(' ') ? null : `leads to ${module} ${to.join(' ')}`;
      }),
    ).toEqual([]);
  });

  it('are found by their own path', () => {
    const matcher = createMatcher(libraries);
    expect(
      faults((row, library) => {
        const path = parsePath(row.path.replace(/\*\*/g, 'some').replace(/\*/g, 'any'));
        if (!path || row.path.includes('*')) return null;
        return matcher.rows(library.name, path).some((found) => found.role === row.role) ? null : 'is not found';
      }),
    ).toEqual([]);
  });

  it('have statuses, arguments and texts that make sense', () => {
    const check = (row: Row): string | null => {
      if ('status' in row && row.status !== undefined && !(typeof row.status === 'number' ? statusRange(row.status) : place.test(row.status)))
        return `status ${row.status}`;
      if ('otherwise' in row && row.otherwise !== undefined && !statusRange(row.otherwise)) return `otherwise ${row.otherwise}`;
      if ('codes' in row && row.codes && !Object.values(row.codes).every(statusRange)) return 'codes';
      if ('because' in row && !(row.because.length > 20 && !row.because.endsWith('.') && !row.because.startsWith(' '))) return `because ${row.because}`;
      if ('arg' in row && typeof row.arg === 'string' && !place.test(row.arg)) return `arg ${row.arg}`;
      if ('key' in row && typeof row.key === 'string' && !place.test(row.key)) return `key ${row.key}`;
      if ('handler' in row && typeof row.handler === 'string' && !place.test(row.handler)) return `handler ${row.handler}`;
      if ('when' in row && row.when && !place.test(row.when.at)) return `when ${row.when.at}`;
      if ('vars' in row && !(row.vars.length > 0 && row.vars.every((one) => place.test(one)))) return 'vars';
      if ('vendor' in row && !/^[a-z0-9][a-z0-9.-]*$/.test(row.vendor)) return `vendor ${row.vendor}`;
      if ('framework' in row && !/^[a-z0-9][a-z0-9.-]*$/.test(row.framework)) return `framework ${row.framework}`;
      if ('mechanism' in row && row.mechanism !== undefined && row.mechanism.trim() === '') return 'mechanism';
      if ('outcome' in row && row.outcome.kind === 'field' && !/^(\*|[\w$]+)(\.[\w$]+)*$/.test(row.outcome.field)) return `field ${row.outcome.field}`;
      if (row.role === 'limits-rate' && row.needs) return row.needs.every((path) => parsePath(path)) ? null : 'needs';
      if ('outcome' in row && row.outcome.kind === 'value' && row.role === 'limits-rate') return 'a limit is no principal';
      return null;
    };
    expect(faults(check)).toEqual([]);
    expect(
      faults((row) => ('handlerParams' in row || 'middlewareParams' in row || 'next' in row ? (handlerFaults(row as Handlers)[0] ?? null) : null)),
    ).toEqual([]);
  });

  it('that contradict each other do not stand together', () => {
    const opposite: readonly (readonly [RoleName, RoleName])[] = [
      ['verifies-identity', 'looks-like-auth'],
      ['limits-rate', 'looks-like-limit'],
      ['enqueues-telemetry', 'sends-telemetry'],
      ['enqueues-telemetry', 'flushes-telemetry'],
      ['sends-telemetry', 'flushes-telemetry'],
    ];
    const rolesAt = new Map<string, Set<RoleName>>();
    for (const { library, row } of all)
      if (!row.when) rolesAt.set(`${library.name}#${row.path}`, (rolesAt.get(`${library.name}#${row.path}`) ?? new Set()).add(row.role));
    expect([...rolesAt].filter(([, roles]) => opposite.some(([one, other]) => roles.has(one) && roles.has(other))).map(([path]) => path)).toEqual([]);
  });
});

describe('libraries', () => {
  it('lead from same paths to paths that parse, and to something', () => {
    const found: string[] = [];
    for (const { name, same } of libraries) {
      for (const [from, to] of Object.entries(same)) {
        if (!parsePath(from)) found.push(`${name}: ${from}`);
        const target = parseTarget(to, name);
        if (!target) found.push(`${name}: ${from} -> ${to}`);
        else if (to.includes('#') && !libraries.some((library) => library.name === target.module)) found.push(`${name}: ${to} is of no library`);
      }
    }
    expect(found).toEqual([]);
  });

  it('have functions whose parameters can be read', () => {
    expect(
      libraries.flatMap(({ name, functions }) =>
        Object.entries(functions).flatMap(([type, handlers]) => handlerFaults(handlers).map((fault) => `${name} ${type}: ${fault}`)),
      ),
    ).toEqual([]);
  });

  it('say something each', () => {
    expect(libraries.filter((one) => [...one.rows, ...Object.keys(one.same), ...Object.keys(one.functions)].length === 0).map(({ name }) => name)).toEqual([]);
  });

  it('are all listed, one import a file, in order', () => {
    const files = readdirSync(folder).filter((file) => file !== 'index.ts');
    const index = readFileSync(`${folder}index.ts`, 'utf8');
    const imported = [...index.matchAll(/^import (\w+) from '\.\/(.+)\.js';$/gm)].map(([, , file]) => `${file}.ts`);
    expect(imported).toEqual(
      files
        .map((file) => file.slice(0, -3))
        .sort()
        .map((file) => `${file}.ts`),
    );
  });

  it('have patterns only at an end', () => {
    expect(libraries.flatMap(({ name, also }) => [name, ...also]).filter((pattern) => /.\*./.test(pattern))).toEqual([]);
  });
});

describe('roles', () => {
  const count = (role: RoleName): number => all.filter(({ row }) => row.role === role).length;

  it('have a sentence each, and no sentence is left over', () => {
    const used = new Set(all.map(({ row }) => row.role));
    expect(Object.values(roleSentences).filter((sentence) => sentence.length < 15 || sentence.endsWith('.'))).toEqual([]);
    expect([...used].filter((role) => !(role in roleSentences))).toEqual([]);
    expect((Object.keys(roleSentences) as RoleName[]).filter((role) => !used.has(role))).toEqual([]);
  });

  // A floor, so that rows do not go missing unnoticed.
  it.each<[RoleName, number]>([
    ['verifies-identity', 120],
    ['verifies-token', 100],
    ['looks-like-auth', 25],
    ['owns-request', 60],
    ['signs-in', 80],
    ['limits-rate', 45],
    ['costs-money', 700],
    ['writes-database', 300],
    ['enqueues-telemetry', 100],
    ['sends-telemetry', 50],
    ['flushes-telemetry', 50],
    ['defers', 10],
    ['queues', 80],
    ['registers-route', 40],
    ['reads-caller', 200],
    ['makes-error', 60],
    ['requests', 80],
  ])('%s has at least %i rows', (role, least) => {
    expect(count(role)).toBeGreaterThanOrEqual(least);
  });
});

describe('what applications write', () => {
  const matcher = createMatcher(libraries);
  const roles = (module: string, text: string): string[] => [...new Set(matcher.rows(module, parsePath(text) ?? []).map((row) => row.role))].sort();

  it.each([
    ['next-auth', 'default().auth', ['optional-auth-wrapper', 'verifies-identity']],
    ['next-auth/next', 'getServerSession', ['verifies-identity']],
    ['@supabase/ssr', 'createServerClient().auth.getUser', ['verifies-identity']],
    ['@supabase/ssr', 'createServerClient().auth.getSession', ['looks-like-auth']],
    ['https://esm.sh/@supabase/supabase-js@2', 'createClient().from().upsert', ['writes-database']],
    ['@supabase/supabase-js', 'createClient().schema().from().delete', ['writes-database']],
    ['stripe', 'Stripe.new.checkout.sessions.create', ['costs-money']],
    ['stripe', 'default.new.subscriptions.list', []],
    ['@prisma/client', 'PrismaClient.new.$extends().user.update', ['writes-database']],
    ['@/generated/prisma/client', 'PrismaClient.new.user.findMany', ['reads-database']],
    ['drizzle-orm/postgres-js', 'drizzle().insert', ['writes-database']],
    ['openai', 'default.new.chat.completions.create', ['costs-money']],
    ['openai', 'AzureOpenAI.new.chat.completions.create', ['costs-money']],
    ['express', 'default.Router().post', ['registers-route']],
    ['express', 'Router().route().put', ['registers-route']],
    ['hono', 'Hono.new.use().get().post', ['registers-route']],
    ['@hono/zod-openapi', 'OpenAPIHono.new.openapi', ['registers-route']],
    ['@trpc/server', 'initTRPC.context().create().procedure.input().use().mutation', ['builder-handler']],
    ['next-safe-action', 'createSafeActionClient().use().schema().action', ['builder-handler']],
    ['@sentry/nextjs', 'flush', ['flushes-telemetry']],
    ['posthog-node', 'PostHog.new.capture', ['enqueues-telemetry']],
    ['jsonwebtoken', 'default.decode', ['looks-like-auth']],
    ['crypto', 'default.timingSafeEqual', ['compares']],
    ['@upstash/redis', 'Redis.fromEnv().multi().incr', ['counts']],
    ['globalThis', 'Request.new.headers.get', ['reads-caller']],
    ['p-limit', 'default()', ['calls-argument', 'looks-like-limit']],
  ])('%s %s: %j', (module, text, expected) => {
    expect(roles(module, text)).toEqual(expected);
  });

  it('answers a million questions in seconds', () => {
    const path = parsePath('default.new.checkout.sessions.create') ?? [];
    const unknown = parsePath('x.y().z.w') ?? [];
    const start = performance.now();
    let found = 0;
    for (let i = 0; i < 100_000; i++) found += matcher.rows('stripe', path).length + matcher.rows('lodash', unknown).length;
    expect(found).toBe(100_000);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('conventions', () => {
  /** Globs have to be made of what the reader of globs knows: `**`, `*` and `{a,b}`. */
  const sound = (glob: string): boolean =>
    /^(?:[\w.+$-]|\/|\*|\{[\w,]+\})+$/.test(glob) && !glob.startsWith('/') && !glob.includes('//') && !/\*\*[^/]/.test(glob) && !/[^/]\*\*/.test(glob);

  it('have globs that compile, exports, and a source', () => {
    expect(conventions.flatMap(({ files }) => files).filter((glob) => !sound(glob))).toEqual([]);
    expect(conventions.filter(({ files, exports, source }) => files.length === 0 || exports.length === 0 || !URL.canParse(source))).toEqual([]);
    expect(conventions.flatMap(({ params }) => params).filter((param) => !param.includes('#') || !parseTarget(param, ''))).toEqual([]);
  });
});

describe('hosts', () => {
  it('are host names, once each, in order, with a source', () => {
    const names = hosts.map(({ host }) => host);
    expect(names.filter((name) => !/^(?:[a-z0-9-]+\.)+[a-z]{2,}$/.test(name))).toEqual([]);
    expect(names).toEqual([...new Set(names)].sort());
    expect(hosts.filter(({ source }) => !source.startsWith('https://')).map(({ host }) => host)).toEqual([]);
  });
});

describe('platforms', () => {
  it('have names with a star only at the end, and a source', () => {
    expect(platforms.flatMap(({ names }) => names).filter((name) => !/^[A-Za-z_][A-Za-z0-9_]*\*?$/.test(name))).toEqual([]);
    expect(platforms.filter(({ source }) => !URL.canParse(source)).map(({ platform }) => platform)).toEqual([]);
    expect(new Set(platforms.map(({ platform }) => platform)).size).toBe(platforms.length);
  });

  it('do not swallow what a project has to set', () => {
    const set = (name: string): boolean =>
      platforms.some(
        (one) => !one.within && !one.meta && one.names.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name)),
      );
    for (const name of [
      'DATABASE_URL',
      'OPENAI_API_KEY',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'GITHUB_TOKEN',
      'GITHUB_CLIENT_ID',
      'GITHUB_CLIENT_SECRET',
      'SUPABASE_URL',
      'NEXT_PUBLIC_APP_URL',
      'CRON_SECRET',
      'AUTH_SECRET',
    ])
      expect(set(name), name).toBe(false);
    for (const name of ['NODE_ENV', 'VERCEL_URL', 'CI', 'PORT', 'NEXT_RUNTIME', 'npm_package_version']) expect(set(name), name).toBe(true);
  });
});

describe('patterns of rows', () => {
  it('match what they are written for', () => {
    expect(matchPath(parsePath('PrismaClient.new.*.create') ?? [], ['PrismaClient', 'new', 'user', 'create'])).toBe(true);
  });
});
