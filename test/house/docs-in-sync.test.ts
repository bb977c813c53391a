/** What is generated is what would be generated now. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publishedPackages } from '../../packages/dev/src/published-packages.js';
import { root } from '../../packages/dev/src/root.js';
import { version } from '../../packages/engine/src/version.js';

describe('generated files', () => {
  it('are in sync', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=gatelint-source', '--import', 'tsx', 'packages/dev/src/sync.ts', '--check'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
  }, 120_000);
});

describe('the version', () => {
  it('is the same everywhere', () => {
    const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
    expect(/^## (\S+)/m.exec(changelog)?.[1]).toBe(version);
    expect(publishedPackages().map((pack) => pack.version)).toEqual([version, version, version]);
  });

  it('of the engine is the one that the others ask for', () => {
    for (const folder of ['cli', 'eslint-plugin']) {
      const manifest = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')) as {
        readonly dependencies: Readonly<Record<string, string>>;
      };
      expect(manifest.dependencies['@gatelint/engine']).toBe(version);
    }
  });
});

describe('dependencies', () => {
  const read = (folder: string): Readonly<Record<string, string>> =>
    (JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')) as { readonly dependencies?: Readonly<Record<string, string>> })
      .dependencies ?? {};

  it('of the private workspaces are those of the package that inlines them', () => {
    const engine = read('engine');
    for (const folder of ['ts-facts', 'sql-facts', 'catalogue']) expect(engine).toMatchObject(read(folder));
  });

  it('are named in the README, each with its reason', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const names = ['engine', 'cli', 'eslint-plugin'].flatMap((folder) => Object.keys(read(folder))).filter((name) => !name.startsWith('@gatelint/'));
    expect([...new Set(names)].filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});
