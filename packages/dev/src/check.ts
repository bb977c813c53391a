/** `npm run check`: everything that CI does. Every step runs, so that one look shows all that is wrong. */
import { spawnSync } from 'node:child_process';
import { root } from './root.js';

const steps: Readonly<Record<string, readonly string[]>> = {
  types: ['npx', 'tsc', '-b'],
  lint: ['npm', 'run', '--silent', 'lint'],
  format: ['npx', 'prettier', '--check', '.'],
  'dead code': ['npx', 'knip'],
  'generated files': ['npm', 'run', '--silent', 'sync', '--', '--check'],
  tests: ['npx', 'vitest', 'run'],
  packaging: ['npm', 'run', '--silent', 'test:packaging'],
};

const failed = Object.entries(steps).flatMap(([name, [command = '', ...args]]) => {
  process.stdout.write(`\n── ${name}: ${[command, ...args].join(' ')}\n`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  return status === 0 ? [] : [name];
});

process.stdout.write(failed.length === 0 ? `\nAll ${Object.keys(steps).length} steps passed.\n` : `\nFailed: ${failed.join(', ')}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
