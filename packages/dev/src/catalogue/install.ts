/** Installs the published declarations of packages into folders of their own. Nothing of a package is run: no scripts, and nobody imports it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Packages } from './check.js';

/** How long one call of npm may take, in milliseconds. */
const PATIENCE = 180_000;

export const registry: Packages = {
  install(folder, name, version) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const specifier = `${name}@${version}`;
    // Declarations name those of peers, so these are wanted; where they cannot be had together, the package alone has to do.
    const failed = npm(folder, [specifier]) && npm(folder, ['--legacy-peer-deps', specifier]);
    if (failed) return failed;
    // What has no declarations of its own may have some that others have written.
    if (!declaresTypes(folder, name)) npm(folder, [`@types/${name.replace(/^@/, '').replace('/', '__')}`]);
    return null;
  },
  exportsOf(folder, name) {
    const found: unknown = manifestOf(folder, name)?.['exports'];
    return typeof found === 'object' && found !== null ? Object.keys(found).filter((key) => key.startsWith('.')) : [];
  },
};

/** What npm says of a failure; null where there was none. */
function npm(folder: string, words: readonly string[]): string | null {
  const result = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', ...words], {
    cwd: folder,
    encoding: 'utf8',
    timeout: PATIENCE,
  });
  if (result.error) return result.error.message;
  if (result.status === 0) return null;
  const lines = result.stderr.split('\n').filter((line) => /^npm (error|ERR!) /.test(line));
  return (
    lines
      .map((line) => line.replace(/^npm (error|ERR!) (code )?/, ''))
      .slice(0, 2)
      .join(', ') || `npm ended with ${result.status}`
  );
}

function manifestOf(folder: string, name: string): Record<string, unknown> | null {
  const path = join(folder, 'node_modules', name, 'package.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>) : null;
}

function declaresTypes(folder: string, name: string): boolean {
  const manifest = manifestOf(folder, name);
  if (!manifest) return false;
  return (
    'types' in manifest ||
    'typings' in manifest ||
    JSON.stringify(manifest['exports'] ?? '').includes('.d.') ||
    existsSync(join(folder, 'node_modules', name, 'index.d.ts'))
  );
}
