/** Whether a function waits for a call: `await`, an element of an awaited `Promise.all`, a promise that is kept and awaited later, or one that it returns. */
import type { Expr, Fn, Module, Pattern, Stmt } from '@gatelint/ts-facts';
import type { Site } from './facts.js';
import type { Waiting } from './machine.js';
import { eachStatement } from './search.js';

const cache = new WeakMap<Fn, Marks>();

const keyOf = (at: { readonly start: number; readonly end: number }): number => at.start * 1_000_003 + at.end;

/** How `fn` waits for the call that stands at `at` in it. */
export function waitingAt(module: Module, fn: Fn, at: Site): Waiting {
  // Keyed by end as well as start: `a().b()` starts where `a()` does.
  return marksOf(module, fn).marks.get(keyOf(at)) ?? 'given';
}

/** Whether the call stands as a statement of its own and nobody looks at its promise. */
export const isFloating = (module: Module, fn: Fn, at: Site): boolean => marksOf(module, fn).floating.has(keyOf(at));

/** Whether nobody looks at what the call answers: it is a statement of its own, or awaited as one. */
export const isUnused = (module: Module, fn: Fn, at: Site): boolean => marksOf(module, fn).unused.has(keyOf(at));

/** Whether a function awaits or returns what the variable holds. */
export const isKept = (module: Module, fn: Fn, binding: number): boolean => marksOf(module, fn).kept.has(binding);

function marksOf(module: Module, fn: Fn): Marks {
  let known = cache.get(fn);
  if (!known) {
    // What a function around it waits for, it waits for here as well: a list that callbacks fill.
    const around = fn.parent === null || fn.parent === 0 ? null : module.functions[fn.parent];
    known = { marks: new Map(), kept: new Set(around ? marksOf(module, around).kept : []), floating: new Set(), unused: new Set(), module };
    // Two rounds: in the second, what is awaited by name is known.
    for (let round = 0; round < 2; round++) walkBody(fn.body, known);
    cache.set(fn, known);
  }
  return known;
}

interface Marks {
  readonly marks: Map<number, Waiting>;
  /** Variables that are awaited or returned somewhere in the function. */
  readonly kept: Set<number>;
  readonly floating: Set<number>;
  readonly unused: Set<number>;
  readonly module: Module;
}

function mark(expr: Expr, how: Waiting, to: Marks): void {
  switch (expr.k) {
    case 'call':
    case 'new': {
      const key = keyOf(expr.at);
      settle(key, how, to);
      // The arguments of a combinator and the promise before `.then` are waited for as well.
      for (const arg of expr.args) if (arg.k === 'array') for (const item of arg.items) mark(item, how, to);
      if (expr.callee.k === 'member') mark(expr.callee.object, how, to);
      for (const arg of expr.args) {
        if (expr.callee.k !== 'member' || expr.callee.object.k !== 'global') break;
        if (arg.k === 'call' || expr.callee.object.name === 'Promise') mark(arg, how, to);
      }
      return;
    }
    case 'member':
      // A promise that is a member: `client.track(…).promise`.
      settle(keyOf(expr.at), how, to);
      return;
    case 'conditional':
      mark(expr.then, how, to);
      mark(expr.else, how, to);
      return;
    case 'logical':
      mark(expr.left, how, to);
      mark(expr.right, how, to);
      return;
    case 'array':
      for (const item of expr.items) mark(item, how, to);
      return;
    case 'spread':
      mark(expr.value, how, to);
      return;
    case 'await':
      mark(expr.value, 'awaited', to);
      return;
    case 'unary':
      if (expr.op === 'void') mark(expr.value, how, to);
      return;
    case 'ref':
      if (how !== 'dropped') to.kept.add(expr.binding);
      return;
    case 'sequence':
      expr.items.slice(-1).forEach((item) => mark(item, how, to));
      return;
    default:
  }
}

/** Calls whose value is the value of something that stands as a statement. */
function discard(expr: Expr, to: Marks): void {
  switch (expr.k) {
    case 'call':
      to.unused.add(keyOf(expr.at));
      return;
    case 'await':
      return discard(expr.value, to);
    case 'unary':
      return expr.op === 'void' ? discard(expr.value, to) : undefined;
    case 'logical':
      return discard(expr.right, to);
    case 'conditional':
      discard(expr.then, to);
      return discard(expr.else, to);
    default:
  }
}

/** The first word counts, unless it is awaited after all. */
function settle(key: number, how: Waiting, to: Marks): void {
  const known = to.marks.get(key);
  if (known === undefined || how === 'awaited' || (how === 'returned' && known === 'dropped')) to.marks.set(key, how);
}

const mentions = new WeakMap<Module, ReadonlySet<number>>();

/** Variables of the module that anything reads. */
function mentioned(module: Module): ReadonlySet<number> {
  let known = mentions.get(module);
  if (!known) {
    const found = new Set<number>();
    const look = (expr: Expr): void => {
      if (expr.k === 'ref') found.add(expr.binding);
      for (const child of children(expr)) look(child);
    };
    for (const fn of module.functions) for (const stmt of fn.body) eachStatement(stmt, look);
    for (const { what } of module.exports) {
      if (what.is === 'binding') found.add(what.binding);
      else if (what.is === 'expression') look(what.value);
    }
    mentions.set(module, (known = found));
  }
  return known;
}

function walkBody(body: readonly Stmt[], to: Marks): void {
  for (const stmt of body) walkStatement(stmt, to);
}

function walkStatement(stmt: Stmt, to: Marks): void {
  switch (stmt.s) {
    case 'let':
      if (stmt.value) {
        if (boundKept(stmt.target, to)) mark(stmt.value, 'awaited', to);
        else if (stmt.target.p === 'binding' && !mentioned(to.module).has(stmt.target.binding)) mark(stmt.value, 'dropped', to);
        walk(stmt.value, to);
      }
      return;
    case 'do':
      // `promises.push(f())`: what is collected is waited for when the list is.
      if (
        stmt.value.k === 'call' &&
        stmt.value.callee.k === 'member' &&
        stmt.value.callee.property === 'push' &&
        stmt.value.callee.object.k === 'ref' &&
        to.kept.has(stmt.value.callee.object.binding)
      )
        for (const arg of stmt.value.args) mark(arg, 'awaited', to);
      mark(stmt.value, 'dropped', to);
      if (stmt.value.k === 'assign' && boundKept(stmt.value.target, to)) mark(stmt.value.value, 'awaited', to);
      discard(stmt.value, to);
      if (stmt.value.k === 'call') to.floating.add(keyOf(stmt.value.at));
      else if (stmt.value.k === 'unary' && stmt.value.op === 'void') to.floating.add(keyOf(stmt.value.value.at));
      walk(stmt.value, to);
      return;
    case 'if':
      walk(stmt.test, to);
      walkBody(stmt.then, to);
      walkBody(stmt.else, to);
      return;
    case 'switch':
      walk(stmt.on, to);
      for (const one of stmt.cases) walkBody(one.body, to);
      return;
    case 'loop':
      walkBody(stmt.init, to);
      if (stmt.over) {
        if (stmt.await || (stmt.target && boundKept(stmt.target, to))) mark(stmt.over, 'awaited', to);
        walk(stmt.over, to);
      }
      if (stmt.test) walk(stmt.test, to);
      if (stmt.update) walk(stmt.update, to);
      walkBody(stmt.body, to);
      return;
    case 'try':
      walkBody(stmt.body, to);
      walkBody(stmt.handler ?? [], to);
      walkBody(stmt.finally ?? [], to);
      return;
    case 'return':
      if (stmt.value) {
        mark(stmt.value, 'returned', to);
        walk(stmt.value, to);
      }
      return;
    case 'throw':
      walk(stmt.value, to);
      return;
    case 'block':
      walkBody(stmt.body, to);
      return;
    default:
  }
}

function boundKept(pattern: Pattern, to: Marks): boolean {
  return pattern.p === 'binding' && to.kept.has(pattern.binding);
}

function walk(expr: Expr, to: Marks): void {
  if (expr.k === 'await') mark(expr.value, 'awaited', to);
  for (const child of children(expr)) walk(child, to);
}

/** The expressions directly inside one; functions are not entered. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.k) {
    case 'template':
      return [...(expr.tag ? [expr.tag] : []), ...expr.exprs];
    case 'member':
      return typeof expr.property === 'string' ? [expr.object] : [expr.object, expr.property];
    case 'call':
    case 'new':
      return [expr.callee, ...expr.args];
    case 'await':
    case 'spread':
    case 'unary':
      return [expr.value];
    case 'object':
      return expr.props.flatMap((prop) => (prop.kind === 'value' && typeof prop.key !== 'string' ? [prop.key, prop.value] : [prop.value]));
    case 'array':
    case 'sequence':
      return expr.items;
    case 'conditional':
      return [expr.test, expr.then, expr.else];
    case 'logical':
    case 'binary':
      return [expr.left, expr.right];
    case 'assign':
      return expr.target.p === 'expression' ? [expr.target.target, expr.value] : [expr.value];
    case 'yield':
      return expr.value ? [expr.value] : [];
    case 'import':
      return [expr.source];
    case 'jsx':
      return [...(typeof expr.tag === 'string' ? [] : [expr.tag]), ...expr.props.map((prop) => prop.value), ...expr.children];
    case 'opaque':
      return expr.children;
    default:
      return [];
  }
}
