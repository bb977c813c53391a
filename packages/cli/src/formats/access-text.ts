/** The access matrix for people: a line a table, a column a role, and which policies choose where the rows are not all or none. */
import type { AccessCell, AccessMatrix } from '@gatelint/engine';
import type { Colors } from '../colors.js';

const commands = ['select', 'insert', 'update', 'delete'] as const;

type Cells = AccessMatrix['tables'][number]['cells'][number];

/** Nothing for a database that only its owner comes to, with every right. */
export function accessLines(matrices: readonly AccessMatrix[], { bold, dim }: Colors): string[] {
  return matrices.flatMap((matrix) => {
    if (matrix.tables.length === 0 || (matrix.roles.length < 2 && matrix.tables.every(({ cells }) => cells.every((one) => word(one) === 'open')))) return [];
    const rows = [['', ...matrix.roles.map(({ name }) => name)], ...matrix.tables.map((table) => [label(table, matrix), ...table.cells.map(word)])];
    const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
    const line = (row: readonly string[]): string => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd();
    const [head, ...body] = rows;
    return [
      '',
      bold(`Access, ${matrix.source}: what each role may select/insert/update/delete`),
      dim(line(head!)),
      ...body.flatMap((row, index) => [line(row), ...matrix.tables[index]!.cells.flatMap((cells) => details(cells).map((text) => dim(`    ${text}`)))]),
    ];
  });
}

/** Where an API serves some schemas, tables outside of them are out of its reach. */
const label = ({ name, served }: AccessMatrix['tables'][number], { platform }: AccessMatrix): string =>
  platform === null || served ? name : `${name} (not served)`;

/** One word where all four commands come to the same. */
function word(cells: Cells): string {
  const words = commands.map((command) => cells[command].is);
  return words.every((one) => one === words[0]) ? words[0]! : words.join('/');
}

/** Commands that end the same are told together: "authenticated may select, update by "Members see their team"". */
function details(cells: Cells): string[] {
  const found = new Map<string, string[]>();
  for (const command of commands) {
    const text = detail(cells[command]);
    if (text !== null) found.set(text, [...(found.get(text) ?? []), command]);
  }
  return [...found].map(([text, of]) => `${cells.role}: ${of.join(', ')} ${text}`);
}

function detail({ is, policies, columns, because }: AccessCell): string | null {
  const some = columns === null ? '' : `, of the columns ${columns.join(', ')} alone`;
  if (is === 'unknown') return `unknown, because ${because ?? 'nothing says'}`;
  if (is === 'policy') return `by ${policies.map((name) => `"${name}"`).join(', ')}${some}`;
  return some === '' ? null : some.slice(2);
}
