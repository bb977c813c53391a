/** `npm run demo`: the findings in a small shop that breaks every gate, then the one-screen report. Findings are the point, so they are no failure. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const shop = 'fixtures/projects/leaky-shop';

for (const command of ['check', 'report']) {
  process.stdout.write(`\n$ gatelint ${command} ${shop}\n\n`);
  const { status } = spawnSync(process.execPath, [join(root, 'packages/cli/dist/gatelint.js'), command, shop], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // 0: nothing found, 1: findings. Anything else is trouble.
  if (status !== 0 && status !== 1) process.exit(status ?? 2);
}
