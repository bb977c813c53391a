/**
 * `npm run accuracy -- DIR LABELS [DIR LABELS …] [--misses] [--write]`: how often the report is right about labelled checkouts. `--misses` lists
 * what it got wrong; `--write` puts the tables into docs/accuracy.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readLabels } from './accuracy/labels.js';
import { score } from './accuracy/score.js';
import { accuracyTables, misses, type ScoredRepository } from './accuracy/table.js';
import { replaceBetween } from './markers.js';
import { openFolder } from './open-folder.js';
import { root } from './root.js';

const args = process.argv.slice(2);
const paths = args.filter((arg) => !arg.startsWith('--'));
const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--misses' && arg !== '--write');
if (paths.length === 0 || paths.length % 2 === 1 || unknown !== undefined) {
  process.stderr.write('usage: npm run accuracy -- DIR LABELS [DIR LABELS …] [--misses] [--write]\n');
  process.exit(2);
}

let version = '';
const scored = paths.flatMap((dir, index): readonly ScoredRepository[] => {
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
  return [{ repo: first.repo, commit: first.commit, labels: labels.length, score: score(report, labels) }];
});
scored.sort((a, b) => (a.repo < b.repo ? -1 : 1));

const tables = accuracyTables(scored, version);
process.stdout.write(`${tables}\n`);
if (args.includes('--misses')) for (const { repo, score: result } of scored) process.stdout.write(`\n${repo}\n${misses(result).join('\n')}\n`);
if (args.includes('--write')) {
  const page = join(root, 'docs/accuracy.md');
  writeFileSync(page, replaceBetween(readFileSync(page, 'utf8'), 'accuracy', tables));
}
