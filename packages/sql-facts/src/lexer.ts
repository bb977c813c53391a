/**
 * PostgreSQL's lexical rules, as a cursor over text that allocates nothing per token. It never fails: what is not closed runs to the end of the text and says so.
 * Positions are UTF-16 offsets. `standard_conforming_strings` is taken to be on, as it has been by default since PostgreSQL 9.1.
 */

export type TokenKind = 'word' | 'quoted' | 'string' | 'dollar' | 'number' | 'symbol' | 'line-comment' | 'block-comment' | 'end';

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;

const isSpace = (code: number): boolean =>
  code === SPACE || code === NEWLINE || code === RETURN || code === TAB || code === 12 || code === 11 || code === 0xfeff;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
/** Letters, `_`, and everything beyond ASCII may start an identifier. */
const isWordStart = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 128 && code !== 0xfeff);
const isWordPart = (code: number): boolean => isWordStart(code) || isDigit(code) || code === 36;

export class Lexer {
  kind: TokenKind = 'end';
  start = 0;
  end: number;
  /** Whether the token's closing mark is missing. */
  unclosed = false;

  constructor(
    readonly text: string,
    from = 0,
    readonly limit: number = text.length,
  ) {
    this.end = from;
  }

  /** Moves to the next token; false at the end. */
  next(): boolean {
    const { text, limit } = this;
    let at = this.end;
    while (at < limit && isSpace(text.charCodeAt(at))) at += 1;
    this.start = at;
    this.unclosed = false;
    if (at >= limit) {
      this.kind = 'end';
      this.end = limit;
      return false;
    }
    const code = text.charCodeAt(at);
    const following = at + 1 < limit ? text.charCodeAt(at + 1) : 0;
    if (isWordStart(code)) {
      if (following === 39 && (code === 69 || code === 101)) return this.string(at + 1, true);
      if (following === 39 && (code === 66 || code === 98 || code === 88 || code === 120 || code === 78 || code === 110)) return this.string(at + 1, false);
      if (following === 38 && (code === 85 || code === 117)) {
        const mark = at + 2 < limit ? text.charCodeAt(at + 2) : 0;
        if (mark === 39) return this.string(at + 2, false);
        if (mark === 34) return this.delimited(at + 2, 34, 'quoted');
      }
      at += 1;
      while (at < limit && isWordPart(text.charCodeAt(at))) at += 1;
      return this.token('word', at);
    }
    if (code === 39) return this.string(at, false);
    if (code === 34) return this.delimited(at, 34, 'quoted');
    if (code === 45 && following === 45) {
      at += 2;
      while (at < limit && text.charCodeAt(at) !== NEWLINE && text.charCodeAt(at) !== RETURN) at += 1;
      return this.token('line-comment', at);
    }
    if (code === 47 && following === 42) return this.blockComment(at);
    if (code === 36) {
      const tag = this.dollarTag(at);
      if (tag !== null) {
        const close = text.indexOf(tag, at + tag.length);
        this.unclosed = close < 0 || close + tag.length > limit;
        return this.token('dollar', this.unclosed ? limit : close + tag.length);
      }
    }
    if (isDigit(code) || (code === 46 && isDigit(following))) {
      at += 1;
      while (at < limit && (isWordPart(text.charCodeAt(at)) || text.charCodeAt(at) === 46)) at += 1;
      return this.token('number', at);
    }
    return this.token('symbol', at + 1);
  }

  /** The token's text. */
  get value(): string {
    return this.text.slice(this.start, this.end);
  }

  /** Whether the token is this keyword; `word` in lower case. */
  is(word: string): boolean {
    return this.kind === 'word' && this.end - this.start === word.length && this.value.toLowerCase() === word;
  }

  /** Whether the token is this one character. */
  isSymbol(code: number): boolean {
    return this.kind === 'symbol' && this.text.charCodeAt(this.start) === code;
  }

  private token(kind: TokenKind, end: number): true {
    this.kind = kind;
    this.end = end;
    return true;
  }

  private delimited(open: number, mark: number, kind: TokenKind): true {
    const { text, limit } = this;
    let at = open + 1;
    for (; at < limit; at += 1) {
      if (text.charCodeAt(at) !== mark) continue;
      if (at + 1 < limit && text.charCodeAt(at + 1) === mark) at += 1;
      else return this.token(kind, at + 1);
    }
    this.unclosed = true;
    return this.token(kind, limit);
  }

  private string(open: number, escapes: boolean): true {
    if (!escapes) return this.delimited(open, 39, 'string');
    const { text, limit } = this;
    for (let at = open + 1; at < limit; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 92) at += 1;
      else if (code === 39) {
        if (at + 1 < limit && text.charCodeAt(at + 1) === 39) at += 1;
        else return this.token('string', at + 1);
      }
    }
    this.unclosed = true;
    return this.token('string', limit);
  }

  private blockComment(open: number): true {
    const { text, limit } = this;
    let depth = 1;
    let at = open + 2;
    while (at < limit) {
      const code = text.charCodeAt(at);
      if (code === 42 && text.charCodeAt(at + 1) === 47 && at + 1 < limit) {
        at += 2;
        depth -= 1;
        if (depth === 0) return this.token('block-comment', at);
      } else if (code === 47 && text.charCodeAt(at + 1) === 42 && at + 1 < limit) {
        at += 2;
        depth += 1;
      } else at += 1;
    }
    this.unclosed = true;
    return this.token('block-comment', limit);
  }

  /** `$$` or `$tag$` at `at`; null for a parameter such as `$1` or a lone sign. */
  private dollarTag(at: number): string | null {
    const { text, limit } = this;
    let end = at + 1;
    if (end < limit && isDigit(text.charCodeAt(end))) return null;
    while (end < limit && isWordPart(text.charCodeAt(end)) && text.charCodeAt(end) !== 36) end += 1;
    return end < limit && text.charCodeAt(end) === 36 ? text.slice(at, end + 1) : null;
  }
}

/** The end of the next token that is no comment, and whether there is one: for "is the word after this one …". */
export function nextSolid(lexer: Lexer): boolean {
  while (lexer.next()) if (lexer.kind !== 'line-comment' && lexer.kind !== 'block-comment') return true;
  return false;
}
