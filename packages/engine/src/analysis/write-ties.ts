/** What a call of a database library chooses by: the tie of what it reads or writes to who was verified. */
import type { Row } from '@gatelint/catalogue';
import type { Call, Expr, Fn } from '@gatelint/ts-facts';
import { argumentAt } from './arguments.js';
import { evaluateAll } from './evaluate.js';
import { isOne, keysIn } from './claims.js';
import { claim, type Path } from './facts.js';
import type { LibraryCall } from './library-call.js';
import type { Frame } from './machine.js';
import { eachExpressionOf } from './search.js';
import { parametersOf, sqlOf } from './sql-text.js';
import {
  both,
  boundBy,
  either,
  noTie,
  notFollowed,
  tied,
  tieOf,
  tieOfData,
  tieOfFilter,
  tieOfTaints,
  vague,
  ASIDE,
  OWN,
  PERHAPS,
  TRAIT,
  type Packages,
  type Tie,
} from './ties.js';
import { taintsOf, type Taint, type Value, type ValueOf } from './value.js';

type Writes = Extract<Row, { role: 'writes-database' }>;

/** How what the call changes is tied to who was verified. */
export function tieOfWrite(call: LibraryCall, row: Row): Tie {
  if (row.role === 'runs-sql') return tieOfSql(call, row);
  if (row.role !== 'writes-database') return vague(notFollowed);
  const tie = tieOfRows(call, row);
  return row.policies && !tie.own ? { ...tie, vague: 'the policies of its tables decide, where the client acts for the caller' } : tie;
}

function tieOfRows(call: LibraryCall, row: Writes): Tie {
  const { callee, args } = call;
  const m = call.f.machine;
  if (row.selects === 'self') return both([tieOfTaints(m, callee.taints, false, true), ...narrowings(call)]);
  if (row.selects !== undefined) {
    const filter = argumentAt(row.selects, args);
    return filter ? tieOfFilter(m, filter, callee.package) : vague(notFollowed);
  }
  if (row.inserts !== undefined) return insertedBy(call, row.inserts);
  const filters = narrowings(call);
  if (filters.length > 0) return both(filters);
  // A record that was found, and changes by methods of its own.
  if (callee.taints.includes('database')) return tieOfTaints(m, callee.taints, false, true);
  if (row.sets !== undefined) {
    const data = argumentAt(row.sets, args);
    return data ? tieOfData(m, data) : vague(notFollowed);
  }
  return vague(notFollowed);
}

/** What a statement inserts: an argument, or that of a method further on in the chain. */
function insertedBy(call: LibraryCall, method: string): Tie {
  const data = dataOf(call, method);
  return data.length > 0 ? either(data.map((one) => tieOfData(call.f.machine, one))) : vague(notFollowed);
}

function dataOf(call: LibraryCall, method: string): readonly Value[] {
  const step = stepsAfter(call).find((one) => one.name === method);
  return step ? valuesOf(call, step.call.args.slice(0, 1)) : [];
}

interface ChainStep {
  readonly name: string;
  readonly call: Call;
  readonly rows: readonly Row[];
}

/** What the chain narrows the statement to, behind the call. */
function narrowings(call: LibraryCall): Tie[] {
  return stepsAfter(call).flatMap(({ call: step, rows }): Tie[] => {
    const row = rows.find((one) => one.role === 'narrows');
    if (row?.role !== 'narrows') return [];
    const values = valuesOf(call, step.args);
    if (row.except) return values.some((value) => taintsOf(value).some(isOurs)) ? [vague(notFollowed)] : [];
    return [both(values.map((value) => (value.t === 'const' ? noTie : tieOfFilter(call.f.machine, value, call.callee.package))))];
  });
}

const isOurs = (taint: Taint): boolean => taint === 'principal' || taint === OWN;

/** The calls that the chain goes on with: `update(t).set(x).where(y)`. */
function stepsAfter({ f, callee, expr }: LibraryCall): ChainStep[] {
  const { matcher } = f.machine;
  const outer = outerCalls(f.fn);
  const out: ChainStep[] = [];
  let { package: module, path }: { package: string; path: readonly string[] } = callee;
  for (let at = expr ? outer.get(expr) : undefined; at; at = outer.get(at)) {
    const name = at.callee.k === 'member' && typeof at.callee.property === 'string' ? at.callee.property : null;
    if (name === null) break;
    const result = matcher.resolve(module, [...path, '()']);
    const member = matcher.resolve(result.module, [...result.path, name]);
    ({ module, path } = member);
    out.push({ name, call: at, rows: matcher.rows(module, path) });
  }
  return out;
}

const chains = new WeakMap<Fn, ReadonlyMap<Expr, Call>>();

/** For each call of the function on whose result a method is called at once: that call. */
function outerCalls(fn: Fn): ReadonlyMap<Expr, Call> {
  let known = chains.get(fn);
  if (!known) {
    const found = new Map<Expr, Call>();
    eachExpressionOf(fn, (expr) => {
      if (expr.k === 'call' && expr.callee.k === 'member' && expr.callee.object.k === 'call') found.set(expr.callee.object, expr);
    });
    chains.set(fn, (known = found));
  }
  return known;
}

/** What the arguments are, without doing anew what evaluating them does. */
function valuesOf({ f, path }: LibraryCall, exprs: readonly Expr[]): Value[] {
  const aside: Frame = { ...f, effects: new Map(), schedules: new Set(), throws: [], mayThrow: [] };
  const rows = evaluateAll(aside, exprs, path);
  const [first] = rows;
  return first ? first.values.map((value, index) => f.machine.values.union(rows.map((row) => row.values[index] ?? value))) : [];
}

/** A statement as text: its parameters tie it where its condition, or what it inserts, names them. */
function tieOfSql(call: LibraryCall, row: Extract<Row, { role: 'runs-sql' }>): Tie {
  const text = sqlOf(call, row);
  if (text === null) return vague(notFollowed);
  const given = parametersOf(call, row);
  const [only] = given;
  const params = given.length === 1 && only?.t === 'array' && !only.rest ? only.items : given;
  const values = (part: string, before: string): Value[] => {
    const numbered = [...part.matchAll(/\$(\d+)/g)].map(([, number]) => params[Number(number) - 1]);
    const first = [...before.matchAll(/\$(?!\d)|\?/g)].length;
    const ordered = [...part.matchAll(/\$(?!\d)|\?/g)].map((_, index) => params[first + index]);
    return [...numbered, ...ordered].filter((value) => value !== undefined);
  };
  if (/^[\s(]*insert\b/i.test(text)) {
    if (/\bselect\b/i.test(text)) return vague(notFollowed);
    const ties = params.map((value) => tieOf(call.f.machine, value));
    return ties.some((tie) => tie.own) ? tied : vague('which records the new one names is not read from the statement');
  }
  const where = text.toLowerCase().lastIndexOf('where');
  if (!/^[\s(]*(update|delete)\b/i.test(text) || where < 0) return vague(notFollowed);
  const condition = text.slice(where);
  const tie = both(values(condition, text.slice(0, where)).map((value) => tieOf(call.f.machine, value)));
  if (/\bor\b|\bnot\b|<>|!=|\bselect\b/i.test(condition)) return tie.own ? vague('it is chosen by one of several conditions') : { ...tie, vague: notFollowed };
  return tie;
}

/** Marks of what a call comes back with: records of the caller's own, or such as were looked up beside who the caller is. */
export function ownTaints(call: LibraryCall, row: Row): readonly Taint[] {
  const { args, callee, path } = call;
  const m = call.f.machine;
  if (row.role === 'writes-database') {
    // What was made just now is the caller's.
    const made = row.selects === undefined && (row.sets !== undefined || row.inserts !== undefined);
    return made || boundBy(tieOfWrite(call, row), path.facts.claims).bound === 'yes' ? [OWN] : [];
  }
  if (row.role !== 'reads-database' || row.selects === undefined) return [];
  const filter = argumentAt(row.selects, args);
  const mark = filter ? markOf(tieOfFilter(m, filter, callee.package), path) : [];
  // One of theirs that is fixed besides says what they are: a member of the one team that runs it.
  if (mark.includes(OWN)) return filter && isFixed(filter) ? [...mark, TRAIT] : mark;
  const given = argumentAt(String(row.selects).split('.')[0] ?? 0, args);
  return given && taintsOf(given).some(isOurs) ? [...mark, ASIDE, ...partsOf(m, given)] : mark;
}

function isFixed(filter: Value, depth = 4): boolean {
  if (filter.t === 'env') return true;
  if (filter.t === 'const') return typeof filter.value === 'string';
  return filter.t === 'object' && depth > 0 && [...filter.fields.values()].some((field) => isFixed(field, depth - 1));
}

/** Mark of what is looked up by that. */
function markOf(tie: Tie, path: Path): readonly Taint[] {
  const { bound } = boundBy(tie, path.facts.claims);
  return bound === 'yes' ? [OWN] : tie.vague !== null || (bound === 'unknown' && tie.ways.length > 0) ? [PERHAPS] : [];
}

/** Parts of the record that come back filtered by who the caller is: `include: { members: { where: { userId } } }`. */
function partsOf(m: Packages, given: Value): Taint[] {
  if (given.t !== 'object') return [];
  return ['include', 'select', 'with'].flatMap((name) => {
    const parts = given.fields.get(name);
    if (parts?.t !== 'object') return [];
    return [...parts.fields].flatMap(([part, how]) => {
      const where = how.t === 'object' ? how.fields.get('where') : undefined;
      return where && tieOfFilter(m, where, '').own ? [`via:${part}`] : [];
    });
  });
}

/** Mark of a query that was built call by call, when it is waited for: whatever of the caller's is in it chooses the record. */
export const markOfQuery = (m: Packages, { taints }: ValueOf<'library'>, path: Path): readonly Taint[] =>
  [OWN, ASIDE, PERHAPS].some((mark) => taints.includes(mark)) ? [] : markOf(tieOfTaints(m, taints, false, true), path);

/** After a record was made that is the caller's, so is the key that the caller gave it. */
export function makes({ path, args, ...call }: LibraryCall, rows: readonly Row[]): Path {
  const row = rows.find((one) => one.role === 'writes-database' && one.selects === undefined);
  if (row?.role !== 'writes-database' || (row.sets === undefined && row.inserts === undefined)) return path;
  const given = { path, args, ...call };
  const data = row.sets === undefined ? dataOf(given, row.inserts ?? '') : [argumentAt(row.sets, args)];
  const keys = data.flatMap((one) => {
    const id = one?.t === 'object' ? one.fields.get('id') : undefined;
    const sent = id ? keysIn(taintsOf(id)).filter(isOne) : [];
    return one && sent.length > 0 && tieOfData(call.f.machine, one).own ? sent : [];
  });
  return keys.length === 0 ? path : { env: path.env, facts: claim(path.facts, { own: keys, asked: keys }) };
}
