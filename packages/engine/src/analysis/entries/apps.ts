/** Packages and app roots of the project: which package.json a file belongs to, and what it depends on. */
import type { Modules } from '@gatelint/ts-facts';

export interface Apps {
  /** Folder of the nearest package.json above the file, '' for the root. */
  rootOf(file: string): string;
  /** Whether the nearest package.json, or one above it, names the package. */
  dependsOn(file: string, name: string): boolean;
  /** Declared version range of a package, nearest first; null when there is none. */
  versionOf(file: string, name: string): string | null;
  /** Text of a file of the app (relative to its root), or of a folder above it. */
  nearest(file: string, name: string): { readonly path: string; readonly text: string } | null;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** @param paths every file of the project; what is not among them is not looked for. */
export function createApps(modules: Modules, paths: ReadonlySet<string>): Apps {
  const textOf = (path: string): string | null => (paths.has(path) ? modules.text(path) : null);
  const manifests = new Map<string, Manifest | null>();
  const manifestIn = (folder: string): Manifest | null => {
    let known = manifests.get(folder);
    if (known === undefined) {
      known = read(textOf(folder === '' ? 'package.json' : `${folder}/package.json`));
      manifests.set(folder, known);
    }
    return known;
  };
  const roots = new Map<string, string>();
  const rootOfFolder = (folder: string): string => {
    let known = roots.get(folder);
    if (known === undefined) {
      known = folder === '' || manifestIn(folder) ? folder : rootOfFolder(folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '');
      roots.set(folder, known);
    }
    return known;
  };
  const versionOf = (file: string, name: string): string | null => {
    for (const folder of above(file)) {
      const found = manifestIn(folder)?.dependencies[name];
      if (found !== undefined) return found;
    }
    return null;
  };
  return {
    rootOf: (file) => rootOfFolder(folderOf(file)),
    dependsOn: (file, name) => versionOf(file, name) !== null,
    versionOf,
    nearest(file, name) {
      for (const folder of above(file)) {
        const path = folder === '' ? name : `${folder}/${name}`;
        const text = textOf(path);
        if (text !== null) return { path, text };
      }
      return null;
    },
  };
}

const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '');

function above(file: string): string[] {
  const out: string[] = [];
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    out.push(folder);
    if (folder === '') return out;
  }
}

function read(text: string | null): Manifest | null {
  if (text === null) return null;
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof parsed !== 'object' || parsed === null) return { dependencies: {} };
    const all: Record<string, string> = {};
    for (const key of ['peerDependencies', 'devDependencies', 'dependencies'])
      for (const [name, version] of Object.entries((parsed as Record<string, unknown>)[key] ?? {})) if (typeof version === 'string') all[name] = version;
    return { dependencies: all };
  } catch {
    return { dependencies: {} };
  }
}
