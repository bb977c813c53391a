/** `--format json`: the contract's shape, keys in its order. */
import type { CheckResult, Explanation, Report } from '@gatelint/engine';

export function formatJson({ version, tool, coverage, findings, internalErrors }: CheckResult): string {
  return print({ version, tool, coverage, findings, internalErrors });
}

export function formatReportJson({ version, tool, coverage, entries, telemetry, env, tables, enums, access, findings, internalErrors }: Report): string {
  return print({ version, tool, coverage, entries, telemetry, env, tables, enums, access, findings, internalErrors });
}

export function formatWhyJson(explanation: Explanation): string {
  return print(explanation);
}

function print(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
