/** `gatelint why`: what it tells of a place, and what it says of places that it knows nothing of. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixturesFolder } from '../../packages/dev/src/fixtures.js';
import { gatelint, sandbox, type Outcome } from './machine.js';

const files = {
  'package.json': '{ "dependencies": { "next": "^15.5.4", "@prisma/client": "^6.8.0" } }',
  'lib/db.ts':
    "import { PrismaClient } from '@prisma/client';\nexport const db = new PrismaClient();\nexport const save = (name: string) => db.note.create({ data: { name } });\n",
  'lib/unused.ts': 'export const one = 1;\n',
  'app/api/notes/route.ts': `import { save } from '../../../lib/db';

// Adds a note.
export async function POST(request: Request) {
  await save(await request.text());
  return new Response(process.env.GREETING);
}




export const helper = 1;
`,
  'app/api/notes/route.test.ts': 'export const POST = 1;\n',
  'README.md': '# Notes\n',
};

const fixture = (name: string): string => join(fixturesFolder, name);
const why = (...argv: string[]): Promise<Outcome> => gatelint(sandbox(files).folder, ['why', ...argv]);

describe('what it tells', () => {
  test('of an open route: the first thing that a stranger gets to, and the way to it', async () => {
    const { status, output, errors } = await why('app/api/notes/route.ts:4');
    expect(output).toMatchInlineSnapshot(`
      "POST /api/notes  app/api/notes/route.ts:4

      What it is
        A route (next-app-router). Anyone who can reach the server can send POST /api/notes.

      What runs before it
        Nothing that was found: the request comes straight to the handler.

      Who may call it
        Everyone: nothing turns callers without a credential away.
        Without a credential it writes (PrismaClient.note.create), at lib/db.ts:3.
        The way to it:
          app/api/notes/route.ts:5  calls save
          lib/db.ts:3  writes (PrismaClient.note.create)

      What it does
        Nobody has been verified:
          writes: PrismaClient.note.create, at lib/db.ts:3.
            by app/api/notes/route.ts:5 calls save

      What the gates asked
        Is a caller without a credential refused before anything is written or spent? No: nothing on the way verifies a credential. [require-route-auth]
        Is a caller limited before money is spent? Not needed: no paid call is reached. [require-rate-limit]
        Does the request go on without waiting for analytics? Not needed: it sends none. [no-awaited-telemetry]
        Is every variable that the handler itself reads in the inventory? No: GREETING is missing. [require-env-inventory]

      What to do
        error require-route-auth: POST /api/notes writes (PrismaClient.note.create in lib/db.ts) and nobody has to prove who they are. Refuse callers without credentials first, or declare it \`gatelint: public -- reason\`.
          Verify a credential, test the result and leave (401, 403, throw, redirect) before the first write. Where everyone may call, say so above the handler: \`// gatelint: public -- reason\`.
        error require-env-inventory: The project reads an environment variable (GREETING) and has no inventory of them. Create \`.env.example\` with a row for each.
          Add a row without a value to the inventory: \`NAME=\`. \`gatelint env --write\` adds all that are missing and never writes a value.
      "
    `);
    expect(errors).toBe('');
    expect(status).toBe(0);
  });

  test.each([
    ['a comment above it', 3],
    ['a line inside of it', 5],
    ['its name', 4],
  ])('an entry is meant by %s', async (_, line) => {
    expect((await why(`app/api/notes/route.ts:${line}`)).output).toMatch(/^POST \/api\/notes {2}app\/api\/notes\/route\.ts:4\n/u);
  });

  test('a column after the line is taken for part of the place', async () => {
    expect((await why('app/api/notes/route.ts:4:23')).status).toBe(0);
  });

  test('on a read of a variable, the variable as well', async () => {
    const { output } = await why('app/api/notes/route.ts:6');
    expect(output).toMatch(/^POST \/api\/notes /u);
    expect(output.split('Variable GREETING')[1]).toMatchInlineSnapshot(`
      "  app/api/notes/route.ts:6

      Where it is read
        app/api/notes/route.ts:6

      Where it is listed
        In none. The project has no inventory.

      What to do
        error require-env-inventory: The project reads an environment variable (GREETING) and has no inventory of them. Create \`.env.example\` with a row for each.
          Add a row without a value to the inventory: \`NAME=\`. \`gatelint env --write\` adds all that are missing and never writes a value.
      "
    `);
  });

  test.each([
    ['require-route-auth/good-wrapper-factory-with-options', 'a wrapper'],
    ['require-route-auth/good-express-middleware-before-route', 'middleware of a router'],
    ['require-route-auth/good-trpc-protected-procedure', 'a procedure'],
    ['require-route-auth/good-proxy-matcher-covers', 'a proxy'],
    ['require-route-auth/bad-cron-secret-maybe-unset', 'a weak check'],
    ['require-route-auth/bad-supabase-get-session', 'a look-alike'],
    ['require-route-auth/good-delegated-to-next-auth-v4', 'a handler of a library'],
    ['require-rate-limit/good-upstash-before-spend', 'a limit'],
  ])('%s: %s', async (name) => {
    const report = await gatelint(fixture(name), ['report', '--format', 'json', '--no-cache']);
    const { entries } = JSON.parse(report.output) as { entries: readonly { file: string; line: number }[] };
    const { file, line } = entries.at(-1)!;
    await expect((await gatelint(fixture(name), ['why', `${file}:${line}`, '.', '--no-cache'])).output).toMatchFileSnapshot(
      join(import.meta.dirname, 'why', `${name.replace('/', '-')}.txt`),
    );
  });

  test('of several entries on a line, all', async () => {
    const box = sandbox({
      'package.json': '{ "dependencies": { "express": "^5.0.0" } }',
      'server.ts':
        "import express from 'express';\nconst app = express();\nconst ok = (_: unknown, res: any) => res.send('');\napp.post('/a', ok); app.put('/b', ok);\n",
    });
    const { output } = await gatelint(box.folder, ['why', 'server.ts:4', '--format', 'json']);
    expect((JSON.parse(output) as { entries: { title: string }[] }).entries.map(({ title }) => title)).toEqual(['POST /a', 'PUT /b']);
  });

  test('of a migration: the table, its policies, and what made it so', async () => {
    const leaky = fixture('projects/leaky-shop');
    const { output } = await gatelint(leaky, ['why', 'supabase/migrations/20250410070000_merge_duplicate_cart_items.sql:2', '.', '--no-cache']);
    expect(output).toMatchInlineSnapshot(`
      "Table public.cart_items  supabase/migrations/20250110090000_init.sql:37

      What it is
        Made at supabase/migrations/20250110090000_init.sql:37.
        Clients reach its schema through the API.
        It holds user data: it references public.carts, which has the owner column user_id.

      Row level security
        Off, by supabase/migrations/20250410070000_merge_duplicate_cart_items.sql:2.

      Policies
        "Customers own the lines of their cart" for all to authenticated, supabase/migrations/20250110091500_row_level_security.sql:22
          using (exists (select 1 from public.carts c where c.id = cart_id and c.user_id = (select auth.uid())))

      What the gates asked
        After all migrations, is row level security on? No: a later statement turns it off. [require-rls]
        Is there a policy that lets somebody pass? Yes: one policy. [require-policy]
        Does every policy for writing compare the row with the caller? Yes: none is true for everyone. [no-open-policy]

      What to do
        error require-rls: Row level security of public.cart_items is turned off here and clients can reach the table. Take the statement back in a later migration: ALTER TABLE public.cart_items ENABLE ROW LEVEL SECURITY.
          \`ALTER TABLE … ENABLE ROW LEVEL SECURITY\`, with policies for those who may pass. A table that is meant to be open is declared where it is created: \`-- gatelint: public -- reason\`.
        error no-policy-without-rls: Policy "Customers own the lines of their cart" does nothing, because row level security of public.cart_items is off. Enable it: ALTER TABLE public.cart_items ENABLE ROW LEVEL SECURITY.
          \`ALTER TABLE … ENABLE ROW LEVEL SECURITY\`. Where row level security is off on purpose, drop the policies.
      "
    `);
  });

  test('--format json: the same bytes each time, in the shape of docs/why.md', async () => {
    const one = (await why('app/api/notes/route.ts:4', '--format', 'json')).output;
    expect((await why('app/api/notes/route.ts:4', '--format', 'json')).output).toBe(one);
    const parsed = JSON.parse(one) as Record<string, unknown>;
    expect(parsed).toMatchObject({ version: 1, tool: { name: 'gatelint' }, file: 'app/api/notes/route.ts', line: 4 });
    expect(Object.keys(parsed)).toEqual([
      'version',
      'tool',
      'file',
      'line',
      'lines',
      'entries',
      'tables',
      'enums',
      'variables',
      'others',
      'through',
      'internalErrors',
    ]);
  });
});

describe('the root', () => {
  test('is that around the file, or the folder that is named: then the path may count from there', async () => {
    const box = sandbox(Object.fromEntries(Object.entries(files).map(([name, text]) => [`web/${name}`, text])));
    const told = (argv: string[]): Promise<Outcome> => gatelint(box.folder, ['why', ...argv]);
    const { output } = await told(['web/app/api/notes/route.ts:4']);
    expect(output).toMatch(/^POST \/api\/notes {2}app\//u);
    expect((await told(['app/api/notes/route.ts:4', 'web'])).output).toBe(output);
    expect((await told([join(box.folder, 'web/app/api/notes/route.ts:4')])).output).toBe(output);
    expect((await told(['web/app/api/notes/route.ts:4', '.'])).output).toMatch(/^POST \/api\/notes {2}web\/app\//u);
  });

  test.each([
    ['a file outside of it', ['app/api/notes/route.ts:4', 'lib'], /is not below/u],
    ['a file', ['app/api/notes/route.ts:4', 'package.json'], /the root is a folder/u],
    ['one that is not there', ['app/api/notes/route.ts:4', 'nowhere'], /There is no file or folder "nowhere"/u],
  ])('%s: a message, exit status 2', async (_, argv, message) => {
    const { status, errors } = await why(...argv);
    expect(errors).toMatch(message);
    expect(status).toBe(2);
  });
});

describe('places of which there is nothing to tell', () => {
  test.each<[string, string, RegExp]>([
    ['a file that is not there', 'app/nowhere.ts:1', /There is no file "app\/nowhere\.ts"\./u],
    ['a folder', 'app:1', /There is no file "app"\./u],
    ['line 0', 'app/api/notes/route.ts:0', /Lines count from 1\./u],
    [
      'a line beyond the end',
      'app/api/notes/route.ts:400',
      /has 13 lines, and 400 is beyond its end\.\nThe file has:\n {2}app\/api\/notes\/route\.ts:4 {2}POST \/api\/notes/u,
    ],
    ['a line beyond all numbers', `app/api/notes/route.ts:${'9'.repeat(400)}`, /is beyond its end/u],
    ['a negative line', 'app/api/notes/route.ts:-4', /There is no file "app\/api\/notes\/route\.ts:-4"/u],
    ['no line', 'app/api/notes/route.ts', /Which line of app\/api\/notes\/route\.ts\? .*\nThe file has:/u],
    ['nothing', '', /There is no file ""/u],
    ['a line that is none', 'app/api/notes/route.ts:four', /There is no file/u],
    [
      'a line about something else',
      'app/api/notes/route.ts:12',
      /There is no entry point, table, column or variable at app\/api\/notes\/route\.ts:12\.\nThe file has:/u,
    ],
    ['a helper', 'lib/db.ts:3', /The file has none; these come through it:\n {2}app\/api\/notes\/route\.ts:4 {2}POST \/api\/notes/u],
    ['a file that nothing uses', 'lib/unused.ts:1', /The file has none, and no entry point comes through it\./u],
    ['a test', 'app/api/notes/route.test.ts:1', /is not among the files that the gates are about/u],
    ['a page', 'README.md:1', /is not among the files that the gates are about/u],
  ])('%s: a message, exit status 2', async (_, place, message) => {
    const { status, errors, output } = await why(place);
    expect(errors).toMatch(message);
    expect(errors).toMatch(/^gatelint: [A-Za-z"]/u);
    expect(output).toBe('');
    expect(status).toBe(2);
  });

  test('a file of another project', async () => {
    const other = sandbox(files);
    const { status, errors } = await why(join(other.folder, 'app/api/notes/route.ts:4'), '.');
    expect(errors).toMatch(/is not below/u);
    expect(status).toBe(2);
  });

  test('a file with bytes that are no text', async () => {
    const box = sandbox({ ...files, 'app/api/x/route.ts': Uint8Array.from([0, 255, 254, 10, 0]) });
    const { status } = await gatelint(box.folder, ['why', 'app/api/x/route.ts:1']);
    expect(status).toBe(2);
  });
});
