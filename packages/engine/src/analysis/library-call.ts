/** Calls of libraries: what the catalogue's roles do to paths, values and effects. */
import type { Role, Row } from '@gatelint/catalogue';
import type { Call } from '@gatelint/ts-facts';
import picomatch from 'picomatch';
import { argumentAt, statusAt, statusNumber, stringAt } from './arguments.js';
import { assignTo } from './bind.js';
import { applyValue, runCallbacks } from './call.js';
import { countTaints } from './count-taints.js';
import { countOf, limitBy } from './counting.js';
import { limits } from './library-limits.js';
import { verify } from './compare.js';
import { runSql } from './sql-text.js';
import { noClaims } from './claims.js';
import { claim, holdIdentity, holdLimit, look, lookLimit, refuse, withFacts, type Held, type Path, type Result, type Site } from './facts.js';
import { readMetadata } from './gates.js';
import { pushEffect } from './invoke.js';
import { siteKey, type ContextFactory, type EffectKind, type Frame, type Machine } from './machine.js';
import { promiseMethod } from './methods.js';
import { builtin } from './builtins.js';
import { decide, type Decision } from './outcome.js';
import { mergeResults, raise, withValue } from './paths.js';
import { handedOver, provenBy, signedKeys } from './ownership.js';
import { isRegistration, register } from './registry.js';
import { isEnvironment } from './members.js';
import { libraryValue } from './natives.js';
import { moduleExport } from './module-values.js';
import { isProblem } from './problem.js';
import { deferStarted } from './promises.js';
import { atoms, constantOf, DERIVED, fromCaller, fromEnv, KEPT, madeFrom, type Taint, taintsOf, truth, type Value, type ValueOf } from './value.js';
import { waitingAt } from './waiting.js';
import { EITHER } from './ties.js';
import { makes, ownTaints, tieOfWrite } from './write-ties.js';

const MAX_TAINTS = 16;

export function isDeferral(m: Machine, callee: ValueOf<'library'>): boolean {
  return rowsAbout(m, callee).some((row) => row.role === 'defers');
}

/** Rows about a library's value, found once. */
function rowsAbout(m: Machine, value: ValueOf<'library'>): readonly Row[] {
  let rows = m.rows.get(value);
  if (!rows) m.rows.set(value, (rows = m.matcher.rows(value.package, value.path)));
  return rows;
}

/** `how.self` is the receiver's expression, where what is set on the receiver is kept. */
export function callLibrary(
  f: Frame,
  callee: ValueOf<'library'>,
  args: readonly Value[],
  path: Path,
  at: Site,
  expr: Call | null,
  constructing = false,
): Result[] {
  const m = f.machine;
  const v = m.values;
  const call: LibraryCall = { f, callee, args, path, at, expr, constructing };
  const own = callee.package === 'globalThis' ? builtin(f, callee, args, path, at) : null;
  if (own) return own;
  // `schema.parse(process.env)`: what comes back has the variables that the schema names, checked.
  if (callee.package !== 'globalThis' && args.some(isEnvironment)) {
    const schema = v.native('env-schema', siteKey(at));
    return [withValue(path, v.record({ data: schema, success: v.opaque(), error: v.opaque() }, schema))];
  }
  const rows = rowsOf(call);
  const meant = rows.length === 0 ? byHand(call) : null;
  if (meant) return meant;
  // A change that the library makes only for somebody whom it verified happens then.
  const verifies = rows.find((row) => row.role === 'verifies-identity');
  const when = verifies?.role === 'verifies-identity' ? { ...call, path: { env: path.env, facts: decisionOf(call, verifies).hold(path.facts) } } : call;
  for (const row of rows) effects(when, row);
  const counting = counted(call, rows);
  for (const row of rows) {
    const results = applyRow(counting, row);
    if (results) return mergeResults(v, results);
  }
  if (rows.length === 0) {
    const name = callee.path.at(-1) ?? '';
    const promise = callee.path.length > 1 ? promiseMethod(f, name, v.library(callee.package, callee.path.slice(0, -1), callee), args, path, at) : null;
    if (promise) return promise;
  }
  return plain(counting, rows);
}

/** `db.select.bind(db)` is `db.select`; `fn.call(self, …)` and `fn.apply(self, […])` are calls of it. Null for anything else. */
function byHand(call: LibraryCall): Result[] | null {
  const { f, callee, args, path, at } = call;
  const how = callee.path.at(-1);
  if (callee.path.length < 2 || (how !== 'bind' && how !== 'call' && how !== 'apply') || callee.path.at(-2) === '()') return null;
  const v = f.machine.values;
  const fn = v.library(callee.package, callee.path.slice(0, -1), callee);
  if (how === 'bind') return args.length > 1 ? null : [withValue(path, fn)];
  const given = how === 'call' ? args.slice(1) : args[1]?.t === 'array' ? args[1].items : [v.opaque(args[1] ? taintsOf(args[1]) : [])];
  return callLibrary(f, fn, given, path, at, null);
}

/** Whoever has been counted is told from those who have not: what is made of the number is seen later. A number of rows is asked for many reasons. */
function counted(call: LibraryCall, rows: readonly Row[]): LibraryCall {
  const counts = rows.some((row) => row.role === 'counts' && row.key !== -1) && !rows.some((row) => row.role === 'reads-database');
  if (!counts && !rows.some((row) => countTaints(row, call).some((taint) => taint.startsWith('quota')))) return call;
  const what = `${call.callee.package} ${spoken(call.callee)}()`;
  return {
    ...call,
    path: { env: call.path.env, facts: lookLimit(call.path.facts, { id: `${what}@${siteKey(call.at)}`, what, at: call.at, lookalike: null }) },
  };
}

export interface LibraryCall {
  readonly f: Frame;
  readonly callee: ValueOf<'library'>;
  readonly args: readonly Value[];
  readonly path: Path;
  readonly at: Site;
  readonly expr: Call | null;
  readonly constructing: boolean;
}

/** Rows that speak of this call: those with a condition on its arguments replace the others where the condition holds. */
function rowsOf(call: LibraryCall): readonly Row[] {
  const all = rowsAbout(call.f.machine, call.callee);
  if (all.length === 0) return all;
  const rows = all.filter((row) => fits(row, call.args));
  if (!rows.some((row) => row.when)) return rows;
  const meant = rows.filter((row) => {
    if (!row.when) return false;
    const value = argumentAt(row.when.at, call.args);
    return value !== null && constantOf(value) === row.when.is;
  });
  return meant.length > 0 ? meant : rows.filter((row) => !row.when);
}

/** A library's function may take its callback in several places (`verify(token, secret, options?, callback?)`): the row that means the form at hand has a function there. */
function fits(row: Row, args: readonly Value[]): boolean {
  const where =
    row.role === 'calls-argument'
      ? row.arg
      : row.role === 'registers-worker'
        ? row.handler
        : 'outcome' in row && row.outcome.kind === 'callback'
          ? row.outcome.callback
          : null;
  if (where === null) return true;
  const value = argumentAt(where, args);
  return value !== null && value.t !== 'const' && value.t !== 'object';
}

/** Where a call of a library leads when no row says more: one step further on the access path, carrying what went in. */
function plain(call: LibraryCall, rows: readonly Row[]): Result[] {
  const { f, callee, args, path, at } = call;
  const m = f.machine;
  const v = m.values;
  const after = makes(call, rows);
  const strange = rows.length === 0 && !call.constructing && !m.matcher.prefixKnown(callee.package);
  const on = strange
    ? handedOver(
        path,
        args.flatMap((arg) => taintsOf(arg)),
      )
    : after;
  const runs = rows.length === 0 || rows.some((row) => row.role === 'calls-argument') ? runCallbacks(f, args, on, at, v.opaque(callee.taints)) : [on];
  // A client that is made with a secret does not hand it out again; what an unknown function makes of one may well be a signature.
  const known = call.constructing || m.matcher.prefixKnown(callee.package);
  const taints = blend([callee.taints, ...args.map((arg) => taintsOf(arg)), ...rows.map((row) => [...rowTaints(row, call), ...ownTaints(call, row)])]).filter(
    (taint) => !known || !taint.startsWith('env:'),
  );
  const target = call.constructing ? { module: callee.package, path: callee.path } : m.matcher.resolve(callee.package, [...callee.path, '()']);
  const made = rows.find((row) => row.role === 'creates-router');
  const fields = new Map<string, Value>();
  if (m.remembersArguments.has(callee.package) && args.length > 0) fields.set('given', v.array(args));
  if (call.constructing && f.starting) fields.set(KEPT, v.true);
  const site = made ? siteKey(at) : callee.site;
  const result = v.library(target.module, target.path, { taints, site, chain: callee.chain, fields });
  return mergeResults(
    v,
    runs.map((one) => withValue(one, result)),
  );
}

function rowTaints(row: Row, call: LibraryCall): readonly Taint[] {
  if (row.role === 'reads-database')
    return row.one ? ['query', 'query:one', 'database', ...(row.throws ? ['query:throws'] : [])] : ['query', 'query:list', 'database'];
  if (row.role === 'counts' || row.role === 'runs-sql' || row.role === 'writes-database' || row.role === 'narrows' || row.role === 'remembers')
    return [...(row.role === 'runs-sql' ? ['query', 'query:list', 'database'] : []), ...countTaints(row, call)];
  return [];
}

export function blend(lists: readonly (readonly Taint[])[]): readonly Taint[] {
  const all = madeFrom([...new Set(lists.flat())].filter((taint) => !taint.startsWith('text:')))
    .slice()
    .sort();
  if (all.length <= MAX_TAINTS) return all;
  // Of much that the caller sends some says as much as all.
  const sent = all.filter((taint) => taint.startsWith('caller:'));
  const others = all.filter((taint) => !taint.startsWith('caller:') && !taint.startsWith('external:'));
  return [...others, ...sent].slice(0, MAX_TAINTS).sort();
}

/** `user.create`, `checkout.sessions.create`: how people say it. */
export function spoken(callee: ValueOf<'library'>): string {
  const names = callee.path.filter((segment) => segment !== '()' && segment !== 'new' && segment !== 'default' && segment !== '*');
  return names.slice(-3).join('.');
}

const effectOf: Partial<Record<Role['role'], EffectKind>> = {
  'reads-database': 'read',
  'writes-database': 'write',
  'writes-elsewhere': 'other-write',
  'costs-money': 'spend',
  'sends-telemetry': 'telemetry',
  'flushes-telemetry': 'telemetry',
  'enqueues-telemetry': 'telemetry',
  'signs-in': 'sign-in',
  queues: 'queue',
};

/** Whether the caller sends the key of the account that pays. */
function isPaidByCaller({ callee }: LibraryCall, row: Row): boolean {
  const given = row.role === 'costs-money' && row.account !== undefined ? callee.fields.get('given') : undefined;
  const key = given?.t === 'array' && row.role === 'costs-money' && row.account !== undefined ? argumentAt(row.account, given.items) : null;
  const stems = key ? taintsOf(key) : [];
  return fromCaller(stems) && fromEnv(stems) === null;
}

function effects(call: LibraryCall, row: Row): void {
  const kind = effectOf[row.role];
  if (kind && !isPaidByCaller(call, row)) emit(call, kind, row);
  if (row.role === 'runs-sql' && runSql(call, row) === 'writes') emit(call, 'write', row);
  if (row.role === 'requests') {
    const host = hostOf(argumentAt(row.url ?? 0, call.args));
    const known = host === null ? undefined : call.f.machine.catalogue.hosts.find((one) => host === one.host || host.endsWith(`.${one.host}`));
    if (known) emit(call, known.role.role === 'costs-money' ? 'spend' : 'telemetry', { ...known.role, path: '', source: known.source }, `fetch ${known.host}`);
  }
}

/** A promise that a library keeps as a member (`client.track(…).promise`): whoever reads it waits for the sending. */
export function memberEffects(f: Frame, value: ValueOf<'library'>, path: Path, at: Site): void {
  for (const row of rowsAbout(f.machine, value))
    if (row.role === 'sends-telemetry') emit({ f, callee: value, args: [], path, at, expr: null, constructing: false }, 'telemetry', row);
}

/** A member that the application fills for those whom it lets in: there, and somebody is known; or not there. Null for any other member. */
export function keptInSession(f: Frame, value: ValueOf<'library'>, path: Path, at: Site): Result[] | null {
  const v = f.machine.values;
  const row = rowsAbout(f.machine, value).find((one) => one.role === 'session-field');
  if (row?.role !== 'session-field') return null;
  const mechanism = `${row.mechanism} (${value.path.at(-1) ?? ''})`;
  const there = v.principal(mechanism);
  if (path.facts.identity.some((held) => held.id === mechanism)) return [withValue(path, there)];
  const held: Held = { id: mechanism, mechanism, trust: 'user', at, trace: [], weaknesses: [] };
  return [
    withValue({ env: path.env, facts: holdIdentity(path.facts, held) }, there),
    withValue({ env: path.env, facts: look(path.facts, { id: mechanism, what: mechanism, at, lookalike: null }) }, v.undefined),
  ];
}

function emit(call: LibraryCall, kind: EffectKind, row: Row, what: string = spoken(call.callee)): void {
  const { f, at, path } = call;
  const waiting = waitingAt(f.module, f.fn, at);
  pushEffect(f, {
    kind,
    what,
    vendor: 'vendor' in row ? row.vendor : null,
    at,
    facts: path.facts,
    trace: [],
    waiting,
    awaitAt: at,
    deferred: f.deferred,
    enqueue: row.role === 'enqueues-telemetry',
    ...(kind === 'write' ? { tie: tieOfWrite(call, row) } : {}),
  });
}

/** Host of a URL that is constant, or constant up to its path. */
function hostOf(url: Value | null): string | null {
  if (!url) return null;
  const constant = constantOf(url);
  const text =
    typeof constant === 'string'
      ? constant
      : (taintsOf(url)
          .find((taint) => taint.startsWith('text:'))
          ?.slice(5) ?? '');
  const match = /^https?:\/\/([^/:?#]+)(?=[/:?#]|$)/.exec(text);
  return match?.[1]?.toLowerCase() ?? null;
}

function decisionOf(call: LibraryCall, row: Extract<Row, { role: 'verifies-identity' | 'verifies-token' }>): Decision {
  const v = call.f.machine.values;
  const mechanism = row.mechanism ?? `${call.callee.package} ${spoken(call.callee)}()`;
  const id = `${mechanism}@${siteKey(call.at)}`;
  const held: Held = {
    id,
    mechanism,
    trust: row.trust ?? 'user',
    at: call.at,
    trace: [],
    weaknesses: [],
    ...(row.trust === 'machine' && !row.scheduled ? { outside: true } : {}),
  };
  const signed = row.role === 'verifies-token' && row.outcome.kind === 'boolean' ? signedKeys([call.callee, ...call.args]) : noClaims;
  return {
    hold: (facts) => claim(holdIdentity(facts, held), signed),
    miss: (facts) => look(facts, { id, what: mechanism, at: call.at, lookalike: null }),
    present: v.principal(mechanism),
    status: 401,
    key: `${id}|${row.trust ?? 'user'}|identity`,
  };
}

/** Results of the call as the row has it; null when the row adds effects only. */
function applyRow(call: LibraryCall, row: Row): Result[] | null {
  const { f, callee, args, path, at } = call;
  const m = f.machine;
  const v = m.values;
  switch (row.role) {
    case 'verifies-identity':
      return decide(f, row.outcome, decisionOf(call, row), args, path, at);
    case 'verifies-token': {
      const given = args[row.of ?? 0];
      // A constant that is verified vouches for nobody.
      if (given && given.t === 'const') return null;
      return decide(f, row.outcome, decisionOf(call, row), args, path, at);
    }
    case 'looks-like-auth': {
      const mechanism = `${spoken(callee)}()`;
      const seen = { id: `${mechanism}@${siteKey(at)}`, what: mechanism, at, lookalike: row.because };
      const decision: Decision = {
        hold: (facts) => look(facts, seen),
        miss: (facts) => look(facts, seen),
        present: v.opaque(['unverified'], null, true),
        status: 401,
        key: `${seen.id}|none|identity`,
      };
      return decide(f, row.outcome, decision, args, path, at);
    }
    case 'optional-auth-wrapper': {
      const handler = args[row.handler];
      if (!handler || (handler.t !== 'function' && handler.t !== 'native')) return null;
      return [
        withValue(path, v.native('optional', `${spoken(callee)}@${siteKey(at)}|${row.sets}|${row.because}|${(row.handlerParams ?? []).join()}`, [handler])),
      ];
    }
    case 'owns-request': {
      const context = row.context === undefined ? null : argumentAt(row.context, args);
      if (context)
        m.memo.mark('context', {
          factory: context.t === 'function' ? context : null,
          value: context.t === 'function' ? null : context,
          facts: path.facts,
        } satisfies ContextFactory);
      pushEffect(f, {
        kind: 'delegate',
        what: `${callee.package} ${spoken(callee)}`.trim(),
        vendor: row.trust ?? null,
        at,
        facts: path.facts,
        trace: [],
        waiting: 'returned',
        awaitAt: null,
        deferred: f.deferred,
        enqueue: false,
      });
      return null;
    }
    case 'serves-procedures': {
      const factory = argumentAt(row.context, args);
      return [withValue(path, v.native('serves', row.contextParams.join(), factory ? [factory] : []))];
    }
    case 'limits-rate':
      return limits(call, row);
    case 'looks-like-limit': {
      const id = `${spoken(callee)}@${siteKey(at)}`;
      const facts = lookLimit(path.facts, { id, what: `${callee.package} ${spoken(callee)}`, at, lookalike: row.because });
      return plain({ ...call, path: { env: path.env, facts } }, []);
    }
    case 'defers': {
      const later: Frame = { ...f, deferred: true };
      const task = args[row.arg ?? 0];
      const given = call.expr?.args[row.arg ?? 0];
      if (given) deferStarted(f, given);
      // What it does later is seen, what it learns later is not known now.
      if (task) applyDeferred(later, task, path, at);
      return [withValue(path, v.undefined)];
    }
    case 'calls-argument': {
      const callback = argumentAt(row.arg, args);
      if (!callback) return null;
      if (callback.t === 'array') return [withValue(path, callback)];
      const receiver = row.with === 'self' ? v.library(callee.package, callee.path.slice(0, -1), callee) : v.opaque(callee.taints);
      return applyValue(f, callback, [receiver, receiver], path, at);
    }
    case 'calls-reference': {
      const referred = args[row.of];
      const target = referred ? referredTo(f, referred, row.below) : null;
      const context = v.library(callee.package, callee.path.slice(0, -1), callee);
      return target ? applyValue(f, target, [context, ...args.slice(row.of + 1)], path, at) : null;
    }
    case 'returns-argument': {
      const inner = argumentAt(row.arg, args);
      if (!inner) return null;
      if (row.binds && inner.t === 'object') {
        const fn = inner.fields.get(row.binds.field);
        const bound = fn ? v.native('bound', '', [fn, libraryValue({ machine: m }, row.binds.first)]) : v.undefined;
        return [withValue(path, v.object(new Map(inner.fields).set(row.binds.field, bound), inner.rest))];
      }
      if (row.handlerParams && inner.t === 'function') return [withValue(path, v.native('given', row.handlerParams.join(), [inner]))];
      return [withValue(path, inner)];
    }
    case 'combines-middleware':
      return [withValue(path, row.all ? v.array(args) : v.union(args.flatMap((arg) => (arg.t === 'array' ? arg.items : [arg]))))];
    case 'asserts': {
      const subject = args[row.arg ?? 0] ?? v.undefined;
      if (truth(subject) !== true) raise(f, path, v.response('error', null));
      const kept = v.filter(subject, true);
      const count = countOf(taintsOf(subject));
      // `assert(count <= 10)`: whoever is over it does not come back.
      const limited = count?.sure && !count.shared && count.over !== true ? { env: path.env, facts: holdLimit(path.facts, limitBy(count, at)) } : path;
      return kept ? narrowed({ ...call, path: limited }, row.arg ?? 0, kept) : [];
    }
    case 'makes-response': {
      const passes = rowsOf(call).some((one) => one.role === 'passes-on');
      const told = args[0] && isProblem(args[0]) ? new Map([['$problem', v.true]]) : undefined;
      return [withValue(path, v.response(passes ? 'pass' : 'response', statusAt(row.status, args, row.otherwise ?? 200), told))];
    }
    case 'passes-on': {
      // `cors()(req, res, next)`: called by hand, it goes on by the continuation that it is given.
      const next = args.find((arg) => arg.t === 'native' && arg.name === 'continuation');
      return next ? applyValue(f, next, [], path, at) : [withValue(path, v.response('pass', 200))];
    }
    case 'leaves': {
      const status = statusAt(row.status, args, 500);
      raise(
        f,
        { env: path.env, facts: refuse(path.facts, at, status !== null && status < 400 ? 'redirects with' : 'leaves with', status) },
        v.response('error', status),
      );
      return [];
    }
    case 'makes-error':
      return [withValue(path, v.response('error', statusAt(row.status, args, row.otherwise ?? null, row.codes)))];
    case 'sets-status': {
      const status = row.status ?? statusNumber(args[row.arg ?? 0]);
      const facts = withFacts(path.facts, { status });
      const target = m.matcher.resolve(callee.package, [...callee.path, '()']);
      return [withValue({ env: path.env, facts }, v.library(target.module, target.path, callee))];
    }
    case 'sends-response': {
      const status = statusAt(row.status, args, row.otherwise ?? null) ?? path.facts.status ?? 200;
      const facts = withFacts(path.facts, { status });
      pushEffect(f, {
        kind: 'respond',
        what: String(status),
        vendor: null,
        at,
        facts,
        trace: [],
        waiting: 'returned',
        awaitAt: null,
        deferred: f.deferred,
        enqueue: false,
      });
      const after = status >= 300 ? refuse(facts, at, status < 400 ? 'redirects with' : 'answers', status) : facts;
      return [withValue({ env: path.env, facts: after }, v.opaque([], null, true))];
    }
    case 'reads-caller': {
      const name = stringAt(0, args);
      return [withValue(path, v.opaque([`caller:${row.from}:${name === null ? '' : name.toLowerCase()}`]))];
    }
    case 'derives': {
      const taints = blend([
        callee.taints,
        ...args.map((arg) => taintsOf(arg)),
        row.hash ? ['derived'] : [],
        row.compares ? ['bounded'] : [],
        row.either ? [EITHER] : [],
      ]);
      const target = m.matcher.resolve(callee.package, call.constructing ? callee.path : [...callee.path, '()']);
      return [withValue(path, v.library(target.module, target.path, { taints, fields: new Map([[DERIVED, v.true]]) }))];
    }
    case 'remembers':
      return [withValue(path, v.opaque([...args.flatMap((arg) => taintsOf(arg)), ...countTaints(row, call)]))];
    case 'compares':
      return compares(call, row);
    case 'reads-env': {
      const name = stringAt(0, args);
      return [withValue(path, name === null ? v.opaque(['env:*']) : v.env(name))];
    }
    case 'declares-env':
      return [withValue(path, v.native('env-schema', siteKey(at)))];
    case 'context-value':
      return contextValue(call, row);
    case 'matches-glob':
      return [withValue(path, globMatch(f, args[row.text] ?? v.undefined, args[row.globs] ?? v.undefined))];
    case 'matches-path':
      return [withValue(path, v.native('path-matcher', siteKey(at), args[row.arg] ? [args[row.arg] as Value] : []))];
    case 'reads-metadata':
      return [withValue(path, readMetadata(m, args[row.key] ?? v.undefined, args[row.of] ?? v.undefined))];
    case 'requests': {
      const taints = blend([...args.map((arg) => taintsOf(arg)), ['response']]);
      return [withValue(path, v.opaque(taints, null, true))];
    }
    default:
      return isRegistration(row) ? register(call, row) : null;
  }
}

/** The function of the project that a generated reference names: modules from the nearest folder of that name, and an export. */
function referredTo(f: Frame, reference: Value, below: string): Value | null {
  if (reference.t !== 'library') return null;
  const names = reference.path.slice(1).filter((name) => name !== '()');
  const parts = f.module.file.split('/');
  const folder = parts.lastIndexOf(below);
  if (folder < 0 || names.length < 2) return null;
  const from = [...parts.slice(0, folder + 1), 'index.ts'].join('/');
  const where = f.machine.modules.resolve(from, `./${names.slice(0, -1).join('/')}`);
  return where.is === 'file' ? moduleExport(f.machine, where.file, names.at(-1) ?? '') : null;
}

/** Whether a text fits one of the globs; undecided where they are not constant. */
function globMatch(f: Frame, text: Value, globs: Value): Value {
  const v = f.machine.values;
  const subject = constantOf(text);
  const list = globs.t === 'array' && !globs.rest ? globs.items.map((one) => constantOf(one)) : [constantOf(globs)];
  const patterns = list.filter((one) => typeof one === 'string');
  if (typeof subject !== 'string' || patterns.length !== list.length || patterns.length === 0) return v.opaque(['path']);
  return v.constant(picomatch(patterns)(subject));
}

/** A promise that was started is no news; a function is run. */
function applyDeferred(f: Frame, task: Value, path: Path, at: Site): void {
  const thrown = f.throws.length;
  for (const atom of atoms(task)) if (atom.t === 'function' || atom.t === 'native') applyValue(f, atom, [], path, at);
  f.throws.length = thrown;
}

/** `timingSafeEqual(a, b)` is `a === b`; a password that fits its hash is a credential. */
function compares(call: LibraryCall, row: Extract<Row, { role: 'compares' }>): Result[] {
  const { f, args, path, at } = call;
  const v = f.machine.values;
  const [left = v.undefined, right = v.undefined] = args;
  const verified = verify(f, left, right, path, at);
  if (verified) return verified;
  const kept = keptHash(left, right);
  if ((row.hash && fromCaller([...taintsOf(left), ...taintsOf(right)])) || kept) {
    const mechanism = kept ? "hash of the caller's key compared with the one that is kept" : 'password compared with its hash';
    const id = `${mechanism}@${siteKey(at)}`;
    const held: Held = { id, mechanism, trust: 'user', at, trace: [], weaknesses: [], ...(kept ? {} : { costs: 'comparing passwords with their hashes' }) };
    // Whoever knows its password or key is who the record is about.
    const own = provenBy([left, right], path);
    return [
      withValue({ env: path.env, facts: holdIdentity(own.facts, held) }, v.true),
      withValue({ env: path.env, facts: look(path.facts, { id, what: mechanism, at, lookalike: null }) }, v.false),
    ];
  }
  return [withValue(path, v.opaque(blend([taintsOf(left), taintsOf(right)])))];
}

/** A hash of what the caller sends on one side, a record of ours on the other: nobody hashes an ordinary value to compare it in constant time. */
function keptHash(left: Value, right: Value): boolean {
  const [a, b] = [taintsOf(left), taintsOf(right)];
  const sent = (taints: readonly Taint[]): boolean => fromCaller(taints) && taints.includes('derived');
  const ours = (taints: readonly Taint[]): boolean => taints.includes('database') && !taints.includes('derived');
  return (sent(a) && ours(b)) || (sent(b) && ours(a));
}

function contextValue(call: LibraryCall, row: Extract<Row, { role: 'context-value' }>): Result[] {
  const { f, callee, args, path, expr } = call;
  const v = f.machine.values;
  const name = stringAt(0, args);
  if (!row.write) return [withValue(path, (name === null ? null : callee.fields.get(`context:${name}`)) ?? v.opaque(['context']))];
  if (name === null || !expr || expr.callee.k !== 'member') return [withValue(path, v.undefined)];
  const receiver = v.library(callee.package, callee.path.slice(0, -1), {
    ...callee,
    fields: new Map(callee.fields).set(`context:${name}`, args[1] ?? v.undefined),
  });
  return assignTo(f, expr.callee.object, receiver, path).map((one) => withValue(one, v.undefined));
}

/** After an assertion the variable that was asserted is what it has to be. */
function narrowed(call: LibraryCall, index: number, kept: Value): Result[] {
  const arg = call.expr?.args[index];
  const paths = arg?.k === 'ref' && call.path.env.has(arg.binding) ? assignTo(call.f, arg, kept, call.path) : [call.path];
  return paths.map((one) => withValue(one, kept));
}
