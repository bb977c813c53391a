/** The modules of a project: read, lowered and resolved on demand, and remembered by content. */
import { posix } from 'node:path';
import { decode } from './decode.js';
import type { FileSystem } from './file-system.js';
import type { Module } from './ir.js';
import { contentHash, lowerHashed } from './lower/lower.js';
import type { Modules, Resolution } from './modules.js';
import { createDisk } from './resolve/disk.js';
import { createResolver, type Resolver } from './resolve/resolver.js';

export interface ModulesOptions {
  /** Absolute path of the folder that is judged, with `/` and without one at its end. */
  readonly root: string;
  readonly files: FileSystem;
  /** Larger files are not read; 2 MB unless said. */
  readonly maxBytes?: number;
}

export interface LiveModules extends Modules {
  /** Lays an unsaved text over a file (which need not exist); null takes it away. */
  overlay(file: string, text: string | null): void;
  /**
   * Looks at the contents on the disk again. Returns the files read so far whose content changed or vanished, sorted; what is new only a walk finds, and then
   * `relocate` is due.
   */
  refresh(): readonly string[];
  /** Files have come or gone, or say something else about where imports lead: imports are followed anew. */
  relocate(): void;
  /** The modules of which an import leads elsewhere than it did, since this was asked last; sorted. */
  moved(): readonly string[];
  /** What is wrong with the project's own description, such as a tsconfig.json that extends a file that is not there; sorted. */
  notes(): readonly { readonly file: string; readonly because: string }[];
}

interface Entry {
  /** null when the file cannot be read; then `because` says why. */
  readonly text: string | null;
  readonly because: string | null;
  readonly hash: string;
  /** Of the disk at the time of reading; null when there was nothing. A sweep over these costs less than reading again. */
  readonly seen: { readonly size: number; readonly mtime: number } | null;
  readonly overlaid: boolean;
}

const sourceFile = /\.[cm]?[jt]sx?$/i;

export function createModules(options: ModulesOptions): LiveModules {
  const { root, files } = options;
  const maxBytes = options.maxBytes ?? 2 * 1024 * 1024;
  const entries = new Map<string, Entry>();
  const lowered = new Map<string, Module>();
  const overlays = new Map<string, string>();
  let resolver: Resolver | null = null;
  /** By importing file: the same import is followed once for every name that is looked up through it, thousands of times through a barrel. */
  const resolved = new Map<string, Map<string, Resolution>>();
  /** Where imports led before files came or went. */
  const led = new Map<string, Map<string, Resolution>>();

  const absolute = (file: string): string => posix.join(root, file);

  function entry(file: string): Entry {
    let known = entries.get(file);
    if (!known) entries.set(file, (known = read(file)));
    return known;
  }

  function read(file: string): Entry {
    const overlay = overlays.get(file);
    if (overlay !== undefined) return { text: overlay, because: null, hash: contentHash(overlay), seen: null, overlaid: true };
    const stat = files.stat(absolute(file));
    const seen = stat && { size: stat.size, mtime: stat.mtime };
    const failed = (because: string): Entry => ({ text: null, because, hash: '', seen, overlaid: false });
    if (!stat || stat.kind !== 'file') return failed('There is no such file');
    if (stat.size > maxBytes) return failed(`It is larger than ${Math.floor(maxBytes / 1024)} KB`);
    const bytes = files.read(absolute(file));
    if (!bytes) return failed('It cannot be read');
    const decoded = decode(bytes);
    return 'text' in decoded ? { text: decoded.text, because: null, hash: contentHash(decoded.text), seen, overlaid: false } : failed(decoded.because);
  }

  function getResolver(): Resolver {
    return (resolver ??= createResolver(
      createDisk(files, root, (path) => overlays.get(posix.relative(root, path)) ?? null),
      root,
    ));
  }

  const live: LiveModules = {
    load(file) {
      if (!sourceFile.test(file)) return null;
      const known = lowered.get(file);
      if (known) return known;
      const { text, hash } = entry(file);
      if (text === null) return null;
      const module = lowerHashed(file, text, hash);
      lowered.set(file, module);
      return module;
    },
    text: (file) => entry(file).text,
    resolve(from, specifier) {
      let own = resolved.get(from);
      if (!own) resolved.set(from, (own = new Map<string, Resolution>()));
      let where = own.get(specifier);
      if (!where) own.set(specifier, (where = getResolver().resolve(posix.dirname(absolute(from)), specifier)));
      return where;
    },
    moved() {
      const moved: string[] = [];
      for (const [from, own] of led) if ([...own].some(([specifier, before]) => !isSameTarget(before, live.resolve(from, specifier)))) moved.push(from);
      led.clear();
      return moved.sort();
    },
    unread() {
      const unread: { file: string; because: string; loaded: boolean }[] = [];
      for (const [file, { because }] of entries) if (because !== null) unread.push({ file, because, loaded: false });
      for (const [file, { errors }] of lowered) {
        const [first] = errors;
        if (first) unread.push({ file, because: `${first.message} (line ${lineOf(entry(file).text ?? '', first.at.start)})`, loaded: true });
      }
      return unread.sort(byFile);
    },
    notes: () => [...getResolver().notes()].sort(byFile),
    overlay(file, text) {
      const before = overlays.get(file);
      if (before === (text ?? undefined)) return;
      if (text === null) overlays.delete(file);
      else overlays.set(file, text);
      // Only a file that comes or goes changes where imports lead, as does one that says where they lead.
      const comesOrGoes = (before === undefined || text === null) && !files.stat(absolute(file));
      if (comesOrGoes || !sourceFile.test(file)) forgetPaths();
      forget(file);
    },
    relocate: forgetPaths,
    refresh() {
      const changed: string[] = [];
      for (const [file, before] of entries) {
        if (before.overlaid) continue;
        const stat = files.stat(absolute(file));
        if (isSame(stat, before.seen)) continue;
        const now = read(file);
        if (stat) entries.set(file, now);
        // It is forgotten, and not kept as one that cannot be read.
        else entries.delete(file);
        if (now.hash === before.hash && now.because === before.because) continue;
        lowered.delete(file);
        changed.push(file);
      }
      return changed.sort();
    },
  };
  return live;

  function forgetPaths(): void {
    resolver = null;
    for (const [from, own] of resolved) led.set(from, new Map([...(led.get(from) ?? []), ...own]));
    resolved.clear();
  }

  function forget(file: string): void {
    entries.delete(file);
    lowered.delete(file);
  }
}

const isSameTarget = (a: Resolution, b: Resolution): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A file system that keeps no times says 0: then only the content can tell. */
function isSame(now: Entry['seen'], before: Entry['seen']): boolean {
  if (!now || !before) return !now && !before;
  return now.size === before.size && now.mtime === before.mtime && now.mtime !== 0;
}

const byFile = (a: { readonly file: string }, b: { readonly file: string }): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0);

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
