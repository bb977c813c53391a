/** What `npm run bench` compares, all on the same files: Gatelint's own CLI, ESLint and Oxlint, each bare and with the plugin. */
import { rules } from '@gatelint/engine';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.js';
import type { Contender } from './measure.js';

const recommendedForTypeScript = rules.filter((rule) => rule.preset === 'recommended' && rule.languages.includes('ts')).map((rule) => rule.id);

export const names = {
  cold: 'gatelint check, cold',
  warm: 'gatelint check, warm cache',
  eslint: 'ESLint, typescript-eslint parser, no-debugger',
  eslintPlugin: 'ESLint, the same with gatelint recommended',
  oxlint: 'Oxlint, one trivial JavaScript rule',
  oxlintPlugin: 'Oxlint, gatelint recommended',
} as const;

/**
 * @param dir absolute path of the checkout
 * @param files TypeScript and JavaScript files of it, relative, as Gatelint finds them
 * @param work a folder that may be written to, inside the repository so that packages resolve from it
 */
export function contenders(dir: string, files: readonly string[], work: string): readonly Contender[] {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const list = listIn(work);
  writeFileSync(list, files.map((file) => join(dir, file)).join('\n'));
  const cache = join(work, 'cache');
  const gatelint = [join(root, 'packages/cli/dist/gatelint.js'), 'check', dir, '--format', 'json', '--cache-location', cache];
  const eslint = (config: string): readonly string[] => [join(import.meta.dirname, 'run-eslint.mjs'), write(work, ...eslintConfigs(config)), list];
  const oxlint = (config: string): readonly string[] => [
    join(root, 'node_modules/oxlint/bin/oxlint'),
    '-c',
    write(work, ...oxlintConfigs(config)),
    '--silent',
    ...files,
  ];
  const emptyCache = (): void => rmSync(cache, { recursive: true, force: true });
  write(work, 'trivial.mjs', trivialPlugin);
  return [
    { name: names.cold, args: gatelint, cwd: root, statuses: [0, 1], prepare: emptyCache },
    // The cold run before it in the same round filled the cache.
    { name: names.warm, args: gatelint, cwd: root, statuses: [0, 1] },
    { name: names.eslint, args: eslint('bare'), cwd: dir, statuses: [0] },
    { name: names.eslintPlugin, args: eslint('gatelint'), cwd: dir, statuses: [0] },
    { name: names.oxlint, args: oxlint('trivial'), cwd: dir, statuses: [0, 1] },
    { name: names.oxlintPlugin, args: oxlint('gatelint'), cwd: dir, statuses: [0, 1] },
  ];
}

/** The parser that Gatelint uses, on the files of the contenders that were made in the same `work`. */
export function parserAlone(work: string): Contender {
  return { name: 'the parser alone', args: [join(import.meta.dirname, 'run-parser.mjs'), listIn(work)], cwd: root, statuses: [0] };
}

/** Absolute paths, one a line. */
const listIn = (work: string): string => join(work, 'files.txt');

/** Inline directives are left alone, because those of a real repository name rules that are not loaded. */
function eslintConfigs(kind: string): readonly [name: string, text: string] {
  const bare = `{
    files: ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'],
    languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    rules: { 'no-debugger': 'error' },
  }`;
  const plugin = kind === 'gatelint';
  return [
    `eslint-${kind}.config.mjs`,
    `import parser from '@typescript-eslint/parser';
${plugin ? "import gatelint from 'eslint-plugin-gatelint';\n" : ''}
export default [${bare}${plugin ? ', ...gatelint.configs.recommended' : ''}];
`,
  ];
}

function oxlintConfigs(kind: string): readonly [name: string, text: string] {
  const config =
    kind === 'gatelint'
      ? {
          jsPlugins: [join(root, 'packages/eslint-plugin/dist/index.js')],
          rules: Object.fromEntries(recommendedForTypeScript.map((id) => [`gatelint/${id}`, 'error'])),
        }
      : { jsPlugins: ['./trivial.mjs'], rules: { 'trivial/no-debugger': 'error' } };
  return [`oxlint-${kind}.json`, JSON.stringify({ plugins: [], categories: { correctness: 'off' }, ...config }, null, 2)];
}

const trivialPlugin = `export default {
  meta: { name: 'trivial' },
  rules: {
    'no-debugger': {
      create: (context) => ({ DebuggerStatement: (node) => context.report({ node, message: 'No debugger.' }) }),
    },
  },
};
`;

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
