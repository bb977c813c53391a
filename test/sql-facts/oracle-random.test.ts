/** Random sequences of DDL: the fold against PostgreSQL. `npm run oracle -- --runs N` draws as many as one likes. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { disagreementText } from '../../packages/dev/src/oracle/compare.js';
import { OracleDatabase } from '../../packages/dev/src/oracle/database.js';
import { sequences, statementKinds } from '../../packages/dev/src/oracle/generate.js';
import { runSequence } from '../../packages/dev/src/oracle/run.js';

const RUNS = 200;

let database: OracleDatabase;
beforeAll(async () => {
  database = await OracleDatabase.start();
}, 60_000);
afterAll(() => database.close());

it(`folds ${RUNS} random sequences as PostgreSQL does`, { timeout: 300_000 }, async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(sequences, async (statements) => {
      const outcome = await runSequence(database, statements);
      accepted += outcome.accepted.length;
      expect(outcome.disagreements, [...outcome.accepted, ...outcome.disagreements.map(disagreementText)].join('\n')).toEqual([]);
      expect(outcome.wronglyRefused, outcome.accepted.join('\n')).toEqual([]);
    }),
    { numRuns: RUNS, seed: 20250101 },
  );
  // A generator whose statements do not run proves nothing.
  expect(accepted).toBeGreaterThan(RUNS * 4);
});

it('draws many kinds of statements', () => expect(statementKinds).toBeGreaterThan(40));
