/** How paths meet: what tells them apart, and for how long. */
import { expect, it } from 'vitest';
import { Env } from '../../packages/engine/src/analysis/env.js';
import { noFacts, weigh, type Facts, type Held, type Path } from '../../packages/engine/src/analysis/facts.js';
import { mergePaths } from '../../packages/engine/src/analysis/paths.js';
import { Values } from '../../packages/engine/src/analysis/values.js';

const limit: Held = { id: 'limit', mechanism: 'counter that refuses', trust: 'user', at: { file: 'a.ts', start: 0, end: 1 }, trace: [], weaknesses: [] };

/** Every way through as many comparisons of counts, one after the other. */
function waysThrough(comparisons: number): Path[] {
  let ways: Facts[] = [noFacts];
  for (let index = 0; index < comparisons; index++)
    ways = ways.flatMap((facts) => [true, false].map((side) => weigh(facts, { id: `a.ts:${index}`, side, over: null, sure: true, limit })));
  return ways.map((facts) => ({ env: Env.empty, facts }));
}

it.each([1, 2, 3])('tells paths apart by %i comparisons', (comparisons) => {
  expect(mergePaths(new Values(), waysThrough(comparisons))).toHaveLength(2 ** comparisons);
});

it('gives up telling them apart where their combinations would be thousands', () => {
  const [only, ...others] = mergePaths(new Values(), waysThrough(12));
  expect(others).toEqual([]);
  // What all of them agree on is left: nothing.
  expect(only?.facts.weighed).toEqual([]);
});
