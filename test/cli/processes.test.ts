/** The bundled command line in processes of its own: the cache that several of them share, streams, a folder that cannot be written. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle, type Bundle } from './bundle.js';
import { sandbox, type Sandbox } from './machine.js';

let cli: Bundle;
beforeAll(async () => {
  cli = await bundle();
}, 120_000);
afterAll(() => cli.remove());

const read = (name: string): string => `export const value = process.env.${name};\n`;

function project(files = 40): Sandbox {
  const modules = Object.fromEntries(Array.from({ length: files }, (_, index) => [`lib/m${index}.ts`, read(`VARIABLE_${index}`)]));
  return sandbox({ 'package.json': '{}', '.env.example': '', 'node_modules/.package-lock.json': '{}', ...modules });
}

const cacheOf = (box: Sandbox): string => join(box.folder, 'node_modules/.cache/gatelint');

/** Files below a folder, however deep. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

describe('the cache', () => {
  test('a second run says the same, from the answer that was kept', async () => {
    const box = project();
    const first = await cli.run(box.folder, ['check', '--format', 'json']);
    expect(first.status).toBe(1);
    const kept = filesIn(cacheOf(box)).filter((name) => name.startsWith('answer-'));
    expect(kept).toHaveLength(1);
    expect(await cli.run(box.folder, ['check', '--format', 'json'])).toEqual(first);
    expect(filesIn(cacheOf(box)).filter((name) => name.startsWith('answer-'))).toEqual(kept);
  });

  test('a change is seen: in a file, in the inventory, in the configuration, by a new file, by one that is gone', async () => {
    const box = project(2);
    const names = async (): Promise<string[]> =>
      [...(await cli.run(box.folder, ['check'])).output.matchAll(/VARIABLE_\w+(?= is read)/gu)].map(([name]) => name);
    expect(await names()).toEqual(['VARIABLE_0', 'VARIABLE_1']);
    box.write({ 'lib/m0.ts': read('VARIABLE_X') });
    expect(await names()).toEqual(['VARIABLE_X', 'VARIABLE_1']);
    box.write({ '.env.example': 'VARIABLE_X=\n' });
    expect(await names()).toEqual(['VARIABLE_1']);
    box.write({ 'lib/m2.ts': read('VARIABLE_2') });
    expect(await names()).toEqual(['VARIABLE_1', 'VARIABLE_2']);
    rmSync(join(box.folder, 'lib/m1.ts'));
    expect(await names()).toEqual(['VARIABLE_2']);
    box.write({ 'gatelint.config.json': '{ "env": { "platform": ["VARIABLE_*"] } }' });
    expect(await names()).toEqual([]);
    rmSync(join(box.folder, 'gatelint.config.json'));
    expect(await names()).toEqual(['VARIABLE_2']);
  });

  test('a wrong configuration is wrong again the second time', async () => {
    const box = project(1);
    box.write({ 'gatelint.config.json': '{ "presett": 1 }' });
    for (const _ of [1, 2])
      expect(await cli.run(box.folder, ['check'])).toMatchObject({ status: 2, errors: expect.stringContaining('Did you mean "preset"?') as string });
  });

  test('--no-cache keeps nothing, --cache-location keeps it elsewhere', async () => {
    const box = project(1);
    await cli.run(box.folder, ['check', '--no-cache']);
    await cli.run(box.folder, ['check', '--cache-location', 'elsewhere/cache']);
    expect(() => filesIn(cacheOf(box))).toThrow();
    expect(filesIn(join(box.folder, 'elsewhere/cache'))).not.toEqual([]);
  });

  test('without node_modules it is where the system keeps caches', async () => {
    const box = project(1);
    rmSync(join(box.folder, 'node_modules'), { recursive: true });
    await cli.run(box.folder, ['check'], { XDG_CACHE_HOME: join(box.folder, '.xdg') });
    expect(filesIn(join(box.folder, '.xdg/gatelint'))).not.toEqual([]);
    expect(() => filesIn(join(box.folder, 'node_modules'))).toThrow();
  });

  test('a folder that cannot be made changes nothing but the time', async () => {
    const box = project(1);
    const expected = await cli.run(box.folder, ['check', '--no-cache']);
    writeFileSync(join(box.folder, 'node_modules/.cache'), 'a file where a folder should be');
    expect(await cli.run(box.folder, ['check'])).toEqual(expected);
    expect(await cli.run(box.folder, ['check', '--cache-location', '/dev/null/cache'])).toEqual(expected);
    expect(await cli.run(box.folder, ['check', '--cache-location', '/proc/cache'])).toEqual(expected);
  });

  test('several processes at once agree, and leave a cache that is whole', async () => {
    const box = project();
    const expected = await cli.run(box.folder, ['check', '--no-cache', '--format', 'json']);
    const argv = ['check', '--format', 'json'];
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => cli.run(box.folder, argv)));
    for (const outcome of outcomes) expect(outcome).toEqual(expected);
    expect(filesIn(cacheOf(box)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(await cli.run(box.folder, argv)).toEqual(expected);
  });

  test('a cache that is broken is as good as none', async () => {
    const box = project(1);
    const expected = await cli.run(box.folder, ['check']);
    for (const entry of readdirSync(cacheOf(box), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) writeFileSync(join(entry.parentPath, entry.name), 'broken');
    }
    expect(await cli.run(box.folder, ['check'])).toEqual(expected);
  });
});

test('a reader that has seen enough is no error', () => {
  const box = project(400);
  const { stderr, stdout } = spawnSync('sh', ['-c', `"${process.execPath}" "${cli.script}" check --format json --no-cache | head -n 1`], {
    cwd: box.folder,
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: '{\n', stderr: '' });
});

test('a result that cannot be written: exit status 2', () => {
  const box = project(1);
  const { status } = spawnSync('sh', ['-c', `"${process.execPath}" "${cli.script}" check --no-cache > /dev/full`], { cwd: box.folder });
  expect(status).toBe(2);
});

test('a working directory that is gone: exit status 2', () => {
  const gone = join(sandbox().folder, 'gone');
  mkdirSync(gone);
  const { stderr, status } = spawnSync('sh', ['-c', `cd "${gone}" && rmdir "${gone}" && "${process.execPath}" "${cli.script}" check`], { encoding: 'utf8' });
  expect(stderr).toMatch(/^gatelint: /u);
  expect(status).toBe(2);
});
