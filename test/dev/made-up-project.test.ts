/** The made-up projects that the bench measures growth on: the same bytes each time, as many files as asked for, and just the findings they were given. */
import { describe, expect, it } from 'vitest';
import { inFolder, memoryFileSystem } from '../support/memory-file-system.js';
import { madeUpProject } from '../../packages/dev/src/bench/made-up/project.js';
import { expectationsIn } from '../../packages/dev/src/fixtures.js';
import { openFolder } from '../../packages/dev/src/open-folder.js';

const judged = (paths: Iterable<string>): number => [...paths].filter((path) => /\.(?:tsx?|sql)$/u.test(path)).length;

describe('a made-up project', () => {
  const small = madeUpProject(500);

  it('is the same each time', () => expect([...madeUpProject(500)]).toEqual([...small]));

  it('has as many files as were asked for', () => {
    expect(judged(small.keys())).toBe(500);
    expect(judged(madeUpProject(101).keys())).toBe(101);
    expect(() => madeUpProject(10)).toThrow('at least 100');
  });

  it('only gets more of the same when it grows', () => {
    const large = madeUpProject(800);
    const joints = /schema\/index\.ts$|\/root\.ts$|\/server\.ts$|area-1\/index\.ts$|\/icons\//u;
    expect([...small].filter(([path, text]) => !joints.test(path) && large.get(path) !== text)).toEqual([]);
  });

  it('has the findings that it was given, and no others', () => {
    const files = memoryFileSystem(inFolder('/project', Object.fromEntries(small)));
    const result = openFolder('/project', { files }).check();
    const expected = [...small].flatMap(([file, text]) => expectationsIn(file, text));
    const sorted = (lines: readonly string[]): string[] => [...lines].sort();
    expect(sorted(result.findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`))).toEqual(
      sorted(expected.map(({ file, line, rule }) => `${file}:${line} ${rule}`)),
    );
    expect(result.coverage.undecided).toEqual([]);
    // Each rule has something to find, or a rule that finds nothing would pass for right; idle comments are not among the mistakes.
    expect([...new Set(expected.map(({ rule }) => rule))].sort()).toEqual([
      'no-awaited-telemetry',
      'no-open-policy',
      'require-enum-constraint',
      'require-env-inventory',
      'require-policy',
      'require-rate-limit',
      'require-rls',
      'require-route-auth',
    ]);
  });
});
