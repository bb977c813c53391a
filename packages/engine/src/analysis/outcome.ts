/** How a deciding call of a library goes on: one path on which it held, one on which it did not. */
import type { Outcome } from '@gatelint/catalogue';
import { argumentAt } from './arguments.js';
import { applyValue } from './call.js';
import { refuse, type Facts, type Path, type Result, type Site } from './facts.js';
import type { Frame } from './machine.js';
import { mergeResults, raise, withValue } from './paths.js';
import type { Value } from './value.js';

/** What a decision does to the facts, and the status with which it refuses by itself. */
export interface Decision {
  hold(facts: Facts): Facts;
  miss(facts: Facts): Facts;
  readonly present: Value;
  readonly status: number;
  readonly key: string;
}

export function decide(f: Frame, outcome: Outcome, decision: Decision, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const held: Path = { env: path.env, facts: decision.hold(path.facts) };
  const missed: Path = { env: path.env, facts: decision.miss(path.facts) };
  switch (outcome.kind) {
    case 'value':
      return [withValue(held, decision.present), withValue(missed, v.null)];
    case 'field': {
      const { error, flag } = outcome;
      const shape = (value: Value, problem: Value, yes: Value): Value => {
        const inner = nest(f, outcome.field, value);
        if (inner.t !== 'object') return inner;
        const fields = new Map(inner.fields);
        if (error !== undefined) fields.set(error, problem);
        if (flag !== undefined) fields.set(flag, yes);
        return v.object(fields, inner.rest);
      };
      return [withValue(held, shape(decision.present, v.null, v.true)), withValue(missed, shape(v.null, v.response('error', decision.status), v.false))];
    }
    case 'throws':
      raiseMissed(f, decision, missed, at);
      return [withValue(held, decision.present)];
    case 'boolean': {
      const answer = (yes: boolean): Value => {
        const flag = v.constant(outcome.negated ? !yes : yes);
        if (outcome.field === undefined) return flag;
        return nest(f, outcome.field, outcome.method ? v.native('answer', String(flag.id), [flag]) : flag, v.opaque());
      };
      return [withValue(held, answer(true)), withValue(missed, answer(false))];
    }
    case 'middleware': {
      f.machine.guards.set(decision.key, decision);
      const asked = outcome.asks ? argumentAt(outcome.asks.fn, args) : null;
      if (outcome.asks && asked?.t === 'function') return [withValue(path, v.native('asking', decision.key, [asked, v.constant(outcome.asks.credentials)]))];
      return [withValue(path, v.native('guard', decision.key, outcome.callback ? args.slice(-1).filter((arg) => arg.t === 'function') : []))];
    }
    case 'wraps': {
      f.machine.guards.set(decision.key, decision);
      const handler = args[outcome.handler ?? 0] ?? v.undefined;
      return [withValue(path, v.native('guarded', decision.key, [handler]))];
    }
    case 'callback': {
      const callback = args[outcome.callback];
      if (!callback) return [withValue(path, v.opaque())];
      return mergeResults(v, [
        ...applyValue(f, callback, [v.null, decision.present], held, at),
        ...applyValue(f, callback, [v.response('error', decision.status), v.undefined], missed, at),
      ]);
    }
  }
}

/** Whoever is not let in gets an error. */
export function raiseMissed(f: Frame, decision: Decision, missed: Path, at: Site): void {
  raise(f, { env: missed.env, facts: refuse(missed.facts, at, 'throws', decision.status) }, f.machine.values.response('error', decision.status));
}

/** A guard of a library answers for itself those whom it does not let in. */
export function turnedAway(f: Frame, decision: Decision, path: Path, at: Site): Result {
  const facts = refuse(decision.miss(path.facts), at, 'answers', decision.status);
  return withValue({ env: path.env, facts }, f.machine.values.response('response', decision.status));
}

/** `data.user` → { data: { user: value } }; other fields are not known. `*`: every field is the value. */
function nest(f: Frame, field: string, value: Value, rest: Value | null = null): Value {
  const v = f.machine.values;
  if (field === '*') return v.object(new Map(), value);
  return field
    .split('.')
    .reverse()
    .reduce<Value>((inner, name) => v.object(new Map([[name, inner]]), rest ?? v.opaque()), value);
}
