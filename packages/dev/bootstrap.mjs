/**
 * Makes a checkout ready to run: installs what package-lock.json says, then builds what npm would publish, each only when it is out of date.
 * Node alone runs it, because on a fresh clone nothing else is there.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const stamp = join(root, '.cache', 'built.sha256');

install();
build();

function install() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && !differs(packagesOf(join(root, 'package-lock.json')), packagesOf(installed))) return;
  // `npm ci` refuses a lock file that was written where the registry had no build of an optional package for every platform; `npm install` takes what there is.
  if (!existsSync(installed) && npm('ci', '--loglevel=silent') === 0) return;
  // Tests leave the lock file alone.
  if (npm('install', '--no-save', '--loglevel=error') !== 0) fail('npm could not install the dependencies.');
}

/** Whether a package that the lock file wants is missing or of another version. Optional ones depend on the platform and are left to npm. */
function differs(wanted, present) {
  return Object.entries(wanted).some(([path, entry]) => {
    if (!path.startsWith('node_modules/') || entry.optional) return false;
    const have = present[path];
    return !have || have.version !== entry.version;
  });
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

function build() {
  const now = hashOfSources();
  const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (before === now && outputs().every((path) => existsSync(path))) return;
  const { status } = spawnSync(process.execPath, ['--conditions=gatelint-source', '--import', 'tsx', 'packages/dev/src/build.ts', '--no-types'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) fail('The build failed.');
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}

function outputs() {
  return ['engine/dist/index.js', 'eslint-plugin/dist/index.js', 'cli/dist/gatelint.js'].map((path) => join(root, 'packages', path));
}

function hashOfSources() {
  const hash = createHash('sha256').update(process.version);
  const add = (path) => {
    for (const entry of readdirSync(join(root, path), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const child = `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && entry.name !== 'dist') add(child);
      } else
        hash
          .update(child)
          .update('\0')
          .update(readFileSync(join(root, child)));
    }
  };
  add('packages');
  add('rules');
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
}

function npm(...command) {
  process.stderr.write(`gatelint: npm ${command[0]} …\n`);
  const args = [...command, '--no-audit', '--no-fund'];
  const cli = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', process.stderr, process.stderr] };
  const done = cli?.endsWith('.js')
    ? spawnSync(process.execPath, [cli, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return done.status ?? 1;
}

function fail(message) {
  process.stderr.write(`gatelint: ${message}\n`);
  process.exit(2);
}
