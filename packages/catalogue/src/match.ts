/**
 * Finds the rows of an access path. Asked for every call in a project, so each package becomes a tree of segments once, on first use.
 * Rows and libraries are trusted to be well formed (the tests of the catalogue and the reader of the configuration see to that); a path that
 * does not parse is left out.
 */
import { parsePath, parseTarget, type Target } from './path.js';
import type { Handlers, Library, Row } from './roles.js';
import { packageOf } from './specifier.js';

export interface Matcher {
  /**
   * Rows about the thing at `path` in module `module`. The most exact pattern wins: a name over `*`, `*` over `**`; all rows of the winning pattern are returned,
   * in the order of the libraries. Empty when nothing is known.
   */
  rows(module: string, path: readonly string[]): readonly Row[];
  /** Where a path leads once exports and paths that stand for others are followed; the input itself when there is nothing to follow. */
  resolve(module: string, path: readonly string[]): Target;
  /** The path of a value whose declared type is the export `name` of the module; null when no row is about such values. `qualifier`: `Stripe.Checkout` is `['Stripe', 'Checkout']`. */
  typePath(module: string, name: string | readonly string[]): readonly string[] | null;
  /** Like `typePath`, with the module that it leads to. */
  typeTarget(module: string, name: string | readonly string[]): Target | null;
  /** What a function gets whose declared type is the export `name` of the module; null when the catalogue does not say. */
  functionType(module: string, name: string | readonly string[]): Handlers | null;
  /** Whether a row speaks of something at or below `path` in the module. */
  leadsOn(module: string, path: readonly string[]): boolean;
  /** Whether the catalogue has rows for the module. */
  prefixKnown(module: string): boolean;
}

interface Node {
  readonly next: Map<string, Node>;
  rows: Row[];
  /** What the path up to here stands for. */
  same: Target | null;
}

const node = (): Node => ({ next: new Map(), rows: [], same: null });
const nothing: readonly Row[] = [];
/** `same` may lead on to another `same`; a cycle among them ends here. */
const maxHops = 8;

/** `patterns`: exact segments, `*` for one member, `**` for any run of segments. True when the whole path is matched. */
export function matchPath(pattern: readonly string[], path: readonly string[]): boolean {
  const root = node();
  insert(root, pattern).rows = [anyRow];
  return find(root, path, 0) !== null;
}

const anyRow: Row = { path: '', role: 'derives', source: '' };

function insert(root: Node, path: readonly string[]): Node {
  let at = root;
  for (const segment of path) {
    let child = at.next.get(segment);
    if (!child) at.next.set(segment, (child = node()));
    at = child;
  }
  return at;
}

const isMember = (segment: string): boolean => segment !== '()' && segment !== 'new';

/** The node of the most exact pattern that matches the whole of `path` from `from` on. */
function find(at: Node, path: readonly string[], from: number): Node | null {
  if (from === path.length) return at.rows.length > 0 ? at : emptyRun(at);
  const segment = path[from] as string;
  const exact = at.next.get(segment);
  let found = exact ? find(exact, path, from + 1) : null;
  if (!found && isMember(segment)) {
    const star = at.next.get('*');
    if (star) found = find(star, path, from + 1);
  }
  const run = found ? undefined : at.next.get('**');
  for (let to = from; run && !found && to <= path.length; to++) found = find(run, path, to);
  return found;
}

function emptyRun(at: Node): Node | null {
  const run = at.next.get('**');
  return run && run.rows.length > 0 ? run : null;
}

/** The longest beginning of `path` that stands for another path. Names win over `*`; `**` has no meaning here. */
function longestSame(at: Node, path: readonly string[], from: number): { readonly same: Target; readonly length: number } | null {
  const segment = path[from];
  if (segment !== undefined) {
    const exact = at.next.get(segment);
    const deeper = (exact && longestSame(exact, path, from + 1)) ?? null;
    if (deeper) return deeper;
    const star = isMember(segment) ? at.next.get('*') : undefined;
    const wild = star ? longestSame(star, path, from + 1) : null;
    if (wild) return wild;
  }
  return at.same && { same: at.same, length: from };
}

/** Whether a row or a `same` starts with `path`. */
function isPrefix(at: Node, path: readonly string[], from: number): boolean {
  if (from === path.length || at.next.has('**')) return true;
  const segment = path[from] as string;
  const exact = at.next.get(segment);
  if (exact && isPrefix(exact, path, from + 1)) return true;
  const star = isMember(segment) ? at.next.get('*') : undefined;
  return star !== undefined && isPrefix(star, path, from + 1);
}

/** `also` and names: an exact module, `prefix*` or `*suffix`. */
function covers(pattern: string, module: string): boolean {
  if (pattern.endsWith('*')) return module.startsWith(pattern.slice(0, -1));
  if (pattern.startsWith('*')) return module.endsWith(pattern.slice(1));
  return pattern === module;
}

export function createMatcher(libraries: readonly Library[]): Matcher {
  const exact = new Map<string, Library[]>();
  const wild: { readonly pattern: string; readonly library: Library }[] = [];
  for (const library of libraries) {
    for (const name of new Set([library.name, ...library.also])) {
      if (name.includes('*')) wild.push({ pattern: name, library });
      else exact.set(name, [...(exact.get(name) ?? []), library]);
    }
  }
  const trees = new Map<string, Node | null>();

  function covering(module: string): Library[] {
    const name = packageOf(module);
    const found = [...(exact.get(name) ?? [])];
    for (const { pattern, library } of wild) if (covers(pattern, name) && !found.includes(library)) found.push(library);
    return found;
  }

  function tree(module: string): Node | null {
    const known = trees.get(module);
    if (known !== undefined) return known;
    const found = covering(module);
    const root = found.length > 0 ? node() : null;
    if (root) {
      for (const library of found) {
        for (const row of library.rows) {
          const path = parsePath(row.path);
          if (path) insert(root, path).rows.push(row);
        }
        for (const [from, to] of Object.entries(library.same)) {
          const path = parsePath(from);
          const target = parseTarget(to, module);
          if (path && target) insert(root, path).same = target;
        }
      }
    }
    trees.set(module, root);
    return root;
  }

  /**
   * Module systems disagree about what the default export is: `import x`, `import * as x` and `require` of a CommonJS package all give its `module.exports`.
   * The rows write one of the forms, and the others lead to it.
   */
  function unify(root: Node, path: readonly string[]): readonly string[] {
    const first = path[0];
    if (first === undefined || root.next.has(first) || root.next.has('*') || root.next.has('**')) return path;
    if (first === 'default') return path.slice(1);
    const inDefault = root.next.get('default');
    return inDefault && (inDefault.next.has(first) || inDefault.next.has('*')) ? ['default', ...path] : path;
  }

  function resolve(module: string, path: readonly string[]): Target {
    let at: Target = { module, path };
    for (let hop = 0; hop < maxHops; hop++) {
      const root = tree(at.module);
      if (!root) break;
      const unified = unify(root, at.path);
      const hit = longestSame(root, unified, 0);
      if (!hit) return unified === at.path ? at : { module: at.module, path: unified };
      at = { module: hit.same.module, path: [...hit.same.path, ...unified.slice(hit.length)] };
    }
    return at;
  }

  function typeTarget(module: string, name: string | readonly string[]): Target | null {
    const target = resolve(module, [...(typeof name === 'string' ? [name] : name), 'new']);
    const root = tree(target.module);
    return root && isPrefix(root, target.path, 0) ? target : null;
  }

  return {
    rows(module, path) {
      if (!tree(module)) return nothing;
      // `require('express')()` calls the module itself.
      const target = resolve(module, path.length > 0 ? path : ['default']);
      const root = tree(target.module);
      return (root && find(root, target.path, 0)?.rows) ?? nothing;
    },
    resolve,
    typePath: (module, name) => typeTarget(module, name)?.path ?? null,
    typeTarget,
    functionType(module, name) {
      // `express.RequestHandler` and `RequestHandler` are one type.
      const last = typeof name === 'string' ? name : name[name.length - 1];
      for (const { functions } of covering(module)) if (last !== undefined && Object.hasOwn(functions, last)) return functions[last] ?? null;
      return null;
    },
    leadsOn(module, path) {
      const target = resolve(module, path);
      const root = tree(target.module);
      return root !== null && isPrefix(root, target.path, 0);
    },
    prefixKnown: (module) => tree(module) !== null,
  };
}
