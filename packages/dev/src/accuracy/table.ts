/** The tables of docs/accuracy.md. */
import { outcomes, sumOf, type Counts, type RepositoryCounts, type RunCounts } from './counts.js';
import { gates, type Judgement, type Score } from './score.js';

/** The tables about one set of repositories; with `before`, the numbers of an earlier run on the same set stand before them. */
export function accuracyTables(run: RunCounts, before: RunCounts | null = null): string {
  if (before === null) return [summary(run), '', gateTable(run.repositories), '', repositoryTable(run.repositories)].join('\n');
  const repos = (one: RunCounts): string => one.repositories.map(({ repo, commit }) => `${repo}@${commit}`).join(', ');
  if (repos(before) !== repos(run)) throw new Error(`The earlier run is about ${repos(before)}, this one about ${repos(run)}.`);
  return [
    `Before repair. ${summary(before)}`,
    '',
    gateTable(before.repositories),
    '',
    `After repair. ${summary(run)}`,
    '',
    gateTable(run.repositories),
    '',
    changeTable(before.repositories, run.repositories),
  ].join('\n');
}

function summary({ version, repositories }: RunCounts): string {
  const entries = sum(repositories.map((one) => one.entries));
  const found = sum(repositories.map((one) => one.found));
  return `Gatelint ${version}. Entry points found: ${found} of ${entries} (${ratio(found, entries)}).`;
}

function gateTable(repositories: readonly RepositoryCounts[]): string {
  const rows = gates.flatMap((gate) => {
    const counts = repositories.flatMap((one) => one.gates[gate] ?? []);
    if (counts.length === 0) return [];
    const count = sumOf(counts);
    const { tp, fp, fn, tn, unknown } = count;
    return [[gate, ratio(tp, tp + fp), ratio(tp, tp + fn), ratio(unknown, tp + fp + fn + tn + unknown), ...outcomes.map((outcome) => count[outcome])]];
  });
  return table(['gate', 'precision', 'recall', 'undecided', ...outcomes], 1, rows);
}

function repositoryTable(repositories: readonly RepositoryCounts[]): string {
  const rows = repositories.map((one) => [...named(one), found(one), ...rightWrongUnknown(one)]);
  return table(['repository', 'commit', 'labels', 'entry points found', 'right', 'wrong', 'unknown'], 2, rows);
}

function changeTable(before: readonly RepositoryCounts[], after: readonly RepositoryCounts[]): string {
  const rows = after.map((one, index) => {
    const earlier = before[index] ?? one;
    const change = (was: string | number, is: string | number): string => (was === is ? String(is) : `${was} → ${is}`);
    const counts = rightWrongUnknown(one);
    return [...named(one), change(found(earlier), found(one)), ...rightWrongUnknown(earlier).map((was, at) => change(was, counts[at] ?? was))];
  });
  return table(['repository', 'commit', 'labels', 'entry points found', 'right', 'wrong', 'unknown'], 2, rows);
}

const named = ({ repo, commit, labels }: RepositoryCounts): readonly (string | number)[] => [repo, `\`${commit.slice(0, 10)}\``, labels];
const found = (one: RepositoryCounts): string => `${one.found} of ${one.entries}`;

function rightWrongUnknown({ gates: counted }: RepositoryCounts): readonly number[] {
  const count: Counts = sumOf(Object.values(counted));
  return [count.tp + count.tn, count.fp + count.fn, count.unknown];
}

/** Columns from `numbers` on are numbers. */
function table(head: readonly string[], numbers: number, rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index < numbers ? '---' : '---:'))), ...rows.map(line)].join('\n');
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
