/**
 * Ways around a limit that are left open on purpose: a switch in the environment, a caller without an address, a store that cannot be asked, a window that begins.
 * Which of them a path took is kept as long as every way to a place took it; a limit that stands on the other side of it is one with a weakness.
 */
import { countOf } from './counting.js';
import { spare, type Facts, type Path, type Result, type Site } from './facts.js';
import { siteKey, type Frame, type Machine } from './machine.js';
import { atoms, isNullish, taintsOf, type Taint, type Value } from './value.js';

/** What somebody relies on who takes this side of a condition; nothing to say of a window that begins. */
export interface Excuse {
  readonly what: string | null;
  /** Set by the platform or the runtime: known to whoever deploys. */
  readonly minor: boolean;
}

/** What the two sides of a condition rely on; null: on something that a limit must not depend on. */
export interface Excuses {
  readonly yes: Excuse | null;
  readonly no: Excuse | null;
}

export const noExcuses: Excuses = { yes: null, no: null };

const CONDITION = 'condition:';
/** Where requests say where they come from. HTTP's own names, and those of widespread proxies. */
const address =
  /^caller:(ip:.*|header:(x-forwarded-for|x-real-ip|forwarded|cf-connecting-ip|true-client-ip|fly-client-ip|x-client-ip|x-vercel-forwarded-for))$/;

/** By value, on the side where it is false and where it is true. */
const excuses = [new WeakMap<Value, Excuse | null>(), new WeakMap<Value, Excuse | null>()] as const;

/** The excuse of those for whom the tested value was `kept`; `truthy` is the side. */
export function excuseOf(m: Machine, kept: Value, truthy: boolean): Excuse | null {
  const all = atoms(kept).map((atom) => {
    const known = excuses[truthy ? 1 : 0];
    let excuse = known.get(atom);
    if (excuse === undefined) known.set(atom, (excuse = excuseOfAtom(m, atom, truthy)));
    return excuse;
  });
  return all.length > 0 ? both(all) : null;
}

function excuseOfAtom(m: Machine, atom: Value, truthy: boolean): Excuse | null {
  if (atom.t === 'env') return { what: `${atom.name} is ${truthy ? 'set' : 'unset'}`, minor: m.publicVariable(atom.name) };
  const taints = taintsOf(atom).filter((taint) => !taint.startsWith('text:') && taint !== 'checked');
  const known = taints.filter((taint) => taint.startsWith(CONDITION));
  if (taints.length === 0) return null;
  if (known.length === taints.length) return both(known.map(excuseIn));
  if (taints.every((taint) => taint.startsWith('env:') || taint.startsWith(CONDITION))) {
    const names = taints.filter((taint) => taint.startsWith('env:')).map((taint) => taint.slice('env:'.length));
    return both([...names.map((name) => ({ what: `a condition on ${name} says so`, minor: m.publicVariable(name) })), ...known.map(excuseIn)]);
  }
  if (!truthy && taints.every((taint) => address.test(taint))) return { what: `${sourceOf(taints[0] ?? '')} is missing`, minor: false };
  // The count's own state, but not the comparison of it: a window that begins, a counter that is not there yet.
  return !countOf(taints)?.sure && taints.some((taint) => /^(memory|counter|quota)(:|$)/.test(taint)) ? { what: null, minor: true } : null;
}

const sourceOf = (taint: Taint): string => (taint.startsWith('caller:ip') ? "the caller's address" : `the header ${taint.split(':')[2] ?? ''}`);

/** All of them together; null where one of them is none. */
export function both(excuses: readonly (Excuse | null)[]): Excuse | null {
  const given = excuses.filter((one) => one !== null);
  if (given.length < excuses.length) return null;
  const words = [...new Set(given.flatMap((one) => one.what ?? []))];
  return { what: words.length > 0 ? words.join(' or ') : null, minor: given.every((one) => one.minor) };
}

/** The excuse as a mark on a constant that was chosen by it. */
const markOf = (excuse: Excuse | null): readonly Taint[] =>
  excuse === null || excuse.what === null ? [] : [`${CONDITION}${excuse.minor ? '~' : ''}${excuse.what}`];

function excuseIn(taint: Taint): Excuse {
  const text = taint.slice(CONDITION.length);
  return text.startsWith('~') ? { what: text.slice(1), minor: true } : { what: text, minor: false };
}

/** A constant that is there, or not there, because of a switch in the environment remembers it. */
export function chosenBy<R extends Result>(f: Frame, excuse: Excuse | null, results: readonly R[]): R[] {
  const mark = markOf(excuse);
  if (mark.length === 0) return [...results];
  const marked = (value: Value): Value =>
    value.t === 'const' && (typeof value.value === 'boolean' || isNullish(value) === true) && value.taints.length === 0
      ? f.machine.values.constant(value.value, mark)
      : value;
  return results.map((one) => ({ ...one, value: marked(one.value) }));
}

/** Notes which side of a condition the path took, if either side has an excuse. */
export function sided(path: Path, excuses: Excuses, at: Site, side: boolean): Path {
  if (excuses.yes === null && excuses.no === null) return path;
  const excuse = side ? excuses.yes : excuses.no;
  return { env: path.env, facts: spare(path.facts, { id: siteKey(at), side, excuse, at }) };
}

export const FAILS: Excuse = { what: 'it fails open: when the limiter cannot be asked, everybody is let in', minor: false };

/** After something that may fail: where a limit was asked for in it, those for whom it failed were not asked. */
export function failing(done: readonly Facts[], before: Facts): Excuses {
  const asked = (facts: Facts): boolean => facts.limitLooked.length > before.limitLooked.length || facts.limit.length > before.limit.length;
  return done.some(asked) ? { yes: FAILS, no: null } : noExcuses;
}
