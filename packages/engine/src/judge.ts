/** Asks rules about one file. A rule that throws costs itself alone. */
import { fillMessage, type RawFinding } from './findings.js';
import type { InternalError } from './report.js';
import type { Anchor, Questions, Rule } from './rule.js';

export interface Verdict {
  readonly findings: readonly RawFinding[];
  readonly undecided: readonly { readonly at: Anchor; readonly rule: string; readonly because: string }[];
  readonly errors: readonly InternalError[];
}

export function judgeFile(file: string, rules: readonly Rule[], project: Questions): Verdict {
  const findings: RawFinding[] = [];
  const undecided: { at: Anchor; rule: string; because: string }[] = [];
  const errors: InternalError[] = [];
  for (const rule of rules) {
    try {
      rule.check({
        file,
        project,
        report({ at, message, data = {}, severity = null, related = [] }) {
          // An editor asks about one file and shows what stands there; a finding elsewhere would reach the user once from each file that was asked.
          if (at.file !== file) throw new Error(`rule ${rule.id} was asked about ${file} and reported in ${at.file}`);
          findings.push({ rule: rule.id, messageId: message, message: fillMessage(rule, message, data), data, at, severity, related });
        },
        undecided: (at, because) => void undecided.push({ at, rule: rule.id, because }),
      });
    } catch (error) {
      errors.push(internalError(rule.id, file, error));
    }
  }
  return { findings, undecided, errors };
}

export function internalError(rule: string, file: string, error: unknown): InternalError {
  return error instanceof Error ? { rule, file, message: error.message, stack: error.stack ?? null } : { rule, file, message: String(error), stack: null };
}
