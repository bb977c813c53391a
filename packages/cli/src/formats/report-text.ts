/** `gatelint report` for people: one screen. Numbers first, then by name what somebody has to look at; the whole report is `--format json`. */
import type { AuthState, EntryReport, EnumReport, LimitState, Report, TableReport } from '@gatelint/engine';
import type { Colors } from '../colors.js';
import { accessLines } from './access-text.js';
import { firstUnbound } from './ownership-text.js';
import { count } from './view.js';

/** Of each kind so many are named; the rest is counted. */
const named = 4;
const authStates: readonly AuthState[] = ['absent', 'optional', 'unknown', 'enforced', 'delegated', 'public'];
const limitStates: readonly LimitState[] = ['absent', 'unknown', 'enforced', 'not-needed'];

type Row = readonly [label: string, number: number, detail: readonly string[]];

/** @param each whether every entry is told by itself, as of a single file */
export function formatReportText(report: Report, colors: Colors, each = false): string {
  const sections: readonly (readonly [string, readonly Row[]])[] = [
    [`Entries: ${count(report.entries.length, 'entry point')}`, entryRows(report)],
    [`Spending: ${spenders(report).length === 0 ? 'no entry reaches a paid call' : count(spenders(report).length, 'entry', 'entries')}`, limitRows(report)],
    [`Telemetry: ${count(report.telemetry.length, 'call')}`, telemetryRows(report)],
    [`Variables: ${count(report.env.variables.length, 'variable')}`, variableRows(report)],
    [`Tables: ${count(report.tables.length, 'table')}`, tableRows(report.tables)],
    [`Enum columns: ${count(report.enums.length, 'column')}`, enumRows(report.enums)],
    [`Findings: ${count(report.findings.length, 'finding')}`, findingRows(report)],
    [`Coverage: ${count(report.coverage.files, 'file')}`, coverageRows(report)],
  ];
  const rows = sections.flatMap(([, own]) => own).filter(([, number]) => number > 0);
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  const numberWidth = Math.max(0, ...rows.map(([, number]) => String(number).length));
  const lines = sections.flatMap(([title, own]) => [
    colors.bold(title),
    ...own
      .filter(([, number]) => number > 0)
      .flatMap(([label, number, detail]) => {
        const head = `  ${label.padEnd(width)}  ${String(number).padStart(numberWidth)}`;
        const indent = ' '.repeat(head.length);
        return detail.length === 0 ? [head] : detail.map((line, index) => `${index === 0 ? head : indent}  ${colors.dim(line)}`);
      }),
  ]);
  const entries =
    each && report.entries.length > 0 ? ['', colors.bold('Each entry point'), ...report.entries.flatMap((entry) => verdictLines(entry, colors))] : [];
  return `${[...lines, ...accessLines(report.access, colors), ...entries].join('\n')}\n`;
}

function entryRows({ entries }: Report): Row[] {
  const by = (state: AuthState): readonly EntryReport[] => entries.filter(({ auth }) => auth.state === state);
  const weak = entries.flatMap(({ auth }) => auth.weaknesses.map(({ what, at }) => `${at.file}:${at.line}  ${what}`));
  const unbound = entries.flatMap((entry) => {
    const found = firstUnbound(entry);
    return found === null ? [] : [`${place(entry)}  ${title(entry)}: ${found}`];
  });
  return [
    ...authStates.map((state): Row => {
      const own = by(state);
      if (state === 'enforced' || state === 'delegated') return [state, own.length, mechanisms(own.map(({ auth }) => auth.mechanism))];
      return [state, own.length, first(own.map((entry) => `${place(entry)}  ${title(entry)}${reason(entry)}`))];
    }),
    ['weak', weak.length, first([...new Set(weak)])],
    ['not tied to the caller', unbound.length, first(unbound)],
  ];
}

/** Why nobody is kept out, or the first thing that they get to. */
function reason({ auth: { state, because, firstUnguarded } }: EntryReport): string {
  if (firstUnguarded !== null && (state === 'absent' || state === 'optional'))
    return `: ${firstUnguarded.note} at ${firstUnguarded.file}:${firstUnguarded.line}`;
  return because === null ? '' : ` (${because})`;
}

/** An entry by itself: what was found, where, and the way to it. */
function verdictLines(entry: EntryReport, { bold, dim }: Colors): string[] {
  const { state, mechanism, at, refusals, firstUnguarded } = entry.auth;
  const trace = state === 'public' ? [] : entry.auth.trace;
  const found = [mechanism, at && `at ${at.file}:${at.line}`].filter(Boolean).join(', ');
  const steps = [...trace, ...(firstUnguarded && state !== 'public' ? [firstUnguarded] : []), ...(state === 'enforced' ? refusals : [])];
  return [
    `  ${place(entry)}  ${bold(title(entry))}  ${state}${found === '' || state === 'absent' ? reason(entry) : `: ${found}`}`,
    ...steps.map(({ file, line, note }) => `    ${dim(`${file}:${line}  ${note}`)}`),
  ];
}

function spenders({ entries }: Report): readonly EntryReport[] {
  return entries.filter(({ paid }) => paid.length > 0);
}

function limitRows(report: Report): Row[] {
  const own = spenders(report);
  const weak = own.flatMap(({ rateLimit }) => rateLimit.weaknesses.map(({ what, at }) => `${at.file}:${at.line}  ${what}`));
  return [
    ...limitStates.map((state): Row => {
      const entries = own.filter(({ rateLimit }) => rateLimit.state === state);
      if (state === 'enforced') return ['limited', entries.length, mechanisms(entries.map(({ rateLimit }) => rateLimit.mechanism))];
      const label = state === 'absent' ? 'no limit' : state === 'not-needed' ? 'trusted callers' : state;
      const detail = entries.map((entry) => `${place(entry)}  ${title(entry)}: ${[...new Set(entry.paid.map(({ vendor }) => vendor))].sort().join(', ')}`);
      return [label, entries.length, first(detail)];
    }),
    ['weak', weak.length, first([...new Set(weak)])],
  ];
}

function telemetryRows({ telemetry }: Report): Row[] {
  const describe = (calls: Report['telemetry']): string[] => first(calls.map(({ file, line, vendor, call }) => `${file}:${line}  ${vendor} ${call}`));
  const waited = telemetry.filter(({ awaited, deferred, path }) => awaited && !deferred && path === 'hot');
  const deferred = telemetry.filter((call) => call.deferred);
  return [
    ['awaited on a request', waited.length, describe(waited)],
    ['after the response', deferred.length, []],
    ['elsewhere', telemetry.length - waited.length - deferred.length, []],
  ];
}

function variableRows({ env }: Report): Row[] {
  const missing = env.variables.filter(({ inventoried, platform, testsOnly }) => !inventoried && !platform && !testsOnly);
  return [
    ['not in an inventory', missing.length, names(missing.map(({ name }) => name))],
    ['in an inventory', env.variables.filter(({ inventoried }) => inventoried).length, mechanisms(env.variables.map(({ inventory }) => inventory))],
    ['set by the platform', env.variables.filter(({ inventoried, platform }) => !inventoried && platform).length, []],
    ['read by tests alone', env.variables.filter(({ inventoried, platform, testsOnly }) => !inventoried && !platform && testsOnly).length, []],
    ['listed, never read', env.unused.length, names(env.unused.map(({ name }) => name))],
    ['read by computed name', env.dynamic.length, first(env.dynamic.map(({ family, file, line }) => `${file}:${line}${family === null ? '' : `  ${family}`}`))],
  ];
}

function tableRows(tables: readonly TableReport[]): Row[] {
  const describe = (rows: readonly TableReport[]): string[] => names(rows.map(({ name }) => name));
  const off = tables.filter(({ rls }) => rls === 'off');
  const unknown = tables.filter(({ rls }) => rls === 'unknown');
  const bare = tables.filter(({ rls, policies, intent }) => rls === 'on' && policies === 0 && intent === null);
  return [
    ["RLS off, users' data", off.filter(({ userScoped }) => userScoped).length, describe(off.filter(({ userScoped }) => userScoped))],
    ['RLS off, other', off.filter(({ userScoped }) => !userScoped).length, describe(off.filter(({ userScoped }) => !userScoped))],
    ['RLS unknown', unknown.length, describe(unknown)],
    ['RLS on', tables.filter(({ rls }) => rls === 'on').length, []],
    ['  without a policy', bare.length, describe(bare)],
    [
      'declared',
      tables.filter(({ intent }) => intent !== null).length,
      first(tables.flatMap(({ name, intent }) => (intent ? [`${name}: ${intent.kind} (${intent.reason})`] : []))),
    ],
  ];
}

function enumRows(enums: readonly EnumReport[]): Row[] {
  const describe = (rows: readonly EnumReport[]): string[] => names(rows.map(({ table, column }) => `${table}.${column}`));
  const by = (state: EnumReport['constrained']): readonly EnumReport[] => enums.filter(({ constrained }) => constrained === state);
  return [
    ['free text', by('none').length, describe(by('none'))],
    ['unknown', by('unknown').length, describe(by('unknown'))],
    [
      'held to their values',
      enums.length - by('none').length - by('unknown').length,
      mechanisms(enums.map(({ constrained }) => (constrained === 'none' || constrained === 'unknown' ? null : constrained))),
    ],
  ];
}

function findingRows({ findings }: Report): Row[] {
  const by = (severity: string): string[] => findings.filter((finding) => finding.severity === severity).map(({ rule }) => rule);
  return [
    ['errors', by('error').length, mechanisms(by('error'))],
    ['warnings', by('warning').length, mechanisms(by('warning'))],
  ];
}

function coverageRows({ coverage }: Report): Row[] {
  return [
    ['not read', coverage.unread.length, first(coverage.unread.map(({ file, because }) => `${file}  ${because}`))],
    ['undecided', coverage.undecided.length, mechanisms(coverage.undecided.map(({ rule }) => rule))],
    ['left alone', coverage.notes.length, first(coverage.notes)],
  ];
}

function place({ file, line }: EntryReport): string {
  return `${file}:${line}`;
}

function title({ kind, methods, name, path }: EntryReport): string {
  if (path !== null && kind !== 'server-action') return `${methods.join(', ') || name} ${path}`;
  return `${kind.replace('-', ' ')} ${name}`;
}

/** On lines of their own, the first few. */
function first(lines: readonly string[]): string[] {
  return lines.length <= named + 1 ? [...lines] : [...lines.slice(0, named), `and ${lines.length - named} more`];
}

/** On one line, the first few. */
function names(all: readonly string[]): string[] {
  const few = 2 * named;
  return all.length === 0 ? [] : [all.length <= few + 1 ? all.join(', ') : `${all.slice(0, few).join(', ')} and ${all.length - few} more`];
}

/** What there is, the most frequent first, with its number. */
function mechanisms(all: readonly (string | null)[]): string[] {
  const numbers = new Map<string, number>();
  for (const one of all) if (one !== null) numbers.set(one, (numbers.get(one) ?? 0) + 1);
  return names([...numbers].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([name, number]) => `${name} (${number})`));
}
