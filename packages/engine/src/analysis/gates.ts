/**
 * Guards that are classes, and what decorators say: made as values by the reader of decorated classes, run here. A gate asks its guard's method and lets on whoever
 * it answers with yes; a handler gets what its parameters' decorators name.
 */
import type { Decoration } from '@gatelint/catalogue';
import { argumentAt } from './arguments.js';
import { applyValue, callUnknown } from './call.js';
import { doubtIdentity, refuse, type Path, type Result, type Site } from './facts.js';
import type { Frame, Machine } from './machine.js';
import { classMember, memberOf } from './members.js';
import { resolveReference } from './module-values.js';
import { libraryValue, withNested } from './natives.js';
import { raiseMissed } from './outcome.js';
import { callClassMethod } from './route-lists.js';
import { ruled, unknownYes } from './rules.js';
import { mergeResults, raise, withValue } from './paths.js';
import { atoms, constantOf, type Value, type ValueOf } from './value.js';

export type Guards = Extract<Decoration, { is: 'guards' }>;

/** What decorators have laid down at a handler and at its class. */
export interface Laid {
  readonly handler: Value;
  readonly class: Value;
}

/** A guard of the project, as a link of a chain. */
export function gate(m: Machine, guard: Value, row: string, laid: Laid): Value {
  return m.values.native('gate', row, [guard, laid.handler, laid.class]);
}

/** A handler with what its parameters are. */
export function handles(m: Machine, handler: Value, params: readonly Value[], row: string, laid: Laid): Value {
  return m.values.native('handles', row, [handler, laid.handler, laid.class, ...params]);
}

/** The rows of a decorator, as `package#path` names them. */
export function decorationsOf(m: Machine, key: string): readonly Decoration[] {
  const hash = key.indexOf('#');
  return m.matcher.rows(key.slice(0, hash), key.slice(hash + 1).split('.')).flatMap((row) => (row.role === 'decorates' ? [row.as] : []));
}

const guardsOf = (m: Machine, key: string): Guards | undefined => decorationsOf(m, key).find((one): one is Guards => one.is === 'guards');

export function callGate(f: Frame, callee: ValueOf<'native'>, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const [first = v.undefined, handler = v.undefined, cls = v.undefined, ...params] = callee.parts;
  switch (callee.name) {
    case 'gate':
      return mergeResults(
        v,
        atoms(first).flatMap((guard) => pass(f, guard, callee.key, { handler, class: cls }, args, path, at)),
      );
    case 'handles': {
      const context = contextOf(f.machine, callee.key, { handler, class: cls }, args);
      let runs: { readonly path: Path; readonly given: readonly Value[] }[] = [{ path, given: [] }];
      for (const param of params)
        runs = runs.flatMap((run) => parameter(f, param, context, args, run.path, at).map((one) => ({ path: one.path, given: [...run.given, one.value] })));
      return mergeResults(
        v,
        runs.flatMap((run) => applyValue(f, first, run.given, run.path, at)),
      );
    }
    case 'middleware-maker':
    case 'class-method':
      return callClassMethod(f, callee, args, path, at);
    case 'asked':
      return asked(f, callee, args, path, at);
    case 'scoped':
    case 'ruled':
      return ruled(f, callee, args, path, at);
    case 'activates':
      return activates(f, callee.key, first, args, path, at);
    case 'metadata-maker':
      return [withValue(path, v.native('decoration', MADE, [callee, args[0] ?? v.undefined]))];
    case 'parameter-maker':
      return [withValue(path, v.native('parameter', 'made', [first, args[0] ?? v.undefined]))];
    default:
      return callUnknown(f, [callee, ...args], args, path, at);
  }
}

/** Key of decorations that a decorator of the project's own makes. */
export const MADE = 'made';

/** Asks a guard: on goes who is answered with yes. */
function pass(f: Frame, guard: Value, row: string, laid: Laid, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const rules = guardsOf(f.machine, row);
  const next = args.find((arg) => arg.t === 'native' && arg.name === 'continuation');
  const on = (one: Path): Result[] => (next ? applyValue(f, next, [], one, at) : [withValue(one, v.undefined)]);
  const self = guard.t === 'class' ? v.instance(guard.file, guard.cls, new Map()) : guard;
  const decides = rules && self.t === 'instance' ? (classMember(f, self.file, self.cls, rules.decides, self, false) ?? inherited(f, self, rules)) : null;
  if (!rules || !decides) return on({ env: path.env, facts: doubtIdentity(path.facts, 'a guard before it cannot be followed') });
  const out: Result[] = [];
  for (const one of applyValue({ ...f, byFramework: true }, decides, [contextOf(f.machine, row, laid, args)], path, at)) {
    const yes = v.filter(one.value, true);
    if (v.filter(one.value, false)) {
      out.push(withValue({ env: one.path.env, facts: refuse(one.path.facts, at, 'answers', REFUSED) }, v.response('response', REFUSED)));
    }
    if (yes) out.push(...on(one.path));
  }
  return mergeResults(v, out);
}

/** Status with which frameworks answer whom a guard said no to. */
const REFUSED = 403;

export type Asks = Extract<Decoration, { is: 'asks' }>;

/** A function of the project that a decorator has asked who may call, as a link of a chain; `args` are the decorator's. */
export function askedGate(m: Machine, checker: Value, args: readonly Value[], row: string): Value {
  return m.values.native('asked', row, [checker, m.values.array(args)]);
}

/** The parameter that is what such a function answers. */
export function askedParameter(m: Machine, checker: Value, args: readonly Value[], row: string): Value {
  return m.values.native('parameter', row, [checker, m.values.array(args)]);
}

const asksOf = (m: Machine, key: string): Asks | undefined => decorationsOf(m, key).find((one): one is Asks => one.is === 'asks');

/** What the function answers, with what it gets. */
function answers(f: Frame, asks: Asks, checker: Value, said: Value, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const given = said.t === 'array' ? said.items : [];
  const handed = (index: number): Value => args[index] ?? v.opaque(['caller:request'], null, true);
  const context = v.object(new Map(Object.entries(asks.gives ?? {}).map(([name, index]) => [name, handed(index)])), v.opaque());
  const gets = asks.gets.map((what) =>
    typeof what === 'number' ? handed(what) : what === 'context' ? context : what === 'arguments' ? said : (given[Number(what)] ?? v.undefined),
  );
  return applyValue({ ...f, byFramework: true }, checker, gets, path, at);
}

function asked(f: Frame, callee: ValueOf<'native'>, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const [checker = v.undefined, said = v.undefined] = callee.parts;
  const asks = asksOf(f.machine, callee.key);
  const next = args.find((arg) => arg.t === 'native' && arg.name === 'continuation');
  const on = (one: Path): Result[] => (next ? applyValue(f, next, [], one, at) : [withValue(one, v.undefined)]);
  if (!asks || (checker.t !== 'function' && checker.t !== 'native' && checker.t !== 'union'))
    return on({ env: path.env, facts: doubtIdentity(path.facts, 'the function that a decorator asks who may call cannot be followed') });
  const out: Result[] = [];
  for (const one of answers(f, asks, checker, said, args, path, at)) {
    const yes = asks.answers === 'throws' ? one.value : v.filter(one.value, true);
    if (asks.answers !== 'throws' && v.filter(one.value, false))
      out.push(withValue({ env: one.path.env, facts: refuse(one.path.facts, at, 'answers', REFUSED) }, v.response('response', REFUSED)));
    const doubts = asks.answers !== 'throws' && unknownYes(one.value) && one.path.facts.identity.length === 0;
    if (yes)
      out.push(
        ...on(
          doubts ? { env: one.path.env, facts: doubtIdentity(one.path.facts, 'what the function answers that a decorator asks cannot be followed') } : one.path,
        ),
      );
  }
  return mergeResults(v, out);
}

/** Whoever is asked for and not found gets no further where the parameter is required. */
function askedValue(f: Frame, asks: Asks, param: ValueOf<'native'>, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const [checker = v.undefined, said = v.undefined] = param.parts;
  const isRequired = asks.required !== undefined && said.t === 'array' && constantOf(argumentAt(asks.required, said.items) ?? v.undefined) === true;
  return answers(f, asks, checker, said, args, path, at).flatMap((one) => {
    const missing = isRequired ? v.filter(one.value, false) : null;
    const there = isRequired ? v.filter(one.value, true) : one.value;
    if (missing) raise(f, { env: one.path.env, facts: refuse(one.path.facts, at, 'throws', UNKNOWN_CALLER) }, v.response('error', UNKNOWN_CALLER));
    return there ? [withValue(one.path, there)] : [];
  });
}

/** Status with which frameworks answer whom they cannot name. */
const UNKNOWN_CALLER = 401;

/** The guard of a library that a class extends. */
function inherited(f: Frame, self: ValueOf<'instance'>, rules: Guards): Value | null {
  const parent = f.machine.memo.ask({
    key: `guard-parent:${self.file}#${self.cls}`,
    kind: 'value',
    place: null,
    compute: () => parentOf(f, self.file, self.cls, 0),
    cut: () => null,
  });
  return parent ? f.machine.values.native('activates', rules.judges, [f.machine.values.array([parent, self])]) : null;
}

function parentOf(f: Frame, file: string, cls: number, depth: number): Value | null {
  const module = f.machine.modules.load(file);
  const declared = module?.classes[cls];
  if (!module || !declared?.extends || depth > 12) return null;
  const parent = resolveReference(f.machine, module, declared.extends);
  if (parent.t === 'class') return parentOf(f, parent.file, parent.cls, depth + 1);
  return parent.t === 'native' && parent.name === 'guard' ? parent : null;
}

/** `super.canActivate(context)` in a class that extends a guard of a library. */
export function superGuard(f: Frame, parent: Value, self: Value): Value | null {
  if (parent.t !== 'native' || parent.name !== 'guard') return null;
  const judges = [...judging(f.machine)].find((name) => self.t === 'instance' && classMember(f, self.file, self.cls, name, self, false)?.t === 'function');
  return f.machine.values.native('activates', judges ?? '', [f.machine.values.array([parent, self])]);
}

const judgingNames = new WeakMap<Machine, ReadonlySet<string>>();

/** Names of the methods in which guards that extend a library's judge. */
function judging(m: Machine): ReadonlySet<string> {
  let known = judgingNames.get(m);
  if (!known) {
    const rows = m.catalogue.libraries.flatMap((library) => library.rows);
    known = new Set(rows.flatMap((row) => (row.role === 'decorates' && row.as.is === 'guards' ? [row.as.judges] : [])));
    judgingNames.set(m, known);
  }
  return known;
}

/** A library's guard by its class: its own verdict, or that of the class's method that is told the verdict. Whoever comes back from it is let on. */
function activates(f: Frame, judges: string, both: Value, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const [parent, self] = both.t === 'array' ? both.items : [];
  const decision = parent?.t === 'native' ? f.machine.guards.get(parent.key) : undefined;
  if (!decision || self?.t !== 'instance') return callUnknown(f, args, args, path, at);
  const judge = judges === '' ? null : classMember(f, self.file, self.cls, judges, self, false);
  const held: Path = { env: path.env, facts: decision.hold(path.facts) };
  const missed: Path = { env: path.env, facts: decision.miss(path.facts) };
  if (judge?.t !== 'function') {
    raiseMissed(f, decision, missed, at);
    return [withValue(held, v.true)];
  }
  const more = [v.opaque(), args[0] ?? v.undefined];
  const results = [...applyValue(f, judge, [v.null, decision.present, ...more], held, at), ...applyValue(f, judge, [v.null, v.false, ...more], missed, at)];
  return mergeResults(
    v,
    results.map((one) => withValue(one.path, v.true)),
  );
}

function parameter(f: Frame, param: Value, context: Value, args: readonly Value[], path: Path, at: Site): Result[] {
  if (param.t !== 'native' || param.name !== 'parameter') return [withValue(path, param)];
  if (param.key.startsWith('with:')) {
    // `{ …, req, res }`: the library's own things in what it hands over.
    const given = param.key.slice('with:'.length).split(',');
    const value = given.reduce((inner, one) => {
      const [name = '', index = ''] = one.split('=');
      return withNested(f, inner, [name], args[Number(index)] ?? f.machine.values.opaque(['caller:request'], null, true));
    }, param.parts[0] ?? f.machine.values.opaque());
    return [withValue(path, value)];
  }
  const asks = param.key.includes('#') ? asksOf(f.machine, param.key) : undefined;
  if (asks) return askedValue(f, asks, param, args, path, at);
  if (param.key !== 'made') {
    const [index, field] = param.key.split('.');
    const names = [field, ...param.parts.map((part) => constantOf(part))].filter((one) => typeof one === 'string');
    const whole = args[Number(index)] ?? f.machine.values.opaque(['caller:request'], null, true);
    return [
      withValue(
        path,
        names.reduce<Value>((value, one) => memberOf(f, value, one) ?? f.machine.values.undefined, whole),
      ),
    ];
  }
  const [from, data] = param.parts;
  return from ? applyValue(f, from, [data ?? f.machine.values.undefined, context], path, at) : [withValue(path, f.machine.values.opaque())];
}

/** What a guard gets: it leads to the request, and to what decorators have laid down. */
function contextOf(m: Machine, row: string, laid: Laid, args: readonly Value[]): Value {
  const v = m.values;
  const rules = guardsOf(m, row);
  if (!rules) return v.opaque([], null, true);
  const tree = new Map<string, Value>();
  for (const [path, what] of Object.entries(rules.gives)) {
    const end =
      typeof what === 'number'
        ? (args[what] ?? v.opaque(['caller:request'], null, true))
        : v.native('metadata', what, [what === 'handler' ? laid.handler : laid.class]);
    lay(v, tree, path.split('.'), end);
  }
  const context = libraryValue({ machine: m }, rules.context);
  return context.t === 'library' ? v.library(context.package, context.path, { ...context, fields: tree }) : v.object(tree);
}

/** `a().b` in an object: a method that answers an object with a field. */
function lay(v: Machine['values'], into: Map<string, Value>, [step = '', ...rest]: readonly string[], end: Value): void {
  const name = step.replace('()', '');
  const isCall = step.endsWith('()');
  const before = into.get(name);
  const inside = isCall && before?.t === 'native' ? before.parts[0] : before;
  const fields = new Map(inside?.t === 'object' ? inside.fields : []);
  if (rest.length > 0) lay(v, fields, rest, end);
  const value = rest.length > 0 ? v.object(fields, v.opaque()) : end;
  into.set(name, isCall ? v.native('answer', `${name}:${value.id}`, [value]) : value);
}

/** The name under which a key of metadata is kept. */
export function metadataKey(key: Value): string {
  const constant = constantOf(key);
  return constant === null ? `#${key.id}` : `=${String(constant)}`;
}

/** What was laid down under the key at the first of the places that has it; a place may not be known in full. */
export function readMetadata(m: Machine, key: Value, of: Value): Value {
  const v = m.values;
  const name = metadataKey(key);
  const found: Value[] = [];
  for (const place of of.t === 'array' ? of.items : [of]) {
    const laid = place.t === 'native' && place.name === 'metadata' ? place.parts[0] : undefined;
    if (laid?.t !== 'object') return v.opaque(['metadata']);
    const value = laid.fields.get(name);
    if (value) return v.union([...found, value]);
    if (laid.rest) found.push(v.opaque(['metadata']));
  }
  return v.union([...found, v.undefined]);
}
