/** The packages of a monorepo, by name: npm, yarn, bun, pnpm, lerna and Deno workspaces. */
import { posix } from 'node:path';
import picomatch from 'picomatch';
import { isObject, strings } from '../jsonc.js';
import { upward, type Disk } from './disk.js';

export interface Workspaces {
  /** The folder of a package of the workspace that `dir` is in; null when it has none of that name. */
  find(name: string, dir: string): string | null;
}

export function createWorkspaces(disk: Disk, boundary: string): Workspaces {
  const byRoot = new Map<string, ReadonlyMap<string, string>>();

  function packagesOf(root: string): ReadonlyMap<string, string> {
    let known = byRoot.get(root);
    if (!known) byRoot.set(root, (known = readWorkspace(disk, root)));
    return known;
  }

  return {
    find(name, dir) {
      for (const at of upward(dir, boundary)) {
        const found = packagesOf(at).get(name);
        if (found !== undefined) return found;
      }
      return null;
    },
  };
}

/** Every package that a folder's workspace lists, and the folder's own, by name. */
function readWorkspace(disk: Disk, root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const addPackage = (dir: string): void => {
    for (const file of ['package.json', 'deno.json', 'deno.jsonc']) {
      const name = disk.json(posix.join(dir, file))?.['name'];
      if (typeof name === 'string' && !found.has(name)) found.set(name, dir);
    }
  };
  addPackage(root);
  const globs = globsOf(disk, root);
  const negated = globs.filter((g) => g.startsWith('!')).map((g) => picomatch(clean(g.slice(1)), { dot: true }));
  for (const glob of globs) {
    if (glob.startsWith('!')) continue;
    for (const dir of expand(disk, root, clean(glob).split('/'))) {
      const relative = posix.relative(root, dir);
      if (!negated.some((isNegated) => isNegated(relative))) addPackage(dir);
    }
  }
  return found;
}

const clean = (glob: string): string => glob.replace(/^\.\//, '').replace(/\/+$/, '');

function globsOf(disk: Disk, root: string): readonly string[] {
  const manifest = disk.json(posix.join(root, 'package.json'));
  const { workspaces } = manifest ?? {};
  const lerna = disk.json(posix.join(root, 'lerna.json'));
  const deno = disk.json(posix.join(root, 'deno.json')) ?? disk.json(posix.join(root, 'deno.jsonc'));
  const pnpm = disk.text(posix.join(root, 'pnpm-workspace.yaml'));
  return [
    ...strings(isObject(workspaces) ? workspaces['packages'] : workspaces),
    ...(pnpm === null ? [] : listInYaml(pnpm, 'packages')),
    ...strings(lerna?.['packages']),
    ...strings(isObject(deno?.['workspace']) ? deno['workspace']['members'] : deno?.['workspace']),
  ];
}

/** The strings of one top-level list: `key: [a, b]`, or a dash a line. All that pnpm-workspace.yaml needs of YAML. */
function listInYaml(text: string, key: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const start = lines.findIndex((line) => new RegExp(`^['"]?${key}['"]?\\s*:`).test(line));
  if (start === -1) return [];
  const unquote = (item: string): string =>
    /^\s*(?:"([^"]*)"|'([^']*)'|([^#]*?))\s*(?:#.*)?$/
      .exec(item)
      ?.slice(1)
      .find((part) => part !== undefined) ?? '';
  const inline = /\[(.*)\]/.exec(lines[start]!);
  if (inline) return inline[1]!.split(',').map(unquote).filter(Boolean);
  const items: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const item = /^\s*-\s+(.*)$/.exec(line);
    if (item) items.push(unquote(item[1]!));
    else if (!/^\s*(#.*)?$/.test(line)) break;
  }
  return items.filter(Boolean);
}

/** Deep enough for any workspace that people lay out, and an end for one that is not. */
const maxFolders = 12;

/** Folders that a glob names. Links are not entered, so that a loop of them has no end to find. */
function expand(disk: Disk, dir: string, segments: readonly string[], depth = 0): string[] {
  const [segment, ...rest] = segments;
  if (segment === undefined) return [dir];
  if (segment === '' || segment === '.') return expand(disk, dir, rest, depth);
  const folders = (): string[] =>
    disk
      .list(dir)
      .filter((e) => e.kind === 'directory' && !e.link && e.name !== 'node_modules' && e.name !== '.git')
      .map((e) => e.name);
  if (segment === '**') {
    if (depth > maxFolders) return [];
    return [
      ...expand(disk, dir, rest, depth),
      ...folders()
        .filter((name) => !name.startsWith('.'))
        .flatMap((name) => expand(disk, posix.join(dir, name), segments, depth + 1)),
    ];
  }
  if (!/[*?[\]{}()!+@]/.test(segment) || disk.isDirectory(posix.join(dir, segment))) {
    return disk.isDirectory(posix.join(dir, segment)) ? expand(disk, posix.join(dir, segment), rest, depth) : [];
  }
  const matches = picomatch(segment);
  return folders()
    .filter((name) => matches(name))
    .flatMap((name) => expand(disk, posix.join(dir, name), rest, depth));
}
