/** The disk, as everything below a host sees it. */
import { readFileSync, readdirSync, statSync, type Dirent } from 'node:fs';
import type { FileSystem } from '@gatelint/ts-facts';

type Kind = 'file' | 'directory' | 'other';

/** Things that are neither files nor folders (pipes, devices) are not there: reading one could wait for ever. */
export function nodeFileSystem(): FileSystem {
  return disk;
}

const disk: FileSystem = {
  read(path) {
    try {
      return statSync(path).isFile() ? readFileSync(path) : null;
    } catch {
      return null;
    }
  },
  stat(path) {
    try {
      const stats = statSync(path);
      const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : null;
      return kind && { kind, size: stats.size, mtime: stats.mtimeMs };
    } catch {
      return null;
    }
  },
  list(path) {
    try {
      return readdirSync(path, { withFileTypes: true })
        .map((entry) => ({ name: entry.name, kind: kindOf(path, entry), link: entry.isSymbolicLink() }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch {
      return [];
    }
  },
};

function kindOf(folder: string, entry: Dirent): Kind {
  if (entry.isSymbolicLink()) return disk.stat(`${folder}/${entry.name}`)?.kind ?? 'other';
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other';
}
