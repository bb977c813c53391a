import { describe, expect, it } from 'vitest';
import { findRoot, isInside, parentOf } from '../../packages/eslint-plugin/src/find-root.js';
import { memoryFiles } from './memory-files.js';

const rootOf = (file: string, texts: Record<string, string>, cwd = '/home/me'): string => findRoot(file, cwd, memoryFiles({ [file]: '', ...texts }));

describe('findRoot', () => {
  it('stops at a configuration, below the repository', () => {
    expect(rootOf('/r/apps/web/src/a.ts', { '/r/.git/HEAD': '', '/r/apps/web/gatelint.config.json': '{}' })).toBe('/r/apps/web');
  });

  it('takes the repository before the nearest package, because a product lies in several', () => {
    expect(rootOf('/r/apps/web/src/a.ts', { '/r/.git/HEAD': '', '/r/apps/web/package.json': '{}' })).toBe('/r');
  });

  it('knows a worktree, where .git is a file', () => {
    expect(rootOf('/r/src/a.ts', { '/r/.git': 'gitdir: elsewhere', '/package.json': '{"workspaces":[]}' })).toBe('/r');
  });

  it.each([
    ['pnpm', { '/r/pnpm-workspace.yaml': '' }],
    ['npm', { '/r/package.json': '{"workspaces":["apps/*"]}' }],
  ])('takes a %s workspace', (_, texts) => {
    expect(rootOf('/r/apps/web/a.ts', { ...texts, '/r/apps/web/package.json': '{}' })).toBe('/r');
  });

  it('takes the nearest package where nothing else is said', () => {
    expect(rootOf('/r/apps/web/a.ts', { '/r/apps/web/package.json': '{}', '/r/package.json': '{"name":"r"}' })).toBe('/r/apps/web');
  });

  it('passes over a package.json that is broken', () => {
    expect(rootOf('/r/web/a.ts', { '/r/web/package.json': '{', '/package.json': '{"workspaces":["r"]}' })).toBe('/');
  });

  it('falls back to the working folder, and to the file beyond it', () => {
    expect(rootOf('/home/me/x/a.ts', {})).toBe('/home/me');
    expect(rootOf('/srv/x/a.ts', {})).toBe('/srv/x');
    expect(rootOf('/home/melissa/a.ts', {})).toBe('/home/melissa');
  });
});

describe('paths', () => {
  it.each([
    ['/a/b.ts', '/a'],
    ['/a', '/'],
    ['/', '/'],
    ['C:/a/b.ts', 'C:/a'],
    ['C:/a', 'C:/'],
    ['C:/', 'C:/'],
  ])('the folder of %s is %s', (path, folder) => expect(parentOf(path)).toBe(folder));

  it('takes no folder for another that begins alike', () => {
    expect(isInside('/a/b/c', '/a/b')).toBe(true);
    expect(isInside('/a/bc', '/a/b')).toBe(false);
    expect(isInside('/a', '/')).toBe(true);
  });
});
