/**
 * What the rules about SQL claim and advise, held against PostgreSQL: the migrations of the bad example run, so does the repair that the page shows, and the rule is silent after it. Where a rule says that somebody may do something,
 * somebody does it in the bad example, and no longer after the repair.
 */
import { rules, type Rule } from '@gatelint/engine';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesBelow, fixturesFolder, withoutExpectations } from '../../packages/dev/src/fixtures.js';
import { openFolder } from '../../packages/dev/src/open-folder.js';
import { OracleDatabase } from '../../packages/dev/src/oracle/database.js';
import { memoryFileSystem } from '../support/memory-file-system.js';
import { ask, CLIENTS } from '../support/callers.js';
import { accessProofs } from './access/proofs.js';
import { proofs as policyProofs } from './proofs.js';

const isMigration = (file: string): boolean => /^(?:supabase\/)?migrations\/.*\.sql$/.test(file);

/** An extension that does not come with the PostgreSQL of these tests. */
const NOT_THERE = /create extension (?:if not exists )?pg_graphql;/gi;

/** The files of the bad example by path. */
function example({ id, docs }: Rule): Record<string, string> {
  const folder = join(fixturesFolder, id, docs.examples!.bad);
  return Object.fromEntries(filesBelow(folder).map((file) => [file, withoutExpectations(readFileSync(join(folder, file), 'utf8'))]));
}

const scriptsOf = (files: Readonly<Record<string, string>>): string[] =>
  Object.keys(files)
    .filter((file) => isMigration(file))
    .sort()
    .map((file) => files[file]!.replace(NOT_THERE, ''));

function findingsOf(rule: Rule, files: Readonly<Record<string, string>>): number {
  const inProject = Object.fromEntries(Object.entries(files).map(([file, text]) => [`/project/${file}`, text]));
  const { findings } = openFolder('/project', { preset: 'strict', files: memoryFileSystem(inProject) }).check({ rules: [rule.id] });
  return findings.length;
}

const proofs = { ...policyProofs, ...accessProofs };

const repairable = rules.filter((rule) => rule.docs.repair !== undefined);

let oracle: OracleDatabase;
beforeAll(async () => {
  oracle = await OracleDatabase.start(true);
}, 60_000);
afterAll(() => oracle.close());

it('is said of every rule that has a proof', () => {
  const named = repairable.map((rule) => rule.id);
  expect(Object.keys(proofs).filter((id) => !named.includes(id))).toEqual([]);
});

describe.each(repairable.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const bad = example(rule);
  const repair = rule.docs.repair!;

  it('is silent after the repair', () => {
    const last = Object.keys(bad).filter(isMigration).at(-1)!;
    expect(findingsOf(rule, bad)).toBeGreaterThan(0);
    expect(findingsOf(rule, { ...bad, [last.replace(/[^/]*$/, '20990101000000_repair.sql')]: repair })).toBe(0);
  });

  it('repairs with SQL that PostgreSQL accepts, and is right about what it says', async () => {
    const proof = proofs[id];
    await oracle.apply([CLIENTS, ...scriptsOf(bad), proof?.rows ?? '']);
    if (proof?.settings !== undefined) expect(await oracle.attempt(proof.settings)).toBeNull();
    for (const claim of proof?.claims ?? []) expect(await ask(oracle, claim.as, claim.query), `${claim.query} as ${claim.as}, before`).toEqual(claim.before);
    // A repair is a file of its own, and nobody's session is left over from the last one.
    expect(await oracle.attempt(repair)).toBeNull();
    for (const claim of proof?.claims ?? []) expect(await ask(oracle, claim.as, claim.query), `${claim.query} as ${claim.as}, after`).toEqual(claim.after);
  });
});
