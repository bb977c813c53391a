/** Entries that are methods of decorated classes: what stands before each, from the application's guards to its own. */
import { Env } from '../env.js';
import { applyValue } from '../call.js';
import { stringAt } from '../arguments.js';
import { handles, type Guards, type Laid } from '../gates.js';
import { holdIdentity, noFacts, type Facts } from '../facts.js';
import type { ConfiguredMiddleware, Machine } from '../machine.js';
import { classMember } from '../members.js';
import { moduleFrame } from '../module-values.js';
import { libraryValue } from '../natives.js';
import type { Registry } from '../registry.js';
import { atoms, constantOf, type Value } from '../value.js';
import type { Apps } from './apps.js';
import { askedBefore, askedFor, guardLink, linksBefore, middlewareLink, type Surroundings } from './class-links.js';
import { childrenOf, classApplications, classKey, type ClassApplication } from './class-modules.js';
import { classesOf, type DecoratedClass, type DecoratedMethod, type Said } from './decorated-classes.js';
import type { Entry } from './entry.js';
import { startsWith } from './made-contexts.js';
import { join } from './routers.js';

const all = ['POST', 'PUT', 'PATCH', 'DELETE'];

export function classEntries(m: Machine, files: readonly string[], registry: Registry, apps: Apps): Entry[] {
  const classes = m.looks
    .where(files, m.decorates)
    .flatMap((file) => (m.memo.rootUnit(`classes:${file}`, [], 20_000, () => classesOf(m, file)).answer as readonly DecoratedClass[] | null) ?? []);
  const handling = classes.filter((one) => one.said.some(({ as }) => as.is === 'controller'));
  if (handling.length === 0) return [];
  const applications = classApplications(m, classes, registry);
  const rules = guardRules(m);
  const above = handling.filter((one) => childrenOf(one).length > 0);
  return handling.flatMap((one) => {
    const said = one.said.find(({ as }) => as.is === 'controller');
    if (!said) return [];
    return waysTo(above, one, 0).flatMap((way) =>
      applicationsOf(apps, applications, one, said).flatMap((app) =>
        one.methods.flatMap((method) => methodEntries(m, apps, registry, { one, said, method, above: way, app, rules })),
      ),
    );
  });
}

/** The controllers under which one hangs, outermost first: one way for each. */
function waysTo(classes: readonly DecoratedClass[], one: DecoratedClass, depth: number): readonly (readonly DecoratedClass[])[] {
  const key = classKey(one);
  const parents = classes.filter(
    (each) => each !== one && childrenOf(each).some((child) => (child.t === 'class' || child.t === 'instance') && classKey(child) === key),
  );
  return parents.length === 0 || depth > 8 ? [[]] : parents.flatMap((parent) => waysTo(classes, parent, depth + 1).map((way) => [...way, parent]));
}

/**
 * The applications that a class belongs to: those that name it; where none has to, the one of its framework that is nearest. None: nothing stands before the class itself.
 * Unknown: something may, and nobody says what.
 */
function applicationsOf(
  apps: Apps,
  applications: readonly ClassApplication[],
  one: DecoratedClass,
  { as }: Said,
): readonly (ClassApplication | 'none' | 'unknown')[] {
  const inside = applications.filter((app) => app.handlers.has(classKey(one)));
  if (inside.length > 0) return inside;
  if (as.is !== 'controller' || !as.alone) return ['unknown'];
  const possible = applications.filter((app) => app.router.framework === (as.behind ?? as.framework) && app.open);
  const near = possible.filter((app) => apps.rootOf(app.router.at.file) === apps.rootOf(one.file));
  const [only, ...others] = near.length > 0 ? near : possible;
  return others.length > 0 ? ['unknown'] : [only ?? 'none'];
}

interface Rules {
  readonly guards: Guards;
  readonly row: string;
}

/** The row that says what guards are, in the catalogue. */
function guardRules(m: Machine): Rules | null {
  for (const library of m.catalogue.libraries)
    for (const row of library.rows) if (row.role === 'decorates' && row.as.is === 'guards') return { guards: row.as, row: `${library.name}#${row.path}` };
  return null;
}

interface Handler {
  readonly one: DecoratedClass;
  readonly said: Said;
  readonly method: DecoratedMethod;
  readonly above: readonly DecoratedClass[];
  readonly app: ClassApplication | 'none' | 'unknown';
  readonly rules: Rules | null;
}

function methodEntries(m: Machine, apps: Apps, registry: Registry, { one, said, method, above, app: of, rules }: Handler): Entry[] {
  const runs = one.said.flatMap(({ as, row: by }): Said[] =>
    as.is === 'runs' && as.method === method.name ? [{ as: { is: 'handler', kind: as.kind, method: null }, row: by, args: [] }] : [],
  );
  const handling = [...method.said, ...runs].filter(({ as }) => as.is === 'handler');
  if (handling.length === 0) return [];
  const controller = said.as;
  const module = m.modules.load(one.file);
  if (controller.is !== 'controller' || !module) return [];
  const app = typeof of === 'string' ? null : of;
  const self = m.values.instance(one.file, one.cls, new Map());
  const fn = classMember(moduleFrame(m, module), one.file, one.cls, method.name, self, false);
  if (!fn) return [];
  const laid: Laid = { handler: method.metadata, class: one.metadata };
  const row = rules?.row ?? '';
  const around: Surroundings = { m, apps, file: one.file, app, row, laid };
  const given = (controller.handlerParams ?? []).map((param) => libraryValue({ machine: m }, param));
  const prefix = [app?.router.prefix ?? '', ...above.map(pathOf), pathOf(one)].reduce(join, '');
  const params = method.params.map(
    (param, index) =>
      (param ? (askedFor(around, param) ?? (param.t === 'native' && param.name === 'decoration' ? null : param)) : null) ??
      (param === null && controller.direct ? m.values.native('parameter', String(index)) : m.values.opaque(['caller:request'], null, true)),
  );
  return handling.flatMap(({ as, args }): Entry[] => {
    if (as.is !== 'handler') return [];
    const methods = as.method === null ? all : [as.method];
    const inner = join(prefix, as.path === undefined ? '' : (pathAt(as.path, args) ?? ''));
    const path = as.kind === 'route' && as.path !== undefined ? (inner === '' ? '/' : inner) : null;
    const guards = (app?.guards ?? []).flatMap((guard) => atoms(guard)).map((guard) => guardLink(around, guard));
    const unknown = [
      ...(of === 'unknown' ? [m.values.opaque([], 'no module of an application that is followed names its class')] : []),
      ...[...one.strange, ...method.strange].map((name) => m.values.library(name, [])),
    ];
    const before =
      app && path !== null ? [...app.uses(classKey(one), path), ...middleware(m, app, { path, method: as.method, one, runs: rules?.guards.runs ?? '' })] : [];
    const places = [...above, one, method];
    const own = [...askedBefore(around, places), ...places.flatMap((decorated) => linksBefore(around, decorated))];
    return [
      {
        file: method.own.file,
        at: method.at,
        from: method.from,
        name: method.name,
        framework: controller.framework,
        kind: as.kind,
        methods,
        path,
        links: [...before, ...unknown, ...guards, ...own, wrapped(m, one, method, handles(m, fn, params, row, laid))],
        protocol: { next: controller.next ?? null, own: 1 },
        params: given,
        paramsOf: null,
        starts:
          as.kind === 'worker' || as.kind === 'cron'
            ? [{ facts: called(controller.framework, method), params: null }]
            : startsWith(m, registry, controller.framework, controller.contextAt, given),
        onlyIfWrites: as.kind === 'route' && !methods.some((name) => all.includes(name)),
        own: [method.own],
        doubt: null,
      },
    ];
  });
}

/** The path that a controller says. */
const pathOf = ({ said }: DecoratedClass): string =>
  said.flatMap(({ as, args }) => (as.is === 'controller' ? (as.path ?? []).flatMap((where) => pathAt(where, args) ?? []) : []))[0] ?? '';

/** The handler as the functions leave it that its class and it were given to. */
function wrapped(m: Machine, one: DecoratedClass, method: DecoratedMethod, handler: Value): Value {
  const module = m.modules.load(one.file);
  const wrappers = [...one.said, ...method.said].flatMap(({ as, args }) => (as.is === 'wraps' && args[0] ? [args[0]] : []));
  return wrappers.reduce<Value>((inner, wrapper) => {
    if (!module) return inner;
    const results = applyValue(moduleFrame(m, module), wrapper, [inner], { env: Env.empty, facts: noFacts }, method.at);
    return m.values.union(results.map((result) => result.value));
  }, handler);
}

/** A path, or the first of several. */
function pathAt(where: string, args: readonly Value[]): string | null {
  const direct = stringAt(where, args);
  if (direct !== null) return direct;
  const list = args[Number(where)];
  const first = list?.t === 'array' ? list.items[0] : undefined;
  return first ? stringAt('0', [first]) : null;
}

function called(framework: string, method: DecoratedMethod): Facts {
  const mechanism = `called by ${framework} only`;
  return holdIdentity(noFacts, {
    id: `${mechanism}@${method.at.file}:${method.at.start}`,
    mechanism,
    trust: 'machine',
    at: method.at,
    trace: [],
    weaknesses: [],
  });
}

interface Route {
  readonly path: string;
  readonly method: string | null;
  readonly one: DecoratedClass;
  readonly runs: string;
}

/** Middleware that modules configure for the route. */
function middleware(m: Machine, app: ClassApplication, route: Route): Value[] {
  return app.middleware.flatMap((each) => {
    const on = runsOn(each, route);
    if (on === false) return [];
    if (on === null) return [m.values.opaque([], 'the routes of a middleware before it are not constant')];
    return partsOf(each, 'functions')
      .flatMap((value) => atoms(value))
      .map((value) => middlewareLink(m, value, route.runs));
  });
}

const partsOf = (each: ConfiguredMiddleware, part: 'functions' | 'except' | 'routes'): readonly Value[] =>
  each.parts.flatMap((one) => (one.part === part ? one.args : [])).flatMap((value) => (value.t === 'array' ? value.items : [value]));

/** Whether a middleware runs on a route; null where that is not constant. */
function runsOn(each: ConfiguredMiddleware, route: Route): boolean | null {
  let known = true;
  const on = (values: readonly Value[]): boolean =>
    values.some((value) => {
      const answer = covers(value, route);
      if (answer === null) known = false;
      return answer === true;
    });
  if (on(partsOf(each, 'except'))) return false;
  const runs = on(partsOf(each, 'routes'));
  return known ? runs : null;
}

/** Whether a route is one of a class, or fits a pattern: `*`, `*name` and `(.*)` are anything, `:name` is one segment. */
function covers(value: Value, { path, method, one }: Route): boolean | null {
  if (value.t === 'class') return value.file === one.file && value.cls === one.cls;
  const pattern = constantOf(value.t === 'object' ? (value.fields.get('path') ?? value) : value);
  if (typeof pattern !== 'string') return null;
  const parts = `/${pattern.replace(/^\//, '')}`.split(/(\/?\{?\/?\*\w*\}?|\/?\(\.\*\)|:\w+)/);
  const source = parts.map((part, index) => (index % 2 === 0 ? part.replace(/[^\w/-]/g, '\\$&') : part.startsWith(':') ? '[^/]+' : '(?:/.*)?')).join('');
  if (!new RegExp(`^${source}/?$`).test(path)) return false;
  const of = value.t === 'object' ? value.fields.get('method') : undefined;
  const name = of?.t === 'library' ? of.path.at(-1) : undefined;
  return of === undefined || method === null || name === 'ALL' || name === method ? true : name === undefined ? null : false;
}
