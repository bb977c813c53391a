/** What a request passes before the handler: the proxy, middleware in its order, wrappers from the outside in. */
import type { Layer } from '../explanation.js';
import type { Module } from '@gatelint/ts-facts';
import type { Entry } from './entries/entry.js';
import type { Site } from './facts.js';
import { siteOf, type Machine } from './machine.js';
import { atoms, type Value, type ValueOf } from './value.js';

/** A layer with the code that it is, to tell which checks stand in it. */
export interface LayerCode extends Omit<Layer, 'at' | 'decides'> {
  readonly at: Site | null;
  /** What a library's own guard verifies. */
  readonly mechanism: string | null;
}

export function layersOf(m: Machine, entry: Entry, proxy: { readonly file: string; readonly at: Site } | null): LayerCode[] {
  const before = entry.links.slice(0, -1).flatMap((link) => flat(link).flatMap((value) => layerOf(m, value, 'middleware')));
  const last = entry.links.at(-1);
  const through: LayerCode[] = proxy ? [{ kind: 'proxy', name: proxy.file, at: proxy.at, mechanism: null }] : [];
  return [...through, ...before, ...(last ? wrappersOf(m, last, entry.own, 0) : [])];
}

/** Parts of an access path that nobody says. */
const unspoken = new Set(['default', '*', '()', 'new']);

const flat = (value: Value): readonly Value[] => (value.t === 'array' ? value.items.flatMap(flat) : atoms(value));

function layerOf(m: Machine, value: Value, kind: Layer['kind']): LayerCode[] {
  switch (value.t) {
    case 'function':
      return [{ kind, ...named(m, value), mechanism: null }];
    case 'native': {
      if (value.name === 'entered') return value.parts.slice(0, 1).flatMap((around) => flat(around).flatMap((one) => layerOf(m, one, kind)));
      if (value.name === 'gate') return value.parts.slice(0, 1).flatMap((guard) => atoms(guard).flatMap((one) => layerOf(m, one, kind)));
      const decision = m.guards.get(value.key);
      const held = decision?.hold(m.noFacts);
      const one = held?.identity[0] ?? held?.limit[0];
      if (one) return [{ kind, name: one.mechanism, at: one.at, mechanism: one.mechanism }];
      return value.name === 'optional' ? [{ kind, name: `${value.key.split('@')[0] ?? 'a wrapper'}`, at: null, mechanism: null }] : [];
    }
    case 'library':
      return [
        {
          kind,
          name: [value.package, value.path.filter((segment) => !unspoken.has(segment)).join('.')].filter(Boolean).join(' '),
          at: null,
          mechanism: null,
        },
      ];
    case 'class':
    case 'instance': {
      const declared = m.modules.load(value.file)?.classes[value.cls];
      return [{ kind, name: declared?.name ?? 'a class', at: declared ? siteOf(value.file, declared.at) : null, mechanism: null }];
    }
    case 'opaque':
      return [{ kind, name: 'something that cannot be followed', at: null, mechanism: null }];
    default:
      return [];
  }
}

/** A function's name; for one without, that of the function that made it. */
function named(m: Machine, value: ValueOf<'function'>): { readonly name: string; readonly at: Site | null } {
  const module = m.modules.load(value.file);
  const fn = module?.functions[value.fn];
  if (!module || !fn) return { name: 'a function', at: null };
  const at = siteOf(value.file, fn.at);
  return { name: fn.name ?? makerOf(module, at) ?? constantOf(module, at) ?? 'a function', at };
}

/** Name of the innermost named function around a place. */
export function makerOf(module: Module, { start, end }: Site): string | null {
  const around = module.functions.filter((one) => one.id !== 0 && one.name !== null && one.at.start < start && end <= one.at.end);
  return around.sort((a, b) => b.at.start - a.at.start)[0]?.name ?? null;
}

/** Name of the constant of a module that is made with the function: `const currentUser = cache(async () => …)`. */
export function constantOf(module: Module, { start, end }: Site): string | null {
  return module.bindings.find((one) => one.init !== null && one.init.at.start <= start && end <= one.init.at.end)?.name ?? null;
}

/** From the outermost wrapper to the handler: each holds the next among what it captured or was given. */
function wrappersOf(m: Machine, value: Value, own: readonly Site[], depth: number): LayerCode[] {
  if (depth > 12 || own.length === 0) return [];
  for (const atom of atoms(value)) {
    if (isOwn(m, atom, own)) return [];
    const [chain, handler] = atom.t === 'native' && atom.name === 'procedure' ? atom.parts : [];
    if (chain && handler) return [...flat(chain).flatMap((one) => layerOf(m, one, 'middleware')), ...wrappersOf(m, handler, own, depth + 1)];
    const inner = heldBy(atom).find((one) => leadsTo(m, one, own, 0));
    if (inner) return [...layerOf(m, atom, 'wrapper'), ...wrappersOf(m, inner, own, depth + 1)];
  }
  return [];
}

const heldBy = (value: Value): readonly Value[] =>
  value.t === 'function' ? [...value.closure.values(), ...(value.self ? [value.self] : [])] : value.t === 'native' ? value.parts : containedIn(value);

const containedIn = (value: Value): readonly Value[] =>
  value.t === 'object' || value.t === 'instance' ? [...value.fields.values()] : value.t === 'array' ? value.items : [];

function isOwn(m: Machine, value: Value, own: readonly Site[]): boolean {
  if (value.t !== 'function') return false;
  const fn = m.modules.load(value.file)?.functions[value.fn];
  return fn !== undefined && own.some((site) => site.file === value.file && site.start === fn.at.start);
}

function leadsTo(m: Machine, value: Value, own: readonly Site[], depth: number): boolean {
  return depth < 8 && atoms(value).some((atom) => isOwn(m, atom, own) || heldBy(atom).some((one) => leadsTo(m, one, own, depth + 1)));
}
