/** Who waits for telemetry: through lists, callbacks, helpers and schedulers of the project's own. */
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../packages/engine/src/config.js';
import { openProject } from '../../packages/engine/src/open-project.js';
import { rules } from '../../packages/engine/published/rules.generated.js';
import { inFolder, memoryFileSystem } from '../support/memory-file-system.js';

const lib = {
  'package.json': '{"dependencies":{"next":"15.3.0","posthog-node":"5","express":"5","@clerk/nextjs":"6"}}',
  'lib/events.ts': `
    import { PostHog } from 'posthog-node';
    import { after } from 'next/server';
    import { waitUntil } from '@vercel/functions';
    const posthog = new PostHog('key');
    export const track = (event: string) => posthog.captureImmediate({ distinctId: 'a', event });
    export async function enqueue(event: string) { posthog.capture({ distinctId: 'a', event }); }
    export async function handle(x: unknown) { await posthog.captureImmediate({ distinctId: 'a', event: 'x' }); }
    export const background = (promise: Promise<unknown>) => waitUntil(promise);
    export const later = (fn: () => unknown) => after(fn);
    export async function settle(promise: Promise<unknown>) { try { await promise; } catch {} }
    export async function save() { return 1; }`,
};
const imports =
  "import { after } from 'next/server'; import { waitUntil } from '@vercel/functions'; import { background, enqueue, handle, later, save, settle, track } from '../../../lib/events';";

/** Findings as `line kind`. */
function found(texts: Readonly<Record<string, string>>): string[] {
  const files = memoryFileSystem(inFolder('/project', { ...lib, ...texts }));
  const { findings, internalErrors } = openProject({ root: '/project', files, config: defaultConfig, rules, cache: null }).report();
  expect(internalErrors).toEqual([]);
  return findings
    .filter((one) => one.rule === 'no-awaited-telemetry')
    .map((one) => `${one.file}:${one.line} ${one.message.includes('is dropped') ? 'dropped' : 'awaited'}`);
}

/** The handler stands on line 3. */
const inRoute = (body: string, more = ''): string[] =>
  found({ 'app/api/x/route.ts': `${imports}\n${more}\nexport async function POST(request: Request) { ${body} ; return Response.json({}); }` }).map((one) =>
    one.replace('app/api/x/route.ts:', ''),
  );

describe('a request waits', () => {
  it.each([
    ['for what a helper returns', 'await track("a")'],
    ['for all of a list', 'await Promise.all([save(), track("a")])'],
    ['for all that settle', 'await Promise.allSettled([save(), track("a")])'],
    ['for all that a callback returns', 'await Promise.all([1, 2].map((i) => track("a" + i)))'],
    ['for all that a callback starts', 'await Promise.all([1, 2].map(async (i) => { await track("a" + i); }))'],
    ['for a list with a spread', 'await Promise.all([...[1].map((i) => track("a" + i)), save()])'],
    ['for a list with a name', 'const all = [save(), track("a")]; await Promise.all(all)'],
    ['for a list that grows', 'const all = []; all.push(track("a")); await Promise.all(all)'],
    ['for a list that callbacks fill', 'const all: unknown[] = []; [1].forEach((i) => { all.push(track("a" + i)); }); await Promise.all(all)'],
    ['for one that is assigned', 'let one; if (request) one = track("a"); await one'],
    ['in a loop that awaits', 'for await (const one of [track("a"), save()]) {}'],
    ['in a loop over what a callback returns', 'for await (const one of [1].map((i) => track("a" + i))) {}'],
    ['after something else', 'await save().then(() => track("a"))'],
    ['in a choice', 'await (request ? track("a") : save())'],
    ['though it may fail', 'await track("a").catch(() => {})'],
    ['in a function that is called on the spot', 'await (async () => { await track("a"); })()'],
    ['in a function that it hands it to', 'await settle(track("a"))'],
  ])('%s', (_, body) => expect(inRoute(body)).toEqual(['3 awaited']));
});

describe('a promise is dropped', () => {
  it.each([
    ['by a statement', 'track("a")'],
    ['by void', 'void track("a")'],
    ['with its failure seen to', 'track("a").catch(console.error)'],
    ['by a variable that nothing reads', 'const one = track("a")'],
    ['after something else', 'save().then(() => track("a"))'],
    ['by a callback', '[1].forEach((i) => track("a" + i))'],
    ['by a callback that waits', '[1].forEach(async (i) => { await track("a" + i); })'],
    ['by a timer', 'setTimeout(() => track("a"), 10)'],
    ['with the function that waits for it', 'void (async () => { await track("a"); })()'],
    ['with all of a list', 'Promise.all([track("a")])'],
    ['by a helper that waits', 'settle(track("a"))'],
  ])('%s', (_, body) => expect(inRoute(body)).toEqual(['3 dropped']));
});

describe('nobody waits', () => {
  it.each([
    ['for what is scheduled one file away', 'after(() => handle(request))'],
    ['for what is scheduled by name', 'after(handle)'],
    ['for a promise that is scheduled', 'waitUntil(track("a"))'],
    ['for a promise that is scheduled by name', 'const one = handle(1); after(one)'],
    ['for a list that is scheduled', 'after(Promise.all([handle(1), track("a")]))'],
    ['for a list with a name that is scheduled', 'const one = track("a"); waitUntil(Promise.allSettled([one, save()]))'],
    ['for what follows and is scheduled', 'after(save().then(() => track("a")))'],
    ['for a function that is called on the spot and scheduled', 'waitUntil((async () => { await track("a"); })())'],
    ['for what a scheduler of the project takes', 'background(track("a"))'],
    ['for what a scheduler of the project calls', 'later(async () => { await track("a"); })'],
    ['for what only enqueues', 'await enqueue("a"); await Promise.all([save(), enqueue("b")])'],
    ['for what comes after the answer', 'return Response.json({}); await track("a")'],
    ['for what is put where it cannot be followed', 'const kept = { one: track("a") }; use(kept)'],
  ])('%s', (_, body) => expect(inRoute(body)).toEqual([]));

  it('for a function that nothing mentions', () => expect(inRoute('', 'async function unused() { await track("a"); }')).toEqual([]));
});

describe('what is a request', () => {
  const handler = (file: string, method: string, body: string, imported = imports): string[] =>
    found({ [file]: `${imported}\nexport async function ${method}(request: Request) {\n${body}\nawait track('a');\nreturn Response.json({}); }` });
  const machine =
    "if (!process.env.CRON_SECRET || request.headers.get('authorization') !== `Bearer ${process.env.CRON_SECRET}`) return new Response('', { status: 401 });";
  const user = "const { userId } = await auth(); if (!userId) return new Response('', { status: 401 });";
  const clerk = `import { auth } from '@clerk/nextjs/server'; ${imports}`;

  it('one that only reads', () => expect(handler('app/api/x/route.ts', 'GET', '')).toEqual(['app/api/x/route.ts:4 awaited']));
  it('none that only a machine with our secret makes', () => expect(handler('app/api/sweep/route.ts', 'GET', machine)).toEqual([]));
  it('one that a user makes, in whatever folder', () =>
    expect(handler('app/api/jobs/route.ts', 'POST', user, clerk)).toEqual(['app/api/jobs/route.ts:4 awaited']));
  it('none in a folder of background work, where nobody is told apart', () => {
    const deeper = imports.replaceAll('../../../', '../../../../');
    expect(handler('app/api/cron/x/route.ts', 'GET', '', deeper)).toEqual([]);
  });
  it('none that the staff makes', () => {
    const deeper = clerk.replaceAll('../../../', '../../../../');
    expect(handler('app/api/(admin)/x/route.ts', 'POST', user, deeper)).toEqual([]);
  });
  it('the rendering of a page', () =>
    expect(
      found({ 'app/page.tsx': "import { track } from '../lib/events';\nexport default async function Page() {\nawait track('a'); return null; }" }),
    ).toEqual(['app/page.tsx:3 awaited']));
});

describe('calls of wrappers', () => {
  /** Rows of the report in a file, as `line awaited deferred path`. */
  const rows = (file: string, texts: Readonly<Record<string, string>>): string[] => {
    const files = memoryFileSystem(inFolder('/project', { ...lib, ...texts }));
    const { telemetry, internalErrors } = openProject({ root: '/project', files, config: defaultConfig, rules, cache: null }).report();
    expect(internalErrors).toEqual([]);
    return telemetry
      .filter((one) => one.file === file)
      .map(({ line, awaited, deferred, path }) => [line, awaited ? 'awaited' : '', deferred ? 'deferred' : '', path].filter(Boolean).join(' '));
  };
  const wrappers = `
    import { PostHog } from 'posthog-node';
    async function capture(event: string) {
      const client = new PostHog('key');
      client.capture({ distinctId: 'a', event });
      try { await client.flush(); return true; } finally { client.shutdown().catch(() => {}); }
    }
    export async function signedUp() { return capture('signed up'); }
    export async function upgraded() { await capture('upgraded'); }`;
  const route = 'app/api/x/route.ts';
  const inRoute = (body: string): string[] =>
    rows(route, {
      'lib/wrappers.ts': wrappers,
      [route]: `import { after } from 'next/server'; import { signedUp, upgraded } from '../../../lib/wrappers'; import prisma from '../../../lib/prisma';
${body}`,
    });

  it('are listed each, where the wrapper waits by itself', () =>
    expect(
      inRoute(`export async function POST(request: Request) {
        await Promise.allSettled([request.headers.has('x') ? signedUp() :
          upgraded()]);
        const kept = upgraded().catch(() => {});
        await Promise.all([kept]);
        signedUp();
        after(() => upgraded());
        return Response.json({}); }`),
    ).toEqual(['3 awaited hot', '4 awaited hot', '5 awaited hot', '7 hot', '8 deferred hot']));

  it('are listed where the wrapper throws', () =>
    expect(
      rows(route, {
        'lib/wrappers.ts': `
          import { PostHog } from 'posthog-node';
          export async function seen(event: string) {
            if (!process.env.POSTHOG_KEY) throw new Error('no key');
            const client = new PostHog(process.env.POSTHOG_KEY);
            client.capture({ distinctId: 'a', event });
            await client.flush();
          }`,
        [route]: "import { seen } from '../../../lib/wrappers';\nexport async function POST() { await seen('x'); return Response.json({}); }",
      }),
    ).toEqual(['2 awaited hot']));

  it('are those of the outermost', () =>
    expect(
      inRoute(`async function settled() { try { await upgraded(); } catch {} }
export async function POST(request: Request) {
        await settled();
        return Response.json({}); }`),
    ).toEqual(['4 awaited hot']));

  it('are no functions that do something else', () =>
    expect(
      inRoute(`async function signUp() { await fetch('https://example.com', { method: 'POST' }); await save(); await signedUp(); }
import { save } from '../../../lib/events';
import { PrismaClient } from '@prisma/client';
async function create() { await new PrismaClient().user.create({ data: {} }); await signedUp(); }
export async function POST(request: Request) {
        await create();
        return Response.json({}); }`),
    ).toEqual(['2 awaited hot', '5 awaited hot']));

  it('wait in whatever module a request comes to', () =>
    expect(
      rows('lib/accounts.ts', {
        'lib/wrappers.ts': wrappers,
        'lib/accounts.ts': `import { PrismaClient } from '@prisma/client'; import { signedUp } from './wrappers';
export async function remove() { await new PrismaClient().user.deleteMany({}); await signedUp(); }
export async function unused() { await signedUp(); }`,
        [route]: "import { remove } from '../../../lib/accounts';\nexport async function POST() { await remove(); return Response.json({}); }",
      }),
    ).toEqual(['2 awaited hot', '3 awaited library']));

  it('wait in the hooks of what answers requests by itself', () =>
    expect(
      rows('lib/auth.ts', {
        'lib/wrappers.ts': wrappers,
        'lib/auth.ts': `import { betterAuth } from 'better-auth'; import { signedUp } from './wrappers';
export const auth = betterAuth({ databaseHooks: { user: { create: { after: async () => {
  await signedUp();
} } } } });`,
      }),
    ).toEqual(['3 awaited hot']));

  it('wait for a webhook, and not for a schedule', () => {
    const signed = (role: string): string => `import { createHmac } from 'node:crypto'; import { signedUp } from '../../../lib/wrappers';
export async function POST(request: Request) {
  ${role}
  await signedUp();
  return Response.json({}); }`;
    const hmac =
      "if (createHmac('sha256', process.env.HOOK_SECRET!).update(await request.text()).digest('hex') !== request.headers.get('x-signature')) return new Response('', { status: 401 });";
    const secret =
      "if (!process.env.CRON_SECRET || request.headers.get('authorization') !== `Bearer ${process.env.CRON_SECRET}`) return new Response('', { status: 401 });";
    expect(rows(route, { 'lib/wrappers.ts': wrappers, [route]: signed(hmac) })).toEqual(['4 awaited hot']);
    expect(rows(route, { 'lib/wrappers.ts': wrappers, [route]: signed(secret) })).toEqual(['4 awaited background']);
  });
});
