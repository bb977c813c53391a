/** The report's shapes from the answers, field by field: what questions know beyond the contract stays out. */
import { compare } from './findings.js';
import type { Lines } from './positions.js';
import type { AuthAnswer, EntryReport, EnumReport, LimitAnswer, PaidCall, TableReport, TelemetryReport, TraceStep } from './report.js';
import type { EntryQuestions, EnumQuestion, TableQuestion, TelemetryQuestion } from './rule.js';

export function entryReport(entry: EntryQuestions, lines: Lines): EntryReport {
  const { line, column } = lines.position(entry.at.start);
  const auth = entry.auth();
  const limit = entry.rateLimit();
  const ownership = entry.ownership();
  return {
    file: entry.file,
    line,
    column,
    name: entry.name,
    framework: entry.framework,
    kind: entry.kind,
    methods: [...entry.methods],
    path: entry.path,
    writes: entry.writes,
    auth: { ...authReport(auth), firstUnguarded: auth.firstUnguarded && stepReport(auth.firstUnguarded) },
    bound: ownership.bound,
    unbound: ownership.unbound.map(({ what, at, bound, because }) => ({ what, at: { file: at.file, line: at.line }, bound, because })),
    paid: entry.paid().map(paidReport),
    rateLimit: { ...limitReport(limit), firstUnlimited: limit.firstUnlimited && paidReport(limit.firstUnlimited) },
  };
}

function authReport({ state, mechanism, via, at, trace, refusals, weaknesses, because, lookalike }: AuthAnswer): AuthAnswer {
  return {
    state,
    mechanism,
    via,
    at: at && { file: at.file, line: at.line },
    trace: trace.map(stepReport),
    refusals: refusals.map(stepReport),
    weaknesses,
    because,
    lookalike,
  };
}

function paidReport({ vendor, call, at, trace }: PaidCall): PaidCall {
  return { vendor, call, at: { file: at.file, line: at.line }, trace: trace.map(stepReport) };
}

function limitReport({ state, mechanism, at, trace, refusals, weaknesses, because }: LimitAnswer): LimitAnswer {
  return {
    state,
    mechanism,
    at: at && { file: at.file, line: at.line },
    trace: trace.map(stepReport),
    refusals: refusals.map(stepReport),
    weaknesses,
    because,
  };
}

const stepReport = ({ file, line, note }: TraceStep): TraceStep => ({ file, line, note });

export function telemetryReport({ file, line, vendor, call, awaited, deferred, path }: TelemetryQuestion): TelemetryReport {
  return { file, line, vendor, call, awaited, deferred, path };
}

export function tableReport({ name, file, line, userScoped, rls, forced, policies, exposed, intent }: TableQuestion): TableReport {
  return { name, file, line, userScoped, rls, forced, policies, exposed, intent: intent && { kind: intent.kind, reason: intent.reason } };
}

export function enumReport({ table, column, file, line, constrained, values }: EnumQuestion): EnumReport {
  return { table, column, file, line, constrained, values: [...values] };
}

export function byFileAndLine(a: { readonly file: string; readonly line: number }, b: { readonly file: string; readonly line: number }): number {
  return compare(a.file, b.file) || a.line - b.line;
}
