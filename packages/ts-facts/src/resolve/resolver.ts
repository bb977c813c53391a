/** Where an import leads. The order is the one that bundlers and TypeScript agree on: relative, aliases, the project's own packages, others. */
import { posix } from 'node:path';
import { isObject } from '../jsonc.js';
import type { Resolution } from '../modules.js';
import { upward, type Disk } from './disk.js';
import { createImportMaps } from './import-map.js';
import { packageEntry, packageImport } from './package-entry.js';
import { probe } from './probe.js';
import { packageName } from './specifier.js';
import { createTsconfigs, matchStar } from './tsconfig.js';
import { createWorkspaces } from './workspaces.js';

export interface Resolver {
  /** `dir`: the absolute folder of the importing file. */
  resolve(dir: string, specifier: string): Resolution;
  notes(): readonly { readonly file: string; readonly because: string }[];
}

/**
 * @param root The folder that is judged; results are relative to it.
 * Files above the root are found too, up to the folder that holds `.git`: a package of a monorepo is judged with its neighbours in sight.
 */
export function createResolver(disk: Disk, root: string): Resolver {
  const { boundary } = disk;
  const workspaces = createWorkspaces(disk, boundary);
  const tsconfigs = createTsconfigs(disk, boundary, (name, from) => workspaces.find(name, from));
  const importMaps = createImportMaps(disk, boundary);
  const known = new Map<string, Resolution>();

  const found = (file: string, specifier: string): Resolution =>
    file.includes('/node_modules/') ? asPackage(specifier) : { is: 'file', file: posix.relative(root, file) };

  function resolveFresh(dir: string, specifier: string, hops: number): Resolution {
    if (specifier === '' || hops > 5) return unknown(`'${specifier}' leads nowhere`);
    if (/^\.{1,2}(\/|$)/.test(specifier)) {
      const file = probe(disk, posix.join(dir, specifier === '.' || specifier === '..' || /\/\.{1,2}$/.test(specifier) ? `${specifier}/` : specifier));
      return file ? found(file, specifier) : unknown(`no file is at '${specifier}'`);
    }
    if (specifier.startsWith('/')) return unknown(`'${specifier}' is a path of the server or of one machine`);

    const mapped = importMaps.find(specifier, dir);
    if (mapped && 'path' in mapped) {
      const file = probe(disk, mapped.path);
      return file ? found(file, specifier) : unknown(`the import map leads '${specifier}' to a file that is not there`);
    }
    if (mapped) return mapped.specifier === specifier ? asPackage(specifier) : withSpecifier(resolveFresh(dir, mapped.specifier, hops + 1), specifier);
    if (/^[a-z][a-z0-9+.-]+:/i.test(specifier)) return asPackage(specifier);

    const alias = resolveAlias(dir, specifier);
    if (alias.file) return found(alias.file, specifier);
    if (specifier.startsWith('#')) return resolveHash(dir, specifier, hops);

    const own = resolveOwnPackage(dir, specifier);
    if (own) return own;
    const conventional = resolveConventional(dir, specifier);
    if (conventional?.is === 'file') return conventional;
    if (alias.failed !== null && !isPackageLike(specifier, alias.failed))
      return unknown(`the alias in ${posix.relative(root, alias.failed.config)} leads '${specifier}' to no file`);
    return conventional ?? asPackage(specifier);
  }

  interface Alias {
    readonly file: string | null;
    /** The alias that matched without leading to a file. */
    readonly failed: { readonly config: string; readonly pattern: string; readonly targets: readonly string[] } | null;
  }

  function resolveAlias(dir: string, specifier: string): Alias {
    let failed: Alias['failed'] = null;
    for (const map of tsconfigs.mapsFor(dir)) {
      for (const { pattern, targets } of map.paths) {
        const star = matchStar(pattern, specifier);
        if (star === null) continue;
        for (const target of targets) {
          const file = probe(disk, target.replace('*', star));
          if (file) return { file, failed: null };
        }
        failed ??= { config: map.config, pattern, targets };
        break;
      }
      if (map.baseUrl !== null) {
        const file = probe(disk, posix.join(map.baseUrl, specifier));
        // A folder named like a package beside a baseUrl is the package's more often than not, unless it holds the very file.
        if (file) return { file, failed: null };
      }
    }
    return { file: null, failed };
  }

  /** An alias such as `*` or `react` may fail for a package that is simply not installed. */
  function isPackageLike(specifier: string, alias: NonNullable<Alias['failed']>): boolean {
    if (alias.pattern === '*' || alias.targets.some((t) => t.includes('/node_modules/'))) return true;
    return /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9-][a-z0-9._-]*(\/|$)/.test(specifier) && !/^@\//.test(specifier) && !alias.pattern.includes('*');
  }

  function resolveHash(dir: string, specifier: string, hops: number): Resolution {
    for (const at of upward(dir, boundary)) {
      if (!disk.isFile(posix.join(at, 'package.json'))) continue;
      const target = packageImport(disk, at, specifier);
      // Frameworks have virtual modules of such names (`#imports`); a package that maps none leaves them to them.
      if (target === undefined) break;
      if (target === null) return unknown(`the imports of ${posix.relative(root, posix.join(at, 'package.json'))} lead '${specifier}' to no file`);
      return 'file' in target ? found(target.file, specifier) : withSpecifier(resolveFresh(dir, target.specifier, hops + 1), specifier);
    }
    return asPackage(specifier);
  }

  function resolveOwnPackage(dir: string, specifier: string): Resolution | null {
    const name = packageName(specifier);
    if (name === null || !specifier.startsWith(name)) return null;
    const folder = workspaces.find(name, dir) ?? linkedFolder(dir, name);
    if (folder === null) return null;
    const rest = specifier.slice(name.length);
    const file = packageEntry(disk, folder, rest === '' ? '.' : `.${rest}`);
    if (file) return found(file, specifier);
    // The name may be a package's that this one is only named after: a project called like the library that it shows.
    return dependsOn(dir, name) === 'registry' ? asPackage(specifier) : unknown(`the package ${name} of this project has no source for '${specifier}'`);
  }

  function manifestValue(dir: string, name: string): { readonly at: string; readonly range: string } | null {
    for (const at of upward(dir, boundary)) {
      const manifest = disk.json(posix.join(at, 'package.json'));
      for (const key of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
        const group = manifest?.[key];
        const range = isObject(group) ? group[name] : undefined;
        if (typeof range === 'string') return { at, range };
      }
    }
    return null;
  }

  function dependsOn(dir: string, name: string): 'registry' | 'workspace' | null {
    const range = manifestValue(dir, name)?.range;
    return range === undefined ? null : /^(workspace|link|file|portal):|^\*$/.test(range) ? 'workspace' : 'registry';
  }

  /** `"a": "file:../a"`. */
  function linkedFolder(dir: string, name: string): string | null {
    const value = manifestValue(dir, name);
    const path = value && /^(?:file|link|portal):(\.{1,2}\/.*)$/.exec(value.range)?.[1];
    const folder = path ? posix.join(value.at, path).replace(/\/+$/, '') : null;
    return folder !== null && disk.isDirectory(folder) ? folder : null;
  }

  /** Aliases that frameworks make without writing them anywhere: `$lib`, and `@/` and `~/` for the source folder. */
  function resolveConventional(dir: string, specifier: string): Resolution | null {
    const lib = /^\$lib(\/.*)?$/.exec(specifier);
    const source = /^(?:@|~|~~|@@)\/(.*)$/.exec(specifier);
    if (!lib && !source) return null;
    for (const at of upward(dir, boundary)) {
      if (!disk.isFile(posix.join(at, 'package.json')) && at !== root) continue;
      for (const folder of lib ? ['src/lib'] : ['', 'src', 'app']) {
        const file = probe(disk, posix.join(at, folder, lib ? (lib[1] ?? '/') : source![1]!));
        if (file) return found(file, specifier);
      }
    }
    return unknown(`no alias leads '${specifier}' to a file`);
  }

  return {
    resolve(dir, specifier) {
      const key = `${dir}\0${specifier}`;
      let result = known.get(key);
      if (!result) known.set(key, (result = resolveFresh(dir, specifier, 0)));
      return result;
    },
    notes: () => tsconfigs.notes().map((note) => ({ ...note, file: posix.relative(root, note.file) })),
  };
}

const unknown = (because: string): Resolution => ({ is: 'unknown', because });

function asPackage(specifier: string): Resolution {
  const name = packageName(specifier);
  return name === null ? unknown(`'${specifier}' names no package`) : { is: 'package', name, specifier };
}

/** A package keeps the specifier as it was written. */
function withSpecifier(result: Resolution, specifier: string): Resolution {
  return result.is === 'package' ? { ...result, specifier } : result;
}
