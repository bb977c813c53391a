/** From what rules report to findings: messages filled in, positions counted, fingerprints, order. */
import { createHash } from 'node:crypto';
import type { Lines } from './positions.js';
import type { Finding, Severity, TraceStep } from './report.js';
import type { Anchor, Rule } from './rule.js';

/** What a rule reported, before a position is counted or a severity decided. */
export interface RawFinding {
  readonly rule: string;
  readonly messageId: string;
  readonly message: string;
  readonly data: Readonly<Record<string, string | number>>;
  readonly at: Anchor;
  /** The finding's own severity, where the rule gave it one. */
  readonly severity: Severity | null;
  readonly related: readonly TraceStep[];
}

/** Fills `{{name}}` in. A name without data is a mistake in the rule, and is thrown as one. */
export function fillMessage(rule: Rule, messageId: string, data: Readonly<Record<string, string | number>>): string {
  const template = rule.messages[messageId];
  if (template === undefined) throw new Error(`rule ${rule.id} has no message "${messageId}"`);
  return template.replace(/\{\{\s*(\w+)\s*\}\}/gu, (_, name: string) => {
    const value = data[name];
    if (value === undefined) throw new Error(`message "${messageId}" of rule ${rule.id} needs "${name}"`);
    return String(value);
  });
}

/** A finding with everything but its fingerprint, which depends on its equals. */
export type Placed = Omit<Finding, 'fingerprint'> & { readonly key: string };

export function place(raw: RawFinding, severity: Severity, lines: Lines): Placed {
  const start = lines.position(raw.at.start);
  const end = lines.position(Math.max(raw.at.start, raw.at.end));
  return {
    rule: raw.rule,
    severity,
    message: raw.message,
    file: raw.at.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    related: raw.related.map(({ file, line, note }) => ({ file, line, note })),
    key: JSON.stringify([raw.rule, raw.at.file, raw.messageId, namesIn(raw.data)]),
  };
}

/** Sorted, without repetitions, each with a fingerprint that survives moved lines. */
export function finish(placed: readonly Placed[]): Finding[] {
  const sorted = [...placed].sort(byPlace);
  const ordinals = new Map<string, number>();
  const findings: Finding[] = [];
  let last = '';
  for (const { key, ...finding } of sorted) {
    const whole = JSON.stringify(finding);
    if (whole === last) continue;
    last = whole;
    const ordinal = ordinals.get(key) ?? 0;
    ordinals.set(key, ordinal + 1);
    findings.push({ ...finding, fingerprint: createHash('sha256').update(`${key}#${ordinal}`).digest('hex').slice(0, 32) });
  }
  return findings;
}

/** Names alone: counts and line numbers change when code around a finding does, so they are no part of what it is. */
function namesIn(data: Readonly<Record<string, string | number>>): [string, string][] {
  return Object.entries(data)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .map(([name, value]): [string, string] => [name, value.replace(/:\d+(?::\d+)?\b/gu, '')])
    .sort(([a], [b]) => compare(a, b));
}

function byPlace(a: Placed, b: Placed): number {
  return (
    compare(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message) ||
    a.endLine - b.endLine ||
    a.endColumn - b.endColumn
  );
}

/** By code unit: the same order everywhere, whatever the locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
