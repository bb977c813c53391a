/** Comparisons. A caller's value against a secret of ours is where a credential is verified by hand. */
import { holdIdentity, look, type Held, type Path, type Result, type Site } from './facts.js';
import { siteKey, type Frame } from './machine.js';
import { setAtStart } from './module-values.js';
import { likeness } from './ownership.js';
import { mergeResults, withValue } from './paths.js';
import { atoms, constantOf, fromCaller, fromEnv, isNullish, taintsOf, type Value } from './value.js';

export function compare(f: Frame, op: string, left: Value, right: Value, path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const both = [withValue(path, v.true), withValue(path, v.false)];
  if (op === 'in') return hasMember(f, left, right, path);
  if (op === 'instanceof') return instance(f, left, right, path);
  if (op.startsWith('<') || op.startsWith('>')) {
    const a = constantOf(left);
    const b = constantOf(right);
    if (typeof a === 'number' && typeof b === 'number')
      return [withValue(path, v.constant(op === '<' ? a < b : op === '>' ? a > b : op === '<=' ? a <= b : a >= b))];
    return [withValue(path, v.opaque([...ordered(op, left, right), ...likeness(op, left, right)]))];
  }
  const negated = op.startsWith('!');
  const loose = op.length === 2;
  const answer = (equal: boolean): Value => (equal === !negated ? v.true : v.false);
  const verified = verify(f, left, right, path, at) ?? platform(f, left, right, path);
  if (verified) return verified.map((result) => withValue(result.path, answer(result.value === v.true)));
  if (left.t === 'union' || right.t === 'union') {
    const out: Result[] = [];
    for (const a of atoms(left)) for (const b of atoms(right)) out.push(...compare(f, op, a, b, path, at));
    return mergeResults(v, out);
  }
  const equal = equality(left, right, loose);
  if (equal !== null) return [withValue(path, answer(equal))];
  const taints = [...taintsOf(left), ...taintsOf(right)];
  return taints.length > 0 ? [withValue(path, v.opaque([...taints, ...likeness(op, left, right)]))] : mergeResults(v, both);
}

/** What the order of two values stems from. Where one of them is counted, whether the comparison holds for more of it or for fewer; that a list is empty is no count. */
function ordered(op: string, left: Value, right: Value): string[] {
  const [a, b] = [taintsOf(left), taintsOf(right)];
  const isCount = (taints: readonly string[]): boolean => taints.some((taint) => taint === 'counter' || taint === 'counter:all' || taint === 'length');
  const emptiness = (taints: readonly string[], bound: Value): boolean => {
    const least = constantOf(bound);
    return typeof least === 'number' && least <= 1 && (taints.includes('length') || (taints.includes('database') && isCount(taints)));
  };
  if (emptiness(a, right) || emptiness(b, left)) return [...a, ...b];
  const more = isCount(a) === isCount(b) ? null : isCount(a) === op.startsWith('>');
  return [...a, ...b, more === null ? 'ordered' : more ? 'ordered:more' : 'ordered:fewer'];
}

/** Whether two atoms are equal; null when that cannot be said. */
function equality(a: Value, b: Value, loose: boolean): boolean | null {
  if (a.t === 'const' && b.t === 'const') {
    if (loose && isNullish(a) && isNullish(b)) return true;
    return loose ? String(a.value) === String(b.value) && isNullish(a) === isNullish(b) : a.value === b.value;
  }
  const constant = a.t === 'const' ? a : b.t === 'const' ? b : null;
  const other = constant === a ? b : a;
  if (!constant) return a === b && a.t !== 'opaque' && a.t !== 'env' && a.t !== 'library' ? true : null;
  if (isNullish(constant)) return isNullish(other);
  if (other.t === 'opaque' || other.t === 'env' || other.t === 'library' || other.t === 'principal' || other.t === 'native') return null;
  return false;
}

/** Caller against each of a list of secrets. One that is not set is no list: nobody is found in it. Null when it is no such comparison. */
export const verifyAmong = (f: Frame, list: Value, one: Value, path: Path, at: Site): Result[] | null => verify(f, list, one, path, at, true);

/** Caller against secret: equal means verified. Null when it is no such comparison. */
export function verify(f: Frame, left: Value, right: Value, path: Path, at: Site, among = false): Result[] | null {
  const v = f.machine.values;
  const [a, b] = [taintsOf(left), taintsOf(right)];
  // Who sits on both sides proves nothing: a value is compared with itself.
  const secretSide = fromCaller(a) && !fromEnv(a) ? right : fromCaller(b) && !fromEnv(b) ? left : null;
  if (!secretSide) return null;
  const secretTaints = secretSide === right ? b : a;
  const variable = fromEnv(secretTaints);
  if (variable === null || variable === '*' || f.machine.publicVariable(variable)) return null;
  const unset = !among && !path.facts.set.includes(variable) && !setAtStart(f.machine, f.module).has(variable) && !secretTaints.includes('checked');
  const literal = secretTaints.find((taint) => taint.startsWith('text:'))?.slice(5);
  const derived = secretTaints.includes('derived');
  const fallback = atoms(secretSide).flatMap((atom) => (atom.t === 'const' && typeof atom.value === 'string' && atom.value !== '' ? [atom.value] : []))[0];
  const weaknesses =
    unset && !derived
      ? [
          {
            what:
              fallback !== undefined
                ? `${variable} may be unset, and then "${fallback}" is accepted`
                : literal === undefined
                  ? `${variable} may be unset, and then a caller who sends nothing is equal to it`
                  : `${variable} may be unset, and then "${literal}undefined" is accepted`,
            at,
          },
        ]
      : [];
  const held: Held = {
    id: `${variable}@${siteKey(at)}`,
    mechanism: derived ? `signature with ${variable}` : `${variable} compared with what the caller sends`,
    trust: 'machine',
    at,
    trace: [],
    weaknesses,
    ...(derived ? { outside: true } : {}),
  };
  const seen = look(path.facts, { id: held.id, what: held.mechanism, at, lookalike: null });
  return [withValue({ env: path.env, facts: holdIdentity(path.facts, held) }, v.true), withValue({ env: path.env, facts: seen }, v.false)];
}

/** A variable that says "we run on the platform" is what it is there. */
function platform(f: Frame, left: Value, right: Value, path: Path): Result[] | null {
  const v = f.machine.values;
  for (const [variable, constant] of [
    [left, right],
    [right, left],
  ] as const) {
    if (variable.t !== 'env' || constant.t !== 'const') continue;
    const on = f.machine.onPlatform.get(variable.name);
    if (on !== undefined) return [withValue(path, constant.value === on ? v.true : v.false)];
  }
  return null;
}

function hasMember(f: Frame, name: Value, object: Value, path: Path): Result[] {
  const v = f.machine.values;
  const key = constantOf(name);
  const answers = atoms(object).map((atom) => {
    if (key === null) return v.opaque();
    if (atom.t === 'object') return atom.fields.has(String(key)) ? v.true : atom.rest ? v.opaque() : v.false;
    if (atom.t === 'response') return atom.fields.has(String(key)) ? v.true : v.false;
    return v.opaque(taintsOf(atom));
  });
  return [withValue(path, v.union(answers))];
}

/** A response or error is an instance of library and global classes; plain data is of none. */
function instance(f: Frame, left: Value, right: Value, path: Path): Result[] {
  const v = f.machine.values;
  const answers = atoms(left).map((atom) => {
    if (atom.t === 'const') return v.false;
    const kind = classKind(right);
    if (atom.t === 'response') return right.t === 'class' || kind === null ? v.opaque() : (kind === 'error') === (atom.kind === 'error') ? v.true : v.false;
    if (atom.t === 'instance') {
      if (right.t === 'class') return right.file === atom.file && right.cls === atom.cls ? v.true : v.opaque();
      return kind === 'error' && atom.fields.has('$error') ? v.true : v.opaque();
    }
    if (atom.t === 'object' && !atom.rest && right.t === 'library') return v.false;
    if (atom.t === 'principal' && kind !== null) return v.false;
    return v.opaque();
  });
  return [withValue(path, v.union(answers))];
}

function classKind(value: Value): 'response' | 'error' | null {
  if (value.t !== 'library') return null;
  const name = value.path.at(-1) ?? '';
  return /Response$/.test(name) ? 'response' : /(Error|Exception)$/.test(name) ? 'error' : null;
}
