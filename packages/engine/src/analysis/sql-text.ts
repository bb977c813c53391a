/** SQL in strings: whether the statement writes. Only the first words are looked at; the text's meaning is the other half's. */
import type { Row } from '@gatelint/catalogue';
import { argumentAt } from './arguments.js';
import type { LibraryCall } from './library-call.js';
import { constantOf, taintsOf, type Value } from './value.js';

const writing = /^[\s(]*(?:--[^\n]*\n\s*|\/\*.*?\*\/\s*)*(insert|update|delete|merge|truncate|create|alter|drop|grant|revoke|call|do|copy|refresh)\b/is;
const writingInside = /\b(insert\s+into|update\s+\S+\s+set|delete\s+from)\b/is;

export function runSql(call: LibraryCall, row: Extract<Row, { role: 'runs-sql' }>): 'writes' | 'reads' | 'unknown' {
  const text = sqlOf(call, row);
  if (text === null) return 'unknown';
  return writing.test(text) || (/^[\s(]*with\b/i.test(text) && writingInside.test(text)) ? 'writes' : 'reads';
}

const updating = /\bupdate\b[^;]*?\bset\b(?<sets>[^;]*?)\bwhere\b(?<where>[^;]*)/i;

/** `update … set used = used + 1 … where … used < quota`: whether it changed a row says whether there was something left. */
export function isConditionalUpdate(call: LibraryCall, row: Extract<Row, { role: 'runs-sql' }>): boolean {
  const given = argumentAt(row.sql ?? 0, call.args);
  const parts = given ? updating.exec(textOf(given) ?? '')?.groups : undefined;
  return parts !== undefined && /\w\s*[-+]\s*[\w$]/.test(parts['sets'] ?? '') && /<(?!>)|(?<!<)>/.test(parts['where'] ?? '');
}

/** The statement's text; null where it is not constant. */
export function sqlOf(call: LibraryCall, row: Extract<Row, { role: 'runs-sql' }>): string | null {
  const given = argumentAt(row.sql ?? 0, call.args);
  return given ? textOf(given) : null;
}

/** What a statement is run with. */
export const parametersOf = (call: LibraryCall, row: Extract<Row, { role: 'runs-sql' }>): readonly Value[] =>
  call.args.filter((_, index) => index !== (row.sql ?? 0));

/** The text of a string, a template's pieces, or a query object's `text`. */
function textOf(value: Value): string | null {
  const constant = constantOf(value);
  if (typeof constant === 'string') return constant;
  if (value.t === 'array') {
    const pieces = value.items.map((item) => constantOf(item));
    return pieces.every((piece) => typeof piece === 'string') ? pieces.join(' $ ') : null;
  }
  if (value.t === 'object') {
    const text = value.fields.get('text') ?? value.fields.get('sql');
    return text ? textOf(text) : null;
  }
  return (
    taintsOf(value)
      .find((taint) => taint.startsWith('text:'))
      ?.slice(5) ?? null
  );
}
