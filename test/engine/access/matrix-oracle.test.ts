/** Made-up schemas: every cell of the report's access matrix against what the roles get to in PostgreSQL. `npm run oracle -- --access N` draws as many as one likes. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probeSchema, schemas } from '../../../packages/dev/src/oracle/access.js';
import { OracleDatabase } from '../../../packages/dev/src/oracle/database.js';

const RUNS = 25;

let database: OracleDatabase;
beforeAll(async () => {
  database = await OracleDatabase.start();
}, 60_000);
afterAll(() => database.close());

it(`agrees with PostgreSQL in every cell of ${RUNS} schemas`, { timeout: 300_000 }, async () => {
  let decided = 0;
  let cells = 0;
  await fc.assert(
    fc.asyncProperty(schemas, async (statements) => {
      const outcome = await probeSchema(database, statements);
      decided += outcome.decided;
      cells += outcome.cells;
      expect(outcome.disagreements, [...outcome.statements, ...outcome.disagreements].join('\n')).toEqual([]);
    }),
    { numRuns: RUNS, seed: 20250101 },
  );
  // A report that knows nothing is never wrong.
  expect(decided / cells).toBeGreaterThan(0.9);
});
