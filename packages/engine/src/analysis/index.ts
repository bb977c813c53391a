/** Entry points, guards, limits, spending and telemetry: what the TypeScript half of the project answers. */
import type { Catalogue } from '@gatelint/catalogue';
import type { Modules } from '@gatelint/ts-facts';
import type { Config } from '../config.js';
import type { Intents } from '../intents.js';
import type { AuthAnswer, LimitAnswer, PaidCall } from '../report.js';
import type { Anchor, EntryQuestions, TelemetryQuestion } from '../rule.js';

export interface AnalysisOptions {
  readonly modules: Modules;
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly intents: Intents;
  /** TypeScript and JavaScript files of the project, relative to the root, sorted; tests and generated files are not among them. */
  readonly files: readonly string[];
}

export interface Analysis {
  /** Every mutating entry point, sorted by file and position. */
  entries(): readonly EntryQuestions[];
  telemetry(): readonly TelemetryQuestion[];
  /** What could not be followed, for the coverage: routes on unknown receivers and the like. */
  undecided(): readonly { readonly at: Anchor; readonly rule: string; readonly because: string }[];
}

export type { AuthAnswer, LimitAnswer, PaidCall };
