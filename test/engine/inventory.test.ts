/** Inventories: which files are one, what they list, how rows are added. */
import { describe, expect, it } from 'vitest';
import { addToInventory, isInventory, nearestInventory, parseInventory } from '../../packages/engine/src/environment/inventory.js';

describe('isInventory', () => {
  it.each([
    '.env.example',
    '.env.local.example',
    '.env.example.local',
    '.env.sample',
    '.env.template',
    '.env.dist',
    'example.env',
    'env.sample',
    '.env_sample',
    'apps/web/.env.development.local.example',
    '.dev.vars.example',
    '.envrc.sample',
    '.ENV.EXAMPLE',
    '.env.defaults',
    '.envexample',
    'dotenv.sample',
    '.prod.vars.example',
  ])('%s is one', (path) => expect(isInventory(path)).toBe(true));
  it.each([
    '.env',
    '.env.local',
    '.env.test',
    '.env.production',
    'env.ts',
    'src/env.example.ts',
    'environment.sample',
    'docs/env-example.md',
    '.env.d.ts',
    'example.json',
    'sample/.env',
  ])('%s is none', (path) => expect(isInventory(path)).toBe(false));
});

const names = (text: string): string[] => parseInventory(text).map((row) => row.name);

describe('parseInventory', () => {
  it.each<[string, string, string[]]>([
    ['plain rows', 'A=1\nB=\n', ['A', 'B']],
    ['rows with spaces', '  A = 1\n\tB=2', ['A', 'B']],
    ['export', 'export A=1\n# export B=2', ['A', 'B']],
    ['rows that are commented out', '# A=1\n#B=\n## C=3', ['A', 'B', 'C']],
    ['prose', '# Set a = b to be safe\n# see: x=1\nnot a row', []],
    ['lower case, which is a row only when it is not a comment', 'a=1\n# b=2', ['a']],
    ['carriage returns', 'A=1\r\nB=2\rC=3', ['A', 'B', 'C']],
    ['a byte order mark', '\uFEFFA=1', ['A']],
    ['values over several lines', 'A="-----BEGIN\nB=2\n-----END"\nC=1', ['A', 'C']],
    ['quotes that close on their line', 'A="x"\nB=\'y\' # comment\nC=`z`', ['A', 'B', 'C']],
    ['a name that stands twice', 'A=1\nA=2', ['A', 'A']],
    ['nothing', '', []],
    ['what is no text', '\0\uD800=1\n=\n==', []],
  ])('reads %s', (_, text, expected) => expect(names(text)).toEqual(expected));

  it('counts lines from one and says what is commented out', () => {
    expect(parseInventory('# first\r\n\r\nA=1\n# B=2')).toEqual([
      { name: 'A', line: 3, commentedOut: false },
      { name: 'B', line: 4, commentedOut: true },
    ]);
  });
});

describe('addToInventory', () => {
  it('adds what is missing, sorted, without values', () =>
    expect(addToInventory('# Mail\nMAIL_KEY=\n', ['Z', 'A', 'MAIL_KEY', 'A'])).toBe('# Mail\nMAIL_KEY=\nA=\nZ=\n'));
  it('leaves a complete inventory as it is, to the byte', () => expect(addToInventory('B=1\r\n# A=', ['A', 'B'])).toBe('B=1\r\n# A='));
  it('keeps line breaks and ends the last line first', () => expect(addToInventory('\uFEFFA=1\r\nB=2', ['C'])).toBe('\uFEFFA=1\r\nB=2\r\nC=\r\n'));
  it('fills an empty file', () => expect(addToInventory('', ['A'])).toBe('A=\n'));
  it('has no value to write', () => {
    const added = addToInventory('', ['A', 'B', 'C']);
    expect(added.split('\n').filter((line) => line !== '' && !line.endsWith('='))).toEqual([]);
    expect(names(added)).toEqual(['A', 'B', 'C']);
  });
});

describe('nearestInventory', () => {
  it.each<[string, string, string[], string | null]>([
    ['the one in its own folder', 'apps/web/x.ts', ['.env.example', 'apps/web/.env.example'], 'apps/web/.env.example'],
    ['the next one upward', 'apps/web/src/lib/x.ts', ['.env.example', 'apps/web/.env.example', 'apps/api/.env.example'], 'apps/web/.env.example'],
    ['the one at the root', 'packages/mail/x.ts', ['.env.example', 'apps/web/.env.example'], '.env.example'],
    ['one beside it, when there is none above', 'apps/web/x.ts', ['docker/.env.example', 'apps/api/.env.example'], 'apps/api/.env.example'],
    ['none', 'x.ts', [], null],
  ])('finds %s', (_, file, inventories, expected) => {
    expect(nearestInventory(file, inventories)).toBe(expected);
    expect(nearestInventory(file, [...inventories].reverse())).toBe(expected);
  });
});
