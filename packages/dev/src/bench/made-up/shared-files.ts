/** The files of a made-up project that every feature stands on: sessions, limits, mail, events, database client, routers. */

/** Paths and texts; how many there are does not hang on the size of the project. */
export const sharedFiles: readonly (readonly [path: string, text: string])[] = [
  ['package.json', `${JSON.stringify({ name: 'made-up', private: true, workspaces: ['apps/*', 'packages/*'] }, null, 2)}\n`],
  [
    'apps/web/package.json',
    `${JSON.stringify(
      {
        name: 'web',
        private: true,
        dependencies: {
          '@made-up/db': 'workspace:*',
          '@supabase/ssr': '^0.7.0',
          '@trpc/server': '^11.6.0',
          '@upstash/ratelimit': '^2.0.6',
          '@upstash/redis': '^1.35.4',
          next: '^16.0.1',
          openai: '^6.3.0',
          'posthog-node': '^5.9.5',
          react: '^19.2.0',
          resend: '^6.1.2',
          zod: '^4.1.12',
        },
      },
      null,
      2,
    )}\n`,
  ],
  ['apps/web/tsconfig.json', `${JSON.stringify({ compilerOptions: { strict: true, moduleResolution: 'bundler', paths: { '@/*': ['./*'] } } }, null, 2)}\n`],
  [
    'apps/web/.env.example',
    `NEXT_PUBLIC_SUPABASE_URL=
NEXT_PUBLIC_SUPABASE_ANON_KEY=
DATABASE_URL=
OPENAI_API_KEY=
POSTHOG_KEY=
RESEND_API_KEY=
MAIL_FROM=
UPSTASH_REDIS_REST_URL=
UPSTASH_REDIS_REST_TOKEN=
`,
  ],
  [
    'apps/web/lib/env.ts',
    `import { z } from 'zod';

const schema = z.object({
  NEXT_PUBLIC_SUPABASE_URL: z.url(),
  NEXT_PUBLIC_SUPABASE_ANON_KEY: z.string().min(1),
  OPENAI_API_KEY: z.string().min(1),
  POSTHOG_KEY: z.string().min(1),
  RESEND_API_KEY: z.string().min(1),
  MAIL_FROM: z.string().min(1),
});

export const env = schema.parse(process.env);
`,
  ],
  [
    'apps/web/lib/http.ts',
    `import { NextResponse } from 'next/server';
import { ZodError } from 'zod';

export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'HttpError';
  }
}

export function errorResponse(error: unknown): NextResponse {
  if (error instanceof HttpError) return NextResponse.json({ error: error.message }, { status: error.status });
  if (error instanceof ZodError) return NextResponse.json({ error: 'Invalid input', issues: error.issues }, { status: 422 });
  console.error(error);
  return NextResponse.json({ error: 'Something went wrong' }, { status: 500 });
}
`,
  ],
  [
    'apps/web/lib/supabase/server.ts',
    `import { createServerClient } from '@supabase/ssr';
import { cookies } from 'next/headers';
import { env } from '@/lib/env';

export async function createClient() {
  const jar = await cookies();
  return createServerClient(env.NEXT_PUBLIC_SUPABASE_URL, env.NEXT_PUBLIC_SUPABASE_ANON_KEY, {
    cookies: {
      getAll: () => jar.getAll(),
      setAll: (all) => all.forEach(({ name, value, options }) => jar.set(name, value, options)),
    },
  });
}
`,
  ],
  [
    'apps/web/lib/auth/session.ts',
    `import type { User } from '@supabase/supabase-js';
import { cache } from 'react';
import { createClient } from '@/lib/supabase/server';

export const getUser = cache(async (): Promise<User | null> => {
  const supabase = await createClient();
  const { data, error } = await supabase.auth.getUser();
  if (error) return null;
  return data.user;
});
`,
  ],
  [
    'apps/web/lib/auth/guards.ts',
    `import type { User } from '@supabase/supabase-js';
import { redirect } from 'next/navigation';
import { HttpError } from '@/lib/http';
import { getUser } from './session';

export async function requireUser(): Promise<User> {
  const user = await getUser();
  if (!user) throw new HttpError(401, 'Sign in to continue');
  return user;
}

export async function ensureSignedIn(next: string): Promise<User> {
  const user = await getUser();
  if (!user) redirect(\`/login?next=\${encodeURIComponent(next)}\`);
  return user;
}
`,
  ],
  [
    'apps/web/lib/auth/with-user.ts',
    `import type { User } from '@supabase/supabase-js';
import { NextResponse, type NextRequest } from 'next/server';
import { errorResponse } from '@/lib/http';
import { getUser } from './session';

type UserHandler = (request: NextRequest, context: { user: User }) => Promise<Response>;

export function withUser(handler: UserHandler) {
  return async (request: NextRequest): Promise<Response> => {
    const user = await getUser();
    if (!user) return NextResponse.json({ error: 'Sign in first' }, { status: 401 });
    try {
      return await handler(request, { user });
    } catch (error) {
      return errorResponse(error);
    }
  };
}
`,
  ],
  ['apps/web/lib/auth/index.ts', `export * from './guards';\nexport { getUser } from './session';\nexport { withUser } from './with-user';\n`],
  [
    'apps/web/lib/with-log.ts',
    `import type { NextRequest } from 'next/server';
import { log } from '@/lib/log';

type Handler = (request: NextRequest) => Promise<Response>;

export function withLog(route: string, handler: Handler): Handler {
  return async (request) => {
    const started = performance.now();
    try {
      return await handler(request);
    } finally {
      log.info(route, { ms: Math.round(performance.now() - started) });
    }
  };
}
`,
  ],
  [
    'apps/web/lib/log.ts',
    `type Fields = Record<string, unknown>;

const write = (level: string) => (message: string, fields: Fields = {}) => console.log(JSON.stringify({ level, message, ...fields }));

export const log = { info: write('info'), warn: write('warn'), error: write('error') };
`,
  ],
  [
    'apps/web/lib/limits.ts',
    `import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';
import { HttpError } from '@/lib/http';

const redis = Redis.fromEnv();

export const mailLimiter = new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(5, '1 m'), prefix: 'mail' });
export const writerLimiter = new Ratelimit({ redis, limiter: Ratelimit.fixedWindow(30, '1 h'), prefix: 'writer' });

export async function enforceLimit(limiter: Ratelimit, key: string): Promise<void> {
  const { success } = await limiter.limit(key);
  if (!success) throw new HttpError(429, 'Too many requests');
}
`,
  ],
  [
    'apps/web/lib/events.ts',
    `import { PostHog } from 'posthog-node';
import { env } from '@/lib/env';

let client: PostHog | undefined;

function posthog(): PostHog {
  client ??= new PostHog(env.POSTHOG_KEY);
  return client;
}

export function track(event: string, distinctId: string, properties: Record<string, unknown> = {}): Promise<void> {
  return posthog().captureImmediate({ event, distinctId, properties });
}
`,
  ],
  [
    'apps/web/lib/mail.ts',
    `import { Resend } from 'resend';
import { env } from '@/lib/env';

const resend = new Resend(env.RESEND_API_KEY);

export async function sendMail(to: string, subject: string, text: string): Promise<void> {
  const { error } = await resend.emails.send({ from: env.MAIL_FROM, to, subject, text });
  if (error) throw new Error(error.message);
}
`,
  ],
  [
    'apps/web/lib/openai.ts',
    `import OpenAI from 'openai';
import { env } from '@/lib/env';

const client = new OpenAI({ apiKey: env.OPENAI_API_KEY, timeout: 20_000, maxRetries: 1 });

export async function complete(prompt: string): Promise<string> {
  const response = await client.responses.create({ model: 'gpt-5-mini', input: prompt });
  return response.output_text;
}
`,
  ],
  [
    'apps/web/lib/audit.ts',
    `import { auditLog, db } from '@made-up/db';

export async function audit(userId: string, event: string, record: string): Promise<void> {
  await db.insert(auditLog).values({ userId, event, record });
}
`,
  ],
  [
    'apps/web/server/trpc.ts',
    `import { initTRPC, TRPCError } from '@trpc/server';
import { getUser } from '@/lib/auth';
import { log } from '@/lib/log';

export async function createContext() {
  return { user: await getUser() };
}

const t = initTRPC.context<typeof createContext>().create();

const timed = t.middleware(async ({ next, path }) => {
  const started = Date.now();
  const result = await next();
  log.info(path, { ms: Date.now() - started });
  return result;
});

export const router = t.router;
export const publicProcedure = t.procedure.use(timed);
export const protectedProcedure = t.procedure.use(timed).use(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next({ ctx: { ...ctx, user: ctx.user } });
});
`,
  ],
  [
    'apps/web/app/api/trpc/[trpc]/route.ts',
    `import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { appRouter } from '@/server/root';
import { createContext } from '@/server/trpc';

const handler = (req: Request) => fetchRequestHandler({ endpoint: '/api/trpc', req, router: appRouter, createContext });

export { handler as GET, handler as POST };
`,
  ],
  [
    'apps/web/components/ui/button.tsx',
    `import type { ButtonHTMLAttributes } from 'react';

export function Button({ className = '', ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button className={\`button \${className}\`} {...rest} />;
}
`,
  ],
  [
    'apps/web/components/ui/card.tsx',
    `import type { ReactNode } from 'react';

export function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
`,
  ],
  ['apps/web/components/ui/index.ts', `export * from './button';\nexport * from './card';\n`],
  [
    'packages/db/package.json',
    `${JSON.stringify({ name: '@made-up/db', private: true, exports: { '.': './src/index.ts' }, dependencies: { 'drizzle-orm': '^0.44.0', postgres: '^3.4.7' } }, null, 2)}\n`,
  ],
  [
    'packages/db/src/index.ts',
    `import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema';

export const db = drizzle(postgres(process.env.DATABASE_URL!), { schema });
export * from './schema';
`,
  ],
  [
    'packages/db/src/schema/audit-log.ts',
    `import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const auditLog = pgTable('audit_log', {
  id: uuid('id').primaryKey().defaultRandom(),
  userId: uuid('user_id').notNull(),
  event: text('event').notNull(),
  record: text('record').notNull(),
  createdAt: timestamp('created_at').notNull().defaultNow(),
});
`,
  ],
  ['packages/db/.env.example', 'DATABASE_URL=\n'],
  [
    'apps/api/package.json',
    `${JSON.stringify({ name: 'api', private: true, type: 'module', dependencies: { '@made-up/db': 'workspace:*', express: '^5.1.0', jsonwebtoken: '^9.0.2' } }, null, 2)}\n`,
  ],
  ['apps/api/.env.example', 'JWT_SECRET=\n'],
  [
    'apps/api/src/require-token.ts',
    `import type { NextFunction, Request, Response } from 'express';
import jwt from 'jsonwebtoken';

const secret = process.env.JWT_SECRET;
if (!secret) throw new Error('JWT_SECRET is not set');

export function requireToken(req: Request, res: Response, next: NextFunction) {
  const [, token] = (req.headers.authorization ?? '').split(' ');
  if (!token) return res.status(401).json({ error: 'No token' });
  try {
    res.locals.subject = jwt.verify(token, secret);
  } catch {
    return res.status(401).json({ error: 'Bad token' });
  }
  return next();
}
`,
  ],
  [
    'supabase/config.toml',
    `project_id = "made-up"

[api]
schemas = ["public"]
`,
  ],
  [
    'supabase/migrations/20250101000000_init.sql',
    `create table public.audit_log (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id),
  event text not null,
  record text not null,
  created_at timestamptz not null default now()
);
alter table public.audit_log enable row level security;
create policy "own rows" on public.audit_log for select to authenticated using (user_id = (select auth.uid()));
`,
  ],
];
