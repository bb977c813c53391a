/**
 * Tables in code as the statements that would make them, so that they are judged by what judges migrations. Every place in the statements leads back to the
 * place in the code that it was made from.
 */
import type { Span } from '@gatelint/ts-facts';
import type { DeclaredColumn, DeclaredConstraint, DeclaredTable, TableName } from './declared.js';

export interface Printed {
  readonly text: string;
  /** The place in the code of an offset in the text. */
  original(offset: number): Span;
}

/** Stands for SQL that is not known: it is true for nobody in particular. */
const UNKNOWN = 'what_the_code_does_not_spell()';

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const qualified = ({ schema, name }: TableName): string => (schema === null ? identifier(name) : `${identifier(schema)}.${identifier(name)}`);

class Printer {
  private readonly parts: string[] = [];
  private readonly marks: { start: number; end: number; span: Span }[] = [];
  private length = 0;

  write(text: string): void {
    this.parts.push(text);
    this.length += text.length;
  }

  /** What `body` writes was made from `span`. */
  from(span: Span, body: () => void): void {
    const mark = { start: this.length, end: this.length, span };
    this.marks.push(mark);
    body();
    mark.end = this.length;
  }

  printed(): Printed {
    const { marks } = this;
    return {
      text: this.parts.join(''),
      original(offset) {
        let found: (typeof marks)[number] | null = null;
        for (const mark of marks) {
          if (mark.start > offset) break;
          // Marks nest: the last one that is still open is the innermost.
          if (offset < mark.end) found = mark;
        }
        return found?.span ?? { start: 0, end: 0 };
      },
    };
  }
}

/** The name under which the type of a column is declared: its own, or one made up from the column. */
const enumName = (table: DeclaredTable, column: DeclaredColumn): string | null =>
  typeof column.type === 'string' ? null : (column.type.name ?? `${table.name}.${column.name}`);

/** Enum types of all tables, to stand before any of them. */
export function printTypes(tables: readonly DeclaredTable[]): string {
  const types = new Map<string, readonly string[]>();
  for (const table of tables)
    for (const column of table.columns) {
      const name = enumName(table, column);
      if (name !== null && typeof column.type !== 'string') types.set(name, column.type.values);
    }
  return [...types].map(([name, values]) => `CREATE TYPE ${identifier(name)} AS ENUM (${values.map(literal).join(', ')});\n`).join('');
}

/** The statements of the tables of one module, behind `before`. */
export function printTables(before: string, tables: readonly DeclaredTable[]): Printed {
  const out = new Printer();
  out.write(before);
  for (const table of tables) {
    out.write('CREATE TABLE ');
    out.from(table.at, () => out.write(qualified(table)));
    out.write(' (');
    let first = true;
    const next = (): void => {
      out.write(first ? '\n  ' : ',\n  ');
      first = false;
    };
    for (const column of table.columns) {
      next();
      out.from(column.file === table.file ? column.at : table.at, () => out.write(columnText(table, column)));
    }
    for (const one of table.constraints) {
      const text = constraintText(one);
      if (text === null) continue;
      next();
      out.from(one.at, () => out.write(text));
    }
    out.write('\n);\n');
    if (table.rls) out.from(table.at, () => out.write(`ALTER TABLE ${qualified(table)} ENABLE ROW LEVEL SECURITY;\n`));
    // One statement each: a check that the parser refuses costs itself alone.
    for (const one of table.constraints) {
      const text = statementOf(table, one);
      if (text !== null) out.from(one.at, () => out.write(text));
    }
  }
  return out.printed();
}

function columnText(table: DeclaredTable, column: DeclaredColumn): string {
  const type = column.type === 'text' ? 'text' : column.type === 'other' ? 'bytea' : identifier(enumName(table, column)!);
  const { references } = column;
  return [
    identifier(column.name),
    type + (column.array ? '[]' : ''),
    column.generated ? 'GENERATED ALWAYS AS (NULL) STORED' : '',
    column.notNull ? 'NOT NULL' : '',
    column.fallback === null ? '' : `DEFAULT ${literal(column.fallback)}`,
    column.primaryKey ? 'PRIMARY KEY' : '',
    column.unique ? 'UNIQUE' : '',
    references === null ? '' : `REFERENCES ${qualified(references.table)} (${references.columns.map(identifier).join(', ')})`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function constraintText(one: DeclaredConstraint): string | null {
  switch (one.kind) {
    case 'unique':
      return one.columns.length === 0 ? null : `UNIQUE (${one.columns.map(identifier).join(', ')})`;
    case 'primary-key':
      return one.columns.length === 0 ? null : `PRIMARY KEY (${one.columns.map(identifier).join(', ')})`;
    case 'foreign-key':
      return one.columns.length === 0
        ? null
        : `FOREIGN KEY (${one.columns.map(identifier).join(', ')}) REFERENCES ${qualified(one.table)}${one.to.length === 0 ? '' : ` (${one.to.map(identifier).join(', ')})`}`;
    case 'check':
    case 'policy':
      return null;
  }
}

function statementOf(table: TableName, one: DeclaredConstraint): string | null {
  if (one.kind === 'check')
    return one.sql === null
      ? null
      : `ALTER TABLE ${qualified(table)} ADD ${one.name === null ? '' : `CONSTRAINT ${identifier(one.name)} `}CHECK (${one.sql});\n`;
  if (one.kind !== 'policy') return null;
  const roles = one.roles.map((role) => (/^(?:public|current_role|current_user|session_user)$/u.test(role) ? role : identifier(role)));
  return [
    `CREATE POLICY ${identifier(one.name)} ON ${qualified(table)}`,
    `AS ${one.permissive ? 'PERMISSIVE' : 'RESTRICTIVE'} FOR ${/^(?:select|insert|update|delete)$/u.test(one.command) ? one.command : 'all'}`,
    `TO ${roles.join(', ')}`,
    one.using === undefined ? '' : `USING (${one.using ?? UNKNOWN})`,
    one.check === undefined ? '' : `WITH CHECK (${one.check ?? UNKNOWN})`,
  ]
    .filter((part) => part !== '')
    .join(' ')
    .concat(';\n');
}
