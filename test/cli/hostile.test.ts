/** What a repository brings along is read, never run; and nothing that lies in it stops the run. */
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { gatelint, sandbox } from './machine.js';

const code = 'export const key = process.env.OPENAI_API_KEY;\n';

test('no configuration, script, hook or driver of the checked repository is executed', async () => {
  const box = sandbox({ 'package.json': '{}' });
  const marker = join(box.folder, 'executed');
  const strike = `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '');`;
  const shell = `#!/bin/sh\ntouch ${JSON.stringify(marker)}\n`;
  const scripts = Object.fromEntries(
    ['preinstall', 'install', 'prepare', 'pretest', 'test', 'lint', 'gatelint', 'precheck'].map((name) => [name, `touch ${marker}`]),
  );
  box.write({
    'package.json': JSON.stringify({ name: 'hostile', scripts, dependencies: { gatelint: 'file:./evil' }, exports: './gatelint.config.js' }),
    'eslint.config.js': strike,
    '.eslintrc.js': strike,
    'prettier.config.cjs': strike,
    'next.config.js': strike,
    'drizzle.config.ts': strike,
    'prisma.config.ts': strike,
    'gatelint.config.js': strike,
    'gatelint.config.cjs': strike,
    'gatelint.config.ts': strike,
    'node_modules/gatelint/index.js': strike,
    'node_modules/@gatelint/engine/index.js': strike,
    'node_modules/commander/index.js': strike,
    'tsconfig.json': '{ "extends": "./tsconfig.evil.js", "compilerOptions": { "plugins": [{ "name": "../../evil" }] } }',
    'tsconfig.evil.js': strike,
    'lib/env.ts': `${strike}\n${code}`,
    '.gitattributes': '* filter=evil diff=evil\n',
    'hook.sh': shell,
  });
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: box.folder, stdio: 'pipe' });
  git('init', '-q');
  git('add', '.');
  execFileSync('chmod', ['+x', 'hook.sh'], { cwd: box.folder });
  for (const [key, value] of [
    ['filter.evil.clean', './hook.sh'],
    ['filter.evil.smudge', './hook.sh'],
    ['filter.evil.required', 'true'],
    ['diff.evil.command', './hook.sh'],
    ['diff.evil.textconv', './hook.sh'],
    ['diff.external', './hook.sh'],
    ['core.fsmonitor', './hook.sh'],
    ['core.hooksPath', '.'],
    ['core.pager', './hook.sh'],
    ['alias.ls-files', '!./hook.sh'],
    ['alias.diff', '!./hook.sh'],
  ] as const)
    git('config', key, value);
  box.write({ 'post-index-change': shell, 'lib/env.ts': `${code}// changed\n` });

  for (const argv of [
    ['check'],
    ['check', '--staged'],
    ['check', 'lib/env.ts'],
    ['report'],
    ['env', '--check'],
    ['env', '--write'],
    ['rules'],
    ['explain', 'require-env-inventory'],
  ]) {
    const { status, errors } = await gatelint(box.folder, argv);
    expect(status, `${argv.join(' ')}: ${errors}`).toBeLessThan(2);
    expect(existsSync(marker), argv.join(' ')).toBe(false);
  }
  git('status');
  expect(existsSync(marker), 'the traps are live').toBe(true);
});

test('a configuration in JavaScript is named as one that is not read', async () => {
  const { folder } = sandbox({ 'package.json': '{}', 'gatelint.config.js': 'throw new Error()', '.env.example': 'OPENAI_API_KEY=\n', 'lib/env.ts': code });
  const { status, errors } = await gatelint(folder, ['check']);
  expect(status).toBe(0);
  expect(errors).toMatch(/gatelint\.config\.js is not read/u);
});

test('links in a circle end nowhere', async () => {
  const { folder } = sandbox({ 'package.json': '{}', '.env.example': 'OPENAI_API_KEY=\n', 'lib/env.ts': code });
  mkdirSync(join(folder, 'a/b'), { recursive: true });
  symlinkSync('../..', join(folder, 'a/b/up'));
  symlinkSync('itself', join(folder, 'itself'));
  symlinkSync('../lib/env.ts', join(folder, 'a/alias.ts'));
  const { status, output } = await gatelint(folder, ['check']);
  expect(output).toMatch(/^✔ No problems/u);
  expect(status).toBe(0);
});

test('a file with bytes that are no text is listed, and the rest is judged', async () => {
  const { folder } = sandbox({
    'package.json': '{}',
    '.env.example': '',
    'lib/env.ts': code,
    'lib/binary.ts': Uint8Array.from([0, 1, 2, 255, 254, 0]),
    'lib/broken.ts': 'export const = ;\nprocess.env.X',
  });
  const { status, output } = await gatelint(folder, ['check']);
  expect(status).toBe(1);
  expect(output).toContain('OPENAI_API_KEY');
  expect(output).toMatch(/Not read\n {2}lib\/b/u);
});
