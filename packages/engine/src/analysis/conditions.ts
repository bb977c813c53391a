/** Conditions that decide whether a check is made: what the open paths have in common and the checked ones have the other way round. */
import type { Expr } from '@gatelint/ts-facts';
import { underCondition, type Facts, type Path } from './facts.js';
import { siteKey, siteOf, type Frame } from './machine.js';
import { aboutTaints } from './value.js';

/** Notes on a path that nobody was verified on yet which way a condition went. */
export function turned(f: Frame, expr: Expr, taints: readonly string[], held: boolean, path: Path): Path {
  if (path.facts.identity.length > 0) return path;
  const what = wordsFor(taints);
  return what === null ? path : { env: path.env, facts: underCondition(path.facts, `${siteKey(siteOf(f.module.file, expr.at))}|${held ? '+' : '-'}|${what}`) };
}

const PATH = "the request's path";

/** What a condition hangs on, in words; null where that says nothing to a reader. */
const wordsFor = aboutTaints((taints) => {
  if (taints.length === 0) return null;
  const after = (prefix: string): string | undefined => taints.find((taint) => taint.startsWith(prefix))?.slice(prefix.length);
  const variable = after('env:');
  if (variable !== undefined) return variable === '*' ? 'an environment variable' : variable;
  for (const from of ['header', 'cookie', 'query', 'body', 'form']) {
    const names = taints.filter((taint) => taint.startsWith(`caller:${from}:`)).map((taint) => taint.slice(`caller:${from}:`.length));
    if (names.length === 0) continue;
    // Beside the one that is meant stands the collection that it was read from.
    const name = names.find((one) => one !== '' && !/^(headers|cookies|query|body|json|text|formdata|searchparams|nexturl|#\d)$/i.test(one));
    return name === undefined ? `what the caller sends (${from})` : `the caller's ${from} ${name}`;
  }
  if (after('caller:url:') !== undefined || taints.includes('path')) return PATH;
  const external = after('external:');
  if (external !== undefined) return `what ${external.replace('#', ' ')} answers`.replaceAll('.()', '()');
  return taints.includes('database') ? 'a record in the database' : null;
});

/** The condition on which an open path and a checked one parted, in words; null when they did not part on one that can be named. */
export function partedOn(open: Facts, checked: readonly Facts[], mechanism: string): { readonly what: string; readonly isPath: boolean } | null {
  for (const condition of open.under) {
    const [place = '', way = '', what = ''] = condition.split('|');
    // Whether the credential is sent at all is what is checked, and no condition of it.
    if (what.startsWith("the caller's") && mechanism.includes(what)) continue;
    const other = `${place}|${way === '+' ? '-' : '+'}|${what}`;
    if (!open.under.includes(other) && checked.some((facts) => facts.under.includes(other) && !facts.under.includes(condition)))
      return { what, isPath: what === PATH };
  }
  return null;
}
