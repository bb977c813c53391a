/** Comments of a script as remarks on what they stand beside. */
import { lineOf } from '../positions.js';
import type { Place, SqlComment } from '../schema.js';

const BLANK = /^\s*$/;
const SEPARATOR = /^[^\S\r\n]*[,;)]*[^\S\r\n]*$/;

export class Remarks {
  constructor(
    private readonly text: string,
    private readonly comments: readonly SqlComment[],
    private readonly lines: readonly number[],
  ) {}

  /** Comments inside a definition, behind it on its last line, or alone on the lines directly above it; without their marks, joined by line breaks. */
  beside(place: Place): string | null {
    if (this.comments.length === 0) return null;
    const found: string[] = [];
    const first = this.firstFrom(place.start);
    let above = place.start;
    for (let index = first - 1; index >= 0; index -= 1) {
      const { at, text } = this.comments[index]!;
      const between = this.text.slice(at.end, above);
      const lineStart = this.lines[lineOf(this.lines, at.start)]!;
      if (!BLANK.test(between) || between.split('\n').length > 2 || !BLANK.test(this.text.slice(lineStart, at.start))) break;
      found.unshift(withoutMarks(text));
      above = at.start;
    }
    for (let index = first; index < this.comments.length; index += 1) {
      const { at, text } = this.comments[index]!;
      if (at.start >= place.end && !SEPARATOR.test(this.text.slice(place.end, at.start))) break;
      found.push(withoutMarks(text));
      if (at.start >= place.end) break;
    }
    return found.length === 0 ? null : found.join('\n');
  }

  /** Index of the first comment that starts at or after an offset. */
  private firstFrom(offset: number): number {
    let low = 0;
    let high = this.comments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.comments[middle]!.at.start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A documentation comment has further marks of its own: a third slash, a star on each line. */
const withoutMarks = (comment: string): string => comment.replace(/^\/+|^[^\S\n]*\*+/gm, '').trim();
