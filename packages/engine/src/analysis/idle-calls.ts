/**
 * Calls whose result nobody looks at, of functions that change nothing a gate asks about: loggers above all. Such a function is called from everywhere, each time
 * with other data, and a summary for each would be most of the work of a project. It is asked first with the data left out; where even then it does nothing but
 * return (or crash on what is missing), one answer serves all of them. Leaving data out adds ways and never takes one away, so what does nothing without it does nothing with it; what chooses
 * among functions and hosts (words, paths, addresses, SQL) stays.
 */
import { noClaims } from './claims.js';
import type { Facts } from './facts.js';
import type { Machine, Outcome, Summary } from './machine.js';
import { isCrash } from './paths.js';
import { atoms, truth, type Closure, type Value, type ValueOf } from './value.js';

/** How a function is called. */
export interface Call {
  readonly target: ValueOf<'function'>;
  readonly args: readonly Value[];
  readonly self: Value | null;
}

/** The call with the data left out of its arguments and of what the function has captured. */
export function withoutData(m: Machine, { target, args, self }: Call): Call {
  return { target: bareFunction(m, target, DEPTH), args: args.map((arg) => bare(m, arg, DEPTH)), self: self && bare(m, self, DEPTH) };
}

/** The summary for all such calls, if the function is idle; `call` is the one without data that it was made for. */
export function idle(summary: Summary, call: Call): Summary | null {
  let known = answers.get(summary);
  if (known === undefined) answers.set(summary, (known = isIdle(summary, call) ? { ...summary, outcomes: summary.outcomes.map(leftAlone) } : null));
  return known;
}

const answers = new WeakMap<Summary, Summary | null>();

/** Nothing that it was given is other than before. */
const leftAlone = (outcome: Outcome): Outcome => ({ ...outcome, params: [], self: null });

function isIdle({ outcomes, effects, schedules }: Summary, { args, self }: Call): boolean {
  return (
    schedules.length === 0 &&
    effects.every((effect) => effect.kind === 'telemetry') &&
    outcomes.length > 0 &&
    outcomes.every(
      (one) =>
        (one.how === 'return' || atoms(one.value).every(isCrash)) &&
        one.writes.size === 0 &&
        knowsNothing(one.facts) &&
        (one.self === null || one.self === self) &&
        one.params.every((param, index) => param === null || !isContainer(param) || isPartOf(param, args[index])),
    )
  );
}

const knowsNothing = (facts: Facts): boolean =>
  facts.claims === noClaims &&
  facts.status === null &&
  [facts.identity, facts.limit, facts.looked, facts.limitLooked, facts.unknown, facts.limitUnknown, facts.weighed, facts.refusals].every(
    (list) => list.length === 0,
  );

/** Tests on the way have told what it, or a field of it, cannot be; it is the same otherwise. */
function isPartOf(value: Value, of: Value | undefined): boolean {
  if (value === of) return true;
  if (!of) return false;
  if (value.t === 'object' && of.t === 'object')
    return value.rest === of.rest && value.fields.size === of.fields.size && [...value.fields].every(([name, field]) => isPartOf(field, of.fields.get(name)));
  return atoms(value).every((atom) => atoms(of).includes(atom));
}

const isContainer = ({ t }: Value): boolean => t === 'object' || t === 'array' || t === 'instance' || t === 'library' || t === 'union';

/** Values inside of values are looked at this deep; what lies below stays as it is. */
const DEPTH = 4;

const known = new WeakMap<Machine, WeakMap<Value, Value[]>>();

function bare(m: Machine, value: Value, depth: number): Value {
  if (depth === 0) return value;
  let ofMachine = known.get(m);
  if (!ofMachine) known.set(m, (ofMachine = new WeakMap()));
  let byDepth = ofMachine.get(value);
  if (!byDepth) ofMachine.set(value, (byDepth = []));
  return (byDepth[depth] ??= bareNow(m, value, depth));
}

function bareNow(m: Machine, value: Value, depth: number): Value {
  const v = m.values;
  switch (value.t) {
    case 'const':
      if (typeof value.value === 'number' || (typeof value.value === 'string' && !chooses(value.value))) return v.opaque([], null, Boolean(value.value));
      return value.taints.length > 0 ? v.constant(value.value) : value;
    case 'opaque':
      return v.opaque([], null, value.truthy, value.falsy);
    case 'env':
      return v.opaque();
    case 'principal':
    case 'response':
      return v.opaque([], null, true);
    case 'union':
      return v.union(value.of.map((atom) => bare(m, atom, depth)));
    case 'array': {
      const all = [...value.items, ...(value.rest ? [value.rest] : [])].map((item) => bare(m, item, depth - 1));
      return all.length === 0 ? value : v.array([], v.union(all));
    }
    case 'object': {
      const fields = bareFields(m, value.fields, depth);
      const rest = value.rest && bare(m, value.rest, depth - 1);
      return v.object(fields, fields.size < value.fields.size ? v.union([v.opaque(), ...(rest ? [rest] : [])]) : rest);
    }
    case 'instance':
      // Its methods may ask for any of its fields: one that is left out is there, and nothing is known of it.
      return v.instance(
        value.file,
        value.cls,
        mapValues(value.fields, (field) => bare(m, field, depth - 1)),
      );
    case 'library':
      return isAnswer(m, value) ? v.opaque([], null, truth(value) === true) : value;
    case 'function':
      return bareFunction(m, value, depth);
    default:
      return value;
  }
}

/** What a call of a library has answered, and of which the catalogue knows nothing that could be called: a record, a parsed body. */
const isAnswer = ({ matcher }: Machine, { package: name, path }: ValueOf<'library'>): boolean =>
  name !== 'globalThis' && path.includes('()') && !matcher.leadsOn(name, path);

/** Fields of which something is left: the others are data. */
function bareFields(m: Machine, fields: ReadonlyMap<string, Value>, depth: number): ReadonlyMap<string, Value> {
  const out = new Map<string, Value>();
  for (const [name, field] of fields) {
    const left = bare(m, field, depth - 1);
    if (left.t !== 'opaque') out.set(name, left);
  }
  return out;
}

function bareFunction(m: Machine, { file, fn, closure, self }: ValueOf<'function'>, depth: number): ValueOf<'function'> {
  const captured: Closure = mapValues(closure, (one) => bare(m, one, depth - 1));
  return m.values.fn(file, fn, captured, self && bare(m, self, depth - 1));
}

function mapValues<Key>(map: ReadonlyMap<Key, Value>, to: (value: Value) => Value): ReadonlyMap<Key, Value> {
  const out = new Map<Key, Value>();
  for (const [key, value] of map) out.set(key, to(value));
  return out;
}

/** Whether a text can choose what is done: a name, a path, an address, a statement. A sentence cannot. */
const chooses = (text: string): boolean =>
  !/\s/.test(text.trim()) || /^\s*(select|insert|update|delete|merge|call|with|truncate|alter|drop|create|do)\b/i.test(text);
