/** A file system of a few texts, which a test changes as people change a disk. */
import type { FileSystem } from '@gatelint/engine';

export interface MemoryFiles extends FileSystem {
  /** Writes a file; null removes it. Paths are absolute. */
  write(path: string, text: string | null): void;
}

export function memoryFiles(texts: Readonly<Record<string, string>>): MemoryFiles {
  const files = new Map(Object.entries(texts));
  const encoder = new TextEncoder();
  const isFolder = (path: string): boolean => [...files.keys()].some((file) => file.startsWith(path === '/' ? path : `${path}/`));
  return {
    write(path, text) {
      if (text === null) files.delete(path);
      else files.set(path, text);
    },
    read(path) {
      const text = files.get(path);
      return text === undefined ? null : encoder.encode(text);
    },
    stat(path) {
      const text = files.get(path);
      if (text !== undefined) return { kind: 'file', size: encoder.encode(text).length, mtime: 0 };
      return isFolder(path) ? { kind: 'directory', size: 0, mtime: 0 } : null;
    },
    list: () => [],
  };
}
