/** Rules and scopes: functions of the project, or values that they answer, by which a library decides who may call. Whoever is told true goes on. */
import { applyValue } from './call.js';
import { doubtIdentity, refuse, type Path, type Result, type Site } from './facts.js';
import type { Frame } from './machine.js';
import { mergeResults, withValue } from './paths.js';
import { atoms, type Value, type ValueOf } from './value.js';

/** Status with which libraries answer whom a rule said no to. */
const REFUSED = 403;

/** Paths on which it is answered with yes, and with no. */
interface Sides {
  readonly yes: readonly Path[];
  readonly no: readonly Path[];
}

export function ruled(f: Frame, callee: ValueOf<'native'>, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const [first = v.undefined, wanted = v.undefined] = callee.parts;
  const sides = callee.name === 'ruled' ? answer(f, first, args, path, at) : scoped(f, first, wanted, args, Number(callee.key), path, at);
  const doubted: Path = { env: path.env, facts: doubtIdentity(path.facts, 'a rule before it cannot be followed') };
  return mergeResults(v, [
    ...(sides ? sides.yes : [doubted]).map((one) => withValue(one, v.undefined)),
    ...(sides?.no ?? []).map((one) => withValue({ env: one.env, facts: refuse(one.facts, at, 'answers', REFUSED) }, v.response('response', REFUSED))),
  ]);
}

/** What a function answers, or a value says, as yes and no; an error is a no. Null where it cannot be followed. */
function answer(f: Frame, rule: Value, args: readonly Value[], path: Path, at: Site): Sides | null {
  const v = f.machine.values;
  const sides = (value: Value, on: Path): Sides => {
    const errors = atoms(value).filter((atom) => atom.t === 'response' || (atom.t === 'instance' && atom.fields.has('$error')));
    const rest = atoms(value).filter((atom) => !errors.includes(atom));
    const left = rest.length > 0 ? v.union(rest) : null;
    return {
      yes:
        left && v.filter(left, true)
          ? [unknownYes(left) && on.facts.identity.length === 0 ? { env: on.env, facts: doubtIdentity(on.facts, undecided) } : on]
          : [],
      no: errors.length > 0 || (left && v.filter(left, false)) ? [on] : [],
    };
  };
  if (rule.t === 'const') return sides(rule, path);
  if (rule.t !== 'function' && rule.t !== 'native') return rule.t === 'principal' || rule.t === 'opaque' || rule.t === 'union' ? sides(rule, path) : null;
  return join(applyValue({ ...f, byFramework: true }, rule, args, path, at).map((one) => sides(one.value, one.path)));
}

const undecided = 'what a rule answers cannot be followed';

/** A yes of which nothing is known; what the caller alone has sent decides nothing. */
export const unknownYes = (value: Value): boolean =>
  atoms(value).some((atom) => atom.t === 'opaque' && !(atom.taints.length > 0 && atom.taints.every((taint) => /^(caller|text):/.test(taint))));

const join = (all: readonly Sides[]): Sides => ({ yes: all.flatMap(({ yes }) => yes), no: all.flatMap(({ no }) => no) });

/** Whether the caller has what is wanted: `{ signedIn: true, $all: { … } }`, one of which is enough, or a function that answers with that or with true. */
function scoped(f: Frame, scopes: Value, wanted: Value, args: readonly Value[], contextAt: number, path: Path, at: Site): Sides | null {
  const called: Frame = { ...f, byFramework: true };
  const wants = wanted.t === 'function' ? applyValue(called, wanted, args, path, at) : [withValue(path, wanted)];
  const out: Sides[] = [];
  for (const want of wants) {
    if (want.value.t !== 'object') {
      const said = answer(f, want.value, args, want.path, at);
      if (!said) return null;
      out.push(said);
      continue;
    }
    if (scopes.t !== 'function') return null;
    for (const has of applyValue(called, scopes, args.slice(contextAt, contextAt + 1), want.path, at)) {
      const said = has.value.t === 'object' ? holds(f, has.value, want.value, false, has.path, at) : null;
      if (!said) return null;
      out.push(said);
    }
  }
  return join(out);
}

/** One after the other: with `all`, each has to hold; else one is enough. */
function holds(f: Frame, has: ValueOf<'object'>, want: ValueOf<'object'>, all: boolean, path: Path, at: Site): Sides | null {
  let open: readonly Path[] = [path];
  const done: Path[] = [];
  for (const [name, value] of want.fields) {
    const next: Path[] = [];
    for (const one of open) {
      const scope = has.fields.get(name);
      const nested = (name === '$all' || name === '$any') && value.t === 'object' ? holds(f, has, value, name === '$all', one, at) : undefined;
      const said = nested !== undefined ? nested : scope ? answer(f, scope, [value], one, at) : null;
      if (!said) return null;
      next.push(...(all ? said.yes : said.no));
      done.push(...(all ? said.no : said.yes));
    }
    open = next;
  }
  return all ? { yes: open, no: done } : { yes: done, no: open };
}
