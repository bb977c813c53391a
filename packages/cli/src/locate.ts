/** From the path on the command line to the root that is judged. */
import { posix } from 'node:path';
import type { Host } from './host.js';
import { Problem } from './problem.js';

export const configName = 'gatelint.config.json';

export interface Location {
  /** Absolute, with `/`, without links. */
  readonly root: string;
  /** Relative to the root: the one file that was asked about; null for all. */
  readonly file: string | null;
}

/** @throws Problem when there is nothing at the path */
export function locate(path: string | undefined, host: Host): Location {
  const asked = host.resolve(path ?? '.');
  const real = host.realPath(asked);
  const kind = real === null ? undefined : host.files.stat(real)?.kind;
  if (real === null || kind === undefined) throw new Problem(`There is no file or folder "${path ?? '.'}".`);
  if (kind === 'directory') return { root: real, file: null };
  const root = rootOf(real, host);
  return { root, file: posix.relative(root, real) };
}

/**
 * A file that is judged as part of a root that was named: its path from the working directory or from that root.
 *
 * @throws Problem when there is no such file, or it is outside of the root
 */
export function locateFile(path: string, root: string | undefined, host: Host): { readonly root: string; readonly file: string } {
  const folder = root === undefined ? null : locate(root, host);
  if (folder && folder.file !== null) throw new Problem(`"${root ?? ''}" is a file: the root is a folder.`);
  const isFile = (absolute: string): boolean => host.files.stat(absolute)?.kind === 'file';
  const candidates = [path, ...(folder ? [posix.join(folder.root, path)] : [])].map((one) => host.realPath(host.resolve(one)));
  const real = candidates.find((one) => one !== null && isFile(one)) ?? null;
  if (real === null) throw new Problem(`There is no file "${path}".`);
  if (!folder) {
    const { root: found, file } = locate(real, host);
    return { root: found, file: file ?? '' };
  }
  const file = posix.relative(folder.root, real);
  if (file.startsWith('../')) throw new Problem(`${path} is not below ${folder.root}.`);
  return { root: folder.root, file };
}

/**
 * The nearest folder above a file that holds a configuration, a repository or a workspace; without any, the nearest package; without that, the file's own
 * folder.
 */
function rootOf(file: string, host: Host): string {
  let nearestPackage: string | null = null;
  for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
    const has = (name: string): boolean => host.files.stat(posix.join(folder, name)) !== null;
    if (has(configName) || has('.git') || has('pnpm-workspace.yaml')) return folder;
    const manifest = host.files.read(posix.join(folder, 'package.json'));
    if (manifest) {
      if (hasWorkspaces(manifest)) return folder;
      nearestPackage ??= folder;
    }
    if (posix.dirname(folder) === folder) return nearestPackage ?? posix.dirname(file);
  }
}

function hasWorkspaces(manifest: Uint8Array): boolean {
  try {
    return Object.hasOwn(JSON.parse(new TextDecoder().decode(manifest)) as object, 'workspaces');
  } catch {
    return false;
  }
}

/** Where the root lies in its repository, as a prefix of paths (`apps/web/`): what code hosts count paths from. Empty at the top, and without a repository. */
export function prefixInRepository(root: string, host: Host): string {
  for (let folder = root; ; folder = posix.dirname(folder)) {
    if (host.files.stat(posix.join(folder, '.git')) !== null) return folder === root ? '' : `${posix.relative(folder, root)}/`;
    if (posix.dirname(folder) === folder) return '';
  }
}
