/** Statements: where the paths go. */
import type { Expr, Loop, Pattern, Stmt } from '@gatelint/ts-facts';
import { bindPattern } from './bind.js';
import { compare } from './compare.js';
import { weighed } from './counting.js';
import { choiceOf } from './declared.js';
import { evaluate } from './evaluate.js';
import { noFacts, refuse, type Path, type Result, type Site } from './facts.js';
import { siteOf, type Frame } from './machine.js';
import { mergePaths, mergeResults, raise, splitThrown } from './paths.js';
import { letIn, refusals, softRefusal, statusesOf, type Ending } from './refusal.js';
import { eachInside, eachStatement } from './search.js';
import { settle } from './database.js';
import { chosenBy, failing, sided } from './sparing.js';
import { test } from './test.js';
import { atoms, taintsOf, type Value } from './value.js';

/** How paths leave a list of statements. Exceptions go to the frame. */
export interface Flow {
  readonly next: Path[];
  readonly returns: { readonly path: Path; readonly value: Value }[];
  readonly breaks: { readonly path: Path; readonly label: string | null }[];
  readonly continues: { readonly path: Path; readonly label: string | null }[];
}

export function execute(f: Frame, body: readonly Stmt[], paths: readonly Path[]): Flow {
  const flow: Flow = { next: [], returns: [], breaks: [], continues: [] };
  let going = mergePaths(f.machine.values, paths);
  for (const [index, one] of body.entries()) {
    if (going.length === 0) break;
    const stmt = withTail(one, body, index);
    f.machine.memo.spend();
    const after = statement(f, stmt, going);
    flow.returns.push(...after.returns);
    flow.breaks.push(...after.breaks);
    flow.continues.push(...after.continues);
    going = mergePaths(f.machine.values, after.next);
  }
  flow.next.push(...going);
  return flow;
}

/** `if (user) return next(); throw new Unauthorized()` is an `if` with an `else`. */
function withTail(stmt: Stmt, body: readonly Stmt[], index: number): Stmt {
  const tail = body[index + 1];
  return stmt.s === 'if' && stmt.else.length === 0 && tail && index + 2 === body.length && turnsAway([tail]) && stmt.then.at(-1)?.s === 'return'
    ? { ...stmt, else: [tail] }
    : stmt;
}

/** Whether statements end with what looks like a refusal: an error, or an answer with 401 or 403. */
function turnsAway(body: readonly Stmt[]): boolean {
  const last = body.at(-1);
  if (last?.s === 'throw') return true;
  let found = false;
  if (last?.s === 'return')
    eachStatement(last, (whole) => eachInside(whole, (expr) => void (found ||= expr.k === 'literal' && (expr.value === 401 || expr.value === 403))));
  return found;
}

const going = (next: Path[]): Flow => ({ next, returns: [], breaks: [], continues: [] });

function statement(f: Frame, stmt: Stmt, paths: Path[]): Flow {
  const v = f.machine.values;
  switch (stmt.s) {
    case 'let':
      return going(
        paths.flatMap((path) => {
          if (!stmt.value) return stmt.kind === 'var' ? [path] : bindPattern(f, stmt.target, v.undefined, path);
          return evaluate(f, stmt.value, path).flatMap((result) => bindPattern(f, stmt.target, filled(f, stmt.target, result.value), result.path));
        }),
      );
    case 'do':
      return going(paths.flatMap((path) => evaluate(f, stmt.value, path).map((result) => result.path)));
    case 'if':
      return branch(f, stmt, paths);
    case 'switch':
      return switchOn(f, stmt, paths);
    case 'loop':
      return loop(f, stmt, paths);
    case 'try':
      return tryCatch(f, stmt, paths);
    case 'return':
      return {
        ...going([]),
        returns: paths.flatMap((path) => {
          const at = siteOf(f.module.file, stmt.at);
          if (!stmt.value) return [leaving({ path, value: v.undefined }, at)];
          const results = evaluate(f, stmt.value, path).map((result) => leaving(result, at));
          // An async function settles what it returns.
          return f.fn.async ? results.flatMap((result) => settle(f, result, at)) : results;
        }),
      };
    case 'throw':
      for (const path of paths)
        for (const result of evaluate(f, stmt.value, path)) {
          const facts = refuse(result.path.facts, siteOf(f.module.file, stmt.at), 'throws', ...statusesOf(result.value, result.path));
          raise(f, { env: result.path.env, facts }, result.value);
        }
      return going([]);
    case 'break':
      return { ...going([]), breaks: paths.map((path) => ({ path, label: stmt.label })) };
    case 'continue':
      return { ...going([]), continues: paths.map((path) => ({ path, label: stmt.label })) };
    case 'block': {
      const flow = execute(f, stmt.body, paths);
      if (stmt.label === null) return flow;
      return {
        ...flow,
        next: [...flow.next, ...flow.breaks.filter((one) => one.label === stmt.label).map((one) => one.path)],
        breaks: flow.breaks.filter((one) => one.label !== stmt.label),
      };
    }
    case 'class':
      return going(paths);
  }
}

/** Notes the place at which a path turns somebody away: with a status, or with nothing, which the caller of the function has to test. */
function leaving(result: Result, at: Site): Result {
  const { path, value } = result;
  const statuses = statusesOf(value, path);
  const [lowest] = statuses;
  const refused = lowest !== undefined ? statuses.some((status) => status >= 300) : softRefusal(value);
  if (!refused) return result;
  // What was sent before was noted where it was sent.
  if (path.facts.status !== null && path.facts.refusals.length > 0 && !atoms(value).some((atom) => atom.t === 'response')) return result;
  const silent = atoms(value).every((atom) => atom.t === 'const') ? 'returns nothing' : 'returns an error';
  const how = lowest === undefined ? silent : statuses.every((status) => status < 400) ? 'redirects with' : 'answers';
  // Some of what it may answer has a status that is not known here: the others alone would tell the wrong story.
  const open = path.facts.status === null && atoms(value).some((atom) => atom.t === 'response' && atom.status === null);
  const facts = refuse(path.facts, at, how, ...(open ? [] : statuses.filter((status) => status >= 300)));
  return facts === path.facts ? result : { path: { env: path.env, facts }, value };
}

const captured = new WeakMap<Frame['module'], ReadonlySet<number>>();

/** A list that starts empty and that a function inside can see is there to be filled by it: what is in it later is not known. */
function filled(f: Frame, target: Pattern, value: Value): Value {
  if (value.t !== 'array' || value.items.length > 0 || value.rest || target.p !== 'binding') return value;
  let known = captured.get(f.module);
  if (!known) captured.set(f.module, (known = new Set(f.module.functions.flatMap((fn) => fn.captures))));
  return known.has(target.binding) ? f.machine.values.array([], f.machine.values.opaque()) : value;
}

function merge(...flows: readonly Flow[]): Flow {
  return {
    next: flows.flatMap((flow) => flow.next),
    returns: flows.flatMap((flow) => flow.returns),
    breaks: flows.flatMap((flow) => flow.breaks),
    continues: flows.flatMap((flow) => flow.continues),
  };
}

function branch(f: Frame, stmt: Extract<Stmt, { s: 'if' }>, paths: Path[]): Flow {
  const flows: Flow[] = [];
  for (const path of paths) {
    const { yes, no, taints, excuses } = test(f, stmt.test, path);
    const condition = { taints, text: stmt.test, at: siteOf(f.module.file, stmt.test.at), hands: refusalsIn(stmt.test, path) };
    const run = (body: readonly Stmt[], entered: Path[]): { readonly flow: Flow; readonly end: Ending } => {
      const before = f.throws.length;
      const flow = execute(f, body, entered);
      return { flow, end: ending(flow, f.throws.slice(before), entered) };
    };
    // Where the other side ends as well, what a refusal says of those who are let in has to be known before they go on.
    const elseFirst = turnsAway(stmt.else) && !turnsAway(stmt.then);
    const closed = leavesAlways(stmt.then) && leavesAlways(stmt.else);
    const first = elseFirst ? run(stmt.else, no) : run(stmt.then, yes);
    const rest = elseFirst ? yes : no;
    const second = run(elseFirst ? stmt.then : stmt.else, closed ? letIn(f.machine, condition, first.end, !elseFirst, rest) : rest);
    const [{ flow: then, end: thenEnd }, { flow: otherwise, end: elseEnd }] = elseFirst ? [second, first] : [first, second];
    const [thenNext, elseNext] = refusals(f.machine, condition, thenEnd, elseEnd, then.next, otherwise.next);
    // A number that somebody leaves for without being refused here: whoever called this decides.
    const leaves = (side: Flow, other: Flow): boolean =>
      side.next.length === 0 && side.returns.length > 0 && side.returns.every((one) => tells(one.value)) && other.next.length > 0;
    const told = leaves(then, otherwise) || leaves(otherwise, then);
    const note = (path: Path, side: boolean): Path => (told && path.facts.limit.length === 0 ? weighed(path, taints, condition.at, side, false) : path);
    const end = (flow: Flow, next: readonly Path[], side: boolean): Flow => ({
      ...flow,
      returns: chosenBy(f, side ? excuses.yes : excuses.no, flow.returns).map((one) => ({ ...one, path: note(one.path, side) })),
      next: next.map((path) => note(path, side)),
    });
    flows.push(end(then, thenNext, true), end(otherwise, elseNext, false));
  }
  return merge(...flows);
}

const leavesAlways = (body: readonly Stmt[]): boolean => body.at(-1)?.s === 'return' || body.at(-1)?.s === 'throw';

/** Refusals that what is tested holds already: who hands one on decides nothing anew. */
function refusalsIn(expr: Expr, path: Path): ReadonlySet<Value> {
  const out = new Set<Value>();
  const collect = (value: Value, depth: number): void => {
    for (const atom of atoms(value)) {
      if (atom.t === 'response') out.add(atom);
      else if (atom.t === 'object' && depth > 0) for (const field of atom.fields.values()) collect(field, depth - 1);
      else if (atom.t === 'array' && depth > 0) for (const item of atom.items) collect(item, depth - 1);
    }
  };
  const walk = (one: Expr): void => {
    if (one.k === 'ref') {
      const value = path.env.get(one.binding);
      if (value) collect(value, 2);
    } else if (one.k === 'member') walk(one.object);
    else if (one.k === 'unary') walk(one.value);
    else if (one.k === 'binary' || one.k === 'logical') [one.left, one.right].forEach(walk);
  };
  walk(expr);
  return out;
}

/** Whether a value says yes or no and nothing else. */
function tells(value: Value): boolean {
  if (value.t === 'const') return typeof value.value === 'boolean';
  return value.t === 'object' && [...value.fields.values()].some((field) => field.t === 'const' && typeof field.value === 'boolean');
}

function ending(flow: Flow, thrown: Frame['throws'], entered: Path[]): Ending {
  return {
    entered: entered.length > 0,
    goesOn: flow.next.length + flow.breaks.length + flow.continues.length > 0,
    values: [...flow.returns.map((one) => ({ ...one, thrown: false })), ...thrown.map((one) => ({ ...one, thrown: true }))],
  };
}

function switchOn(f: Frame, stmt: Extract<Stmt, { s: 'switch' }>, paths: Path[]): Flow {
  const v = f.machine.values;
  const flows: Flow[] = [];
  for (const path of paths) {
    for (const given of evaluate(f, stmt.on, path)) {
      let on: Value | null = choiceOf(f.machine, f.module.file, stmt.on, given.value);
      let open: Path[] = [given.path];
      let falling: Path[] = [];
      const fallback = stmt.cases.findIndex((one) => one.test === null);
      const entered: Path[][] = stmt.cases.map(() => []);
      stmt.cases.forEach((one, index) => {
        if (!one.test) return;
        const test = one.test;
        const next: Path[] = [];
        const left: Value | null = on;
        if (!left) return;
        for (const path of open)
          for (const value of evaluate(f, test, path)) {
            on = without(f, left, value.value);
            for (const answer of compare(f, '===', left, value.value, value.path, siteOf(f.module.file, test.at))) {
              if (v.filter(answer.value, true)) entered[index]?.push(answer.path);
              if (v.filter(answer.value, false)) next.push(answer.path);
            }
          }
        open = on ? mergePaths(v, next) : [];
      });
      if (fallback >= 0) entered[fallback]?.push(...open);
      const out: Flow = going(fallback >= 0 ? [] : open);
      stmt.cases.forEach((one, index) => {
        const flow = execute(f, one.body, [...falling, ...(entered[index] ?? [])]);
        out.returns.push(...flow.returns);
        out.continues.push(...flow.continues);
        for (const left of flow.breaks) left.label === null ? out.next.push(left.path) : out.breaks.push(left);
        falling = flow.next;
      });
      out.next.push(...falling);
      flows.push(out);
    }
  }
  return merge(...flows);
}

/** What is left of a choice of constants once one of them has had its case; null when nothing is. */
function without(f: Frame, choice: Value, constant: Value): Value | null {
  const kept = constant.t === 'const' ? atoms(choice).filter((atom) => atom !== constant) : [choice];
  return kept.length === 0 ? null : f.machine.values.union(kept);
}

function loop(f: Frame, stmt: Loop, paths: Path[]): Flow {
  const v = f.machine.values;
  const start = execute(f, stmt.init, paths);
  const out: Flow = { next: [], returns: [...start.returns], breaks: [], continues: [] };
  let entry = start.next;
  const left: Path[] = [];
  // Twice: what the first round leaves behind is there in the second; more rounds add nothing that the gates ask for.
  for (let round = 0; round < 2 && entry.length > 0; round++) {
    let inside: Path[] = [];
    for (const path of entry) {
      if (stmt.over && stmt.target) {
        const target = stmt.target;
        for (const over of evaluate(f, stmt.over, path)) {
          const settled = stmt.await ? settle(f, over, siteOf(f.module.file, stmt.over.at)) : [over];
          for (const one of settled) {
            if (!(one.value.t === 'array' && one.value.items.length > 0)) left.push(one.path);
            inside.push(...elements(f, one.value).flatMap((element) => bindPattern(f, target, element, one.path)));
          }
        }
      } else if (stmt.test && stmt.kind !== 'do-while') {
        const { yes, no } = test(f, stmt.test, path);
        inside.push(...yes);
        left.push(...no);
      } else inside.push(path);
    }
    inside = mergePaths(v, inside);
    const flow = execute(f, stmt.body, inside);
    out.returns.push(...flow.returns);
    for (const one of flow.breaks) one.label === null || one.label === stmt.label ? left.push(one.path) : out.breaks.push(one);
    const again = [...flow.next];
    for (const one of flow.continues) one.label === null || one.label === stmt.label ? again.push(one.path) : out.continues.push(one);
    entry = mergePaths(
      v,
      stmt.update ? again.flatMap((path) => evaluate(f, stmt.update as NonNullable<Loop['update']>, path).map((result) => result.path)) : again,
    );
  }
  if (stmt.over || stmt.kind === 'do-while') left.push(...entry);
  else if (stmt.test)
    for (const path of entry) {
      const { no } = test(f, stmt.test, path);
      // A count that is still below its end after two rounds gets there later; `while (true)` does not.
      left.push(...(no.length === 0 && stmt.test.k !== 'literal' ? [path] : no));
    }
  out.next.push(...mergePaths(v, left));
  return out;
}

/** What a loop variable can be. */
function elements(f: Frame, value: Value): Value[] {
  const v = f.machine.values;
  // Of an empty list there is none: who is found by no key gets no round.
  if (value.t === 'array' && value.items.length === 0 && !value.rest) return [];
  if (value.t === 'array') return [v.union([...value.items, ...(value.rest ? [value.rest] : [])])].filter((one) => one !== v.undefined);
  if (value.t === 'object') return [v.opaque(taintsOf(value))];
  if (value.t === 'union') {
    const all = atoms(value).flatMap((atom) => (atom.t === 'const' && (atom.value === null || atom.value === undefined) ? [] : elements(f, atom)));
    return all.length > 0 ? [v.union(all)] : [];
  }
  return [v.opaque(taintsOf(value))];
}

function tryCatch(f: Frame, stmt: Extract<Stmt, { s: 'try' }>, paths: Path[]): Flow {
  const v = f.machine.values;
  const before = f.throws.length;
  const speculative: Path[] = [];
  if (stmt.handler) f.mayThrow.push(speculative);
  const body = execute(f, stmt.body, paths);
  if (stmt.handler) f.mayThrow.pop();
  const flows: Flow[] = [body];
  if (stmt.handler) {
    const thrown = f.throws.splice(before).flatMap((one) => {
      const { caught, settling } = splitThrown(v, one.value);
      if (settling) f.throws.push({ path: one.path, value: settling });
      return caught ? [{ path: one.path, value: caught }] : [];
    });
    const unknownError = v.opaque([], null, true);
    const at = siteOf(f.module.file, stmt.at);
    const done = [...body.next, ...body.returns.map((one) => one.path), ...thrown.map((one) => one.path)].map((path) => path.facts);
    const fails = failing(done, paths[0]?.facts ?? noFacts);
    const through = (path: Path): Path => sided(path, fails, at, false);
    flows[0] = { ...body, next: body.next.map(through), returns: body.returns.map((one) => ({ ...one, path: through(one.path) })) };
    const starts: { path: Path; value: Value }[] = [
      ...thrown,
      ...mergePaths(v, speculative).map((path) => ({ path: sided(path, fails, at, true), value: unknownError })),
    ];
    for (const one of mergeResults(v, starts)) {
      const entered = stmt.param ? bindPattern(f, stmt.param, one.value, one.path) : [one.path];
      flows.push(execute(f, stmt.handler, entered));
    }
  }
  const joined = merge(...flows);
  if (!stmt.finally) return joined;
  const last = stmt.finally;
  const out: Flow = going([]);
  const run = (path: Path, back: (path: Path) => void): void => {
    const flow = execute(f, last, [path]);
    out.returns.push(...flow.returns);
    out.breaks.push(...flow.breaks);
    out.continues.push(...flow.continues);
    for (const one of flow.next) back(one);
  };
  for (const path of mergePaths(v, joined.next)) run(path, (one) => out.next.push(one));
  for (const one of joined.returns) run(one.path, (path) => out.returns.push({ path, value: one.value }));
  for (const one of joined.breaks) run(one.path, (path) => out.breaks.push({ path, label: one.label }));
  for (const one of joined.continues) run(one.path, (path) => out.continues.push({ path, label: one.label }));
  for (const one of f.throws.splice(before)) run(one.path, (path) => f.throws.push({ path, value: one.value }));
  return out;
}
