/** The configurations that the pages show, run as they stand there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import gatelint from 'eslint-plugin-gatelint';
import { describe, expect, it } from 'vitest';
import { root } from '../../packages/dev/src/root.js';
import { builtPlugin, runBin } from './built-plugin.js';
import { temporaryProject } from './temporary-project.js';

const plugin = builtPlugin();
const files = { '.env.example': '', 'src/a.ts': 'export const value: unknown = process.env.MISSING;\n' };

/** The first block after the mark `<!-- example: name -->`. */
function example(page: string, name: string): string {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  const block = text.split(`<!-- example: ${name} -->`)[1]?.match(/```\w+\n([^]*?)```/u)?.[1];
  if (block === undefined) throw new Error(`docs/${page} has no example ${name}.`);
  return block;
}

describe('docs/eslint.md', () => {
  it('shows a configuration that works', () => {
    const project = temporaryProject({
      ...files,
      'eslint.config.mjs': example('eslint.md', 'eslint.config.js').replace("'eslint-plugin-gatelint'", JSON.stringify(plugin.url)),
    });
    const { stdout, status } = runBin('eslint', ['.', '--format', 'json'], project.folder);
    expect(status).toBe(1);
    expect(stdout).toContain('gatelint/require-env-inventory');
  });
});

describe('docs/oxlint.md', () => {
  const config = example('oxlint.md', '.oxlintrc.json');

  it('names every recommended rule for TypeScript, with its severity', () => {
    expect((JSON.parse(config) as { rules: object }).rules).toEqual(gatelint.configs.recommended[0]!.rules);
  });

  it('shows a configuration that works', () => {
    const project = temporaryProject({ ...files, '.oxlintrc.json': config.replace('"eslint-plugin-gatelint"', JSON.stringify(plugin.path)) });
    const { stdout, status } = runBin('oxlint', ['--format', 'unix'], project.folder);
    expect(status).toBe(1);
    expect(stdout).toContain('gatelint(require-env-inventory)');
  });
});
