/** Conditions: which paths go on where. */
import type { Expr } from '@gatelint/ts-facts';
import { weighed } from './counting.js';
import { evaluate, variable } from './evaluate.js';
import { knowSet, type Path } from './facts.js';
import { siteOf, type Frame } from './machine.js';
import { memberOf } from './members.js';
import { mergePaths, setVariable } from './paths.js';
import { both, excuseOf, noExcuses, sided, type Excuses } from './sparing.js';
import { assignTo } from './bind.js';
import { toldBy } from './ownership.js';
import { narrowedWith } from './siblings.js';
import { turned } from './conditions.js';
import { atoms, taintsOf, type Value } from './value.js';

export interface Branches {
  readonly yes: Path[];
  readonly no: Path[];
  /** What the condition stems from, for what is said about it. */
  readonly taints: readonly string[];
  /** What either side relies on. */
  readonly excuses: Excuses;
}

/** Splits the path by the condition. Variables and their members are narrowed to what they can be on each side. */
export function test(f: Frame, expr: Expr, path: Path): Branches {
  const v = f.machine.values;
  if (expr.k === 'unary' && expr.op === '!') {
    const inner = test(f, expr.value, path);
    return { yes: inner.no, no: inner.yes, taints: inner.taints, excuses: { yes: inner.excuses.no, no: inner.excuses.yes } };
  }
  if (expr.k === 'logical' && expr.op !== '??') {
    const left = test(f, expr.left, path);
    const going = expr.op === '&&' ? left.yes : left.no;
    const right = going.map((one) => test(f, expr.right, one));
    const yes = right.flatMap((one) => one.yes);
    const no = right.flatMap((one) => one.no);
    const taints = [...left.taints, ...right.flatMap((one) => one.taints)];
    const also = right.length === 0 ? noExcuses : { yes: both(right.map((one) => one.excuses.yes)), no: both(right.map((one) => one.excuses.no)) };
    const at = siteOf(f.module.file, expr.at);
    const part = (paths: readonly Path[], excuses: Excuses, side: boolean): Path[] => mergePaths(v, paths).map((one) => sided(one, excuses, at, side));
    if (expr.op === '&&') {
      const excuses = { yes: left.excuses.yes ?? also.yes, no: both([left.excuses.no, also.no]) };
      return { yes: part(yes, excuses, true), no: part([...left.no, ...no], excuses, false), taints, excuses };
    }
    const excuses = { yes: both([left.excuses.yes, also.yes]), no: left.excuses.no ?? also.no };
    return { yes: part([...left.yes, ...yes], excuses, true), no: part(no, excuses, false), taints, excuses };
  }
  const yes: Path[] = [];
  const no: Path[] = [];
  const taints: string[] = [];
  const all: Excuses[] = [];
  for (const result of evaluate(f, expr, path)) {
    const stems = taintsOf(result.value);
    taints.push(...stems);
    const truthy = v.filter(result.value, true);
    const falsy = v.filter(result.value, false);
    // Only where it can go both ways does it say anything of the path.
    const at = siteOf(f.module.file, expr.at);
    const own: Excuses = truthy && falsy ? { yes: excuseOf(f.machine, truthy, true), no: excuseOf(f.machine, falsy, false) } : noExcuses;
    if (truthy && falsy) all.push(own);
    const towards = (held: boolean): Path =>
      truthy && falsy ? sided(weighed(turned(f, expr, stems, held, result.path), stems, at, held, true), own, at, held) : result.path;
    const told = (paths: readonly Path[], side: boolean): Path[] =>
      truthy && falsy ? paths.map((one) => toldBy(f, expr, result.value, side, one)) : [...paths];
    if (truthy) yes.push(...told(narrow(f, expr, towards(true), true, truthy), true));
    if (falsy) no.push(...told(narrow(f, expr, towards(false), false, falsy), false));
  }
  const excuses = all.length === 0 ? noExcuses : { yes: both(all.map((one) => one.yes)), no: both(all.map((one) => one.no)) };
  return { yes: mergePaths(v, yes), no: mergePaths(v, no), taints, excuses };
}

/** Lays what the test has shown onto the variable that it was about. */
function narrow(f: Frame, expr: Expr, path: Path, truthy: boolean, value: Value): Path[] {
  const v = f.machine.values;
  let after = path;
  for (const atom of atoms(value)) if (atom.t === 'env' && truthy) after = { env: after.env, facts: knowSet(after.facts, atom.name) };
  if (expr.k === 'ref') {
    const before = variable(f, expr.binding, after);
    const kept = shown(f, v.filter(before, truthy), truthy);
    return kept && after.env.has(expr.binding) ? [narrowedWith(f, expr.binding, before, kept, after)] : [after];
  }
  if (expr.k === 'member' && expr.object.k === 'ref' && typeof expr.property === 'string') {
    const name = expr.property;
    const object = variable(f, expr.object.binding, after);
    // Of several things that it can be, those stay whose member is so.
    if (object.t === 'union' && after.env.has(expr.object.binding)) {
      const kept = object.of.filter((atom) => {
        const member = memberOf(f, atom, name);
        return member === null ? !truthy : v.filter(member, truthy) !== null;
      });
      if (kept.length > 0) return [setVariable(after, expr.object.binding, v.union(kept))];
    }
    if (object.t === 'object' && object.fields.get(name)?.t === 'union') {
      const member = object.fields.get(name);
      const kept = member ? v.filter(member, truthy) : null;
      if (kept && after.env.has(expr.object.binding)) return assignTo(f, expr, kept, after);
    }
  }
  const chain = chainOf(expr);
  if (chain && after.env.has(chain.binding)) {
    const before = variable(f, chain.binding, after);
    const kept = withMember(f, before, chain.names, truthy);
    if (kept && kept !== before) return [setVariable(after, chain.binding, kept)];
  }
  if (expr.k === 'assign' && expr.op === '=' && expr.target.p === 'binding') {
    const kept = v.filter(variable(f, expr.target.binding, after), truthy);
    return kept && after.env.has(expr.target.binding) ? [setVariable(after, expr.target.binding, kept)] : [after];
  }
  if (expr.k === 'binary') return narrowComparison(f, expr, after, truthy);
  return [after];
}

/** `ctx.user?.id`: the variable, and the names that lead from it to what is tested. */
function chainOf(expr: Expr): { readonly binding: number; readonly names: readonly string[] } | null {
  const names: string[] = [];
  let at = expr;
  for (; at.k === 'member'; at = at.object) {
    if (typeof at.property !== 'string') return null;
    names.unshift(at.property);
  }
  return at.k === 'ref' && names.length > 0 ? { binding: at.binding, names } : null;
}

/** What was tested and passed is there, and the next test of it goes one way. */
function shown(f: Frame, value: Value | null, truthy: boolean): Value | null {
  if (!value || !truthy) return value;
  const v = f.machine.values;
  if (!atoms(value).some((atom) => atom.t === 'opaque' && !atom.truthy)) return value;
  return v.union(atoms(value).map((atom) => (atom.t === 'opaque' && !atom.truthy ? v.opaque(atom.taints, atom.because, true) : atom)));
}

/** What is left of a value whose member is so; null when nothing is. Only what is known to the last name can be told apart. */
function withMember(f: Frame, value: Value, names: readonly string[], truthy: boolean): Value | null {
  const v = f.machine.values;
  const [name, ...rest] = names;
  if (name === undefined) return shown(f, v.filter(value, truthy), truthy);
  switch (value.t) {
    case 'union': {
      const kept = value.of.flatMap((atom) => withMember(f, atom, names, truthy) ?? []);
      return kept.length === 0 ? null : v.union(kept);
    }
    case 'const':
      return truthy && (value.value === null || value.value === undefined) ? null : value;
    case 'object': {
      const field = value.fields.get(name);
      if (!field) return value;
      const kept = withMember(f, field, rest, truthy);
      if (kept === null || kept === field) return kept && value;
      return v.object(new Map(value.fields).set(name, kept), value.rest);
    }
    default:
      return value;
  }
}

/** `x === null`, `x !== undefined`, `x == 'a'`: the side that is a variable keeps what fits. */
function narrowComparison(f: Frame, expr: Extract<Expr, { k: 'binary' }>, path: Path, held: boolean): Path[] {
  const v = f.machine.values;
  const equal = expr.op === '===' || expr.op === '==' ? held : expr.op === '!==' || expr.op === '!=' ? !held : null;
  if (equal === null) return [path];
  for (const [side, other] of [
    [expr.left, expr.right],
    [expr.right, expr.left],
  ] as const) {
    if (side.k !== 'ref' || other.k !== 'literal' || !path.env.has(side.binding)) continue;
    const loose = expr.op.length === 2;
    const value = variable(f, side.binding, path);
    const kept = atoms(value).filter((atom) => {
      const same = sameAs(atom, other.undef ? undefined : other.value, loose);
      return same === null || same === equal;
    });
    if (kept.length > 0 && kept.length < atoms(value).length) return [narrowedWith(f, side.binding, value, v.union(kept), path)];
  }
  return [path];
}

function sameAs(value: Value, constant: string | number | boolean | null | undefined, loose: boolean): boolean | null {
  if (value.t === 'opaque' || value.t === 'env' || value.t === 'library')
    return value.t === 'opaque' && value.truthy && (constant === null || constant === undefined) ? false : null;
  if (value.t !== 'const') return false;
  if (loose && (constant === null || constant === undefined)) return value.value === null || value.value === undefined;
  return value.value === constant;
}
