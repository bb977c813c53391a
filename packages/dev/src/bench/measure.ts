/** Runs commands in turns and measures each from the outside: wall time, and peak memory as the process itself reports it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Contender {
  readonly name: string;
  /** Arguments of the `node` that runs it. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** Exit statuses that mean it did its work. */
  readonly statuses: readonly number[];
  /** Runs before each measurement and is not measured. */
  readonly prepare?: () => void;
}

export interface Sample {
  /** Wall time. */
  readonly milliseconds: number;
  /** Milliseconds of processor time, which other work on the machine does not lengthen. */
  readonly processor: number;
  /** Peak. */
  readonly megabytes: number;
}

const recorder = pathToFileURL(join(import.meta.dirname, 'record-usage.mjs')).href;

/** `rounds` samples of each contender, taken in turns so that a slow minute of the machine hits all of them. */
export function measure(contenders: readonly Contender[], rounds: number, onRound: (round: number) => void): ReadonlyMap<string, readonly Sample[]> {
  const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    onRound(round);
    for (const contender of contenders) samples.get(contender.name)?.push(run(contender));
  }
  return samples;
}

function run({ name, args, cwd, statuses, prepare }: Contender): Sample {
  prepare?.();
  const usage = mkdtempSync(join(tmpdir(), 'gatelint-bench-'));
  try {
    const start = process.hrtime.bigint();
    const done = spawnSync(process.execPath, ['--import', `${recorder}?${encodeURIComponent(usage)}`, ...args], {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      env: { ...process.env, NO_COLOR: '1' },
    });
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    if (!statuses.includes(done.status ?? -1))
      throw new Error(`${name} ended with status ${done.status}:\n${done.stdout.slice(-2000)}${done.stderr.slice(-2000)}`);
    return { milliseconds, ...usageIn(usage) };
  } finally {
    rmSync(usage, { recursive: true, force: true });
  }
}

/** What the processes of a command have left there: times add up, memory is that of the largest. */
function usageIn(folder: string): Pick<Sample, 'processor' | 'megabytes'> {
  const all = readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly kilobytes: number; readonly microseconds: number },
  );
  return {
    processor: all.reduce((sum, { microseconds }) => sum + microseconds, 0) / 1000,
    megabytes: Math.max(0, ...all.map(({ kilobytes }) => kilobytes)) / 1024,
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}
