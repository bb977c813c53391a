/** What decorators put before a handler of a class: guards, middleware, and functions of the project that are asked who may call. */
import type { Decoration } from '@gatelint/catalogue';
import { askedGate, askedParameter, decorationsOf, gate, type Asks, type Laid } from '../gates.js';
import type { Machine } from '../machine.js';
import { classMember } from '../members.js';
import { moduleExport, moduleFrame, resolveReference } from '../module-values.js';
import { atoms, type Value } from '../value.js';
import type { Apps } from './apps.js';
import { flat, type ClassApplication } from './class-modules.js';
import type { Decorated } from './decorated-classes.js';

export interface Surroundings {
  readonly m: Machine;
  readonly apps: Apps;
  readonly file: string;
  readonly app: ClassApplication | null;
  /** The row that says what guards are, as `package#path`. */
  readonly row: string;
  readonly laid: Laid;
}

const saidBy = <Is extends Decoration['is']>(decorated: Decorated, is: Is) =>
  decorated.said.flatMap(({ as, args, row }) => (as.is === is ? [{ as: as as Extract<Decoration, { is: Is }>, args, row }] : []));

/** The functions of the project that are asked before a handler: those of the innermost place that names any; one of several is enough. `places`: outermost first. */
export function askedBefore(around: Surroundings, places: readonly Decorated[]): Value[] {
  const { m } = around;
  const asking = [...places].reverse().find((one) => saidBy(one, 'asks').length > 0 || saidBy(one, 'opens').length > 0);
  if (!asking || saidBy(asking, 'opens').length > 0) return [];
  return [m.values.union(saidBy(asking, 'asks').map(({ as, args, row }) => askedGate(m, checkerOf(around, as), args, row)))];
}

/** Its guards and its middleware, in this order. */
export function linksBefore(around: Surroundings, decorated: Decorated): Value[] {
  const { m } = around;
  const said = <Is extends Decoration['is']>(is: Is) => saidBy(decorated, is);
  return [
    ...said('guards')
      .flatMap(({ args }) => args.flatMap((arg) => atoms(arg)))
      .map((guard) => guardLink(around, guard)),
    ...said('middleware').flatMap(({ as, args }) =>
      args
        .slice(as.from ?? 0)
        .flatMap(flat)
        .map((value) => middlewareLink(m, value, as.runs)),
    ),
  ];
}

/** What a parameter is for which a decorator asks a function of the project; null for any other. */
export function askedFor(around: Surroundings, param: Value): Value | null {
  if (param.t !== 'native' || param.name !== 'decoration') return null;
  const asks = decorationsOf(around.m, param.key).find((one): one is Asks => one.is === 'asks');
  return asks ? askedParameter(around.m, checkerOf(around, asks), param.parts, param.key) : null;
}

/** The function that is asked; opaque where it cannot be found. */
function checkerOf(around: Surroundings, asks: Asks): Value {
  const { m } = around;
  const found = typeof asks.checker === 'string' ? optionOf(around, asks.checker) : exportOf(around, asks.checker);
  if (!found) return m.values.opaque();
  return m.values.union(atoms(found).map((atom) => (atom.t === 'class' || atom.t === 'instance' ? (methodOf(m, atom, asks.method) ?? atom) : atom)));
}

function optionOf({ app }: Surroundings, name: string): Value | null {
  for (const options of app?.router.root ? atoms(app.router.root) : []) {
    const value = options.t === 'object' ? options.fields.get(name) : undefined;
    if (value) return value;
  }
  return null;
}

/** What a module exports that a JSON file of the package names, from the folder of that file. */
function exportOf({ m, apps, file }: Surroundings, where: Exclude<Asks['checker'], string>): Value | null {
  const settings = apps.nearest(file, where.file);
  const named = settings ? stringIn(settings.text, where.at) : null;
  if (!settings || named === null) return null;
  const folder = settings.path.includes('/') ? settings.path.slice(0, settings.path.lastIndexOf('/')) : '';
  const target = m.modules.resolve(folder === '' ? 'index.ts' : `${folder}/index.ts`, named.startsWith('.') ? named : `./${named}`);
  return target.is === 'file' ? moduleExport(m, target.file, where.export) : null;
}

function stringIn(json: string, at: string): string | null {
  try {
    const found = at.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], JSON.parse(json));
    return typeof found === 'string' ? found : null;
  } catch {
    return null;
  }
}

/** A guard of the project is asked by its method; what a library makes decides by itself. */
export function guardLink({ m, row, laid }: Surroundings, guard: Value): Value {
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

/** Middleware that is a class runs in its method; a name by which a container finds one says nothing. */
export function middlewareLink(m: Machine, value: Value, runs: string | undefined): Value {
  if (value.t === 'class' || value.t === 'instance') return methodOf(m, value, runs) ?? m.values.opaque();
  return value.t === 'const' || value.t === 'object' || (value.t === 'library' && value.package === 'globalThis') ? m.values.opaque() : value;
}

function methodOf(m: Machine, value: Value & { readonly t: 'class' | 'instance' }, name: string | undefined): Value | null {
  const module = m.modules.load(value.file);
  if (!module || name === undefined) return null;
  const self = value.t === 'instance' ? value : m.values.instance(value.file, value.cls, new Map());
  return classMember(moduleFrame(m, module), value.file, value.cls, name, self, false);
}
