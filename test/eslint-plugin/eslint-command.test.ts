/** The bundle in `eslint` as people run it: configuration files, `require()`, workers, and no TypeScript in sight. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtPlugin, runBin } from './built-plugin.js';
import { temporaryProject, type TemporaryProject } from './temporary-project.js';

const plugin = builtPlugin();
const withoutTypeScript = ['--import', join(dirname(fileURLToPath(import.meta.url)), 'without-typescript.mjs')];

interface Result {
  readonly filePath: string;
  readonly messages: readonly { readonly line: number; readonly column: number; readonly ruleId: string | null; readonly message: string }[];
}

function shown(project: TemporaryProject, args: readonly string[] = [], nodeOptions: readonly string[] = withoutTypeScript): readonly string[] {
  const { stdout, stderr } = runBin('eslint', ['.', '--format', 'json', ...args], project.folder, nodeOptions);
  if (!stdout.startsWith('[')) throw new Error(stderr || stdout);
  return (JSON.parse(stdout) as Result[])
    .flatMap(({ filePath, messages }) =>
      messages.map(
        ({ line, column, ruleId, message }) => `${filePath.slice(project.folder.length + 1).replaceAll('\\', '/')}:${line}:${column} ${ruleId ?? message}`,
      ),
    )
    .sort();
}

const reads = (name: string): string => `type A = string;\nexport const value: A = process.env.${name};\n`;
const importing = (): string => `import gatelint from ${JSON.stringify(plugin.url)};\nexport default [...gatelint.configs.recommended];\n`;

describe('eslint', () => {
  it('needs neither TypeScript nor a parser for it', () => {
    const project = temporaryProject({
      'eslint.config.mjs': importing(),
      '.env.example': '',
      'src/a.ts': reads('MISSING'),
      'src/b.js': 'process.env.OTHER;',
      'm.sql': 'crate table x;',
    });
    expect(shown(project)).toEqual(['src/a.ts:2:25 gatelint/require-env-inventory', 'src/b.js:1:1 gatelint/require-env-inventory']);
  });

  it('is loaded by require()', () => {
    const project = temporaryProject({
      'eslint.config.cjs': `module.exports = require(${JSON.stringify(plugin.path)}).configs.recommended;`,
      '.env.example': '',
      'a.ts': reads('MISSING'),
    });
    expect(shown(project)).toEqual(['a.ts:2:25 gatelint/require-env-inventory']);
  });

  it('leaves TypeScript to the parser that a project has', () => {
    const config = `import tseslint from 'typescript-eslint';\nimport gatelint from ${JSON.stringify(plugin.url)};\nexport default [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser }, rules: { 'no-debugger': 'error' } }, ...gatelint.configs.recommended];\n`;
    // The configuration lies beside the bundle, from where typescript-eslint is found.
    const project = temporaryProject({ '.env.example': '', 'a.ts': `${reads('MISSING')}debugger;\n` });
    const configPath = join(dirname(plugin.path), 'with-typescript.config.mjs');
    project.write('eslint.config.mjs', `export { default } from ${JSON.stringify(configPath)};\n`);
    writeFileSync(configPath, config);
    expect(shown(project, [], [])).toEqual(['a.ts:2:25 gatelint/require-env-inventory', 'a.ts:3:1 no-debugger']);
  });

  it('says the same in workers, whichever files they get', () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`src/file-${at}.ts`, `import { b } from './file-${(at + 5) % 12}';\n${reads(`NAME_${at % 5}`)}`]),
    );
    const project = temporaryProject({ 'eslint.config.mjs': importing(), '.env.example': '', ...files });
    const alone = shown(project);
    expect(alone).toHaveLength(5);
    expect(shown(project, ['--concurrency', '2'])).toEqual(alone);
  });

  it('fixes what others find and judges what is left', () => {
    const config = `${importing().replace('];', ", { rules: { semi: ['error', 'always'], 'no-var': 'error' } }];")}`;
    const project = temporaryProject({
      'eslint.config.mjs': config,
      '.env.example': '',
      'a.js': 'var a = process.env.MISSING\nexport { a }\n',
      'b.js': 'export const b = process.env.MISSING\n',
    });
    expect(shown(project, ['--fix'])).toEqual(['a.js:1:9 gatelint/require-env-inventory']);
    expect(readFileSync(project.path('a.js'), 'utf8')).toBe('let a = process.env.MISSING;\nexport { a };\n');
  });
});
