/** Labels: what a reader of a repository wrote down about it, one JSON object a line. docs/accuracy.md describes the fields. */
import { readFileSync } from 'node:fs';

interface LabelBase {
  readonly repo: string;
  readonly commit: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly confidence: 'high' | 'low';
}

export interface EntryLabel extends LabelBase {
  readonly kind: 'entry';
  readonly name: string;
  readonly auth: 'enforced' | 'absent' | 'optional' | 'delegated';
  readonly mechanism: string | null;
  readonly public_by_design: string | null;
  readonly paid: readonly string[] | null;
  readonly rate_limit: 'enforced' | 'absent' | null;
  /** Other places of the same entry, as `file:line`: where the route is registered that a module exports. */
  readonly also?: readonly string[];
}

export interface TelemetryLabel extends LabelBase {
  readonly kind: 'telemetry';
  readonly name: string;
  readonly awaited: boolean;
  readonly deferred: boolean;
  readonly route_kind: string;
}

export interface EnvLabel extends LabelBase {
  readonly kind: 'env';
  readonly name: string;
  readonly inventoried: boolean;
}

export interface TableLabel extends LabelBase {
  readonly kind: 'table';
  readonly table: string;
  readonly rls: boolean;
  readonly policies?: number;
}

export interface EnumLabel extends LabelBase {
  readonly kind: 'enum';
  readonly table: string;
  readonly column: string;
  readonly constrained: string;
}

export type Label = EntryLabel | TelemetryLabel | EnvLabel | TableLabel | EnumLabel;

/** Throws with the line's number when a line is not JSON. */
export function readLabels(path: string): readonly Label[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        return [JSON.parse(line) as Label];
      } catch {
        throw new Error(`${path}:${index + 1}: not a JSON object.`);
      }
    });
}
