/** Which file a path without its last word means: extensions, index files, and `.js` written for `.ts`. */
import { posix } from 'node:path';
import type { Disk } from './disk.js';

const added = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json', '.d.ts', '.d.mts', '.d.cts'];
/** An import of `./a.js` means `a.ts` first, as TypeScript has it. */
const sourceOf: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts'],
  '.jsx': ['.tsx', '.ts', '.d.ts'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};

/** An absolute path as written in an import, to a file that is there; null when none is. */
export function probe(disk: Disk, path: string): string | null {
  const clean = path.replace(/[?#].*$/, '');
  return probeFile(disk, clean) ?? probeFolder(disk, clean) ?? (clean === path ? null : probeFile(disk, path));
}

function probeFile(disk: Disk, path: string): string | null {
  if (path.endsWith('/')) return null;
  const extension = posix.extname(path);
  const stem = path.slice(0, path.length - extension.length);
  for (const source of sourceOf[extension] ?? []) if (disk.isFile(stem + source)) return stem + source;
  if (disk.isFile(path)) return path;
  for (const more of added) if (disk.isFile(path + more)) return path + more;
  return null;
}

function probeFolder(disk: Disk, path: string): string | null {
  const folder = path.replace(/\/+$/, '') || '/';
  if (!disk.isDirectory(folder)) return null;
  const main = disk.json(posix.join(folder, 'package.json'))?.['main'];
  if (typeof main === 'string') {
    const target = posix.join(folder, main);
    const found = probeFile(disk, target) ?? (target === folder ? null : probeFile(disk, posix.join(target, 'index')));
    if (found) return found;
  }
  return probeFile(disk, posix.join(folder, 'index'));
}
