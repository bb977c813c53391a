/**
 * What a test says of whose a record is. A record that was fetched and compared with who was verified is theirs on one side; so is one that was found by a key
 * of the caller's together with something of theirs. Marks on values carry that on, and claims on the path say it of the key.
 */
import type { Expr } from '@gatelint/ts-facts';
import { assignTo } from './bind.js';
import { EVERYTHING, isClaimed, isOne, joinClaims, keysIn, noClaims, wholeOf, type Claims } from './claims.js';
import { variable } from './evaluate.js';
import { claim, type Path, type Result } from './facts.js';
import type { Frame } from './machine.js';
import { memberOf } from './members.js';
import { eachInside } from './search.js';
import { ASIDE, OWN, PERHAPS, ROLE, TRAIT } from './ties.js';
import { atoms, constantOf, FOUND, isNullish, taintsOf, truth, type Taint, type Value } from './value.js';

/** Marks of a comparison: it holds where the record is the caller's, or where it is not. */
const SAME = 'same';
const OTHER = 'other';

/** Marks of what compares `left` with `right`; [] where it says nothing of whose a record is. */
export function likeness(op: string, left: Value, right: Value): readonly Taint[] {
  const [a, b] = [taintsOf(left), taintsOf(right)];
  const own = a.includes(OWN) || b.includes(OWN);
  if (!own && !a.includes('principal') && !b.includes('principal')) return [];
  const constant = left.t === 'const' ? left : right.t === 'const' ? right : null;
  const ordered = op.startsWith('<') || op.startsWith('>');
  if (constant) {
    const value = constantOf(constant);
    if (ordered) return own && typeof value === 'number' && value <= 1 ? [op.startsWith('>') === (constant === right) ? SAME : OTHER] : [];
    const empty = isNullish(constant) === true || value === 0 || value === false || value === '';
    if (keysIn([...a, ...b]).length > 0) return own ? [op.startsWith('!') === empty ? SAME : OTHER] : [];
    return empty && !own ? [] : [...(empty ? [] : [TRAIT]), op.startsWith('!') === empty ? SAME : OTHER];
  }
  if (ordered) return [];
  const known = (taints: readonly Taint[]): boolean => (taints.includes('principal') && keysIn(taints).length === 0) || taints.includes(OWN);
  const open = (taints: readonly Taint[]): boolean => !taints.includes('principal') && (keysIn(taints).length > 0 || taints.includes('database'));
  if ((known(a) && open(b)) || (known(b) && open(a))) return [op.startsWith('!') ? OTHER : SAME];
  return [];
}

/** Whether it is the outcome of a comparison that holds for what is the caller's. */
export function isLike(answer: Value): boolean {
  const taints = taintsOf(answer);
  return taints.includes(SAME) && !taints.includes(OTHER);
}

/** Marks of asking whether one of `list` is `value`. */
export const likenessIn = (list: Value, value: Value | undefined): readonly Taint[] =>
  value === undefined
    ? []
    : list.t === 'array' && list.items.every((item) => item.t === 'const') && !list.rest
      ? likeness('===', value, list.items[0] ?? value)
      : likeness('===', list, value);

/** After a test of `value`: what the path that went to `side` knows of whose the records in it are. */
export function toldBy(f: Frame, expr: Expr, value: Value, side: boolean, path: Path): Path {
  const proven = atoms(value).some(isProof) ? provenIn(value) : noClaims;
  if (proven !== noClaims) return toldMore(f, expr, value, side, { env: path.env, facts: claim(path.facts, side ? proven : { own: [], asked: proven.asked }) });
  return toldMore(f, expr, value, side, path);
}

function toldMore(f: Frame, expr: Expr, value: Value, side: boolean, path: Path): Path {
  const stems = testedOf(value);
  const own = stems.includes(OWN);
  const perhaps = stems.includes(PERHAPS);
  const keys = keysIn(stems);
  const known = path.facts.claims.own;
  const found = !own && known.length > 0 && stems.includes('database') && keys.some((key) => known.includes(key));
  // What is theirs has to be a certain one.
  if (known.length > 0 && !stems.includes('database') && expr.k === 'binary' && keys.some((key) => known.includes(key)))
    return { env: path.env, facts: claim(path.facts, { own: [], asked: [EVERYTHING] }) };
  if (!own && !perhaps && !found && !stems.includes('principal')) return path;
  const [same, other] = [stems.includes(SAME), stems.includes(OTHER)];
  const evidence = same === other ? ((own || found) && !same && !stems.includes('related') ? true : null) : same;
  if (keys.length === 0) return toldOfCaller(f, expr, stems, side, evidence, path);
  // Who somebody is was looked at together with what they send: what came of it cannot be said.
  if (evidence === null || stems.includes('ordered')) return { env: path.env, facts: claim(path.facts, { own: [], asked: keys }) };
  const asked = stems.includes(TRAIT) ? [...keys, EVERYTHING] : keys;
  const facts = claim(path.facts, { own: evidence === side ? keys.filter(isOne) : [], asked });
  return evidence === side ? marked(f, expr, { env: path.env, facts }) : { env: path.env, facts };
}

/** What is tested of a value: of an object that it is there, and none of what is in it. */
function testedOf(value: Value): readonly Taint[] {
  if (value.t !== 'union') return value.t === 'object' || value.t === 'array' ? taintsOf(value).filter((taint) => !inside.has(taint)) : taintsOf(value);
  return value.of.some((atom) => atom.t === 'object' || atom.t === 'array') ? [...new Set(value.of.flatMap(testedOf))] : taintsOf(value);
}

const inside: ReadonlySet<Taint> = new Set([ROLE, TRAIT, SAME, OTHER]);

/** What somebody is, is tested, and not what they send: a role that lets them touch any record, or another trait, which may. */
function toldOfCaller(f: Frame, expr: Expr, stems: readonly Taint[], side: boolean, evidence: boolean | null, path: Path): Path {
  const holds = (evidence ?? true) === side;
  const role = stems.includes(ROLE);
  const after = evidence === side ? marked(f, expr, path) : path;
  // That there is somebody says nothing of what they may.
  if (!role && !stems.includes(TRAIT) && expr.k !== 'call') return after;
  return { env: after.env, facts: claim(after.facts, { own: role && holds ? [EVERYTHING] : [], asked: [EVERYTHING] }) };
}

/** Marks the records that a test has spoken of as the caller's. */
function marked(f: Frame, expr: Expr, path: Path): Path {
  let after = path;
  eachInside(expr, (one) => {
    if (one.k !== 'ref' && one.k !== 'member') return;
    const value = valueOf(f, one, after);
    if (!value || !atoms(value).some(isOpen)) return;
    const [first] = assignTo(f, one, own(f, value), after);
    if (first) after = first;
  });
  return after;
}

/** A record of which it was not known whose it is. */
function isOpen(value: Value): boolean {
  if (value.t !== 'opaque' && !(value.t === 'library' && value.fields.has(FOUND))) return false;
  const { taints } = value;
  return taints.includes('database') && !taints.includes(OWN) && !(taints.includes('principal') && keysIn(taints).length === 0);
}

/** The value as one of the caller's own. */
export function own(f: Pick<Frame, 'machine'>, value: Value): Value {
  const v = f.machine.values;
  if (value.t === 'union') return v.union(value.of.map((atom) => (isOpen(atom) ? own(f, atom) : atom)));
  if (value.t === 'opaque')
    return v.opaque([...value.taints.filter((taint) => taint !== ASIDE && taint !== PERHAPS), OWN], value.because, value.truthy, value.falsy);
  if (value.t === 'library') return v.library(value.package, value.path, { ...value, taints: [...value.taints, OWN].sort() });
  return value;
}

/** The value of a variable, or of a member of one; null for anything that would have to be run. */
function valueOf(f: Frame, expr: Expr, path: Path): Value | null {
  if (expr.k === 'ref') return path.env.has(expr.binding) ? variable(f, expr.binding, path) : null;
  if (expr.k !== 'member' || typeof expr.property !== 'string') return null;
  const object = valueOf(f, expr.object, path);
  // What is inside of a record is marked with it.
  if (!object || !atoms(object).some((atom) => atom.t === 'object')) return null;
  return memberOf(f, object, expr.property);
}

/** Somebody who is verified, and what the caller sends, are handed to what cannot be followed: it may have refused by itself. */
export function handedOver(path: Path, taints: readonly Taint[]): Path {
  if (!taints.includes('principal') || taints.includes(OWN)) return path;
  const keys = keysIn(taints);
  return keys.length === 0 ? path : { env: path.env, facts: claim(path.facts, { ...noClaims, asked: keys }) };
}

/** A record was found, and a secret that it keeps fits what the caller sends: the keys that it was found by are the caller's. */
export function provenBy(values: readonly Value[], path: Path): Path {
  const keys = values.flatMap((value) => (taintsOf(value).includes('database') ? keysIn(taintsOf(value)) : []));
  return keys.length === 0 ? path : { env: path.env, facts: claim(path.facts, { own: keys.filter(isOne), asked: keys }) };
}

/** What is signed is whose signature it is: all of a body, where all of it was. */
export function signedKeys(values: readonly Value[]): Claims {
  const keys = values.flatMap((value) => keysIn(taintsOf(value)));
  const own = [...new Set(keys.map((key) => (isOne(key) ? key : wholeOf(key))))].sort();
  return own.length === 0 ? noClaims : { own, asked: own };
}

/** A record that had to be there was found: what it was found by together with something of the caller's own is theirs. */
export function foundOn(path: Path, taints: readonly Taint[]): Path {
  const keys = keysIn(taints);
  if (keys.length === 0) return path;
  if (taints.includes(OWN) || keys.some((key) => isClaimed(path.facts.claims, key)))
    return { env: path.env, facts: claim(path.facts, { own: keys.filter(isOne), asked: keys }) };
  return taints.includes(PERHAPS) ? { env: path.env, facts: claim(path.facts, { own: [], asked: keys }) } : path;
}

/** What a table of data has for what somebody is: `permissions[user.role]`. */
export function chosenFor(f: Frame, key: Value | null, found: Value): Value {
  if (!key || !taintsOf(key).includes(ROLE) || atoms(found).some((atom) => !data.has(atom.t))) return found;
  return f.machine.values.opaque([...taintsOf(found), 'principal', TRAIT]);
}

const data: ReadonlySet<Value['t']> = new Set(['const', 'array', 'object', 'opaque']);

/** An answer that hangs on who somebody is remembers it. */
export function answerBy(f: Frame, answer: boolean, reason: Value): Value {
  const taints = taintsOf(reason);
  return f.machine.values.constant(answer, taints.includes('principal') || taints.includes(OWN) ? taints.filter((taint) => !taint.startsWith('text:')) : []);
}

/** Mark of an answer that is there, or true, only where a key was found to be the caller's. */
const PROVES = 'proves:';

/**
 * Results that are joined before anybody asks which of them it is: what came of a way on which something was found to be the caller's remembers it, so that who tests
 * the result knows.
 */
export function carried<R extends Result>(f: Pick<Frame, 'machine'>, before: Claims, results: readonly R[]): readonly R[] {
  if (results.every((one) => one.path.facts.claims.own === before.own)) return results;
  return results.map((one) => {
    const gained = one.path.facts.claims.own.filter((key) => !before.own.includes(key));
    return gained.length === 0 ? one : { ...one, value: proving(f, one.value, gained) };
  });
}

function proving(f: Pick<Frame, 'machine'>, value: Value, keys: readonly Taint[]): Value {
  const v = f.machine.values;
  if (value.t === 'union') return v.union(value.of.map((atom) => proving(f, atom, keys)));
  const marks = keys.map((key) => `${PROVES}${key}`);
  if (value.t === 'const' && value.value === true) return v.constant(value.value, [...new Set([...value.taints, ...marks])].sort());
  if (value.t !== 'opaque') return value;
  // Data is no answer; a record that was found by such a key is the caller's.
  if (isOpen(value) && keysIn(value.taints).some((key) => keys.includes(key))) return own(f, value);
  if (keysIn(value.taints).length > 0 || value.taints.includes('database') || !value.taints.includes('principal')) return value;
  return v.opaque([...value.taints, ...marks], value.because, value.truthy, value.falsy);
}

const isProof = (atom: Value): boolean => (atom.t === 'const' || atom.t === 'opaque') && atom.taints.some((taint) => taint.startsWith(PROVES));

/** What the value proves by being there: what all do that it can be then. */
function provenIn(value: Value): Claims {
  const [first, ...others] = atoms(value).filter((atom) => truth(atom) !== false);
  const of = (atom: Value): Claims => {
    const taints = atom.t === 'const' || atom.t === 'opaque' ? atom.taints : [];
    const keys = taints.filter((taint) => taint.startsWith(PROVES)).map((taint) => taint.slice(PROVES.length));
    return keys.length === 0 ? noClaims : { own: keys, asked: keys };
  };
  return first ? others.reduce((known, atom) => joinClaims(known, of(atom)), of(first)) : noClaims;
}
