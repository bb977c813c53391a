/** Functions that a framework runs around all of its handlers: they get the request's event, and a function that goes on with it. */
import { applyValue } from './call.js';
import type { Path, Result, Site } from './facts.js';
import { pushEffect } from './invoke.js';
import type { Frame, Machine } from './machine.js';
import type { Value, ValueOf } from './value.js';

/** Names under which the function around gets the event and what goes on. */
export interface Names {
  readonly event: string;
  readonly next: string;
}

/** The handler inside of `around`, which may be a list: the first is the outermost. */
export function inside(m: Machine, around: Value, handler: Value, names: Names): Value {
  if (around.t === 'array') return [...around.items].reverse().reduce((inner, one) => inside(m, one, inner, names), handler);
  return m.values.native('entered', `${names.event},${names.next}`, [around, handler]);
}

export function enter(f: Frame, callee: ValueOf<'native'>, args: readonly Value[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const [first, handler] = callee.parts;
  if (callee.name === 'entered' && first && handler) {
    const [event = '', next = ''] = callee.key.split(',');
    const given = v.record({ [event]: args[0] ?? v.undefined, [next]: v.native('goes-in', '', [handler]) });
    return applyValue({ ...f, byFramework: true }, first, [given], path, at);
  }
  if (!first) return [];
  // What happens from here on is what the entry is for; what the functions around it write, they write for every request.
  if (first.t === 'native' && first.name === 'entered') return applyValue({ ...f, byFramework: true }, first, args.slice(0, 1), path, at);
  const within: Frame = { ...f, byFramework: true, effects: new Map() };
  const results = applyValue(within, first, args.slice(0, 1), path, at);
  for (const effect of within.effects.values()) pushEffect(f, { ...effect, own: true });
  return results;
}
