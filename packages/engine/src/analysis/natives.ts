/** Calls of what the analysis itself made: guarded handlers, continuations of a chain, procedures. */
import { applyValue, callUnknown } from './call.js';
import { protocolOf, runChain } from './chain.js';
import { callGate } from './gates.js';
import { enter } from './around.js';
import { callFunctionFull } from './invoke.js';
import { look, withFacts, type Path, type Result, type Site } from './facts.js';
import { parseTarget } from '@gatelint/catalogue';
import type { Frame } from './machine.js';
import { turnedAway, type Decision } from './outcome.js';
import { mergeResults, raise, withValue } from './paths.js';
import { pushEffect } from './invoke.js';
import { withField } from './bind.js';
import { matchesPath } from './path-patterns.js';
import { atoms, constantOf, isNullish, truth, type Value, type ValueOf } from './value.js';

export function callNative(f: Frame, callee: ValueOf<'native'>, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const [first, ...others] = callee.parts;
  switch (callee.name) {
    case 'guarded': {
      const decision = f.machine.guards.get(callee.key);
      if (!decision || !first) return callUnknown(f, args, args, path, at);
      const inside = applyValue(f, first, args, { env: path.env, facts: decision.hold(path.facts) }, at);
      return mergeResults(v, [...inside, turnedAway(f, decision, path, at)]);
    }
    case 'guard': {
      const decision = f.machine.guards.get(callee.key);
      if (!decision) return callUnknown(f, args, args, path, at);
      const next = args.find((arg) => arg.t === 'native' && arg.name === 'continuation');
      const held: Path = { env: path.env, facts: decision.hold(path.facts) };
      if (first) {
        const called: Frame = { ...f, byFramework: true };
        return mergeResults(v, [
          ...applyValue(called, first, [v.null, decision.present, v.undefined], held, at),
          ...applyValue(called, first, [v.opaque(), v.false, v.opaque()], { env: path.env, facts: decision.miss(path.facts) }, at),
        ]);
      }
      const on = next ? applyValue(f, next, [], held, at) : [withValue(held, v.undefined)];
      return mergeResults(v, [...on, turnedAway(f, decision, path, at)]);
    }
    case 'asking': {
      const decision = f.machine.guards.get(callee.key);
      if (!decision || first?.t !== 'function') return callUnknown(f, args, args, path, at);
      return ask(f, decision, first, Number(others[0] ? constantOf(others[0]) : 0), args, path, at);
    }
    case 'optional':
      return first ? optional(f, callee.key, first, args, path, at) : [withValue(path, v.opaque())];
    case 'given': {
      const params = callee.key.split(',').map((param) => libraryValue(f, param));
      return first
        ? applyValue(f, first, params.length > 0 ? params.map((param, index) => args[index] ?? param) : args, path, at)
        : [withValue(path, v.opaque())];
    }
    case 'bound':
      return first ? applyValue(f, first, [...others, ...args], path, at) : [withValue(path, v.opaque())];
    case 'answer':
      return [withValue(path, first ?? v.opaque())];
    case 'settle':
      // As if thrown: it ends the path, through whatever callbacks it stands in, up to the promise.
      raise(f, path, v.native('settled', callee.key, [args[0] ?? v.undefined]));
      return [];
    case 'continuation':
      return proceed(f, callee, args, path, at);
    case 'procedure': {
      const [chain, handler, context] = callee.parts;
      const made = f.machine.procedures.get(callee.key);
      if (!handler || chain?.t !== 'array' || !made) return [withValue(path, v.opaque())];
      return runChain(
        f,
        [...chain.items, handler],
        called(f, made.params.length > 0 ? made.params.map((param) => libraryValue(f, param)) : [v.opaque(['caller:body:'], null, true)], context, args[0]),
        made.protocol,
        path,
        at,
      );
    }
    case 'serves': {
      // Its procedures are entries of their own; any other request goes on.
      const next = args.find((arg) => arg.t === 'native' && arg.name === 'continuation');
      return next ? applyValue(f, next, [], path, at) : [withValue(path, v.opaque([], null, true))];
    }
    case 'make-context': {
      const given = callee.key.split(',').map((index) => (index === '' ? undefined : args[Number(index)]) ?? v.opaque(['caller:request'], null, true));
      for (const made of first ? applyValue(f, first, given, path, at) : [])
        pushEffect(f, { ...quiet, kind: 'context', what: '', at, facts: made.path.facts, value: made.value });
      return [withValue(path, v.undefined)];
    }
    case 'make-caller': {
      // A context, or the function that makes one.
      const given = args[0] ?? v.opaque(['context'], null, true);
      const contexts = given.t === 'function' ? applyValue(f, given, [], path, at) : [withValue(path, given)];
      return contexts.map((one) => withValue(one.path, first ? v.native('caller', '', [first, one.value]) : v.opaque()));
    }
    case 'entered':
    case 'goes-in':
      return enter(f, callee, args, path, at);
    case 'path-matcher': {
      const pathname = f.machine.memo.requestPath();
      const answer = pathname !== null && first ? matchesPath(first, pathname) : null;
      return [withValue(path, answer === null ? v.opaque(['path']) : v.constant(answer))];
    }
    default:
      return callGate(f, callee, args, path, at);
  }
}

const quiet = { vendor: null, trace: [], waiting: 'returned', awaitAt: null, deferred: false, enqueue: false } as const;

/** What a procedure gets that is called on the server: the caller's context and input, where it has one. */
function called(f: Frame, params: readonly Value[], context: Value | undefined, input: Value | undefined): readonly Value[] {
  const [first, ...others] = params;
  if (!first || !context) return params;
  const withContext = withField(f, first, 'ctx', context) ?? first;
  return [withField(f, withContext, 'input', input ?? f.machine.values.undefined) ?? withContext, ...others];
}

/** A guard of a library that asks a function of the project's own: who is told true goes on, with what the function has laid into the context. */
function ask(f: Frame, decision: Decision, fn: ValueOf<'function'>, credentials: number, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const sent = Array.from({ length: credentials }, () => v.opaque(['caller:header:authorization'], null, true));
  const next = args.find((arg): arg is ValueOf<'native'> => arg.t === 'native' && arg.name === 'continuation');
  const [links, params] = next?.parts ?? [];
  const answers = callFunctionFull(f, fn, [...sent, ...args.slice(0, 1)], path, at, null);
  // One that never says no refuses nobody.
  const decides = answers.some((one) => v.filter(one.value, false) !== null);
  const out: Result[] = [];
  for (const one of answers) {
    if (v.filter(one.value, false)) out.push(turnedAway(f, decision, one.path, at));
    if (!v.filter(one.value, true)) continue;
    const facts = one.path.facts.identity.length > 0 ? one.path.facts : decides ? decision.hold(one.path.facts) : decision.miss(one.path.facts);
    const on: Path = { env: one.path.env, facts };
    const context = one.params[credentials];
    if (links?.t !== 'array' || params?.t !== 'array') out.push(withValue(on, v.undefined));
    else {
      const given = params.items.map((param, index) => (index === 0 && context ? context : param));
      out.push(...runChain({ ...f, byFramework: true }, links.items, given, protocolOf(next?.key ?? ''), on, at));
    }
  }
  return mergeResults(v, out);
}

/** The handler runs with a session and without one. */
function optional(f: Frame, key: string, handler: Value, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const [name = '', sets = '', because = '', ...rest] = key.split('|');
  const params = (rest.join('|') || '')
    .split(',')
    .filter(Boolean)
    .map((param) => libraryValue(f, param));
  // Where the library says what the handler gets, it gets that; a request that is known is handed on.
  const given =
    params.length === 0
      ? args
      : params.map(
          (param) =>
            args.find((arg) => arg.t === 'library' && param.t === 'library' && arg.package === param.package && arg.path.join() === param.path.join()) ?? param,
        );
  const held = { id: name, mechanism: name.split('@')[0] ?? name, trust: 'user' as const, at, trace: [], weaknesses: [] };
  const run = (value: Value, facts: Path['facts']): Result[] => {
    const [index, ...fields] = sets.split('.');
    const changed =
      sets === ''
        ? given
        : Array.from({ length: Math.max(given.length, Number(index) + 1) }, (_, i) =>
            i === Number(index) ? withNested(f, given[i] ?? v.opaque(['caller:request']), fields, value) : (given[i] ?? v.undefined),
          );
    return applyValue(f, handler, changed, { env: path.env, facts }, at);
  };
  const seen = look(path.facts, { id: name, what: held.mechanism, at, lookalike: because });
  // Without a place for the session, the handler learns nothing from the wrapper.
  if (sets === '') return run(v.null, seen);
  return mergeResults(v, [...run(v.principal(held.mechanism), { ...f.machine.holdIdentity(path.facts, held) }), ...run(v.null, seen)]);
}

/** The value with a field deep inside of it set. */
export function withNested(f: Pick<Frame, 'machine'>, object: Value, fields: readonly string[], value: Value): Value {
  const v = f.machine.values;
  const [name, ...rest] = fields;
  if (name === undefined) return value;
  const before = object.t === 'library' || object.t === 'object' ? object.fields.get(name) : undefined;
  const inner = rest.length === 0 ? value : withNested(f, before ?? v.opaque(['caller:url:'], null, true), rest, value);
  if (object.t === 'library') return v.library(object.package, object.path, { ...object, fields: new Map(object.fields).set(name, inner) });
  if (object.t === 'object') return v.object(new Map(object.fields).set(name, inner), object.rest);
  return v.object(new Map([[name, inner]]), object);
}

/** `next()`: what comes after this middleware runs, with what it has set. */
function proceed(f: Frame, callee: ValueOf<'native'>, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const [links, params] = callee.parts;
  if (links?.t !== 'array' || params?.t !== 'array') return [withValue(path, v.opaque())];
  const onward: Frame = { ...f, byFramework: true };
  const protocol = protocolOf(callee.key);
  const given = params.items.map((param, index) => currentParam(f, path, index, param));
  if (typeof protocol.next === 'number') {
    const error = args[0];
    // `next(error)` skips to the error handlers.
    if (error && truth(error) !== false && constantOf(error) !== 'route') {
      raise(f, path, error);
      if (truth(error) === true) return [];
    }
    return answered(f, runChain(onward, links.items, given, protocol, path, at));
  }
  // Builders hand on what `next({ ctx })` is given.
  const more = args[0];
  const ctx = more?.t === 'object' ? (more.fields.get('ctx') ?? more.fields.get('context')) : undefined;
  const first = given[0];
  const merged = ctx && first ? withContext(f, first, ctx) : first;
  const results = runChain(onward, links.items, merged ? [merged, ...given.slice(1)] : given, protocol, path, at);
  // What a builder's `next()` comes back with is a result that has the handler's value in it: there also where that is nothing.
  return results.map((one) => (isNullish(one.value) === true ? withValue(one.path, v.record({ ok: v.true, data: one.value })) : one));
}

/** A middleware that drops what `next()` came back with leaves that answer standing: what refuses behind it has refused. */
function answered(f: Frame, results: readonly Result[]): Result[] {
  const v = f.machine.values;
  return mergeResults(
    v,
    results.flatMap((one) => {
      const refused = atoms(one.value).flatMap((atom) =>
        atom.t === 'response' && atom.status !== null && atom.status >= 300 ? [{ atom, status: atom.status }] : [],
      );
      const rest = atoms(one.value).filter((atom) => !refused.some((each) => each.atom === atom));
      return [
        ...(rest.length > 0 ? [withValue(one.path, v.union(rest))] : []),
        ...refused.map(({ atom, status }) => withValue({ env: one.path.env, facts: withFacts(one.path.facts, { status }) }, atom)),
      ];
    }),
  );
}

function withContext(f: Frame, given: Value, ctx: Value): Value {
  const v = f.machine.values;
  const before = given.t === 'object' || given.t === 'library' ? (given.fields.get('ctx') ?? given.fields.get('context')) : undefined;
  const merged =
    ctx.t !== 'object'
      ? ctx
      : before?.t === 'object'
        ? v.object(new Map([...before.fields, ...ctx.fields]), ctx.rest ?? before.rest)
        : v.object(ctx.fields, ctx.rest ?? before ?? v.opaque(['context']));
  return withField(f, withField(f, given, 'ctx', merged) ?? given, 'context', merged) ?? given;
}

/** A middleware's parameter as it is when it calls `next`: what it set on the request is there. */
function currentParam(f: Frame, path: Path, index: number, original: Value): Value {
  let id: number | null = f.fn.id;
  for (let depth = 0; id !== null && depth < 8; depth++) {
    const fn: Frame['fn'] | undefined = f.module.functions[id];
    const pattern = fn?.params[index]?.pattern;
    const value = pattern?.p === 'binding' ? path.env.get(pattern.binding) : undefined;
    if (value && isSuccessor(value, original)) return value;
    id = fn?.parent ?? null;
  }
  return original;
}

/** Whether a value is the other with something set on it. */
export function isSuccessor(value: Value, original: Value): boolean {
  if (value === original) return true;
  if (value.t === 'object') return value.rest === original;
  return value.t === 'library' && original.t === 'library' && value.package === original.package && value.path.join('.') === original.path.join('.');
}

export function libraryValue(f: Pick<Frame, 'machine'>, target: string): Value {
  const parsed = parseTarget(target, 'globalThis');
  return parsed ? f.machine.values.library(parsed.module, parsed.path) : f.machine.values.opaque(['caller:request']);
}
