/** What npm gets, installed into empty projects: it has to hold what is needed and nothing else, and every host has to find the same. */
import type { CheckResult } from '@gatelint/engine';
import { rules } from '@gatelint/engine';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { openFolder } from '../../packages/dev/src/open-folder.js';
import { InstalledProject, type Tarball } from './installed-project.js';
import { recipe } from './recipes.js';

const fixture = 'projects/leaky-shop';
const tarballs = inject('tarballs');
const projects: InstalledProject[] = [];

afterAll(() => {
  for (const project of projects) project.remove();
});

function tarball(name: string): Tarball {
  const found = tarballs.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`${name} was not packed.`);
  return found;
}

function project(names: readonly string[], ...packages: readonly string[]): InstalledProject {
  const made = new InstalledProject();
  projects.push(made);
  made.install(...names.map((name) => tarball(name).path), ...packages);
  made.addFixture(fixture);
  return made;
}

const keyOf = (file: string, line: number, column: number, rule: string): string => `${file}:${line}:${column} ${rule}`;

/** What the installed CLI finds in the project, as `file:line:column rule`. */
function foundByCli(made: InstalledProject, ...options: readonly string[]): readonly string[] {
  const run = made.run('gatelint', 'check', '--format', 'json', ...options);
  expect(run.status, run.stderr).toBe(1);
  const { findings } = JSON.parse(run.stdout) as CheckResult;
  return findings.map(({ file, line, column, rule }) => keyOf(file, line, column, rule)).sort();
}

interface EslintResult {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly line: number; readonly column: number; readonly message: string }[];
}

function foundByEslint(made: InstalledProject): readonly string[] {
  const run = made.run('eslint', '.', '--format', 'json');
  expect(run.status, run.stderr).toBe(1);
  return (JSON.parse(run.stdout) as EslintResult[])
    .flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, line, column, message }) =>
        keyOf(relative(made.folder, filePath).replaceAll('\\', '/'), line, column, ruleId?.replace(/^gatelint\//, '') ?? message),
      ),
    )
    .sort();
}

interface OxlintResult {
  readonly diagnostics: readonly {
    readonly code?: string;
    readonly message: string;
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[];
  }[];
}

describe('tarballs', () => {
  it.each(['@gatelint/engine', 'eslint-plugin-gatelint', 'gatelint'])('%s holds what it needs and nothing else', (name) => {
    const paths = tarball(name).files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    expect(paths.filter((path) => !/^(LICENSE|README\.md|package\.json|dist\/.+\.(js|d\.ts)|gatelint\.schema\.json)$/.test(path))).toEqual([]);
  });

  it('stay small', () => {
    for (const { name, files } of tarballs)
      expect(
        files.reduce((sum, { size }) => sum + size, 0),
        name,
      ).toBeLessThan(3_000_000);
  });
});

describe('installed into an empty project', () => {
  it('the CLI alone finds what the repository finds', () => {
    const made = project(['@gatelint/engine', 'gatelint']);
    expect(made.run('gatelint', '--version').stdout.trim()).toBe('0.1.0');
    const found = foundByCli(made);
    const { findings } = openFolder(fileURLToPath(new URL(`../../fixtures/${fixture}`, import.meta.url))).check();
    expect(found).toEqual(findings.map(({ file, line, column, rule }) => keyOf(file, line, column, rule)).sort());
    expect(found.length).toBeGreaterThan(rules.length / 2);
    // The type checker comes along, and an ordinary project says the same with and without it.
    expect(foundByCli(made, '--types')).toEqual(found);
  });

  it('the plugin agrees with the CLI in ESLint 9, beside typescript-eslint', () => {
    const made = project(['@gatelint/engine', 'eslint-plugin-gatelint', 'gatelint'], 'eslint@9', 'typescript@5', 'typescript-eslint@8');
    const parser = "{ files: ['**/*.{ts,tsx}'], languageOptions: { parser: tseslint.parser } }";
    made.write('eslint.config.js', `import tseslint from 'typescript-eslint';\n${recipe('eslint.config.js').replace('[', `[${parser}, `)}`);
    expect(foundByEslint(made)).toEqual(foundByCli(made));
  });

  it('the plugin agrees with the CLI in ESLint 10, without typescript', () => {
    const made = project(['@gatelint/engine', 'eslint-plugin-gatelint', 'gatelint'], 'eslint@10');
    made.write('eslint.config.js', recipe('eslint.config.js'));
    expect(foundByEslint(made)).toEqual(foundByCli(made));
  });

  it('the plugin agrees with the CLI in Oxlint, about TypeScript', () => {
    const made = project(['@gatelint/engine', 'eslint-plugin-gatelint', 'gatelint'], 'oxlint@1');
    const config = JSON.parse(recipe('.oxlintrc.json')) as { readonly rules: Readonly<Record<string, string>> };
    const typescript = rules.filter((rule) => rule.languages.includes('ts') && rule.preset === 'recommended').map((rule) => `gatelint/${rule.id}`);
    expect(Object.keys(config.rules).sort()).toEqual(typescript.sort());
    made.write('.oxlintrc.json', JSON.stringify({ ...config, categories: { correctness: 'off' } }));
    const run = made.run('oxlint', '--format', 'json');
    expect(run.status, run.stderr).toBe(1);
    const found = (JSON.parse(run.stdout) as OxlintResult).diagnostics
      .map(({ code, filename, labels, message }) => {
        const { line = 0, column = 0 } = labels[0]?.span ?? {};
        return keyOf(filename, line, column, /^gatelint\((.+)\)$/.exec(code ?? '')?.[1] ?? message);
      })
      .sort();
    expect(found).toEqual(foundByCli(made).filter((key) => !/\.sql:/.test(key)));
  });

  it('the declarations of the engine need nothing that is not installed with it', () => {
    const made = project(['@gatelint/engine', 'eslint-plugin-gatelint'], 'typescript@5', '@types/node@20', 'eslint@10');
    made.write(
      'use.ts',
      `import { rules, type CheckResult, type Report, type Rule } from '@gatelint/engine';
import { defineRule } from '@gatelint/engine/core';
import gatelint from 'eslint-plugin-gatelint';

export const ids: readonly string[] = rules.map((rule: Rule) => rule.id);
export const files = (report: Report | CheckResult): number => report.coverage.files;
export const rule = defineRule({
  id: 'no-test', languages: ['ts'], preset: 'strict', severity: 'error', docs: { description: '', why: '', fix: '', limits: '' }, messages: { a: 'A.' },
  check({ file, project, report }) { for (const entry of project.entries(file)) report({ at: entry.at, message: 'a' }); },
});
export const configs: readonly object[] = gatelint.configs.recommended;
`,
    );
    made.write(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'es2023', strict: true, noEmit: true, types: ['node'] }, files: ['use.ts'] }),
    );
    const run = made.run('tsc', '-p', '.');
    expect(run.stdout).toBe('');
    expect(run.status).toBe(0);
  });
});
