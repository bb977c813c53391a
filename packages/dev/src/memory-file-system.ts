/** Files that are only in memory, for tests of what stands on a file system. */
import type { FileSystem } from '@gatelint/engine';

/** @param root absolute; @param texts by path relative to it; bytes where they are no UTF-8 */
export function memoryFileSystem(root: string, texts: Readonly<Record<string, string | Uint8Array>>): FileSystem {
  const bytes = new Map(Object.entries(texts).map(([path, text]) => [`${root}/${path}`, typeof text === 'string' ? new TextEncoder().encode(text) : text]));
  const children = new Map<string, Map<string, 'file' | 'directory'>>();
  for (const path of bytes.keys()) {
    for (let end = path.length, kind: 'file' | 'directory' = 'file'; end > 0; kind = 'directory') {
      const slash = path.lastIndexOf('/', end - 1);
      const parent = path.slice(0, slash) || '/';
      const entries = children.get(parent) ?? new Map<string, 'file' | 'directory'>();
      children.set(parent, entries.set(path.slice(slash + 1, end), kind));
      end = slash;
    }
  }
  return {
    read: (path) => bytes.get(path) ?? null,
    stat(path) {
      const file = bytes.get(path);
      if (file !== undefined) return { kind: 'file', size: file.length, mtime: 0 };
      return children.has(path) ? { kind: 'directory', size: 0, mtime: 0 } : null;
    },
    list: (path) => [...(children.get(path) ?? [])].map(([name, kind]) => ({ name, kind, link: false })).sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
