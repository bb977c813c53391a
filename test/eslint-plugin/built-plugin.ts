/**
 * The plugin as a bundle, for tests in which another process loads it: those know no TypeScript and no condition `gatelint-source`. It lies below the
 * repository, so that the installed dependencies are found.
 */
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { root } from '../../packages/dev/src/root.js';

export interface BuiltPlugin {
  /** Absolute path of the module. */
  readonly path: string;
  /** As a configuration imports it. */
  readonly url: string;
}

/** Builds before the tests of a file and tidies up after them; the result is filled in by then. */
export function builtPlugin(): BuiltPlugin {
  const built = { path: '', url: '' };
  let folder = '';
  beforeAll(async () => {
    const parent = join(root, '.cache', 'test-plugin');
    mkdirSync(parent, { recursive: true });
    folder = mkdtempSync(join(parent, 'built-'));
    built.path = join(folder, 'dist', 'index.js');
    built.url = pathToFileURL(built.path).href;
    const source = join(root, 'packages', 'eslint-plugin');
    await build({
      entryPoints: [join(source, 'src', 'index.ts')],
      outfile: built.path,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      conditions: ['gatelint-source'],
      external: ['eslint-plugin', 'engine'].flatMap(dependenciesOf),
    });
    copyFileSync(join(source, 'package.json'), join(folder, 'package.json'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return built;
}

function dependenciesOf(workspace: string): string[] {
  const manifest = JSON.parse(readFileSync(join(root, 'packages', workspace, 'package.json'), 'utf8')) as { readonly dependencies?: Record<string, string> };
  return Object.keys(manifest.dependencies ?? {}).filter((name) => !name.startsWith('@gatelint/'));
}

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a package's command with this Node in `cwd`. `nodeOptions` go before it. */
export function runBin(name: 'eslint' | 'oxlint', args: readonly string[], cwd: string, nodeOptions: readonly string[] = []): Run {
  const manifestPath = join(root, 'node_modules', name, 'package.json');
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as { readonly bin: string | Record<string, string> };
  const bin = join(dirname(manifestPath), typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[name]!);
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, bin, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' },
    maxBuffer: 1 << 26,
  });
  return { status, stdout, stderr };
}
