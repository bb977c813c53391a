/** Finds a rule by its id, and names the nearest one when there is none. */
import type { Rule } from '@gatelint/engine';
import { Problem } from './problem.js';

/** @throws Problem with the nearest id */
export async function ruleNamed(id: string, rules: readonly Rule[]): Promise<Rule> {
  const rule = rules.find((one) => one.id === id);
  if (rule) return rule;
  const { nearest } = await import('@gatelint/engine');
  const close = nearest(
    id,
    rules.map((one) => one.id),
  );
  throw new Problem(`There is no rule "${id}".`, close === null ? '"gatelint rules" lists them.' : `Did you mean "${close}"?`);
}
