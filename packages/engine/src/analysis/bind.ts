/** Destructuring and assignment. */
import type { Expr, Pattern } from '@gatelint/ts-facts';
import { evaluate, isGlobalObject } from './evaluate.js';
import { GLOBAL, THIS, type Path } from './facts.js';
import { callLibrary } from './library-call.js';
import { siteOf, type Frame } from './machine.js';
import { memberOf } from './members.js';
import { crash, mergePaths, setVariable } from './paths.js';
import { related } from './siblings.js';
import { constantOf, isNullish, taintsOf, type Value, type ValueOf } from './value.js';

/** Lays `value` into `pattern`. A path on which that throws (null has no members) ends. */
export function bindPattern(f: Frame, pattern: Pattern, value: Value, path: Path): Path[] {
  const v = f.machine.values;
  switch (pattern.p) {
    case 'binding':
      return [setVariable(path, pattern.binding, value)];
    case 'default': {
      const out: Path[] = [];
      const missing = isUndefined(value);
      if (missing !== true) {
        const rest = value.t === 'union' ? v.union(value.of.filter((atom) => isUndefined(atom) !== true)) : value;
        out.push(...bindPattern(f, pattern.target, rest, path));
      }
      if (missing !== false) for (const result of evaluate(f, pattern.value, path)) out.push(...bindPattern(f, pattern.target, result.value, result.path));
      return mergePaths(v, out);
    }
    case 'object': {
      if (isNullish(value) === true) {
        crash(f, path);
        return [];
      }
      let paths: Path[] = [path];
      for (const prop of pattern.props) {
        const next: Path[] = [];
        for (const one of paths) {
          const part = typeof prop.key === 'string' ? memberOf(f, value, prop.key) : computedMember(f, value, prop.key, one);
          next.push(...bindPattern(f, prop.value, part ?? v.undefined, one));
        }
        paths = mergePaths(v, next);
      }
      if (pattern.rest) {
        const rest = pattern.rest;
        const taken = new Set(pattern.props.map((prop) => (typeof prop.key === 'string' ? prop.key : '')));
        const left =
          value.t === 'object'
            ? v.object(new Map([...value.fields].filter(([name]) => !taken.has(name))), value.rest)
            : value.t === 'library' || value.t === 'module'
              ? value
              : v.opaque(taintsOf(value));
        paths = paths.flatMap((one) => bindPattern(f, rest, left, one));
      }
      return paths.map((one) => related(f, pattern, value, one));
    }
    case 'array': {
      if (isNullish(value) === true) {
        crash(f, path);
        return [];
      }
      let paths: Path[] = [path];
      pattern.items.forEach((item, index) => {
        if (item)
          paths = mergePaths(
            v,
            paths.flatMap((one) => bindPattern(f, item, elementOf(f, value, index), one)),
          );
      });
      if (pattern.rest) {
        const rest = pattern.rest;
        paths = paths.flatMap((one) => bindPattern(f, rest, value.t === 'array' ? v.array(value.items.slice(pattern.items.length), value.rest) : value, one));
      }
      return paths.map((one) => related(f, pattern, value, one));
    }
    case 'expression': {
      const { target } = pattern;
      // What a call hands out has no name under which it would be found again: it is called, and that is all.
      if (isKept(target)) return assignTo(f, target, value, path);
      return evaluate(f, target.k === 'member' ? target.object : target, path).map((result) => result.path);
    }
  }
}

function isUndefined(value: Value): boolean | null {
  if (value.t === 'const') return value.value === undefined;
  if (value.t === 'union') {
    const all = value.of.map(isUndefined);
    return all.every((one) => one === true) ? true : all.every((one) => one === false) ? false : null;
  }
  return value.t === 'opaque' || value.t === 'env' ? null : false;
}

/** The n-th element of something that is iterated. */
function elementOf(f: Frame, value: Value, index: number): Value {
  const v = f.machine.values;
  if (value.t === 'array') return value.items[index] ?? value.rest ?? v.undefined;
  if (value.t === 'union') return v.union(value.of.map((atom) => elementOf(f, atom, index)));
  // Pairs and tuples of a library (`useState`, a driver's `[rows, fields]`) are told apart by nothing but the library.
  if (value.t === 'library') return v.library(value.package, [...value.path, '*'], { taints: value.taints, site: value.site });
  return v.opaque(taintsOf(value));
}

function computedMember(f: Frame, value: Value, key: Expr, path: Path): Value | null {
  const name = evaluate(f, key, path)[0]?.value;
  const constant = name ? constantOf(name) : null;
  return constant === null ? f.machine.values.opaque(taintsOf(value)) : memberOf(f, value, String(constant));
}

/** Whether a place is in a variable, in `this` or on the global object: whoever reads it later finds what was set. */
function isKept(target: Expr): boolean {
  if (target.k === 'member') return isKept(target.object);
  return target.k === 'ref' || target.k === 'this' || isGlobalObject(target);
}

/**
 * `a.b.c = value`: the variable at the root gets a new value, since objects are values here. A place inside of what a call hands out is left alone, and the call is
 * not made again: in `q.where(a).limit(1)…` each step would otherwise run all steps before it twice.
 */
export function assignTo(f: Frame, target: Expr, value: Value, path: Path): Path[] {
  if (!isKept(target)) return [path];
  if (target.k === 'ref') return [setVariable(path, target.binding, value)];
  if (target.k === 'this') return [setVariable(path, THIS, value)];
  if (isGlobalObject(target)) return [setVariable(path, GLOBAL, value)];
  if (target.k !== 'member') return [path];
  const name = typeof target.property === 'string' ? target.property : null;
  const out: Path[] = [];
  for (const object of evaluate(f, target.object, path)) {
    const key = name ?? stringOf(f, target.property as Expr, object.path);
    if (key !== null && answersByAssignment(f, object.value, key)) {
      // `ctx.status = 401`, `ctx.body = …`: setting it is answering.
      const member = f.machine.matcher.resolve(object.value.package, [...object.value.path, key]);
      const set = f.machine.values.library(member.module, member.path, object.value);
      out.push(...callLibrary(f, set, [value], object.path, siteOf(f.module.file, target.at), null).map((one) => one.path));
      continue;
    }
    const changed = key === null ? withAnyField(f, object.value, value) : withField(f, object.value, key, value);
    out.push(...(changed ? assignTo(f, target.object, changed, object.path) : [object.path]));
  }
  return mergePaths(f.machine.values, out);
}

function answersByAssignment(f: Frame, object: Value, key: string): object is ValueOf<'library'> {
  return (
    object.t === 'library' &&
    f.machine.matcher
      .rows(object.package, [...object.path, key])
      .some((row) => row.role === 'sets-status' || (row.role === 'sends-response' && !('arg' in row)))
  );
}

function stringOf(f: Frame, expr: Expr, path: Path): string | null {
  const value = evaluate(f, expr, path)[0]?.value;
  const constant = value ? constantOf(value) : null;
  return constant === null ? null : String(constant);
}

/** `table[key] = value` with a key that is not constant: any further member may be it. */
function withAnyField(f: Frame, object: Value, value: Value): Value | null {
  const v = f.machine.values;
  if (object.t === 'object') return v.object(object.fields, object.rest ? v.union([object.rest, value]) : value);
  if (object.t === 'array') return v.array(object.items, object.rest ? v.union([object.rest, value]) : value);
  return null;
}

/** The value with one field set; null when it cannot have any that we follow. */
export function withField(f: Pick<Frame, 'machine'>, object: Value, name: string, value: Value): Value | null {
  const v = f.machine.values;
  if (object.t === 'object') return v.object(new Map(object.fields).set(name, value), object.rest);
  if (object.t === 'instance') return v.instance(object.file, object.cls, new Map(object.fields).set(name, value));
  if (object.t === 'library') return v.library(object.package, object.path, { ...object, fields: new Map(object.fields).set(name, value) });
  if (object.t === 'opaque') return v.object(new Map([[name, value]]), object);
  return null;
}
