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
