/** What a run has scored, as plain counts: they can be kept, and compared with those of a later run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { gates, type Gate, type Outcome, type Score } from './score.js';

export type Counts = Readonly<Record<Outcome, number>>;

export interface RepositoryCounts {
  /** `owner/name`, from the labels. */
  readonly repo: string;
  readonly commit: string;
  readonly labels: number;
  /** Labelled entry points, and how many of them the report lists. */
  readonly entries: number;
  readonly found: number;
  readonly gates: Readonly<Partial<Record<Gate, Counts>>>;
}

export interface RunCounts {
  readonly version: string;
  readonly repositories: readonly RepositoryCounts[];
}

export const outcomes: readonly Outcome[] = ['tp', 'fp', 'fn', 'tn', 'unknown', 'unlisted'];
const none: Counts = { tp: 0, fp: 0, fn: 0, tn: 0, unknown: 0, unlisted: 0 };

export function countsOf(about: Pick<RepositoryCounts, 'repo' | 'commit' | 'labels'>, { entries, found, judgements }: Score): RepositoryCounts {
  const counted: Partial<Record<Gate, Counts>> = {};
  for (const gate of gates) {
    const own = judgements.filter((judgement) => judgement.gate === gate);
    if (own.length > 0) counted[gate] = sumOf(own.map(({ outcome }) => ({ ...none, [outcome]: 1 })));
  }
  return { ...about, entries, found, gates: counted };
}

export function sumOf(all: readonly Counts[]): Counts {
  return all.reduce((total, one) => Object.fromEntries(outcomes.map((outcome) => [outcome, total[outcome] + one[outcome]])) as Counts, none);
}

export function saveCounts(path: string, run: RunCounts): void {
  writeFileSync(path, `${JSON.stringify(run, null, 2)}\n`);
}

/** Throws when the file is not one that `saveCounts` has written. */
export function readCounts(path: string): RunCounts {
  const read = JSON.parse(readFileSync(path, 'utf8')) as Partial<RunCounts>;
  if (typeof read.version !== 'string' || !Array.isArray(read.repositories)) throw new Error(`${path}: not the counts of a run, as --save writes them.`);
  return read as RunCounts;
}
