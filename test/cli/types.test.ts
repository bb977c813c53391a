/** `--types`: what is decided with a type checker and not without one, and that nobody loads it who does not ask. */
import type { Report } from '@gatelint/engine';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, type Bundle } from './bundle.js';
import { gatelint, sandbox } from './machine.js';

const project = {
  'package.json': '{ "dependencies": { "next": "15.5.0", "@prisma/client": "6.16.0", "resend": "4.0.0" } }',
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
  '.env.example': 'RESEND_API_KEY=\n',
  'lib/ports.ts': `import type { PrismaClient } from '@prisma/client';
export interface Orders { save(order: unknown): Promise<void>; }
export interface Services { readonly db: PrismaClient; readonly orders: Orders; }
export abstract class Mailer { abstract send(to: string): Promise<void>; }
`,
  'lib/prisma-orders.ts': `import { PrismaClient } from '@prisma/client';
import type { Orders } from './ports';
export class PrismaOrders implements Orders {
  constructor(private readonly db: PrismaClient) {}
  async save(order: unknown) { await this.db.order.create({ data: order as never }); }
}
`,
  'lib/resend-mailer.ts': `import { Resend } from 'resend';
import { Mailer } from './ports';
export class ResendMailer extends Mailer {
  private readonly resend = new Resend(process.env.RESEND_API_KEY);
  async send(to: string) { await this.resend.emails.send({ to, from: 'shop@example.com', subject: 'Hello', html: '' }); }
}
`,
  'lib/container.ts': `import type { Mailer, Services } from './ports';
const made = new Map<string, any>();
export const services = (): Services => made.get('services');
export const mailers = (): readonly Mailer[] => made.get('mailers');
export function first<T>(of: readonly T[]): T { return JSON.parse(JSON.stringify(of))[0]; }
export async function withServices<R>(run: (services: Services) => Promise<R>): Promise<R> { return made.get('runner')(run); }
`,
};

const route = (body: string, imports = ''): string =>
  `import { first, mailers, services, withServices } from '@/lib/container';\n${imports}export async function POST(request: Request) {\n  ${body}\n  return Response.json({});\n}\n`;

async function reportOf(files: Readonly<Record<string, string>>, ...argv: readonly string[]): Promise<Report> {
  const { folder } = sandbox({ ...project, ...files });
  const { output, errors } = await gatelint(folder, ['report', '--format', 'json', '--no-cache', ...argv]);
  expect(errors).toBe('');
  return JSON.parse(output) as Report;
}

/** What the one entry does: whether it writes, and whom it pays. */
async function effectsOf(text: string, ...argv: readonly string[]): Promise<readonly unknown[]> {
  const { entries } = await reportOf({ 'app/api/a/route.ts': text }, ...argv);
  expect(entries).toHaveLength(1);
  return [entries[0]?.writes, ...(entries[0]?.paid ?? []).map(({ vendor }) => vendor)];
}

describe('what the syntax leaves open', () => {
  it.each([
    ['a service that fills in an interface, with its own injected client', 'await services().orders.save(await request.json());', [true]],
    ['a client behind a declared type, taken apart', 'const { db } = services(); await db.order.create({ data: await request.json() });', [true]],
    ['a generic function of the project, and an abstract class', "await first(mailers()).send('a@example.com');", [false, 'resend']],
    ['the parameter of a callback, by the signature that it is given to', 'await withServices(({ db }) => db.order.deleteMany());', [true]],
    ['a cast', "const db = JSON.parse('{}') as import('@prisma/client').PrismaClient; await db.order.deleteMany();", [true]],
  ])('%s', async (_, body, effects) => {
    expect(await effectsOf(route(body))).toEqual([false]);
    expect(await effectsOf(route(body), '--types')).toEqual(effects);
  });

  it('the overload that a call means', async () => {
    const text = route(
      "await open('db').order.deleteMany();",
      `import type { PrismaClient } from '@prisma/client';
declare const kept: Map<string, any>;
function open(what: 'log'): Console;
function open(what: 'db'): PrismaClient;
function open(what: string): unknown { return kept.get(what); }
`,
    );
    expect(await effectsOf(text)).toEqual([false]);
    expect(await effectsOf(text, '--types')).toEqual([true]);
  });

  it('which of several handlers a key names, and that no other is left', async () => {
    const text = route(
      'const mode = modeOf(); switch (mode) { case "read": case "list": return Response.json([]); }\n  await new Resend().emails.send({} as never);',
      "import { Resend } from 'resend';\nimport { modeOf } from '@/lib/mode';\n",
    );
    const files = { 'lib/mode.ts': "declare const kept: Map<string, any>;\nexport const modeOf = (): 'read' | 'list' => kept.get('mode');\n" };
    const paysIn = async (...argv: readonly string[]): Promise<unknown> =>
      (await reportOf({ ...files, 'app/api/a/route.ts': text }, ...argv)).entries[0]?.paid.length;
    expect(await paysIn()).toBe(1);
    expect(await paysIn('--types')).toBe(0);
  });

  it('names of variables', async () => {
    const files = {
      'lib/env.ts':
        "declare const kept: Map<string, any>;\nconst names = { a: 'MAIL_KEY', b: 'PAY_KEY' } as const;\nconst nameOf = (): (typeof names)[keyof typeof names] => kept.get('name');\nexport const key = process.env[nameOf()];\n",
    };
    const before = await reportOf(files);
    expect(before.env.variables.map(({ name }) => name)).toEqual(['RESEND_API_KEY']);
    expect(before.env.dynamic).toHaveLength(1);
    const after = await reportOf(files, '--types');
    expect(after.env.variables.map(({ name }) => name)).toEqual(['MAIL_KEY', 'PAY_KEY', 'RESEND_API_KEY']);
    expect(after.env.dynamic).toEqual([]);
  });
});

describe('what a type does not decide', () => {
  it('what a caller sends is anything, whatever its type says', async () => {
    const text = route(
      `const { mode } = (await request.json()) as { mode: 'read' | 'list' }; switch (mode) { case 'read': case 'list': return Response.json([]); }\n  await services().db.order.deleteMany();`,
    );
    expect(await effectsOf(text, '--types')).toEqual([true]);
  });

  it('an interface that nobody fills in', async () => {
    const text = route("await (JSON.parse('{}') as Port).save();", 'interface Port { save(): Promise<void> }\n');
    expect(await effectsOf(text, '--types')).toEqual([false]);
  });
});

it('finds the same whatever is installed: packages are known by their names', async () => {
  const text = route('const { db } = services(); await db.order.create({ data: {} });');
  const installed = { 'node_modules/@prisma/client/index.d.ts': 'export declare const nothing: number;', 'node_modules/@prisma/client/package.json': '{}' };
  const one = await reportOf({ 'app/api/a/route.ts': text }, '--types');
  expect(await reportOf({ 'app/api/a/route.ts': text, ...installed }, '--types')).toEqual(one);
});

it('is kept apart from answers without it', async () => {
  const { folder } = sandbox({ ...project, 'app/api/a/route.ts': route('await services().orders.save(await request.json());') });
  const argv = ['report', '--format', 'json', '--cache-location', '.kept'];
  const writes = async (...more: readonly string[]): Promise<unknown> =>
    (JSON.parse((await gatelint(folder, [...argv, ...more])).output) as Report).entries[0]?.writes;
  expect(await writes()).toBe(false);
  expect(await writes('--types')).toBe(true);
  expect(await writes()).toBe(false);
  expect(await writes('--types')).toBe(true);
});

it('is no option of commands that have no use for it', async () => {
  const { folder } = sandbox(project);
  expect(await gatelint(folder, ['env', '--types'])).toMatchObject({ status: 2 });
});

describe('an installation without ts-morph', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatelint-test-'));
  let command: Bundle;
  beforeAll(async () => {
    command = await bundle();
    const hook = `export const resolve = (name, context, next) => {
  if (name === 'ts-morph') throw Object.assign(new Error('not there'), { code: 'ERR_MODULE_NOT_FOUND' });
  return next(name, context);
};`;
    writeFileSync(join(folder, 'hook.mjs'), hook);
    writeFileSync(
      join(folder, 'register.mjs'),
      `import { register } from 'node:module';\nregister(${JSON.stringify(pathToFileURL(join(folder, 'hook.mjs')).href)});`,
    );
  });
  afterAll(() => {
    command.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = async (...argv: readonly string[]) =>
    command.run(sandbox({ ...project, 'app/api/a/route.ts': route('') }).folder, [...argv, '--no-cache'], {
      NODE_OPTIONS: `--import=${pathToFileURL(join(folder, 'register.mjs')).href}`,
    });

  it('does all but this', async () => {
    const { status, errors } = await run('check');
    expect(errors).toBe('');
    expect(status).toBe(0);
  });

  it('says what is missing', async () => {
    const { status, errors } = await run('check', '--types');
    expect(errors).toBe(
      'gatelint: --types needs the package ts-morph, and it is not installed.\nInstall it beside gatelint: npm install --save-dev ts-morph\n',
    );
    expect(status).toBe(2);
  });
});
