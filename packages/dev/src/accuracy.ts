/**
 * `npm run accuracy -- DIR LABELS [DIR LABELS …]`: how often the report is right about labelled checkouts. `--misses` lists what it got wrong, `--save FILE`
 * keeps the counts and `--before FILE` shows those of an earlier run beside these. `--write` puts the tables into docs/accuracy.md: the first ones of the page, or
 * with `--set TITLE` those of another set of repositories, under a heading of its own.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { countsOf, readCounts, saveCounts, type RunCounts } from './accuracy/counts.js';
import { readLabels } from './accuracy/labels.js';
import { modelsIn } from './accuracy/models.js';
import { withTables } from './accuracy/page.js';
import { score, type Score } from './accuracy/score.js';
import { accuracyTables, misses } from './accuracy/table.js';
import { openFolder } from './open-folder.js';
import { root } from './root.js';

const usage = "usage: npm run accuracy -- DIR LABELS [DIR LABELS …] [--misses] [--save FILE] [--before FILE] [--set 'TITLE'] [--write]\n";

const { values: given, positionals: paths } = readArguments();
if (paths.length === 0 || paths.length % 2 === 1) refuse();

let version = '';
const scored = paths.flatMap((dir, index) => {
  const labelsPath = paths[index + 1];
  if (index % 2 === 1 || labelsPath === undefined) return [];
  const labels = readLabels(labelsPath);
  const first = labels[0];
  if (first === undefined) throw new Error(`${labelsPath}: no labels.`);
  process.stderr.write(`${first.repo} …\n`);
  const report = openFolder(resolve(dir)).report();
  version = report.tool.version;
  for (const { rule, file, message } of report.internalErrors) {
    process.stderr.write(`${first.repo}: internal error of ${rule} on ${file}: ${message}\n`);
    process.exitCode = 2;
  }
  const result: Score = score(report, labels, modelsIn(resolve(dir)));
  return [{ counts: countsOf({ repo: first.repo, commit: first.commit, labels: labels.length }, result), result }];
});
scored.sort((a, b) => (a.counts.repo < b.counts.repo ? -1 : 1));

const run: RunCounts = { version, repositories: scored.map(({ counts }) => counts) };
const tables = accuracyTables(run, given.before === undefined ? null : readCounts(resolve(given.before)));
process.stdout.write(`${tables}\n`);
if (given.misses) for (const { counts, result } of scored) process.stdout.write(`\n${counts.repo}\n${misses(result).join('\n')}\n`);
if (given.save !== undefined) saveCounts(resolve(given.save), run);
if (given.write) {
  const page = join(root, 'docs/accuracy.md');
  writeFileSync(page, withTables(readFileSync(page, 'utf8'), given.set ?? null, tables));
}

function readArguments() {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({ allowPositionals: true, options: { misses: flag, write: flag, save: text, before: text, set: text } });
  } catch {
    return refuse();
  }
}

function refuse(): never {
  process.stderr.write(usage);
  process.exit(2);
}
