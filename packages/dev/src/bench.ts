/** `npm run bench -- DIR [ROUNDS] [--write]`: time and peak memory on a checkout, beside ESLint and Oxlint on the same files in the same run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { contenders, names } from './bench/contenders.js';
import { measure, median, type Sample } from './bench/measure.js';
import { measureFold } from './bench/migrations.js';
import { replaceBetween } from './markers.js';
import { openFolder } from './open-folder.js';
import { root } from './root.js';

const leastRounds = 5;

const args = process.argv.slice(2);
const write = args.includes('--write');
const [dir, roundsText = String(leastRounds), ...rest] = args.filter((arg) => arg !== '--write');
const rounds = Number(roundsText);
if (dir === undefined || rest.length > 0 || !Number.isInteger(rounds) || rounds < leastRounds) {
  process.stderr.write(`usage: npm run bench -- DIR [ROUNDS, at least ${leastRounds}] [--write]\n`);
  process.exit(2);
}

const folder = resolve(dir);
const files = openFolder(folder).files('ts');
if (files.length === 0) {
  process.stderr.write(`${folder}: no TypeScript or JavaScript files.\n`);
  process.exit(2);
}
const work = join(root, '.cache', 'bench');
const samples = measure(contenders(folder, files, work), rounds, (round) => process.stderr.write(`round ${round} of ${rounds}\n`));
const cost = measureFold(join(work, 'fold'), 1000, rounds);
const text = [
  `${files.length} files, ${rounds} rounds, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}.`,
  '',
  table(samples),
  '',
  `${cost.files} made-up migrations (${cost.statements} statements): parsed in ${cost.parse.toFixed(0)} ms, parsed and folded in ${cost.fold.toFixed(0)} ms (${cost.ratio.toFixed(2)} ×).`,
].join('\n');
process.stdout.write(`${text}\n`);
if (write) {
  const page = join(root, 'docs/speed.md');
  writeFileSync(page, replaceBetween(readFileSync(page, 'utf8'), 'speed', text));
}

function table(all: ReadonlyMap<string, readonly Sample[]>): string {
  const seconds = (name: string): number => median((all.get(name) ?? []).map((sample) => sample.milliseconds)) / 1000;
  // Paired: the ratio of each round, then the median of the ratios.
  const ratio = (name: string, to: string): string =>
    `${median((all.get(name) ?? []).map((sample, round) => sample.milliseconds / (all.get(to)?.[round]?.milliseconds ?? Number.NaN))).toFixed(2)} ×`;
  const rows = [...all].map(([name, list]) => {
    const peak = Math.max(...list.map((sample) => sample.megabytes));
    return `| ${[name, `${seconds(name).toFixed(2)} s`, ratio(name, names.eslint), ratio(name, names.oxlint), `${peak.toFixed(0)} MB`].join(' | ')} |`;
  });
  return ['| | median | to bare ESLint | to bare Oxlint | peak memory |', '| --- | ---: | ---: | ---: | ---: |', ...rows].join('\n');
}
