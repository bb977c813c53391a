/**
 * Cuts a script into statements the way psql does, before any parsing: one statement that the parser refuses must not cost the rest of its file. Knows comments, quotes, dollar
 * quotes, `BEGIN ATOMIC` bodies, rules with several commands, psql's backslash commands, the data after `COPY … FROM stdin`, and Drizzle's `--> statement-breakpoint`.
 */
import { Lexer } from './lexer.js';

export interface Piece {
  /** `meta`: a line for psql (`\connect`); `data`: what follows COPY … FROM stdin. */
  readonly kind: 'sql' | 'meta' | 'data';
  /** UTF-16 span without the terminating semicolon and without surrounding space or comments. */
  readonly start: number;
  readonly end: number;
  /** Where to go on. */
  readonly next: number;
  /** Start of a quote or comment that is never closed; null when there is none. */
  readonly unclosed: number | null;
}

export interface CommentSpan {
  readonly kind: 'line' | 'block';
  readonly start: number;
  readonly end: number;
}

const BACKSLASH = 92;
const SEMICOLON = 59;
const OPEN = 40;
const CLOSE = 41;
/** `create or replace function` */
const HEAD = 4;
const BREAKPOINT = '--> statement-breakpoint';

/**
 * The next statement at or after `from`; null when only space and comments are left. Comments on the way are added to `comments`.
 * `bodies: false` ends a statement at its first semicolon, whatever it stands in; for when a body turns out never to end.
 */
export function nextPiece(text: string, from: number, comments: CommentSpan[], bodies = true): Piece | null {
  const lexer = new Lexer(text, from);
  const firstComment = comments.length;
  let start = -1;
  let end = from;
  let words = '';
  let wordCount = 0;
  let depth = 0;
  let unclosed: number | null = null;
  let body: 'none' | 'routine' | 'rule' = 'none';
  let previousWord = '';

  const piece = (next: number): Piece => ({ kind: 'sql', start, end, next, unclosed });

  while (lexer.next()) {
    if (lexer.unclosed) unclosed = lexer.start;
    // A comment without an end is no comment: it is an error that must not pass for silence.
    if (lexer.kind === 'line-comment' || (lexer.kind === 'block-comment' && !lexer.unclosed)) {
      comments.push({ kind: lexer.kind === 'line-comment' ? 'line' : 'block', start: lexer.start, end: lexer.end });
      if (start >= 0 && lexer.kind === 'line-comment' && text.startsWith(BREAKPOINT, lexer.start)) return piece(lexer.end);
      continue;
    }
    if (lexer.isSymbol(SEMICOLON) && depth === 0) {
      if (start < 0) continue;
      return piece(lexer.end);
    }
    if (lexer.isSymbol(BACKSLASH)) {
      const line = endOfLine(text, lexer.start);
      if (start < 0) return { kind: 'meta', start: lexer.start, end: line, next: line, unclosed: null };
      // `\g`, `\gexec`, `\gset` send the statement, as a semicolon does.
      if (text.charCodeAt(lexer.start + 1) === 103) return piece(line);
    }
    if (start < 0) start = lexer.start;
    end = lexer.end;
    if (!bodies) continue;
    if (lexer.kind === 'word') {
      if (wordCount === 0 && !lexer.is('create')) {
        // Only what is created can hold statements of its own.
        wordCount = HEAD;
      } else if (wordCount < HEAD) {
        wordCount += 1;
        words += `${lexer.value.toLowerCase()} `;
        const made = /^create (?:or replace )?(function|procedure|rule) $/.exec(words)?.[1];
        if (made !== undefined) body = made === 'rule' ? 'rule' : 'routine';
      } else if (body === 'routine') {
        const word = lexer.value.toLowerCase();
        if (word === 'atomic' && previousWord === 'begin' && depth === 0) depth = 1;
        else if (depth > 0 && word === 'case') depth += 1;
        else if (depth > 0 && word === 'end') depth -= 1;
        previousWord = word;
      }
    } else if (body === 'rule') {
      if (lexer.isSymbol(OPEN)) depth += 1;
      else if (lexer.isSymbol(CLOSE)) depth = Math.max(0, depth - 1);
    }
  }
  if (start < 0) return null;
  if (depth > 0) {
    comments.length = firstComment;
    return nextPiece(text, from, comments, false);
  }
  return piece(text.length);
}

const COPY_FROM_STDIN = /^copy\b[^;]*\bfrom\s+stdin\b/i;

/** The data that follows a `COPY … FROM stdin`, up to and with the line `\.`; null when the statement is another one. */
export function dataAfter(text: string, piece: Piece): Piece | null {
  if (piece.kind !== 'sql' || (text.charCodeAt(piece.start) | 32) !== 99 || !COPY_FROM_STDIN.test(text.slice(piece.start, piece.end))) return null;
  const start = Math.min(text.length, endOfLine(text, piece.next) + 1);
  const close = /^\\\.[^\S\n]*$/m;
  const rest = text.slice(start);
  const found = close.exec(rest);
  const end = found ? start + found.index + found[0].length : text.length;
  return { kind: 'data', start, end, next: end, unclosed: null };
}

/**
 * Where a statement that the parser refused may have swallowed others: after a semicolon that ends a line inside a quote, when the next line begins with a statement's keyword. One
 * missing quotation mark turns every later quote inside out; this is where to pick up the thread. Null when there is no such place.
 */
export function resumeInside(text: string, piece: Piece): number | null {
  const lexer = new Lexer(text, piece.start, piece.end);
  while (lexer.next()) {
    // A closed dollar quote is a body, whose own statements are not the script's.
    const suspicious = lexer.unclosed || lexer.kind === 'string' || lexer.kind === 'quoted';
    if (!suspicious) continue;
    STATEMENT_ON_NEXT_LINE.lastIndex = lexer.start;
    const found = STATEMENT_ON_NEXT_LINE.exec(text);
    if (found && found.index < lexer.end) return found.index + 1;
  }
  return null;
}

const STATEMENT_ON_NEXT_LINE =
  /;[^\S\n]*(?:--[^\n]*)?\r?\n(?:[^\S\n]*(?:--[^\n]*)?\r?\n)*(?=(?:create|alter|drop|insert|update|delete|grant|revoke|comment|begin|commit|do|set|select|with|truncate)\b)/gi;

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline;
}
