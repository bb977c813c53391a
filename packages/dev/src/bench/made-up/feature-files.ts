/** The server's half of a made-up feature: schema, service, routes, actions, procedures, Express routes, migrations. A call goes through five to ten files. */
import type { Feature, Mistake } from './feature.js';

type File = readonly [path: string, text: string];

/** Files of one feature, with `expect:` at the end of every line where something is to be found. */
export function featureFiles(feature: Feature): readonly File[] {
  return [...libraryFiles(feature), ...webFiles(feature), ...apiFiles(feature), ...migrations(feature)];
}

/** The comment of a line that is found wanting, when the feature has the mistake. */
const mark = ({ mistakes }: Feature, mistake: Mistake, rule: string, comment = '//'): string => (mistakes.has(mistake) ? ` ${comment} expect: ${rule}` : '');

function libraryFiles(feature: Feature): readonly File[] {
  const { area, name, type, calls, mistakes } = feature;
  const folder = `apps/web/lib/${area}/${name}`;
  const sibling = calls === null ? null : { type: calls[0]!.toUpperCase() + calls.slice(1), name: calls };
  return [
    [
      `packages/db/src/schema/${name}.ts`,
      `import { integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const ${name} = pgTable('${name}', {
  id: uuid('id').primaryKey().defaultRandom(),
  userId: uuid('user_id').notNull(),
  title: text('title').notNull(),
  status: text('status').notNull().default('open'),
  amount: integer('amount').notNull().default(0),
  createdAt: timestamp('created_at').notNull().defaultNow(),
});

export type ${type}Row = typeof ${name}.$inferSelect;
`,
    ],
    [
      `${folder}/input.ts`,
      `import { z } from 'zod';

export const create${type}Input = z.object({ title: z.string().trim().min(1).max(120), amount: z.number().int().min(0) });
export const update${type}Input = create${type}Input.partial().extend({ status: z.enum(['open', 'done', 'archived']).optional() });

export type Create${type}Input = z.infer<typeof create${type}Input>;
export type Update${type}Input = z.infer<typeof update${type}Input>;
`,
    ],
    [
      `${folder}/repository.ts`,
      `import { db, ${name}, type ${type}Row } from '@made-up/db';
import { and, desc, eq } from 'drizzle-orm';
import type { Create${type}Input, Update${type}Input } from './input';

export async function find${type}(userId: string, limit = 50): Promise<${type}Row[]> {
  return db.select().from(${name}).where(eq(${name}.userId, userId)).orderBy(desc(${name}.createdAt)).limit(limit);
}

export async function insert${type}(userId: string, input: Create${type}Input): Promise<${type}Row> {
  const [row] = await db.insert(${name}).values({ ...input, userId }).returning();
  if (!row) throw new Error('Nothing was inserted');
  return row;
}

export async function change${type}(userId: string, id: string, input: Update${type}Input): Promise<void> {
  await db
    .update(${name})
    .set(input)
    .where(and(eq(${name}.id, id), eq(${name}.userId, userId)));
}

export async function remove${type}(userId: string, id: string): Promise<void> {
  await db.delete(${name}).where(and(eq(${name}.id, id), eq(${name}.userId, userId)));
}
`,
    ],
    [
      `${folder}/service.ts`,
      `import { audit } from '@/lib/audit';
import { log } from '@/lib/log';
${sibling ? `import { touch${sibling.type} } from '@/lib/${area}/${sibling.name}';\n` : ''}import type { Create${type}Input, Update${type}Input } from './input';
import { change${type}, find${type}, insert${type}, remove${type} } from './repository';

export async function list${type}(userId: string) {
  const rows = await find${type}(userId);
  return rows.map((row) => ({ ...row, label: \`\${row.title} (\${row.status})\` }));
}

export async function create${type}(userId: string, input: Create${type}Input) {
  const row = await insert${type}(userId, input);
  if (row.amount > 10_000) log.warn('large amount', { id: row.id, amount: row.amount });
  await audit(userId, '${name}.create', row.id);
  return row;
}

export async function update${type}(userId: string, id: string, input: Update${type}Input) {
  const before = await find${type}(userId);
  const known = before.some((row) => row.id === id);
  if (!known) return false;
  try {
    await change${type}(userId, id, input);
  } catch (error) {
    log.error('${name}.update', { id, error });
    throw error;
  }
  switch (input.status) {
    case 'done':
      await audit(userId, '${name}.done', id);
      break;
    case 'archived':
      await audit(userId, '${name}.archived', id);
      break;
    default:
      log.info('${name}.update', { id });
  }
  return true;
}

export async function delete${type}(userId: string, id: string) {
  await remove${type}(userId, id);
  await touch${type}(userId, id);
}

export async function touch${type}(userId: string, record: string): Promise<void> {
  await audit(userId, '${name}.touch', record);
${sibling ? `  await touch${sibling.type}(userId, record);\n` : ''}}
`,
    ],
    [
      `${folder}/notify.ts`,
      `import { track } from '@/lib/events';
import { sendMail } from '@/lib/mail';

const sender = process.env.${mistakes.has('variable without a row') ? `${name.toUpperCase()}_SENDER` : 'MAIL_FROM'};${mark(feature, 'variable without a row', 'require-env-inventory')}

export async function notify${type}(to: string, title: string): Promise<void> {
  await sendMail(to, \`Changed: \${title}\`, \`\${sender}: \${title} was changed.\`);
}

export function count${type}(userId: string): Promise<void> {
  return track('${name}_changed', userId, { feature: '${name}' });
}
`,
    ],
    [
      `${folder}/describe.ts`,
      `import { complete } from '@/lib/openai';
import { list${type} } from './service';

const instructions = 'Describe these in one paragraph of plain English.';

export async function describe${type}(userId: string): Promise<string> {
  const rows = await list${type}(userId);
  const text = await complete(\`\${instructions}\\n\${rows.map((row) => row.label).join('\\n')}\`);
  return text.trim();
}
`,
    ],
    [
      `${folder}/index.ts`,
      `export * from './input';\nexport * from './service';\nexport { describe${type} } from './describe';\nexport { count${type}, notify${type} } from './notify';\n`,
    ],
    [
      `${folder}/service.test.ts`,
      `import { describe, expect, it, vi } from 'vitest';
import { list${type} } from './service';

vi.mock('./repository', () => ({ find${type}: async () => [{ id: '1', title: 'One', status: 'open' }] }));

describe('list${type}', () => {
  it('labels rows', async () => {
    expect(await list${type}('user')).toMatchObject([{ label: 'One (open)' }]);
  });
});
`,
    ],
  ];
}

function webFiles(feature: Feature): readonly File[] {
  const { area, name, type, mistakes } = feature;
  const lib = `@/lib/${area}/${name}`;
  const open = mistakes.has('POST without a session');
  const late = mistakes.has('DELETE before the session');
  const unlimited = mistakes.has('spending without a limit');
  return [
    [
      `apps/web/app/api/${area}/${name}/route.ts`,
      `import { NextResponse } from 'next/server';
import { withUser } from '@/lib/auth';
import { create${type}, create${type}Input, list${type} } from '${lib}';
import { withLog } from '@/lib/with-log';

export const GET = withUser(async (request, { user }) => {
  const rows = await list${type}(user.id);
  return NextResponse.json({ rows });
});

${
  open
    ? `export const POST = withLog('${name}.create', async (request) => {${mark(feature, 'POST without a session', 'require-route-auth')}
  const { owner, ...input } = await request.json();
  const row = await create${type}(owner, create${type}Input.parse(input));
  return NextResponse.json(row, { status: 201 });
});`
    : `export const POST = withLog(
  '${name}.create',
  withUser(async (request, { user }) => {
    const input = create${type}Input.parse(await request.json());
    const row = await create${type}(user.id, input);
    return NextResponse.json(row, { status: 201 });
  }),
);`
}
`,
    ],
    [
      `apps/web/app/api/${area}/${name}/[id]/route.ts`,
      `import { after, NextResponse, type NextRequest } from 'next/server';
import { requireUser } from '@/lib/auth';
import { errorResponse, HttpError } from '@/lib/http';
import { enforceLimit, mailLimiter } from '@/lib/limits';
import { count${type}, delete${type}, notify${type}, update${type}, update${type}Input } from '${lib}';

type Context = { params: Promise<{ id: string }> };

export async function PATCH(request: NextRequest, { params }: Context) {
  try {
    const user = await requireUser();
    await enforceLimit(mailLimiter, user.id);
    const { id } = await params;
    const input = update${type}Input.parse(await request.json());
    const found = await update${type}(user.id, id, input);
    if (!found) throw new HttpError(404, 'No such record');
    if (input.status === 'done' && user.email) await notify${type}(user.email, input.title ?? id);
    after(() => count${type}(user.id));
    return NextResponse.json({ ok: true });
  } catch (error) {
    return errorResponse(error);
  }
}

export async function DELETE(request: NextRequest, { params }: Context) {${mark(feature, 'DELETE before the session', 'require-route-auth')}
  try {
    const { id } = await params;
${late ? `    await delete${type}(request.headers.get('x-owner') ?? '', id);\n    await requireUser();` : `    const user = await requireUser();\n    await delete${type}(user.id, id);`}
    return new NextResponse(null, { status: 204 });
  } catch (error) {
    return errorResponse(error);
  }
}
`,
    ],
    [
      `apps/web/app/api/${area}/${name}/describe/route.ts`,
      `import { NextResponse } from 'next/server';
import { requireUser } from '@/lib/auth';
import { errorResponse } from '@/lib/http';
import { enforceLimit, writerLimiter } from '@/lib/limits';
import { describe${type} } from '${lib}';

export async function POST() {${mark(feature, 'spending without a limit', 'require-rate-limit')}
  try {
    const user = await requireUser();
${unlimited ? '' : '    await enforceLimit(writerLimiter, user.id);\n'}    return NextResponse.json({ text: await describe${type}(user.id) });
  } catch (error) {
    return errorResponse(error);
  }
}
`,
    ],
    [
      `apps/web/app/(main)/${area}/${name}/actions.ts`,
      `'use server';

import { revalidatePath } from 'next/cache';
import { after } from 'next/server';
import { ensureSignedIn } from '@/lib/auth';
import { count${type}, create${type}, create${type}Input, delete${type} } from '${lib}';

export async function add${type}(form: FormData): Promise<void> {
  const user = await ensureSignedIn('/${area}/${name}');
  const input = create${type}Input.parse(Object.fromEntries(form));
  await create${type}(user.id, input);
${mistakes.has('awaited event') ? `  await count${type}(user.id);${mark(feature, 'awaited event', 'no-awaited-telemetry')}` : `  after(() => count${type}(user.id));`}
  revalidatePath('/${area}/${name}');
}

export async function drop${type}(id: string): Promise<void> {
  const user = await ensureSignedIn('/${area}/${name}');
  await delete${type}(user.id, id);
  revalidatePath('/${area}/${name}');
}
`,
    ],
    [
      `apps/web/server/routers/${area}/${name}.ts`,
      `import { z } from 'zod';
import { create${type}, create${type}Input, list${type}, update${type}, update${type}Input } from '${lib}';
import { protectedProcedure, publicProcedure, router } from '@/server/trpc';

export const ${name}Router = router({
  version: publicProcedure.query(() => 1),

  list: protectedProcedure.query(({ ctx }) => list${type}(ctx.user.id)),

  create: protectedProcedure.input(create${type}Input).mutation(({ ctx, input }) => create${type}(ctx.user.id, input)),

${
  mistakes.has('procedure without a session')
    ? `  update: publicProcedure.input(z.object({ id: z.uuid(), owner: z.uuid(), change: update${type}Input })).mutation(({ input }) => update${type}(input.owner, input.id, input.change)),${mark(feature, 'procedure without a session', 'require-route-auth')}`
    : `  update: protectedProcedure.input(z.object({ id: z.uuid(), change: update${type}Input })).mutation(({ ctx, input }) => update${type}(ctx.user.id, input.id, input.change)),`
}
});
`,
    ],
  ];
}

function apiFiles(feature: Feature): readonly File[] {
  const { area, name, type } = feature;
  const early = feature.mistakes.has('route before its middleware');
  const use = `${name}Routes.use(requireToken);`;
  const post = `${name}Routes.post('/', create${type});${mark(feature, 'route before its middleware', 'require-route-auth')}`;
  return [
    [
      `apps/api/src/${area}/${name}/controller.ts`,
      `import { db, ${name} } from '@made-up/db';
import { eq } from 'drizzle-orm';
import type { Request, Response } from 'express';

export async function list${type}(req: Request, res: Response) {
  const rows = await db.select().from(${name}).limit(50);
  res.json({ rows });
}

export async function create${type}(req: Request, res: Response) {
  const { title, amount = 0, userId } = req.body;
  if (!title) return res.status(422).json({ error: 'A title is needed' });
  const [row] = await db.insert(${name}).values({ title, amount, userId }).returning();
  return res.status(201).json(row);
}

export async function delete${type}(req: Request, res: Response) {
  await db.delete(${name}).where(eq(${name}.id, req.params.id));
  res.sendStatus(204);
}
`,
    ],
    [
      `apps/api/src/${area}/${name}/routes.ts`,
      `import { Router } from 'express';
import { requireToken } from '../../require-token.js';
import { create${type}, delete${type}, list${type} } from './controller.js';

export const ${name}Routes = Router();

${early ? `${post}\n${use}` : `${use}\n${post}`}
${name}Routes.get('/', list${type});
${name}Routes.delete('/:id', delete${type});
`,
    ],
  ];
}

function migrations(feature: Feature): readonly File[] {
  const { index, name, mistakes } = feature;
  const has = (mistake: Mistake): boolean => mistakes.has(mistake);
  const stamp = (second: number): number => 20250102000000 + index * 10 + second;
  const bare = has('table without row security');
  const rule = bare ? mark(feature, 'table without row security', 'require-rls', '--') : mark(feature, 'table without policy', 'require-policy', '--');
  return [
    [
      `supabase/migrations/${stamp(0)}_${name}.sql`,
      `create table public.${name} (${rule}
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  title text not null,
  status text not null default 'open',${mark(feature, 'status without constraint', 'require-enum-constraint', '--')}
  created_at timestamptz not null default now()
);
create index on public.${name} (user_id, created_at desc);
${bare ? '' : `alter table public.${name} enable row level security;\n`}${
        bare || has('table without policy')
          ? ''
          : `create policy "own ${name}" on public.${name} for select to authenticated using (user_id = (select auth.uid()));
create policy "add ${name}" on public.${name} for insert to authenticated with check (${has('open policy') ? 'true' : 'user_id = (select auth.uid())'});${mark(feature, 'open policy', 'no-open-policy', '--')}
`
      }`,
    ],
    [
      `supabase/migrations/${stamp(1)}_${name}_amount.sql`,
      `alter table public.${name} add column amount integer not null default 0 check (amount >= 0);
${has('status without constraint') ? '' : `alter table public.${name} add constraint ${name}_status check (status in ('open', 'done', 'archived'));\n`}comment on column public.${name}.amount is 'in cents';
`,
    ],
  ];
}
