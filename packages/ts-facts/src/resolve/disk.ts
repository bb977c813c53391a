/** What resolution asks of the disk: each folder is listed once, each configuration file read once, until told to look again. */
import { posix } from 'node:path';
import type { FileSystem } from '../file-system.js';
import { decode } from '../decode.js';
import { isObject, parseJsonc, type Json } from '../jsonc.js';

export interface Disk {
  /** The folder above which nothing is looked for: the one that holds `.git`, or the root itself. */
  readonly boundary: string;
  isFile(path: string): boolean;
  isDirectory(path: string): boolean;
  list(path: string): ReturnType<FileSystem['list']>;
  /** An object from a JSON file, comments allowed; null when there is none, undefined when it cannot be read. */
  json(path: string): { readonly [key: string]: Json } | null | undefined;
  text(path: string): string | null;
}

/** `overlaid`: the text that an editor has laid over a file, which need not exist; null where there is none. */
export function createDisk(files: FileSystem, root: string, overlaid: (path: string) => string | null): Disk {
  const boundary = boundaryOf(files, root);
  const folders = new Map<string, { entries: ReturnType<FileSystem['list']>; kinds: ReadonlyMap<string, string> }>();
  const parsed = new Map<string, { readonly [key: string]: Json } | null | undefined>();

  function folder(path: string): { entries: ReturnType<FileSystem['list']>; kinds: ReadonlyMap<string, string> } {
    let known = folders.get(path);
    if (!known) {
      const entries = files.list(path);
      folders.set(path, (known = { entries, kinds: new Map(entries.map((e) => [e.name, e.kind])) }));
    }
    return known;
  }

  const kindOf = (path: string): string | undefined => folder(posix.dirname(path)).kinds.get(posix.basename(path));

  const disk: Disk = {
    boundary,
    isFile: (path) => kindOf(path) === 'file' || overlaid(path) !== null,
    // Above the boundary no folder is listed only to learn what a name in it is.
    isDirectory: (path) => (path.startsWith(`${boundary}/`) ? kindOf(path) === 'directory' : folder(path).entries.length > 0),
    list: (path) => folder(path).entries,
    text(path) {
      const unsaved = overlaid(path);
      if (unsaved !== null) return unsaved;
      const bytes = disk.isFile(path) ? files.read(path) : null;
      const decoded = bytes && decode(bytes);
      return decoded && 'text' in decoded ? decoded.text : null;
    },
    json(path) {
      if (!parsed.has(path)) {
        const text = disk.text(path);
        const value = text === null ? undefined : parseJsonc(text);
        parsed.set(path, isObject(value) ? value : disk.isFile(path) ? undefined : null);
      }
      return parsed.get(path);
    },
  };
  return disk;
}

/** `dir` and the folders above it, up to and with `boundary`. */
export function* upward(dir: string, boundary: string): Generator<string> {
  for (let at = dir; ;) {
    yield at;
    const up = posix.dirname(at);
    if (at === boundary || up === at) return;
    at = up;
  }
}

function boundaryOf(files: FileSystem, root: string): string {
  for (const at of upward(root, '/')) if (files.stat(posix.join(at, '.git'))) return at;
  return root;
}
