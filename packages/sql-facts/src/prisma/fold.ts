/** Prisma schema files → schema: models are tables, scalar fields columns, relations foreign keys. Row level security cannot be said there. */
import { Remarks } from '../fold/remarks.js';
import { APPLIES, EMPTY, newTable, newType, NO_USES } from '../fold/new-objects.js';
import { lineStarts } from '../positions.js';
import type { Column, Constraint, Named, Place, Source, SourceSchema, SqlComment, Table, TypeDef } from '../schema.js';
import { namesIn, readPrisma, stringIn, type PrismaAttribute, type PrismaBlock, type PrismaField, type PrismaFile } from './read.js';

/** Scalar types as PostgreSQL prints their columns. */
const scalars: Readonly<Record<string, string>> = {
  String: 'text',
  Boolean: 'boolean',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Decimal: 'numeric(65,30)',
  DateTime: 'timestamp(3) without time zone',
  Json: 'jsonb',
  Bytes: 'bytea',
};

const native: Readonly<Record<string, string>> = {
  VarChar: 'character varying',
  Char: 'character',
  Text: 'text',
  Uuid: 'uuid',
  Citext: 'citext',
  Xml: 'xml',
  Inet: 'inet',
  Bit: 'bit',
  VarBit: 'bit varying',
  ObjectId: 'objectid',
};

export function foldPrismaSchema(source: Source, read: readonly { file: string; text: string }[], unread: SourceSchema['unread']): SourceSchema {
  const files = read.map(({ file, text }) => ({ ...readPrisma(file, text), text, lines: lineStarts(text) }));
  const project = new Models(source, files);
  const tables: Table[] = [];
  const comments: SqlComment[] = [];
  const lines: Record<string, readonly number[]> = {};
  const unreadable: { at: Place; because: string }[] = [];
  for (const one of files) {
    const remarks = new Remarks(one.text, one.comments, one.lines);
    for (const block of one.blocks) if (block.kind === 'model') tables.push(project.table(one, block, remarks));
    comments.push(...one.comments);
    lines[one.file] = one.lines;
    for (const { start, end, because } of one.unreadable) unreadable.push({ at: { file: one.file, start, end }, because });
  }
  const order = (a: Named, b: Named): number => (a.schema < b.schema ? -1 : a.schema > b.schema ? 1 : a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const statements = files.reduce((sum, one) => sum + one.blocks.length, 0);
  return {
    source,
    schema: {
      ...EMPTY,
      tables: tables.sort(order),
      types: project.enums().sort(order),
      schemas: [...new Set(tables.map((table) => table.schema))].sort().map((name) => ({ name, created: false, owner: APPLIES, access: [] })),
      partial: unread.some((one) => !read.some(({ file }) => file === one.file)),
    },
    coverage: { statements: statements + unreadable.length, modelled: statements, opaque: [], refused: [], unreadable, skipped: 0 },
    unread,
    comments,
    lines,
  };
}

class Models {
  private readonly models = new Map<string, PrismaBlock>();
  private readonly enumBlocks = new Map<string, { readonly block: PrismaBlock; readonly file: string }>();
  private readonly home: string;

  constructor(source: Source, files: readonly PrismaFile[]) {
    // Only PostgreSQL and SQL Server have schemas within a database.
    this.home = source.dialect === 'postgresql' ? 'public' : source.dialect === 'sqlserver' ? 'dbo' : '';
    for (const { file, blocks } of files) {
      for (const block of blocks) {
        if (block.kind === 'model') this.models.set(block.name, block);
        else if (block.kind === 'enum') this.enumBlocks.set(block.name, { block, file });
      }
    }
  }

  enums(): TypeDef[] {
    return [...this.enumBlocks.values()].map(({ block, file }) => ({
      ...newType(this.named(block), { file, start: block.start, end: block.end }),
      kind: 'enum',
      labels: block.values,
    }));
  }

  private named(block: PrismaBlock): Named {
    return { schema: argumentOf(block.attributes, '@@schema') ?? this.home, name: argumentOf(block.attributes, '@@map') ?? block.name };
  }

  table({ file }: PrismaFile, block: PrismaBlock, remarks: Remarks): Table {
    const name = this.named(block);
    const columns: Column[] = [];
    const constraints: Constraint[] = [];
    for (const field of block.fields) {
      const place = { file, start: field.start, end: field.end };
      const relation = this.models.get(field.type);
      if (relation !== undefined) {
        const foreignKey = this.foreignKey(block, field, relation, file);
        if (foreignKey !== null) constraints.push(foreignKey);
        continue;
      }
      const column = this.column(field, place, remarks);
      columns.push(column);
      if (field.attributes.some((one) => one.name === '@id')) constraints.push(key('primary-key', [column.name], place));
      if (field.attributes.some((one) => one.name === '@unique')) constraints.push(key('unique', [column.name], place));
    }
    for (const attribute of block.attributes) {
      const kind = attribute.name === '@@id' ? 'primary-key' : attribute.name === '@@unique' ? 'unique' : null;
      if (kind === null) continue;
      const fields = namesIn(attribute.args, 'fields');
      const first = /\[([^\]]*)\]/.exec(attribute.args)?.[1] ?? '';
      const names = fields.length > 0 ? fields : first.split(',').flatMap((part) => /\w+/.exec(part)?.[0] ?? []);
      constraints.push(
        key(
          kind,
          names.map((one) => columnOf(block, one)),
          { file, start: attribute.start, end: attribute.end },
        ),
      );
    }
    const at = { file, start: block.start, end: block.end };
    return {
      ...newTable(name, at),
      columns,
      constraints,
      rls: 'unknown',
      rlsBecause: 'a Prisma schema does not say whether row level security is on',
      history: [{ what: 'declared', at }],
    };
  }

  private column(field: PrismaField, at: Place, remarks: Remarks): Column {
    const { type, typeRef } = this.type(field);
    const fallback = field.attributes.find((one) => one.name === '@default')?.args.trim();
    const literal = fallback === undefined ? null : (stringIn(fallback) ?? (/^[\w.+-]+$/.test(fallback) ? fallback : null));
    return {
      name: argumentOf(field.attributes, '@map') ?? field.name,
      at,
      type: type + (field.list ? '[]' : ''),
      typeRef,
      array: field.list,
      notNull: !field.optional,
      default: fallback === undefined ? null : { text: fallback, literal, uses: NO_USES },
      generated: null,
      expression: null,
      identity: null,
      local: true,
      access: [],
      comment: null,
      remark: remarks.beside({ ...at, end: field.attributes.at(-1)?.end ?? field.typeEnd }),
    };
  }

  private type(field: PrismaField): { readonly type: string; readonly typeRef: Named | null } {
    const declared = this.enumBlocks.get(field.type);
    if (declared !== undefined) {
      const typeRef = this.named(declared.block);
      return { type: typeRef.schema === '' ? typeRef.name : `${typeRef.schema}.${typeRef.name}`, typeRef };
    }
    const unsupported = /^Unsupported\s*\(\s*"([^"]*)"/.exec(field.type)?.[1];
    if (unsupported !== undefined) return { type: unsupported, typeRef: null };
    const said = field.attributes.find((one) => one.name.startsWith('@db.'));
    const spelled = said === undefined ? undefined : (native[said.name.slice(4)] ?? said.name.slice(4).toLowerCase());
    if (spelled !== undefined) return { type: said!.args === '' ? spelled : `${spelled}(${said!.args})`, typeRef: null };
    return { type: scalars[field.type] ?? field.type, typeRef: null };
  }

  private foreignKey(block: PrismaBlock, field: PrismaField, target: PrismaBlock, file: string): Constraint | null {
    const relation = field.attributes.find((one) => one.name === '@relation');
    const columns = namesIn(relation?.args ?? '', 'fields').map((one) => columnOf(block, one));
    if (relation === undefined || columns.length === 0) return null;
    const action = (name: string): string | null => {
      const written = new RegExp(`\\b${name}\\s*:\\s*(\\w+)`).exec(relation.args)?.[1] ?? null;
      return written?.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase() ?? null;
    };
    return {
      ...key('foreign-key', columns, { file, start: field.start, end: relation.end }),
      references: {
        table: this.named(target),
        columns: namesIn(relation.args, 'references').map((one) => columnOf(target, one)),
        onDelete: action('onDelete'),
        onUpdate: action('onUpdate'),
      },
    };
  }
}

const argumentOf = (attributes: readonly PrismaAttribute[], name: string): string | null => stringIn(attributes.find((one) => one.name === name)?.args ?? '');

/** The name in the database of a field, which @map may change. */
const columnOf = (block: PrismaBlock, field: string): string => argumentOf(block.fields.find((one) => one.name === field)?.attributes ?? [], '@map') ?? field;

const key = (kind: Constraint['kind'], columns: readonly string[], at: Place): Constraint => ({
  name: null,
  kind,
  columns,
  references: null,
  deferrable: false,
  local: true,
  noInherit: false,
  expression: null,
  values: null,
  closed: [],
  validated: true,
  enforced: true,
  at,
});
