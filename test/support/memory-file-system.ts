/** A disk of a few files for tests: texts or bytes by absolute path, changed as people change a disk. */
import type { FileSystem } from '@gatelint/ts-facts';

export interface MemoryFileSystem extends FileSystem {
  /** Writes a file; null removes it. */
  write(path: string, content: string | Uint8Array | null): void;
  /** Paths read so far, in order. */
  readonly reads: readonly string[];
}

/**
 * @param contents By absolute path. `{ link: '/target' }` is a symlink to a folder or file.
 */
export function memoryFileSystem(contents: Readonly<Record<string, string | Uint8Array | { readonly link: string }>>): MemoryFileSystem {
  const files = new Map<string, { readonly bytes: Uint8Array; readonly mtime: number }>();
  const links = new Map<string, string>();
  const reads: string[] = [];
  const encoder = new TextEncoder();
  let clock = 0;

  const write: MemoryFileSystem['write'] = (path, content) => {
    if (content === null) files.delete(path);
    else files.set(path, { bytes: typeof content === 'string' ? encoder.encode(content) : content, mtime: ++clock });
  };
  for (const [path, content] of Object.entries(contents)) {
    if (typeof content === 'object' && 'link' in content) links.set(path, content.link);
    else write(path, content);
  }

  /** Follows links as a disk does; null for a loop of them. */
  function real(path: string, hops = 0): string | null {
    if (hops > 40) return null;
    for (const [from, to] of links) if (path === from || path.startsWith(`${from}/`)) return real(to + path.slice(from.length), hops + 1);
    return path;
  }
  const prefix = (dir: string): string => (dir === '/' ? '/' : `${dir}/`);
  const isFolder = (path: string): boolean => [...files.keys(), ...links.keys()].some((file) => file.startsWith(prefix(path)));

  const disk: MemoryFileSystem = {
    reads,
    write,
    read(path) {
      reads.push(path);
      const at = real(path);
      return (at === null ? undefined : files.get(at)?.bytes) ?? null;
    },
    stat(path) {
      const at = real(path);
      if (at === null) return null;
      const file = files.get(at);
      if (file) return { kind: 'file', size: file.bytes.length, mtime: file.mtime };
      return isFolder(at) ? { kind: 'directory', size: 0, mtime: 0 } : null;
    },
    list(path) {
      const at = real(path);
      if (at === null) return [];
      const names = new Set<string>();
      for (const file of [...files.keys(), ...links.keys()]) if (file.startsWith(prefix(at))) names.add(file.slice(prefix(at).length).split('/')[0]!);
      return [...names].sort().map((name) => ({ name, kind: disk.stat(prefix(at) + name)?.kind ?? 'other', link: links.has(prefix(at) + name) }));
    },
  };
  return disk;
}

/** The contents by absolute path, from contents by path relative to a folder. */
export function inFolder<Content>(folder: string, contents: Readonly<Record<string, Content>>): Record<string, Content> {
  return Object.fromEntries(Object.entries(contents).map(([path, content]) => [`${folder}/${path}`, content]));
}
