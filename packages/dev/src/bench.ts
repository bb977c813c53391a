/**
 * `npm run bench -- DIR [--rounds N]`: time and peak memory on a checkout, beside ESLint and Oxlint on the same files in the same run.
 * `npm run bench -- --growth [--sizes N,N…] [--rounds N]`: how both grow with the number of files, on made-up projects.
 * `npm run bench -- --edits DIR [--rounds N] [--memory-edits N]`: what the next answer costs in a project that stays open.
 * `--write` puts what comes out into docs/speed.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { contenders, names } from './bench/contenders.js';
import { growthSizes, growthText, measureGrowth } from './bench/growth.js';
import { longLivedText, measureLongLived } from './bench/long-lived.js';
import { measure, median, type Sample } from './bench/measure.js';
import { measureFold } from './bench/migrations.js';
import { replaceBetween } from './markers.js';
import { openFolder } from './open-folder.js';
import { root } from './root.js';

const leastRounds = 5;
const usage = `usage: npm run bench -- DIR [--rounds N, at least ${leastRounds}] [--write]
       npm run bench -- --growth [--sizes N,N…] [--rounds N] [--write]
       npm run bench -- --edits DIR [--rounds N] [--memory-edits N] [--write]
`;
const work = join(root, '.cache', 'bench');
const progress = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      growth: { type: 'boolean' },
      edits: { type: 'string' },
      sizes: { type: 'string' },
      rounds: { type: 'string' },
      'memory-edits': { type: 'string' },
      write: { type: 'boolean' },
    },
  });
  const rounds = (fallback: number): number => wholeNumber(values.rounds, fallback);
  if (values.growth) {
    const sizes = (values.sizes?.split(',') ?? growthSizes).map((size) => wholeNumber(String(size), 0)).sort((a, b) => a - b);
    const done = rounds(3);
    const rows = measureGrowth(sizes, done, join(work, 'growth'), (round) => progress(`round ${round} of ${done}`));
    finish('growth', `${machine(done)}\n\n${growthText(rows)}`);
  } else if (values.edits !== undefined) {
    const done = rounds(3);
    const result = measureLongLived(resolve(values.edits), { rounds: done, edits: wholeNumber(values['memory-edits'], 300), onProgress: progress });
    finish('edits', longLivedText(result));
  } else if (positionals.length === 1 && rounds(leastRounds) >= leastRounds) finish('speed', compare(resolve(positionals[0]!), rounds(leastRounds)));
  else throw new TypeError('A folder, --growth or --edits is needed.');

  function finish(section: string, text: string): void {
    process.stdout.write(`${text}\n`);
    if (!values.write) return;
    const page = join(root, 'docs/speed.md');
    writeFileSync(page, replaceBetween(readFileSync(page, 'utf8'), section, text));
  }
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n${usage}`);
  process.exitCode = 2;
}

function compare(folder: string, rounds: number): string {
  const files = openFolder(folder).files('ts');
  if (files.length === 0) throw new TypeError(`${folder}: no TypeScript or JavaScript files.`);
  const samples = measure(contenders(folder, files, work), rounds, (round) => progress(`round ${round} of ${rounds}`));
  const cost = measureFold(join(work, 'fold'), 1000, rounds);
  return [
    `${files.length} files, ${machine(rounds)}`,
    '',
    table(samples),
    '',
    `${cost.files} made-up migrations (${cost.statements} statements): parsed in ${cost.parse.toFixed(0)} ms, parsed and folded in ${cost.fold.toFixed(0)} ms (${cost.ratio.toFixed(2)} ×).`,
  ].join('\n');
}

function machine(rounds: number): string {
  return `${rounds} ${rounds === 1 ? 'round' : 'rounds'}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}.`;
}

function wholeNumber(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new TypeError(`${text} is no whole number.`);
  return number;
}

function table(all: ReadonlyMap<string, readonly Sample[]>): string {
  const seconds = (name: string): number => median((all.get(name) ?? []).map((sample) => sample.milliseconds)) / 1000;
  // Paired: the ratio of each round, then the median of the ratios.
  const ratio = (name: string, to: string, unit: 'milliseconds' | 'megabytes'): string =>
    `${median((all.get(name) ?? []).map((sample, round) => sample[unit] / (all.get(to)?.[round]?.[unit] ?? Number.NaN))).toFixed(2)} ×`;
  const rows = [...all].map(([name, list]) => {
    const peak = Math.max(...list.map((sample) => sample.megabytes));
    return `| ${[name, `${seconds(name).toFixed(2)} s`, ratio(name, names.eslint, 'milliseconds'), ratio(name, names.oxlint, 'milliseconds'), `${peak.toFixed(0)} MB`, ratio(name, names.eslint, 'megabytes')].join(' | ')} |`;
  });
  return ['| | median | to bare ESLint | to bare Oxlint | peak memory | to bare ESLint |', '| --- | ---: | ---: | ---: | ---: | ---: |', ...rows].join('\n');
}
