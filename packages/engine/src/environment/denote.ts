/**
 * What an expression stands for, through names, destructuring, members, imports and re-exports: enough to follow the environment and the functions that
 * read it. It answers what is certain from one reading and null otherwise; no guess.
 */
import { packageOf, parsePath } from '@gatelint/catalogue';
import type { BindingId, ClassId, Expr, FunctionId, Module, Modules, Resolution, Stmt } from '@gatelint/ts-facts';
import { definitionsOf, type Definitions } from './definitions.js';

export type Denoted =
  /** A thing from outside the project: a package's, or a global (module `globalThis`). Calls are `()`, constructions `new`. */
  | { readonly is: 'path'; readonly module: string; readonly path: readonly string[] }
  | { readonly is: 'expr'; readonly file: string; readonly expr: Expr }
  | { readonly is: 'fn'; readonly file: string; readonly fn: FunctionId }
  | { readonly is: 'class'; readonly file: string; readonly class: ClassId }
  | { readonly is: 'instance'; readonly file: string; readonly class: ClassId }
  | { readonly is: 'module'; readonly file: string };

export interface Denoter {
  module(file: string): Module | null;
  definitions(file: string): Definitions;
  denote(file: string, expr: Expr): Denoted | null;
  binding(file: string, id: BindingId): Denoted | null;
  step(from: Denoted, key: string): Denoted | null;
  /** What an export of another module is, as an import of it in `file` would have it. */
  follow(file: string, source: string, name: string): Denoted | null;
  /** The expression that a name was first given, wherever in the project that was; null when there is none or it is taken apart. */
  origin(file: string, id: BindingId): { readonly file: string; readonly expr: Expr } | null;
}

/** Longest way from a name to what it stands for; real code stays far below. */
const maxSteps = 24;
const globals = new Set(['globalThis', 'global', 'window', 'self']);
const processEnv: Denoted = { is: 'path', module: 'globalThis', path: parsePath('process.env') ?? [] };
const noDefinitions: Definitions = { of: () => null, handedTo: () => null, all: [] };

/**
 * @param follows whether an export of a project's file is followed, by its name; all are unless said. What is not followed is not loaded either, which is what
 * keeps files that have nothing to do with the question unread.
 */
export function createDenoter(modules: Modules, follows: (name: string) => boolean = () => true): Denoter {
  const known = new Map<string, Definitions>();
  const definitions = (file: string): Definitions => {
    let own = known.get(file);
    if (!own) {
      const module = modules.load(file);
      known.set(file, (own = module ? definitionsOf(module) : noDefinitions));
    }
    return own;
  };

  const steps = (from: Denoted | null, path: readonly string[], depth: number): Denoted | null => {
    let at = from;
    for (const key of path) at = at && step(at, key, depth);
    return at;
  };

  const resolved = new Map<string, Resolution>();
  const resolve = (file: string, source: string): Resolution => {
    const key = `${file.slice(0, file.lastIndexOf('/') + 1)}\n${source}`;
    let target = resolved.get(key);
    if (!target) resolved.set(key, (target = modules.resolve(file, source)));
    return target;
  };

  const imported = (file: string, source: string, name: string, depth: number): Denoted | null => {
    const target = resolve(file, source);
    if (target.is !== 'file') {
      const specifier = packageOf(target.is === 'package' ? target.specifier : source);
      return { is: 'path', module: specifier, path: name === '*' ? [] : [name] };
    }
    return name === '*' ? { is: 'module', file: target.file } : exported(target.file, name, depth);
  };

  function exported(file: string, name: string, depth: number): Denoted | null {
    if (depth <= 0 || !follows(name)) return null;
    const module = modules.load(file);
    if (!module) return null;
    const own = module.exports.find((one) => one.name === name && !one.typeOnly);
    if (own?.what.is === 'binding') return binding(file, own.what.binding, depth - 1);
    if (own?.what.is === 'expression') return denote(file, own.what.value, depth - 1);
    if (own?.what.is === 'from') return imported(file, own.what.source, own.what.imported, depth - 1);
    for (const all of module.exportAll) {
      if (all.as === name) return imported(file, all.source, '*', depth - 1);
      if (all.as !== null || all.typeOnly || name === 'default') continue;
      const target = resolve(file, all.source);
      const found = target.is === 'file' ? exported(target.file, name, depth - 1) : null;
      if (found) return found;
    }
    return null;
  }

  function binding(file: string, id: BindingId, depth: number): Denoted | null {
    if (depth <= 0) return null;
    const module = modules.load(file);
    const one = module?.bindings[id];
    if (!module || !one) return null;
    if (one.import !== null) {
      const from = module.imports[one.import];
      return from && !from.typeOnly ? imported(file, from.source, from.imported, depth - 1) : null;
    }
    if (one.fn !== null) return { is: 'fn', file, fn: one.fn };
    if (one.class !== null) return { is: 'class', file, class: one.class };
    const definition = definitions(file).of(id);
    if (definition?.is === 'value') return steps(denote(file, definition.value, depth - 1), definition.path, depth - 1);
    if (definition?.is !== 'param') return null;
    if (definition.fallback) return denote(file, definition.fallback, depth - 1);
    const param = module.functions[definition.fn]?.params[definition.index];
    const type = (definition.path.length === 0 ? one.type : null) ?? param?.type ?? null;
    // `env: NodeJS.ProcessEnv`: whoever calls, the environment is what comes.
    return type?.binding === null && type.path.join('.') === 'NodeJS.ProcessEnv' ? steps(processEnv, definition.path, depth - 1) : null;
  }

  function step(from: Denoted, key: string, depth: number): Denoted | null {
    if (depth <= 0) return null;
    switch (from.is) {
      case 'path':
        return { is: 'path', module: from.module, path: [...from.path, key] };
      case 'module':
        return exported(from.file, key, depth - 1);
      case 'class':
      case 'instance': {
        const member = modules.load(from.file)?.classes[from.class]?.members.find((one) => one.name === key && one.static === (from.is === 'class'));
        if (!member) return null;
        if (member.kind === 'getter' && member.fn !== null) return returned(from.file, member.fn, depth - 1);
        return member.fn !== null ? { is: 'fn', file: from.file, fn: member.fn } : member.value ? denote(from.file, member.value, depth - 1) : null;
      }
      case 'expr': {
        if (from.expr.k === 'array') return from.expr.items[Number(key)] ? denote(from.file, from.expr.items[Number(key)]!, depth - 1) : null;
        if (from.expr.k !== 'object') return null;
        for (const prop of [...from.expr.props].reverse()) {
          if (prop.kind === 'value' && prop.key === key) return denote(from.file, prop.value, depth - 1);
          if (prop.kind !== 'spread') continue;
          const inside = denote(from.file, prop.value, depth - 1);
          const found = inside && inside.is !== 'path' ? step(inside, key, depth - 1) : null;
          if (found) return found;
        }
        return null;
      }
      case 'fn':
        return null;
    }
  }

  /** What a function gives back, where a return of it stands for something. */
  function returned(file: string, id: FunctionId, depth: number): Denoted | null {
    const fn = modules.load(file)?.functions[id];
    if (!fn || depth <= 0) return null;
    for (const value of returnsOf(fn.body)) {
      const found = denote(file, value, depth - 1);
      if (found) return found;
    }
    return null;
  }

  function denote(file: string, expr: Expr, depth: number): Denoted | null {
    if (depth <= 0) return null;
    switch (expr.k) {
      case 'ref':
        return binding(file, expr.binding, depth - 1);
      case 'global':
        return { is: 'path', module: 'globalThis', path: globals.has(expr.name) ? [] : expr.name.split('.') };
      case 'member': {
        const object = denote(file, expr.object, depth - 1);
        if (!object) return null;
        if (typeof expr.property === 'string')
          return object.is === 'path' && object.module === 'globalThis' && object.path.length === 0 && globals.has(expr.property)
            ? object
            : step(object, expr.property, depth - 1);
        return null;
      }
      case 'call': {
        const callee = denote(file, expr.callee, depth - 1);
        if (callee?.is === 'path') return { is: 'path', module: callee.module, path: [...callee.path, '()'] };
        return callee?.is === 'fn' ? returned(callee.file, callee.fn, depth - 1) : null;
      }
      case 'new': {
        const callee = denote(file, expr.callee, depth - 1);
        if (callee?.is === 'path') return { is: 'path', module: callee.module, path: [...callee.path, 'new'] };
        return callee?.is === 'class' ? { is: 'instance', file: callee.file, class: callee.class } : null;
      }
      case 'await':
        return denote(file, expr.value, depth - 1);
      case 'assign':
        return denote(file, expr.value, depth - 1);
      case 'logical':
        return denote(file, expr.left, depth - 1) ?? denote(file, expr.right, depth - 1);
      case 'conditional':
        return denote(file, expr.then, depth - 1) ?? denote(file, expr.else, depth - 1);
      case 'sequence':
        return expr.items.length > 0 ? denote(file, expr.items.at(-1)!, depth - 1) : null;
      case 'import':
        return expr.source.k === 'literal' && typeof expr.source.value === 'string' ? imported(file, expr.source.value, '*', depth - 1) : null;
      case 'function':
        return { is: 'fn', file, fn: expr.id };
      case 'class':
        return { is: 'class', file, class: expr.id };
      case 'this':
        return ofThis(file, expr.at.start);
      case 'literal':
      case 'object':
      case 'array':
      case 'template':
        return { is: 'expr', file, expr };
      default:
        return null;
    }
  }

  /** `this` at an offset: the instance (or, in a static member, the class) whose member it stands in. */
  function ofThis(file: string, offset: number): Denoted | null {
    const module = modules.load(file);
    if (!module) return null;
    for (const [id, one] of module.classes.entries()) {
      const member = one.members.find((candidate) => candidate.at.start <= offset && offset < candidate.at.end);
      if (member) return { is: member.static ? 'class' : 'instance', file, class: id };
    }
    return null;
  }

  function origin(file: string, id: BindingId, depth: number): { file: string; expr: Expr } | null {
    const module = modules.load(file);
    const one = module?.bindings[id];
    if (!module || !one || depth <= 0) return null;
    const from = one.import === null ? null : module.imports[one.import];
    if (from) {
      const target = resolve(file, from.source);
      return target.is === 'file' ? originOfExport(target.file, from.imported, depth - 1) : null;
    }
    const definition = definitions(file).of(id);
    return definition?.is === 'value' && definition.path.length === 0 ? { file, expr: definition.value } : null;
  }

  function originOfExport(file: string, name: string, depth: number): { file: string; expr: Expr } | null {
    const module = modules.load(file);
    if (!module || depth <= 0) return null;
    const own = module.exports.find((one) => one.name === name && !one.typeOnly)?.what;
    if (own?.is === 'binding') return origin(file, own.binding, depth - 1);
    if (own?.is === 'expression') return { file, expr: own.value };
    const sources = own
      ? [{ source: own.source, name: own.imported }]
      : module.exportAll.filter((all) => all.as === null && name !== 'default').map((all) => ({ source: all.source, name }));
    for (const one of sources) {
      const target = resolve(file, one.source);
      const found = target.is === 'file' ? originOfExport(target.file, one.name, depth - 1) : null;
      if (found) return found;
    }
    return null;
  }

  return {
    module: (file) => modules.load(file),
    definitions,
    denote: (file, expr) => denote(file, expr, maxSteps),
    binding: (file, id) => binding(file, id, maxSteps),
    step: (from, key) => step(from, key, maxSteps),
    follow: (file, source, name) => imported(file, source, name, maxSteps),
    origin: (file, id) => origin(file, id, maxSteps),
  };
}

/** Values of the return statements of a body; nested functions are not in it. */
function returnsOf(body: readonly Stmt[]): Expr[] {
  const found: Expr[] = [];
  for (const one of body) {
    switch (one.s) {
      case 'return':
        if (one.value) found.push(one.value);
        break;
      case 'if':
        found.push(...returnsOf(one.then), ...returnsOf(one.else));
        break;
      case 'switch':
        for (const arm of one.cases) found.push(...returnsOf(arm.body));
        break;
      case 'loop':
      case 'block':
        found.push(...returnsOf(one.body));
        break;
      case 'try':
        found.push(...returnsOf(one.body), ...returnsOf(one.handler ?? []), ...returnsOf(one.finally ?? []));
        break;
      default:
        break;
    }
  }
  return found;
}
