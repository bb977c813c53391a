/** Routers, builders and workers: calls that hang handlers somewhere. Nothing is judged here; it is written down for the entry readers. */
import type { Row } from '@gatelint/catalogue';
import { argumentAt, stringAt } from './arguments.js';
import type { Result, Site } from './facts.js';
import type { LibraryCall } from './library-call.js';
import { blend } from './library-call.js';
import { mountPlugins } from './plugins.js';
import { siteKey, type ConfiguredMiddleware, type FolderMount, type Procedure, type Registration, type RouterMade, type WorkerMade } from './machine.js';
import type { Mark } from './memo.js';
import { withValue } from './paths.js';
import { contractPart, type ContractPart } from './contract-parts.js';
import { listPart, type ListPart } from './route-lists.js';
import { declareContract, registerTable, type ContextMade, type HandlerTable, type RulesMade } from './tables.js';
import { atoms, taintsOf, type Value, type ValueOf } from './value.js';

const registering = [
  'decorates-router',
  'decorates',
  'uses-guards',
  'configures-middleware',
  'shares-router',
  'creates-router',
  'registers-route',
  'uses-middleware',
  'mounts-router',
  'builder',
  'builder-use',
  'builder-handler',
  'builder-router',
  'builder-caller',
  'registers-worker',
  'registers-table',
  'declares-contract',
  'endpoint-contract',
  'route-list',
  'makes-context',
  'rules-table',
] as const;

type RouterRow = Extract<Row, { role: (typeof registering)[number] }>;

const registeringRoles: ReadonlySet<string> = new Set(registering);

/** Whether what the row speaks of hangs something somewhere. */
export const isRegistration = (row: Row): row is RouterRow => registeringRoles.has(row.role);

/** A procedure's site and the name that a router gives it. */
type ProcedureNamed = readonly [site: string, name: string];

/** A procedure's site and the middleware that its router puts before it. */
type Behind = readonly [site: string, around: readonly Value[]];

/** `package#name`, and what is kept there. */
type Decorated = readonly [name: string, value: Value];

/** What was hung up where, in the order in which it was. */
export interface Registry {
  readonly routers: ReadonlyMap<string, RouterMade>;
  readonly registrations: readonly Registration[];
  readonly procedures: ReadonlyMap<string, Procedure>;
  /** Names that procedures have in their routers, by site. */
  readonly procedureNames: ReadonlyMap<string, string>;
  readonly workers: ReadonlyMap<string, WorkerMade>;
  readonly folders: readonly FolderMount[];
  readonly tables: readonly HandlerTable[];
  readonly contextsMade: readonly ContextMade[];
  readonly rules: readonly RulesMade[];
  readonly parts: readonly ContractPart[];
  readonly listed: readonly ListPart[];
  /** What is kept on routers, by framework's package and name. */
  readonly decorators: ReadonlyMap<string, readonly Value[]>;
  /** Routes registered on something that is no router that we saw made. */
  readonly strays: ReadonlyMap<string, { readonly at: Site; readonly name: string }>;
}

export function registryOf(marks: readonly Mark[]): Registry {
  const routers = new Map<string, RouterMade>();
  const registrations = new Map<string, Registration>();
  const procedures = new Map<string, Procedure>();
  const procedureNames = new Map<string, string>();
  const workers = new Map<string, WorkerMade>();
  const wrapped = new Map<string, readonly Value[]>();
  const strays = new Map<string, { readonly at: Site; readonly name: string }>();
  const folders = new Map<string, FolderMount>();
  const decorators = new Map<string, readonly Value[]>();
  const tables = new Map<string, HandlerTable>();
  const contextsMade = new Map<string, ContextMade>();
  const rules = new Map<string, RulesMade>();
  const parts = new Map<string, ContractPart>();
  const listed = new Map<string, ListPart>();
  for (const { mark, what } of marks) {
    if (mark === 'router made') routers.set((what as RouterMade).site, what as RouterMade);
    else if (mark === 'registration') {
      const one = what as Registration;
      const key = `${one.router}|${siteKey(one.at)}-${one.at.end}|${one.args.map((arg) => arg.id).join()}`;
      if (!registrations.has(key)) registrations.set(key, one);
    } else if (mark === 'procedure') procedures.set((what as Procedure).site, what as Procedure);
    else if (mark === 'worker') {
      const one = what as WorkerMade;
      workers.set(`${siteKey(one.at)}|${one.row.handler}`, one);
    } else if (mark === 'stray') {
      const one = what as { readonly at: Site; readonly name: string };
      strays.set(siteKey(one.at), one);
    } else if (mark === 'folder') {
      const one = what as FolderMount;
      folders.set(`${one.router.site ?? ''}|${siteKey(one.at)}`, one);
    } else if (mark === 'table') {
      const one = what as HandlerTable;
      tables.set(`${siteKey(one.at)}-${one.at.end}|${one.table.id}|${one.contract?.id ?? ''}`, one);
    } else if (mark === 'context made') {
      const one = what as ContextMade;
      contextsMade.set(`${siteKey(one.at)}|${one.factory.id}`, one);
    } else if (mark === 'listed') {
      const one = what as ListPart;
      listed.set(`${one.row.does}|${siteKey(one.at)}-${one.at.end}|${one.args.map((arg) => arg.id).join()}`, one);
    } else if (mark === 'part') {
      const one = what as ContractPart;
      parts.set(`${siteKey(one.at)}-${one.at.end}|${one.site ?? ''}|${one.name ?? ''}|${one.group ?? ''}|${one.args.map((arg) => arg.id).join()}`, one);
    } else if (mark === 'rules') rules.set(siteKey((what as RulesMade).at), what as RulesMade);
    else if (mark === 'decorator') {
      const [name, value] = what as Decorated;
      decorators.set(name, [...(decorators.get(name) ?? []).filter((known) => known !== value), value]);
    } else if (mark === 'behind') {
      const [site, around] = what as Behind;
      wrapped.set(site, around);
    } else if (mark === 'name') {
      const [site, name] = what as ProcedureNamed;
      // The router of routers may have been seen before the router: the longer name is the whole one.
      const known = procedureNames.get(site);
      if (known === undefined || known.length < name.length) procedureNames.set(site, name);
    }
  }
  for (const [site, around] of wrapped) {
    const one = procedures.get(site);
    if (one) procedures.set(site, { ...one, chain: [...around, ...one.chain] });
  }
  // A plugin is run by itself as well as with the router that it is mounted on.
  for (const one of registrations.values()) strays.delete(siteKey(one.at));
  for (const one of folders.values()) strays.delete(siteKey(one.at));
  return {
    routers,
    registrations: [...registrations.values()],
    procedures,
    procedureNames,
    workers,
    strays,
    folders: [...folders.values()],
    tables: [...tables.values()],
    contextsMade: [...contextsMade.values()],
    rules: [...rules.values()],
    parts: [...parts.values()],
    listed: [...listed.values()],
    decorators,
  };
}

export function register(call: LibraryCall, row: RouterRow): Result[] | null {
  const m = call.f.machine;
  const v = m.values;
  const { callee, args, path, at } = call;
  switch (row.role) {
    case 'creates-router': {
      // By its end as well: `new Hono().basePath('/api')` starts where `new Hono()` does.
      const site = `${siteKey(at)}-${at.end}`;
      const prefix = row.prefix === undefined ? null : stringAt(row.prefix, args);
      m.memo.mark('router made', {
        site,
        framework: row.framework,
        at,
        row,
        prefix,
        root: row.root === undefined ? null : (args[row.root] ?? null),
        parent: overOf(row, args) ?? callee.site,
      } satisfies RouterMade);
      return [withValue(path, following(call, { site }))];
    }
    case 'registers-route':
    case 'uses-middleware':
    case 'uses-guards':
    case 'mounts-router': {
      if (callee.site !== null)
        m.memo.mark('registration', {
          router: callee.site,
          row,
          args,
          at,
          anchor: anchorOf(call),
          calleeName: callee.path.at(-1) ?? '',
        } satisfies Registration);
      else m.memo.mark('stray', { at, name: callee.path.at(-1) ?? '' });
      if (row.role === 'mounts-router') mountPlugins(call, row);
      return [withValue(path, following(call, {}))];
    }
    case 'decorates-router': {
      const name = stringAt(0, args);
      if (name !== null && args[1]) m.memo.mark('decorator', [`${callee.package}#${name}`, args[1]] satisfies Decorated);
      return [withValue(path, following(call, {}))];
    }
    case 'decorates': {
      const { as } = row;
      if (as.is === 'metadata-maker') return [withValue(path, v.native('metadata-maker', siteKey(at)))];
      if (as.is === 'parameter-maker') return [withValue(path, v.native('parameter-maker', '', args.slice(as.from, as.from + 1)))];
      if (as.is === 'parameter') {
        const member = as.member === undefined ? undefined : args[as.member];
        return [withValue(path, v.native('parameter', [as.index, ...(as.field === undefined ? [] : [as.field])].join('.'), member ? [member] : []))];
      }
      return [withValue(path, v.native('decoration', `${callee.package}#${callee.path.join('.')}`, args))];
    }
    case 'configures-middleware': {
      const chain = [...callee.chain, v.native('part', row.part, args)];
      if (row.part !== 'routes') return [withValue(path, following(call, { chain }))];
      const parts = chain.flatMap((one) => (one.t === 'native' ? [{ part: one.key as typeof row.part, args: one.parts }] : []));
      m.memo.mark('configured', { parts, at } satisfies ConfiguredMiddleware);
      return [withValue(path, following(call, { chain: [] }))];
    }
    case 'shares-router':
      return [withValue(path, args[row.arg] ? v.native('shared-router', '', [args[row.arg] as Value]) : v.opaque())];
    case 'builder': {
      const route = row.route === undefined ? undefined : args[row.route];
      return [withValue(path, following(call, route ? { chain: [...callee.chain, v.native(ROUTE, '', [route])] } : {}))];
    }
    case 'builder-use': {
      const added = args[row.arg ?? 0];
      const links = added ? linksOf(added) : [];
      return [withValue(path, following(call, { chain: [...callee.chain, ...links] }))];
    }
    case 'builder-handler': {
      const site = siteKey(at);
      const handler = args[row.arg ?? 0] ?? v.undefined;
      const builder = builderRow(call);
      const chain = callee.chain.filter((link) => !isRoute(link));
      const made: Procedure = {
        site,
        at,
        framework: builder?.framework ?? 'unknown',
        kind: row.kind,
        chain,
        route: callee.chain.filter(isRoute).at(-1)?.parts[0] ?? null,
        handler,
        protocol: { next: builder?.next ?? null },
        params: builder?.handlerParams ?? [],
      };
      m.procedures.set(site, made);
      m.memo.mark('procedure', made);
      return [withValue(path, v.native('procedure', site, [v.array(chain), handler]))];
    }
    case 'builder-router': {
      const given = args[0];
      if (given) nameProcedures(call, given, '');
      // What serves procedures names them, and makes something else of them.
      if (call.constructing) return null;
      const around = callee.chain.filter((link) => !isRoute(link));
      const object = given && around.length > 0 ? behind(call, given, around) : given;
      if (object?.t !== 'object') return [withValue(path, object ?? v.opaque())];
      return [withValue(path, v.object(new Map(object.fields).set('createCaller', v.native('make-caller', '', [object])), object.rest))];
    }
    case 'builder-caller':
      return [withValue(path, v.native('make-caller', '', args.slice(0, 1)))];
    case 'registers-table':
      return registerTable(call, row, () => following(call, {}));
    case 'declares-contract':
      return declareContract(call, row);
    case 'endpoint-contract':
      return contractPart(call, row, anchorOf(call), (site) => following(call, site === null ? {} : { site }));
    case 'route-list':
      return listPart(call, row, anchorOf(call), (site) => following(call, site === null ? {} : { site }));
    case 'makes-context': {
      const factory = argumentAt(row.context, args);
      if (factory) m.memo.mark('context made', { at, framework: row.framework, factory, gets: row.gets } satisfies ContextMade);
      return null;
    }
    case 'rules-table': {
      const otherwise = row.fallback === undefined ? null : argumentAt(row.fallback, args);
      const table = args[row.table];
      if (table) m.memo.mark('rules', { at, framework: row.framework, table, otherwise } satisfies RulesMade);
      return [withValue(path, following(call, {}))];
    }
    case 'registers-worker': {
      const handler = argumentAt(row.handler, args);
      const name = args.map((arg) => (arg.t === 'const' && typeof arg.value === 'string' ? arg.value : null)).find((text) => text !== null) ?? null;
      // The routes of a router that is handed over are entries by themselves.
      if (handler && atoms(handler).some((atom) => atom.t === 'function' || atom.t === 'native' || (atom.t === 'library' && atom.site === null)))
        m.memo.mark('worker', { at, row, handler, name } satisfies WorkerMade);
      if (row.callable && handler) return [withValue(path, v.native('given', (row.handlerParams ?? []).join(), [handler]))];
      return [withValue(path, following(call, {}))];
    }
  }
}

/** The router that another is built upon. */
function overOf(row: Extract<Row, { role: 'creates-router' }>, args: readonly Value[]): string | null {
  const over = row.over === undefined ? undefined : args[row.over];
  return over?.t === 'library' ? over.site : null;
}

/** Where people see the registration: in a chain of calls, at the name of its own. */
function anchorOf({ f, callee, expr, at }: LibraryCall): Site {
  const object = expr?.callee.k === 'member' ? expr.callee.object : null;
  const before = object?.k === 'call' && object.callee.k === 'member' ? object.callee.property : null;
  // `app.route('/x').put(…)` stands where the chain begins.
  const rows = typeof before === 'string' ? f.machine.matcher.rows(callee.package, [...callee.path.slice(0, -1), before]) : [];
  const follows = rows.some(
    (row) =>
      row.role === 'registers-route' ||
      row.role === 'uses-middleware' ||
      row.role === 'mounts-router' ||
      (row.role === 'endpoint-contract' && row.does === 'handles'),
  );
  if (!object || (object.k !== 'new' && !follows)) return at;
  const dot = f.machine.modules.text(f.module.file)?.indexOf('.', object.at.end) ?? -1;
  return dot < 0 || dot >= at.end ? at : { ...at, start: dot + 1 };
}

function following(call: LibraryCall, more: { site?: string; chain?: readonly Value[] }): Value {
  const { callee, args } = call;
  const m = call.f.machine;
  const target = call.constructing ? { module: callee.package, path: callee.path } : m.matcher.resolve(callee.package, [...callee.path, '()']);
  return m.values.library(target.module, target.path, {
    taints: blend([callee.taints, ...(more.site ? args.map((arg) => taintsOf(arg, 1)) : [])]).filter((taint) => taint.startsWith('env:')),
    site: more.site ?? callee.site,
    chain: more.chain ?? callee.chain,
  });
}

/** A builder handed to a builder brings its own middleware. */
function linksOf(value: Value): readonly Value[] {
  if (value.t === 'library' && value.chain.length > 0) return value.chain;
  return [value];
}

/** The row of the builder that a chain started from: what its handlers get. */
function builderRow(call: LibraryCall): Extract<Row, { role: 'builder' }> | null {
  const { callee } = call;
  for (let length = callee.path.length; length > 0; length--) {
    const row = call.f.machine.matcher.rows(callee.package, callee.path.slice(0, length)).find((one) => one.role === 'builder');
    if (row?.role === 'builder') return row;
  }
  return null;
}

/** What a builder knows of method and path of what it makes, among its middleware. */
const ROUTE = 'route';
const isRoute = (link: Value): link is ValueOf<'native'> => link.t === 'native' && link.name === ROUTE;

/** A router of procedures, each behind more middleware. */
function behind(call: LibraryCall, value: Value, around: readonly Value[], depth = 0): Value {
  const m = call.f.machine;
  if (depth > 8) return value;
  if (value.t === 'union') return m.values.union(value.of.map((atom) => behind(call, atom, around, depth + 1)));
  if (value.t === 'object')
    return m.values.object(new Map([...value.fields].map(([name, field]) => [name, behind(call, field, around, depth + 1)])), value.rest);
  if (!isProcedure(value)) return value;
  m.memo.mark('behind', [value.key, around] satisfies Behind);
  const [chain, ...others] = value.parts;
  return m.values.native('procedure', value.key, [m.values.array([...around, ...(chain?.t === 'array' ? chain.items : [])]), ...others]);
}

/** Names of procedures are the keys of the object that makes the router, joined over nested routers. */
function nameProcedures(call: LibraryCall, value: Value, prefix: string, depth = 0): void {
  if (depth > 8 || value.t !== 'object') return;
  for (const [name, inner] of value.fields) {
    const full = prefix === '' ? name : `${prefix}.${name}`;
    for (const atom of atoms(inner)) {
      if (isProcedure(atom)) call.f.machine.memo.mark('name', [atom.key, full] satisfies ProcedureNamed);
      else nameProcedures(call, atom, full, depth + 1);
    }
  }
}

const isProcedure = (value: Value): value is ValueOf<'native'> => value.t === 'native' && value.name === 'procedure';
