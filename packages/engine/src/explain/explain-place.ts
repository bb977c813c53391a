/** `gatelint why FILE:LINE`: all that is known of what a line is about. */
import type { AnalysedEntry } from '../analysis/index.js';
import type { Explanation, VariableExplanation } from '../explanation.js';
import { compare } from '../findings.js';
import type { ProjectFacts } from '../project-facts.js';
import { enumReport } from '../report-of.js';
import type { Anchor, EnvQuestion } from '../rule.js';
import { placeOf, type AdviceAt } from './advice.js';
import { explainEntry } from './explain-entry.js';
import { explainTable } from './explain-table.js';
import { anchorsOf, subjectsAt, tablesOf } from './subjects.js';

/** What a line is about. Where it is about nothing, what the file has, or who comes through it. */
export function explainPlace(facts: ProjectFacts, advice: AdviceAt, file: string, line: number): Omit<Explanation, 'version' | 'tool' | 'internalErrors'> {
  const { entries, tables, enums, variables } = subjectsAt(facts, file, line);
  const nothing = entries.length + tables.length + enums.length + variables.length === 0;
  return {
    file,
    line,
    lines: facts.lines(file).count,
    entries: entries.map((entry) => explainEntry(entry, facts, advice)),
    tables: tables.map((table) => explainTable(table, facts, advice)),
    enums: enums.map((one) => ({ ...enumReport(one), because: one.because, findings: advice(one.at) })),
    variables: variables.map((one) => explainVariable(one, facts, advice)),
    others: nothing ? othersIn(facts, file) : [],
    through: nothing ? throughFile(facts, file) : [],
  };
}

function explainVariable(asked: EnvQuestion, facts: ProjectFacts, advice: AdviceAt): VariableExplanation {
  const known = facts
    .environment()
    .report()
    .variables.find(({ name }) => name === asked.name);
  const reads = known?.reads ?? [];
  // Its finding stands at the first read of the project, wherever that is.
  const first = reads.flatMap(({ file }) => facts.env(file)).find((one) => one.name === asked.name && one.first);
  return {
    name: asked.name,
    reads,
    inventory: known?.inventory ?? null,
    nearest: asked.nearest,
    platform: asked.platform,
    schema: known?.schema ?? false,
    testsOnly: asked.testsOnly,
    findings: advice(first?.at ?? asked.at),
  };
}

function othersIn(facts: ProjectFacts, file: string): Explanation['others'] {
  const row = (title: string, at: Anchor): Explanation['others'] => (at.file === file ? [{ line: placeOf(facts, at).line, title }] : []);
  const all = [
    ...facts.entries(file).flatMap(({ at, title }) => row(title, at)),
    ...tablesOf(facts, file).flatMap((table) => anchorsOf(table).flatMap((at) => row(`table ${table.name}`, at))),
    ...facts.enums(file).flatMap(({ at, table, column }) => row(`column ${table}.${column}`, at)),
    ...facts.env(file).flatMap(({ at, name }) => row(`variable ${name}`, at)),
  ];
  const distinct = new Map(all.map((one) => [`${one.line} ${one.title}`, one]));
  return [...distinct.values()].sort((a, b) => a.line - b.line || compare(a.title, b.title));
}

/** Entries elsewhere whose requests come through the file. */
function throughFile(facts: ProjectFacts, file: string): Explanation['through'] {
  const comesThrough = (entry: AnalysedEntry): boolean => {
    if (entry.at.file === file) return false;
    const { before, checks, effects } = entry.story();
    return before.some(({ at }) => at?.file === file) || [...checks, ...effects].some(({ at, trace }) => [at, ...trace].some((place) => place.file === file));
  };
  return facts.allEntries().flatMap((entry) => (comesThrough(entry) ? [{ ...placeOf(facts, entry.at), title: entry.title }] : []));
}
