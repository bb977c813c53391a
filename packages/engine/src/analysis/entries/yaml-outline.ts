/**
 * As much of YAML as descriptions of deployments use: tables and lists by indentation, short tables and lists in braces and brackets, quoted and plain texts. Tags are
 * dropped, texts of several lines are left empty, anchors and references are texts. Every value is a text, as it is written.
 */
export type Outline = string | readonly Outline[] | { readonly [key: string]: Outline };

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** @returns the outline; what does not fit is left out */
export function yamlOutline(text: string): Outline {
  const lines = text.split(/\r?\n/).flatMap((raw): Line[] => {
    const line = withoutComment(raw);
    return line.trim() === '' || line.trim() === '---' ? [] : [{ indent: line.length - line.trimStart().length, text: line.trim() }];
  });
  return block(lines, { at: 0 }, lines[0]?.indent ?? 0);
}

function withoutComment(line: string): string {
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i] ?? '';
    if (quote !== '') quote = char === quote ? '' : quote;
    else if ((char === '"' || char === "'") && /[\s:[{,-]/.test(line[i - 1] ?? ' ')) quote = char;
    else if (char === '#' && /\s/.test(line[i - 1] ?? ' ')) return line.slice(0, i);
  }
  return line;
}

const isItem = (text: string): boolean => text === '-' || text.startsWith('- ');
const entry = /^("[^"]*"|'[^']*'|[^\s"'[{&*!|>%@][^:]*?(?::[^\s:][^:]*?)*)\s*:(?:\s+(.*))?$/;

function block(lines: Line[], cursor: { at: number }, indent: number): Outline {
  const first = lines[cursor.at];
  if (!first) return '';
  if (isItem(first.text)) {
    const items: Outline[] = [];
    for (let line = lines[cursor.at]; line?.indent === indent && isItem(line.text); line = lines[cursor.at]) {
      const rest = line.text.slice(1).trimStart();
      if (rest === '') {
        cursor.at++;
        items.push(below(lines, cursor, indent));
      } else {
        // What follows the dash stands as if on a line of its own.
        const inner = indent + line.text.length - rest.length;
        lines[cursor.at] = { indent: inner, text: rest };
        items.push(entry.test(rest) || isItem(rest) ? block(lines, cursor, inner) : scalar(lines, cursor, inner, rest));
      }
    }
    return items;
  }
  const table: Record<string, Outline> = {};
  for (let line = lines[cursor.at]; line?.indent === indent && !isItem(line.text); line = lines[cursor.at]) {
    const [, key, value = ''] = entry.exec(line.text) ?? [];
    if (key === undefined) {
      cursor.at++;
      continue;
    }
    const plain = value.replace(/^![\w:!-]+\s*/, '').replace(/^&\S+\s*/, '');
    if (plain === '') {
      cursor.at++;
      const next = lines[cursor.at];
      // A list may stand as far left as its key.
      table[unquoted(key)] = next && (next.indent > indent || (next.indent === indent && isItem(next.text))) ? block(lines, cursor, next.indent) : '';
    } else table[unquoted(key)] = scalar(lines, cursor, indent, plain);
    // Lines that belong to nothing that is read here.
    while ((lines[cursor.at]?.indent ?? -1) > indent) cursor.at++;
  }
  return table;
}

function below(lines: Line[], cursor: { at: number }, indent: number): Outline {
  const next = lines[cursor.at];
  return next && next.indent > indent ? block(lines, cursor, next.indent) : '';
}

function scalar(lines: Line[], cursor: { at: number }, indent: number, text: string): Outline {
  cursor.at++;
  if (/^[|>][\d+-]*$/.test(text)) {
    while ((lines[cursor.at]?.indent ?? -1) > indent) cursor.at++;
    return '';
  }
  if (!/^[[{]/.test(text) || text.startsWith('{{')) return unquoted(text);
  let whole = text;
  while (depth(whole) > 0 && lines[cursor.at]) whole += ` ${lines[cursor.at++]?.text ?? ''}`;
  return flow(whole);
}

const depth = (text: string): number => (text.match(/[[{]/g) ?? []).length - (text.match(/[\]}]/g) ?? []).length;

/** `{ method: post, path: /orders }`, `[a, b]`. */
function flow(text: string): Outline {
  const inner = text.trim();
  if (!/^(?:\[.*\]|\{.*\})$/.test(inner)) return unquoted(inner);
  const parts: string[] = [];
  let level = 0;
  let part = '';
  for (const char of inner.slice(1, -1)) {
    if (char === '[' || char === '{') level++;
    if (char === ']' || char === '}') level--;
    if (char === ',' && level === 0) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  if (part.trim() !== '') parts.push(part);
  if (inner.startsWith('[')) return parts.map(flow);
  return Object.fromEntries(parts.map((one) => [unquoted(one.slice(0, Math.max(0, one.indexOf(':'))).trim()), flow(one.slice(one.indexOf(':') + 1))]));
}

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, '$2');
