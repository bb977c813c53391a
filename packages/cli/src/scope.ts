/** Which part of a result was asked for. */
import type { CheckResult, Finding, Report } from '@gatelint/engine';

export type Scope =
  | { readonly is: 'all' }
  /** Relative to the root. */
  | { readonly is: 'file'; readonly file: string }
  | { readonly is: 'staged'; readonly files: ReadonlySet<string> };

/** A staged finding is one with any of its places in a staged file: the guard that was taken out may stand far from the route that it guarded. */
export function narrow<Result extends CheckResult>(result: Result, scope: Scope): Result {
  if (scope.is === 'all') return result;
  const inside = scope.is === 'file' ? (file: string) => file === scope.file : (file: string) => scope.files.has(file);
  const concerns =
    scope.is === 'file' ? ({ file }: Finding) => inside(file) : ({ file, related }: Finding) => inside(file) || related.some((place) => inside(place.file));
  const { coverage } = result;
  return {
    ...result,
    coverage: { ...coverage, unread: coverage.unread.filter(({ file }) => inside(file)), undecided: coverage.undecided.filter(({ file }) => inside(file)) },
    findings: result.findings.filter(concerns),
  };
}

/** What a report says about one file. Variables are those that it reads. */
export function narrowReport(report: Report, file: string | null): Report {
  if (file === null) return report;
  const own = <Row extends { readonly file: string }>(rows: readonly Row[]): Row[] => rows.filter((row) => row.file === file);
  const { env } = report;
  return {
    ...narrow(report, { is: 'file', file }),
    entries: own(report.entries),
    telemetry: own(report.telemetry),
    env: {
      ...env,
      variables: env.variables.map((variable) => ({ ...variable, reads: own(variable.reads) })).filter(({ reads }) => reads.length > 0),
      unused: own(env.unused),
      dynamic: own(env.dynamic),
    },
    tables: own(report.tables),
    enums: own(report.enums),
    access: report.access.map((matrix) => ({ ...matrix, tables: own(matrix.tables) })).filter(({ tables }) => tables.length > 0),
  };
}
