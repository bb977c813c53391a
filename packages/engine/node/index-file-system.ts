/**
 * The work tree as git is about to commit it: staged content instead of what lies on disk, neither untracked files nor unstaged changes. Installed packages
 * (`node_modules`), submodules and whatever lies outside the work tree are read from the disk, because no index has them.
 */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { FileSystem } from '@gatelint/ts-facts';
import type { GitIndex, IndexEntry } from './git-index.js';

type Kind = 'file' | 'directory' | 'other';
type Resolved = { readonly is: 'disk'; readonly path: string } | { readonly is: 'index'; readonly path: string } | null;

/** Contents worth asking git for before anyone reads them, in one go: text, of which a run reads most. */
const likelyRead = /(?:^|\/)\.env[^/]*$|\.(?:[cm]?[jt]sx?|jsonc?|sql|toml|ya?ml|prisma|vue|svelte|astro|md)$/iu;
const mostLinks = 40;

export function createIndexFileSystem(index: GitIndex, disk: FileSystem): FileSystem {
  const { top, entries } = index;
  const folders = foldersOf(entries.keys());
  const blobs = new Map<string, Uint8Array>();
  let fetched = false;

  /** Path of a tracked thing from the root of the work tree; null when it is read from the disk. */
  const tracked = (path: string): string | null => {
    if (path === top) return '';
    if (!path.startsWith(`${top}/`)) return null;
    const inside = path.slice(top.length + 1);
    if (/(?:^|\/)(?:node_modules|\.git)(?:\/|$)/u.test(inside)) return null;
    return inside;
  };

  const special = new Map([...entries].filter(([, { mode }]) => mode !== 'file'));

  /** Follows links that git tracks, also among the folders of the path. */
  const resolve = (path: string, links = 0): Resolved => {
    const inside = tracked(path);
    if (inside === null) return { is: 'disk', path };
    if (special.size === 0) return { is: 'index', path: inside };
    const parts = inside.split('/');
    for (const depth of parts.keys()) {
      const part = parts.slice(0, depth + 1).join('/');
      const entry = special.get(part);
      if (entry?.mode === 'submodule') return { is: 'disk', path };
      if (entry?.mode !== 'link') continue;
      if (links === mostLinks) return null;
      const target = Buffer.from(contentOf(part, entry) ?? []).toString('utf8');
      return resolve(posix.resolve(top, posix.dirname(part), target, ...parts.slice(depth + 1)), links + 1);
    }
    return { is: 'index', path: inside };
  };

  /** The disk is as good as the object where it has the same bytes, and a good deal nearer. */
  const contentOf = (inside: string, entry: IndexEntry): Uint8Array | null => {
    const known = blobs.get(entry.id);
    if (known) return known;
    const bytes = entry.mode === 'file' ? disk.read(`${top}/${inside}`) : null;
    if (bytes && objectId(bytes, entry.id.length) === entry.id) return bytes;
    fetch(entry.id);
    return blobs.get(entry.id) ?? null;
  };

  const fetch = (id: string): void => {
    const wanted = new Set([id]);
    // One process for all that differ: with line endings that git converts, that is every file.
    if (!fetched) {
      fetched = true;
      for (const [path, entry] of entries) {
        if (entry.mode === 'submodule' || (entry.mode === 'file' && !likelyRead.test(path))) continue;
        const bytes = entry.mode === 'file' ? disk.read(`${top}/${path}`) : null;
        if (!bytes || objectId(bytes, entry.id.length) !== entry.id) wanted.add(entry.id);
      }
    }
    for (const [key, bytes] of index.blobs([...wanted].sort())) blobs.set(key, bytes);
  };

  const fs: FileSystem = {
    read(path) {
      const at = resolve(path);
      if (at?.is !== 'index') return at ? disk.read(at.path) : null;
      const entry = entries.get(at.path);
      return entry ? contentOf(at.path, entry) : null;
    },
    stat(path) {
      const at = resolve(path);
      if (at?.is !== 'index') return at ? disk.stat(at.path) : null;
      const entry = entries.get(at.path);
      if (entry) {
        const bytes = contentOf(at.path, entry);
        return bytes && { kind: 'file', size: bytes.length, mtime: 0 };
      }
      return folders.has(at.path) ? { kind: 'directory', size: 0, mtime: 0 } : null;
    },
    list(path) {
      const at = resolve(path);
      if (at?.is !== 'index') return at ? disk.list(at.path) : [];
      const names = folders.get(at.path);
      if (!names) return [];
      const below = at.path === '' ? top : `${top}/${at.path}`;
      const listed = [...names].map((name) => {
        const child = at.path === '' ? name : `${at.path}/${name}`;
        const mode = entries.get(child)?.mode;
        const kind: Kind = mode === 'link' ? (fs.stat(`${below}/${name}`)?.kind ?? 'other') : mode === 'file' ? 'file' : 'directory';
        return { name, kind, link: mode === 'link' };
      });
      const installed = names.has('node_modules') ? undefined : disk.list(below).find(({ name }) => name === 'node_modules');
      return (installed ? [...listed, installed] : listed).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
  return fs;
}

/** Names in every folder that has a tracked file below it. */
function foldersOf(paths: Iterable<string>): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>([['', new Set()]]);
  for (const path of paths) {
    let child = path;
    for (;;) {
      const cut = child.lastIndexOf('/');
      const folder = cut < 0 ? '' : child.slice(0, cut);
      const names = folders.get(folder);
      const known = names !== undefined;
      (names ?? folders.set(folder, new Set()).get(folder)!).add(child.slice(cut + 1));
      if (known || folder === '') break;
      child = folder;
    }
  }
  return folders;
}

function objectId(bytes: Uint8Array, digits: number): string {
  return createHash(digits === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
