/** What formats are given: a result that is already narrowed to what was asked for, and how to name its files. */
import type { CheckResult } from '@gatelint/engine';

export interface View {
  readonly result: CheckResult;
  /** Absolute, with `/`. */
  readonly root: string;
  readonly cwd: string;
  /** From the top of the repository to the root: empty, or ending in `/`. */
  readonly prefix: string;
  /** Whether undecided places are listed. */
  readonly explain: boolean;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
