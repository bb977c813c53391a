/** An entry as `gatelint why` tells of it. */
import type { AnalysedEntry } from '../analysis/index.js';
import type { EntryExplanation } from '../explanation.js';
import type { ProjectFacts } from '../project-facts.js';
import { entryReport } from '../report-of.js';
import type { Anchor } from '../rule.js';
import { distinct, placeOf, type AdviceAt } from './advice.js';
import { entryGates } from './entry-gates.js';

export function explainEntry(entry: AnalysedEntry, facts: ProjectFacts, advice: AdviceAt): EntryExplanation {
  const story = entry.story();
  const report = entryReport(entry, facts.lines(entry.at.file));
  const inOwn = (at: Anchor): boolean => story.own.some((own) => own.file === at.file && own.start <= at.start && at.end <= own.end);
  const files = [...new Set(story.own.map(({ file }) => file))];
  const reads = files.flatMap((file) => facts.env(file).filter(({ at }) => inOwn(at)));
  const variables = [...new Map(reads.map((one) => [one.name, one])).values()].map(({ name, at, inventoried, platform }) => ({
    name,
    line: placeOf(facts, at).line,
    listed: inventoried || platform,
  }));
  return {
    title: entry.title,
    ...report,
    handler: story.handler,
    before: story.before,
    checks: story.checks,
    effects: story.effects,
    variables,
    questions: entryGates(entry, story, variables),
    unknown: story.unknown,
    findings: distinct([...advice(entry.at), ...story.own.flatMap(advice)]),
  };
}
