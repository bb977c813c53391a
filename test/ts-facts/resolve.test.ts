import { describe, expect, it } from 'vitest';
import { createModules } from '@gatelint/ts-facts';
import { memoryFileSystem } from '../support/memory-file-system.js';

type Contents = Readonly<Record<string, string | object>>;

/** A project in `/p`; an object is written as JSON. A `file` comes back as its path, a package as `name (package)`, the unknown as `? reason`. */
function project(contents: Contents, root = '/p') {
  const modules = createModules({
    root,
    files: memoryFileSystem(
      Object.fromEntries(
        Object.entries(contents).map(([path, content]) => [
          path.startsWith('/') ? path : `/p/${path}`,
          typeof content === 'string' ? content : JSON.stringify(content),
        ]),
      ),
    ),
  });
  const to = (from: string, specifier: string): string => {
    const result = modules.resolve(from, specifier);
    return result.is === 'file' ? result.file : result.is === 'package' ? `${result.name} (package)` : `? ${result.because}`;
  };
  return { to, modules };
}

describe('relative specifiers', () => {
  const { to } = project({
    'a.ts': '',
    'b.tsx': '',
    'c.js': '',
    'c.d.ts': '',
    'd/index.ts': '',
    'e.mts': '',
    'f.server.ts': '',
    'g.json': '{}',
    'h/package.json': { main: 'lib/x.js' },
    'h/lib/x.js': '',
    'i.js': '',
    'i.ts': '',
    'j.ts': '',
    'j/index.ts': '',
    'k.css': '',
    'sub/x.ts': '',
    'l.cts': '',
    'm.d.ts': '',
    'index.ts': '',
    'node_modules/n/index.js': '',
    'o?p.ts': '',
  });

  it.each([
    ['./a', 'a.ts'],
    ['./b', 'b.tsx'],
    ['./c', 'c.js'],
    ['./c.js', 'c.d.ts'],
    ['./d', 'd/index.ts'],
    ['./d/', 'd/index.ts'],
    ['./e.mjs', 'e.mts'],
    ['./f.server', 'f.server.ts'],
    ['./g.json', 'g.json'],
    ['./h', 'h/lib/x.js'],
    ['./i.js', 'i.ts'],
    ['./j', 'j.ts'],
    ['./j/', 'j/index.ts'],
    ['./k.css', 'k.css'],
    ['./l.cjs', 'l.cts'],
    ['./m', 'm.d.ts'],
    ['.', 'index.ts'],
    ['./', 'index.ts'],
    ['./a?raw', 'a.ts'],
    ['./node_modules/n', '. (package)'],
    ['./gone', "? no file is at './gone'"],
  ])('%s', (specifier, expected) => {
    expect(to('x.ts', specifier)).toBe(expected);
  });

  it('from a folder below', () => {
    expect([to('sub/x.ts', '..'), to('sub/x.ts', '../a.js'), to('sub/x.ts', './../d')]).toEqual(['index.ts', 'a.ts', 'd/index.ts']);
  });
});

describe('tsconfig paths', () => {
  it('are tried most specific first, target by target', () => {
    const { to } = project({
      'tsconfig.json':
        '// comments, and\n{ "compilerOptions": { "paths": { "@/*": ["./src/*", "./lib/*",], "@/ui/*": ["./ui/*"], "exact": ["./src/e"] }, /* commas */ }, }',
      'src/a.ts': '',
      'lib/b.ts': '',
      'ui/c.ts': '',
      'src/ui/c.ts': '',
      'src/e.ts': '',
    });
    expect(['@/a', '@/b', '@/ui/c', 'exact', '@/gone', 'react'].map((s) => to('src/a.ts', s))).toEqual([
      'src/a.ts',
      'lib/b.ts',
      'ui/c.ts',
      'src/e.ts',
      "? the alias in tsconfig.json leads '@/gone' to no file",
      'react (package)',
    ]);
  });

  it('stand relative to baseUrl, which leads bare names too', () => {
    const { to } = project({ 'tsconfig.json': { compilerOptions: { baseUrl: 'src', paths: { '~*': ['./x/*'] } } }, 'src/lib/db.ts': '', 'src/x/y.ts': '' });
    expect([to('a.ts', 'lib/db'), to('a.ts', '~y'), to('a.ts', 'lodash')]).toEqual(['src/lib/db.ts', 'src/x/y.ts', 'lodash (package)']);
  });

  it('come through extends: chains, lists, packages, folders of their own', () => {
    const { to, modules } = project({
      'package.json': { workspaces: ['tooling/*'] },
      'tooling/ts/package.json': { name: '@me/ts' },
      'tooling/ts/base.json': { compilerOptions: { paths: { 'tool/*': ['./t/*'] } } },
      'tooling/ts/t/x.ts': '',
      'base/tsconfig.json': { extends: './more', compilerOptions: {} },
      'base/more.json': { compilerOptions: { baseUrl: '.', paths: { '#a/*': ['a/*'] } } },
      'base/a/x.ts': '',
      'one/tsconfig.json': { extends: '../base' },
      'two/tsconfig.json': { extends: ['@me/ts/base.json'] },
      'base/plain.json': { compilerOptions: { paths: { 'a/*': ['./a/*'] } } },
      'three/tsconfig.json': { extends: ['../base/plain', '@me/ts/base'] },
      'four/tsconfig.json': { extends: '${x}', compilerOptions: { paths: { '@/*': ['${configDir}/*'] } } },
      'four/y.ts': '',
      'five/tsconfig.json': { extends: './tsconfig.json' },
      'six/tsconfig.json': 'this is no JSON',
    });
    expect(to('one/f.ts', '#a/x')).toBe('base/a/x.ts');
    expect(to('two/f.ts', 'tool/x')).toBe('tooling/ts/t/x.ts');
    expect([to('three/f.ts', 'tool/x'), to('three/f.ts', 'a/x')]).toEqual(['tooling/ts/t/x.ts', 'a (package)']);
    expect(to('four/f.ts', '@/y')).toBe('four/y.ts');
    expect([to('five/f.ts', 'a'), to('six/f.ts', 'a')]).toEqual(['a (package)', 'a (package)']);
    expect(modules.notes()).toEqual([
      { file: 'five/tsconfig.json', because: "It extends itself through './tsconfig.json'" },
      { file: 'four/tsconfig.json', because: "It extends '${x}', which is not there" },
      { file: 'six/tsconfig.json', because: 'It is not JSON, so its paths are not known' },
    ]);
  });

  it('of the references beside a solution count, as does a jsconfig and one further up', () => {
    const { to } = project({
      'tsconfig.json': { files: [], references: [{ path: './tsconfig.app.json' }, { path: './gone' }] },
      'tsconfig.app.json': { compilerOptions: { paths: { '@/*': ['./src/*'] } } },
      'src/a.ts': '',
      'src/deep/tsconfig.json': {},
      'js/jsconfig.json': { compilerOptions: { paths: { 'x/*': ['./*'] } } },
      'js/y.js': '',
    });
    expect([to('src/b.ts', '@/a'), to('src/deep/c.ts', '@/a'), to('js/z.js', 'x/y')]).toEqual(['src/a.ts', 'src/a.ts', 'js/y.js']);
  });

  it('that lead to packages leave them packages', () => {
    const { to } = project({
      'tsconfig.json': { compilerOptions: { paths: { '*': ['./types/*'], react: ['./node_modules/preact/compat'], 'm/x.js': ['./node_modules/m/x.d.ts'] } } },
      'node_modules/m/x.d.ts': '',
    });
    expect(['lodash/fp', 'react', 'm/x.js', '@s/a/b'].map((s) => to('a.ts', s))).toEqual([
      'lodash (package)',
      'react (package)',
      'm (package)',
      '@s/a (package)',
    ]);
  });
});

describe('packages of the project', () => {
  const base = {
    'package.json': { name: 'root', workspaces: ['packages/*', '!packages/no', './deep/**'] },
    'packages/a/package.json': {
      name: '@me/a',
      main: './dist/index.js',
      exports: {
        '.': { types: './dist/index.d.ts', import: './dist/index.mjs' },
        './sub': './dist/esm/sub.js',
        './src/*': './src/*.ts',
        './f/': './src/f/',
        './null': null,
      },
    },
    'packages/a/src/index.ts': '',
    'packages/a/src/sub.ts': '',
    'packages/a/src/db/index.ts': '',
    'packages/a/src/db.ts': '',
    'packages/a/src/f/g.ts': '',
    'packages/b/package.json': { name: '@me/b' },
    'packages/b/config.ts': '',
    'packages/b/index.ts': '',
    'packages/b/src/hidden.ts': '',
    'packages/c/package.json': {
      name: 'c',
      types: './dist/index.d.ts',
      imports: { '#db': { test: './test/db.ts', default: './dist/db.js' }, '#lib/*': './src/lib/*.ts', '#ext': 'pg/lib', '#gone': './x.js' },
    },
    'packages/c/dist/index.d.ts': '',
    'packages/c/dist/index.js': '',
    'packages/c/src/index.ts': '',
    'packages/c/src/db.ts': '',
    'packages/c/src/lib/x.ts': '',
    'packages/no/package.json': { name: 'no' },
    'packages/no/index.ts': '',
    'deep/x/y/package.json': { name: 'y' },
    'deep/x/y/mod.ts': '',
    'packages/empty/package.json': { name: 'empty' },
    'linked/package.json': { name: 'linked-name' },
    'linked/index.ts': '',
    'app/package.json': { name: 'app', dependencies: { link: 'file:../linked', 'linked-name': '^1.0.0', express: '^4.0.0' } },
  };
  const { to } = project(base);

  it.each([
    ['@me/a', 'packages/a/src/index.ts'],
    ['@me/a/sub', 'packages/a/src/sub.ts'],
    ['@me/a/src/db', 'packages/a/src/db.ts'],
    ['@me/a/f/g', 'packages/a/src/f/g.ts'],
    ['@me/b', 'packages/b/index.ts'],
    ['@me/b/config', 'packages/b/config.ts'],
    ['@me/b/hidden', 'packages/b/src/hidden.ts'],
    ['c', 'packages/c/src/index.ts'],
    ['y', 'deep/x/y/mod.ts'],
    ['no', 'no (package)'],
    ['link', 'linked/index.ts'],
    ['express', 'express (package)'],
    ['empty', "? the package empty of this project has no source for 'empty'"],
    ['@me/a/gone', "? the package @me/a of this project has no source for '@me/a/gone'"],
  ])('%s', (specifier, expected) => {
    expect(to('app/x.ts', specifier)).toBe(expected);
  });

  it.each([
    ['#db', 'packages/c/src/db.ts'],
    ['#lib/x', 'packages/c/src/lib/x.ts'],
    ['#ext', 'pg (package)'],
    ['#gone', "? the imports of packages/c/package.json lead '#gone' to no file"],
    ['#none', "? the imports of packages/c/package.json lead '#none' to no file"],
  ])('imports: %s', (specifier, expected) => {
    expect(to('packages/c/src/index.ts', specifier)).toBe(expected);
  });

  it.each([
    ['pnpm', { 'pnpm-workspace.yaml': '# all\npackages:\n  # of them\n  - \'libs/*\'   # here\n  - "apps/**"\n  - plain\ncatalog:\n  - no\n' }],
    ['pnpm in one line', { 'pnpm-workspace.yaml': 'packages: [\'libs/*\', "plain"]\n' }],
    ['yarn', { 'package.json': { workspaces: { packages: ['libs/*', 'plain/'] } } }],
    ['lerna', { 'lerna.json': { packages: ['libs/*', 'plain'] } }],
    ['deno', { 'deno.json': { workspace: ['./libs/l', './plain'] } }],
  ])('of a workspace of %s', (_, files) => {
    const { to } = project({
      ...files,
      'libs/l/package.json': { name: 'l' },
      'libs/l/index.ts': '',
      'plain/package.json': { name: 'plain' },
      'plain/index.js': '',
    });
    expect([to('a.ts', 'l'), to('libs/l/index.ts', 'plain')]).toEqual(['libs/l/index.ts', 'plain/index.js']);
  });

  it('are found from a root inside the repository, and nothing above the repository is looked at', () => {
    const inside = project(
      { '/p/.git/HEAD': '', '/tsconfig.json': { compilerOptions: { paths: { 'x/*': ['./x/*'] } } }, '/x/y.ts': '', ...base, 'app/x.ts': '' },
      '/p/app',
    );
    expect([inside.to('x.ts', '@me/b'), inside.to('x.ts', 'x/y')]).toEqual(['../packages/b/index.ts', 'x (package)']);
    const alone = project({ '/package.json': { workspaces: ['*'] }, '/q/package.json': { name: 'q' }, '/q/index.ts': '', 'a.ts': '' });
    expect(alone.to('a.ts', 'q')).toBe('q (package)');
  });
});

describe('names of packages', () => {
  const { to } = project({
    'package.json': {},
    'supabase/functions/deno.json': { imports: { stripe: 'npm:stripe@12', 'std/': 'https://deno.land/std@0.200.0/', '@shared/': './_shared/', same: 'same' } },
    'supabase/functions/_shared/cors.ts': '',
    'maps/deno.jsonc': '{ "importMap": "./map.json", }',
    'maps/map.json': { imports: { x: 'jsr:@s/x@^1' } },
  });

  it.each([
    ['react', 'react'],
    ['lodash/fp', 'lodash'],
    ['@s/a', '@s/a'],
    ['@s/a/b/c', '@s/a'],
    ['node:crypto', 'node:crypto'],
    ['crypto', 'node:crypto'],
    ['fs/promises', 'node:fs/promises'],
    ['npm:hono@4/jwt', 'hono'],
    ['npm:@s/a@1.2', '@s/a'],
    ['jsr:@std/http@1/server', '@std/http'],
    ['https://esm.sh/openai@4?target=deno', 'openai'],
    ['https://esm.sh/v135/@s/a@2.39.0', '@s/a'],
    ['https://deno.land/x/oak@v12/mod.ts', 'oak'],
    ['https://cdn.jsdelivr.net/npm/a@1/+esm', 'a'],
    ['https://deno.land/std@0.168.0/http/server.ts', 'std'],
    ['bun:sqlite', 'bun:sqlite'],
    ['cloudflare:workers', 'cloudflare:workers'],
    ['$env/static/private', '$env'],
    ['#imports', '#imports'],
  ])('%s', (specifier, name) => {
    expect(to('a.ts', specifier)).toBe(`${name} (package)`);
  });

  it('come through import maps', () => {
    const from = 'supabase/functions/hello/index.ts';
    expect([to(from, 'stripe'), to(from, 'std/http/server.ts'), to(from, '@shared/cors.ts'), to(from, 'same'), to('maps/a.ts', 'x')]).toEqual([
      'stripe (package)',
      'std (package)',
      'supabase/functions/_shared/cors.ts',
      'same (package)',
      '@s/x (package)',
    ]);
    expect(to(from, '@shared/gone.ts')).toMatch(/^\? the import map leads/);
  });

  it('keep the specifier as it was written', () => {
    const { modules } = project({});
    expect(modules.resolve('a.ts', 'npm:hono@4/jwt')).toEqual({ is: 'package', name: 'hono', specifier: 'npm:hono@4/jwt' });
  });
});

describe('aliases of frameworks', () => {
  const { to } = project({ 'package.json': {}, 'src/lib/db.ts': '', 'src/lib/index.ts': '', 'server/x.ts': '', 'app/y.ts': '' });

  it.each([
    ['$lib/db', 'src/lib/db.ts'],
    ['$lib', 'src/lib/index.ts'],
    ['~/server/x', 'server/x.ts'],
    ['@/lib/db', 'src/lib/db.ts'],
    ['~~/server/x', 'server/x.ts'],
    ['~/y', 'app/y.ts'],
    ['@/gone', "? no alias leads '@/gone' to a file"],
    ['/abs', "? '/abs' is a path of the server or of one machine"],
    ['', "? '' leads nowhere"],
  ])('%s', (specifier, expected) => {
    expect(to('src/routes/a.ts', specifier)).toBe(expected);
  });
});

describe('odd disks', () => {
  it('links that lead in circles have an end', () => {
    const modules = createModules({
      root: '/p',
      files: memoryFileSystem({
        '/p/package.json': '{"workspaces":["**"]}',
        '/p/a/loop': { link: '/p/a' },
        '/p/a/package.json': '{"name":"a"}',
        '/p/a/index.ts': '',
        '/p/self': { link: '/p/self' },
      }),
    });
    expect(modules.resolve('x.ts', 'a')).toEqual({ is: 'file', file: 'a/index.ts' });
    expect(modules.resolve('x.ts', './self').is).toBe('unknown');
    expect(modules.load('self.ts')).toBeNull();
  });

  it('maps that lead in circles have an end', () => {
    expect(project({ 'deno.json': { imports: { a: 'b', b: 'a' } } }).to('x.ts', 'a')).toMatch(/^\? /);
    expect(project({ 'package.json': { imports: { '#a': '#b', '#b': '#a' } } }).to('x.ts', '#a')).toMatch(/^\? /);
  });
});
