/** What a project read of a file, so that a host can tell whether the disk still says the same. */
import type { FileSystem } from '@gatelint/engine';

export interface RememberedReads {
  /** The same files, each read remembered. */
  readonly files: FileSystem;
  /** Whether a file is another one than when it was last read; false for a file that never was. Told once a read: who hears it is expected to read again. */
  outdated(path: string): boolean;
}

export function rememberReads(files: FileSystem): RememberedReads {
  const seen = new Map<string, string>();
  const state = (path: string): string => {
    const stats = files.stat(path);
    return stats === null ? 'absent' : `${stats.mtime} ${stats.size}`;
  };
  return {
    files: {
      ...files,
      read(path) {
        // Before the read: a change between the two is then seen as one.
        seen.set(path, state(path));
        return files.read(path);
      },
    },
    outdated(path) {
      const before = seen.get(path);
      if (before === undefined || before === state(path)) return false;
      seen.delete(path);
      return true;
    },
  };
}
