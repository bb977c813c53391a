/** Architecture is a list of bans, each with its reason and the way out. */
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, isCode, sourceFiles } from '../../packages/dev/src/source-files.js';

interface Ban {
  readonly name: string;
  /** Files that it is about, relative to the root. */
  readonly from: RegExp;
  /** The only project files they may import; a relative import is its target's path, a workspace import its folder's path. */
  readonly allowed?: RegExp;
  /** Packages and built-ins they may not import, as written. */
  readonly banned?: RegExp;
  /** Files that may, each with its reason. */
  readonly except?: Readonly<Record<string, string>>;
  readonly because: string;
  readonly instead: string;
}

const disk = /^(node:)?(fs|fs\/promises|child_process|net|http|https|http2|dgram|dns|tls)$/;

const bans: readonly Ban[] = [
  {
    name: 'ts-facts imports itself alone',
    from: /^packages\/ts-facts\//,
    allowed: /^packages\/ts-facts\//,
    because: 'Facts about TypeScript change only when TypeScript does; they know no library and no judgement.',
    instead: 'What a library means is a row of packages/catalogue; what follows from it is a question of packages/engine.',
  },
  {
    name: 'sql-facts imports itself alone',
    from: /^packages\/sql-facts\//,
    allowed: /^packages\/sql-facts\//,
    because: 'Facts about SQL change only when PostgreSQL does; they know no library and no judgement.',
    instead: 'Ask the schema from packages/engine.',
  },
  {
    name: 'the catalogue imports itself alone, and no library',
    from: /^packages\/catalogue\//,
    allowed: /^packages\/catalogue\//,
    banned: /^[^.]/,
    because: 'The catalogue is data and reads nothing.',
    instead: 'Give a row the field that the engine needs.',
  },
  {
    name: 'the engine imports facts and the catalogue',
    from: /^packages\/engine\/src\//,
    allowed: /^packages\/(engine\/src|ts-facts|sql-facts|catalogue)\//,
    because: 'Hosts and rules stand on the engine; if it knew them, neither could change alone.',
    instead: 'Take it as a parameter of openProject.',
  },
  {
    name: 'rules import the engine alone',
    from: /^rules\//,
    allowed: /^packages\/engine\/src\/index\.ts$/,
    banned: /^(?!@gatelint\/engine\/core$)[^.]/,
    because: 'A rule decides. Reading code is a fact; knowing a library is the catalogue; what two rules want is a question of the engine.',
    instead: 'Extend Questions in packages/engine/src/rule.ts.',
  },
  {
    name: 'only the published package imports rules',
    from: /^packages\/(?!engine\/published\/|dev\/)/,
    allowed: /^(?!rules\/)/,
    because: 'The registry is generated in one place, so that a rule is known to all hosts or to none.',
    instead: 'Import `rules` from @gatelint/engine.',
  },
  {
    name: 'hosts import what is published',
    from: /^packages\/(cli|eslint-plugin)\//,
    allowed: /^packages\/(cli|eslint-plugin|engine\/published)\//,
    because: 'Hosts install from npm beside one copy of the engine; an inlined second copy would have its own caches and answers.',
    instead: 'Export it from packages/engine/published/index.ts.',
  },
  {
    name: 'hosts do not import each other',
    from: /^packages\/cli\//,
    allowed: /^packages\/(?!eslint-plugin\/|dev\/)/,
    because: 'The CLI works without ESLint.',
    instead: 'What both need belongs to the engine.',
  },
  {
    name: 'the plugin does not import the CLI',
    from: /^packages\/eslint-plugin\//,
    allowed: /^packages\/(?!cli\/|dev\/)/,
    because: 'The plugin installs without the CLI.',
    instead: 'What both need belongs to the engine.',
  },
  {
    name: 'only host modules touch the disk, and nothing opens a connection',
    from: /^(packages\/(?!dev\/|engine\/node\/|(cli|eslint-plugin)\/src\/host(\/|\.ts$))|rules\/)/,
    banned: disk,
    except: { 'packages/sql-facts/src/postgres.ts': 'loads the WebAssembly of the installed parser, which is code and no input' },
    because: 'Everything below a host takes a file system as a parameter: an editor, a staged index and a test hand over other ones.',
    instead: 'Take a FileSystem, or add to packages/engine/node.',
  },
  {
    name: 'the type checker stays behind its option',
    from: /^(packages\/(?!cli\/src\/types\/|dev\/)|rules\/)/,
    banned: /^(ts-morph|typescript)$/,
    because: 'It is larger than all the rest, and slower: who does not ask for --types does not load it, and an editor never does.',
    instead: 'Ask the TypeOracle that openProject was given.',
  },
  {
    name: 'nothing imports the workshop',
    from: /^(packages\/(?!dev\/)|rules\/)/,
    allowed: /^(?!packages\/dev\/|test\/)/,
    because: 'packages/dev and test/ are not published.',
    instead: 'Move what is needed into the package that needs it.',
  },
  {
    name: 'tests import no tests',
    from: /^test\//,
    allowed: /^(?!.*\.test\.ts$)/,
    because: 'A test that another one imports runs twice and cannot be deleted.',
    instead: 'Move what they share into a module without `.test`.',
  },
];

const files = sourceFiles().filter(isCode);
const workspaces: Readonly<Record<string, string>> = {
  '@gatelint/ts-facts': 'packages/ts-facts/src/index.ts',
  '@gatelint/sql-facts': 'packages/sql-facts/src/index.ts',
  '@gatelint/catalogue': 'packages/catalogue/src/index.ts',
  '@gatelint/engine': 'packages/engine/published/index.ts',
  '@gatelint/engine/core': 'packages/engine/src/index.ts',
  '@gatelint/engine/config': 'packages/engine/published/config.ts',
  '@gatelint/engine/node': 'packages/engine/published/node.ts',
  'eslint-plugin-gatelint': 'packages/eslint-plugin/src/index.ts',
};

function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts');
  return workspaces[specifier];
}

describe('boundaries', () => {
  it.each(bans.map((ban) => [ban.name, ban] as const))('%s', (_, ban) => {
    const about = files.filter((file) => ban.from.test(file) && !(file in (ban.except ?? {})));
    const broken = about.flatMap((file) =>
      importsOf(file).flatMap((specifier) => {
        const target = targetOf(file, specifier);
        const outside = target !== undefined && ban.allowed !== undefined && !ban.allowed.test(target);
        return outside || ban.banned?.test(specifier) ? [`${file} imports ${specifier}`] : [];
      }),
    );
    expect(broken, `${ban.because} ${ban.instead}`).toEqual([]);
  });

  it('is about files that exist', () => {
    for (const ban of bans) expect(files.filter((file) => ban.from.test(file)).length, ban.name).toBeGreaterThan(0);
  });

  it('follows every workspace import to a file', () => {
    const names = files.flatMap((file) => importsOf(file)).filter((specifier) => specifier.startsWith('@gatelint/'));
    expect(names.filter((name) => !(name in workspaces))).toEqual([]);
    expect(Object.values(workspaces).filter((target) => !files.includes(target))).toEqual([]);
  });
});
