/** Globs as people write them in configurations: `*`, `**`, `?`, `{a,b}`, `[abc]`, and a folder's name for all that is in it. */

/** @returns whether a path (relative, with `/`) is matched by one of `globs`. One without a slash matches at any depth; `!` takes out what an earlier one matched. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const rules = globs.map((glob) => ({ out: glob.startsWith('!'), pattern: toRegExp(glob.replace(/^!/u, '')) }));
  return (path) => {
    let matched = false;
    for (const { out, pattern } of rules) if (matched === out && pattern.test(path)) matched = !out;
    return matched;
  };
}

function toRegExp(glob: string): RegExp {
  const trimmed = glob.replace(/^\.\//u, '').replace(/\/$/u, '');
  const anchored = trimmed.replace(/^\//u, '');
  const anywhere = !trimmed.includes('/');
  return new RegExp(`^${anywhere ? '(?:.*/)?' : ''}${translate(anchored)}(?:/.*)?$`, 'u');
}

function translate(glob: string): string {
  let out = '';
  let depth = 0;
  for (let at = 0; at < glob.length; at += 1) {
    const char = glob[at]!;
    if (glob.startsWith('**/', at)) {
      out += '(?:.*/)?';
      at += 2;
    } else if (glob.startsWith('**', at)) {
      out += '.*';
      at += 1;
    } else if (char === '*') out += '[^/]*';
    else if (char === '?') out += '[^/]';
    else if (char === '{' && glob.includes('}', at)) {
      out += '(?:';
      depth += 1;
    } else if (char === '}' && depth > 0) {
      out += ')';
      depth -= 1;
    } else if (char === ',' && depth > 0) out += '|';
    else if (char === '[' && /^\[!?[^\]/]+\]/u.test(glob.slice(at))) {
      const end = glob.indexOf(']', at);
      out += `[${glob.slice(at + 1, end).replace(/^!/u, '^').replace(/[\\[\]]/gu, '\\$&')}]`;
      at = end;
    } else out += char.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
  }
  return out + ')'.repeat(depth);
}
