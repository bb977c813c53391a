import { describe, expect, it } from 'vitest';
import { walk } from '@gatelint/ts-facts';
import { memoryFileSystem } from '../support/memory-file-system.js';

const found = (files: Parameters<typeof memoryFileSystem>[0], ignore: readonly string[] = [], root = '/p'): readonly string[] =>
  walk(memoryFileSystem(Object.fromEntries(Object.entries(files).map(([path, content]) => [path.startsWith('/') ? path : `/p/${path}`, content]))), root, {
    ignore,
  });

describe('walk', () => {
  it('lists files of every kind, by code unit', () => {
    expect(found({ 'b.ts': '', 'a/z.sql': '', 'B.ts': '', '.env.example': '', 'a-b.ts': '', 'é.ts': '' })).toEqual([
      '.env.example',
      'B.ts',
      'a-b.ts',
      'a/z.sql',
      'b.ts',
      'é.ts',
    ]);
  });

  it('leaves out what was installed, built or hidden', () => {
    expect(
      found({
        'node_modules/a/i.js': '',
        'x/node_modules/a/i.js': '',
        '.git/config': '',
        '.next/a.js': '',
        'dist/a.js': '',
        'x/dist/a.js': '',
        'build/a.js': '',
        'vendor/a.ts': '',
        'coverage/a.js': '',
        'pkg/package.json': '',
        'pkg/out/a.js': '',
        'pkg/src/a.ts': '',
      }),
    ).toEqual(['pkg/package.json', 'pkg/src/a.ts']);
  });

  it('keeps routes that are called like such folders', () => {
    expect(found({ 'app/vendor/route.ts': '', 'app/build/route.ts': '', 'app/.well-known/x/route.ts': '', 'out/a.js': '' })).toEqual([
      'app/.well-known/x/route.ts',
      'app/build/route.ts',
      'app/vendor/route.ts',
    ]);
  });

  it('honours .gitignore: nested, negated, of folders, from above the root', () => {
    const files = {
      '.gitignore': '# generated\n*.gen.ts\n/only-root.ts\nlogs/\n!keep.gen.ts\n',
      'a.gen.ts': '',
      'keep.gen.ts': '',
      'only-root.ts': '',
      'x/only-root.ts': '',
      'logs/a.ts': '',
      'x/logs/a.ts': '',
      'x/logs.ts': '',
      'x/.gitignore': '\uFEFFlocal.ts\n!*.gen.ts\n',
      'x/local.ts': '',
      'x/b.gen.ts': '',
      'local.ts': '',
    };
    expect(found(files)).toEqual(['.gitignore', 'keep.gen.ts', 'local.ts', 'x/.gitignore', 'x/b.gen.ts', 'x/logs.ts', 'x/only-root.ts']);
    expect(
      found({ '/r/.git/HEAD': '', '/r/.gitignore': 'secret.ts\npkg/tmp.ts\n', '/r/pkg/a.ts': '', '/r/pkg/secret.ts': '', '/r/pkg/tmp.ts': '' }, [], '/r/pkg'),
    ).toEqual(['a.ts']);
    expect(found({ '/r/.gitignore': 'a.ts\n', '/r/pkg/a.ts': '' }, [], '/r/pkg')).toEqual(['a.ts']);
  });

  it('leaves out what the configuration names', () => {
    const files = { 'a.ts': '', 'gen/a.ts': '', 'x/gen/a.ts': '', 'x/a.test.ts': '', 'y/z/a.ts': '', 'y/z.ts': '' };
    expect(found(files, ['gen', '**/*.test.ts', './y/z/'])).toEqual(['a.ts', 'y/z.ts']);
    expect(found(files, ['x/**'])).toEqual(['a.ts', 'gen/a.ts', 'y/z.ts', 'y/z/a.ts']);
    expect(found(files, ['*.ts'])).toEqual([]);
  });

  it('does not enter linked folders, and so ends where links go in circles', () => {
    expect(
      found({ 'a.ts': '', loop: { link: '/p' }, 'x/up': { link: '/p/x' }, 'x/b.ts': '', 'linked.ts': { link: '/p/a.ts' }, broken: { link: '/p/broken' } }),
    ).toEqual(['a.ts', 'linked.ts', 'x/b.ts']);
  });

  it('of nothing is nothing', () => {
    expect(found({ '/q/a.ts': '' })).toEqual([]);
    expect(found({ 'a.ts': '' }, [], '/p/')).toEqual(['a.ts']);
  });
});
