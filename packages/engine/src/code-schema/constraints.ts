/** Constraints and policies of a table in code. */
import type { Expr } from '@gatelint/ts-facts';
import type { FindColumn } from './columns.js';
import type { DeclaredConstraint } from './declared.js';
import type { Located, Reader } from './reader.js';

/** The name in the database of the column that an expression is about. */
type ColumnOf = (file: string, expr: Expr) => string | null;

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export function readConstraint(reader: Reader, module: string, file: string, expr: Expr, columnOf: ColumnOf, find: FindColumn): DeclaredConstraint | null {
  let columns: readonly string[] = [];
  for (let at = expr; at.k === 'call'; at = at.callee.k === 'member' ? at.callee.object : at.callee) {
    const { callee, args } = at;
    const row = reader.makes(file, at, 'declares-constraint');
    if (row) {
      switch (row.kind) {
        case 'check':
          return {
            kind: 'check',
            at: expr.at,
            name: reader.text(file, args[0]),
            sql: reader.sql(file, args[1], (inner, part) => quote(columnOf(inner, part))),
          };
        case 'unique':
        case 'primary-key':
          return { kind: row.kind, at: expr.at, columns: columns.length > 0 ? columns : columnsIn(reader, file, args[0], columnOf) };
        case 'foreign-key': {
          const target = itemsOf(reader.field(file, args[0], 'foreignColumns')).map((one) => find(one.file, one.expr));
          const table = target[0]?.table;
          if (!table) return null;
          return { kind: row.kind, at: expr.at, columns: columnsIn(reader, file, args[0], columnOf), table, to: target.flatMap((one) => one?.column ?? []) };
        }
        case 'policy':
          return policy(reader, file, args, expr, columnOf);
      }
    }
    if (callee.k === 'member' && typeof callee.property === 'string' && reader.row(module, ['$constraint', callee.property], 'refines-constraint') !== null)
      columns = args.flatMap((arg) => columnOf(file, arg) ?? []);
  }
  return null;
}

const quote = (name: string | null): string | null => (name === null ? null : identifier(name));

const itemsOf = (list: Located | null): Located[] => (list?.expr.k === 'array' ? list.expr.items.map((expr) => ({ file: list.file, expr })) : []);

/** `{ columns: [table.a, table.b] }`. */
const columnsIn = (reader: Reader, file: string, expr: Expr | undefined, columnOf: ColumnOf): string[] =>
  itemsOf(reader.field(file, expr, 'columns')).flatMap((one) => columnOf(one.file, one.expr) ?? []);

function policy(reader: Reader, file: string, args: readonly Expr[], whole: Expr, columnOf: ColumnOf): DeclaredConstraint {
  const option = (name: string): string | null => {
    const found = reader.field(file, args[1], name);
    return found && reader.text(found.file, found.expr);
  };
  const clause = (name: string): string | null | undefined => {
    const found = reader.field(file, args[1], name);
    return found ? reader.sql(found.file, found.expr, (inner, part) => quote(columnOf(inner, part))) : undefined;
  };
  return {
    kind: 'policy',
    at: whole.at,
    name: reader.text(file, args[0]) ?? '',
    command: option('for') ?? 'all',
    permissive: option('as') !== 'restrictive',
    roles: rolesOf(reader, reader.field(file, args[1], 'to')),
    using: clause('using'),
    check: clause('withCheck'),
  };
}

/** Roles by their names, or by what they are imported or declared as. */
function rolesOf(reader: Reader, to: Located | null): string[] {
  if (!to) return ['public'];
  const found = to.expr.k === 'array' ? itemsOf(to) : [to];
  return found.map(({ file, expr }) => {
    const text = reader.text(file, expr);
    if (text !== null) return text;
    const made = reader.origin(file, expr);
    const name = made.expr.k === 'call' ? reader.text(made.file, made.expr.args[0]) : null;
    const denoted = reader.denoter.denote(file, expr);
    return name ?? (denoted?.is === 'path' ? (denoted.path.at(-1) ?? '').replace(/Role$/u, '') : 'a role that is not known');
  });
}
