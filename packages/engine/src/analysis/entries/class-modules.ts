/** Modules that are classes: which handlers an application has, what is provided for all of them, and which middleware runs where. */
import { Env } from '../env.js';
import { applyValue } from '../call.js';
import { noFacts } from '../facts.js';
import type { ConfiguredMiddleware, Machine, Registration, RouterMade } from '../machine.js';
import { classMember } from '../members.js';
import { marksOf } from '../memo.js';
import { moduleFrame } from '../module-values.js';
import { libraryValue } from '../natives.js';
import type { Registry } from '../registry.js';
import { atoms, type Value } from '../value.js';
import { decorationsOf } from '../gates.js';
import type { DecoratedClass } from './decorated-classes.js';
import { standingBefore } from './routers.js';

export interface ClassModule {
  readonly imports: readonly string[];
  readonly handlers: readonly string[];
  readonly guards: readonly Value[];
  readonly middleware: readonly ConfiguredMiddleware[];
}

/** An application: its guards, and the middleware of all of its modules. */
export interface ClassApplication {
  readonly router: RouterMade;
  /** Middleware of the application itself before a route, by the class that has it and its path. */
  uses(cls: string, path: string): readonly Value[];
  readonly handlers: ReadonlySet<string>;
  /** Whether what it is made of could not be read in full: it may have classes that are not among `handlers`. */
  readonly open: boolean;
  readonly guards: readonly Value[];
  readonly middleware: readonly ConfiguredMiddleware[];
}

export const classKey = (value: Pick<Extract<Value, { t: 'class' }>, 'file' | 'cls'>): string => `${value.file}#${value.cls}`;

/** The applications that are made of modules. */
export function classApplications(m: Machine, classes: readonly DecoratedClass[], registry: Registry): ClassApplication[] {
  const modules = new Map<string, ClassModule>();
  for (const one of classes) {
    const said = one.said.find(({ as }) => as.is === 'module');
    if (said?.as.is !== 'module') continue;
    const key = classKey(one);
    modules.set(key, moduleOf(m, [said.args[0] ?? m.values.undefined], configured(m, one, said.as.configures, said.as.consumer)));
  }
  const out: ClassApplication[] = [];
  const made = new Set(classes.flatMap((one) => one.said.flatMap(({ as }) => (as.is === 'controller' ? [as.behind ?? as.framework] : []))));
  for (const router of registry.routers.values()) {
    const mounted = mountedClasses(classes, registry, router);
    if (!router.root && mounted.size === 0 && !(made.has(router.framework) && router.parent === null)) continue;
    const reached = new Map<string, ClassModule>();
    const dynamic: ClassModule[] = [];
    const visit = (value: Value): void => {
      const own = moduleOf(m, [value], []);
      if (value.t === 'object') dynamic.push(own);
      for (const key of value.t === 'class' ? [classKey(value)] : own.imports) reach(key);
    };
    const reach = (key: string): void => {
      const one = modules.get(key);
      if (!one || reached.has(key)) return;
      reached.set(key, one);
      one.imports.forEach(reach);
    };
    if (router.root) atoms(router.root).forEach(visit);
    const all = [...reached.values(), ...dynamic];
    const guards = registry.registrations.filter((one) => one.router === router.site && one.row.role === 'uses-guards').flatMap((one) => one.args);
    const before = standingBefore(m, registry, router.site);
    out.push({
      router,
      uses(cls, path) {
        const at = mounted.get(cls);
        return [...before(path, at), ...(at ? besideOf(at) : [])];
      },
      handlers: new Set([...mounted.keys(), ...all.flatMap((one) => one.handlers)]),
      open: mounted.size === 0 && all.every((one) => one.handlers.length === 0),
      guards: [...guards, ...all.flatMap((one) => one.guards)],
      middleware: all.flatMap((one) => one.middleware),
    });
  }
  return out;
}

/** Classes whose objects were handed to a router, with those that hang under them, and where. */
function mountedClasses(classes: readonly DecoratedClass[], registry: Registry, router: RouterMade): ReadonlyMap<string, Registration> {
  const out = new Map<string, Registration>();
  for (const one of registry.registrations) {
    if (one.router !== router.site || one.row.role !== 'mounts-router') continue;
    const take = (value: Value): void => {
      if ((value.t !== 'instance' && value.t !== 'class') || out.has(classKey(value))) return;
      out.set(classKey(value), one);
      const declared = classes.find((each) => classKey(each) === classKey(value));
      if (declared) childrenOf(declared).forEach(take);
    };
    flat(one.args[one.row.router]).forEach(take);
  }
  return out;
}

/** Controllers that hang under a controller. */
export const childrenOf = (one: DecoratedClass): readonly Value[] => one.said.flatMap(({ as, args }) => (as.is === 'children' ? flat(args[0]) : []));

/** Functions that stand beside what was mounted run before it. */
const besideOf = ({ row, args }: Registration): readonly Value[] =>
  row.role === 'mounts-router' ? args.slice(row.router + 1).filter((arg) => arg.t === 'function' || arg.t === 'native' || arg.t === 'union') : [];

/** What an object that describes a module says; one that is made by a method (`forRoot()`) describes the class at its `module` as well. */
function moduleOf(m: Machine, described: readonly Value[], middleware: readonly ConfiguredMiddleware[]): ClassModule {
  const imports: string[] = [];
  const handlers: string[] = [];
  const guards: Value[] = [];
  const visit = (value: Value): void => {
    if (value.t !== 'object') return;
    const list = (name: string): readonly Value[] => flat(value.fields.get(name));
    const own = value.fields.get('module');
    if (own?.t === 'class') imports.push(classKey(own));
    for (const one of list('imports')) {
      if (one.t === 'class') imports.push(classKey(one));
      else visit(one);
    }
    for (const one of [...list('controllers'), ...list('providers')]) if (one.t === 'class') handlers.push(classKey(one));
    for (const one of list('providers')) if (one.t === 'object' && isGlobalGuard(m, one.fields.get('provide'))) guards.push(...provided(m, one.fields));
  };
  described.forEach(visit);
  return { imports, handlers, guards, middleware };
}

export const flat = (value: Value | undefined): readonly Value[] =>
  value === undefined ? [] : value.t === 'array' ? [...value.items, ...(value.rest ? [value.rest] : [])].flatMap(flat) : atoms(value);

const isGlobalGuard = (m: Machine, value: Value | undefined): boolean =>
  value?.t === 'library' && decorationsOf(m, `${value.package}#${value.path.join('.')}`).some((one) => one.is === 'global-guard');

function provided(m: Machine, fields: ReadonlyMap<string, Value>): readonly Value[] {
  const given = fields.get('useClass') ?? fields.get('useExisting') ?? fields.get('useValue');
  if (given) return [given];
  const factory = fields.get('useFactory');
  const module = factory?.t === 'function' ? m.modules.load(factory.file) : null;
  if (!factory || !module) return [m.values.opaque()];
  const results = applyValue(moduleFrame(m, module), factory, [], { env: Env.empty, facts: noFacts }, { file: module.file, start: 0, end: 0 });
  return [m.values.union(results.map((one) => one.value))];
}

/** Runs the method in which a module configures its middleware. */
function configured(m: Machine, one: DecoratedClass, method: string, consumer: string): readonly ConfiguredMiddleware[] {
  const module = m.modules.load(one.file);
  if (!module || !one.methods.some(({ name }) => name === method)) return [];
  const f = moduleFrame(m, module);
  const self = m.values.instance(one.file, one.cls, new Map());
  const fn = classMember(f, one.file, one.cls, method, self, false);
  if (fn?.t !== 'function') return [];
  const unit = m.memo.rootUnit(`configures:${classKey(one)}`, [fn], 5_000, () => {
    applyValue(f, fn, [libraryValue({ machine: m }, consumer)], { env: Env.empty, facts: noFacts }, one.at, self);
    return null;
  });
  return marksOf([unit]).flatMap(({ mark, what }) => (mark === 'configured' ? [what as ConfiguredMiddleware] : []));
}
