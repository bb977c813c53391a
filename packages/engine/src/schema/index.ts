/** What the schema answers: how each table stands to row level security, and how each enumeration-like column is held to its values. */
import type { Catalogue } from '@gatelint/catalogue';
import type { SourceSchema } from '@gatelint/sql-facts';
import { createAccessAnswers, type AccessAnswers } from '../access/answers.js';
import { accessOf, type SourceAccess } from '../access/exposure.js';
import { accessMatrix } from '../access/matrix.js';
import type { AccessMatrix } from '../report.js';
import type { Config } from '../config.js';
import { compare } from '../findings.js';
import type { Intents } from '../intents.js';
import { lazily } from '../lazily.js';
import type { EnumQuestion, TableQuestion } from '../rule.js';
import { enumQuestions, type ObservedWrite } from './enums.js';
import { historyOf } from './history.js';
import type { HistoryQuestion } from './questions.js';
import { lineIn } from './places.js';
import { tableQuestions } from './tables.js';

export type { ObservedWrite } from './enums.js';

export interface SchemaOptions {
  readonly sources: readonly SourceSchema[];
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly intents: Intents;
  /** Constants that the code writes into columns, for columns whose name says nothing. */
  readonly writes?: readonly ObservedWrite[];
}

export interface SchemaQuestions {
  /** Every table that the files create, sorted by name. */
  tables(): readonly TableQuestion[];
  /** Tables that stand in a file, or that have a policy there: rules anchor findings at either. Those of the platform are among them, for their policies. */
  tablesIn(file: string): readonly TableQuestion[];
  /** Every column that holds one of a closed set of values, sorted by table and column. */
  enums(): readonly EnumQuestion[];
  enumsIn(file: string): readonly EnumQuestion[];
  readonly access: AccessAnswers;
  /** Sorted by source. */
  matrices(): readonly AccessMatrix[];
  /** What is wrong with histories, by the file in which it stands. */
  historyIn(file: string): readonly HistoryQuestion[];
  /** What was left alone and why, one line each. */
  notes(): readonly string[];
  /** Files, and statements of files, that could not be read. */
  unread(): readonly { readonly file: string; readonly because: string }[];
}

/** Never throws; equal input gives equal answers. */
export function createSchemaQuestions({ sources, config, catalogue, intents, writes = [] }: SchemaOptions): SchemaQuestions {
  const accesses = lazily(() => sources.map((source) => accessOf(source, config, catalogue)));
  const bySource = lazily(() => accesses().map((access) => tableQuestions(access, config, intents)));
  const tables = lazily(() =>
    bySource()
      .flatMap((one) => one.own)
      .sort((a, b) => compare(a.name, b.name) || compare(a.file, b.file) || a.line - b.line),
  );
  const enums = lazily(() =>
    sources
      .flatMap((source) => enumQuestions(source, writes))
      .sort((a, b) => compare(a.table, b.table) || compare(a.column, b.column) || compare(a.file, b.file) || a.line - b.line),
  );
  const tablesByFile = lazily(() => group([...tables(), ...bySource().flatMap((one) => one.platform)], (table) => filesOf(table)));
  const historyByFile = lazily(() =>
    group(
      sources.flatMap((source) => historyOf(source)),
      (one) => [one.at.file],
    ),
  );
  const enumsByFile = lazily(() => group(enums(), (one) => [one.at.file]));
  return {
    tables,
    tablesIn: (file) => tablesByFile().get(file) ?? [],
    enums,
    enumsIn: (file) => enumsByFile().get(file) ?? [],
    access: createAccessAnswers({ accesses, config, intents }),
    matrices: () =>
      accesses()
        .flatMap((access) => accessMatrix(access) ?? [])
        .sort((a, b) => compare(a.source, b.source)),
    historyIn: (file) => historyByFile().get(file) ?? [],
    notes: () => [...sources.flatMap((source) => notesOf(source)), ...accesses().flatMap((access) => assumptionOf(access))].sort(compare),
    unread: () =>
      sources
        .flatMap((source) => [
          ...source.unread,
          ...source.coverage.unreadable.map(({ at, because }) => ({
            file: at.file,
            because: `the statement at line ${lineIn(source, at)} is not understood: ${because}`,
          })),
        ])
        .sort((a, b) => compare(a.file, b.file) || compare(a.because, b.because)),
  };
}

function notesOf({ source, schema, coverage, drift = [] }: SourceSchema): string[] {
  const notes = source.skipped.map(({ file, because }) => `${file}: left alone, because ${because}`);
  if (source.layout === 'prisma-schema')
    notes.push(`${source.path}: a Prisma schema does not say whether row level security is on, so tables are judged by SQL migrations only`);
  if (source.layout === 'code')
    notes.push(
      `${source.path === '' ? '.' : source.path}: some tables stand in code alone, and no migration that is read creates them; what is added to the database by hand is not seen`,
    );
  if (schema.partial) notes.push(`${source.path}: the history is partial, so what it does not create is unknown`);
  notes.push(...drift.map((one) => one.because));
  const dark = coverage.opaque.length + coverage.unreadable.length;
  if (dark > 0)
    notes.push(
      `${source.path}: ${coverage.statements} statements; not understood: ${coverage.unreadable.length}; not modelled in full: ${coverage.opaque.length}; data and psql commands: ${coverage.skipped} characters`,
    );
  for (const { at, because } of coverage.opaque) notes.push(`${at.file}: ${because}`);
  return [...new Set(notes)];
}

const assumptionOf = ({ source, platform }: SourceAccess): string[] => (platform?.assumed ? [`${source.source.path}: ${platform.assumed}`] : []);

/** Every file in which something of a table stands that a rule may point at. */
function filesOf(table: TableQuestion): string[] {
  const { keys, references, duplicates, tenant } = table.structure();
  const parts = [table, ...table.policyList, ...keys, ...references, ...duplicates, ...(tenant === null ? [] : [tenant])];
  return [table.createdAt.file, ...parts.map((one) => one.at.file)];
}

function group<Item>(items: readonly Item[], filesOf: (item: Item) => readonly string[]): ReadonlyMap<string, readonly Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    for (const file of new Set(filesOf(item))) {
      const own = found.get(file);
      if (own) own.push(item);
      else found.set(file, [item]);
    }
  }
  return found;
}
