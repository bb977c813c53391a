/** One statement with its text: turns what the parser says about positions, in bytes and often missing, into places in the file. */
import { Lexer, nextSolid } from '../lexer.js';
import { ByteOffsets } from '../positions.js';
import type { Place } from '../schema.js';

export interface Span {
  readonly start: number;
  readonly end: number;
}

const DOT = 46;
const COMMA = 44;
const OPEN = 40;
const CLOSE = 41;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

export class Unit {
  private readonly offsets: ByteOffsets;

  /**
   * `sql`: the statement's text. `whole`: where it stands. `exact`: whether `sql` is the file's text from `whole.start` on; where it is not (a statement that a DO block puts together), every place in
   * it is `whole`.
   */
  constructor(
    readonly sql: string,
    readonly whole: Place,
    readonly exact: boolean,
  ) {
    this.offsets = new ByteOffsets(sql);
  }

  /** Byte offset → UTF-16 offset in `sql`. */
  offset(byte: number): number {
    return this.offsets.utf16(Math.max(0, byte));
  }

  /** A span of `sql` as a place in the file. */
  place(span: Span): Place {
    return this.exact ? { file: this.whole.file, start: this.whole.start + span.start, end: this.whole.start + span.end } : this.whole;
  }

  textOf(span: Span): string {
    return this.sql.slice(span.start, span.end);
  }

  /** The name that starts at a byte offset, with its qualifiers. */
  nameSpan(byte: number): Span {
    const start = this.offset(byte);
    const lexer = new Lexer(this.sql, start);
    nextSolid(lexer);
    let end = lexer.end;
    while (nextSolid(lexer) && lexer.isSymbol(DOT) && nextSolid(lexer)) end = lexer.end;
    return { start, end };
  }

  /** The items of a list, cut at its commas, from `from` to the bracket that closes the list or the end. */
  items(from: number, end = this.sql.length): Span[] {
    const spans: Span[] = [];
    const lexer = new Lexer(this.sql, from, end);
    let depth = 0;
    let start = -1;
    let last = from;
    while (nextSolid(lexer)) {
      if (depth === 0 && (lexer.isSymbol(COMMA) || lexer.isSymbol(CLOSE))) {
        if (start >= 0) spans.push({ start, end: last });
        start = -1;
        if (lexer.isSymbol(CLOSE)) return spans;
        continue;
      }
      if (start < 0) start = lexer.start;
      last = lexer.end;
      if (lexer.isSymbol(OPEN) || lexer.isSymbol(OPEN_BRACKET)) depth += 1;
      else if (lexer.isSymbol(CLOSE) || lexer.isSymbol(CLOSE_BRACKET)) depth -= 1;
    }
    if (start >= 0) spans.push({ start, end: last });
    return spans;
  }

  /** Behind the first opening parenthesis at or after `from`; the end when there is none. */
  opening(from: number): number {
    const lexer = new Lexer(this.sql, from);
    while (nextSolid(lexer)) if (lexer.isSymbol(OPEN)) return lexer.end;
    return this.sql.length;
  }

  /** What stands in the first pair of parentheses at or after `from`; null when there is none. */
  parenthesised(from: number, end = this.sql.length): Span | null {
    const lexer = new Lexer(this.sql, from, end);
    while (nextSolid(lexer)) {
      if (!lexer.isSymbol(OPEN)) continue;
      const start = lexer.end;
      let depth = 1;
      while (nextSolid(lexer)) {
        if (lexer.isSymbol(OPEN)) depth += 1;
        else if (lexer.isSymbol(CLOSE) && (depth -= 1) === 0) return this.trimmed({ start, end: lexer.start });
      }
      return this.trimmed({ start, end });
    }
    return null;
  }

  /** The end of a keyword that stands outside of parentheses, at or after `from`; null when there is none. */
  after(word: string, from = 0, end = this.sql.length): number | null {
    const lexer = new Lexer(this.sql, from, end);
    let depth = 0;
    while (nextSolid(lexer)) {
      if (lexer.isSymbol(OPEN)) depth += 1;
      else if (lexer.isSymbol(CLOSE)) depth -= 1;
      else if (depth === 0 && lexer.is(word)) return lexer.end;
    }
    return null;
  }

  trimmed(span: Span): Span {
    let { start, end } = span;
    while (start < end && /\s/.test(this.sql[start]!)) start += 1;
    while (end > start && /\s/.test(this.sql[end - 1]!)) end -= 1;
    return { start, end };
  }
}
