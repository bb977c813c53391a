/** Names of libraries live in the catalogue: elsewhere they would have to change with every release of somebody else. */
import { catalogue } from '@gatelint/catalogue';
import { describe, expect, it } from 'vitest';
import { isCode, sourceFiles, stringsOf } from '../../packages/dev/src/source-files.js';

/** Strings that are also names of packages and mean something else here, each with what it means. */
const otherMeanings: Readonly<Record<string, string>> = {};

const names = catalogue.libraries.flatMap((library) => [library.name, ...library.also]).filter((name) => !name.startsWith('*') && name !== 'globalThis');

describe('library names', () => {
  it('are known to the catalogue', () => {
    expect(names).toContain('stripe');
  });

  it('do not occur in facts, engine and rules', () => {
    const isName = (text: string): boolean => !(text in otherMeanings) && names.some((name) => text === name || text.startsWith(`${name}/`));
    const about = sourceFiles().filter((file) => isCode(file) && /^(packages\/(ts-facts|sql-facts|engine\/src)|rules)\//.test(file));
    const found = about.flatMap((file) => stringsOf(file).flatMap(({ text, line }) => (isName(text) ? [`${file}:${line} ${text}`] : [])));
    expect(about.length).toBeGreaterThan(0);
    expect(found, 'Move what the code knows of the library into a row of packages/catalogue.').toEqual([]);
  });

  it('has no exception that nothing needs', () => {
    expect(Object.keys(otherMeanings).filter((text) => !names.some((name) => text === name || text.startsWith(`${name}/`)))).toEqual([]);
  });
});
