import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findRun, keepRun, nodeFileSystem, openDiskCache, recordFileSystem } from '@gatelint/engine/node';

/** A run that lists `src`, reads what it finds there, and looks for a file that is not there. */
function prepare() {
  const folder = mkdtempSync(join(tmpdir(), 'gatelint-run-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  write('src/a.ts', 'a');
  write('src/large.ts', 'large'.repeat(200_000));
  write('src/small.png', 'small');
  write('unseen.ts', '1');

  const recording = recordFileSystem(nodeFileSystem());
  recording.list(join(folder, 'src'));
  recording.stat(join(folder, 'src/a.ts'));
  recording.read(join(folder, 'src/a.ts'));
  recording.stat(join(folder, 'src/large.ts'));
  recording.stat(join(folder, 'src/small.png'));
  recording.stat(join(folder, 'src'));
  recording.read(join(folder, 'tsconfig.json'));
  recording.stat(join(folder, 'src/b.ts'));

  const cache = openDiskCache({ folder: join(folder, 'cache'), stamp: 'a' });
  keepRun(cache, ['check', null, ['x']], recording, { findings: 3 });
  const found = (key: readonly (string | null | readonly string[])[] = ['check', null, ['x']]): unknown => findRun(cache, key, nodeFileSystem());
  return { folder, write, found };
}

test('a run over the same files is answered', () => {
  expect(prepare().found()).toEqual({ findings: 3 });
});

test('another question is not', () => {
  const { found } = prepare();
  expect([found(['check', null, ['y']]), found(['report', null, ['x']]), found(['check', null, 'x']), found(['check'])]).toEqual([null, null, null, null]);
});

test.each<[string, (prepared: ReturnType<typeof prepare>) => void]>([
  ['a file that was read has other content', ({ write }) => write('src/a.ts', 'b')],
  ['a file that was read is gone', ({ folder }) => rmSync(join(folder, 'src/a.ts'))],
  ['a file has another name', ({ folder }) => renameSync(join(folder, 'src/a.ts'), join(folder, 'src/c.ts'))],
  ['a file is new in a folder that was listed', ({ write }) => write('src/new.ts', '')],
  ['a file is there that was looked for', ({ write }) => write('tsconfig.json', '{}')],
  ['a file that was too large to read is of another size', ({ write }) => write('src/large.ts', 'larger')],
  [
    'a folder is there where a file was',
    ({ folder }) => {
      rmSync(join(folder, 'src/a.ts'));
      mkdirSync(join(folder, 'src/a.ts'));
    },
  ],
])('the answer is given up when %s', (_, change) => {
  const prepared = prepare();
  change(prepared);
  expect(prepared.found()).toBeNull();
});

test.each<[string, (prepared: ReturnType<typeof prepare>) => void]>([
  ['times alone change', ({ folder }) => utimesSync(join(folder, 'src/a.ts'), 1, 1)],
  ['a small file changes that nobody read', ({ write }) => write('src/small.png', 'smaller')],
  ['a file changes that nobody looked at', ({ write }) => write('unseen.ts', '2')],
  ['a file is written again as it was', ({ write }) => write('src/a.ts', 'a')],
])('the answer stays when %s', (_, change) => {
  const prepared = prepare();
  change(prepared);
  expect(prepared.found()).toEqual({ findings: 3 });
});
