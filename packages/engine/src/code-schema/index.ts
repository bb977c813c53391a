/** Schemas that are written in code, one for each app and database, in the form in which folded migrations are. */
import { createMatcher, type Library } from '@gatelint/catalogue';
import { foldSource, lineStarts, Remarks, type Column, type Place, type Source, type SourceSchema, type Table } from '@gatelint/sql-facts';
import type { Modules } from '@gatelint/ts-facts';
import { createDenoter } from '../environment/denote.js';
import { compare } from '../findings.js';
import type { DeclaredTable } from './declared.js';
import { printTables, printTypes } from './print.js';
import { createReader } from './reader.js';
import { readTables, tableCalls } from './tables.js';

export interface CodeSchemaOptions {
  readonly modules: Modules;
  readonly libraries: readonly Library[];
  /** Modules that are judged, sorted. */
  readonly files: readonly string[];
  readonly text: (file: string) => string | null;
  /** Folder of the app that a file is of. */
  readonly appOf: (file: string) => string;
}

/** Whether a module may declare tables: asked before it is parsed. */
export function mayDeclareTables(libraries: readonly Library[]): (text: string) => boolean {
  const names = libraries.filter((one) => one.rows.some((row) => row.role === 'declares-table')).map((one) => one.name);
  return (text) => names.some((name) => text.includes(name));
}

/** Sorted by app and database. Never throws on what users write. */
export function codeSchemas({ modules, libraries, files, text, appOf }: CodeSchemaOptions): SourceSchema[] {
  const may = mayDeclareTables(libraries);
  const candidates = files.filter((file) => may(text(file) ?? ''));
  if (candidates.length === 0) return [];
  const reader = createReader(createDenoter(modules), createMatcher(libraries));
  const calls = candidates.flatMap((file) => tableCalls(reader, file));
  const snakeApps = new Set(candidates.filter((file) => /\bcasing\s*:\s*['"]snake_case['"]/u.test(text(file) ?? '')).map(appOf));
  const tables = readTables(reader, calls, text, (file) => snakeApps.has(appOf(file)));
  const groups = new Map<string, DeclaredTable[]>();
  for (const table of tables) {
    const key = JSON.stringify([appOf(table.file), table.dialect]);
    groups.set(key, [...(groups.get(key) ?? []), table]);
  }
  const remarks = createRemarks(modules, text);
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([, own]) => folded(own, appOf(own[0]!.file), text, remarks));
}

type RemarkOf = (place: Place) => string | null;

function folded(tables: readonly DeclaredTable[], app: string, text: (file: string) => string | null, remarkOf: RemarkOf): SourceSchema {
  const files = [...new Set(tables.map((one) => one.file))].sort(compare);
  const types = printTypes(tables);
  const printed = new Map(
    files.map((file, index) => [
      file,
      printTables(
        index === 0 ? types : '',
        tables.filter((one) => one.file === file),
      ),
    ]),
  );
  const { dialect } = tables[0]!;
  const source: Source = { path: app, layout: 'code', files, dialect, exposedSchemas: [], skipped: [], incomplete: false };
  const nothing = { read: () => null, stat: () => null, list: () => [] };
  const { schema } = foldSource(nothing, '', source, (file) => printed.get(file)?.text ?? null);
  const back = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(back);
    if (value === null || typeof value !== 'object') return value;
    if ('file' in value && 'start' in value && 'end' in value) {
      const { file, start } = value as Place;
      const to = printed.get(file)?.original(start) ?? { start: 0, end: 0 };
      return { file, start: to.start, end: to.end };
    }
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, key === 'schema' && one === 'public' && dialect === 'mysql' ? '' : back(one)]));
  };
  const own = back(schema) as typeof schema;
  const usesRls = tables.some((one) => one.rls);
  const declared = new Map(tables.map((one) => [`${one.schema ?? (dialect === 'mysql' ? '' : 'public')}.${one.name}`, one]));
  return {
    source,
    schema: {
      ...own,
      partial: false,
      tables: own.tables.flatMap((table) => {
        const one = declared.get(`${table.schema}.${table.name}`);
        return one && !table.assumed ? [withCode(table, one, usesRls, remarkOf)] : [];
      }),
    },
    coverage: { statements: tables.length, modelled: tables.length, opaque: [], refused: [], unreadable: [], skipped: 0 },
    unread: [],
    comments: [],
    lines: Object.fromEntries(files.map((file) => [file, lineStarts(text(file) ?? '')])),
  };
}

/** What statements cannot say: the values that the code's types allow, comments of the code, and what could not be read of it. */
function withCode(table: Table, declared: DeclaredTable, usesRls: boolean, remarkOf: RemarkOf): Table {
  const columns = table.columns.map((column): Column => {
    const one = declared.columns.find(({ name }) => name === column.name);
    if (!one) return column;
    const remark = remarkOf({ file: one.file, start: one.whole.start, end: one.whole.end });
    return { ...column, remark, ...(one.spelled.length > 0 ? { spelled: one.spelled } : {}) };
  });
  const at: Place = { file: declared.file, start: declared.at.start, end: declared.at.end };
  const unread = declared.constraints.some((one) => one.kind === 'check' && one.sql === null)
    ? 'a check of it is put together from what is not constant'
    : null;
  return {
    ...table,
    columns,
    complete: declared.gap === null,
    // Where the schema in code turns it on for some tables, it is off for the others.
    ...(table.rls === 'yes' || usesRls
      ? {}
      : { rls: 'unknown', rlsBecause: 'a schema in code that enables row level security nowhere does not say that it is off' }),
    doubts: [...table.doubts, ...(unread === null ? [] : [{ because: unread, at, about: ['constraints'] as const }])],
  };
}

function createRemarks(modules: Modules, text: (file: string) => string | null): RemarkOf {
  const known = new Map<string, Remarks>();
  return (place) => {
    let own = known.get(place.file);
    if (!own) {
      const comments = (modules.load(place.file)?.comments ?? []).map(({ kind, text: words, at }) => ({
        kind,
        text: words,
        at: { file: place.file, start: at.start, end: at.end },
      }));
      const whole = text(place.file) ?? '';
      known.set(place.file, (own = new Remarks(whole, comments, lineStarts(whole))));
    }
    return own.beside(place);
  };
}
