/** Which promises an expression hands on: calls that were started in it, and variables that hold one. */
import type { Expr, Span } from '@gatelint/ts-facts';
import type { Site } from './facts.js';
import type { Frame, Waiting } from './machine.js';
import { initialValue } from './search.js';
import { isKept } from './waiting.js';
import type { ValueOf } from './value.js';

interface Handed {
  readonly started: readonly Span[];
  readonly bindings: readonly number[];
}

const none: Handed = { started: [], bindings: [] };
const followers = new Set(['then', 'catch', 'finally']);

function handed(expr: Expr): Handed {
  switch (expr.k) {
    case 'ref':
      return { started: [], bindings: [expr.binding] };
    case 'call': {
      const inside =
        expr.callee.k === 'member' && typeof expr.callee.property === 'string' && followers.has(expr.callee.property)
          ? handed(expr.callee.object)
          : expr.callee.k === 'member' && expr.callee.object.k === 'global' && expr.callee.object.name === 'Promise'
            ? both(expr.args)
            : none;
      return { started: [expr.at, ...inside.started], bindings: inside.bindings };
    }
    case 'array':
      return both(expr.items);
    case 'spread':
      return handed(expr.value);
    case 'conditional':
      return both([expr.then, expr.else]);
    case 'logical':
      return both([expr.left, expr.right]);
    default:
      return none;
  }
}

function both(exprs: readonly Expr[]): Handed {
  const all = exprs.map(handed);
  return { started: all.flatMap((one) => one.started), bindings: all.flatMap((one) => one.bindings) };
}

/** A promise that was started before is handed to a scheduler, by name or in a list: what it does is deferred. */
export function deferStarted(f: Frame, given: Expr): void {
  const { started, bindings } = handed(given);
  const spans = [...started];
  for (const binding of bindings) {
    const index = f.fn.params.findIndex((param) => param.pattern.p === 'binding' && param.pattern.binding === binding);
    if (index >= 0) f.schedules.add(index);
    const value = index < 0 ? initialValue(f.fn.body, binding) : null;
    if (value) spans.push(value.at);
  }
  change(f, spans, () => ({ deferred: true }));
  for (const [key, one] of f.wrapped) if (covers(spans, f, one.at)) f.wrapped.set(key, { ...one, deferred: true });
}

/**
 * Promises that are arguments of a function of the project: it schedules them, waits for them, or lets them go.
 *
 * @param schedules its parameters that it hands to a scheduler
 * @param waiting how the function itself is waited for
 */
export function handOver(f: Frame, args: readonly Expr[], target: ValueOf<'function'>, schedules: readonly number[], waiting: Waiting): void {
  for (const [index, arg] of args.entries()) {
    if (arg.k === 'spread') return;
    if (schedules.includes(index)) {
      deferStarted(f, arg);
      continue;
    }
    const { started } = handed(arg);
    if (started.length === 0) continue;
    const module = f.machine.modules.load(target.file);
    const fn = module?.functions[target.fn];
    const param = fn?.params[index]?.pattern;
    if (!module || !fn || param?.p !== 'binding' || !isKept(module, fn, param.binding)) continue;
    change(f, started, (effect) => (effect.waiting === 'given' ? { waiting, awaitAt: effect.trace[0]?.at ?? effect.at } : {}));
  }
}

type Change = Partial<Pick<Parameters<Frame['effects']['set']>[1], 'deferred' | 'waiting' | 'awaitAt'>>;

function change(f: Frame, spans: readonly Span[], to: (effect: Parameters<Frame['effects']['set']>[1]) => Change): void {
  for (const [key, effect] of f.effects) {
    const site = effect.trace[0]?.at ?? effect.at;
    if (!covers(spans, f, site)) continue;
    f.effects.set(key, { ...effect, ...to(effect) });
  }
}

const covers = (spans: readonly Span[], f: Frame, site: Site): boolean =>
  site.file === f.module.file && spans.some((span) => span.start <= site.start && site.end <= span.end);
