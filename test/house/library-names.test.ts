/** Names of libraries live in the catalogue: elsewhere they would have to change with every release of somebody else. */
import { catalogue } from '@gatelint/catalogue';
import { describe, expect, it } from 'vitest';
import { isCode, sourceFiles, stringsOf } from '../../packages/dev/src/source-files.js';

/** Words of our own that are also names of packages, each with what they mean here. */
const vocabulary: Readonly<Record<string, string>> = {
  ai: 'a kind of spending',
  astro: 'a style of paths',
  cookie: 'where a credential comes from',
  cron: 'a kind of entry point',
  graphql: 'a schema of a database, not the library',
  mongodb: 'a database, not its client',
  mysql: 'a database, not its client',
  request: 'where a credential comes from',
  sqlite: 'a database, not its client',
};

/** Words that mean something else in one file alone. */
const inOneFile: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'packages/sql-facts/src/fold/new-objects.ts': { postgres: 'the superuser of a database, not a client' },
  'packages/engine/src/analysis/chain.ts': { next: 'the function that passes a request on' },
};

const names = catalogue.libraries.flatMap((library) => [library.name, ...library.also]).filter((name) => !name.startsWith('*') && name !== 'globalThis');

describe('library names', () => {
  it('are known to the catalogue', () => {
    expect(names).toContain('stripe');
  });

  const found = sourceFiles()
    .filter((file) => isCode(file) && /^(packages\/(ts-facts|sql-facts|engine\/src)|rules)\//.test(file))
    .flatMap((file) =>
      stringsOf(file).flatMap(({ text, line }) => (names.some((name) => text === name || text.startsWith(`${name}/`)) ? [{ file, line, text }] : [])),
    );

  it('do not occur in facts, engine and rules', () => {
    const libraries = found
      .filter(({ file, text }) => vocabulary[text] === undefined && inOneFile[file]?.[text] === undefined)
      .map(({ file, line, text }) => `${file}:${line} ${text}`);
    expect(libraries, 'Move what the code knows of the library into a row of packages/catalogue.').toEqual([]);
  });

  it('has no exception that nothing needs', () => {
    const unused = Object.keys(vocabulary).filter((word) => !found.some(({ text }) => text === word));
    const unusedInFile = Object.entries(inOneFile).flatMap(([file, words]) =>
      Object.keys(words).filter((word) => !found.some((one) => one.file === file && one.text === word)),
    );
    expect([...unused, ...unusedInFile]).toEqual([]);
  });
});
