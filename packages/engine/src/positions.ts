/** Where an offset of a text stands, as people count. */

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units; a byte order mark takes no column. */
  readonly column: number;
}

export interface Lines {
  /** Position of a 0-based UTF-16 offset; one outside the text is held to its ends. */
  position(offset: number): Position;
  /** Offset at which a 1-based line starts. */
  start(line: number): number;
  readonly count: number;
}

/** Line breaks as JavaScript knows them, in both languages: ESLint counts the same way, so its directives fall on the same lines. */
const lineBreak = /\r\n|[\r\n\u2028\u2029]/gu;

export function linesOf(text: string): Lines {
  const starts = [0];
  for (const match of text.matchAll(lineBreak)) starts.push(match.index + match[0].length);
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    count: starts.length,
    start: (line) => starts[Math.min(Math.max(line, 1), starts.length) - 1]!,
    position(offset) {
      const held = Math.min(Math.max(offset, 0), text.length);
      const line = lineAt(held);
      const column = held - starts[line]! + 1;
      return { line: line + 1, column: line === 0 ? Math.max(1, column - mark) : column };
    },
  };
}
