/** An empty project in a temporary folder, into which packed tarballs are installed as a user would. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publishedPackages } from '../../packages/dev/src/published-packages.js';
import { root } from '../../packages/dev/src/root.js';

export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

export interface Tarball {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly files: readonly PackedFile[];
}

const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

/** Builds everything and packs the published packages into `folder`. */
export function packAll(folder: string): readonly Tarball[] {
  npm(root, 'run', 'build');
  return publishedPackages().map(({ name, folder: source }) => {
    const [packed] = JSON.parse(npm(source, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder)) as [{ filename: string; files: PackedFile[] }];
    return { name, path: join(folder, packed.filename.replace(/^@/, '').replace('/', '-')), files: packed.files };
  });
}

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class InstalledProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatelint-packaging-')));

  constructor() {
    this.write('package.json', JSON.stringify({ name: 'empty', private: true, type: 'module' }));
  }

  /** Tarballs by path, packages by name and version. */
  install(...packages: readonly string[]): void {
    npm(this.folder, 'install', ...quiet, ...packages);
  }

  /** Copies a fixture over the project, whose package.json then names the fixture's dependencies without their being installed. */
  addFixture(path: string): void {
    cpSync(join(root, 'fixtures', path), this.folder, {
      recursive: true,
      filter: (source) => !source.includes('/expected'),
    });
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Runs a command of `node_modules/.bin`. */
  run(command: string, ...args: readonly string[]): Run {
    const done = spawnSync(join(this.folder, 'node_modules', '.bin', command), args, {
      cwd: this.folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: cleanEnvironment(),
    });
    return { status: done.status, stdout: done.stdout, stderr: done.stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function npm(cwd: string, ...args: readonly string[]): string {
  const done = spawnSync('npm', args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28, env: cleanEnvironment() });
  if (done.status !== 0) throw new Error(`npm ${args.join(' ')} ended with status ${done.status}:\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

/** Without what the surrounding npm and test runner left behind. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_(?!config_)|VITEST|NODE_ENV$|NODE_OPTIONS$|TEST$)/.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}
