/** Which source file stands behind a package of the project: its `exports`, `imports`, `main` and `types`, led from built output back to source. */
import { posix } from 'node:path';
import { isObject, type Json } from '../jsonc.js';
import type { Disk } from './disk.js';
import { probe } from './probe.js';
import { matchStar } from './tsconfig.js';

/** Folders that hold what a build makes. */
const output = new Set([
  'dist',
  'build',
  'lib',
  'out',
  'esm',
  'cjs',
  'es',
  'types',
  'output',
  '.output',
  'bundle',
  'node',
  'browser',
  'module',
  'modern',
  'legacy',
]);

/** The source of `subpath` ('.' or './x') of the package in `dir`; null when none is found. */
export function packageEntry(disk: Disk, dir: string, subpath: string): string | null {
  const manifest = disk.json(posix.join(dir, 'package.json')) ?? {};
  const deno = disk.json(posix.join(dir, 'deno.json')) ?? disk.json(posix.join(dir, 'deno.jsonc'));
  const declared = [
    ...targetsFor(manifest['exports'], subpath),
    ...targetsFor(deno?.['exports'], subpath),
    ...(subpath === '.' ? ['source', 'types', 'typings', 'module', 'main'].flatMap((key) => (typeof manifest[key] === 'string' ? [manifest[key]] : [])) : []),
  ];
  const found = bestSource(disk, dir, declared);
  if (found) return found;
  const plain = subpath === '.' ? ['src/index', 'index', 'src/main', 'src/mod', 'mod', 'lib/index'] : [subpath, posix.join('src', subpath)];
  for (const path of plain) {
    const file = probe(disk, posix.join(dir, path));
    if (file) return file;
  }
  return null;
}

/** The file that `#name` means in the package in `dir`, another specifier that it stands for, or null; undefined when the package maps no names. */
export function packageImport(disk: Disk, dir: string, specifier: string): { readonly file: string } | { readonly specifier: string } | null | undefined {
  const imports = disk.json(posix.join(dir, 'package.json'))?.['imports'];
  if (!isObject(imports)) return undefined;
  const targets = matchKeys(imports, specifier);
  const file = bestSource(
    disk,
    dir,
    targets.filter((t) => t.startsWith('./')),
  );
  if (file) return { file };
  const other = targets.find((t) => !t.startsWith('.') && !t.startsWith('#'));
  return other === undefined ? null : { specifier: other };
}

function targetsFor(exports: Json | undefined, subpath: string): string[] {
  if (exports === undefined || exports === null) return [];
  const bySubpath = isObject(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  if (!bySubpath) return subpath === '.' ? leaves(exports) : [];
  return matchKeys(exports, subpath);
}

/** The targets of the key that fits best: an exact one, else the longest before its `*`. */
function matchKeys(map: { readonly [key: string]: Json }, name: string): string[] {
  const exact = map[name];
  if (exact !== undefined) return leaves(exact);
  const best = Object.keys(map)
    .filter((key) => matchStar(asPattern(key), name) !== null)
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0];
  if (best === undefined) return [];
  const star = matchStar(asPattern(best), name)!;
  return leaves(map[best]!).map((target) => (target.endsWith('/') ? target + star : target.replaceAll('*', star)));
}

/** `"./": "./src/"`, the older way to write `"./*": "./src/*"`. */
const asPattern = (key: string): string => (key.endsWith('/') ? `${key}*` : key);

/** Every path below conditions and fallbacks, in order. Which condition holds is the run's business: all of them lead to one source. */
function leaves(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item: Json) => leaves(item));
  return isObject(value) ? Object.values(value).flatMap(leaves) : [];
}

/** Source before built output, whether the output is there or not. */
function bestSource(disk: Disk, dir: string, targets: readonly string[]): string | null {
  const paths = targets.map((t) => posix.join('.', t));
  const isOutput = (path: string): boolean => output.has(path.split('/')[0]!) || /\.d\.[cm]?ts$/.test(path);
  for (const path of paths) {
    const file = isOutput(path) ? null : probe(disk, posix.join(dir, path));
    if (file && !/\.d\.[cm]?ts$/.test(file)) return file;
  }
  for (const path of paths) {
    if (!isOutput(path)) continue;
    const file = sourceOfOutput(disk, dir, path);
    if (file) return file;
  }
  for (const path of paths) {
    const file = probe(disk, posix.join(dir, path));
    if (file) return file;
  }
  return null;
}

/** `dist/esm/a.mjs` is made from `src/esm/a.ts`, `src/a.ts` or `a.ts`. */
function sourceOfOutput(disk: Disk, dir: string, path: string): string | null {
  let rest = path.replace(/(\.d)?\.[cm]?[jt]sx?$/, '').split('/');
  const stems: string[] = [];
  while (rest.length > 1 && output.has(rest[0]!)) {
    rest = rest.slice(1);
    stems.push(rest.join('/'));
  }
  for (const stem of stems.length > 0 ? stems : [rest.join('/')]) {
    for (const candidate of [posix.join('src', stem), stem]) {
      const file = probe(disk, posix.join(dir, candidate));
      if (file && /\.[cm]?[jt]sx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file)) return file;
    }
  }
  return null;
}
