/** Migrations that carry their own undoing in the same file: dbmate, goose, sql-migrate, node-pg-migrate. Only the first half is ever applied. */
import type { SqlComment } from '../schema.js';

const MARK = /^\s*(?:migrate:|\+goose\s+|\+migrate\s+|\+micrate\s+)(up|down)\b|^[\s-]*(up|down)\s+migration\b/i;

/** The stretches of a script that undo it, from the comment that opens them to the one that ends them. */
export function undoneRanges(text: string, comments: readonly SqlComment[]): { readonly start: number; readonly end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  let open: number | null = null;
  for (const comment of comments) {
    const direction =
      comment.kind === 'line'
        ? MARK.exec(comment.text)
            ?.slice(1)
            .find((word) => word !== undefined)
            ?.toLowerCase()
        : undefined;
    if (direction === 'down') open ??= comment.at.start;
    else if (direction === 'up' && open !== null) {
      ranges.push({ start: open, end: comment.at.start });
      open = null;
    }
  }
  if (open !== null) ranges.push({ start: open, end: text.length });
  return ranges;
}
