/**
 * The engine, ESLint and Oxlint say the same about every fixture: the same rules at the same lines and columns, in every file that the host reads. All cases are
 * copied below one folder, each a project by itself, and each host goes over them once.
 */
import { ESLint } from 'eslint';
import gatelint from 'eslint-plugin-gatelint';
import { linesOf, rules } from '@gatelint/engine';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parser } from 'typescript-eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtureCases, fixtureFolders, fixtureProjects, fixturesFolder } from '../packages/dev/src/fixtures.js';
import { openFolder } from '../packages/dev/src/open-folder.js';
import { builtPlugin, runBin } from './eslint-plugin/built-plugin.js';

/** Relative to `fixtures/`. */
const cases = [
  ...fixtureFolders().flatMap((rule) => fixtureCases(rule).map(({ name }) => `${rule}/${name}`)),
  ...fixtureProjects().map((name) => `projects/${name}`),
];

const code = /\.[cm]?[jt]sx?$/u;
const sql = /\.sql$/u;
const ids = rules.map((rule) => rule.id);

/** `file:line:column rule`, by case. */
type Found = ReadonlyMap<string, readonly string[]>;

const plugin = builtPlugin();
let folder = '';
let byEslint: Found;
let byOxlint: Found;
/** Files that ESLint cannot parse and so says nothing of. */
const unparsed = new Set<string>();

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatelint-agreement-')));
  for (const one of cases) {
    cpSync(join(fixturesFolder, one), join(folder, one), { recursive: true });
    mkdirSync(join(folder, one, '.git'), { recursive: true });
  }
  byEslint = await askEslint();
  byOxlint = askOxlint();
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('compares more than silence', () => {
  expect([...byEslint.keys()].filter((one) => one.includes('/bad-')).length).toBeGreaterThan(10);
  expect([...byOxlint.keys()].filter((one) => one.includes('/bad-')).length).toBeGreaterThan(10);
});

describe.each(cases)('%s', (one) => {
  it('is judged alike by ESLint', () => expect(byEslint.get(one) ?? []).toEqual(askEngine(one, (file) => code.test(file) || sql.test(file))));
  it('is judged alike by Oxlint', () => expect(byOxlint.get(one) ?? []).toEqual(askEngine(one, (file) => code.test(file))));
});

function askEngine(one: string, hostReads: (file: string) => boolean): readonly string[] {
  return openFolder(join(folder, one))
    .check({ rules: ids })
    .findings.filter(({ file }) => hostReads(file) && !unparsed.has(`${one}/${file}`))
    .map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`)
    .sort();
}

async function askEslint(): Promise<Found> {
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    errorOnUnmatchedPattern: false,
    overrideConfig: [{ files: ['**/*.{ts,tsx,mts,cts}'], languageOptions: { parser } }, ...gatelint.configs.strict],
  });
  const found: [string, string][] = [];
  for (const { filePath, messages } of await eslint.lintFiles('.')) {
    const path = pathBelow(filePath);
    for (const { ruleId, line, column, fatal } of messages) {
      if (ruleId?.startsWith('gatelint/')) found.push([path, `${line}:${column} ${ruleId.slice('gatelint/'.length)}`]);
      else if (fatal) unparsed.add(path);
    }
  }
  return byCase(found);
}

function askOxlint(): Found {
  const typescript = rules.filter((rule) => rule.languages.includes('ts')).map((rule) => [`gatelint/${rule.id}`, 'error'] as const);
  writeFileSync(
    join(folder, '.oxlintrc.json'),
    JSON.stringify({ jsPlugins: [plugin.path], categories: { correctness: 'off' }, rules: Object.fromEntries(typescript) }),
  );
  const { stdout, stderr } = runBin('oxlint', ['--format', 'json', '--no-ignore', '.'], folder);
  if (!stdout.startsWith('{')) throw new Error(stderr || stdout);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code?: string; filename?: string; labels: { span: { offset: number } }[] }[] };
  return byCase(
    diagnostics.flatMap(({ code: rule, filename, labels: [label] }): [string, string][] => {
      const id = /^gatelint\((.+)\)$/u.exec(rule ?? '')?.[1];
      if (id === undefined || filename === undefined || label === undefined) return [];
      // Oxlint counts bytes.
      const bytes = readFileSync(join(folder, filename));
      const before = bytes.subarray(0, label.span.offset).toString();
      const { line, column } = linesOf(bytes.toString()).position(before.length);
      return [[filename.replaceAll('\\', '/'), `${line}:${column} ${id}`]];
    }),
  );
}

function pathBelow(path: string): string {
  return relative(folder, path).replaceAll('\\', '/');
}

function byCase(found: readonly (readonly [path: string, what: string])[]): Found {
  const grouped = new Map<string, string[]>();
  for (const [path, what] of found) {
    const one = path.split('/').slice(0, 2).join('/');
    grouped.set(one, [...(grouped.get(one) ?? []), `${path.slice(one.length + 1)}:${what}`]);
  }
  for (const list of grouped.values()) list.sort();
  return grouped;
}
