/** `a ? b : c`: a side that is a refusal says of the other what a branch that leaves does. */
import type { Expr } from '@gatelint/ts-facts';
import { evaluate } from './evaluate.js';
import type { Path, Result } from './facts.js';
import { carried } from './ownership.js';
import { siteOf, type Effect, type Frame } from './machine.js';
import { mergeResults } from './paths.js';
import { refusals, statusOf, type Ending } from './refusal.js';
import { chosenBy } from './sparing.js';
import { test } from './test.js';
import { atoms } from './value.js';

export function evaluateConditional(f: Frame, expr: Extract<Expr, { k: 'conditional' }>, path: Path): Result[] {
  const v = f.machine.values;
  const { yes, no, taints, excuses } = test(f, expr.test, path);
  const condition = { taints, text: expr.test, at: siteOf(f.module.file, expr.test.at) };
  const side = (one: Expr, paths: readonly Path[]): Result[] =>
    chosenBy(
      f,
      one === expr.then ? excuses.yes : excuses.no,
      paths.flatMap((each) => evaluate(f, one, each)),
    );
  if (yes.length === 0 || no.length === 0) return mergeResults(v, carried(f, path.facts.claims, [...side(expr.then, yes), ...side(expr.else, no)]));
  const undo = moment(f);
  const then = side(expr.then, yes);
  if (isRefusal(then)) {
    const [, rest] = refusals(f.machine, condition, left(then), stays, [], no);
    return mergeResults(v, [...then, ...side(expr.else, rest)]);
  }
  const otherwise = side(expr.else, no);
  if (!isRefusal(otherwise)) return mergeResults(v, carried(f, path.facts.claims, [...then, ...otherwise]));
  const [rest] = refusals(f.machine, condition, stays, left(otherwise), yes, []);
  if (rest.every((one, index) => one === yes[index])) return mergeResults(v, carried(f, path.facts.claims, [...then, ...otherwise]));
  // Something is known now of those who go on: what they do is done with that.
  undo();
  return mergeResults(v, [...side(expr.then, rest), ...side(expr.else, no)]);
}

const stays: Ending = { entered: true, goesOn: true, values: [] };
const left = (results: readonly Result[]): Ending => ({ entered: true, goesOn: false, values: results.map((one) => ({ ...one, thrown: false })) });

const turnsAway = new Set([401, 402, 403, 429]);

const isRefusal = (results: readonly Result[]): boolean =>
  results.length > 0 && results.every((one) => atoms(one.value).every((atom) => atom.t === 'response' && turnsAway.has(statusOf(atom, one.path) ?? 0)));

/** Goes back to what had happened until now. */
function moment(f: Frame): () => void {
  const effects = new Map<string, Effect>(f.effects);
  const thrown = f.throws.length;
  return () => {
    f.effects.clear();
    for (const [key, effect] of effects) f.effects.set(key, effect);
    f.throws.length = thrown;
  };
}
