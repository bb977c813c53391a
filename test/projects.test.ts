/**
 * Whole applications, pinned to the byte: `expected.txt` is what `gatelint check` and `gatelint report` print, `expected-report.json` the report as data,
 * `expected-why.txt` what `gatelint why` tells of every entry point and table, and of the first read of every variable.
 * UPDATE_EXPECTED=1 rewrites them; the difference is to be read as a user would.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureProjects, fixturesFolder, readExpectations } from '../packages/dev/src/fixtures.js';
import { openFolder } from '../packages/dev/src/open-folder.js';
import { runCli } from '../packages/dev/src/run-cli.js';
import { noColors } from '../packages/cli/src/colors.js';
import { formatWhy } from '../packages/cli/src/formats/why-text.js';

const update = process.env['UPDATE_EXPECTED'] === '1';

function placeFrom(text: string): [file: string, line: number] {
  const colon = text.lastIndexOf(':');
  return [text.slice(0, colon), Number(text.slice(colon + 1))];
}

function expectFile(path: string, text: string): void {
  if (update) writeFileSync(path, text);
  expect(existsSync(path), `${path} is missing; UPDATE_EXPECTED=1 writes it.`).toBe(true);
  expect(text).toBe(readFileSync(path, 'utf8'));
}

describe.each(fixtureProjects())('%s', (name) => {
  const folder = join(fixturesFolder, 'projects', name);

  it('prints what is expected', async () => {
    const check = await runCli(folder, 'check', '--no-cache');
    const report = await runCli(folder, 'report', '--no-cache');
    expect(check.err + report.err).toBe('');
    expectFile(join(folder, 'expected.txt'), `$ gatelint check\n\n${check.out}\n$ gatelint report\n\n${report.out}`);
  });

  it('reports what is expected', async () => {
    const { out } = await runCli(folder, 'report', '--no-cache', '--format', 'json');
    expectFile(join(folder, 'expected-report.json'), out);
  });

  it('tells why', () => {
    const project = openFolder(folder);
    const { entries, tables, env } = project.report();
    const places = [...entries, ...tables, ...env.variables.flatMap(({ reads }) => reads.slice(0, 1))].map(({ file, line }) => `${file}:${line}`);
    const explanations = [...new Set(places)].map((place) => project.why(...placeFrom(place)));
    expectFile(join(folder, 'expected-why.txt'), explanations.map((one) => `$ gatelint why ${one.file}:${one.line}\n\n${formatWhy(one, noColors)}`).join('\n'));
    const told = explanations.flatMap(({ entries: own }) => own.map(({ file, line, name }) => `${file}:${line} ${name}`));
    expect(entries.map(({ file, line, name }) => `${file}:${line} ${name}`).filter((entry) => !told.includes(entry))).toEqual([]);
  });

  it('has the findings that stand beside the code', () => {
    const key = ({ file, line, rule }: { readonly file: string; readonly line: number; readonly rule: string }): string => `${file}:${line} ${rule}`;
    const { findings, internalErrors, coverage } = openFolder(folder).check();
    expect(findings.map(key).sort()).toEqual(readExpectations(folder).map(key).sort());
    expect(internalErrors).toEqual([]);
    expect(coverage.unread).toEqual([]);
  });
});
