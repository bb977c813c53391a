/** The folder that a file is judged in, found from the file upward. */
import type { FileSystem } from '@gatelint/engine';

/** Each marks a whole project by standing in its folder. */
const marks = ['gatelint.config.json', '.git', 'pnpm-workspace.yaml'];

/**
 * The nearest folder above `file` that holds a Gatelint configuration, a repository or a workspace of packages; without one the nearest package; without
 * that the folder the host works in, or the file's own where it lies outside of that.
 *
 * The repository comes before the nearest package: entry points, helpers, migrations and inventories of one product lie in several packages, and a question
 * about one asks about the others.
 *
 * Input: absolute paths with `/`. Output: an absolute path with `/`, without a trailing one.
 */
export function findRoot(file: string, cwd: string, files: FileSystem): string {
  let nearestPackage: string | null = null;
  for (let folder = parentOf(file); ; folder = parentOf(folder)) {
    if (marks.some((mark) => files.stat(join(folder, mark)) !== null)) return folder;
    const manifest = files.read(join(folder, 'package.json'));
    if (manifest !== null) {
      if (hasWorkspaces(manifest)) return folder;
      nearestPackage ??= folder;
    }
    if (parentOf(folder) === folder) break;
  }
  if (nearestPackage !== null) return nearestPackage;
  return isInside(file, cwd) ? cwd : parentOf(file);
}

/** The folder of a path; the top is its own. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0 || path === '/' || /^[a-z]:\/?$/iu.test(path)) return path;
  const parent = path.slice(0, slash);
  return parent === '' ? '/' : /^[a-z]:$/iu.test(parent) ? `${parent}/` : parent;
}

export function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

export function join(folder: string, name: string): string {
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`;
}

function hasWorkspaces(manifest: Uint8Array): boolean {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(manifest));
    return typeof parsed === 'object' && parsed !== null && 'workspaces' in parsed;
  } catch {
    // Somebody's broken package.json is theirs to mend; here it only says where a package is.
    return false;
  }
}
