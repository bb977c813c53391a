/** Path patterns of matchers and routers, as path-to-regexp writes them: `/api/:id`, `/app/:path*`, `/((?!public).*)`. */
import { constantOf, type Value } from './value.js';

/** Whether a constant pattern, or one of a list, matches the path; null when it is not constant. */
export function matchesPath(patterns: Value, path: string): boolean | null {
  const list = patterns.t === 'array' ? (patterns.rest ? null : patterns.items) : [patterns];
  if (!list) return null;
  let known = true;
  for (const one of list) {
    const text = constantOf(one);
    const regexp = typeof text === 'string' ? pattern(text) : regexpOf(one);
    if (!regexp) known = false;
    else if (regexp.test(path)) return true;
  }
  return known ? false : null;
}

function regexpOf(value: Value): RegExp | null {
  const source = value.t === 'library' ? value.fields.get('source') : undefined;
  const text = source ? constantOf(source) : null;
  if (typeof text !== 'string') return null;
  return compile(text);
}

function compile(source: string): RegExp | null {
  // A pattern of the checked code runs here: long ones, and nested repetition that backtracks without end, are not run.
  if (source.length > 400 || /\([^)]*[*+][^)]*\)[*+]/.test(source)) return null;
  try {
    return new RegExp(source);
  } catch {
    return null;
  }
}

/** The pattern as a regular expression over the whole path; null when it is none that we read. */
export function pattern(text: string): RegExp | null {
  let source = '';
  for (let i = 0; i < text.length;) {
    const rest = text.slice(i);
    const param = /^\/?:(\w+)(\([^)]*\))?([*+?])?/.exec(rest);
    if (param) {
      const slash = rest.startsWith('/') ? '/' : '';
      const one = param[2] ?? '([^/]+)';
      const modifier = param[3];
      source += modifier === '*' ? `(?:${slash}.*)?` : modifier === '+' ? `${slash}.+` : modifier === '?' ? `(?:${slash}${one})?` : `${slash}${one}`;
      i += param[0].length;
      continue;
    }
    const group = rest.startsWith('(') ? balanced(rest) : null;
    if (group !== null) {
      source += group;
      i += group.length;
      continue;
    }
    const char = rest[0] ?? '';
    source += char === '*' ? '.*' : char.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    i += 1;
  }
  return compile(`^${source}/?$`);
}

function balanced(text: string): string | null {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '(') depth += 1;
    else if (text[i] === ')' && --depth === 0) return text.slice(0, i + 1);
  }
  return null;
}
