/** Composition: middleware, then middleware, then the handler, as one function. */
import { Env } from './env.js';
import { applyValue } from './call.js';
import { doubtIdentity, type Path, type Result, type Site } from './facts.js';
import { callFunctionFull, pushEffect } from './invoke.js';
import { isSuccessor } from './natives.js';
import type { Frame } from './machine.js';
import { mergePaths, mergeResults, withValue } from './paths.js';
import { turnedAway } from './outcome.js';
import { isNullish, type Value } from './value.js';

export interface Protocol {
  /** Parameter, or field of one (`0.next`), with which a middleware goes on; null: it goes on by returning. */
  readonly next: number | string | null;
  /** Who does not take `next` goes on by returning, unless it has answered. */
  readonly optional?: boolean;
  /** How many of the links, from the last, belong to the entry itself; what stands before is shared with others. */
  readonly own?: number;
}

/** Runs the links with the parameters; the last one is the handler. What a middleware that never goes on answers is the answer. */
export function runChain(f: Frame, links: readonly Value[], params: readonly Value[], protocol: Protocol, path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const [link, ...rest] = links;
  if (!link) return [withValue(path, v.undefined)];
  if (protocol.own !== undefined && links.length <= protocol.own) {
    const inside: Frame = { ...f, effects: new Map() };
    const results = runChain(inside, links, params, { next: protocol.next, optional: protocol.optional ?? false }, path, at);
    for (const effect of inside.effects.values()) pushEffect(f, { ...effect, own: true });
    return results;
  }
  if (link.t === 'union')
    return mergeResults(
      v,
      link.of.flatMap((atom) => runChain(f, [atom, ...rest], params, protocol, path, at)),
    );
  if (link.t === 'array') return runChain(f, [...link.items, ...rest], params, protocol, path, at);
  if (rest.length === 0) {
    const strange = strangeHandler(f, link);
    return applyValue(f, link, params, strange === null ? path : { env: path.env, facts: doubtIdentity(path.facts, strange) }, at);
  }
  const on = (paths: readonly Path[]): Result[] =>
    mergeResults(
      v,
      mergePaths(v, paths).flatMap((one) => runChain(f, rest, params, protocol, one, at)),
    );
  // What a link has set on the request is there for those behind it; where that differs by path, each goes on by itself.
  const goOn = (results: readonly Passed[], answered: (one: Result) => boolean): Result[] => {
    const further = results.filter((one) => !answered(one));
    const changed = further.some((one) => one.params.some((param, index) => param !== params[index]));
    return mergeResults(v, [
      ...results.filter(answered),
      ...(changed ? further.flatMap((one) => runChain(f, rest, one.params, protocol, one.path, at)) : on(further.map((one) => one.path))),
    ]);
  };
  const guard = guardOf(f, link);
  if (guard) {
    return mergeResults(v, [...on([{ env: path.env, facts: guard.hold(path.facts) }]), turnedAway(f, guard, path, at)]);
  }
  if (link.t === 'function' || link.t === 'native') {
    if (protocol.next === null) {
      // Something that is returned after the status was set to a refusal is the answer as well.
      const refused = (one: Result): boolean =>
        (one.path.facts.status ?? 0) >= 400 && one.path.facts.status !== path.facts.status && isNullish(one.value) !== true;
      return goOn(passed(f, link, params, path, at), (one) => leaves(one.value) || refused(one));
    }
    if (protocol.optional && !takes(f, link, protocol.next)) {
      const answered = (one: Result): boolean => leaves(one.value) || one.path.facts.status !== path.facts.status;
      return goOn(passed(f, link, params, path, at), answered);
    }
    const next = v.native('continuation', keyOf(protocol), [v.array(rest), v.array(params)]);
    return applyValue(f, link, withNext(f, params, protocol.next, next), path, at);
  }
  if (link.t === 'library') {
    const known = f.machine.matcher.prefixKnown(link.package) || link.package === 'globalThis';
    return on([known ? path : { env: path.env, facts: doubtIdentity(path.facts, `the middleware of ${link.package} is not in the catalogue`) }]);
  }
  if (link.t === 'const' || link.t === 'object') return on([path]);
  return on([{ env: path.env, facts: doubtIdentity(path.facts, (link.t === 'opaque' ? link.because : null) ?? 'a middleware before it cannot be followed') }]);
}

interface Passed extends Result {
  readonly params: readonly Value[];
}

/** Runs a link that goes on by returning: what it comes back with, and its parameters as they are then. */
function passed(f: Frame, link: Value, params: readonly Value[], path: Path, at: Site): Passed[] {
  const fn = link.t === 'native' && link.name === 'given' ? link.parts[0] : link;
  if (fn?.t !== 'function') return applyValue(f, link, params, path, at).map((one) => ({ ...one, params }));
  return callFunctionFull(f, fn, params, path, at, null).map((one) => ({
    path: one.path,
    value: one.value,
    params: params.map((param, index) => {
      const now = one.params[index];
      return now && isSuccessor(now, param) ? now : param;
    }),
  }));
}

/** Why nothing can be said of what a handler does; null for one that is followed or that the catalogue speaks of. */
function strangeHandler(f: Frame, handler: Value): string | null {
  if (handler.t === 'opaque') return handler.because ?? 'the handler cannot be followed';
  if (handler.t !== 'library' || (handler.package !== 'globalThis' && f.machine.matcher.prefixKnown(handler.package))) return null;
  return handler.package === 'globalThis' ? 'the handler cannot be followed' : `the handler is made by ${handler.package}, which is not in the catalogue`;
}

/** How a continuation is told to go on: `2`, `2?` where `next` may be left out, `2/1` where the last link is the entry's own. */
const keyOf = ({ next, optional, own }: Protocol): string => `${next ?? ''}${optional ? '?' : ''}${own === undefined ? '' : `/${own}`}`;

export function protocolOf(key: string): Protocol {
  const [, next = '', optional, own] = /^([^?/]*)(\?)?(?:\/(\d+))?$/.exec(key) ?? [];
  return {
    next: next === '' ? null : /^\d+$/.test(next) ? Number(next) : next,
    optional: optional !== undefined,
    ...(own === undefined ? {} : { own: Number(own) }),
  };
}

/** Whether a function has a parameter at the place of `next`; what is no function of the project's is taken to have one. */
function takes(f: Frame, link: Value, next: number | string): boolean {
  if (link.t !== 'function' || typeof next !== 'number') return true;
  return (f.machine.modules.load(link.file)?.functions[link.fn]?.params.length ?? 0) > next;
}

const leaves = (value: Value): boolean => value.t === 'response' && value.kind !== 'pass';

function guardOf(f: Frame, link: Value): ReturnType<Frame['machine']['guards']['get']> {
  // One that calls back decides nothing by itself.
  if (link.t === 'native' && link.name === 'guard' && link.parts.length > 0) return undefined;
  if (link.t === 'native' && link.name === 'guard') return f.machine.guards.get(link.key);
  if (link.t !== 'library') return undefined;
  // The thing itself may be the middleware: `app.use(requireAuth)`.
  const results = f.machine.matcher.rows(link.package, link.path).some((row) => 'outcome' in row && row.outcome.kind === 'middleware')
    ? applyValue(f, link, [], { env: Env.empty, facts: f.machine.noFacts }, { file: f.module.file, start: 0, end: 0 })
    : [];
  const made = results[0]?.value;
  return made?.t === 'native' && made.name === 'guard' ? f.machine.guards.get(made.key) : undefined;
}

function withNext(f: Frame, params: readonly Value[], where: number | string, next: Value): Value[] {
  const v = f.machine.values;
  if (typeof where === 'number') {
    const out = Array.from({ length: Math.max(params.length, where) }, (_, i) => params[i] ?? v.undefined);
    out[where] = next;
    return out;
  }
  const [index = '0', field = 'next'] = where.split('.');
  return Array.from({ length: Math.max(params.length, Number(index) + 1) }, (_, i) => {
    const param = params[i] ?? v.opaque();
    if (i !== Number(index)) return param;
    return param.t === 'object' ? v.object(new Map(param.fields).set(field, next), param.rest) : v.object(new Map([[field, next]]), param);
  });
}
