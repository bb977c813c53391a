/** The one place that calls the parser: which dialect a file is in, and what the parser has to say about it. */
import { parseSync, rawTransferSupported, type Comment as OxcComment, type OxcError, type ParserOptions, type Program } from 'oxc-parser';
import type { Comment, ParseError } from '../ir.js';
import { nestingTooDeep } from './nesting.js';

export interface Parsed {
  /** null when nothing could be made of the text. */
  readonly program: Program | null;
  readonly comments: readonly Comment[];
  readonly errors: readonly ParseError[];
}

type Lang = NonNullable<ParserOptions['lang']>;
type SourceType = NonNullable<ParserOptions['sourceType']>;

/** The dialect that a file name promises. JSX stands in many `.js` files; it is a superset there. */
function langOf(file: string): Lang {
  if (/\.d\.([^./]+\.)?[cm]?ts$/i.test(file)) return 'dts';
  if (/\.tsx$/i.test(file)) return 'tsx';
  if (/\.[cm]?ts$/i.test(file)) return 'ts';
  return 'jsx';
}

/**
 * Parses a text. Offsets in the result are UTF-16, a byte order mark counts as one. Never throws: what the parser cannot take is
 * an error and a null program.
 */
export function parse(file: string, text: string): Parsed {
  const deep = nestingTooDeep(text);
  if (deep !== null) return { program: null, comments: [], errors: [{ message: deep.message, at: deep.at }] };
  const lang = langOf(file);
  const [likely, ...others] = sourceTypesOf(file);
  const first = parseAs(file, text, lang, likely);
  if (first.errors.length === 0) return first;
  for (const [otherLang, type] of [
    ...others.map((other) => [lang, other] as const),
    // Type annotations in a JavaScript file (Flow, or TypeScript under the wrong name).
    ...(lang === 'jsx' ? [['tsx', likely] as const] : []),
  ]) {
    const again = parseAs(file, text, otherLang, type);
    if (again.errors.length === 0) return again;
  }
  return first;
}

/**
 * A name seldom says whether a file is a module, and the text does not either where it neither imports nor exports:
 * `for await` at the top level is right in a module alone, `return` in CommonJS alone. What parses is what was meant.
 */
function sourceTypesOf(file: string): readonly [SourceType, ...SourceType[]] {
  if (/\.c[jt]s$/i.test(file)) return ['commonjs'];
  return /\.m[jt]s$/i.test(file) ? ['module'] : ['unambiguous', 'module', 'commonjs'];
}

function parseAs(file: string, text: string, lang: Lang, sourceType: SourceType): Parsed {
  const options: ParserOptions = { lang, sourceType, astType: 'ts', preserveParens: false };
  try {
    const result = rawTransfer ? parseRaw(file, text, options) : parseSync(file, text, options);
    return {
      program: result.program,
      comments: result.comments.map(toComment),
      errors: result.errors.filter((e) => e.severity === 'Error').map((e) => toError(e, text)),
    };
  } catch (error) {
    return {
      program: null,
      comments: [],
      errors: [{ message: `The parser failed: ${error instanceof Error ? error.message : String(error)}`, at: { start: 0, end: 0 } }],
    };
  }
}

let rawTransfer = rawTransferSupported();

/** Raw transfer reads the tree out of the parser's memory instead of JSON. It wants gigabytes of address space: where that is refused, JSON does. */
function parseRaw(file: string, text: string, options: ParserOptions): ReturnType<typeof parseSync> {
  try {
    return parseSync(file, text, { ...options, experimentalRawTransfer: true } as ParserOptions);
  } catch {
    rawTransfer = false;
    return parseSync(file, text, options);
  }
}

function toComment(comment: OxcComment): Comment {
  return { kind: comment.type === 'Line' ? 'line' : 'block', text: comment.value, at: { start: comment.start, end: comment.end } };
}

function toError(error: OxcError, text: string): ParseError {
  const label = error.labels[0];
  const start = Math.min(label?.start ?? 0, text.length);
  return { message: error.message, at: { start, end: Math.min(Math.max(label?.end ?? start, start), text.length) } };
}
