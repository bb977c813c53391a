import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, readExpectations, withoutExpectations } from '../../packages/dev/src/fixtures.js';
import { replaceBetween } from '../../packages/dev/src/markers.js';
import { filesOfNewRule, refusal } from '../../packages/dev/src/new-rule.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatelint-fixtures-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

describe('expectations', () => {
  it('are read in every language, on their line or the next', () => {
    write('src/a.ts', 'a(); // expect: no-a\n/* expect-next-line: no-b, require-c */\nb();\n');
    write('b.sql', 'select 1; -- expect: no-d\r\n\r\nselect 2; -- expect: no-e');
    write('.env.example', 'KEY= # expect: no-f\n');
    expect(readExpectations(folder)).toEqual([
      { file: '.env.example', line: 1, rule: 'no-f' },
      { file: 'b.sql', line: 1, rule: 'no-d' },
      { file: 'b.sql', line: 3, rule: 'no-e' },
      { file: 'src/a.ts', line: 1, rule: 'no-a' },
      { file: 'src/a.ts', line: 3, rule: 'no-b' },
      { file: 'src/a.ts', line: 3, rule: 'require-c' },
    ]);
  });

  it('are not seen in other comments', () => {
    write('a.ts', '// we expect: nothing\nexpect(1);\n');
    expect(readExpectations(folder)).toEqual([]);
  });

  it('can be taken out of what docs show', () => {
    expect(withoutExpectations('a(); // expect: no-a\n// expect-next-line: no-b\nb();\n\nc();')).toBe('a();\nb();\n\nc();');
  });
});

describe('files below a folder', () => {
  it('are sorted by code unit, folders in their place', () => {
    for (const path of ['b.ts', 'a/z.ts', 'B.ts', 'a.ts']) write(path, '');
    expect(filesBelow(folder)).toEqual(['B.ts', 'a/z.ts', 'a.ts', 'b.ts']);
  });
});

describe('markers', () => {
  const text = 'a\n<!-- x:begin (by hand: no) -->\nold\n<!-- x:end -->\nb\n';

  it('enclose what is replaced', () => {
    const replaced = replaceBetween(text, 'x', 'new');
    expect(replaced).toBe('a\n<!-- x:begin (by hand: no) -->\n\nnew\n\n<!-- x:end -->\nb\n');
    expect(replaceBetween(replaced, 'x', 'new')).toBe(replaced);
  });

  it('have to stand once, in order', () => {
    expect(() => replaceBetween(text, 'y', 'new')).toThrow(/y:begin/);
    expect(() => replaceBetween(text + text, 'x', 'new')).toThrow(/once/);
  });
});

describe('a new rule', () => {
  it('is a rule and its fixtures, and nothing else', () => {
    const files = filesOfNewRule('no-example');
    expect(new Set(Object.keys(files).map((path) => path.split('/').slice(0, 2).join('/')))).toEqual(new Set(['rules/no-example.ts', 'fixtures/no-example']));
    const expecting = Object.entries(files).filter(([, text]) => text.includes('// expect: no-example'));
    expect(expecting.map(([path]) => path.split('/')[2])).toEqual(['bad-first-situation', 'bad-second-situation']);
  });

  it('needs a name in one of the two moods that is not taken', () => {
    expect(refusal('no-example-yet')).toBeNull();
    expect(refusal(undefined)).toMatch(/usage/);
    expect(refusal('rls-required')).toMatch(/require-<missing thing>/);
    expect(refusal('no-Example')).toMatch(/lower case/);
    expect(refusal('require-route-auth')).toMatch(/is there already/);
  });
});
