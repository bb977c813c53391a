/** How time and memory grow with a project: made-up ones of several sizes, checked cold, beside the parser alone and ESLint on the same files. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolder } from '../open-folder.js';
import { contenders, names, parserAlone } from './contenders.js';
import { writeMadeUpProject } from './made-up/project.js';
import { measure, median, type Contender, type Sample } from './measure.js';

export const growthSizes: readonly number[] = [1000, 2000, 5000, 10_000, 20_000];

/** What a file may cost in the largest project, to what it costs in the smallest. */
const growthLimit = 1.3;

/** ESLint is left out beyond: it takes minutes there, and says nothing new. */
const largestForEslint = 2000;

/** So small that it costs what starting costs. */
const startSize = 100;

export interface GrowthRow {
  readonly size: number;
  /** Processor time and peak memory of one file more, to the same in the smallest project; medians of the ratios of each round. */
  readonly time: number;
  readonly memory: number;
  /** The same of the parser alone: how even the machine was. */
  readonly parserTime: number;
  readonly parserMemory: number;
  /** Whole runs, to those of the peers. */
  readonly timeToParser: number;
  readonly memoryToParser: number;
  readonly timeToEslint: number | null;
  readonly memoryToEslint: number | null;
}

/**
 * @param sizes numbers of files, smallest first
 * @param work a folder that may be written to, inside the repository so that packages resolve from it
 */
export function measureGrowth(sizes: readonly number[], rounds: number, work: string, onRound: (round: number) => void): readonly GrowthRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'gatelint-growth-'));
  try {
    const all = [startSize, ...sizes].flatMap((size) => contendersOf(folder, size, join(work, String(size))));
    const samples = measure(all, rounds, onRound);
    return sizes.map((size) => row(size, sizes[0] ?? size, samples));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const kinds = { gatelint: 'gatelint', parser: 'parser', eslint: 'eslint' } as const;
const nameOf = (size: number, kind: keyof typeof kinds): string => `${kind} on ${size} files`;

function contendersOf(folder: string, size: number, work: string): readonly Contender[] {
  const project = join(folder, String(size));
  writeMadeUpProject(project, size);
  const files = openFolder(project).files('ts');
  const [cold, eslint] = contenders(project, files, work).filter(({ name }) => name === names.cold || name === names.eslint);
  return [
    { ...cold!, name: nameOf(size, 'gatelint') },
    { ...parserAlone(work), name: nameOf(size, 'parser') },
    ...(size <= largestForEslint ? [{ ...eslint!, name: nameOf(size, 'eslint') }] : []),
  ];
}

function row(size: number, smallest: number, samples: ReadonlyMap<string, readonly Sample[]>): GrowthRow {
  /** The median over the rounds, each ratio from one round. */
  const over = (answer: (of: (kind: keyof typeof kinds, at: number) => Sample) => number): number => {
    const rounds = samples.get(nameOf(size, 'gatelint'))?.length ?? 0;
    return median(
      Array.from({ length: rounds }, (_, round) =>
        answer((kind, at) => {
          const sample = samples.get(nameOf(at, kind))?.[round];
          if (!sample) throw new Error(`There is no measurement of ${nameOf(at, kind)}.`);
          return sample;
        }),
      ),
    );
  };
  const growth = (kind: keyof typeof kinds, unit: 'processor' | 'megabytes'): number =>
    over((of) => {
      const perFile = (at: number): number => (of(kind, at)[unit] - of(kind, startSize)[unit]) / (at - startSize);
      return perFile(size) / perFile(smallest);
    });
  const to = (peer: keyof typeof kinds, unit: 'processor' | 'megabytes'): number => over((of) => of('gatelint', size)[unit] / of(peer, size)[unit]);
  const withEslint = size <= largestForEslint;
  return {
    size,
    time: growth('gatelint', 'processor'),
    memory: growth('gatelint', 'megabytes'),
    parserTime: growth('parser', 'processor'),
    parserMemory: growth('parser', 'megabytes'),
    timeToParser: to('parser', 'processor'),
    memoryToParser: to('parser', 'megabytes'),
    timeToEslint: withEslint ? to('eslint', 'processor') : null,
    memoryToEslint: withEslint ? to('eslint', 'megabytes') : null,
  };
}

/** A table, and the sentence that says whether growth is linear. */
export function growthText(rows: readonly GrowthRow[]): string {
  const times = (ratio: number | null): string => (ratio === null ? '' : `${ratio.toFixed(2)} ×`);
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) throw new Error('No sizes were measured.');
  const linear = last.time <= growthLimit;
  return [
    `| files | time of a file, to ${first.size} files | the parser's | time to the parser's | to bare ESLint's | memory of a file, to ${first.size} files | peak to the parser's | to bare ESLint's |`,
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ size, time, parserTime, timeToParser, timeToEslint, memory, memoryToParser, memoryToEslint }) =>
        `| ${[size, times(time), times(parserTime), times(timeToParser), times(timeToEslint), times(memory), times(memoryToParser), times(memoryToEslint)].join(' | ')} |`,
    ),
    '',
    `${linear ? 'Linear' : 'Not linear'}: among ${last.size} files one file takes ${times(last.time)} the time that it takes among ${first.size}; ${growthLimit} × is the limit.`,
  ].join('\n');
}
