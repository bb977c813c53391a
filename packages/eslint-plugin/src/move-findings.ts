/** Findings of a text, carried over to the same text after fixes elsewhere in it. */
import type { Judged } from '@gatelint/engine';

/**
 * The findings where their words now stand: the third `process.env.KEY` of one text is the third of the other. Null when a finding's own words came, went or
 * changed, so that its place cannot be told.
 */
export function moveFindings(findings: readonly Judged[], from: string, to: string): readonly Judged[] | null {
  const moved: Judged[] = [];
  for (const finding of findings) {
    const words = from.slice(finding.start, finding.end);
    const before = occurrences(from, words);
    const after = occurrences(to, words);
    const start = after[before.indexOf(finding.start)];
    if (words === '' || before.length !== after.length || start === undefined) return null;
    moved.push({ ...finding, start, end: start + words.length });
  }
  return moved;
}

function occurrences(text: string, words: string): readonly number[] {
  const found: number[] = [];
  if (words === '') return found;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) found.push(at);
  return found;
}

/**
 * Whether `to` can be what fixes made of `from`: it names nothing that `from` does not. Fixes rearrange, shorten and remove what is there; code that somebody
 * wrote calls or reads something.
 */
export function namesNothingNew(from: string, to: string): boolean {
  const known = new Set([...keywords, ...namesIn(from)]);
  return namesIn(to).every((name) => known.has(name));
}

function namesIn(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_$]+/gu) ?? [];
}

/** What fixes put in where it was not: `const` for `var`, `import type`, an arrow's `return`. */
const keywords =
  'as async await break case const default else export false from function if import in let new null of return satisfies true type typeof undefined void'.split(
    ' ',
  );
