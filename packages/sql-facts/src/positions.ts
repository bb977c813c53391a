/** Three units of position meet here: the parser's nodes count UTF-8 bytes, its errors count code points, everything we hand out counts UTF-16 units. */

const BEYOND_ASCII = /[\u0080-\uffff]/;

/** Where the byte offsets into a text stand in UTF-16. Built at the first question, and not at all for ASCII. */
export class ByteOffsets {
  private table: Uint32Array | null | undefined = undefined;

  constructor(private readonly text: string) {}

  /** UTF-8 byte offset → UTF-16 offset; past the end: the end. */
  utf16(byte: number): number {
    if (this.table === undefined) this.table = BEYOND_ASCII.test(this.text) ? utf16ByByte(this.text) : null;
    if (this.table === null) return Math.min(byte, this.text.length);
    return this.table[byte] ?? this.text.length;
  }
}

function utf16ByByte(text: string): Uint32Array {
  const table = new Uint32Array(text.length * 3 + 1);
  let byte = 0;
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at)!;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    table.fill(at, byte, byte + bytes);
    byte += bytes;
    at += code < 0x10000 ? 1 : 2;
  }
  table[byte] = text.length;
  return table.subarray(0, byte + 1);
}

/** Index in code points → UTF-16 offset; past the end: the end. */
export function utf16OfCodePoint(text: string, index: number): number {
  let at = 0;
  for (let seen = 0; seen < index && at < text.length; seen += 1) at += text.codePointAt(at)! < 0x10000 ? 1 : 2;
  return Math.min(at, text.length);
}

/** UTF-16 offsets at which the lines of a text begin; line breaks are those of JavaScript. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10) || code === 0x2028 || code === 0x2029) starts.push(at + 1);
  }
  return starts;
}

/** 0-based line of an offset, given `lineStarts`. */
export function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
