import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDiskCache, type DiskCache } from '@gatelint/engine/node';

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatelint-cache-'));
  onTestFinished(() => {
    chmodSync(folder, 0o755);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

const open = (folder: string, more: { stamp?: string; limit?: number } = {}): DiskCache => openDiskCache({ folder, stamp: 'a', ...more });

/** One run: sets, keeps, closes. */
function keep(folder: string, values: Readonly<Record<string, string>>, more: { stamp?: string; limit?: number } = {}): void {
  const cache = open(folder, more);
  for (const [key, value] of Object.entries(values)) cache.set(key, value);
  cache.close();
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('facts', () => {
  test('are there in the next run, whatever is in them', () => {
    const folder = temporary();
    const values = { one: '{"a":1}', two: '', 'three "\n\0': 'ä€🚪\n\r\0', __proto__x: 'x'.repeat(100_000) };
    keep(folder, values);
    const cache = open(folder);
    for (const [key, value] of Object.entries(values)) expect(cache.get(key)).toBe(value);
    expect(cache.get('four')).toBeNull();
    expect(cache.get('__proto__')).toBeNull();
  });

  test('are there in the same run', () => {
    const cache = open(temporary());
    cache.set('a', '1');
    expect(cache.get('a')).toBe('1');
  });

  test('of several runs add up, and come together in one file before they are many', () => {
    const folder = temporary();
    for (let run = 0; run < 30; run += 1) keep(folder, { [`key ${run}`]: `value ${run}` });
    const cache = open(folder);
    for (let run = 0; run < 30; run += 1) expect(cache.get(`key ${run}`)).toBe(`value ${run}`);
    expect(filesIn(folder).length).toBeLessThan(9);
  });

  test('of another version are not seen', () => {
    const folder = temporary();
    keep(folder, { a: '1' });
    expect(open(folder, { stamp: 'b' }).get('a')).toBeNull();
    expect(open(folder).get('a')).toBe('1');
  });

  test('of versions that nobody uses go', () => {
    const folder = temporary();
    for (const [at, stamp] of ['a', 'b', 'c', 'd'].entries()) {
      keep(folder, { a: '1' }, { stamp });
      utimesSync(join(folder, `v-${stamp}`), at, at);
    }
    keep(folder, { a: '1' }, { stamp: 'e' });
    expect(readdirSync(folder)).toHaveLength(2);
    expect(open(folder, { stamp: 'e' }).get('a')).toBe('1');
  });

  test('stay below the limit: those that no run asks for make room', () => {
    const folder = temporary();
    const limit = 100_000;
    for (let run = 0; run < 60; run += 1) {
      const cache = open(folder, { limit });
      if (run > 0) expect(cache.get('always')).toBe('here');
      cache.set(run === 0 ? 'always' : `once ${run}`, run === 0 ? 'here' : 'x'.repeat(10_000));
      cache.close();
    }
    expect(filesIn(folder).reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(2 * limit);
  });

  test('nothing new, nothing written', () => {
    const folder = temporary();
    const cache = open(folder);
    expect(cache.get('a')).toBeNull();
    cache.close();
    expect(filesIn(folder)).toEqual([]);
  });
});

describe('answers', () => {
  test('are there in the next run; the last one counts', () => {
    const folder = temporary();
    open(folder).keepAnswer('key', 'first\nä');
    open(folder).keepAnswer('key', 'second\nä');
    expect(open(folder).answer('key')).toBe('second\nä');
    expect(open(folder).answer('other')).toBeNull();
  });

  test('are not kept for ever', () => {
    const folder = temporary();
    for (let run = 0; run < 40; run += 1) {
      const cache = open(folder);
      cache.keepAnswer(`key ${run}`, 'x');
      cache.close();
    }
    expect(filesIn(folder).filter((file) => file.includes('answer-')).length).toBeLessThanOrEqual(24);
    expect(open(folder).answer('key 39')).toBe('x');
  });
});

describe('whatever is wrong with the folder, nothing throws and nothing wrong is told', () => {
  const spoil: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
    ['emptied', () => Buffer.alloc(0)],
    ['cut off', (bytes) => bytes.subarray(0, bytes.length - 1)],
    ['cut in half', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['overwritten', (bytes) => Buffer.alloc(bytes.length, 'x')],
    ['of one changed letter', (bytes) => Buffer.from(bytes.toString('latin1').replace('right', 'wrong'), 'latin1')],
    ['with something after it', (bytes) => Buffer.concat([bytes, Buffer.from('more')])],
  ];
  test.each(spoil)('files %s', (_, change) => {
    const folder = temporary();
    keep(folder, { a: 'right' });
    open(folder).keepAnswer('b', 'right');
    for (const file of filesIn(folder)) writeFileSync(file, change(readFileSync(file)));
    const cache = open(folder);
    expect([cache.get('a'), cache.answer('b')]).toEqual([null, null]);
    cache.set('a', 'again');
    cache.close();
    expect(open(folder).get('a')).toBe('again');
  });

  test('a folder that cannot be made', () => {
    const folder = temporary();
    writeFileSync(join(folder, 'file'), '');
    const below = join(folder, 'file', 'cache');
    keep(below, { a: '1' });
    open(below).keepAnswer('b', '1');
    expect([open(below).get('a'), open(below).answer('b')]).toEqual([null, null]);
  });

  // The superuser writes everywhere.
  test.skipIf(process.getuid?.() === 0)('a folder that cannot be written', () => {
    const folder = temporary();
    chmodSync(folder, 0o555);
    keep(folder, { a: '1' });
    expect(open(folder).get('a')).toBeNull();
  });

  test('a folder where files are expected', () => {
    const folder = temporary();
    keep(folder, { a: '1' });
    for (const file of filesIn(folder)) {
      rmSync(file);
      mkdirSync(file);
    }
    expect(open(folder).get('a')).toBeNull();
  });

  test('a folder that goes while it is used', () => {
    const folder = temporary();
    keep(folder, { a: '1' });
    const cache = open(folder);
    rmSync(folder, { recursive: true });
    expect(cache.get('a')).toBeNull();
    cache.set('b', '1');
    cache.close();
    mkdirSync(folder, { recursive: true });
  });

  test('two at once: each sees whole entries, and the next run both', () => {
    const folder = temporary();
    const one = open(folder);
    const two = open(folder);
    for (let key = 0; key < 50; key += 1) {
      one.set(`one ${key}`, '1');
      two.set(`two ${key}`, '2');
      one.set(`both ${key}`, 'b');
      two.set(`both ${key}`, 'b');
    }
    one.close();
    two.close();
    const next = open(folder);
    expect([next.get('one 7'), next.get('two 7'), next.get('both 7')]).toEqual(['1', '2', 'b']);
  });

  test('two that put files together at once lose nothing of each other', () => {
    const folder = temporary();
    for (let run = 0; run < 7; run += 1) keep(folder, { [`old ${run}`]: 'o' });
    const one = open(folder);
    const two = open(folder);
    expect([one.get('old 0'), two.get('old 0')]).toEqual(['o', 'o']);
    one.set('one', '1');
    two.set('two', '2');
    one.close();
    two.close();
    const next = open(folder);
    expect([next.get('one'), next.get('two'), next.get('old 3')]).toEqual(['1', '2', 'o']);
  });

  test('leftovers of a process that died go, once they are old', () => {
    const folder = temporary();
    keep(folder, { a: '1' });
    const [old, fresh] = ['.0123456789abcdef.tmp', '.fedcba9876543210.tmp'].map((name) => join(folder, 'v-a', name)) as [string, string];
    for (const file of [old, fresh]) writeFileSync(file, '');
    utimesSync(old, 1, 1);
    keep(folder, { b: '1' });
    expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
  });
});
