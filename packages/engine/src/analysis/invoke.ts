/** Calls of the project's own functions: one summary for each function and each way it is called. */
import type { Expr, Fn } from '@gatelint/ts-facts';
import { bindPattern } from './bind.js';
import { joinClaims, noClaims, withClaims } from './claims.js';
import { execute } from './execute.js';
import { idle, withoutData, type Call } from './idle-calls.js';
import { Env } from './env.js';
import { decided, undecided } from './counting.js';
import {
  classOf,
  compose,
  doubtIdentity,
  doubtLimit,
  metBy,
  noFacts,
  sidesOf,
  THIS,
  withFacts,
  type Path,
  type Result,
  type Site,
  type Step,
} from './facts.js';
import { noteWrapped } from './wrapped.js';
import { siteOf, type Effect, type Frame, type Machine, type Outcome, type Summary, type Waiting } from './machine.js';
import { CHAIN_LIMIT, type Cut, type Question } from './memo.js';
import { boundBy as bindingsOf, mergeResults, raise, splitThrown } from './paths.js';
import { handOver } from './promises.js';
import { carried } from './ownership.js';
import { boundBy, either } from './ties.js';
import { typeValue } from './types.js';
import { isUnfollowed, nameless } from './unfollowed.js';
import { taintsOf, type Value, type ValueOf } from './value.js';
import { isFloating, isUnused, waitingAt } from './waiting.js';

/** What is said of what lies beyond a call that was not followed; a call of what is running adds nothing that the running call does not add by itself. */
const beyond: Readonly<Record<Cut, string | null>> = {
  recursion: null,
  'long chain': `a chain of calls is longer than ${CHAIN_LIMIT}`,
  'much code': 'the code that it reaches is larger than the analysis follows',
};

/** Calls a function of the project: its effects happen, and the paths go on with what it returns. */
export function callFunction(f: Frame, target: ValueOf<'function'>, args: readonly Value[], path: Path, at: Site, self: Value | null = null): Result[] {
  return callFunctionFull(f, target, args, path, at, self).map(({ path: after, value }) => ({ path: after, value }));
}

export interface FullResult extends Result {
  readonly params: Outcome['params'];
  readonly self: Value | null;
}

/** @param exprs the arguments as they are written, where a call is: promises among them are what the function makes of them */
export function callFunctionFull(
  f: Frame,
  target: ValueOf<'function'>,
  args: readonly Value[],
  path: Path,
  at: Site,
  self: Value | null,
  exprs: readonly Expr[] = [],
): FullResult[] {
  const m = f.machine;
  const call: Call = { target, args, self: self ?? target.self };
  const summary = (isUnused(f.module, f.fn, at) ? idleSummary(m, call, f) : null) ?? summarize(m, target, args, call.self, f);
  const callee = m.modules.load(target.file)?.functions[target.fn];
  const step: Step = { at, note: callee?.name ? `calls ${callee.name}` : 'calls a function', to: callee ? siteOf(target.file, callee.at) : at };
  const waiting = f.byFramework ? 'returned' : waitingAt(f.module, f.fn, at);
  m.memo.spend(summary.effects.length >> 2);
  for (const effect of summary.effects) pushEffect(f, through(f, effect, path, step, at, waiting, callee ?? null));
  noteWrapped(f, target, summary, callee ?? null, at, waiting);
  handOver(f, exprs, target, summary.schedules, waiting);
  // Nobody waits for it: what it finds out, and what it throws, is not known to what follows.
  if (!f.byFramework && callee?.async && isFloating(f.module, f.fn, at)) {
    for (const outcome of summary.outcomes) {
      const { settling } = splitThrown(m.values, outcome.value);
      if (outcome.how === 'throw' && settling) raise(f, { env: path.env, facts: compose(path.facts, outcome.facts, step) }, settling);
    }
    return [{ path, value: m.values.opaque(), params: [], self: null }];
  }
  const results: FullResult[] = [];
  for (const outcome of summary.outcomes) {
    const facts = compose(path.facts, outcome.facts, step);
    const after: Path = { env: write(path.env, outcome.writes), facts };
    if (outcome.how === 'throw') raise(f, after, outcome.value);
    else results.push({ path: after, value: outcome.value, params: outcome.params, self: outcome.self });
  }
  if (results.length <= 1) return results;
  return mergeResults(m.values, results).map((one) => {
    const same = results.filter((each) => each.path.facts.key === one.path.facts.key);
    const joined = same.every((each) => each.self === same[0]?.self)
      ? (same[0]?.self ?? null)
      : m.values.union(same.flatMap((each) => (each.self ? [each.self] : [])));
    return { ...one, params: same[0]?.params ?? [], self: joined };
  });
}

function write(env: Env, writes: Outcome['writes']): Env {
  let out = env;
  for (const [binding, value] of writes) if (env.has(binding)) out = out.set(binding, value);
  return out;
}

/** An effect of a callee, seen from the caller. */
function through(f: Frame, effect: Effect, path: Path, step: Step, at: Site, here: Waiting, callee: Fn | null): Effect {
  let { waiting, awaitAt } = effect;
  const goes = here === 'dropped' || here === 'given';
  // A callee that scheduled it has seen to it.
  const scheduled = effect.deferred && !f.deferred;
  if (effect.kind === 'telemetry' && !scheduled && waiting !== 'dropped' && waiting !== 'given') {
    if (goes && !(waiting === 'awaited' && callee && isCollected(effect, callee))) {
      waiting = here;
      awaitAt = at;
    } else if (waiting === 'returned') {
      waiting = here;
      // Who hands it on is not who waits: a framework waits for what the handler returned.
      if (here === 'awaited') awaitAt = at;
    }
  }
  return {
    ...effect,
    facts: compose(path.facts, effect.facts, step),
    trace: [step, ...effect.trace],
    deferred: effect.deferred || f.deferred,
    waiting,
    awaitAt,
  };
}

/** A function that is not async waits for nothing: what counts as awaited there was put into a list that a function around it waits for. */
function isCollected({ awaitAt }: Effect, callee: Fn): boolean {
  return !callee.async && awaitAt !== null && callee.at.start <= awaitAt.start && awaitAt.end <= callee.at.end;
}

/** Ways to one effect that are told apart by comparisons. */
const WAYS = 4;

/**
 * Keeps one effect for each place and each state in which it happens. Which mechanism held on which of many paths is told for the first ones only: a function
 * that is reached on a hundred paths would otherwise carry a hundred copies of all that it does.
 */
export function pushEffect(f: Frame, effect: Effect): void {
  // Which way a count went matters where money is spent, and nowhere else.
  const facts = effect.kind === 'spend' ? effect.facts : decided(effect.facts, nothingOpen);
  const key = `${effect.kind}|${effect.at.file}:${effect.at.start}|${classOf(facts)}|${effect.deferred ? 1 : 0}|${effect.waiting}|${effect.value?.id ?? ''}|${effect.own ? 1 : 0}`;
  for (let way = 0; way < WAYS; way++) {
    const known = f.effects.get(`${key}|${way}`);
    if (!known) f.effects.set(`${key}|${way}`, facts === effect.facts ? effect : { ...effect, facts });
    else if (sidesOf(known.facts.weighed) !== sidesOf(facts.weighed)) continue;
    else if (effect.kind === 'write') f.effects.set(`${key}|${way}`, lessTied(known, effect));
    else if (effect.kind === 'spend') {
      const spared = metBy(known.facts.spared, facts.spared, facts.limit.length > 0 && known.facts.limit.length > 0);
      if (spared !== known.facts.spared) f.effects.set(`${key}|${way}`, { ...known, facts: withFacts(known.facts, { spared }) });
    }
    return;
  }
}

/** One write of two at the same place: what ties either has to tie both. */
function lessTied(a: Effect, b: Effect): Effect {
  if (!a.tie || !b.tie || (a.tie === b.tie && a.facts.claims === b.facts.claims)) return a;
  const bound = (one: Effect): boolean => one.tie !== undefined && boundBy(one.tie, one.facts.claims).bound === 'yes';
  const [first, second] = [bound(a), bound(b)];
  const tie = first === second ? either([a.tie, b.tie]) : first ? b.tie : a.tie;
  const common = joinClaims(a.facts.claims, b.facts.claims);
  const claims = first === second ? common : withClaims(noClaims, { own: (first ? b : a).facts.claims.own, asked: common.asked });
  return { ...a, tie, facts: withFacts(a.facts, { claims }) };
}

const nothingOpen: ReadonlySet<string> = new Set();

const nothing = (m: Machine, facts = noFacts): Summary => ({
  outcomes: [{ how: 'return', value: m.values.opaque(), facts, writes: new Map(), params: [], self: null }],
  effects: [],
  schedules: [],
  wrapped: [],
});

/** What matters of an argument when a function has been called in many ways: whether it is there, which flags it sets, what it can call, and what it stems from. */
function coarse(m: Machine, value: Value): Value {
  if (value.t !== 'union' && value.t !== 'opaque' && value.t !== 'const' && value.t !== 'object' && value.t !== 'array') return value;
  return coarsen(m, value, 3);
}

/** Values share their parts: what is inside of many is looked at once for each depth at which it stands. */
function coarsen(m: Machine, value: Value, depth: number): Value {
  if (value.t !== 'union' && value.t !== 'object' && value.t !== 'array' && value.t !== 'opaque') return coarsenNow(m, value, depth);
  let known = m.coarse.get(value);
  if (!known) m.coarse.set(value, (known = []));
  return (known[depth] ??= coarsenNow(m, value, depth));
}

function coarsenNow(m: Machine, value: Value, depth: number): Value {
  const v = m.values;
  switch (value.t) {
    case 'union':
      return v.union(value.of.map((atom) => coarsen(m, atom, depth)));
    case 'opaque':
      return v.opaque(lasting(value.taints), null, value.truthy);
    case 'const':
      // A word chooses (a code, a kind, a role), and so does a status; a long text or another number is passed through.
      if (typeof value.value === 'number' && !isStatus(value.value)) return v.opaque([], null, Boolean(value.value));
      return typeof value.value === 'string' && value.value.length > 24 ? v.opaque([], null, true) : value;
    case 'object': {
      if (depth === 0) return v.opaque(lasting(taintsOf(value)), null, true);
      const fields = new Map<string, Value>();
      for (const [name, field] of value.fields) fields.set(name, coarsen(m, field, depth - 1));
      return v.object(fields, value.rest ? coarsen(m, value.rest, depth - 1) : null);
    }
    case 'array': {
      // A short one is a tuple: a pair of name and handler, an error and a value.
      if (!value.rest && value.items.length <= 3) return v.array(value.items.map((item) => coarsen(m, item, depth - 1)));
      const all = [...value.items, ...(value.rest ? [value.rest] : [])];
      return all.length === 0 ? value : v.array([], v.union(all.map((item) => coarsen(m, item, depth - 1))));
    }
    default:
      return value;
  }
}

const isStatus = (number: number): boolean => Number.isInteger(number) && number >= 200 && number < 600;

/** Of a library that decides something the name is enough. */
const lasting = (taints: readonly string[]): readonly string[] =>
  taints.flatMap((taint) =>
    taint.startsWith('text:') ? [] : taint.startsWith('external:') ? [taint.slice(0, taint.lastIndexOf('#') + 1)] : [nameless(taint)],
  );

/** When a function runs: after the response, or when the process starts. */
type When = Pick<Frame, 'deferred' | 'starting'>;

export function summarize(m: Machine, target: ValueOf<'function'>, given: readonly Value[], self: Value | null, when: When): Summary {
  const rough = given.map((arg) => coarse(m, arg));
  const unit = m.memo.unit(question(m, target, rough, self, when), (one) => one.trail === null);
  // Each way of calling a function that hangs something on a router is a registration of its own.
  return (unit.trail === null ? unit : m.memo.unit(question(m, target, given, self, when))).answer as Summary;
}

/** The one answer for all calls of a function that does nothing, whatever it is given; null when it may do something. */
function idleSummary(m: Machine, call: Call, when: When): Summary | null {
  const without = withoutData(m, call);
  const unit = m.memo.unit(question(m, without.target, without.args, without.self, when), never);
  return unit.trail === null ? idle(unit.answer as Summary, without) : null;
}

const never = (): boolean => false;

function question(m: Machine, target: ValueOf<'function'>, args: readonly Value[], self: Value | null, when: When): Question<Summary> {
  return {
    key: `${target.id}|${args.map((arg) => arg.id).join()}|${self?.id ?? ''}|${when.deferred ? 1 : 0}${when.starting ? 's' : ''}`,
    kind: 'function',
    place: `${target.file}#${target.fn}`,
    inputs: self ? [target, ...args, self] : [target, ...args],
    compute: () => run(m, target, args, self, when),
    cut: (why) => {
      const because = beyond[why];
      return because === null ? nothing(m) : nothing(m, doubtLimit(doubtIdentity(noFacts, because), because));
    },
  };
}

function run(m: Machine, target: ValueOf<'function'>, args: readonly Value[], self: Value | null, { deferred, starting }: When): Summary {
  const module = m.modules.load(target.file);
  const fn = module?.functions[target.fn];
  if (!module || !fn) return nothing(m);
  const f: Frame = {
    machine: m,
    module,
    fn,
    self,
    deferred,
    starting,
    byFramework: false,
    effects: new Map(),
    schedules: new Set(),
    wrapped: new Map(),
    throws: [],
    mayThrow: [],
  };
  const variables = new Map(target.closure);
  if (self) variables.set(THIS, self);
  let paths: Path[] = [{ env: Env.of(variables), facts: noFacts }];
  fn.params.forEach((param, index) => {
    let value = param.rest ? m.values.array(args.slice(index)) : (args[index] ?? m.values.undefined);
    if (param.type && isUnknown(value)) value = typeValue(m, module.file, param.type) ?? value;
    paths = paths.flatMap((path) => bindPattern(f, param.pattern, value, path));
  });
  const flow = execute(f, fn.body, paths);
  const ends: { how: 'return' | 'throw'; path: Path; value: Value }[] = [
    ...mergeResults(m.values, carried(f, noClaims, [...flow.returns, ...flow.next.map((path) => ({ path, value: m.values.undefined }))])).map((one) => ({
      how: 'return' as const,
      ...one,
    })),
    ...mergeResults(m.values, f.throws).map((one) => ({ how: 'throw' as const, ...one })),
  ];
  const open = undecided(ends);
  const outcomes = ends.map(({ how, path, value }) => ({
    how,
    value: fn.generator ? m.values.opaque() : checked(m, value, path),
    facts: decided(path.facts, open),
    writes: changed(target, fn.captures, path),
    self: path.env.get(THIS) ?? null,
    params: fn.params.map((param) => {
      const binding = bindingsOf(param.pattern)[0];
      return param.pattern.p === 'binding' && !param.rest && binding !== undefined ? (path.env.get(binding) ?? null) : null;
    }),
  }));
  return { outcomes, effects: [...f.effects.values()], schedules: [...f.schedules].sort((a, b) => a - b), wrapped: [...f.wrapped.values()] };
}

/** A variable that was tested before it is handed out is set. */
function checked(m: Machine, value: Value, path: Path): Value {
  return value.t === 'env' && path.facts.set.includes(value.name) ? m.values.opaque([`env:${value.name}`, 'checked'], null, true) : value;
}

function changed(target: ValueOf<'function'>, captures: readonly number[], path: Path): Outcome['writes'] {
  const writes = new Map<number, Value>();
  for (const binding of captures) {
    const value = path.env.get(binding);
    if (value && value !== target.closure.get(binding)) writes.set(binding, value);
  }
  return writes;
}

/** Nothing is known of it but, at most, that it comes from the caller as a whole. */
function isUnknown(value: Value): boolean {
  return value.t === 'opaque' && (value.taints.every(isUnfollowed) || (value.taints.length === 1 && value.taints[0] === 'caller:request'));
}
