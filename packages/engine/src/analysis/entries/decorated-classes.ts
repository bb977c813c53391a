/** Classes that a framework reads by their decorators: what each says of itself, of its methods and of their parameters. */
import type { Decoration } from '@gatelint/catalogue';
import type { Class, Expr, Module } from '@gatelint/ts-facts';
import { decorationsOf, MADE, metadataKey } from '../gates.js';
import { siteOf, type Machine } from '../machine.js';
import type { Site } from '../facts.js';
import { resolveReference } from '../module-values.js';
import { atoms, type Value, type ValueOf } from '../value.js';

/** One thing that a decorator says, with the decorator's arguments. */
export interface Said {
  readonly as: Decoration;
  /** The decorator, as `package#path`. */
  readonly row: string;
  readonly args: readonly Value[];
}

export interface Decorated {
  readonly said: readonly Said[];
  /** What the decorators lay down, by key; its rest is there where one of them is not known. */
  readonly metadata: ValueOf<'object'>;
  /** Decorators of packages that the catalogue does not know. */
  readonly strange: readonly string[];
}

export interface DecoratedMethod extends Decorated {
  readonly name: string;
  readonly at: Site;
  readonly own: Site;
  /** Where its first decorator stands. */
  readonly from: Site;
  /** What each parameter is; null where no decorator says. */
  readonly params: readonly (Value | null)[];
}

export interface DecoratedClass extends Decorated {
  readonly file: string;
  readonly cls: number;
  readonly at: Site;
  /** Its own, and those that it has from classes above. */
  readonly methods: readonly DecoratedMethod[];
}

/** The classes of a file that say something of themselves. */
export function classesOf(m: Machine, file: string): DecoratedClass[] {
  const module = m.modules.load(file);
  return (module?.classes ?? []).flatMap((cls) => {
    if (!module || cls.decorators.length === 0) return [];
    const decorated = decoratedBy(m, module, cls.decorators);
    if (decorated.said.length === 0) return [];
    return [{ ...decorated, file, cls: cls.id, at: siteOf(file, cls.at), methods: methodsOf(m, module, cls, 0) }];
  });
}

function methodsOf(m: Machine, module: Module, cls: Class, depth: number): DecoratedMethod[] {
  const out: DecoratedMethod[] = [];
  for (const member of cls.members) {
    const fn = member.fn === null ? undefined : module.functions[member.fn];
    if (!fn || member.name === null || member.static || member.kind !== 'method') continue;
    out.push({
      ...decoratedBy(m, module, member.decorators),
      name: member.name,
      at: siteOf(module.file, fn.head),
      own: siteOf(module.file, fn.at),
      from: siteOf(module.file, { start: Math.min(fn.head.start, ...member.decorators.map((one) => one.at.start)), end: fn.head.end }),
      params: fn.params.map((param) => parameterValue(m, module, param.decorators)),
    });
  }
  const parent = cls.extends && depth < 8 ? resolveReference(m, module, cls.extends) : null;
  const above = parent?.t === 'class' ? m.modules.load(parent.file) : null;
  const declared = parent?.t === 'class' ? above?.classes[parent.cls] : undefined;
  if (!above || !declared) return out;
  const known = new Set(out.map((one) => one.name));
  return [...out, ...methodsOf(m, above, declared, depth + 1).filter((one) => !known.has(one.name))];
}

function decoratedBy(m: Machine, module: Module, decorators: readonly Expr[]): Decorated {
  const said: Said[] = [];
  const strange: string[] = [];
  const laid = new Map<string, Value>();
  let whole = true;
  const take = (value: Value): void => {
    for (const atom of atoms(value)) {
      if (atom.t === 'array') atom.items.forEach(take);
      else if (atom.t === 'native' && atom.name === 'decoration' && atom.key === MADE) {
        const [key, inner] = atom.parts;
        if (key && inner) laid.set(metadataKey(key), inner);
      } else if (atom.t === 'native' && atom.name === 'decoration') {
        for (const as of decorationsOf(m, atom.key)) {
          if (as.is === 'several') atom.parts.forEach(take);
          else if (as.is === 'metadata') {
            const key = atom.parts[as.key];
            if (key) laid.set(metadataKey(key), atom.parts[as.value] ?? m.values.undefined);
          } else if (as.is !== 'nothing') said.push({ as, row: atom.key, args: atom.parts });
        }
      } else if (atom.t === 'library' && !m.matcher.prefixKnown(atom.package)) strange.push(atom.package);
      else if (atom.t === 'opaque') whole = false;
    }
  };
  // The decorator that stands next to the thing is applied first: one above it lays over what it laid down.
  for (const one of [...decorators].reverse()) take(resolveReference(m, module, one));
  return { said: said.reverse(), metadata: m.values.object(laid, whole ? null : m.values.opaque()), strange };
}

/** What a framework hands over for a parameter: what its decorator reads of the request. */
function parameterValue(m: Machine, module: Module, decorators: readonly Expr[]): Value | null {
  const first = decorators[0];
  if (!first) return null;
  const value = resolveReference(m, module, first);
  if (value.t === 'native' && (value.name === 'parameter' || value.name === 'answer' || value.name === 'decoration')) return value;
  return value.t === 'opaque' ? value : m.values.opaque(['caller:request'], null, true);
}
