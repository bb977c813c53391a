/** What answers cost, in steps: code that is written in chains and in long tables costs no more than as much code that is written otherwise. */
import type { EntryReport } from '@gatelint/engine';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openFolder } from '../../packages/dev/src/open-folder.js';
import { Memo } from '../../packages/engine/src/analysis/memo.js';
import { memoryFileSystem } from '../support/memory-file-system.js';

afterEach(() => {
  vi.restoreAllMocks();
});

/** The one entry of a project, and the steps that the whole report took. */
function reported(texts: Readonly<Record<string, string>>): { readonly entry: EntryReport | undefined; readonly steps: number } {
  const spend = vi.spyOn(Memo.prototype, 'spend');
  const files = Object.fromEntries(Object.entries(texts).map(([file, text]) => [`/project/${file}`, text]));
  const { entries } = openFolder('/project', { files: memoryFileSystem(files) }).report();
  const steps = spend.mock.calls.reduce((sum, [count = 1]) => sum + count, 0);
  spend.mockRestore();
  return { entry: entries[0], steps };
}

/** Three classes, one above the other, whose methods collect and hand themselves on. `save` writes what was collected. */
const builder = `
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
abstract class Collecting {
  protected clauses: string[] = [];
  protected params: Record<string, unknown> = {};
  protected order = '';
  where(clause: string, params?: Record<string, unknown>): this {
    if (clause.trim()) this.clauses.push(clause);
    if (params) this.params = { ...this.params, ...params };
    return this;
  }
  orderBy(order: string): this { if (order.trim()) this.order = order; return this; }
  when(condition: boolean, change: (one: this) => this): this { return condition ? change(this) : this; }
}
abstract class Paged extends Collecting {
  protected size?: number;
  limit(size?: number): this { if (size !== undefined) { this.size = size; this.params.size = size; } return this; }
}
export class Query extends Paged {
  constructor(private readonly teamId: string) { super(); this.params.teamId = teamId; }
  async save() { return prisma.report.create({ data: { teamId: this.teamId, clauses: this.clauses.join(), params: this.params } }); }
}`;

const guarded = (body: string): Readonly<Record<string, string>> => ({
  'package.json': '{ "dependencies": { "next": "15.5.0", "next-auth": "5.0.0", "@prisma/client": "6.16.0" } }',
  'auth.ts': `import NextAuth from 'next-auth';\nexport const { auth } = NextAuth({});`,
  'query.ts': builder,
  'app/api/reports/route.ts': `import { auth } from '../../../auth';
import { Query } from '../../../query';
export async function POST(request: Request) {
  const session = await auth();
  if (!session?.user) return new Response(null, { status: 401 });
  const input = await request.json();
  ${body}
  return Response.json({ ok: true });
}`,
});

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const chain = (steps: number): string => {
  const calls = numbers(steps).map(
    (one) => [`.where('a${one} = 1', { a${one}: input.a${one} })`, `.when(input.b${one}, (q) => q.orderBy('b${one}'))`, '.limit(input.size)'][one % 3],
  );
  return `await new Query(input.teamId)${calls.join('')}.save();`;
};

const conditions = (steps: number): string => `let query = new Query(input.teamId);
  ${numbers(steps)
    .map((one) => `if (input.a${one}) query = query.where('a${one} = 1', { a${one}: input.a${one} }).limit(input.b${one});`)
    .join('\n  ')}
  await query.save();`;

describe.each([
  ['a chain of calls that each hand on a changed object', chain],
  ['an object that each of many conditions may change', conditions],
])('%s', (_, body) => {
  it('costs as much for each call, however many there are', () => {
    const [few, many] = [15, 60].map((steps) => reported(guarded(body(steps))).steps);
    expect(many).toBeLessThan(6 * (few ?? 0));
    expect(many).toBeLessThan(60_000);
  });

  it('is followed to its end', () => {
    const code = guarded(body(60));
    expect(reported(code).entry).toMatchObject({ writes: true, auth: { state: 'enforced' } });
    const open = { ...code, 'auth.ts': 'export const auth = async () => ({ user: { id: 1 } });' };
    expect(reported(open).entry).toMatchObject({ writes: true, auth: { state: 'absent' } });
  });
});

it('what a module puts on the global object may be made of what is there already', () => {
  const client = `import { PrismaClient } from '@prisma/client';
globalThis.prisma = globalThis.prisma ?? new PrismaClient();
export const prisma = globalThis.prisma;`;
  const code: Readonly<Record<string, string>> = { ...guarded('await prisma.report.create({ data: input });'), 'db.ts': client };
  const route = `import { prisma } from '../../../db';\n${code['app/api/reports/route.ts'] ?? ''}`;
  expect(reported({ ...code, 'app/api/reports/route.ts': route }).entry).toMatchObject({ writes: true, auth: { state: 'enforced' } });
});

describe('a logger that everything calls', () => {
  const logger = (body: string): string => `
const masked = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(value)) out[key] = key === 'password' ? '***' : masked(one);
  return out;
};
const make = (fields: Record<string, unknown>) => ({
  info: (message: string, more: Record<string, unknown> = {}) => {
    ${body}
    console.log(message, masked({ ...fields, ...more }));
  },
  with: (more: Record<string, unknown>) => make({ ...fields, ...more }),
});
export const log = make({});`;
  const logging = (calls: number, body = ''): Readonly<Record<string, string>> => {
    const lines = numbers(calls).map(
      (one) => `log.with({ f${one}: input.a${one} }).info('step number ${one} is done', { a${one}: input.a${one}, by: session.user });`,
    );
    const code = guarded(`${lines.join('\n  ')}\n  await new Query(input.teamId).save();`);
    return {
      ...code,
      'log.ts': logger(body),
      'app/api/reports/route.ts': `import { log } from '../../../log';\n${code['app/api/reports/route.ts'] ?? ''}`,
    };
  };

  it('is followed once, whatever it is given', () => {
    const [few, many] = [10, 40].map((calls) => reported(logging(calls)).steps);
    // What each call adds is the making of its own logger.
    expect(((many ?? 0) - (few ?? 0)) / 30).toBeLessThan(150);
  });

  it('is followed with what it is given where it does something with it', () => {
    const { entry } = reported({
      ...logging(3, 'void prisma.event.create({ data: more });'),
      'log.ts': `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n${logger('void prisma.event.create({ data: more });')}`,
      'auth.ts': 'export const auth = async () => ({ user: { id: 1 } });',
    });
    expect(entry?.auth).toMatchObject({ state: 'absent', firstUnguarded: { file: 'log.ts' } });
  });

  it.each([
    ['compares a secret', `if (more.key !== process.env.API_KEY) throw new Error('no');`],
    ['sets what it is given', `more.seen = true; fields.last = message;`],
  ])('is not left out where it %s', (_, body) => {
    const code = logging(1, body);
    const route = code['app/api/reports/route.ts'] ?? '';
    const open = route
      .replace('const session = await auth();', '')
      .replace('if (!session?.user) return new Response(null, { status: 401 });', '')
      .replace('by: session.user', "key: request.headers.get('x-key')");
    const { entry } = reported({ ...code, 'app/api/reports/route.ts': open });
    expect(entry?.auth.state).toBe(body.includes('API_KEY') ? 'enforced' : 'absent');
  });
});

describe('more code than is followed', () => {
  /** Each function calls the next in two ways: a thousand functions deep there is no end to what they are called with. */
  const endless = numbers(40)
    .map(
      (one) => `export async function step${one}(given: Record<string, unknown>) {
  if (given.flag${one}) await step${one + 1}({ ...given, way${one}: 'left' });
  else await step${one + 1}({ ...given, way${one}: 'right' });
}`,
    )
    .join('\n');
  const deep = `import { prisma } from './db';\n${endless}\nexport const step40 = (given: object) => prisma.report.create({ data: given });`;
  const files = guarded('await prisma.report.create({ data: input });\n  await step0(input);');
  const code = {
    ...files,
    'db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();",
    'steps.ts': deep,
    'app/api/reports/route.ts': `import { prisma } from '../../../db';\nimport { step0 } from '../../../steps';\n${files['app/api/reports/route.ts'] ?? ''}`,
  };

  it('leaves what stands near the door to be judged', () => {
    // What money is spent beyond is not known, and said to be.
    expect(reported(code).entry).toMatchObject({ auth: { state: 'enforced' }, rateLimit: { state: 'unknown' } });
  }, 60_000);
});
