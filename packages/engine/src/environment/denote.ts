/**
 * What an expression stands for, through names, destructuring, members, imports and re-exports: enough to follow the environment and the functions that
 * read it. It answers what is certain from one reading and null otherwise; no guess.
 */
import { packageOf, parsePath } from '@gatelint/catalogue';
import type { BindingId, ClassId, Expr, FunctionId, Member, Module, Modules, Resolution, Stmt, TypeRef } from '@gatelint/ts-facts';
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
  /** What a type's name was declared as, wherever in the project that was; null when it is no alias. */
  alias(file: string, type: TypeRef): { readonly file: string; readonly type: TypeRef } | null;
  /** What an export of another module is, as an import of it in `file` would have it. */
  follow(file: string, source: string, name: string): Denoted | null;
  /** The expression that a name was first given, wherever in the project that was; null when there is none or it is taken apart. */
  origin(file: string, id: BindingId): { readonly file: string; readonly expr: Expr } | null;
}

/** Longest way from a name to what it stands for; real code stays far below. */
const maxSteps = 24;
const absent = new Set(['null', 'undefined', 'void']);
const globals = new Set(['globalThis', 'global', 'window', 'self']);
const processEnv: Denoted = { is: 'path', module: 'globalThis', path: parsePath('process.env') ?? [] };
const noDefinitions: Definitions = { of: () => null, handedTo: () => null, all: [] };

/** What a call may hand to a function: which of its arguments are the environment, as calls elsewhere show. */
export type GivenEnvironment = (file: string, fn: FunctionId, index: number) => boolean;

/**
 * @param follows whether an export of a project's file is followed, by its name; all are unless said. What is not followed is not loaded either, which is what
 * keeps files that have nothing to do with the question unread.
 * @param given parameters that are the environment because a call hands it over
 */
export function createDenoter(modules: Modules, follows: (name: string) => boolean = () => true, given: GivenEnvironment = () => false): Denoter {
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
    if (given(file, definition.fn, definition.index)) return steps(processEnv, definition.path, depth - 1);
    const param = module.functions[definition.fn]?.params[definition.index];
    return steps(ofType(file, (definition.path.length === 0 ? one.type : null) ?? param?.type ?? null, depth - 1), definition.path, depth - 1);
  }

  /** What every value of a declared type is: the environment (`NodeJS.ProcessEnv`), an instance of a class, a thing of a package. */
  function ofType(file: string, type: TypeRef | null, depth: number): Denoted | null {
    if (!type || depth <= 0) return null;
    if (type.union.length > 0) {
      const there = type.union.filter((one) => !absent.has(one.path.join('.')));
      return there.length === 1 ? ofType(file, there[0]!, depth - 1) : null;
    }
    const [first, ...rest] = type.path;
    if (first === undefined) return null;
    if (type.binding === null) {
      if (type.query) return { is: 'path', module: 'globalThis', path: globals.has(first) ? rest : [first, ...rest] };
      return type.path.join('.') === 'NodeJS.ProcessEnv' ? processEnv : null;
    }
    const module = modules.load(file);
    const one = module?.bindings[type.binding];
    if (!module || !one) return null;
    if (type.query) return steps(binding(file, type.binding, depth - 1), rest, depth - 1);
    const from = one.import === null ? null : module.imports[one.import];
    // An import of a type alone is as good as any: nothing is run here.
    const named = from ? imported(file, from.source, from.imported, depth - 1) : one.class !== null ? ({ is: 'class', file, class: one.class } as const) : null;
    if (!named) return rest.length === 0 && one.kind === 'type' ? ofType(file, one.type, depth - 1) : null;
    const target = steps(named, rest, depth - 1);
    if (target?.is === 'class') return { is: 'instance', file: target.file, class: target.class };
    return target?.is === 'path' ? { is: 'path', module: target.module, path: [...target.path, 'new'] } : null;
  }

  /** A member of a class or of its instances, its own or inherited: a method, a field with its value or type, what the constructor puts there. */
  function memberOf(file: string, id: ClassId, key: string, isStatic: boolean, depth: number): Denoted | null {
    const own = modules.load(file)?.classes[id];
    if (!own || depth <= 0) return null;
    const member = own.members.find((one) => one.name === key && one.static === isStatic);
    if (member) {
      if (member.kind === 'getter' && member.fn !== null) return returned(file, member.fn, depth - 1);
      if (member.fn !== null) return { is: 'fn', file, fn: member.fn };
      if (member.value) return denote(file, member.value, depth - 1);
    }
    const found = (isStatic ? null : madeByConstructor(file, own.members, key, depth - 1)) ?? ofType(file, member?.type ?? null, depth - 1);
    if (found || member) return found;
    const base = own.extends ? denote(file, own.extends, depth - 1) : null;
    return base?.is === 'class' ? memberOf(base.file, base.class, key, isStatic, depth - 1) : null;
  }

  function madeByConstructor(file: string, members: readonly Member[], key: string, depth: number): Denoted | null {
    const constructor = members.find((one) => one.kind === 'constructor')?.fn ?? null;
    const fn = constructor === null ? null : modules.load(file)?.functions[constructor];
    if (!fn) return null;
    for (const [index, param] of fn.params.entries()) {
      if (param.field !== key) continue;
      if (param.pattern.p === 'default') return denote(file, param.pattern.value, depth - 1);
      return given(file, fn.id, index) ? processEnv : ofType(file, param.type, depth - 1);
    }
    for (const one of fn.body) {
      if (one.s !== 'do' || one.value.k !== 'assign' || one.value.target.p !== 'expression') continue;
      const { target } = one.value.target;
      if (target.k === 'member' && target.object.k === 'this' && target.property === key) return denote(file, one.value.value, depth - 1);
    }
    return null;
  }

  function step(from: Denoted, key: string, depth: number): Denoted | null {
    if (depth <= 0) return null;
    switch (from.is) {
      case 'path':
        return { is: 'path', module: from.module, path: [...from.path, key] };
      case 'module':
        return exported(from.file, key, depth - 1);
      case 'class':
      case 'instance':
        return memberOf(from.file, from.class, key, from.is === 'class', depth - 1);
      case 'expr': {
        if (from.expr.k === 'array') return from.expr.items[Number(key)] ? denote(from.file, from.expr.items[Number(key)]!, depth - 1) : null;
        if (from.expr.k !== 'object') return null;
        let outside: Denoted | null = null;
        for (const prop of [...from.expr.props].reverse()) {
          if (prop.kind === 'value' && prop.key === key) return denote(from.file, prop.value, depth - 1);
          if (prop.kind !== 'spread') continue;
          const inside = denote(from.file, prop.value, depth - 1);
          // What is spread from outside the project may have the member; it has it only if nothing of ours does.
          if (inside?.is === 'path') outside ??= step(inside, key, depth - 1);
          const found = inside && inside.is !== 'path' ? step(inside, key, depth - 1) : null;
          if (found) return found;
        }
        return outside;
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

  function alias(file: string, id: BindingId, depth: number): { file: string; type: TypeRef } | null {
    const module = modules.load(file);
    const one = module?.bindings[id];
    if (!module || !one || depth <= 0) return null;
    const from = one.import === null ? null : module.imports[one.import];
    if (!from) return one.kind === 'type' && one.type ? { file, type: one.type } : null;
    const target = resolve(file, from.source);
    return target.is === 'file' ? aliasOfExport(target.file, from.imported, depth - 1) : null;
  }

  function aliasOfExport(file: string, name: string, depth: number): { file: string; type: TypeRef } | null {
    const module = modules.load(file);
    if (!module || depth <= 0) return null;
    const own = module.exports.find((one) => one.name === name)?.what;
    if (own?.is === 'binding') return alias(file, own.binding, depth - 1);
    const sources =
      own?.is === 'from'
        ? [{ source: own.source, name: own.imported }]
        : module.exportAll.filter((all) => all.as === null).map(({ source }) => ({ source, name }));
    for (const one of sources) {
      const target = resolve(file, one.source);
      const found = target.is === 'file' ? aliasOfExport(target.file, one.name, depth - 1) : null;
      if (found) return found;
    }
    return null;
  }

  return {
    module: (file) => modules.load(file),
    alias: (file, type) => (type.binding === null || type.path.length !== 1 || type.query ? null : alias(file, type.binding, maxSteps)),
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
