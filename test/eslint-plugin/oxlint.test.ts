/** The same bundle as a JavaScript plugin of Oxlint. */
import { describe, expect, it } from 'vitest';
import gatelint from 'eslint-plugin-gatelint';
import { builtPlugin, runBin } from './built-plugin.js';
import { temporaryProject, type TemporaryProject } from './temporary-project.js';

const plugin = builtPlugin();

interface Output {
  readonly diagnostics: readonly {
    readonly message: string;
    readonly code?: string;
    readonly severity: string;
    readonly filename?: string;
    readonly labels: readonly { readonly span: { readonly offset: number; readonly length: number; readonly line: number; readonly column: number } }[];
  }[];
}

const typescriptRules = Object.fromEntries(Object.entries(gatelint.configs.recommended[0]!.rules!));
const config = (more: object = {}): string => JSON.stringify({ jsPlugins: [plugin.path], categories: { correctness: 'off' }, rules: typescriptRules, ...more });

function run(project: TemporaryProject): Output['diagnostics'] {
  const { stdout, stderr } = runBin('oxlint', ['--format', 'json'], project.folder);
  if (!stdout.startsWith('{')) throw new Error(stderr || stdout);
  return (JSON.parse(stdout) as Output).diagnostics;
}

const shown = (project: TemporaryProject): readonly string[] =>
  run(project)
    .map(({ code, filename, labels: [label], message }) => `${filename}:${label?.span.line}:${label?.span.column} ${code ?? message}`)
    .sort();

const reads = (name: string): string => `type A = string;\nexport const value: A = process.env.${name};\n`;

describe('oxlint', () => {
  it('judges TypeScript by the whole project, and passes over what is ESLint’s alone', () => {
    const project = temporaryProject({
      '.oxlintrc.json': config(),
      '.env.example': 'LISTED=\n',
      'a.ts': reads('LISTED'),
      'b.tsx': reads('MISSING'),
      'c.ts': reads('MISSING'),
      'm.sql': 'create table users (id int);',
    });
    expect(shown(project)).toEqual(['b.tsx:2:25 gatelint(require-env-inventory)']);
  });

  it('gives severities by rule, as it is told to', () => {
    const project = temporaryProject({
      '.oxlintrc.json': config({ rules: { 'gatelint/require-env-inventory': 'warn' } }),
      '.env.example': '',
      'a.ts': reads('MISSING'),
    });
    expect(run(project)).toMatchObject([{ severity: 'warning' }]);
  });

  it('points at the right bytes, whatever stands before them', () => {
    const text = "\uFEFF// é😀\r\nexport const a = 'é😀', value = process.env.MISSING;\r\n";
    const project = temporaryProject({ '.oxlintrc.json': config(), '.env.example': '', 'a.ts': text });
    const { offset, length } = run(project)[0]!.labels[0]!.span;
    expect(
      Buffer.from(text)
        .subarray(offset, offset + length)
        .toString(),
    ).toMatch(/^process\.env\.MISSING$/u);
  });

  it('obeys its own directives and ESLint’s', () => {
    const directive = (name: string): string => `// ${name}-disable-next-line gatelint/require-env-inventory\nexport const v = process.env.MISSING;\n`;
    const project = temporaryProject({ '.oxlintrc.json': config(), '.env.example': '', 'a.ts': directive('oxlint') });
    expect(shown(project)).toEqual([]);
    project.write('a.ts', directive('eslint'));
    expect(shown(project)).toEqual([]);
  });

  it('does not judge the script that it cuts out of a component', () => {
    const project = temporaryProject({ '.oxlintrc.json': config(), '.env.example': '', 'App.vue': `<script lang="ts">\n${reads('MISSING')}</script>\n` });
    expect(shown(project)).toEqual([]);
  });
});
