/** `paths` and `baseUrl` of tsconfig.json and jsconfig.json, through `extends` and `references`. */
import { posix } from 'node:path';
import { isObject, strings, type Json } from '../jsonc.js';
import { upward, type Disk } from './disk.js';

export interface PathMap {
  /** The configuration file that it was read from. */
  readonly config: string;
  readonly baseUrl: string | null;
  /** Patterns with at most one `*`, the most specific first; targets absolute. */
  readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
}

export interface Tsconfigs {
  /** What applies to files in a folder: the nearest configuration first, then those further up. */
  mapsFor(dir: string): readonly PathMap[];
  /** What was wrong with the configurations that were read: missing `extends`, text that is no JSON. */
  notes(): readonly { readonly file: string; readonly because: string }[];
}

interface Merged {
  readonly baseUrl: string | null;
  readonly paths: { readonly [key: string]: Json } | null;
  readonly pathsBase: string;
  readonly references: readonly string[];
}

const nothing = (dir: string): Merged => ({ baseUrl: null, paths: null, pathsBase: dir, references: [] });

/** `findPackage` tells the folder of a workspace package, for an `extends` that names one. */
export function createTsconfigs(disk: Disk, boundary: string, findPackage: (name: string, from: string) => string | null): Tsconfigs {
  const byFolder = new Map<string, readonly PathMap[]>();
  const atFolder = new Map<string, readonly PathMap[]>();
  const notes = new Map<string, string>();

  function read(path: string, leafDir: string, seen: ReadonlySet<string>): Merged {
    const dir = posix.dirname(path);
    const json = disk.json(path);
    if (!json) {
      if (json === undefined) notes.set(path, 'It is not JSON, so its paths are not known');
      return nothing(dir);
    }
    let merged = nothing(dir);
    for (const parent of typeof json['extends'] === 'string' ? [json['extends']] : strings(json['extends'])) {
      const file = findExtended(parent, dir);
      if (file === null) notes.set(path, `It extends '${parent}', which is not there`);
      else if (seen.has(file)) notes.set(path, `It extends itself through '${parent}'`);
      else {
        const base = read(file, leafDir, new Set([...seen, file]));
        // Later parents win over earlier ones, key by key; references are not inherited.
        merged = {
          baseUrl: base.baseUrl ?? merged.baseUrl,
          paths: base.paths ?? merged.paths,
          pathsBase: base.paths ? base.pathsBase : merged.pathsBase,
          references: [],
        };
      }
    }
    const options = isObject(json['compilerOptions']) ? json['compilerOptions'] : {};
    const here = (value: string): string => posix.join(value.startsWith('${configDir}') ? leafDir : dir, value.replace(/^\$\{configDir\}/, '.'));
    if (typeof options['baseUrl'] === 'string') merged = { ...merged, baseUrl: here(options['baseUrl']) };
    if (isObject(options['paths'])) merged = { ...merged, paths: options['paths'], pathsBase: dir };
    const references = Array.isArray(json['references'])
      ? json['references'].flatMap((r: Json) => (isObject(r) && typeof r['path'] === 'string' ? [posix.join(dir, r['path'])] : []))
      : [];
    return { ...merged, references };
  }

  function findExtended(name: string, dir: string): string | null {
    const asFile = (path: string): string | null => [path, `${path}.json`, posix.join(path, 'tsconfig.json')].find((p) => disk.isFile(p)) ?? null;
    if (/^\.{0,2}\//.test(name) || name === '.' || name === '..') return asFile(name.startsWith('/') ? name : posix.join(dir, name));
    const [scope = '', second = ''] = name.split('/');
    const packageName = name.startsWith('@') ? `${scope}/${second}` : scope;
    const rest = name.slice(packageName.length + 1);
    const workspace = findPackage(packageName, dir);
    for (const folder of [...(workspace === null ? [] : [workspace]), ...[...upward(dir, boundary)].map((up) => posix.join(up, 'node_modules', packageName))]) {
      const found = asFile(posix.join(folder, rest));
      if (found) return found;
    }
    return null;
  }

  function toMap(config: string, merged: Merged, leafDir: string): PathMap {
    const base = merged.baseUrl ?? merged.pathsBase;
    const paths = Object.entries(merged.paths ?? {}).map(([pattern, targets]) => ({
      pattern,
      targets: strings(targets).map((t) =>
        t.startsWith('/') ? t : t.startsWith('${configDir}') ? posix.join(leafDir, t.slice('${configDir}'.length)) : posix.join(base, t),
      ),
    }));
    return { config, baseUrl: merged.baseUrl, paths: paths.sort((a, b) => specificity(b.pattern) - specificity(a.pattern)) };
  }

  function mapsAt(dir: string): PathMap[] {
    const config = ['tsconfig.json', 'jsconfig.json'].map((name) => posix.join(dir, name)).find((path) => disk.isFile(path));
    if (!config) return [];
    const merged = read(config, dir, new Set([config]));
    const maps = [toMap(config, merged, dir)];
    for (const reference of merged.references) {
      const path = disk.isFile(reference) ? reference : posix.join(reference, 'tsconfig.json');
      // A solution's parts beside it speak of its files; a part in a folder of its own is found from there.
      if (posix.dirname(path) === dir && disk.isFile(path)) maps.push(toMap(path, read(path, dir, new Set([path])), dir));
    }
    return maps.filter((map) => map.baseUrl !== null || map.paths.length > 0);
  }

  return {
    mapsFor(dir) {
      let maps = byFolder.get(dir);
      if (!maps) {
        maps = [...upward(dir, boundary)].flatMap((at) => {
          let own = atFolder.get(at);
          if (!own) atFolder.set(at, (own = mapsAt(at)));
          return own;
        });
        byFolder.set(dir, maps);
      }
      return maps;
    },
    notes: () => [...notes].map(([file, because]) => ({ file, because })),
  };
}

/** An exact pattern before any with a `*`, then the longest text before the `*`. */
function specificity(pattern: string): number {
  const star = pattern.indexOf('*');
  return star === -1 ? Infinity : star;
}

/** What `*` stands for when a pattern matches, '' for an exact match, null for none. */
export function matchStar(pattern: string, text: string): string | null {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === text ? '' : null;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail) ? text.slice(head.length, text.length - tail.length) : null;
}
