/** Entries that are methods of decorated classes: what stands before each, from the application's guards to its own. */
import { stringAt } from '../arguments.js';
import { gate, handles, type Guards, type Laid } from '../gates.js';
import { holdIdentity, noFacts, type Facts } from '../facts.js';
import type { ConfiguredMiddleware, Machine } from '../machine.js';
import { classMember } from '../members.js';
import { moduleFrame, resolveReference } from '../module-values.js';
import { libraryValue } from '../natives.js';
import type { Registry } from '../registry.js';
import { atoms, constantOf, type Value } from '../value.js';
import { classApplications, classKey, type ClassApplication } from './class-modules.js';
import { classesOf, type Decorated, type DecoratedClass, type DecoratedMethod, type Said } from './decorated-classes.js';
import type { Entry } from './entry.js';
import { join } from './routers.js';

const all = ['POST', 'PUT', 'PATCH', 'DELETE'];

export function classEntries(m: Machine, files: readonly string[], registry: Registry): Entry[] {
  const classes = m.looks
    .where(files, m.decorates)
    .flatMap((file) => (m.memo.rootUnit(`classes:${file}`, [], 20_000, () => classesOf(m, file)).answer as readonly DecoratedClass[] | null) ?? []);
  const handling = classes.filter((one) => one.said.some(({ as }) => as.is === 'controller'));
  if (handling.length === 0) return [];
  const applications = classApplications(m, classes, registry);
  const rules = guardRules(m);
  return handling.flatMap((one) => {
    const said = one.said.find(({ as }) => as.is === 'controller');
    const inside = applications.filter((app) => app.handlers.has(classKey(one)));
    const apps = inside.length > 0 ? inside : [null];
    return said ? apps.flatMap((app) => one.methods.flatMap((method) => methodEntries(m, { one, said, method, app, rules }))) : [];
  });
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
  readonly app: ClassApplication | null;
  readonly rules: Rules | null;
}

function methodEntries(m: Machine, { one, said, method, app, rules }: Handler): Entry[] {
  const controller = said.as;
  const module = m.modules.load(one.file);
  if (controller.is !== 'controller' || !module) return [];
  const self = m.values.instance(one.file, one.cls, new Map());
  const fn = classMember(moduleFrame(m, module), one.file, one.cls, method.name, self, false);
  if (!fn) return [];
  const laid: Laid = { handler: method.metadata, class: one.metadata };
  const row = rules?.row ?? '';
  return method.said.flatMap(({ as, args }): Entry[] => {
    if (as.is !== 'handler') return [];
    const methods = as.method === null ? all : [as.method];
    const inner = join(
      (controller.path ?? []).map((where) => pathAt(where, said.args)).find((path) => path !== null) ?? '',
      as.path === undefined ? '' : (pathAt(as.path, args) ?? ''),
    );
    const path = as.kind === 'route' && as.path !== undefined ? (inner === '' ? '/' : inner) : null;
    const guards = [...(app?.guards ?? []), ...guardsIn(one), ...guardsIn(method)].flatMap((guard) => atoms(guard)).map((guard) => link(m, guard, row, laid));
    const unknown = [
      ...(app ? [] : [m.values.opaque([], 'no module of an application that is followed names its class')]),
      ...[...one.strange, ...method.strange].map((name) => m.values.library(name, [])),
    ];
    const before = app && path !== null ? [...app.uses, ...middleware(m, app, { path, method: as.method, one, runs: rules?.guards.runs ?? '' })] : [];
    const links = [...before, ...unknown, ...guards];
    const params = (controller.handlerParams ?? []).map((param) => libraryValue({ machine: m }, param));
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
        links: [...links, handles(m, fn, method.params, row, laid)],
        protocol: { next: controller.next ?? null, own: 1 },
        params,
        paramsOf: null,
        starts: [{ facts: as.kind === 'worker' || as.kind === 'cron' ? called(controller.framework, method) : noFacts, params: null }],
        onlyIfWrites: as.kind === 'route' && !methods.some((name) => all.includes(name)),
        own: [method.own],
        doubt: null,
      },
    ];
  });
}

/** A path, or the first of several. */
function pathAt(where: string, args: readonly Value[]): string | null {
  const direct = stringAt(where, args);
  if (direct !== null) return direct;
  const list = args[Number(where)];
  const first = list?.t === 'array' ? list.items[0] : undefined;
  return first ? stringAt('0', [first]) : null;
}

const guardsIn = (decorated: Decorated): readonly Value[] => decorated.said.flatMap(({ as, args }) => (as.is === 'guards' ? args : []));

/** A guard of the project is asked by its method; what a library makes decides by itself. */
function link(m: Machine, guard: Value, row: string, laid: Laid): Value {
  if (guard.t === 'class' || guard.t === 'instance') return libraryAbove(m, guard) ?? gate(m, guard, row, laid);
  return guard;
}

/** A class that extends a library's guard without deciding by itself is that guard. */
function libraryAbove(m: Machine, guard: Value & { readonly t: 'class' | 'instance' }): Value | null {
  const module = m.modules.load(guard.file);
  const declared = module?.classes[guard.cls];
  if (!module || !declared?.extends) return null;
  const parent = resolveReference(m, module, declared.extends);
  return parent.t === 'library' ? parent : null;
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
      .map((value) => methodOf(m, value, route.runs));
  });
}

const partsOf = (each: ConfiguredMiddleware, part: 'functions' | 'except' | 'routes'): readonly Value[] =>
  each.parts.flatMap((one) => (one.part === part ? one.args : [])).flatMap((value) => (value.t === 'array' ? value.items : [value]));

/** Middleware that is a class runs in its method. */
function methodOf(m: Machine, value: Value, runs: string): Value {
  const module = value.t === 'class' ? m.modules.load(value.file) : null;
  if (value.t !== 'class' || !module) return value;
  const self = m.values.instance(value.file, value.cls, new Map());
  return classMember(moduleFrame(m, module), value.file, value.cls, runs, self, false) ?? m.values.opaque();
}

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
