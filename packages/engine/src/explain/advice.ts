/** Findings about a place, as advice: what is wrong there, and what the rule says of putting it right. */
import type { Advice } from '../explanation.js';
import type { ProjectFacts } from '../project-facts.js';
import type { Place } from '../report.js';
import type { Anchor } from '../rule.js';

/** Findings that stand there or inside of it; comments that switch them off count. */
export type AdviceAt = (at: Anchor) => readonly Advice[];

export const placeOf = (facts: ProjectFacts, at: Anchor): Place => ({ file: at.file, line: facts.lines(at.file).position(at.start).line });

/** One finding may stand in several places that were asked about. */
export function distinct(advice: readonly Advice[]): readonly Advice[] {
  return [...new Map(advice.map((one) => [`${one.rule} ${one.message}`, one])).values()];
}
