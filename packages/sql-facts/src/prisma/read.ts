/** Reads Prisma schema files as far as the schema of the database goes: models, enums, the datasource. Line-based, as the format is; never throws. */
import type { SqlComment } from '../schema.js';

export interface PrismaField {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Where its type ends, with the marks behind it. */
  readonly typeEnd: number;
  readonly type: string;
  readonly optional: boolean;
  readonly list: boolean;
  /** `@default("free")` → `@default` with its arguments as written. */
  readonly attributes: readonly PrismaAttribute[];
}

export interface PrismaAttribute {
  /** With its one or two signs: `@id`, `@db.VarChar`, `@@map`. */
  readonly name: string;
  /** What stands between the parentheses; empty when there are none. */
  readonly args: string;
  readonly start: number;
  readonly end: number;
}

export interface PrismaBlock {
  readonly kind: 'model' | 'view' | 'enum' | 'type';
  readonly name: string;
  /** The name's span. */
  readonly start: number;
  readonly end: number;
  readonly fields: readonly PrismaField[];
  readonly attributes: readonly PrismaAttribute[];
  /** Values of an enum as the database knows them. */
  readonly values: readonly string[];
}

export interface PrismaFile {
  readonly file: string;
  /** The datasource's provider; null when the file has none. */
  readonly provider: string | null;
  readonly blocks: readonly PrismaBlock[];
  readonly comments: readonly SqlComment[];
  /** Lines that are not understood. */
  readonly unreadable: readonly { readonly start: number; readonly end: number; readonly because: string }[];
}

const OPENS = /^(\s*(model|view|enum|type|datasource|generator)\s+)(\w+)\s*\{/;
const FIELD = /^(\s*)([A-Za-z]\w*)(\s+)([A-Za-z]\w*(?:\s*\(\s*"[^"]*"\s*\))?)(\[\])?(\?)?/;

export function readPrisma(file: string, text: string): PrismaFile {
  const blocks: PrismaBlock[] = [];
  const comments: SqlComment[] = [];
  const unreadable: { start: number; end: number; because: string }[] = [];
  let provider: string | null = null;
  let open: { kind: string; name: string; start: number; end: number; fields: PrismaField[]; attributes: PrismaAttribute[]; values: string[] } | null = null;
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    let end = newline < 0 ? text.length : newline;
    const next = end + 1;
    if (text.charCodeAt(end - 1) === 13) end -= 1;
    const line = text.slice(at, end);
    const comment = commentIn(line);
    if (comment >= 0) comments.push({ kind: 'line', text: line.slice(comment + 2), at: { file, start: at + comment, end } });
    const code = (comment >= 0 ? line.slice(0, comment) : line).replace(/^\ufeff/, ' ');
    const start = at;
    at = next;
    if (code.trim() === '') continue;
    if (open === null) {
      const opens = OPENS.exec(code);
      if (opens === null) {
        unreadable.push({ start, end, because: 'it opens no block' });
        continue;
      }
      const nameAt = start + opens[1]!.length;
      open = { kind: opens[2]!, name: opens[3]!, start: nameAt, end: nameAt + opens[3]!.length, fields: [], attributes: [], values: [] };
      if (/\}\s*$/.test(code)) open = close(open, blocks);
      continue;
    }
    if (/^\s*\}/.test(code)) {
      open = close(open, blocks);
      continue;
    }
    if (open.kind === 'datasource') provider = /^\s*provider\s*=\s*"(\w+)"/.exec(code)?.[1] ?? provider;
    if (open.kind === 'datasource' || open.kind === 'generator') continue;
    if (/^\s*@@/.test(code)) {
      // Attributes of a block may run over several lines, up to their closing parenthesis.
      let whole = code;
      while (balance(whole) > 0 && at < text.length) {
        const lineEnd = text.indexOf('\n', at);
        whole += `\n${text.slice(at, lineEnd < 0 ? text.length : lineEnd)}`;
        at = lineEnd < 0 ? text.length : lineEnd + 1;
      }
      open.attributes.push(...attributesIn(whole, start));
    } else if (open.kind === 'enum') {
      const value = /^\s*(\w+)/.exec(code)?.[1];
      const mapped = attributesIn(code, start).find((one) => one.name === '@map');
      if (value !== undefined) open.values.push(mapped === undefined ? value : (stringIn(mapped.args) ?? value));
    } else {
      const field = FIELD.exec(code);
      if (field === null) unreadable.push({ start, end, because: 'it is no field' });
      else {
        const nameAt = start + field[1]!.length;
        open.fields.push({
          name: field[2]!,
          start: nameAt,
          end: nameAt + field[2]!.length,
          typeEnd: start + field[0].length,
          type: field[4]!,
          list: field[5] !== undefined,
          optional: field[6] !== undefined,
          attributes: attributesIn(code.slice(field[0].length), start + field[0].length),
        });
      }
    }
  }
  return { file, provider, blocks, comments, unreadable };
}

function close(
  open: { kind: string; name: string; start: number; end: number; fields: PrismaField[]; attributes: PrismaAttribute[]; values: string[] },
  blocks: PrismaBlock[],
): null {
  if (open.kind !== 'datasource' && open.kind !== 'generator') blocks.push({ ...open, kind: open.kind as PrismaBlock['kind'] });
  return null;
}

/** Where `//` starts outside of strings; -1 when there is none. */
function commentIn(line: string): number {
  let quoted = false;
  for (let at = 0; at < line.length - 1; at += 1) {
    const code = line.charCodeAt(at);
    if (code === 92 && quoted) at += 1;
    else if (code === 34) quoted = !quoted;
    else if (!quoted && code === 47 && line.charCodeAt(at + 1) === 47) return at;
  }
  return -1;
}

const outsideStrings = (code: string): string => code.replace(/"(?:[^"\\]|\\.)*"/g, (string) => ' '.repeat(string.length));

function balance(code: string): number {
  const bare = outsideStrings(code);
  return bare.split('(').length - bare.split(')').length;
}

function attributesIn(code: string, base: number): PrismaAttribute[] {
  const found: PrismaAttribute[] = [];
  const bare = outsideStrings(code);
  const name = /@{1,2}[A-Za-z][\w.]*/g;
  for (let match = name.exec(bare); match !== null; match = name.exec(bare)) {
    let end = match.index + match[0].length;
    let args = '';
    if (bare.charCodeAt(end) === 40) {
      let depth = 0;
      let close = end;
      for (; close < bare.length; close += 1) {
        if (bare.charCodeAt(close) === 40) depth += 1;
        else if (bare.charCodeAt(close) === 41 && (depth -= 1) === 0) break;
      }
      args = code.slice(end + 1, close);
      end = Math.min(close + 1, code.length);
    }
    found.push({ name: match[0], args, start: base + match.index, end: base + end });
    name.lastIndex = end;
  }
  return found;
}

/** The first string literal in arguments; null when there is none. */
export function stringIn(args: string): string | null {
  const literal = /"((?:[^"\\]|\\.)*)"/.exec(args)?.[1];
  return literal === undefined ? null : literal.replace(/\\(.)/g, '$1');
}

/** The names in `key: [a, b]`; [] when there is no such key. */
export function namesIn(args: string, key: string): string[] {
  const inner = new RegExp(`\\b${key}\\s*:\\s*\\[([^\\]]*)\\]`).exec(args)?.[1] ?? '';
  return inner.split(',').flatMap((part) => /\w+/.exec(part)?.[0] ?? []);
}
