/** Names of libraries live in the catalogue: elsewhere they would have to change with every release of somebody else. */
import { catalogue } from '@gatelint/catalogue';
import { describe, expect, it } from 'vitest';
import { isCode, sourceFiles, stringsOf } from '../../packages/dev/src/source-files.js';

/** Strings that are also names of packages and mean something else where they stand, each with what it means. */
const otherMeanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'packages/engine/src/analysis/chain.ts': { next: 'the function that passes a request on' },
  'packages/engine/src/analysis/natives.ts': { next: 'the function that passes a request on' },
  'packages/engine/src/config-rows.ts': { ai: 'a kind of spending' },
  'packages/engine/src/config-schema.ts': { ai: 'a kind of spending' },
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
    const libraries = found.filter(({ file, text }) => otherMeanings[file]?.[text] === undefined).map(({ file, line, text }) => `${file}:${line} ${text}`);
    expect(libraries, 'Move what the code knows of the library into a row of packages/catalogue.').toEqual([]);
  });

  it('has no exception that nothing needs', () => {
    const exceptions = Object.entries(otherMeanings).flatMap(([file, texts]) => Object.keys(texts).map((text) => ({ file, text })));
    expect(exceptions.filter((exception) => !found.some(({ file, text }) => file === exception.file && text === exception.text))).toEqual([]);
  });
});
