/** The face that hosts use. Built by `openProject`; every answer is plain data. */
import type { FileSystem } from '@gatelint/ts-facts';
import type { Config } from './config.js';
import type { Explanation } from './explanation.js';
import type { CheckResult, Report } from './report.js';
import type { Rule, Language } from './rule.js';
import type { OpenTypeOracle } from './type-oracle.js';

export interface OpenOptions {
  /** Absolute path of the folder that is judged, with `/`. */
  readonly root: string;
  readonly files: FileSystem;
  readonly config: Config;
  readonly rules: readonly Rule[];
  /** Where facts are kept between runs; null: nowhere. Never throws; a cache that cannot be written is none. */
  readonly cache: FactCache | null;
  /** Makes a type checker, to be asked about what syntax leaves undecided; without one nothing is. For hosts that answer once: it is far too slow for an editor. */
  readonly types?: OpenTypeOracle;
}

export interface FactCache {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

export interface Judged {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly messageId: string;
  readonly data: Readonly<Record<string, string | number>>;
  /** 0-based UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
}

export interface Project {
  /** Every rule on every file. `rules`: only these. `onProgress` is told how many of how many files are judged. */
  check(options?: { readonly rules?: readonly string[]; readonly onProgress?: (done: number, total: number) => void }): CheckResult;
  report(options?: { readonly onProgress?: (done: number, total: number) => void }): Report;
  /** All that is known of what a line of a file is about: entries, tables, columns, variables. `file`: relative to the root. */
  why(file: string, line: number): Explanation;
  /** One rule or all on one file, as an editor or linter asks. Suppressions of the host are the host's; ours are applied. */
  judge(file: string, rules: readonly string[]): readonly Judged[];
  /** Lays an unsaved text over the file on disk; null takes it away. */
  overlay(file: string, text: string | null): void;
  /** Looks at the disk again: what changed since the last look is asked anew. */
  refresh(): void;
  /** Files that the gates are about, relative to the root. */
  files(language?: Language): readonly string[];
}
