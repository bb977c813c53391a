/** Compares generated files with what is on the disk. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root.js';
import type { GeneratedFile } from './generated-file.js';

export function isCurrent({ path, text }: GeneratedFile): boolean {
  const absolute = join(root, path);
  return existsSync(absolute) && readFileSync(absolute, 'utf8') === text;
}

/** What the file is to what it should be, as a unified diff. */
export function difference({ path, text }: GeneratedFile): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatelint-sync-'));
  try {
    const wanted = join(folder, 'wanted');
    writeFileSync(wanted, text);
    const present = existsSync(join(root, path)) ? path : '/dev/null';
    const { stdout } = spawnSync('git', ['diff', '--no-index', '--no-color', present, wanted], { cwd: root, encoding: 'utf8' });
    return stdout
      .split('\n')
      .filter((line) => !/^(diff --git|index |new file|old mode|new mode|\+\+\+ |--- )/.test(line))
      .join('\n')
      .trimEnd();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
