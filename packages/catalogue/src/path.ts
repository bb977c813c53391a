/**
 * Access paths as text and as segments: `createClient().auth.getUser` is `['createClient', '()', 'auth', 'getUser']`.
 * Neither direction throws; what is not a path at all parses to null.
 */

/** A path in a package, as `package#path` says it. */
export interface Target {
  readonly module: string;
  readonly path: readonly string[];
}

const name = /^(?:\*\*|\*|[$\w@/-]+)$/;

/** Segments of a written path, null when it is not well formed. The empty text is the empty path. */
export function parsePath(text: string): readonly string[] | null {
  if (text === '') return [];
  const segments: string[] = [];
  for (const piece of text.split('.')) {
    let end = piece.length;
    let calls = 0;
    while (end >= 2 && piece.endsWith('()', end)) {
      end -= 2;
      calls += 1;
    }
    const member = piece.slice(0, end);
    // `**()` is fine, a call of nothing is not, except at the very start: a module that is itself called.
    if (member !== '') {
      if (!name.test(member)) return null;
      segments.push(member);
    } else if (calls === 0 || segments.length > 0) return null;
    for (let i = 0; i < calls; i++) segments.push('()');
  }
  return segments;
}

/** The text of a path: the inverse of `parsePath`. */
export function formatPath(path: readonly string[]): string {
  let text = '';
  for (const segment of path) text += segment === '()' ? '()' : text === '' ? segment : `.${segment}`;
  return text;
}

/** Reads `package#path`; a text without `#` is a path in `home`. Null when the path is malformed. */
export function parseTarget(text: string, home: string): Target | null {
  const hash = text.indexOf('#');
  const path = parsePath(hash < 0 ? text : text.slice(hash + 1));
  return path && { module: hash < 0 ? home : text.slice(0, hash), path };
}
