/** What a type annotation says about a value that nothing else is known of. */
import type { TypeRef } from '@gatelint/ts-facts';
import type { Machine } from './machine.js';
import { moduleBinding } from './module-values.js';
import type { Value } from './value.js';

const wrappers = new Set(['Promise', 'Readonly', 'Partial', 'Required', 'NonNullable', 'Awaited']);

/** A value of the annotated type, as seen from `file`; null when the annotation leads nowhere that we know. */
export function typeValue(m: Machine, file: string, type: TypeRef, depth = 0): Value | null {
  if (depth > 8) return null;
  if (type.union.length > 0) {
    for (const one of type.union) {
      const value = typeValue(m, file, one, depth + 1);
      if (value) return value;
    }
    return null;
  }
  const first = type.path[0];
  if (first === undefined) return null;
  const inner = type.args[0];
  if (type.binding === null) {
    if (wrappers.has(first)) return inner ? typeValue(m, file, inner, depth + 1) : null;
    return named(m, 'globalThis', type.path);
  }
  const module = m.modules.load(file);
  const binding = module?.bindings[type.binding];
  if (!module || !binding) return null;
  if (binding.import !== null) {
    const imported = module.imports[binding.import];
    if (!imported) return null;
    const names = imported.imported === '*' ? type.path.slice(1) : [imported.imported, ...type.path.slice(1)];
    const where = m.modules.resolve(file, imported.source);
    if (where.is === 'package') return named(m, where.specifier, names);
    if (where.is === 'unknown') return named(m, imported.source, names);
    return exportedType(m, where.file, names[0] ?? 'default', depth + 1);
  }
  if (binding.kind === 'class' && binding.class !== null) return m.values.instance(file, binding.class, new Map());
  return null;
}

function exportedType(m: Machine, file: string, name: string, depth: number): Value | null {
  const module = m.modules.load(file);
  if (!module || depth > 8) return null;
  for (const one of module.exports) {
    if (one.name !== name) continue;
    if (one.what.is === 'binding') return typeValue(m, file, { path: [name], binding: one.what.binding, args: [], union: [] }, depth + 1);
    if (one.what.is === 'from') {
      const where = m.modules.resolve(file, one.what.source);
      if (where.is === 'package') return named(m, where.specifier, [one.what.imported]);
      if (where.is === 'file') return exportedType(m, where.file, one.what.imported, depth + 1);
    }
  }
  for (const all of module.exportAll) {
    const where = m.modules.resolve(file, all.source);
    const found = where.is === 'file' ? exportedType(m, where.file, name, depth + 1) : null;
    if (found) return found;
  }
  const value = name === 'default' ? null : moduleBinding(m, file, name);
  return value?.t === 'class' ? m.values.instance(value.file, value.cls, new Map()) : null;
}

/** An instance of what a package exports under the names; null when the catalogue says nothing of such. */
export function named(m: Machine, pkg: string, names: readonly string[]): Value | null {
  const target = m.matcher.typeTarget(pkg, names);
  return target ? m.values.library(target.module, target.path) : null;
}
