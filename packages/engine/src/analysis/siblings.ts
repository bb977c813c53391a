/** `const { user, error } = await check()`: names that were taken from one of several objects keep to the same one. */
import type { Module, Pattern } from '@gatelint/ts-facts';
import type { Path } from './facts.js';
import type { Frame } from './machine.js';
import { setVariable } from './paths.js';
import { atoms, type Value } from './value.js';

interface Siblings {
  /** Where what they were taken from is kept among the variables. */
  readonly origin: number;
  readonly parts: readonly { readonly binding: number; readonly key: string }[];
}

const known = new WeakMap<Module, Map<number, Siblings>>();

/** Names below those that functions use: each pattern has one, made of its first binding. */
const ORIGINS = -1000;

/** Remembers what the names of a pattern were taken from, where that is several known objects or lists, or may become so. */
export function related(f: Frame, pattern: Pattern, value: Value, path: Path): Path {
  if (!atoms(value).every((atom) => atom.t === 'object' || atom.t === 'array')) return path;
  const siblings = siblingsOf(f.module, pattern);
  return siblings ? setVariable(path, siblings.origin, value) : path;
}

function siblingsOf(module: Module, pattern: Pattern): Siblings | null {
  const parts =
    pattern.p === 'object'
      ? pattern.props.flatMap(({ key, value }) => (typeof key === 'string' && value.p === 'binding' ? [{ binding: value.binding, key }] : []))
      : pattern.p === 'array'
        ? pattern.items.flatMap((item, index) => (item?.p === 'binding' ? [{ binding: item.binding, key: String(index) }] : []))
        : [];
  const [first] = parts;
  if (!first || parts.length < 2) return null;
  let all = known.get(module);
  if (!all) known.set(module, (all = new Map<number, Siblings>()));
  const made = all.get(first.binding);
  if (made) return made;
  const siblings = { origin: ORIGINS - first.binding, parts };
  for (const part of parts) all.set(part.binding, siblings);
  return siblings;
}

/** A variable is narrowed to `kept`: of what it was taken from, those stay that have such a part, and its siblings are what these have. */
export function narrowedWith(f: Frame, binding: number, before: Value, kept: Value, path: Path): Path {
  const v = f.machine.values;
  const siblings = known.get(f.module)?.get(binding);
  const origin = siblings ? path.env.get(siblings.origin) : undefined;
  const own = siblings?.parts.find((part) => part.binding === binding);
  let after = setVariable(path, binding, kept);
  if (!siblings || !own || origin?.t !== 'union' || partOf(f, origin, own.key) !== before) return after;
  const wanted = new Set(atoms(kept));
  const left = origin.of.filter((one) => atoms(partOf(f, one, own.key)).some((atom) => wanted.has(atom)));
  if (left.length === 0 || left.length === origin.of.length) return after;
  const rest = v.union(left);
  for (const part of siblings.parts) {
    // One that was assigned to since is on its own.
    if (part.binding !== binding && after.env.get(part.binding) === partOf(f, origin, part.key))
      after = setVariable(after, part.binding, partOf(f, rest, part.key));
  }
  return setVariable(after, siblings.origin, rest);
}

function partOf(f: Frame, value: Value, key: string): Value {
  const v = f.machine.values;
  return v.union(
    atoms(value).map((atom) =>
      atom.t === 'object'
        ? (atom.fields.get(key) ?? atom.rest ?? v.undefined)
        : atom.t === 'array'
          ? (atom.items[Number(key)] ?? atom.rest ?? v.undefined)
          : v.opaque(),
    ),
  );
}
