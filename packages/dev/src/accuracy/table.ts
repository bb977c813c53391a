/** The tables of docs/accuracy.md. */
import { gates, type Judgement, type Outcome, type Score } from './score.js';

export interface ScoredRepository {
  /** `owner/name`, from the labels. */
  readonly repo: string;
  readonly commit: string;
  readonly labels: number;
  readonly score: Score;
}

const outcomes: readonly Outcome[] = ['tp', 'fp', 'fn', 'tn', 'unknown', 'unlisted'];

export function accuracyTables(repositories: readonly ScoredRepository[], version: string): string {
  const judgements = repositories.flatMap(({ score }) => score.judgements);
  const entries = sum(repositories.map(({ score }) => score.entries));
  const found = sum(repositories.map(({ score }) => score.found));
  return [
    `Gatelint ${version}. Entry points found: ${found} of ${entries} (${ratio(found, entries)}).`,
    '',
    gateTable(judgements),
    '',
    '| repository | commit | labels | entry points found | right | wrong | unknown |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...repositories.map(repositoryRow),
  ].join('\n');
}

function gateTable(judgements: readonly Judgement[]): string {
  const rows = gates.flatMap((gate) => {
    const count = countOutcomes(judgements.filter((judgement) => judgement.gate === gate));
    const { tp, fp, fn, tn, unknown } = count;
    if (sum(Object.values(count)) === 0) return [];
    const shares = [ratio(tp, tp + fp), ratio(tp, tp + fn), ratio(unknown, tp + fp + fn + tn + unknown)];
    return [`| ${[gate, ...shares, ...outcomes.map((outcome) => count[outcome])].join(' | ')} |`];
  });
  const head = ['gate', 'precision', 'recall', 'undecided', ...outcomes];
  return [`| ${head.join(' | ')} |`, `| --- |${' ---: |'.repeat(head.length - 1)}`, ...rows].join('\n');
}

function repositoryRow({ repo, commit, labels, score }: ScoredRepository): string {
  const count = countOutcomes(score.judgements);
  const cells = [repo, `\`${commit.slice(0, 10)}\``, labels, `${score.found} of ${score.entries}`, count.tp + count.tn, count.fp + count.fn, count.unknown];
  return `| ${cells.join(' | ')} |`;
}

function countOutcomes(judgements: readonly Judgement[]): Record<Outcome, number> {
  const count: Record<Outcome, number> = { tp: 0, fp: 0, fn: 0, tn: 0, unknown: 0, unlisted: 0 };
  for (const { outcome } of judgements) count[outcome] += 1;
  return count;
}

/** What went wrong, one line each. */
export function misses(score: Score): readonly string[] {
  return score.judgements
    .filter(({ outcome }) => outcome !== 'tp' && outcome !== 'tn')
    .map(({ gate, outcome, label, got }) => `${gate}: ${outcome} ${label.file}:${label.line} ${nameOf(label)} (label: ${stateOf(label)}; report: ${got})`);
}

function nameOf(label: Judgement['label']): string {
  if (label.kind === 'enum') return `${label.table}.${label.column}`;
  return label.kind === 'table' ? label.table : label.name;
}

function stateOf(label: Judgement['label']): string {
  switch (label.kind) {
    case 'entry':
      return `auth ${label.auth}, limit ${label.rate_limit}`;
    case 'telemetry':
      return `awaited: ${label.awaited}, deferred: ${label.deferred}, ${label.route_kind}`;
    case 'env':
      return `inventoried: ${label.inventoried}`;
    case 'table':
      return `rls: ${label.rls}, policies: ${label.policies ?? 'not counted'}`;
    case 'enum':
      return label.constrained;
  }
}

function ratio(part: number, whole: number): string {
  return whole === 0 ? '-' : (part / whole).toFixed(3);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
