/** Which files a project has. */
import { posix } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';
import { decode } from './decode.js';
import type { FileSystem } from './file-system.js';

export interface WalkOptions {
  /** Globs of files and folders to leave out, relative to the root; one without a slash holds at any depth. */
  readonly ignore: readonly string[];
}

/** Folders that hold what was installed or made, wherever they are. */
const skipped: ReadonlySet<string> = new Set(['node_modules', 'bower_components', 'jspm_packages', '__pycache__', 'dist', 'storybook-static']);

/** The same in the root and beside a package.json; deeper they are names like any other (`app/vendor/route.ts` is a page about vendors). */
const skippedInPackages: ReadonlySet<string> = new Set(['build', 'out', 'output', 'coverage', 'vendor', 'target', 'tmp', 'temp']);

/** Folders with a dot in front that people keep their own code or configuration in; `.well-known` is a part of addresses, and so of routes. */
const dotFolders: ReadonlySet<string> = new Set(['.well-known', '.github', '.storybook', '.vitepress', '.react-email']);

/** Folders below each other; a project that is deeper is a mistake of a tool. */
const maxDepth = 64;

/**
 * Every file under `root`, relative to it, sorted by code unit.
 *
 * Left out: folders of installed and built things, hidden folders, what .gitignore files (of the root, of folders above it up to the one with
 * `.git`, and nested ones) exclude, and what `options.ignore` names. Symlinked folders are not entered, so that a loop of links has an end.
 * A folder that cannot be listed is empty.
 */
export function walk(files: FileSystem, root: string, options: WalkOptions): readonly string[] {
  const found: string[] = [];
  const isIgnored = options.ignore.length > 0 ? ignoredBy(options.ignore) : () => false;

  function enter(dir: string, relative: string, inherited: readonly Rules[], depth: number): void {
    const entries = files.list(dir);
    const own = entries.some((e) => e.name === '.gitignore' && e.kind === 'file') ? readRules(files, dir) : null;
    const rules = own ? [...inherited, own] : inherited;
    const isPackage = depth === 0 || entries.some((e) => e.name === 'package.json');
    for (const { name, kind, link } of entries) {
      const path = relative === '' ? name : `${relative}/${name}`;
      if (kind === 'directory') {
        if (link || depth >= maxDepth || skipped.has(name) || (isPackage && skippedInPackages.has(name)) || (name.startsWith('.') && !dotFolders.has(name)))
          continue;
        if (isIgnored(path) || isGitIgnored(rules, `${dir}/${name}/`)) continue;
        enter(`${dir}/${name}`, path, rules, depth + 1);
      } else if (kind === 'file' && !isIgnored(path) && !isGitIgnored(rules, `${dir}/${name}`)) found.push(path);
    }
  }

  const base = root.replace(/\/+$/, '');
  enter(base, '', rulesAbove(files, base), 0);
  return found.sort();
}

interface Rules {
  readonly dir: string;
  readonly rules: Ignore;
}

function readRules(files: FileSystem, dir: string): Rules | null {
  const bytes = files.read(posix.join(dir, '.gitignore'));
  const decoded = bytes && decode(bytes);
  return decoded && 'text' in decoded ? { dir, rules: ignore({ allowRelativePaths: true }).add(decoded.text.replace(/^\uFEFF/, '')) } : null;
}

/** The .gitignore files above the root, outermost first, where the root lies in a repository. */
function rulesAbove(files: FileSystem, root: string): readonly Rules[] {
  const above: string[] = [];
  for (let at = root; !files.stat(posix.join(at, '.git'));) {
    const up = posix.dirname(at);
    if (up === at) return [];
    above.unshift((at = up));
  }
  return above.flatMap((dir) => readRules(files, dir) ?? []);
}

/** The nearest .gitignore that speaks of a path decides; a folder that is excluded is never entered, as in git. */
function isGitIgnored(rules: readonly Rules[], path: string): boolean {
  for (let i = rules.length - 1; i >= 0; i--) {
    const { dir, rules: own } = rules[i]!;
    const said = own.test(path.slice(dir.length + 1));
    if (said.ignored) return true;
    if (said.unignored) return false;
  }
  return false;
}

function ignoredBy(globs: readonly string[]): (path: string) => boolean {
  const matchers = globs.map((glob) => {
    const clean = glob.replace(/^\.?\//, '').replace(/\/+$/, '');
    // `generated` names the folder and what is in it, as it does in .gitignore.
    return picomatch(clean.includes('/') ? [clean, `${clean}/**`] : [clean, `**/${clean}`, `${clean}/**`, `**/${clean}/**`], { dot: true });
  });
  return (path) => matchers.some((matches) => matches(path));
}
