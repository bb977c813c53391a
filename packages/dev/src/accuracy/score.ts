/** Compares a report with labels: for each gate, how often it spoke rightly, wrongly, not at all, or said that it cannot know. */
import type { EntryReport, Report } from '@gatelint/engine/core';
import type { EntryLabel, EnumLabel, EnvLabel, Label, TableLabel, TelemetryLabel } from './labels.js';

export const gates = ['route auth', 'rate limit', 'paid call seen', 'telemetry', 'env inventory', 'rls', 'policy count', 'enum check'] as const;
export type Gate = (typeof gates)[number];

/** `unlisted`: the report does not speak of the thing at all, and the gate had nothing to say about it. */
export type Outcome = 'tp' | 'fp' | 'fn' | 'tn' | 'unknown' | 'unlisted';

export interface Judgement {
  readonly gate: Gate;
  readonly outcome: Outcome;
  readonly label: Label;
  /** What the report says. */
  readonly got: string;
}

export interface Score {
  /** Labelled entry points, and how many of them the report lists. */
  readonly entries: number;
  readonly found: number;
  readonly judgements: readonly Judgement[];
}

type Verdict = boolean | 'unknown' | 'missing';

/** The name in the database of what a label calls by the name of an ORM's model; the name itself where it is no model's. */
export type TableOf = (label: EnumLabel) => string;

/** Labels of low confidence are left out, and so is the authentication of entries that are public by design. */
export function score(report: Report, labels: readonly Label[], tableOf: TableOf = (label) => label.table): Score {
  const sure = labels.filter((label) => label.confidence !== 'low');
  const entryLabels = sure.filter((label) => label.kind === 'entry');
  return {
    entries: entryLabels.length,
    found: entryLabels.filter((label) => entryOf(report, label) !== undefined).length,
    judgements: sure.flatMap((label) => judge(report, label, tableOf)),
  };
}

function judge(report: Report, label: Label, tableOf: TableOf): readonly Judgement[] {
  switch (label.kind) {
    case 'entry':
      return judgeEntry(entryOf(report, label), label);
    case 'telemetry':
      return judgeTelemetry(report, label);
    case 'env':
      return judgeVariable(report, label);
    case 'table':
      return judgeTable(report, label);
    case 'enum':
      return judgeEnum(report, label, tableOf(label));
  }
}

function judgement(gate: Gate, label: Label, positive: boolean, verdict: Verdict, got: string): Judgement {
  return { gate, outcome: outcomeOf(positive, verdict), label, got };
}

function outcomeOf(positive: boolean, verdict: Verdict): Outcome {
  if (verdict === 'unknown') return 'unknown';
  if (verdict === 'missing') return positive ? 'fn' : 'unlisted';
  if (verdict) return positive ? 'tp' : 'fp';
  return positive ? 'fn' : 'tn';
}

/** The report's entry that a label speaks of: at another place that it names, else same file and name, else the nearest within five lines, else the file's only one. */
function entryOf(report: Report, label: EntryLabel): EntryReport | undefined {
  const elsewhere = report.entries.find((entry) => label.also?.includes(`${entry.file}:${entry.line}`));
  if (elsewhere !== undefined) return elsewhere;
  const inFile = report.entries.filter((entry) => entry.file === label.file);
  const named = inFile.filter((entry) => entry.name === label.name || entry.methods.includes(label.name));
  const pool = named.length > 0 ? named : inFile;
  const distance = (entry: EntryReport): number => Math.abs(entry.line - label.line);
  const nearest = [...pool].sort((a, b) => distance(a) - distance(b))[0];
  if (nearest === undefined) return undefined;
  return named.length > 0 || inFile.length === 1 || distance(nearest) <= 5 ? nearest : undefined;
}

const authSpeaks: Readonly<Record<EntryReport['auth']['state'], Verdict>> = {
  absent: true,
  optional: true,
  enforced: false,
  delegated: false,
  public: false,
  unknown: 'unknown',
};

const limitSpeaks: Readonly<Record<EntryReport['rateLimit']['state'], Verdict>> = { absent: true, enforced: false, 'not-needed': false, unknown: 'unknown' };

/** A caller with a secret of the project's own needs no limit. */
const trustedMechanism = /cron|secret|signature|webhook|qstash|svix|constructEvent|internal/i;

function judgeEntry(entry: EntryReport | undefined, label: EntryLabel): readonly Judgement[] {
  const judgements: Judgement[] = [];
  if (!label.public_by_design) {
    const positive = label.auth === 'absent' || label.auth === 'optional';
    judgements.push(judgement('route auth', label, positive, entry ? authSpeaks[entry.auth.state] : 'missing', entry?.auth.state ?? 'not listed'));
  }
  if (label.paid?.length && label.rate_limit && !trustedMechanism.test(label.mechanism ?? '')) {
    const verdict = entry ? limitSpeaks[entry.rateLimit.state] : 'missing';
    judgements.push(judgement('rate limit', label, label.rate_limit === 'absent', verdict, entry?.rateLimit.state ?? 'not listed'));
  }
  if (entry && label.paid) {
    const vendors = entry.paid.map((call) => call.vendor).join('+');
    judgements.push(judgement('paid call seen', label, label.paid.length > 0, vendors !== '', vendors || 'none'));
  }
  return judgements;
}

function judgeTelemetry(report: Report, label: TelemetryLabel): readonly Judgement[] {
  const call = report.telemetry.find((candidate) => candidate.file === label.file && Math.abs(candidate.line - label.line) <= 3);
  const positive = label.awaited && !label.deferred && label.route_kind === 'hot';
  const verdict = call ? call.awaited && !call.deferred && call.path === 'hot' : 'missing';
  const got = call ? `awaited: ${call.awaited}, deferred: ${call.deferred}, path: ${call.path}` : 'not listed';
  return [judgement('telemetry', label, positive, verdict, got)];
}

function judgeVariable(report: Report, label: EnvLabel): readonly Judgement[] {
  const variable = report.env.variables.find((candidate) => candidate.name === label.name);
  if (variable?.platform) return [];
  const got = variable ? `inventoried: ${variable.inventoried}` : 'not listed';
  return [judgement('env inventory', label, !label.inventoried, variable ? !variable.inventoried : 'missing', got)];
}

function judgeTable(report: Report, label: TableLabel): readonly Judgement[] {
  const table = report.tables.find((candidate) => candidate.name === label.table || bare(candidate.name) === bare(label.table));
  const verdict = table ? (table.rls === 'unknown' ? 'unknown' : table.rls === 'off') : 'missing';
  const judgements = [judgement('rls', label, !label.rls, verdict, table?.rls ?? 'not listed')];
  if (table && label.policies !== undefined) {
    judgements.push(judgement('policy count', label, false, table.policies !== label.policies, String(table.policies)));
  }
  return judgements;
}

function judgeEnum(report: Report, label: EnumLabel, table: string): readonly Judgement[] {
  const names = [bare(label.table), bare(table)];
  const column = report.enums.find((candidate) => names.includes(bare(candidate.table)) && candidate.column === label.column);
  const verdict = column ? (column.constrained === 'unknown' ? 'unknown' : column.constrained === 'none') : 'missing';
  return [judgement('enum check', label, label.constrained === 'none', verdict, column?.constrained ?? 'not listed')];
}

/** A table's name without its schema and quotes. */
function bare(name: string): string {
  return name.replaceAll('"', '').split('.').at(-1) ?? name;
}
