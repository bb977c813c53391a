/** Import maps: the `imports` of deno.json, and import_map.json. */
import { posix } from 'node:path';
import { isObject, type Json } from '../jsonc.js';
import { upward, type Disk } from './disk.js';

export interface ImportMaps {
  /** What a specifier stands for in a folder: an absolute path, or another specifier; null when no map names it. */
  find(specifier: string, dir: string): { readonly path: string } | { readonly specifier: string } | null;
}

export function createImportMaps(disk: Disk, boundary: string): ImportMaps {
  return {
    find(specifier, dir) {
      for (const at of upward(dir, boundary)) {
        for (const { base, imports } of mapsIn(disk, at)) {
          const target = lookUp(imports, specifier);
          if (target !== null) return /^\.{0,2}\//.test(target) ? { path: target.startsWith('/') ? target : posix.join(base, target) } : { specifier: target };
        }
      }
      return null;
    },
  };
}

function mapsIn(disk: Disk, dir: string): { base: string; imports: { readonly [key: string]: Json } }[] {
  const files = ['deno.json', 'deno.jsonc', 'import_map.json'].map((name) => posix.join(dir, name));
  const named = files.slice(0, 2).flatMap((file) => {
    const other = disk.json(file)?.['importMap'];
    return typeof other === 'string' && /^\.{0,2}\/|^[^:]*$/.test(other) ? [posix.join(dir, other)] : [];
  });
  return [...files, ...named].flatMap((file) => {
    const imports = disk.json(file)?.['imports'];
    return isObject(imports) ? [{ base: posix.dirname(file), imports }] : [];
  });
}

function lookUp(imports: { readonly [key: string]: Json }, specifier: string): string | null {
  const exact = imports[specifier];
  if (typeof exact === 'string') return exact;
  const prefix = Object.keys(imports)
    .filter((key) => key.endsWith('/') && specifier.startsWith(key))
    .sort((a, b) => b.length - a.length)[0];
  const target = prefix === undefined ? undefined : imports[prefix];
  return prefix !== undefined && typeof target === 'string' ? target + specifier.slice(prefix.length) : null;
}
