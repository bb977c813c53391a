/** Folds the files of a source into the schema that they leave behind. */
import { createHash } from 'node:crypto';
import { parseSql, type Statement } from '../parse.js';
import { lineStarts } from '../positions.js';
import { foldPrismaSchema } from '../prisma/fold.js';
import { undoneRanges } from '../sources/halves.js';
import { platformSchemas } from '../sources/supabase.js';
import type { Place, Source, SourceSchema, SqlComment } from '../schema.js';
import { decode, type Files } from '../text.js';
import type { Context } from './context.js';
import type { Node } from './nodes.js';
import { castDoubt } from './procedural.js';
import { driftBetween } from './drift.js';
import { Remarks } from './remarks.js';
import { isRollback, Transactions } from './session.js';
import { newTable } from './new-objects.js';
import { State } from './state.js';
import { foldStatement } from './statements.js';
import { Unit } from './unit.js';

/** Where results are kept between runs, by the content of the files. */
export interface SchemaCache {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

/** Changes whenever a SourceSchema of the same files would look different. */
const FORMAT = 10;

/**
 * The schema that a source leaves behind.
 * Input: a file system, the absolute root, a source as `findSources` gives it; `texts` answers for files that an editor holds unsaved (null: read the disk). Output: plain data, equal for equal texts. Never throws:
 * a file that cannot be read is in `unread`, a statement that cannot be understood in `coverage`, and what either could have changed is doubtful.
 */
export function foldSource(files: Files, root: string, source: Source, texts?: (file: string) => string | null, cache?: SchemaCache | null): SourceSchema {
  const unread: { file: string; because: string }[] = [];
  const read: { file: string; text: string }[] = [];
  for (const file of source.files) {
    const held = texts?.(file) ?? null;
    const { text, because } = held === null ? decode(files.read(`${root}/${file}`)) : { text: held, because: null };
    if (because !== null) unread.push({ file, because });
    if (text !== null) read.push({ file, text });
  }
  const declared = (source.declared?.files ?? []).flatMap((file) => {
    const text = texts?.(file) ?? decode(files.read(`${root}/${file}`)).text;
    return text === null ? [] : [{ file, text }];
  });
  const key = cache
    ? `schema-${createHash('sha1')
        .update(JSON.stringify([FORMAT, source, unread, read, declared]))
        .digest('hex')}`
    : '';
  const kept = cache?.get(key) ?? null;
  if (kept !== null) {
    try {
      return JSON.parse(kept) as SourceSchema;
    } catch {
      // Cut short by another process: folded anew.
    }
  }
  const folded = source.layout === 'prisma-schema' ? foldPrismaSchema(source, read, unread) : withDrift(new Fold(source).run(read, unread), declared);
  cache?.set(key, JSON.stringify(folded));
  return folded;
}

/** What is declared beside the migrations is folded by itself, and only compared. */
function withDrift(folded: SourceSchema, declared: readonly { file: string; text: string }[]): SourceSchema {
  const { source, schema } = folded;
  if (source.declared === undefined || declared.length === 0) return folded;
  const other = new Fold(source).run(declared, []);
  return { ...folded, drift: driftBetween({ schema: other.schema, name: source.declared.path }, { schema, name: source.path }) };
}

class Fold {
  private readonly state: State;
  private readonly opaque: { at: Place; because: string }[] = [];
  private readonly refused: { at: Place; because: string }[] = [];
  /** Whether all statements so far are understood, and have certainly run. */
  private certain = true;
  private readonly unreadable: { at: Place; because: string }[] = [];
  private readonly comments: SqlComment[] = [];
  private readonly lines: Record<string, number[]> = {};
  private statements = 0;
  private modelled = 0;
  private skipped = 0;

  constructor(private readonly source: Source) {
    this.state = new State(source.layout === 'supabase' || source.exposedSchemas.length > 0 ? platformSchemas : new Set());
  }

  run(read: readonly { file: string; text: string }[], unread: SourceSchema['unread']): SourceSchema {
    const setup = this.source.setup ?? [];
    for (const { before, sql } of setup) if (before === null) this.setUp(sql);
    for (const { file, text } of read) {
      for (const { before, sql } of setup) if (before === file) this.setUp(sql);
      this.file(file, text);
    }
    const schema = this.state.finish();
    const missing = unread.some((one) => !read.some(({ file }) => file === one.file));
    return {
      source: this.source,
      schema: { ...schema, partial: schema.partial || missing || this.source.incomplete === true },
      coverage: {
        statements: this.statements,
        modelled: this.modelled,
        opaque: this.opaque,
        refused: this.refused,
        unreadable: this.unreadable,
        skipped: this.skipped,
      },
      unread,
      comments: this.comments,
      lines: this.lines,
    };
  }

  /** What the platform has run stands in no file, and nothing is said about how it was understood. */
  private setUp(sql: string): void {
    this.state.resetSession();
    for (const { kind, node, at } of parseSql('', sql).statements) {
      if (node === null) throw new Error(`the setup of a platform is not understood: ${sql.slice(at.start, at.end)}`);
      const unit = new Unit(sql.slice(at.start, at.end), at, true);
      const nothing = (): void => undefined;
      const context: Context = {
        state: this.state,
        unit,
        remarks: new Remarks(sql, [], [0]),
        opaque: nothing,
        refused: nothing,
        unsure: nothing,
        run: nothing,
      };
      foldStatement(kind, node, context);
    }
  }

  private file(file: string, text: string): void {
    const { statements, comments } = parseSql(file, text);
    const lines = lineStarts(text);
    this.lines[file] = lines;
    this.comments.push(...comments);
    const undone = undoneRanges(text, comments);
    const remarks = new Remarks(text, comments, lines);
    const transactions = new Transactions(statements.some((one) => isRollback(one.kind, one.node)));
    // Each file is a session of its own.
    this.state.resetSession();
    for (const statement of statements) {
      if (undone.some((range) => statement.at.start >= range.start && statement.at.start < range.end)) continue;
      this.statement(statement, text, remarks, transactions);
    }
  }

  private statement(statement: Statement, text: string, remarks: Remarks, transactions: Transactions): void {
    const { kind, node, at, error } = statement;
    if (kind === 'Meta' || kind === 'CopyData') {
      this.skipped += at.end - at.start;
      return;
    }
    this.statements += 1;
    const unit = new Unit(text.slice(at.start, at.end), at, true);
    const context: Context = {
      state: this.state,
      unit,
      remarks,
      opaque: (because, where = at) => {
        this.certain = false;
        this.opaque.push({ at: where, because });
      },
      refused: (because, where = at) => {
        if (this.certain && where.file === at.file) this.refused.push({ at: where, because });
        this.opaque.push({ at: where, because });
      },
      unsure: () => void (this.certain = false),
      // What is done inside of another statement may be caught there.
      run: (inner, innerKind, innerNode) => this.fold({ ...context, unit: inner, refused: context.opaque }, innerKind, innerNode),
    };
    if (node === null) this.broken(context, error?.message ?? 'it is not understood');
    else {
      if (kind === 'TransactionStmt') transactions.run(this.state, node);
      if (isRollback(kind, node)) this.certain = false;
      if (kind === 'VariableSetStmt' && node['is_local'] === true) transactions.keepSession(this.state);
      this.fold(context, kind, node);
      this.modelled += 1;
    }
  }

  private fold(context: Context, kind: string, node: Node): void {
    const { unit } = context;
    try {
      if (foldStatement(kind, node, context)) return;
      context.opaque(`${kind} is not modelled`, unit.whole);
      castDoubt(context, `a statement that mentions it is not modelled (${kind})`, unit.whole, unit.sql);
    } catch (error) {
      // A tree of a shape that no method expects must not cost the file.
      context.opaque(`${kind} could not be folded: ${error instanceof Error ? error.message : String(error)}`, unit.whole);
      castDoubt(context, `a statement that mentions it could not be folded (${kind})`, unit.whole, unit.sql);
    }
  }

  /** A statement that the parser refuses may do anything to what it mentions; a table that it would have made is assumed to be there. */
  private broken(context: Context, message: string): void {
    const { unit, state } = context;
    this.certain = false;
    this.unreadable.push({ at: unit.whole, because: message });
    const made = /^create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?((?:"[^"]+"|[\w$]+)(?:\s*\.\s*(?:"[^"]+"|[\w$]+))?)/i.exec(unit.sql);
    if (made !== null) {
      const parts = made[1]!.split('.').map((part) => (part.trim().startsWith('"') ? part.trim().slice(1, -1) : part.trim().toLowerCase()));
      const name = state.newName(parts);
      const start = made[0].length - made[1]!.length;
      if (state.table(name) === undefined) {
        const at = unit.place({ start, end: made[0].length });
        state.putTable({
          ...newTable(name, at),
          complete: false,
          history: [{ what: 'created, by a statement that is not understood', at }],
          doubts: [{ because: 'the statement that creates it is not understood', at, about: ['columns', 'constraints'] }],
        });
        return;
      }
    }
    castDoubt(context, 'a statement that mentions it is not understood', unit.whole, unit.sql);
  }
}
