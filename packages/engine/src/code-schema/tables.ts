/** Tables of a schema in code: the calls that make them, with their columns and what is said of the table as a whole. */
import type { BindingId, Call, Expr, Span } from '@gatelint/ts-facts';
import { readColumn, resultOf, type FindColumn } from './columns.js';
import { readConstraint } from './constraints.js';
import type { DeclaredColumn, DeclaredConstraint, DeclaredTable, TableName } from './declared.js';
import type { Located, Reader } from './reader.js';

/** A call that makes a table, before its columns are read. */
export interface TableCall extends TableName {
  readonly file: string;
  readonly call: Call;
  readonly dialect: 'postgresql' | 'mysql' | 'sqlite';
  /** The package that the call is of. */
  readonly module: string;
  readonly at: Span;
  /** Names of the methods that the result is handed through. */
  readonly methods: readonly string[];
}

/** The tables that a module makes, in their order. */
export function tableCalls(reader: Reader, file: string): TableCall[] {
  const found: TableCall[] = [];
  const methods = new Map<Expr, string[]>();
  for (const expr of reader.denoter.definitions(file).all) {
    if (expr.k !== 'call') continue;
    // Outside in: a method stands before the call that it is called on.
    if (expr.callee.k === 'member' && typeof expr.callee.property === 'string')
      methods.set(expr.callee.object, [expr.callee.property, ...(methods.get(expr) ?? [])]);
    const row = reader.makes(file, expr, 'declares-table');
    const denoted = row && reader.denoter.denote(file, expr.callee);
    const name = row && nameOf(reader, file, expr, row.naming);
    if (!row || denoted?.is !== 'path' || name == null) continue;
    found.push({
      file,
      call: expr,
      dialect: row.dialect,
      module: denoted.module,
      schema: schemaOf(reader, file, expr.callee),
      name,
      at: expr.args[0]!.at,
      methods: methods.get(expr) ?? [],
    });
  }
  return found;
}

/** A maker of tables may turn names into others: `pgTableCreator((name) => `shop_${name}`)`. */
function nameOf(reader: Reader, file: string, call: Call, naming: number | undefined): string | null {
  const name = reader.text(file, call.args[0]);
  const maker = naming === undefined ? null : reader.origin(file, call.callee);
  if (name === null || naming === undefined || maker?.expr.k !== 'call') return name;
  const given = maker.expr.args[naming];
  const fn = given?.k === 'function' ? reader.denoter.module(maker.file)?.functions[given.id] : undefined;
  const result = fn ? resultOf(fn) : null;
  const param = fn?.params[0]?.pattern;
  if (result?.k !== 'template' || param?.p !== 'binding') return name;
  let text = result.quasis[0] ?? '';
  for (const [index, part] of result.exprs.entries()) {
    const inner = part.k === 'ref' && part.binding === param.binding ? name : reader.text(maker.file, part);
    if (inner === null) return name;
    text += inner + (result.quasis[index + 1] ?? '');
  }
  return text;
}

function schemaOf(reader: Reader, file: string, callee: Expr): string | null {
  const maker = callee.k === 'member' ? reader.origin(file, callee.object) : null;
  if (maker?.expr.k !== 'call' || reader.makes(maker.file, maker.expr, 'declares-schema') === null) return null;
  return reader.text(maker.file, maker.expr.args[0]);
}

/** Reads all tables; `text` gives a module's text, `snake` whether a module's names are turned into snake case where none is written. */
export function readTables(
  reader: Reader,
  calls: readonly TableCall[],
  text: (file: string) => string | null,
  snake: (file: string) => boolean,
): DeclaredTable[] {
  const byPlace = new Map(calls.map((one) => [`${one.file} ${one.call.at.start}`, one]));
  const columns = new Map<TableCall, { readonly columns: DeclaredColumn[]; readonly gap: string | null }>();
  const reading = new Set<TableCall>();

  /** The table that a name stands for. */
  const tableOf = (file: string, expr: Expr): TableCall | null => {
    let { file: at, expr: made }: Located = reader.origin(file, expr);
    while (made.k === 'call') {
      const found = byPlace.get(`${at} ${made.at.start}`);
      if (found && found.call.at.end === made.at.end) return found;
      if (made.callee.k !== 'member') return null;
      ({ file: at, expr: made } = reader.origin(at, made.callee.object));
    }
    return null;
  };

  const columnNamed = (table: TableCall, key: string): string =>
    reading.has(table) ? key : (columnsOf(table).columns.find((one) => one.key === key)?.name ?? key);

  const find: FindColumn = (file, expr) => {
    if (expr.k !== 'member' || typeof expr.property !== 'string') return null;
    const table = tableOf(file, expr.object);
    return table ? { table: { schema: table.schema, name: table.name }, column: columnNamed(table, expr.property) } : null;
  };

  function columnsOf(table: TableCall): { readonly columns: DeclaredColumn[]; readonly gap: string | null } {
    const known = columns.get(table);
    if (known) return known;
    reading.add(table);
    const found: DeclaredColumn[] = [];
    let gap: string | null = null;
    const { value, param } = listed(reader, table.file, table.call.args[1]);
    for (const one of value ? reader.props(value.file, value.expr) : [null]) {
      if (one === null || typeof one.prop.key !== 'string') {
        gap = 'some of its columns come from what cannot be followed';
        continue;
      }
      const { file, prop } = one;
      const written = (text(file) ?? '').slice(prop.at.start, prop.at.end);
      const column = readColumn(reader, { module: table.module, file, prop, written, makers: file === table.file ? param : null }, find);
      found.push(column.name === column.key && snake(table.file) ? { ...column, name: snakeCase(column.key) } : column);
    }
    reading.delete(table);
    const made = { columns: found, gap };
    columns.set(table, made);
    return made;
  }

  return calls.flatMap((table): DeclaredTable[] => {
    const { dialect } = table;
    if (dialect === 'sqlite') return [];
    const constraints = constraintsOf(reader, table, (key) => columnNamed(table, key), tableOf, find);
    return [
      {
        file: table.file,
        dialect,
        schema: table.schema,
        name: table.name,
        at: table.at,
        rls:
          table.methods.some((name) => reader.row(table.module, ['$table', name], 'refines-table') !== null) ||
          constraints.some((one) => one.kind === 'policy'),
        ...columnsOf(table),
        constraints,
      },
    ];
  });
}

/** What a list of columns or constraints is: written out, or returned by a function that is handed something. */
function listed(reader: Reader, file: string, expr: Expr | undefined): { readonly value: Located | null; readonly param: BindingId | null } {
  if (!expr) return { value: null, param: null };
  if (expr.k !== 'function') return { value: { file, expr }, param: null };
  const fn = reader.denoter.module(file)?.functions[expr.id];
  const result = fn ? resultOf(fn) : null;
  const pattern = fn?.params[0]?.pattern;
  return { value: result && { file, expr: result }, param: pattern?.p === 'binding' ? pattern.binding : null };
}

function constraintsOf(
  reader: Reader,
  table: TableCall,
  columnNamed: (key: string) => string,
  tableOf: (file: string, expr: Expr) => TableCall | null,
  find: FindColumn,
): DeclaredConstraint[] {
  const { value, param } = listed(reader, table.file, table.call.args[2]);
  if (!value) return [];
  const denoted = reader.denoter.denote(value.file, value.expr);
  if (denoted?.is !== 'expr') return [];
  const { file, expr } = denoted;
  const parts = expr.k === 'array' ? expr.items : expr.k === 'object' ? expr.props.flatMap((prop) => (prop.kind === 'value' ? [prop.value] : [])) : [];
  /** `table.status` inside of the function, or of the table by its own name. */
  const scope = (at: string, part: Expr): string | null => {
    if (part.k !== 'member' || typeof part.property !== 'string') return null;
    const own = (part.object.k === 'ref' && at === table.file && part.object.binding === param) || tableOf(at, part.object) === table;
    return own ? columnNamed(part.property) : (find(at, part)?.column ?? null);
  };
  return parts.flatMap((part) => readConstraint(reader, table.module, file, part, scope, find) ?? []);
}

export const snakeCase = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/gu, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/gu, '$1_$2')
    .toLowerCase();
