/** One sequence of statements in PostgreSQL and in the fold. */
import { foldSource, type Source, type SourceSchema } from '@gatelint/sql-facts';
import { compareShapes, type Disagreement } from './compare.js';
import type { OracleDatabase } from './database.js';
import { shapeOfSchema } from './shape.js';

/** Scripts as a plain source. */
function foldScripts(scripts: readonly string[]): SourceSchema {
  const files = scripts.map((_, index) => `${String(index + 1).padStart(4, '0')}.sql`);
  const source: Source = { path: 'm', layout: 'plain', files, dialect: 'postgresql', exposedSchemas: [], skipped: [], incomplete: false };
  const bytes = new TextEncoder();
  return foldSource({ read: (path) => bytes.encode(scripts[files.indexOf(path.slice(1))] ?? '') }, '', source);
}

export interface Outcome {
  readonly accepted: readonly string[];
  readonly refused: readonly { readonly script: string; readonly message: string }[];
  readonly disagreements: readonly Disagreement[];
  /** What the fold takes for refused among the statements that PostgreSQL ran. */
  readonly wronglyRefused: readonly string[];
}

/** Leaves out what PostgreSQL refuses and compares what the rest comes to. */
export async function runSequence(database: OracleDatabase, statements: readonly string[]): Promise<Outcome> {
  const { accepted, catalogue, refused } = await database.tryOut(statements);
  const folded = foldScripts([`begin;\n${accepted.map((one) => `${one};`).join('\n')}`]);
  return {
    accepted,
    refused,
    disagreements: compareShapes(catalogue, shapeOfSchema(folded)),
    wronglyRefused: folded.coverage.refused.map((one) => one.because),
  };
}
