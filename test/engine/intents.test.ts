/** Where an intent comment may stand, and when it is idle. */
import { lower } from '@gatelint/ts-facts';
import { describe, expect, it } from 'vitest';
import { createIntents, type Intents } from '../../packages/engine/src/intents.js';

/** Opens a text; `declared(name)` asks for the thing that is called so. */
function open(text: string): { intents: Intents; declared: (name: string, kind?: 'public' | 'deny-all') => string | null } {
  const comments = lower('a.ts', text).comments;
  const intents = createIntents(
    () => comments,
    () => text,
  );
  return {
    intents,
    declared: (name, kind = 'public') => {
      const start = text.search(new RegExp(`\\b${name}\\b(?![^\\n]*gatelint)|\\b${name}\\b`, 'u'));
      return intents.declared({ file: 'a.ts', start, end: start + name.length }, kind)?.reason ?? null;
    },
  };
}

describe('an intent speaks of the thing', () => {
  it.each<[string, string]>([
    ['directly below it', '// gatelint: public -- why\nexport function POST() {}'],
    ['on its line', 'export function POST() {} // gatelint: public -- why'],
    ['on its line, in front', '/* gatelint: public -- why */ export function POST() {}'],
    ['below other comments', '// gatelint: public -- why\n// more\nexport function POST() {}'],
    ['below JSDoc', '// gatelint: public -- why\n/**\n * Takes orders.\n */\nexport async function POST() {}'],
    ['from within JSDoc', '/**\n * Takes orders.\n * gatelint: public -- why\n */\nexport async function POST() {}'],
    ['past decorators', "class A {\n  // gatelint: public -- why\n  @Post('x')\n  @Limit({ a: f(1) })\n  async POST() {}\n}"],
    ['between decorators', "class A {\n  @Post('x')\n  // gatelint: public -- why\n  async POST() {}\n}"],
    ['past its own first words on other lines', '// gatelint: public -- why\nexport default\nasync function POST() {}'],
    ['in a file with carriage returns', '// gatelint: public -- why\r\nexport function POST() {}\r\n'],
    ['in a file with a byte order mark', '\uFEFF// gatelint: public -- why\nexport function POST() {}'],
    ['whatever the case and the space of the mark', '//   Gatelint:public   -- why\nexport function POST() {}'],
    ['with a long dash', '// gatelint: public \u2014 why\nexport function POST() {}'],
    ['in an object', 'export const api = {\n  // gatelint: public -- why\n  POST: async () => {},\n};'],
    ['that an expression statement registers', '// gatelint: public -- why\napp.POST()'],
  ])('%s', (_, text) => {
    const { intents, declared } = open(text);
    expect(declared('POST')).toBe('why');
    expect(intents.idle('a.ts')).toEqual([]);
  });
});

describe('an intent does not speak of the thing', () => {
  it.each<[string, string]>([
    ['past an empty line', '// gatelint: public -- why\n\nexport function POST() {}'],
    ['past other code', '// gatelint: public -- why\nconst a = 1;\nexport function POST() {}'],
    ['from the end of the line above', 'const a = 1; // gatelint: public -- why\nexport function POST() {}'],
    ['from below', 'export function POST() {}\n// gatelint: public -- why'],
    ['from inside', 'export function POST() {\n  // gatelint: public -- why\n}'],
    ['from a string', "export const text = '// gatelint: public -- why';\nexport function POST() {}"],
    ['in the middle of a sentence', '// say gatelint: public -- why\nexport function POST() {}'],
    ['when it is of the other kind', '// gatelint: deny-all -- why\nexport function POST() {}'],
  ])('%s', (_, text) => expect(open(text).declared('POST')).toBeNull());
});

describe('intents that do nothing', () => {
  it('are those that nothing asked for', () => {
    const { intents } = open('// gatelint: public -- why\nconst a = 1;');
    expect(intents.idle('a.ts').map(({ kind, reason }) => [kind, reason])).toEqual([['public', 'why']]);
  });
  it.each(['// gatelint: public', '// gatelint: public --', '// gatelint: public because', '/* gatelint: public -- */'])(
    'are those without a reason: %s',
    (comment) => {
      const { intents, declared } = open(`${comment}\nexport function POST() {}`);
      expect(declared('POST')).toBe('');
      expect(intents.idle('a.ts').map(({ reason }) => reason)).toEqual(['']);
    },
  );
  it('are not those that were asked for, however often', () => {
    const { intents, declared } = open('// gatelint: public -- why\nexport function POST() {}');
    declared('POST');
    declared('POST');
    expect(intents.idle('a.ts')).toEqual([]);
  });
  it('include the farther of two', () => {
    const { intents, declared } = open('// gatelint: public -- old\n// gatelint: public -- new\nexport function POST() {}');
    expect(declared('POST')).toBe('new');
    expect(intents.idle('a.ts').map(({ reason }) => reason)).toEqual(['old']);
  });
});

describe('words that are no intent', () => {
  it.each<[string, string, string | null]>([
    ['pubic', 'pubic', 'public'],
    ['Public', 'Public', 'public'],
    ['deny_all', 'deny_all', 'deny-all'],
    ['denyall', 'denyall', 'deny-all'],
    ['ignore', 'ignore', null],
  ])('%s', (written, word, near) => {
    const { intents } = open(`// gatelint: ${written} -- why\nexport function POST() {}`);
    expect(intents.unknown('a.ts').map((one) => [one.word, one.nearest])).toEqual([[word, near]]);
    expect(intents.idle('a.ts')).toEqual([]);
  });
});

it('looks at no comments where the text has no mark', () => {
  const intents = createIntents(
    () => {
      throw new Error('asked for comments');
    },
    () => 'export function POST() {}',
  );
  expect(intents.idle('a.ts')).toEqual([]);
  expect(intents.declared({ file: 'a.ts', start: 16, end: 20 }, 'public')).toBeNull();
});

it('finds nothing in a file that cannot be read', () => {
  const intents = createIntents(
    () => [],
    () => null,
  );
  expect(intents.declared({ file: 'a.ts', start: 3, end: 4 }, 'public')).toBeNull();
  expect(intents.unknown('a.ts')).toEqual([]);
});
