/** The names that PostgreSQL gives to constraints without one: a later DROP CONSTRAINT speaks of them. */

const LIMIT = 63;
const bytes = new TextEncoder();
const ASCII = /^[\0-\x7f]*$/;
const size = (text: string): number => (ASCII.test(text) ? text.length : bytes.encode(text).length);

/**
 * `table_column_check` and the like, as PostgreSQL chooses them: cut to 63 bytes, the longer part first, and numbered when taken.
 * `parts`: the table's name and the columns' names joined by `_`, null when there are several for a CHECK.
 */
export function chooseName(table: string, columns: string | null, label: string, taken: Pick<ReadonlySet<string>, 'has'>): string {
  for (let pass = 0; ; pass += 1) {
    const name = assemble(table, columns, pass === 0 ? label : `${label}${pass}`);
    if (!taken.has(name)) return name;
  }
}

function assemble(table: string, columns: string | null, label: string): string {
  const room = LIMIT - size(label) - 1 - (columns === null ? 0 : 1);
  let left = size(table);
  let right = columns === null ? 0 : size(columns);
  while (left + right > room) {
    if (left > right) left -= 1;
    else right -= 1;
  }
  const parts = [clip(table, left)];
  if (columns !== null) parts.push(clip(columns, right));
  return [...parts, label].join('_');
}

/** The longest start of a text that fits into so many bytes. */
function clip(text: string, limit: number): string {
  if (size(text) <= limit) return text;
  let clipped = '';
  let used = 0;
  for (const character of text) {
    used += size(character);
    if (used > limit) break;
    clipped += character;
  }
  return clipped;
}
