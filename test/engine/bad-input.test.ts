/** What is no proper input costs itself alone: the rest of the project is judged, and what was not read is listed. */
import { rules } from '@gatelint/engine';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../packages/engine/src/config.js';
import { openProject } from '../../packages/engine/src/open-project.js';
import type { Project } from '../../packages/engine/src/project.js';
import { inFolder, memoryFileSystem } from '../support/memory-file-system.js';

type Contents = Readonly<Record<string, string | Uint8Array | { readonly link: string }>>;

const open = (contents: Contents): Project =>
  openProject({
    root: '/project',
    files: memoryFileSystem(inFolder('/project', contents)),
    config: { ...defaultConfig, preset: 'strict' },
    rules,
    cache: null,
  });

/** A project with one finding of its own, which whatever stands beside it must not cost. */
const sound: Contents = { 'package.json': '{}', '.env.example': 'A=\n', 'src/sound.ts': 'export const key = process.env.MISSING;\n' };
const soundFinding = 'src/sound.ts:1 require-env-inventory';

function judge(contents: Contents): { findings: string[]; unread: string[]; internalErrors: readonly unknown[]; notes: readonly string[] } {
  const project = open({ ...sound, ...contents });
  const { findings, coverage, internalErrors } = project.check();
  const report = project.report();
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(report.findings).toEqual(findings);
  return {
    findings: findings.map((one) => `${one.file}:${one.line} ${one.rule}`),
    unread: coverage.unread.map((one) => one.file),
    internalErrors,
    notes: coverage.notes,
  };
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const read = 'export const x = process.env.A;\n';

describe('a file that cannot be read as a module', () => {
  it.each<[string, string | Uint8Array]>([
    ['NUL bytes', `${read}\0\0`],
    ['Latin-1', latin1('// Größe\nexport const x = process.env.A;\n')],
    ['20 MB', `${read}// ${'x'.repeat(20 * 1024 * 1024)}`],
    ['bytes of a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff, 0xfe])],
    ['a syntax error', `${read}export const = ;`],
    ['an open comment', `${read}/* `],
    ['an open string', `${read}const a = "`],
    ['nesting without end', `${'('.repeat(100_000)}process.env.A`],
  ])('is listed and costs itself alone: %s', (_, content) => {
    const { findings, unread, internalErrors } = judge({ 'src/broken.ts': content });
    expect(findings).toEqual([soundFinding]);
    expect(unread).toEqual(['src/broken.ts']);
    expect(internalErrors).toEqual([]);
  });
});

describe('a file that is merely unusual', () => {
  it.each<[string, Contents, string[]]>([
    ['a byte order mark', { 'src/a.ts': '\uFEFFexport const x = process.env.B;\n' }, ['src/a.ts:1 require-env-inventory']],
    ['carriage returns', { 'src/a.ts': '// one\r\nexport const x = process.env.B;\r\n' }, ['src/a.ts:2 require-env-inventory']],
    ['carriage returns alone', { 'src/a.ts': '// one\rexport const x = process.env.B;\r' }, ['src/a.ts:2 require-env-inventory']],
    [
      'UTF-16 with a mark',
      { 'src/a.ts': Uint8Array.from([0xff, 0xfe, ...new Uint8Array(new Uint16Array([...'f(process.env.B)'].map((char) => char.charCodeAt(0))).buffer)]) },
      ['src/a.ts:1 require-env-inventory'],
    ],
    ['astral characters', { 'src/a.ts': 'const s = "😀😀"; export const x = process.env.B;\n' }, ['src/a.ts:1 require-env-inventory']],
    ['nothing', { 'src/a.ts': '' }, []],
    ['a name with spaces and brackets', { 'src/[id] (x)/a b.ts': 'export const x = process.env.B;\n' }, ['src/[id] (x)/a b.ts:1 require-env-inventory']],
    [
      'a prototype’s name',
      { 'src/a.ts': 'f(process.env.constructor, process.env.__proto__, process.env["hasOwnProperty"])' },
      ['src/a.ts:1 require-env-inventory', 'src/a.ts:1 require-env-inventory', 'src/a.ts:1 require-env-inventory'],
    ],
  ])('is judged: %s', (_, contents, expected) => {
    const { findings, unread, internalErrors } = judge(contents);
    expect(findings).toEqual([...expected, soundFinding]);
    expect(unread).toEqual([]);
    expect(internalErrors).toEqual([]);
  });
});

describe('modules that lead to each other', () => {
  it('may import in a cycle', () => {
    const { findings, internalErrors } = judge({
      'src/a.ts': "import { b } from './b.js'; export const a = () => b(); export const x = process.env.B;",
      'src/b.ts': "import { a } from './a.js'; export const b = () => a();",
      'app/api/x/route.ts': "import { a } from '../../../src/a.js'; // gatelint: public -- a test\nexport async function POST() { return a(); }",
    });
    expect(findings).toContain('src/a.ts:1 require-env-inventory');
    expect(internalErrors).toEqual([]);
  });
  it('may re-export in a cycle', () => {
    const { findings, internalErrors } = judge({
      'src/a.ts': "export * from './b.js'; export { lost } from './b.js';",
      'src/b.ts': "export * from './a.js'; export { lost } from './a.js';",
      'src/c.ts': "import { lost, env } from './a.js'; f(lost.A, env.B, process.env[lost]);",
    });
    expect(findings).toEqual([soundFinding]);
    expect(internalErrors).toEqual([]);
  });
  it('may lead to nothing', () => {
    const { findings, internalErrors } = judge({
      'src/a.ts': "import x from './nowhere.js'; import y from 'no-such-package'; import z from '@/lost'; x.y(process.env.B); export { q } from './gone.js';",
    });
    expect(findings).toEqual(['src/a.ts:1 require-env-inventory', soundFinding]);
    expect(internalErrors).toEqual([]);
  });
});

describe('descriptions of the project', () => {
  it.each<[string, Contents]>([
    ['a tsconfig that extends what is not there', { 'tsconfig.json': '{ "extends": "./gone.json", "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }' }],
    ['a tsconfig that extends itself', { 'tsconfig.json': '{ "extends": "./tsconfig.json" }' }],
    ['a tsconfig that is none', { 'tsconfig.json': '{ "compilerOptions": ' }],
    ['a package.json that is none', { 'package.json': '[1, 2' }],
    ['a package.json that is a list', { 'package.json': '[]' }],
    ['a package.json with odd fields', { 'package.json': '{ "name": 1, "workspaces": { "a": null }, "dependencies": [], "exports": 3, "imports": "x" }' }],
    ['workspaces that lead out', { 'package.json': '{ "workspaces": ["../*", "/", "**", ""] }' }],
    ['a .gitignore with broken patterns', { '.gitignore': '[\n!\n\\\n[z-a]\n/**/[\n' }],
    ['an inventory that is none', { '.env.sample': Uint8Array.from([0, 255, 254, 61, 10]) }],
  ])('may be broken: %s', (_, contents) => {
    const { findings, internalErrors } = judge({ ...contents, 'src/a.ts': "import { key } from '@/sound'; export const own = key;" });
    expect(findings).toEqual([soundFinding]);
    expect(internalErrors).toEqual([]);
  });
  it('are told of, where something is missing', () =>
    expect(
      judge({ 'tsconfig.json': '{ "extends": "./gone.json" }', 'src/a.ts': "import { key } from '@/sound'; f(key.A, process.env[key]);" }).notes.join('\n'),
    ).toContain('gone.json'));
});

describe('migrations', () => {
  const at = 'supabase/migrations/20250101000000_a.sql';
  it.each<[string, string | Uint8Array, boolean]>([
    ['one broken statement', 'create tabel x (id int);\nselect 1;', true],
    ['an open string', "select 'x", true],
    ['an open dollar quote', 'do $$ begin', true],
    ['NUL bytes', 'select 1;\0', true],
    ['Latin-1', latin1("comment on table x is 'Größe';"), true],
    ['nothing', '', false],
    ['nothing but comments', '-- nothing\n/* at all */', false],
    ['a byte order mark and carriage returns', '\uFEFFselect 1;\r\nselect 2;\r\n', false],
  ])('cost themselves alone: %s', (_, content, listed) => {
    const { findings, unread, internalErrors } = judge({ [at]: content });
    expect(findings).toEqual([soundFinding]);
    expect(unread.includes(at)).toBe(listed);
    expect(internalErrors).toEqual([]);
  });
});

describe('a root', () => {
  it.each<[string, Contents]>([
    ['that is empty', {}],
    ['that does not exist', { '../elsewhere/a.ts': '' }],
    ['with folders alone', { 'a/b/.keep': '' }],
    ['with a loop of links', { 'src/.keep': '', 'src/self': { link: '/project/src' }, 'src/up': { link: '/project' } }],
  ])('may have nothing to judge: %s', (_, contents) => {
    const project = open(contents);
    expect(project.files()).toEqual([]);
    expect(project.check()).toMatchObject({ coverage: { files: 0, unread: [], undecided: [] }, findings: [], internalErrors: [] });
    expect(project.report()).toMatchObject({ entries: [], telemetry: [], tables: [], enums: [], env: { variables: [], unused: [], dynamic: [] } });
    expect(
      project.judge(
        'src/a.ts',
        rules.map((rule) => rule.id),
      ),
    ).toEqual([]);
    project.overlay('src/a.ts', null);
    project.refresh();
  });
});

it('answers where the disk answers nothing', () => {
  const files = {
    read: () => null,
    stat: () => null,
    list: (path: string) => (path === '/project' ? [{ name: 'a.ts', kind: 'file' as const, link: false }] : []),
  };
  const { coverage, findings, internalErrors } = openProject({ root: '/project', files, config: defaultConfig, rules, cache: null }).check();
  expect(coverage).toMatchObject({ files: 1, unread: [{ file: 'a.ts' }] });
  expect(findings).toEqual([]);
  expect(internalErrors).toEqual([]);
});

it('goes on with a cache that was cut short', () => {
  const files = memoryFileSystem(inFolder('/project', { ...sound, 'supabase/migrations/20250101000000_a.sql': 'select 1;' }));
  const cache = { get: () => '{ "source": ', set: () => {} };
  const { findings, internalErrors } = openProject({ root: '/project', files, config: defaultConfig, rules, cache }).check();
  expect(findings.map((one) => `${one.file}:${one.line} ${one.rule}`)).toEqual([soundFinding]);
  expect(internalErrors).toEqual([]);
});
