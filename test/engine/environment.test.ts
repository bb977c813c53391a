/** What counts as a read of an environment variable, in one module and across several. */
import { catalogue } from '@gatelint/catalogue';
import { createModules } from '@gatelint/ts-facts';
import { describe, expect, it } from 'vitest';
import { inFolder, memoryFileSystem } from '../support/memory-file-system.js';
import { defaultConfig, type Config } from '../../packages/engine/src/config.js';
import { createEnvironment, type Environment } from '../../packages/engine/src/environment/index.js';
import { isTest, kindOf } from '../../packages/engine/src/file-kinds.js';

function open(texts: Readonly<Record<string, string>>, platform: readonly string[] = [], own: Config['catalogue'] = []): Environment {
  const modules = createModules({ root: '/project', files: memoryFileSystem(inFolder('/project', texts)) });
  const files = Object.keys(texts).sort();
  const of = (...kinds: readonly string[]): string[] => files.filter((file) => kinds.includes(kindOf(file)));
  return createEnvironment({
    modules,
    catalogue,
    config: { ...defaultConfig, env: { inventories: null, platform }, catalogue: own },
    files: of('code', 'test'),
    others: of('prisma', 'settings'),
    inventories: of('inventory'),
    isTest,
    text: (file) => modules.text(file),
  });
}

const namesIn = (texts: Readonly<Record<string, string>>): string[] =>
  open(texts)
    .report()
    .variables.map((one) => one.name);

describe('reads in one module', () => {
  it.each<[string, string, string[]]>([
    ['a member', 'f(process.env.A)', ['A']],
    ['a member by its quoted name', "f(process.env['A'])", ['A']],
    ['optional chains and marks', 'f(process?.env?.A!)', ['A']],
    ['members of what is read', 'f(process.env.A.split(",").length)', ['A']],
    ['destructuring', 'const { A, B: b, C = 1, D: d = 2, ...rest } = process.env; f(A, b, C, d, rest)', ['A', 'B', 'C', 'D']],
    ['nested destructuring', 'const { env: { A } } = process; const { env } = process; f(A, env.B)', ['A', 'B']],
    ['destructuring in parameters', 'function f({ A } = process.env) { return A; }', ['A']],
    ['destructuring by assignment', 'let A; ({ A } = process.env);', ['A']],
    ['an alias', 'const e = process.env; f(e.A, e["B"])', ['A', 'B']],
    ['an alias of the process', 'const p = globalThis.process; f(p.env.A, global.process.env.B)', ['A', 'B']],
    ['the process as a module', "import process from 'node:process'; f(process.env.A)", ['A']],
    ['the environment as an import', "import { env } from 'node:process'; f(env.A)", ['A']],
    ['require', "f(require('process').env.A)", ['A']],
    ['a constant key', "const key = 'A'; f(process.env[key])", ['A']],
    ['a key in an object', "const keys = { a: 'A', b: { c: 'B' } } as const; f(process.env[keys.a], process.env[keys.b.c])", ['A', 'B']],
    ['a key in an enum', "enum Key { One = 'A', Two = 'B' } f(process.env[Key.One])", ['A']],
    ['any key of a map', "const keys = { a: 'A', b: 'B' }; f(process.env[keys[x]])", ['A', 'B']],
    ['a template', 'const p = "A"; f(process.env[`${p}_B`])', ['A_B']],
    ['a choice', 'const suffix = x ? "_B" : ""; f(process.env[`A${suffix}`], process.env["C" + suffix])', ['A', 'A_B', 'C', 'C_B']],
    ['a loop over a list', "for (const key of ['A', 'B']) f(process.env[key])", ['A', 'B']],
    ['a loop over entries', "const map = { A: 'a', B: 'b' }; for (const [key, value] of Object.entries(map)) f(process.env[key], value)", ['A', 'B']],
    ['a loop over values', "for (const key of Object.values({ a: 'A' })) f(process.env[key])", ['A']],
    ['a loop over keys', 'const map = { A: 1 }; for (const key in map) f(process.env[key])', ['A']],
    ['a callback over a list', "const keys = ['A', 'B'] as const; keys.filter((key) => !process.env[key])", ['A', 'B']],
    ['a callback over objects', "[{ key: 'A' }, { key: 'B' }].map(({ key }) => process.env[key])", ['A', 'B']],
    ['a parameter of a closed type', "function f(key: 'A' | 'B') { return process.env[key]; }", ['A', 'B']],
    ['a question whether it is there', "if ('A' in process.env) f()", ['A']],
    ['a value that is filled in', "process.env.A ??= 'x'", ['A']],
    ['a parameter of a named type', "type Name = 'A' | 'B'; function f(key: Name) { return process.env[key]; }", ['A', 'B']],
    [
      'a parameter that is a key',
      "const defaults = { A: '1', B: '2' }; const f = (key: keyof typeof defaults) => process.env[key] ?? defaults[key]",
      ['A', 'B'],
    ],
    [
      'a parameter that is an item',
      "const names = ['A', 'B'] as const; type Name = (typeof names)[number]; const f = (key: Name) => process.env[key]",
      ['A', 'B'],
    ],
    ['a fold over a list', "['A', 'B'].reduce((all, key) => ({ ...all, [key]: process.env[key] }), {})", ['A', 'B']],
    [
      'a member of what is found in a list',
      "const all = [{ key: 'A' }, { key: 'B' }]; const one = all.find((x) => x.id === id); f(process.env[one.key])",
      ['A', 'B'],
    ],
    [
      'a member of any item of a map',
      "const plans = { pro: { price: 'A' }, free: { price: 'B' } }; const f = (plan) => process.env[plans[plan].price]",
      ['A', 'B'],
    ],
    ['a member of what a callback is given', "const all = [{ key: 'A' }, { key: 'B' }]; all.filter((one) => process.env[one.key])", ['A', 'B']],
    ['an environment that is spread', 'const e = { ...process.env, B: f() }; f(e.A, e.B)', ['A']],
    ['a question by method', "f(process.env.hasOwnProperty('A'), Object.hasOwn(process.env, 'B'), Reflect.get(process.env, 'C'))", ['A', 'B', 'C']],
    ['a parameter that is given the environment', 'function f(e) { return e.A; } f(process.env)', ['A']],
    ['a declared type of the environment', 'function f(e: typeof process.env) { return e.A; }', ['A']],
    ['a typed parameter', 'function f(env: NodeJS.ProcessEnv) { return env.A; }', ['A']],
    ['a default parameter', 'function f(env = process.env) { return env.A; }', ['A']],
    ['a function that gives the environment back', 'const env = () => process.env; f(env().A)', ['A']],
    ['import.meta.env', 'f(import.meta.env.VITE_A); const { VITE_B } = import.meta.env; f(VITE_B)', ['VITE_A', 'VITE_B']],
    ['Deno', "f(Deno.env.get('A'), Deno.env.has('B'), Deno.env.toObject().C)", ['A', 'B', 'C']],
    ['Bun', 'f(Bun.env.A)', ['A']],
    ['a class field', 'class A { key = process.env.A; static other = process.env.B; method(x = process.env.C) { return x; } }', ['A', 'B', 'C']],
    ['a decorator', '@Controller(process.env.A) class X {}', ['A']],
    ['JSX', 'const x = <a href={process.env.A}>{process.env.B}</a>', ['A', 'B']],
    ['an exported expression', 'export default { a: process.env.A }', ['A']],
    ['a schema', "import * as z from 'zod'; z.object({ A: z.string(), B: z.coerce.number().default(1), lower: z.string() }).parse(process.env)", ['A', 'B']],
    [
      'a schema with a name',
      "import { z } from 'zod'; const base = z.object({ A: z.string() }); const all = base.extend({ B: z.string() }); const done = all.safeParse(process.env)",
      ['A', 'B'],
    ],
    [
      'a schema beside the environment',
      "import { cleanEnv, str } from 'some-package'; cleanEnv(process.env, { A: str(), B: str({ default: '' }) })",
      ['A', 'B'],
    ],
    [
      'a schema that is given the environment by name',
      "import { check } from 'some-package'; check({ server: { A: f() }, client: { B: f() }, runtimeEnv: process.env })",
      ['A', 'B'],
    ],
    [
      'a schema in words',
      "import { load } from 'some-package'; load({ data: process.env, schema: { type: 'object', properties: { A: { type: 'string' } } } })",
      ['A'],
    ],
    ['a schema over a spread', "import { z } from 'zod'; z.object({ A: z.string() }).parse({ ...process.env, B: 1 })", ['A']],
    [
      'a schema in a function that is given the environment',
      "import { z } from 'zod'; const s = z.object({ A: z.string() }); const check = (config) => s.parse(config); check(process.env)",
      ['A'],
    ],
    [
      'a schema that was compiled before',
      "import Ajv from 'ajv'; const schema = { properties: { A: { type: 'string' } } }; const check = new Ajv().compile(schema); check(process.env)",
      ['A'],
    ],
    [
      'a schema with parts of others',
      "import { createEnv } from '@t3-oss/env-core'; import { z } from 'zod'; const base = { A: z.string() }; createEnv({ server: { ...base, B: z.string() }, runtimeEnv: process.env })",
      ['A', 'B'],
    ],
    ['a schema of a plugin', "import env from '@fastify/env'; app.register(env, { schema: { type: 'object', properties: { A: { type: 'string' } } } })", ['A']],
    ['names at a field', "import convict from 'convict'; convict({ port: { default: 1, env: 'A' }, db: { host: { env: 'B' } } })", ['A', 'B']],
    ['Adonis', "import { Env } from '@adonisjs/core/env'; Env.create(new URL('../', x), { A: Env.schema.string() })", ['A']],
    ['Astro', "import { defineConfig, envField } from 'astro/config'; export default defineConfig({ env: { schema: { A: envField.string({}) } } })", ['A']],
    ['Effect', "import { Config } from 'effect'; Config.all({ a: Config.string('A'), b: Config.redacted('B'), c: Config.string('host') })", ['A', 'B']],
    [
      'Nest’s schema',
      "import { ConfigModule } from '@nestjs/config'; import * as Joi from 'joi'; ConfigModule.forRoot({ validationSchema: Joi.object({ A: Joi.string() }) })",
      ['A'],
    ],
    [
      'Nest’s check',
      "import { ConfigModule } from '@nestjs/config'; import { z } from 'zod'; const s = z.object({ A: z.string() }); const validate = (config) => s.parse(config); ConfigModule.forRoot({ validate })",
      ['A'],
    ],
    [
      'Nest’s service',
      "import { ConfigService } from '@nestjs/config'; class X { constructor(private readonly config: ConfigService) {} f() { return this.config.get<string>('A') + this.config.getOrThrow('B') + this.config.get('database.host') + this.config.get('port'); } }",
      ['A', 'B'],
    ],
    ['Nest’s service in a factory', "import { ConfigService } from '@nestjs/config'; f({ useFactory: (config: ConfigService) => config.get('A') })", ['A']],
    ['Prisma’s configuration', "import { defineConfig, env } from 'prisma/config'; export default defineConfig({ datasource: { url: env('A') } })", ['A']],
    ['Vite’s loader', "import { loadEnv } from 'vite'; export default ({ mode }) => { const env = loadEnv(mode, '.', ''); return { a: env.A }; }", ['A']],
    ['dotenv', "import dotenv from 'dotenv'; const { parsed } = dotenv.config(); f(parsed.A)", ['A']],
  ])('%s', (_, text, expected) => expect(namesIn({ 'a.tsx': text })).toEqual(expected));

  it.each<[string, string]>([
    ['an assignment', "process.env.A = 'x'"],
    ['a deletion', 'delete process.env.A'],
    ['a local process', "const process = { env: { A: 'x' } }; f(process.env.A)"],
    ['a parameter called env', 'function f(env) { return env.A; }'],
    ['an environment that is made', "spawn('x', { env: { ...process.env, A: f(), B: 'x' } })"],
    ['an environment that is merged', 'Object.assign({ A: f() }, process.env)'],
    ['a comment and a string', "// process.env.A\nf('process.env.A')"],
    ['a sample that is written to a file', 'write(`export const key = process.env.A;\\nconst { B } = process.env;`)'],
    ['what every object has', 'f(process.env.toString(), process.env.hasOwnProperty(x))'],
    ['settings for another process', "spawn('x', { env: { ...process.env, A: f() } }); exec('x', { ...process.env, B: g() })"],
    ['a type', "type A = typeof process.env['A']"],
    ['an object with a member of that name', 'f(config.env.A, this.process.env.B)'],
    ['an import of a type', "import type { env } from 'node:process'; declare const x: typeof env"],
  ])('are not %s', (_, text) => expect(namesIn({ 'a.ts': text })).toEqual([]));
});

describe('reads across modules', () => {
  it('follow the environment through re-exports and renames', () => {
    expect(
      namesIn({
        'env.ts': 'export const settings = process.env; export const config = { env: process.env };',
        'index.ts': "export { settings as from } from './env.js'; export * from './env.js';",
        'a.ts': "import { from } from './index.js'; f(from.A);",
        'b.ts': "import * as all from './index.js'; f(all.settings.B, all.config.env.C);",
      }),
    ).toEqual(['A', 'B', 'C']);
  });

  it('follow accessors, at any distance', () => {
    expect(
      namesIn({
        'env.ts': 'export const read = (name: string) => process.env[name];',
        'required.ts':
          "import { read } from './env.js'; export default function required(key: string) { const value = read(key); if (!value) throw new Error(key); return value; }",
        'prefixed.ts': "import required from './required.js'; export const mail = (name: string) => required(`MAIL_${name}`);",
        'barrel.ts': "export { read as other } from './env.js';",
        'a.ts':
          "import { mail } from './prefixed.js'; import must from './required.js'; import { read as r } from './env.js'; f(mail('KEY'), must('A'), r('B'));",
        'b.ts': "import { other } from './barrel.js'; f(other('C'));",
      }),
    ).toEqual(['A', 'B', 'C', 'MAIL_KEY']);
  });

  it('follow accessors that are members', () => {
    expect(
      namesIn({
        'env.ts':
          'export const env = { get(name: string) { return process.env[name]; } }; export class Settings { read(name: string) { return this.raw(name); } private raw(name: string) { return process.env[name]; } } export const settings = new Settings();',
        'a.ts': "import { env, settings, Settings } from './env.js'; const own = new Settings(); f(env.get('A'), settings.read('B'), own.read('C'));",
      }),
    ).toEqual(['A', 'B', 'C']);
  });

  it.each<[string, string, string]>([
    [
      'an injected service',
      'export class Config { get(name: string) { return process.env[name]; } }',
      "class X { constructor(private readonly config: Config) {} f() { return this.config.get('A'); } }",
    ],
    ['an inherited member', 'class Base { get(name: string) { return process.env[name]; } } export class Config extends Base {}', "f(new Config().get('A'))"],
    ['a static member', 'export class Config { static get(name: string) { return process.env[name]; } }', "f(Config.get('A'))"],
    [
      'a field that holds the environment',
      'export class Config { private readonly env = process.env; get(name: string) { return this.env[name]; } }',
      "f(new Config().get('A'))",
    ],
    [
      'a default that is the environment',
      'export class Config { constructor(private readonly env = process.env) {} get(name: string) { return this.env[name]; } }',
      "f(new Config().get('A'))",
    ],
    [
      'a constructor that is given the environment',
      'export class Config { private env; constructor(env) { this.env = env; } get(name: string) { return this.env[name]; } }',
      "const c = new Config(process.env); f(c.get('A'))",
    ],
    ['a named argument', 'export const Config = ({ name }: { name: string }) => process.env[name];', "f(Config({ name: 'A' }))"],
    [
      'the rest of the arguments',
      'export function Config(...names: string[]) { for (const name of names) if (!process.env[name]) throw new Error(name); }',
      "Config('A')",
    ],
    ['a list as an argument', 'export const Config = (names: string[]) => names.filter((name) => !process.env[name]);', "Config(['A'])"],
  ])('follow accessors through %s', (_, config, use) => {
    const environment = open({ 'config.ts': config, 'a.ts': `import { Config } from './config.js'; ${use}` });
    expect(environment.report().variables.map((one) => one.name)).toEqual(['A']);
    expect(environment.report().dynamic).toEqual([]);
  });

  it('follow what the configuration calls an accessor', () => {
    const texts = {
      'lib/env.ts': "import { load } from 'somewhere'; export const env = { get: (name: string) => load(name) };",
      'a.ts': "import { env } from './lib/env.js'; f(env.get('A'));",
    };
    expect(namesIn(texts)).toEqual([]);
    expect(
      open(texts, [], [{ module: 'lib/env', path: 'env.get', role: 'reads-env' }])
        .report()
        .variables.map((one) => one.name),
    ).toEqual(['A']);
  });

  it('find a schema in another file than its use', () => {
    const environment = open({
      'schema.ts': "import { z } from 'zod';\nexport const schema = z.object({\n  A: z.string(),\n});",
      'env.ts': "import { schema } from './schema.js'; export const env = schema.parse(process.env);",
    });
    expect(environment.report().variables).toMatchObject([{ name: 'A', schema: true, reads: [{ file: 'schema.ts', line: 3 }] }]);
  });

  it('end in cycles of imports and re-exports', () => {
    expect(
      namesIn({
        'a.ts': "export * from './b.js'; export { x } from './b.js'; import { env } from './b.js'; f(env.A, process.env.B);",
        'b.ts': "export * from './a.js'; export { x } from './a.js'; import { y } from './a.js'; export const env = y ?? process.env; export const y = env;",
        'c.ts': "import { x, nothing } from './a.js'; f(process.env[x], process.env[nothing]); export const self = self; f(process.env[self]);",
      }),
    ).toEqual(['A', 'B']);
  });
});

describe('dynamic reads', () => {
  const dynamic = (text: string): number[] =>
    open({ 'a.ts': text })
      .report()
      .dynamic.map((one) => one.line);
  it.each([
    '\nf(process.env[x()])',
    '\nfunction f(name) { return process.env[name]; }',
    '\nf(process.env[`A_${x()}`])',
    '\nfor (const name of names()) f(process.env[name])',
    '\nf(Deno.env.get(x()))',
  ])('are listed where they stand: %s', (text) => expect(dynamic(text)).toEqual([2]));
  it('are not what a call names', () => expect(dynamic("function f(name) { return process.env[name]; } f('A')")).toEqual([]));
  it('stay, where one of several calls names nothing', () => expect(dynamic("\nfunction f(name) { return process.env[name]; } f('A'); f(x())")).toEqual([2]));
  it('keep rows of their family in use', () => {
    const { unused } = open({
      'a.ts': 'f(process.env[`MAIL_${x()}`], process.env[`PRICE_${x()}_ID`])',
      '.env.example': 'MAIL_KEY=\nPOST_KEY=\nPRICE_A_ID=\nPRICE_A=\n',
    }).report();
    expect(unused.map((one) => one.name)).toEqual(['POST_KEY', 'PRICE_A']);
  });
  it('are listed as a family, where the name starts with what is constant', () => {
    const { dynamic } = open({ 'a.ts': 'f(process.env[`PRICE_${x()}_ID`], process.env["MAIL_" + x()], process.env[`${x()}_KEY`])' }).report();
    expect(dynamic.map((one) => one.family)).toEqual([null, 'MAIL_*', 'PRICE_*_ID']);
  });
});

describe('the inventory', () => {
  it('is the nearest that lists the variable, else any that does', () => {
    const { variables } = open({
      'apps/web/.env.example': 'A=\n# B=\n',
      '.env.example': 'A=\nC=\n',
      'packages/db/.env.sample': 'D=\n',
      'apps/web/a.ts': 'f(process.env.A, process.env.B, process.env.C, process.env.D, process.env.E)',
    }).report();
    expect(variables.map((one) => [one.name, one.inventoried, one.inventory])).toEqual([
      ['A', true, 'apps/web/.env.example'],
      ['B', true, 'apps/web/.env.example'],
      ['C', true, '.env.example'],
      ['D', true, 'packages/db/.env.sample'],
      ['E', false, null],
    ]);
  });

  it('misses what has no row, in the order of the first reads', () => {
    const { files, missing } = open({
      '.env.example': 'A=\n',
      'a.ts': 'f(process.env.Z, process.env.A, process.env.NODE_ENV)',
      'b.ts': 'f(process.env.B, process.env.Z)',
      'b.test.ts': 'f(process.env.T)',
    }).inventory();
    expect(files).toEqual(['.env.example']);
    expect(missing).toEqual(['Z', 'B']);
  });

  it('needs no rows for what the platform sets, where it does', () => {
    const { variables } = open(
      {
        'a.ts': 'f(process.env.NODE_ENV, process.env.OWN_A, process.env.OTHER, process.env.DEV, import.meta.env.PROD)',
        'supabase/functions/x/index.ts': "Deno.env.get('SUPABASE_URL')",
        'b.ts': 'f(process.env.SUPABASE_ANON_KEY)',
      },
      ['OWN_*'],
    ).report();
    expect(Object.fromEntries(variables.map((one) => [one.name, one.platform]))).toEqual({
      NODE_ENV: true,
      OWN_A: true,
      OTHER: false,
      DEV: false,
      PROD: true,
      SUPABASE_URL: true,
      SUPABASE_ANON_KEY: false,
    });
  });

  it('needs no rows for what the build sets, below its configuration', () => {
    const { variables } = open({
      'web/next.config.ts':
        "const name = process.env.OWN; export default { env: { VERSION: '1', name2: x, OWN: name, SELF: process.env.SELF ?? 'x', QUOTED: process.env['QUOTED'] } };",
      'web/vite.config.mjs':
        "export default { define: { 'import.meta.env.BUILT': JSON.stringify(1), 'process.env.STAMP': '2', 'process.env.SELF2': process.env.SELF2 } };",
      'web/a.ts':
        'f(process.env.VERSION, process.env.name2, process.env.OWN, process.env.SELF, process.env.QUOTED, import.meta.env.BUILT, process.env.STAMP, process.env.SELF2)',
      'api/a.ts': 'f(process.env.VERSION2, process.env.STAMP3)',
      'api/b.ts': 'f(process.env.VERSION)',
    }).report();
    const set = variables.filter((one) => one.platform).map((one) => one.name);
    expect(set).toEqual(['BUILT', 'STAMP', 'name2']);
  });

  it('tells what only tests read', () => {
    const { variables } = open({
      'e2e/a.ts': 'f(process.env.A, process.env.B)',
      'src/b.ts': 'f(process.env.B)',
      'playwright.config.ts': 'f(process.env.C)',
    }).report();
    expect(variables.map((one) => [one.name, one.testsOnly])).toEqual([
      ['A', true],
      ['B', false],
      ['C', true],
    ]);
  });

  it('marks the first read, and not the tests’', () => {
    const environment = open({ 'a.test.ts': 'f(process.env.A)', 'b.ts': 'f(process.env.A); g(process.env.A)', 'c.ts': 'f(process.env.A)' });
    const first = ['a.test.ts', 'b.ts', 'c.ts'].flatMap((file) =>
      environment
        .of(file)
        .filter((one) => one.first)
        .map((one) => [file, one.at.start, one.reads]),
    );
    expect(first).toEqual([['b.ts', 2, 4]]);
  });

  it('tells what the application reads from what scripts and tests do', () => {
    const { variables } = open({
      'scripts/seed.ts': 'f(process.env.A)',
      'src/a.ts': 'f(process.env.A)',
      'src/a.test.ts': 'f(process.env.A)',
      'src/run.ts': '#!/usr/bin/env node\nf(process.env.A)',
    }).report();
    expect(variables[0]!.reads.map(({ file, scope }) => [file, scope])).toEqual([
      ['scripts/seed.ts', 'script'],
      ['src/a.test.ts', 'test'],
      ['src/a.ts', 'app'],
      ['src/run.ts', 'script'],
    ]);
  });

  it('keeps rows that a library or the platform reads by itself', () => {
    const unused = (texts: Record<string, string>): string[] =>
      open({ ...texts, '.env.example': 'OPENAI_API_KEY=\nAUTH_GITHUB_ID=\nNODE_OPTIONS=\n' })
        .report()
        .unused.map((one) => one.name);
    expect(unused({ 'package.json': '{ "dependencies": { "openai": "4", "next-auth": "5" } }' })).toEqual([]);
    expect(unused({ 'deno.json': '{ "imports": { "openai": "npm:openai@4", "auth": "npm:@auth/core@0" } }' })).toEqual([]);
    expect(unused({ 'package.json': '{ "dependencies": { "openai-tokens": "1" } }' })).toEqual(['OPENAI_API_KEY', 'AUTH_GITHUB_ID']);
  });

  it('knows what Prisma reads', () => {
    const environment = open({ 'prisma/schema.prisma': 'datasource db {\n  // env("NO")\n  url = env("DATABASE_URL")\n}\n', '.env.example': '' });
    expect(environment.report().variables).toMatchObject([{ name: 'DATABASE_URL', reads: [{ file: 'prisma/schema.prisma', line: 3 }] }]);
    expect(environment.of('prisma/schema.prisma')).toMatchObject([{ name: 'DATABASE_URL', first: true }]);
  });

  it('has rows in use that only other files mention, and those that no file does', () => {
    const { unused } = open({
      '.env.example': 'IN_COMPOSE=\nIN_WORKFLOW=\nIN_CODE_TEXT=\nIN_ROW=\nURL=http://${IN_ROW}/\nNOWHERE=\n# COMMENTED=\nREAD=\n',
      'docker-compose.yml': 'environment:\n  - IN_COMPOSE',
      '.github/workflows/ci.yml': 'env: { X: ${{ secrets.IN_WORKFLOW }}, URL: 1 }',
      'a.ts': "f('IN_CODE_TEXT', process.env.READ) // NOWHERE\n/* COMMENTED */",
      'README.md': 'Set NOWHERE.',
    }).report();
    expect(unused).toEqual([
      { name: 'NOWHERE', file: '.env.example', line: 6 },
      { name: 'COMMENTED', file: '.env.example', line: 7 },
    ]);
  });
});
