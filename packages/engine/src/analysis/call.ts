/** Calls and constructions: who is called, with what. */
import { Env } from './env.js';
import type { Call, Expr } from '@gatelint/ts-facts';
import { assignTo } from './bind.js';
import { choiceOf, receiverOf } from './declared.js';
import { evaluate, evaluateAll, got } from './evaluate.js';
import { doubtIdentity, THIS, type Path, type Result, type Site } from './facts.js';
import { callFunctionFull } from './invoke.js';
import { callLibrary, isDeferral } from './library-call.js';
import { superGuard } from './gates.js';
import { siteOf, type Frame } from './machine.js';
import { classMember, entryOf, memberOf } from './members.js';
import { callMethod, choose, isChoice } from './methods.js';
import { callNative } from './natives.js';
import { verifyAmong } from './compare.js';
import { excuseOf, failing, noExcuses, sided } from './sparing.js';
import { catching, evaluateSettled, handled, rejectionHandler } from './rejections.js';
import { handedOver } from './ownership.js';
import { crash, mayThrow, mergeResults, setVariable, withValue } from './paths.js';
import { isOfData, nameOf, unfollowed } from './unfollowed.js';
import { atoms, constantOf, constantsOf, IN_MAP, isNullish, madeFrom, taintsOf, type Value, type ValueOf } from './value.js';

/** What is called, and the receiver. */
interface Callee {
  readonly path: Path;
  readonly value: Value;
  readonly self: Value | null;
}

export function evaluateCall(f: Frame, expr: Call, path: Path): Result[] {
  const v = f.machine.values;
  const at = siteOf(f.module.file, expr.at);
  const out: Result[] = [];
  const handler = rejectionHandler(expr);
  const { done, failed } = handler ? catching(f, () => calleesOf(f, expr, path)) : { done: calleesOf(f, expr, path), failed: [] };
  const fails = handler
    ? failing(
        done.map((one) => one.path.facts),
        path.facts,
      )
    : noExcuses;
  if (handler)
    out.push(
      ...handled(
        f,
        expr,
        handler,
        failed.map((one) => ({ ...one, path: sided(one.path, fails, at, true) })),
        at,
      ),
    );
  for (const one of done) {
    const callee = fails === noExcuses ? one : { ...one, path: sided(one.path, fails, at, false) };
    // What fails was seen to above: what comes through is as it was.
    if (handler && callee.self && isPromiseMethod(callee.value, 'catch')) {
      out.push(withValue(callee.path, callee.self));
      continue;
    }
    const settled = callee.value.t === 'library' && callee.value.package === 'globalThis' && callee.value.path.join('.') === 'Promise.allSettled';
    const list = settled ? expr.args[0] : undefined;
    if (list?.k === 'array' && list.items.every((item) => item.k !== 'spread')) {
      out.push(...evaluateSettled(f, list.items, callee.path));
      continue;
    }
    if (isNullish(callee.value) === true && isSkipped(expr)) {
      out.push(withValue(callee.path, v.undefined));
      continue;
    }
    // What is handed to a scheduler runs after the response: its arguments are looked at as such.
    const frame = callee.value.t === 'library' && isDeferral(f.machine, callee.value) ? { ...f, deferred: true } : f;
    for (const row of evaluateAll(frame, expr.args, callee.path)) {
      mayThrow(f, row.path);
      const args = spreadArguments(v, expr.args, row.values);
      out.push(...applyExpr(f, expr, callee, args, row.path, at));
    }
  }
  return mergeResults(v, out);
}

const isPromiseMethod = (value: Value, name: string): boolean => value.t === 'native' && value.name === 'method' && value.key === name;

/** An optional call, or a call in a chain that stopped before it. */
function isSkipped(expr: Call): boolean {
  const chain = (one: Expr): boolean => (one.k === 'member' ? one.optional || chain(one.object) : one.k === 'call' ? one.optional || chain(one.callee) : false);
  return expr.optional || chain(expr.callee);
}

function spreadArguments(v: Frame['machine']['values'], exprs: readonly Expr[], values: readonly Value[]): Value[] {
  const out: Value[] = [];
  values.forEach((value, index) => {
    if (exprs[index]?.k !== 'spread') out.push(value);
    else if (value.t === 'array') out.push(...value.items, ...(value.rest ? [value.rest] : []));
    else out.push(v.opaque(taintsOf(value)));
  });
  return out;
}

/** The callee on each path; member calls keep the receiver and are not read as plain members. */
function calleesOf(f: Frame, expr: Call, path: Path): Callee[] {
  const v = f.machine.values;
  const callee = expr.callee;
  if (callee.k === 'super') return [{ path, value: v.native('super', '', []), self: path.env.get(THIS) ?? f.self }];
  if (callee.k !== 'member') return evaluate(f, callee, path).map((result) => ({ path: result.path, value: receiverOf(f, callee, result.value), self: null }));
  if (callee.object.k === 'super' && typeof callee.property === 'string' && f.self)
    return [{ path, value: superMember(f, callee.property) ?? v.opaque(), self: f.self }];
  const out: Callee[] = [];
  for (const object of evaluate(f, callee.object, path)) {
    const property = callee.property;
    let names: readonly (string | null)[] = [typeof property === 'string' ? property : null];
    let after = object.path;
    if (typeof property !== 'string') {
      const key = evaluate(f, property, object.path)[0];
      const chosen = key ? constantsOf(choiceOf(f.machine, f.module.file, property, key.value)) : null;
      names = chosen ? chosen.map(String) : [null];
      after = key?.path ?? after;
    }
    const name = names[0] ?? null;
    const receivers = atoms(object.value).flatMap((one) => atoms(receiverOf(f, callee.object, one)));
    // `limiter?.limit(key)`: nobody is asked where there is none.
    const missing = isSkipped(expr) ? v.filterNullish(object.value, true) : null;
    const excuses = missing && receivers.length > 1 ? { yes: null, no: excuseOf(f.machine, missing, false) } : noExcuses;
    const start = after;
    for (const atom of foundAgain(name, receivers)) {
      after = sided(start, excuses, siteOf(f.module.file, callee.object.at), isNullish(atom) !== true);
      // A promise is what it resolves to, and is there all the same where that is nothing: `save().catch(report)`.
      if (name !== null && ofPromises.has(name) && !hasOwn(f, atom, name)) out.push({ path: after, value: v.native('method', name, [atom]), self: atom });
      else if (isNullish(atom) === true) {
        if (isSkipped(expr)) out.push({ path: after, value: v.undefined, self: null });
        else if (object.value.t === 'union') mayThrow(f, after);
        else crash(f, after);
      } else
        for (const one of names) {
          const member = one === null ? anyMember(f, atom) : (memberOf(f, atom, one, true) ?? v.opaque());
          for (const read of got(f, member, after, siteOf(f.module.file, callee.at))) out.push({ path: read.path, value: read.value, self: atom });
        }
    }
  }
  return out;
}

/** What a map that was filled before has is what was put into it then: where one way fills it, the other finds the same. */
function foundAgain(name: string | null, receivers: readonly Value[]): readonly Value[] {
  if (name !== 'get' || receivers.length < 2) return receivers;
  const filled = receivers.filter((one) => one.t === 'library' && one.fields.has(IN_MAP));
  return filled.length === 0 ? receivers : filled;
}

const ofPromises = new Set(['then', 'catch', 'finally']);

/** Whether a method with the name of a promise's is one of its own. */
function hasOwn(f: Frame, object: Value, name: string): boolean {
  if (object.t === 'object' || object.t === 'response') return object.fields.has(name);
  if (object.t === 'instance') return object.fields.has(name) || classMember(f, object.file, object.cls, name, object, false) !== null;
  if (object.t === 'library') return f.machine.matcher.rows(object.package, [...object.path, name]).length > 0;
  return object.t === 'class' || object.t === 'module';
}

/** A table of handlers indexed by something that is not constant: any of them. */
function anyMember(f: Frame, object: Value): Value {
  const v = f.machine.values;
  if (object.t === 'object') return v.union([...object.fields.values(), ...(object.rest ? [object.rest] : [])]);
  if (object.t === 'array') return v.union([...object.items, ...(object.rest ? [object.rest] : [])]);
  return v.opaque(taintsOf(object));
}

function superMember(f: Frame, name: string): Value | null {
  if (f.self?.t !== 'instance' || f.fn.class === null) return null;
  const declared = f.module.classes[f.fn.class];
  const parent = declared?.extends ? evaluate(f, declared.extends, { env: Env.empty, facts: f.machine.noFacts })[0]?.value : null;
  if (parent?.t === 'class') return classMember(f, parent.file, parent.cls, name, f.self, false);
  return parent ? superGuard(f, parent, f.self) : null;
}

function applyExpr(f: Frame, expr: Call, callee: Callee, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const out: Result[] = [];
  for (const atom of callee.value.t === 'union' ? callee.value.of : [callee.value]) {
    if (atom.t === 'native' && atom.name === 'super') out.push(...callSuper(f, args, path, at));
    else if (atom.t === 'function') {
      for (const result of callFunctionFull(f, atom, args, path, at, callee.self, expr.args)) {
        const written = writeBack(f, expr.args, args, result, result.params);
        out.push(
          ...(result.self && result.self !== callee.self && callee.self?.t === 'instance' && expr.callee.k === 'member'
            ? written.flatMap((one) =>
                assignTo(f, expr.callee.k === 'member' ? expr.callee.object : expr.callee, result.self ?? callee.value, one.path).map((after) =>
                  withValue(after, one.value),
                ),
              )
            : written),
        );
      }
    } else if (atom.t === 'library') out.push(...kept(f, expr, atom, args, callLibrary(f, atom, args, path, at, expr)));
    else if (atom.t === 'opaque' && callee.self?.t === 'opaque' && readsEntry(expr) && typeof constantOf(args[0] ?? v.undefined) === 'string')
      out.push(withValue(path, v.opaque(entryOf(atom.taints, String(constantOf(args[0] ?? v.undefined))), atom.because)));
    else if (atom.t === 'opaque' && expr.callee.k === 'member' && atom.taints.includes('database') && isChoice(expr.callee.property, args))
      out.push(...choose(f, v.opaque(atom.taints, atom.because), expr.callee.property, args, path, at));
    else if (atom.t === 'opaque')
      out.push(...(isAmong(f, expr, atom, args, path, at) ?? callUnknown(f, [atom, ...args], args, path, at, unread(f, expr, callee.self))));
    else out.push(...grown(f, expr, atom, args, applyValue(f, atom, args, path, at, callee.self)));
  }
  return mergeResults(v, out);
}

/** `keys.includes(key)`, `keys.has(key)`: compared with each of them. A text that is looked for in a text is not: an empty one is in all of them. */
function isAmong(f: Frame, expr: Call, list: Value, args: readonly Value[], path: Path, at: Site): Result[] | null {
  const [one] = args;
  if (!one || args.length !== 1 || expr.callee.k !== 'member' || (expr.callee.property !== 'includes' && expr.callee.property !== 'has')) return null;
  return verifyAmong(f, list, one, path, at);
}

/** The name of a function that cannot be followed; null where it is a method that only reads its receiver. */
function unread(f: Frame, expr: Call, receiver: Value | null): string | null {
  const name = nameOf(f, expr);
  return receiver && isOfData(receiver, name) ? null : name;
}

/** `headers.get(name)`, `form.getAll(name)`. */
const readsEntry = (expr: Call): boolean =>
  expr.callee.k === 'member' && (expr.callee.property === 'get' || expr.callee.property === 'getAll') && expr.args.length === 1;

const growing = new Set(['push', 'unshift', 'splice']);

/** `list.push(x)`: the variable holds a longer list. */
function grown(f: Frame, expr: Call, method: Value, args: readonly Value[], results: readonly Result[]): readonly Result[] {
  const v = f.machine.values;
  const list = method.t === 'native' && method.name === 'method' && growing.has(method.key) ? method.parts[0] : undefined;
  if (list?.t !== 'array' || expr.callee.k !== 'member' || args.length === 0) return results;
  const callee = expr.callee;
  const longer = v.array(list.items, v.union([...(list.rest ? [list.rest] : []), ...args]));
  return results.flatMap((result) => assignTo(f, callee.object, longer, result.path).map((path) => withValue(path, result.value)));
}

/** `cache.set(key, value)`: the variable holds a map that has it. */
function kept(f: Frame, expr: Call, method: ValueOf<'library'>, args: readonly Value[], results: readonly Result[]): readonly Result[] {
  const [, value] = args;
  if (!value || method.package !== 'globalThis' || method.path.join('.') !== 'Map.new.set' || expr.callee.k !== 'member') return results;
  const callee = expr.callee;
  const v = f.machine.values;
  const before = method.fields.get(IN_MAP);
  const map = v.library(method.package, ['Map', 'new'], { ...method, fields: new Map(method.fields).set(IN_MAP, before ? v.union([before, value]) : value) });
  return results.flatMap((result) => assignTo(f, callee.object, map, result.path).map((path) => withValue(path, result.value)));
}

const containers: ReadonlySet<Value['t']> = new Set(['object', 'array', 'instance', 'library']);

/** What a callee set on its argument is set on the caller's variable. */
function writeBack(f: Frame, exprs: readonly Expr[], args: readonly Value[], result: Result, params: readonly (Value | null)[]): Result[] {
  let paths: Path[] = [result.path];
  exprs.forEach((expr, index) => {
    const now = params[index];
    if (!now || now === args[index] || (expr.k !== 'ref' && expr.k !== 'member')) return;
    if (atoms(now).every((atom) => containers.has(atom.t))) paths = paths.flatMap((path) => assignTo(f, expr, now, path));
  });
  return paths.map((path) => withValue(path, result.value));
}

/** Applies any value to arguments: the one way in for handlers, callbacks and continuations. */
export function applyValue(f: Frame, callee: Value, args: readonly Value[], path: Path, at: Site, self: Value | null = null): Result[] {
  const v = f.machine.values;
  switch (callee.t) {
    case 'union':
      return mergeResults(
        v,
        callee.of.flatMap((atom) => applyValue(f, atom, args, path, at, self)),
      );
    case 'function':
      return callFunctionFull(f, callee, args, path, at, self).map((result) => withValue(result.path, result.value));
    case 'library':
      return callLibrary(f, callee, args, path, at, null);
    case 'native':
      return callee.name === 'method' ? callMethod(f, callee, args, path, at) : callNative(f, callee, args, path, at);
    case 'const':
      if (isNullish(callee)) {
        crash(f, path);
        return [];
      }
      return [withValue(path, v.opaque())];
    default:
      return callUnknown(f, [callee, ...args], args, path, at);
  }
}

/**
 * Something that is not known is called: functions among its arguments may run, now, with anything. `name`: what is called, where it may decide by more than
 * what `from` stems from.
 */
export function callUnknown(f: Frame, from: readonly Value[], args: readonly Value[], path: Path, at: Site, name: string | null = null): Result[] {
  const v = f.machine.values;
  const stems = madeFrom(from.flatMap((value) => (value.t === 'function' ? [] : taintsOf(value))));
  const taints = name === null ? stems : [...stems, unfollowed(name)];
  const paths = runCallbacks(f, args, handedOver(path, taints), at, v.opaque(taints));
  return mergeResults(
    v,
    paths.map((one) => withValue(one, v.opaque(taints))),
  );
}

/**
 * Runs the functions among the arguments (and in object arguments), each perhaps; the paths afterwards include the one on which none ran. Where a function lets
 * nobody through who was not verified, nobody knows of that path whether it is there: it depends on whether the function is run.
 */
export function runCallbacks(f: Frame, args: readonly Value[], path: Path, at: Site, given: Value): Path[] {
  const v = f.machine.values;
  let paths: Path[] = [path];
  const functions = args.flatMap((arg) =>
    arg.t === 'function' ? [arg] : arg.t === 'object' ? [...arg.fields.values()].filter((field): field is ValueOf<'function'> => field.t === 'function') : [],
  );
  for (const fn of functions) {
    const ran = paths.flatMap((one) => callFunctionFull(f, fn, [given, given, given], one, at, null).map((result) => result.path));
    const verifies = ran.length > 0 && ran.every((one) => one.facts.identity.length > 0);
    const around = paths.map((one) => (verifies && one.facts.identity.length === 0 ? { env: one.env, facts: doubtIdentity(one.facts, PERHAPS) } : one));
    paths = mergeResults(
      v,
      [...around, ...ran].map((one) => withValue(one, v.undefined)),
    ).map((result) => result.path);
  }
  return paths;
}

const PERHAPS = 'the check stands in a function that is handed to a call which cannot be followed';

export function evaluateNew(f: Frame, expr: Extract<Expr, { k: 'new' }>, path: Path): Result[] {
  const v = f.machine.values;
  const at = siteOf(f.module.file, expr.at);
  const out: Result[] = [];
  for (const callee of evaluate(f, expr.callee, path)) {
    for (const row of evaluateAll(f, expr.args, callee.path)) {
      const args = spreadArguments(v, expr.args, row.values);
      mayThrow(f, row.path);
      for (const atom of callee.value.t === 'union' ? callee.value.of : [callee.value]) {
        if (atom.t === 'class') out.push(...construct(f, atom, args, row.path, at));
        else if (atom.t === 'library')
          out.push(...callLibrary(f, v.library(atom.package, [...atom.path, 'new'], { taints: atom.taints }), args, row.path, at, null, true));
        else out.push(...callUnknown(f, [atom, ...args], args, row.path, at));
      }
    }
  }
  return mergeResults(v, out);
}

/** `super(…)`: the constructor of the class above sets its part of `this`. */
function callSuper(f: Frame, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const self = path.env.get(THIS) ?? f.self;
  const declared = f.fn.class === null ? undefined : f.module.classes[f.fn.class];
  const parent = declared?.extends ? evaluate(f, declared.extends, path)[0]?.value : undefined;
  if (!self || parent?.t !== 'class') {
    const told = self?.t === 'instance' && args[0] ? v.instance(self.file, self.cls, new Map(self.fields).set('message', args[0])) : self;
    return [withValue(told ? setVariable(path, THIS, told) : path, v.undefined)];
  }
  return constructWith(f, parent, args, self, path, at).map((result) => withValue(setVariable(result.path, THIS, result.value), v.undefined));
}

/** An instance of a class of the project; one that is an error answers with the status that it is given. */
function construct(f: Frame, target: ValueOf<'class'>, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const isError = isErrorClass(f, target);
  return constructWith(f, target, args, v.instance(target.file, target.cls, new Map()), path, at).map((result) => {
    if (!isError || result.value.t !== 'instance') return result;
    const status = errorStatus(args, result.value.fields);
    const marks = new Map<string, Value>(result.value.fields).set('$error', v.true);
    if (status !== null) marks.set('$status', v.constant(status));
    return withValue(result.path, v.instance(result.value.file, result.value.cls, marks));
  });
}

/** Runs field initialisers and the constructor (its own, or the inherited one) on `self`. */
function constructWith(f: Frame, target: ValueOf<'class'>, args: readonly Value[], self: Value, path: Path, at: Site, depth = 0): Result[] {
  const v = f.machine.values;
  const module = f.machine.modules.load(target.file);
  const declared = module?.classes[target.cls];
  if (!module || !declared || self.t !== 'instance' || depth > 12) return [withValue(path, self)];
  const constructor = declared.members.find((member) => member.kind === 'constructor');
  const fn = constructor?.fn != null ? module.functions[constructor.fn] : undefined;
  const fields = new Map(self.fields);
  fn?.params.forEach((param, index) => {
    const arg = args[index];
    if (param.field !== null && arg) fields.set(param.field, arg);
  });
  const begun = v.instance(self.file, self.cls, fields);
  if (fn)
    return callFunctionFull(f, v.fn(target.file, fn.id, target.closure, begun), args, path, at, begun).map((result) =>
      withValue(result.path, result.self ?? begun),
    );
  const parent = declared.extends ? evaluate({ ...f, module }, declared.extends, { env: Env.empty, facts: f.machine.noFacts })[0]?.value : undefined;
  return parent?.t === 'class' ? constructWith(f, parent, args, begun, path, at, depth + 1) : [withValue(path, begun)];
}

function isErrorClass(f: Frame, target: ValueOf<'class'>): boolean {
  let at: Value = target;
  for (let depth = 0; depth < 12 && at.t === 'class'; depth++) {
    const module: Frame['module'] | null = f.machine.modules.load(at.file);
    const declared: Frame['module']['classes'][number] | undefined = module?.classes[at.cls];
    if (!module || !declared?.extends) return false;
    at = evaluate({ ...f, module }, declared.extends, { env: Env.empty, facts: f.machine.noFacts })[0]?.value ?? at;
  }
  return at.t === 'library' && /(Error|Exception)$/.test(at.path.at(-1) ?? '');
}

const codes: Readonly<Record<string, number>> = {
  unauthorized: 401,
  unauthenticated: 401,
  forbidden: 403,
  notfound: 404,
  badrequest: 400,
  toomanyrequests: 429,
  ratelimitexceeded: 429,
};

/** Status of an error of the project: a number of that range among its arguments, or a code with a name of HTTP's. */
function errorStatus(args: readonly Value[], fields: ReadonlyMap<string, Value>): number | null {
  const inside = args.flatMap((arg) => (arg.t === 'object' ? [...arg.fields.values()] : [arg]));
  for (const value of [...fields.values(), ...inside]) {
    const constant = constantOf(value);
    if (typeof constant === 'number' && constant >= 400 && constant < 600) return constant;
  }
  for (const value of inside) {
    const constant = constantOf(value);
    // `rate_limit:chat`, `unauthorized:api`: the code is the part before the colon.
    const word = typeof constant === 'string' ? (constant.split(':')[0] ?? '').toLowerCase().replace(/[^a-z]/g, '') : '';
    const status = codes[word] ?? (word === 'ratelimit' ? 429 : undefined);
    if (status !== undefined) return status;
  }
  return null;
}
