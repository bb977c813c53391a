/** Where the handlers of a table are written: the properties of the objects that it is made of, also through constants, imports, spreads and calls. */
import type { Expr, Module } from '@gatelint/ts-facts';
import type { Site } from '../facts.js';
import { siteOf, type Machine } from '../machine.js';

export interface Place {
  readonly at: Site;
  /** The functions that are written in its place. */
  readonly own: readonly Site[];
}

/** Objects in objects beyond which nobody writes a table. */
const DEPTH = 12;

/** The places by names, joined by dots; what cannot be found is not among them. */
export function propertyPlaces(m: Machine, file: string, expr: Expr | null): ReadonlyMap<string, Place> {
  const out = new Map<string, Place>();
  const module = m.modules.load(file);
  if (module && expr) collect(m, module, expr, '', out, 0);
  return out;
}

function collect(m: Machine, module: Module, expr: Expr, prefix: string, out: Map<string, Place>, depth: number): void {
  if (depth > DEPTH) return;
  const go = (inner: Expr, from: Module = module, name = prefix): void => collect(m, from, inner, name, out, depth + 1);
  switch (expr.k) {
    case 'object':
      for (const prop of expr.props) {
        if (prop.kind === 'spread') go(prop.value);
        else if (typeof prop.key === 'string') {
          const name = prefix === '' ? prop.key : `${prefix}.${prop.key}`;
          out.set(name, placeOf(m, module, prop.value));
          go(prop.value, module, name);
        }
      }
      return;
    case 'array':
      for (const item of expr.items) go(item);
      return;
    case 'call':
    case 'new':
      for (const arg of expr.args) go(arg);
      return;
    case 'function': {
      const fn = module.functions[expr.id];
      for (const stmt of fn?.body ?? []) if (stmt.s === 'return' && stmt.value) go(stmt.value);
      return;
    }
    case 'ref': {
      const found = declared(m, module, expr.binding);
      if (found) go(found.expr, found.module);
      return;
    }
    default:
      return;
  }
}

/** What a constant is made as, here or where it is imported from. */
function declared(m: Machine, module: Module, id: number): { readonly module: Module; readonly expr: Expr } | null {
  const binding = module.bindings[id];
  if (binding?.init) return { module, expr: binding.init };
  const from = binding?.import == null ? undefined : module.imports[binding.import];
  return from ? exported(m, module, from.source, from.imported, 0) : null;
}

function exported(m: Machine, from: Module, source: string, name: string, depth: number): { readonly module: Module; readonly expr: Expr } | null {
  const where = m.modules.resolve(from.file, source);
  const module = where.is === 'file' && depth < DEPTH ? m.modules.load(where.file) : null;
  if (!module) return null;
  const one = module.exports.find((each) => each.name === name);
  if (!one) {
    for (const all of module.exportAll) {
      const found = all.as === null ? exported(m, module, all.source, name, depth + 1) : null;
      if (found) return found;
    }
    return null;
  }
  if (one.what.is === 'expression') return { module, expr: one.what.value };
  if (one.what.is === 'from') return exported(m, module, one.what.source, one.what.imported, depth + 1);
  return declared(m, module, one.what.binding);
}

/** A function stands at its head; anything else where it is written. */
function placeOf(m: Machine, module: Module, value: Expr): Place {
  const fn = value.k === 'function' ? module.functions[value.id] : undefined;
  const own: Site[] = [];
  written(m, module, value, own, 0);
  return { at: siteOf(module.file, fn ? fn.head : value.at), own };
}

function written(m: Machine, module: Module, expr: Expr, into: Site[], depth: number): void {
  if (depth > 6) return;
  if (expr.k === 'function') into.push(siteOf(module.file, module.functions[expr.id]?.at ?? expr.at));
  else if (expr.k === 'call') for (const one of [...expr.args, expr.callee]) written(m, module, one, into, depth + 1);
  else if (expr.k === 'member') written(m, module, expr.object, into, depth + 1);
  else if (expr.k === 'object') for (const prop of expr.props) written(m, module, prop.value, into, depth + 1);
  else if (expr.k === 'ref') {
    const binding = module.bindings[expr.binding];
    if (binding?.fn != null) into.push(siteOf(module.file, module.functions[binding.fn]?.at ?? expr.at));
    else {
      const found = depth < 4 ? declared(m, module, expr.binding) : null;
      if (found?.expr.k === 'function') written(m, found.module, found.expr, into, depth + 1);
    }
  }
}
