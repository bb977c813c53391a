/** Entries that hang on routers: method and path at a call, middleware before it in scope and order. */
import { noFacts } from '../facts.js';
import type { Machine, Registration, RouterMade } from '../machine.js';
import type { Registry } from '../registry.js';
import { pathOfRequest } from '../members.js';
import { libraryValue } from '../natives.js';
import { pattern } from '../path-patterns.js';
import { argumentAt, stringAt } from '../arguments.js';
import { atoms, constantOf, type Value } from '../value.js';
import type { Entry } from './entry.js';
import { innermostFunction } from './own.js';

const all = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
const mutating: ReadonlySet<string> = new Set(all);

/** One way to a router: the path before its own paths, and what runs before it. */
interface Way {
  readonly prefix: string;
  /** Asked with the whole path of a route: `app.use('/api/admin', guard)` stands before it though the router hangs under `/api`. */
  linksTo(path: string): readonly Value[];
  readonly mounted: boolean;
}

interface Links {
  readonly path: string | null;
  readonly links: readonly Value[];
  readonly routers: readonly { readonly site: string; readonly path: string }[];
}

/** What was registered on which router, and where each router hangs. */
interface Mounts {
  readonly m: Machine;
  readonly routers: Registry['routers'];
  readonly decorators: Registry['decorators'];
  readonly byRouter: ReadonlyMap<string, readonly Registration[]>;
  /** Position among all that was registered. */
  readonly order: ReadonlyMap<Registration, number>;
  readonly mountedAt: ReadonlyMap<string, readonly { readonly parent: RouterMade; readonly index: number; readonly path: string }[]>;
}

function mountsOf(m: Machine, { routers, registrations, decorators }: Registry): Mounts {
  const byRouter = new Map<string, Registration[]>();
  for (const one of registrations) {
    const known = byRouter.get(one.router);
    if (known) known.push(one);
    else byRouter.set(one.router, [one]);
  }
  const mountedAt = new Map<string, { parent: RouterMade; index: number; path: string }[]>();
  for (const [site, own] of byRouter) {
    const parent = routers.get(site);
    if (!parent) continue;
    own.forEach((registration, index) => {
      for (const mount of linksOf(registration).routers) mountedAt.set(mount.site, [...(mountedAt.get(mount.site) ?? []), { parent, index, path: mount.path }]);
    });
  }
  const order = new Map(registrations.map((one, index) => [one, index]));
  return { m, routers, decorators, byRouter, order, mountedAt };
}

export function routerEntries(m: Machine, registry: Registry): Entry[] {
  const mounts = mountsOf(m, registry);
  const out: Entry[] = [];
  for (const router of registry.routers.values()) {
    const own = mounts.byRouter.get(router.site) ?? [];
    const ways = waysTo(mounts, router, new Set());
    own.forEach((registration, index) => {
      if (registration.row.role !== 'registers-route') return;
      const before = router.row.role === 'creates-router' && router.row.wholeScope ? own : own.slice(0, index);
      for (const way of ways) out.push(...routeEntries(mounts, router, registration, way, before));
    });
  }
  return out;
}

/** Middleware on a router, with what runs before it on one way to it, and what it gets. */
export interface Standing {
  readonly value: Value;
  readonly at: Registration['at'];
  readonly before: readonly Value[];
  readonly params: readonly Value[];
  readonly next: number | string | null;
}

/** What runs before something that stands on a router under a path: after all that is there, or only what was registered before `until`. */
export function standingBefore(m: Machine, registry: Registry, site: string): (path: string, until?: Registration) => readonly Value[] {
  const mounts = mountsOf(m, registry);
  const router = registry.routers.get(site);
  const own = mounts.byRouter.get(site) ?? [];
  const ways = router ? waysTo(mounts, router, new Set()) : [];
  return (path, until) => {
    const before = until ? own.slice(0, own.indexOf(until)) : own;
    const [way] = ways;
    return router && way ? [...way.linksTo(path), ...usesBefore(mounts, before, path, way.prefix, router)] : [];
  };
}

/** All middleware that `wanted` speaks of. */
export function middlewareOf(m: Machine, registry: Registry, wanted: (value: Value) => boolean): Standing[] {
  const mounts = mountsOf(m, registry);
  return [...registry.routers.values()].flatMap((router) => {
    const own = mounts.byRouter.get(router.site) ?? [];
    const makes = router.row.role === 'creates-router' ? router.row : null;
    return own.flatMap((registration, index) =>
      (registration.row.role === 'uses-middleware' ? linksOf(registration).links : []).filter(wanted).flatMap((value) =>
        waysTo(mounts, router, new Set()).map((way): Standing => {
          const path = join(way.prefix, (linksOf(registration).path ?? '').replace(/\/?\*+$/, ''));
          const before = [...way.linksTo(path), ...usesBefore(mounts, own.slice(0, index), path, way.prefix, router)];
          return { value, at: registration.at, before, params: handlerParams(m, makes, before), next: makes?.next ?? null };
        }),
      ),
    );
  });
}

/** What a router's functions get, but for the continuation. */
const handlerParams = (m: Machine, makes: Extract<RouterMade['row'], { role: 'creates-router' }> | null, links: readonly Value[]): Value[] =>
  (makes?.handlerParams ?? []).filter((_, index) => index !== makes?.next).map((param) => followed(m, libraryValue({ machine: m }, param), links));

/** What a `use` or a mount brings: functions that run, routers that hang under a path. */
function linksOf(registration: Registration): Links {
  const { row, args } = registration;
  if (row.role === 'mounts-router') {
    const router = args[row.router];
    const path = stringAt(row.pathArg, args) ?? '';
    return {
      path,
      links: [],
      routers: router ? atoms(router).flatMap((atom) => (atom.t === 'library' && atom.site !== null ? [{ site: atom.site, path }] : [])) : [],
    };
  }
  const first = args[0] ? constantOf(args[0]) : null;
  const hook = row.role === 'uses-middleware' && row.hook;
  // Hooks that run at other times, such as when the server closes.
  if (typeof hook === 'object' && !(typeof first === 'string' && hook.includes(first))) return { path: null, links: [], routers: [] };
  const path = typeof first === 'string' && !hook ? first : null;
  const links: Value[] = [];
  const routers: { site: string; path: string }[] = [];
  for (const arg of flat(args)) {
    if (arg.t === 'library' && arg.site !== null && isRouter(arg.path)) routers.push({ site: arg.site, path: path ?? '' });
    else if (
      arg.t === 'function' ||
      arg.t === 'native' ||
      arg.t === 'library' ||
      arg.t === 'union' ||
      (arg.t === 'opaque' && !(typeof first === 'string' && arg === args[0]))
    )
      links.push(arg);
  }
  return { path, links, routers };
}

/** A router is what was made; a member of one is something that is kept there. */
const isRouter = (path: readonly string[]): boolean => path.at(-1) === '()' || path.at(-1) === 'new';

const flat = (args: readonly Value[]): Value[] => args.flatMap((arg) => (arg.t === 'array' ? flat(arg.items) : [arg]));

function waysTo(mounts: Mounts, router: RouterMade, seen: ReadonlySet<string>): Way[] {
  if (seen.has(router.site) || seen.size > 12) return [];
  const inside = new Set(seen).add(router.site);
  const own = router.prefix ?? '';
  const ways: Way[] = [];
  const parent = router.parent === null ? undefined : mounts.routers.get(router.parent);
  for (const way of parent ? waysTo(mounts, parent, inside) : []) {
    if (!parent) continue;
    // `app.route('/x').put(…)`: what the parent gets later stands behind it.
    const first = mounts.order.get(mounts.byRouter.get(router.site)?.[0] as Registration) ?? Infinity;
    const whole = parent.row.role === 'creates-router' && parent.row.wholeScope;
    const above = (mounts.byRouter.get(parent.site) ?? []).filter((one) => whole || (mounts.order.get(one) ?? 0) < first);
    ways.push({
      prefix: join(way.prefix, own),
      linksTo: (path) => [...way.linksTo(path), ...usesBefore(mounts, above, path, way.prefix, parent)],
      mounted: true,
    });
  }
  for (const mount of mounts.mountedAt.get(router.site) ?? []) {
    const registrations = mounts.byRouter.get(mount.parent.site) ?? [];
    const registration = registrations[mount.index];
    if (!registration) continue;
    for (const way of waysTo(mounts, mount.parent, inside)) {
      // `app.use('/api', auth, router)`: what stands beside the router runs before it.
      ways.push({
        prefix: join(join(way.prefix, mount.path), own),
        linksTo: (path) => [
          ...way.linksTo(path),
          ...usesBefore(mounts, registrations.slice(0, mount.index), path, way.prefix, mount.parent),
          ...linksOf(registration).links,
        ],
        mounted: true,
      });
    }
  }
  return ways.length > 0 ? ways : [{ prefix: own, linksTo: () => [], mounted: false }];
}

/** Middleware registered before, whose path covers `path`. */
function usesBefore(mounts: Mounts, registrations: readonly Registration[], path: string, prefix: string, router: RouterMade, depth = 0): Value[] {
  const next = router.row.role === 'creates-router' ? router.row.next : null;
  const out: Value[] = [];
  for (const one of registrations) {
    if (one.row.role !== 'uses-middleware' && one.row.role !== 'mounts-router') continue;
    const { path: scope, links, routers } = linksOf(one);
    if (scope !== null && !covers(join(prefix, scope), path)) continue;
    out.push(...links.filter((link) => !isErrorHandler(mounts.m, link, next)));
    for (const { site } of routers) {
      const mounted = mounts.routers.get(site);
      if (mounted?.row.role !== 'creates-router' || !mounted.row.fallsThrough || depth > 8) continue;
      out.push(...usesBefore(mounts, mounts.byRouter.get(site) ?? [], path, join(join(prefix, scope ?? ''), mounted.prefix ?? ''), mounted, depth + 1));
    }
  }
  return out;
}

function covers(scope: string, path: string): boolean {
  const plain = scope.replace(/\/?\*+$/, '');
  return (
    plain === '' || plain === '/' || path === plain || path.startsWith(`${plain}/`) || (pattern(`${plain}{/*}`.replace('{/*}', '(/.*)?'))?.test(path) ?? false)
  );
}

/** Middleware of a library that says nothing of its own, such as one that serves files: no code of the project runs. */
const isPlain = (m: Machine, value: Value): boolean =>
  value.t === 'library' && m.matcher.rows(value.package, value.path).some((row) => row.role === 'passes-on');

/** Where middleware gets `next` at a position, a function with one parameter more handles errors. */
function isErrorHandler(m: Machine, link: Value, next: number | string | null | undefined): boolean {
  if (link.t !== 'function' || typeof next !== 'number') return false;
  return m.modules.load(link.file)?.functions[link.fn]?.params.length === next + 2;
}

function routeEntries(mounts: Mounts, router: RouterMade, registration: Registration, way: Way, before: readonly Registration[]): Entry[] {
  const { m } = mounts;
  const { row, args, anchor: at } = registration;
  if (row.role !== 'registers-route') return [];
  const objectForm = row.method === 'arg' && args[0]?.t === 'object';
  const own = objectForm ? (stringAt('0.path', args) ?? stringAt('0.url', args) ?? '') : row.pathArg === -1 ? '' : (stringAt(row.pathArg ?? 0, args) ?? '');
  const path = join(way.prefix, own);
  const methods = methodsOf(registration);
  const hooks = [...(row.options ?? []), 'handler'];
  // Options may stand before the handler or after it; their hooks run before it.
  const hooked = args.flatMap((arg, at) => (arg.t === 'object' ? hooks.flatMap((name) => argumentAt(`${at}.${name}`, args) ?? []) : []));
  const functions = flat([...hooked, ...args.filter((arg) => arg.t !== 'object')]).filter(
    (arg) => arg.t === 'function' || arg.t === 'native' || arg.t === 'library' || arg.t === 'union' || (arg.t === 'opaque' && arg !== args[0]),
  );
  if (functions.length === 0 || functions.every((one) => isPlain(m, one))) return [];
  const links = [...way.linksTo(path), ...usesBefore(mounts, before, path, way.prefix, router), ...functions].map((link) => decorated(mounts, link));
  const makes = router.row.role === 'creates-router' ? router.row : null;
  const handler = functions.at(-1);
  return [
    {
      file: at.file,
      at,
      name: methods.length === 1 ? (methods[0] ?? '').toLowerCase() : registration.calleeName,
      framework: router.framework,
      kind: 'route',
      methods,
      path: path === '' ? '/' : path,
      links,
      protocol: { next: makes?.next ?? null, ...(makes?.nextOptional ? { optional: true } : {}), own: functions.length },
      params: handlerParams(m, makes, links)
        .map((param, index) =>
          withAt(m, param, index, makes?.methodAt, methods.length === 1 && methods[0] !== undefined ? m.values.constant(methods[0]) : null),
        )
        .map((param, index) => withAt(m, param, index, makes?.pathAt, pathOfRequest(m))),
      paramsOf: null,
      starts: [{ facts: noFacts, params: null }],
      onlyIfWrites: !methods.some((method) => mutating.has(method)),
      own: handler ? innermostFunction(m, handler) : [],
      doubt: null,
    },
  ];
}

/** What is kept on the router under a name; what nobody has been seen to keep there is not known. */
function decorated({ m, decorators }: Pick<Mounts, 'm' | 'decorators'>, link: Value): Value {
  if (link.t === 'union') return m.values.union(link.of.map((atom) => decorated({ m, decorators }, atom)));
  if (link.t !== 'library' || link.site === null || m.matcher.rows(link.package, link.path).length > 0) return link;
  const kept = decorators.get(`${link.package}#${link.path.at(-1) ?? ''}`);
  return kept ? m.values.union(kept) : m.values.opaque();
}

/** A route of one method gets requests of that method, and of its own path. */
function withAt(m: Machine, param: Value, index: number, where: string | undefined, value: Value | null): Value {
  const [at, ...fields] = (where ?? '').split('.');
  return fields.length > 0 && Number(at) === index && value ? withMember(m, param, fields, value) : param;
}

/** A library's value with a member deep inside of it set; what is beside it stays what it was. */
export function withMember(m: Machine, object: Value, [name = '', ...rest]: readonly string[], value: Value): Value {
  if (object.t !== 'library') return object;
  const target = m.matcher.resolve(object.package, [...object.path, name]);
  const before = object.fields.get(name) ?? m.values.library(target.module, target.path);
  const inner = rest.length === 0 ? value : withMember(m, before, rest, value);
  return m.values.library(object.package, object.path, { ...object, fields: new Map(object.fields).set(name, inner) });
}

/** Marks a parameter as one of which all that was done to it before is known: every middleware is the project's own or the catalogue's. */
export function followed(m: Machine, param: Value, links: readonly Value[]): Value {
  const all = links.every((link) => link.t === 'function' || link.t === 'native' || (link.t === 'library' && m.matcher.prefixKnown(link.package)));
  return all && param.t === 'library'
    ? m.values.library(param.package, param.path, { ...param, fields: new Map(param.fields).set('context:', m.values.true) })
    : param;
}

function methodsOf({ row, args }: Registration): readonly string[] {
  if (row.role !== 'registers-route') return [];
  if (row.method === null) return all;
  if (row.method !== 'arg') return [row.method];
  const given = args[0]?.t === 'object' ? (args[0].fields.get('method') ?? args[0].fields.get('methods')) : args[0];
  const list = given?.t === 'array' ? given.items : given ? [given] : [];
  const names = list
    .map((one) => constantOf(one))
    .filter((name) => typeof name === 'string')
    .map((name) => name.toUpperCase());
  return names.length > 0 ? names : all;
}

export function join(prefix: string, path: string): string {
  const joined = `${prefix}/${path}`.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  return joined === '' || joined.startsWith('/') ? joined : `/${joined}`;
}
