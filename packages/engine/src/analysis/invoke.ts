/** Calls of the project's own functions: one summary for each function and each way it is called. */
import { bindPattern } from './bind.js';
import { execute } from './execute.js';
import { compose, noFacts, THIS, type Env, type Path, type Result, type Site, type Step } from './facts.js';
import type { Effect, Frame, Machine, Outcome, Summary } from './machine.js';
import { boundBy, mergeResults, raise } from './paths.js';
import { typeValue } from './types.js';
import type { Value, ValueOf } from './value.js';
import { waitingAt } from './waiting.js';

const DEPTH_LIMIT = 48;

/** Calls a function of the project: its effects happen, and the paths go on with what it returns. */
export function callFunction(f: Frame, target: ValueOf<'function'>, args: readonly Value[], path: Path, at: Site, self: Value | null = null): Result[] {
  return callFunctionFull(f, target, args, path, at, self).map(({ path: after, value }) => ({ path: after, value }));
}

export interface FullResult extends Result {
  readonly params: Outcome['params'];
  readonly self: Value | null;
}

export function callFunctionFull(f: Frame, target: ValueOf<'function'>, args: readonly Value[], path: Path, at: Site, self: Value | null): FullResult[] {
  const m = f.machine;
  const summary = summarize(m, target, args, self ?? target.self, f.deferred, f.depth + 1);
  const name = m.modules.load(target.file)?.functions[target.fn]?.name;
  const step: Step = { at, note: name ? `calls ${name}` : 'calls a function' };
  for (const effect of summary.effects) pushEffect(f, through(f, effect, path, step, at));
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
    const joined = same.every((each) => each.self === same[0]?.self) ? (same[0]?.self ?? null) : m.values.union(same.flatMap((each) => (each.self ? [each.self] : [])));
    return { ...one, params: same[0]?.params ?? [], self: joined };
  });
}

function write(env: Env, writes: Env): Env {
  let out: Map<number, Value> | null = null;
  for (const [binding, value] of writes) if (env.has(binding)) (out ??= new Map(env)).set(binding, value);
  return out ?? env;
}

/** An effect of a callee, seen from the caller. */
function through(f: Frame, effect: Effect, path: Path, step: Step, at: Site): Effect {
  let { waiting, awaitAt } = effect;
  if (effect.kind === 'telemetry' && waiting !== 'dropped') {
    const here = waitingAt(f.module, f.fn, at);
    if (here === 'dropped') waiting = 'dropped';
    else if (waiting === 'returned') {
      waiting = here;
      awaitAt = at;
    } else if (here === 'returned') waiting = 'returned';
  }
  return { ...effect, facts: compose(path.facts, effect.facts, step), trace: [step, ...effect.trace], deferred: effect.deferred || f.deferred, waiting, awaitAt };
}

export function pushEffect(f: Frame, effect: Effect): void {
  const key = effectKey(effect);
  for (const known of f.effects) if (effectKey(known) === key) return;
  f.effects.push(effect);
}

const keys = new WeakMap<Effect, string>();
function effectKey(effect: Effect): string {
  let key = keys.get(effect);
  if (key === undefined) {
    key = `${effect.kind}|${effect.at.file}:${effect.at.start}|${effect.facts.key}|${effect.deferred ? 1 : 0}|${effect.waiting}`;
    keys.set(effect, key);
  }
  return key;
}

const recursion = (m: Machine): Summary => ({ outcomes: [{ how: 'return', value: m.values.opaque(), facts: noFacts, writes: new Map(), params: [], self: null }], effects: [] });

export function summarize(m: Machine, target: ValueOf<'function'>, args: readonly Value[], self: Value | null, deferred: boolean, depth: number): Summary {
  const key = `${target.file}#${target.fn}|${target.id}|${args.map((arg) => arg.id).join()}|${self?.id ?? ''}|${deferred ? 1 : 0}`;
  const known = m.summaries.get(key);
  // A call of what is running adds nothing that the running call does not add by itself.
  if (known === 'running') return recursion(m);
  if (known) return known;
  const module = m.modules.load(target.file);
  const fn = module?.functions[target.fn];
  if (!module || !fn || depth > DEPTH_LIMIT) return recursion(m);
  m.summaries.set(key, 'running');
  try {
    const f: Frame = { machine: m, module, fn, self, deferred, depth, effects: [], throws: [], mayThrow: [] };
    const variables = new Map(target.closure);
    if (self) variables.set(THIS, self);
    let paths: Path[] = [{ env: variables, facts: noFacts }];
    fn.params.forEach((param, index) => {
      let value = param.rest ? m.values.array(args.slice(index)) : (args[index] ?? m.values.undefined);
      if (param.type && isUnknown(value)) value = typeValue(m, module.file, param.type) ?? value;
      paths = paths.flatMap((path) => bindPattern(f, param.pattern, value, path));
    });
    const flow = execute(f, fn.body, paths);
    const ends: { how: 'return' | 'throw'; path: Path; value: Value }[] = [
      ...mergeResults(m.values, [...flow.returns, ...flow.next.map((path) => ({ path, value: m.values.undefined }))]).map((one) => ({ how: 'return' as const, ...one })),
      ...mergeResults(m.values, f.throws).map((one) => ({ how: 'throw' as const, ...one })),
    ];
    const outcomes = ends.map(({ how, path, value }) => ({
      how,
      value: fn.generator ? m.values.opaque() : value,
      facts: path.facts,
      writes: changed(target, fn.captures, path),
      self: path.env.get(THIS) ?? null,
      params: fn.params.map((param) => {
        const binding = boundBy(param.pattern)[0];
        return param.pattern.p === 'binding' && binding !== undefined ? (path.env.get(binding) ?? null) : null;
      }),
    }));
    const summary: Summary = { outcomes, effects: f.effects };
    m.summaries.set(key, summary);
    return summary;
  } finally {
    if (m.summaries.get(key) === 'running') m.summaries.delete(key);
  }
}

function changed(target: ValueOf<'function'>, captures: readonly number[], path: Path): Env {
  const writes = new Map<number, Value>();
  for (const binding of captures) {
    const value = path.env.get(binding);
    if (value && value !== target.closure.get(binding)) writes.set(binding, value);
  }
  return writes;
}

/** Nothing is known of it but, at most, that it comes from the caller as a whole. */
function isUnknown(value: Value): boolean {
  return value.t === 'opaque' && (value.taints.length === 0 || (value.taints.length === 1 && value.taints[0] === 'caller:request'));
}
