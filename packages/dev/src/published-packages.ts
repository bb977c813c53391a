/** The packages that npm gets, as their package.json describes them. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './root.js';

export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute. */
  readonly folder: string;
  /** Source file by output name below `dist`, without extension: from `exports`, and for a bin `dist/x.js` from `src/x.ts`. */
  readonly entries: Record<string, string>;
  /** What stays an import: dependencies and peer dependencies. */
  readonly imports: string[];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports?: Record<string, string | { readonly 'gatelint-source'?: string; readonly default: string }>;
  readonly bin?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

const publishedFolders = ['engine', 'eslint-plugin', 'cli'] as const;

export function publishedPackages(): readonly PublishedPackage[] {
  return publishedFolders.map((name) => describe(join(root, 'packages', name)));
}

function describe(folder: string): PublishedPackage {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const entries: Record<string, string> = {};
  for (const target of Object.values(manifest.exports ?? {})) {
    if (typeof target === 'string' || target['gatelint-source'] === undefined) continue;
    entries[basename(target.default, '.js')] = join(folder, target['gatelint-source']);
  }
  for (const target of Object.values(manifest.bin ?? {})) {
    entries[basename(target, '.js')] = join(folder, 'src', `${basename(target, '.js')}.ts`);
  }
  const imports = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  return { name: manifest.name, version: manifest.version, folder, entries, imports };
}
