/** What a branch that turns the caller away says about those who go on. */
import type { Expr } from '@gatelint/ts-facts';
import { countOf, ENOUGH, forAll, isOver, limitBy, NOT_NOW, settled } from './counting.js';
import { doubtIdentity, doubtLimit, holdLimit, lookLimit, withFacts, type Path, type Site } from './facts.js';
import type { Machine } from './machine.js';
import { isProblem } from './problem.js';
import { decidedBy } from './unfollowed.js';
import { atoms, constantOf, type Value } from './value.js';

/** How one side of a condition ends. */
export interface Ending {
  readonly entered: boolean;
  readonly goesOn: boolean;
  readonly values: readonly { readonly path: Path; readonly value: Value; readonly thrown: boolean }[];
}

interface Condition {
  readonly taints: readonly string[];
  readonly text: Expr;
  readonly at: Site;
  /** Refusals that what is tested holds already: they were judged where they were made. */
  readonly hands?: ReadonlySet<Value>;
}

/** Status with which a value answers; null when it does not say. */
export function statusOf(value: Value, path: Path): number | null {
  for (const atom of atoms(value)) {
    if (atom.t === 'response' && atom.status !== null) return atom.status;
    if (atom.t === 'object' || atom.t === 'instance') {
      for (const name of ['$status', 'status', 'statusCode', 'serverError', 'code']) {
        const field = atom.fields.get(name);
        const constant = field ? constantOf(field) : null;
        if (typeof constant === 'number' && constant >= 400 && constant < 600) return constant;
      }
    }
  }
  return path.facts.status;
}

/** All statuses with which a value may answer, the lowest first; [] when none is known. */
export function statusesOf(value: Value, path: Path): readonly number[] {
  const found = atoms(value).flatMap((atom) => statusOf(atom, path) ?? []);
  return [...new Set(found)].sort((a, b) => a - b);
}

/** Whether a value that is answered turns the caller away: a status, or an error told in words. */
function refuses(value: Value, path: Path): boolean {
  return atoms(value).every((atom) => (statusOf(atom, path) ?? 0) >= 300 || (atom.t === 'object' && isProblem(atom)));
}

/** Nothing, or an error told in words: turned away, if others are let in. */
export function softRefusal(value: Value): boolean {
  return atoms(value).every((atom) => {
    if (atom.t === 'const') return !atom.value;
    if (atom.t === 'array') return atom.items.length === 0 && !atom.rest;
    return isProblem(atom);
  });
}

/**
 * When every path of one side leaves with 401 or 403 on a condition that nothing relates to a credential, the identity of those who go on is unknown, not absent:
 * the author means a check that we cannot read. When it leaves with 429 and the condition counts, it is a limit.
 */
export function refusals(m: Machine, condition: Condition, yes: Ending, no: Ending, yesNext: Path[], noNext: Path[]): readonly [Path[], Path[]] {
  if (yes.entered && no.entered) {
    if (!yes.goesOn && no.goesOn) return [yesNext, counted(noNext, (path) => afterRefusal(m, condition, yes, true, path))];
    if (!no.goesOn && yes.goesOn) return [counted(yesNext, (path) => afterRefusal(m, condition, no, false, path)), noNext];
  }
  return [yesNext, noNext];
}

/** Those on the other side of a condition, before they go on: what it says of them that one side was refused. */
export function letIn(m: Machine, condition: Condition, refused: Ending, side: boolean, others: Path[]): Path[] {
  return refused.entered && !refused.goesOn ? counted(others, (path) => afterRefusal(m, condition, refused, side, path)) : others;
}

/** A limit that some were asked for holds for those alone; others came by without. */
function counted(paths: readonly Path[], after: (path: Path) => Path): Path[] {
  const asked = paths.filter((path) => path.facts.limitLooked.length > 0);
  return paths.map((path) => {
    const refused = after(path);
    return asked.length > 0 && !asked.includes(path) ? { env: refused.env, facts: withFacts(refused.facts, { limit: path.facts.limit }) } : refused;
  });
}

/** `side`: which side of the condition is refused. */
function afterRefusal(m: Machine, condition: Condition, refused: Ending, side: boolean, path: Path): Path {
  if (refused.values.length === 0) return path;
  const statuses = refused.values.flatMap((one) => atoms(one.value).map((value) => statusOf(value, one.path)));
  const all = (...wanted: readonly number[]): boolean => statuses.every((status) => status !== null && wanted.includes(status));
  const has = (...names: readonly string[]): boolean => condition.taints.some((taint) => names.some((name) => taint === name || taint.startsWith(`${name}:`)));
  const count = countOf(condition.taints);
  const enough = all(...ENOUGH);
  const notNow = all(...NOT_NOW) && has('ordered') && !has('time') && has('database', 'principal');
  if (
    count &&
    (enough || notNow || (count.sure && isOver(count, condition.text, side) && refused.values.every((one) => one.thrown || refuses(one.value, one.path))))
  )
    return {
      env: path.env,
      facts: count.shared ? lookLimit(path.facts, forAll(count, condition.at)) : holdLimit(settled(path.facts, condition.at), limitBy(count, condition.at)),
    };
  // A number of a record that somebody has too little of, or too much: credits, or an age.
  const number =
    count && !count.sure && count.kind === 'quota' && !has('time') && refused.values.every((one) => one.thrown && statusOf(one.value, one.path) === null);
  if (number && path.facts.limit.length === 0) return { env: path.env, facts: doubtLimit(path.facts, 'it throws on a number that may be a quota or not') };
  // What the caller sends, compared by itself, counts nothing.
  const followed = condition.taints.every((taint) => /^(caller|text):|^ordered$/.test(taint));
  if (enough && !followed && path.facts.limit.length === 0 && !path.facts.limitLooked.some((one) => one.lookalike !== null))
    return { env: path.env, facts: doubtLimit(path.facts, `it answers 429 on a condition that cannot be followed`) };
  // A library that verifies credentials may do so in a way that no row speaks of.
  const known = (external: string): boolean => {
    const name = external.slice(0, external.lastIndexOf('#'));
    return m.matcher.prefixKnown(name) && !m.verifying.has(name);
  };
  const strange = condition.taints.find((taint) => taint.startsWith('external:') && !known(taint.slice('external:'.length))) ?? null;
  // What the caller sends and the project itself tests is no credential; what a package makes of it, of which nothing is known, may be one.
  const handedOn = refused.values.every((one) => atoms(one.value).every((value) => condition.hands?.has(value)));
  const by = decidedBy(condition.taints);
  const own = (strange ?? by) === null && has('caller', 'env');
  const meant = refused.values.every((one) => atoms(one.value).every((value) => turnsStrangersAway(value, one)));
  if (meant && !handedOn && path.facts.identity.length === 0 && !has('principal', 'unverified') && !own)
    return { env: path.env, facts: doubtIdentity(path.facts, doubtOf(strange ?? condition.taints.find((taint) => taint.startsWith('external:')) ?? null, by)) };
  return path;
}

/** Whether somebody is turned away for who they are: by a status, or by an error that says so in words. Words prove no check; they say that one was meant. */
function turnsStrangersAway(value: Value, { path, thrown }: Ending['values'][number]): boolean {
  const status = statusOf(value, path);
  if (status !== null) return status === 401 || status === 403;
  if (!thrown && !(value.t === 'object' && isProblem(value))) return false;
  return value.t === 'response' || value.t === 'object' || value.t === 'instance' ? saysSo(value, 2) : false;
}

function saysSo(value: Value, depth: number): boolean {
  if (value.t === 'const') return typeof value.value === 'string' && forStrangers.test(value.value);
  if (depth === 0 || (value.t !== 'response' && value.t !== 'object' && value.t !== 'instance')) return false;
  return ['message', 'error', 'code', 'name', 'reason', 'serverError'].some((name) => {
    const field = value.fields.get(name);
    return field !== undefined && saysSo(field, depth - 1);
  });
}

const forStrangers =
  /\b(unauthori[sz]ed|unauthenticated|not[ _-]?authori[sz]ed|not[ _-]?authenticated|not[ _-]?(logged|signed)[ _-]?in|forbidden|access[ _-]denied|(log|sign)[ _-]?in (is )?required|authentication (is )?required|(must|need to|have to) (be (logged|signed)[ -]in|(log|sign)[ -]in)|no (active )?session|invalid session)\b/i;

function doubtOf(external: string | null, unfollowed: string | null): string {
  if (external !== null)
    return `whether the caller is refused is decided by ${external.slice('external:'.length).replace('#', ' ').trim()}, which is not in the catalogue`;
  if (unfollowed !== null) return `whether the caller is refused is decided by ${unfollowed === '' ? 'a function' : `${unfollowed}()`} that cannot be followed`;
  return 'it refuses with 401 or 403 on a condition that cannot be related to a credential';
}
