/** Entries that hang on routers: method and path at a call, middleware before it in scope and order. */
import { noFacts } from '../facts.js';
import type { Machine, Registration, RouterMade } from '../machine.js';
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

export function routerEntries(m: Machine): Entry[] {
  const byRouter = new Map<string, Registration[]>();
  for (const one of m.registrations.values()) byRouter.set(one.router, [...(byRouter.get(one.router) ?? []), one]);
  const out: Entry[] = [];
  for (const router of m.routers.values()) {
    const own = byRouter.get(router.site) ?? [];
    const ways = waysTo(m, byRouter, router, new Set());
    own.forEach((registration, index) => {
      if (registration.row.role !== 'registers-route') return;
      for (const way of ways) out.push(...routeEntries(m, byRouter, router, registration, way, own.slice(0, index)));
    });
  }
  return out;
}

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
  const path = typeof first === 'string' && !hook ? first : null;
  const links: Value[] = [];
  const routers: { site: string; path: string }[] = [];
  for (const arg of flat(args)) {
    if (arg.t === 'library' && arg.site !== null) routers.push({ site: arg.site, path: path ?? '' });
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

const flat = (args: readonly Value[]): Value[] => args.flatMap((arg) => (arg.t === 'array' ? flat(arg.items) : [arg]));

function waysTo(m: Machine, byRouter: ReadonlyMap<string, Registration[]>, router: RouterMade, seen: ReadonlySet<string>): Way[] {
  if (seen.has(router.site) || seen.size > 12) return [];
  const inside = new Set(seen).add(router.site);
  const own = router.prefix ?? '';
  const ways: Way[] = [];
  if (router.parent !== null) {
    const parent = m.routers.get(router.parent);
    if (parent)
      for (const way of waysTo(m, byRouter, parent, inside))
        ways.push({
          prefix: join(way.prefix, own),
          linksTo: (path) => [...way.linksTo(path), ...usesBefore(m, byRouter, byRouter.get(parent.site) ?? [], path, way.prefix, parent)],
          mounted: true,
        });
  }
  for (const [site, registrations] of byRouter) {
    const parent = m.routers.get(site);
    if (!parent) continue;
    registrations.forEach((registration, index) => {
      for (const mount of linksOf(registration).routers) {
        if (mount.site !== router.site) continue;
        for (const way of waysTo(m, byRouter, parent, inside)) {
          const prefix = join(way.prefix, mount.path);
          // `app.use('/api', auth, router)`: what stands beside the router runs before it.
          ways.push({
            prefix: join(prefix, own),
            linksTo: (path) => [
              ...way.linksTo(path),
              ...usesBefore(m, byRouter, registrations.slice(0, index), path, way.prefix, parent),
              ...linksOf(registration).links,
            ],
            mounted: true,
          });
        }
      }
    });
  }
  return ways.length > 0 ? ways : [{ prefix: own, linksTo: () => [], mounted: false }];
}

/** Middleware registered before, whose path covers `path`. */
function usesBefore(
  m: Machine,
  byRouter: ReadonlyMap<string, Registration[]>,
  registrations: readonly Registration[],
  path: string,
  prefix: string,
  router: RouterMade,
  depth = 0,
): Value[] {
  const next = router.row.role === 'creates-router' ? router.row.next : null;
  const out: Value[] = [];
  for (const one of registrations) {
    if (one.row.role !== 'uses-middleware' && one.row.role !== 'mounts-router') continue;
    const { path: scope, links, routers } = linksOf(one);
    if (scope !== null && !covers(join(prefix, scope), path)) continue;
    out.push(...links.filter((link) => !isErrorHandler(m, link, next)));
    for (const { site } of routers) {
      const mounted = m.routers.get(site);
      if (mounted?.row.role !== 'creates-router' || !mounted.row.fallsThrough || depth > 8) continue;
      out.push(...usesBefore(m, byRouter, byRouter.get(site) ?? [], path, join(join(prefix, scope ?? ''), mounted.prefix ?? ''), mounted, depth + 1));
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

function routeEntries(
  m: Machine,
  byRouter: ReadonlyMap<string, Registration[]>,
  router: RouterMade,
  registration: Registration,
  way: Way,
  before: readonly Registration[],
): Entry[] {
  const { row, args, at } = registration;
  if (row.role !== 'registers-route') return [];
  const objectForm = row.method === 'arg' && args[0]?.t === 'object';
  const own = objectForm ? (stringAt('0.path', args) ?? stringAt('0.url', args) ?? '') : row.pathArg === -1 ? '' : (stringAt(row.pathArg ?? 0, args) ?? '');
  const path = join(way.prefix, own);
  const methods = methodsOf(registration);
  const functions = flat(
    objectForm
      ? [argumentAt('0.preHandler', args), argumentAt('0.onRequest', args), argumentAt('0.handler', args), ...args.slice(1)].filter((value) => value !== null)
      : args,
  ).filter((arg) => arg.t === 'function' || arg.t === 'native' || arg.t === 'library' || arg.t === 'union' || (arg.t === 'opaque' && arg !== args[0]));
  if (functions.length === 0 || functions.every((one) => isPlain(m, one))) return [];
  const links = [...way.linksTo(path), ...usesBefore(m, byRouter, before, path, way.prefix, router), ...functions];
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
      protocol: { next: makes?.next ?? null },
      params: (makes?.handlerParams ?? [])
        .filter((_, index) => index !== makes?.next)
        .map((param) => followed(m, libraryValue({ machine: m }, param), links))
        .map((param, index) => withMethod(m, param, index, makes?.methodAt, methods)),
      paramsOf: null,
      starts: [{ facts: noFacts, params: null }],
      onlyIfWrites: !methods.some((method) => mutating.has(method)),
      own: handler ? innermostFunction(m, handler) : [],
      doubt: null,
    },
  ];
}

/** A route of one method gets requests of that method. */
function withMethod(m: Machine, param: Value, index: number, where: string | undefined, methods: readonly string[]): Value {
  const [at, ...fields] = (where ?? '').split('.');
  const method = methods.length === 1 ? methods[0] : undefined;
  return fields.length > 0 && Number(at) === index && method !== undefined ? withMember(m, param, fields, m.values.constant(method)) : param;
}

function withMember(m: Machine, object: Value, [name = '', ...rest]: readonly string[], value: Value): Value {
  if (object.t !== 'library') return object;
  const target = m.matcher.resolve(object.package, [...object.path, name]);
  const inner = rest.length === 0 ? value : withMember(m, m.values.library(target.module, target.path), rest, value);
  return m.values.library(object.package, object.path, { ...object, fields: new Map(object.fields).set(name, inner) });
}

/** Marks a parameter as one of which all that was done to it before is known: every middleware is the project's own or the catalogue's. */
function followed(m: Machine, param: Value, links: readonly Value[]): Value {
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

function join(prefix: string, path: string): string {
  const joined = `${prefix}/${path}`.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  return joined === '' || joined.startsWith('/') ? joined : `/${joined}`;
}
