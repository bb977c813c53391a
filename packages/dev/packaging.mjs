/** `npm run test:packaging`: packs the published packages and installs them into empty projects. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', 'vitest.packaging.config.ts'], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
