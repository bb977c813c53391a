/**
 * `npm run oracle -- --runs N [--seed S]`: random sequences of DDL in PostgreSQL and in the fold; the first disagreement is shrunk and printed.
 * `npm run oracle -- --access N [--seed S]`: the access matrix of N made-up schemas, every cell probed with real roles.
 * `npm run oracle -- --dir DIR`: every source of a folder in both.
 */
import fc from 'fast-check';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { probeSchema, schemas } from './oracle/access.js';
import { disagreementText } from './oracle/compare.js';
import { OracleDatabase } from './oracle/database.js';
import { checkFolder } from './oracle/folder.js';
import { sequences } from './oracle/generate.js';
import { runSequence } from './oracle/run.js';

const usage = 'usage: npm run oracle -- --runs N [--seed S]\n       npm run oracle -- --access N [--seed S]\n       npm run oracle -- --dir DIR\n';

const { values } = parseArgs({
  options: { runs: { type: 'string' }, access: { type: 'string' }, seed: { type: 'string' }, dir: { type: 'string', multiple: true } },
});
if (values.dir !== undefined) {
  for (const dir of values.dir) if (!(await checkFolder(resolve(dir), (line) => void process.stdout.write(`${line}\n`)))) process.exitCode = 1;
} else if (/^\d+$/.test(values.runs ?? '')) await random(Number(values.runs), Number(values.seed ?? 1));
else if (/^\d+$/.test(values.access ?? '')) await matrices(Number(values.access), Number(values.seed ?? 1));
else {
  process.stderr.write(usage);
  process.exitCode = 2;
}

async function random(runs: number, seed: number): Promise<void> {
  const database = await OracleDatabase.start();
  let accepted = 0;
  let offered = 0;
  const details = await fc.check(
    fc.asyncProperty(sequences, async (statements) => {
      const outcome = await runSequence(database, statements);
      accepted += outcome.accepted.length;
      offered += statements.length;
      return outcome.disagreements.length === 0 && outcome.wronglyRefused.length === 0;
    }),
    { numRuns: runs, seed, endOnFailure: false },
  );
  const share = `${((100 * accepted) / offered).toFixed(0)} % of the statements ran`;
  if (!details.failed) process.stdout.write(`${details.numRuns} sequences, no disagreement (seed ${seed}; ${share}).\n`);
  else {
    const [statements = []] = details.counterexample ?? [];
    const { accepted: minimal, disagreements, wronglyRefused } = await runSequence(database, statements);
    process.stdout.write(
      `After ${details.numRuns} sequences (seed ${seed}; ${share}), shrunk in ${details.numShrinks} steps:\n\n${minimal.map((one) => `${one};`).join('\n')}\n\n${[...disagreements.map(disagreementText), ...wronglyRefused.map((one) => `taken for refused: ${one}`)].join('\n')}\n`,
    );
    if (disagreements.length === 0) process.stdout.write(`${String(details.errorInstance)}\n`);
    process.exitCode = 1;
  }
  await database.close();
}

async function matrices(runs: number, seed: number): Promise<void> {
  const database = await OracleDatabase.start();
  const pairs: Record<string, number> = {};
  let decided = 0;
  let cells = 0;
  const details = await fc.check(
    fc.asyncProperty(schemas, async (statements) => {
      const outcome = await probeSchema(database, statements);
      decided += outcome.decided;
      cells += outcome.cells;
      for (const [pair, times] of Object.entries(outcome.pairs)) pairs[pair] = (pairs[pair] ?? 0) + times;
      return outcome.disagreements.length === 0;
    }),
    { numRuns: runs, seed, endOnFailure: false },
  );
  if (details.failed) {
    const { statements, disagreements } = await probeSchema(database, details.counterexample?.[0] ?? []);
    process.stdout.write(
      `After ${details.numRuns} schemas (seed ${seed}):\n\n${statements.join('\n')}\n\n${disagreements.join('\n')}\n${details.errorInstance instanceof Error ? details.errorInstance.message : ''}\n`,
    );
    process.exitCode = 1;
  } else {
    process.stdout.write(`${details.numRuns} schemas, ${cells} cells, ${decided} decided, no disagreement (seed ${seed}).\n`);
    for (const pair of Object.keys(pairs).sort()) process.stdout.write(`  ${pair}: ${pairs[pair]!}\n`);
  }
  await database.close();
}
