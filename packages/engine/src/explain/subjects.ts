/** What a line is about. */
import { parseSql } from '@gatelint/sql-facts';
import type { AnalysedEntry } from '../analysis/index.js';
import type { ProjectFacts } from '../project-facts.js';
import type { Anchor, EnumQuestion, EnvQuestion, TableQuestion } from '../rule.js';

export interface Subjects {
  readonly entries: readonly AnalysedEntry[];
  readonly tables: readonly TableQuestion[];
  readonly enums: readonly EnumQuestion[];
  readonly variables: readonly EnvQuestion[];
}

/** A line beside an entry (its comment, a decorator, a blank line) is still about it. */
const BESIDE = 3;

export function subjectsAt(facts: ProjectFacts, file: string, line: number): Subjects {
  if (line > facts.lines(file).count) return { entries: [], tables: [], enums: [], variables: [] };
  const on = ({ at }: { readonly at: Anchor }): boolean => at.file === file && covers(facts, at, line);
  const statements = statementsAt(facts, file, line);
  const inside = (at: Anchor): boolean => at.file === file && statements.some(({ start, end }) => start <= at.start && at.start < end);
  const variables = new Map(facts.env(file).flatMap((one) => (on(one) ? [[one.name, one] as const] : [])));
  return {
    entries: entriesAt(facts, file, line),
    tables: tablesOf(facts, file).filter((table) => anchorsOf(table).some(inside)),
    enums: facts.enums(file).filter(on),
    variables: [...variables.values()],
  };
}

/** Tables with anything in the file that makes them what they are. */
export function tablesOf(facts: ProjectFacts, file: string): readonly TableQuestion[] {
  return [...new Set([...facts.allTables(), ...facts.tables(file)])].filter((table) => anchorsOf(table).some((at) => at.file === file));
}

export const anchorsOf = (table: TableQuestion): readonly Anchor[] => [
  table.createdAt,
  ...(table.rlsSetAt ? [table.rlsSetAt] : []),
  ...table.policyList.map(({ at }) => at),
];

/** The entries that stand on the line; else those in whose innermost function it is; else the nearest beside it. */
function entriesAt(facts: ProjectFacts, file: string, line: number): readonly AnalysedEntry[] {
  const all = facts.allEntries().filter((entry) => entry.at.file === file);
  const lineOf = ({ at }: AnalysedEntry): number => facts.lines(file).position(at.start).line;
  const on = all.filter((entry) => lineOf(entry) === line);
  if (on.length > 0) return on;
  const around = all.flatMap((entry) =>
    entry.story().own.flatMap((at) => (at.file === file && covers(facts, at, line) ? [{ entry, size: at.end - at.start }] : [])),
  );
  const smallest = Math.min(...around.map(({ size }) => size));
  if (around.length > 0) return [...new Set(around.flatMap(({ entry, size }) => (size === smallest ? [entry] : [])))];
  const nearest = Math.min(...all.map((entry) => Math.abs(lineOf(entry) - line)));
  return nearest > BESIDE ? [] : all.filter((entry) => Math.abs(lineOf(entry) - line) === nearest);
}

function covers(facts: ProjectFacts, { file, start, end }: Anchor, line: number): boolean {
  const lines = facts.lines(file);
  return lines.position(start).line <= line && line <= lines.position(Math.max(start, end - 1)).line;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The statements of a migration that the line is in. In a Prisma schema, a model with all that follows up to the next; in code, what names the table or makes a policy of it. */
function statementsAt(facts: ProjectFacts, file: string, line: number): readonly Span[] {
  if (file.endsWith('.sql')) return parseSql(file, facts.text(file) ?? '').statements.flatMap(({ at }) => (covers(facts, at, line) ? [at] : []));
  if (!file.endsWith('.prisma')) return tablesOf(facts, file).flatMap((table) => anchorsOf(table).filter((at) => at.file === file && covers(facts, at, line)));
  const starts = tablesOf(facts, file)
    .map(({ createdAt }) => createdAt.start)
    .sort((a, b) => a - b);
  const index = starts.findLastIndex((start) => facts.lines(file).position(start).line <= line);
  return index < 0 ? [] : [{ start: starts[index] ?? 0, end: starts[index + 1] ?? Infinity }];
}
