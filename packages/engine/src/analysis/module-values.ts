/** Values of a module's top level: bindings and exports, evaluated when somebody asks, once. */
import { assignedToGlobal } from './assigned-fields.js';
import { Env } from './env.js';
import type { BindingId, Expr, Module, Stmt } from '@gatelint/ts-facts';
import { bindPattern } from './bind.js';
import { evaluate } from './evaluate.js';
import { execute } from './execute.js';
import { noFacts, type Path } from './facts.js';
import { FUEL } from './fuel.js';
import type { Frame, Machine } from './machine.js';
import { boundBy } from './paths.js';
import { test } from './test.js';
import { atoms, type Value } from './value.js';

const noPath: Path = { env: Env.empty, facts: noFacts };

/** A frame that stands at a module's top level. What happens there happens when the server starts, in no request. */
export function moduleFrame(m: Machine, module: Module): Frame {
  const fn = module.functions[0];
  if (!fn) throw new Error(`${module.file}: a module without a top level`);
  return {
    machine: m,
    module,
    fn,
    self: null,
    deferred: false,
    starting: false,
    byFramework: true,
    effects: new Map(),
    schedules: new Set(),
    wrapped: new Map(),
    throws: [],
    mayThrow: [],
  };
}

/** Variables without which the module refuses to load: `if (!process.env.SECRET) throw …` at its top level. */
export function setAtStart(m: Machine, module: Module): ReadonlySet<string> {
  return m.memo.ask({
    key: `${module.file}#start`,
    kind: 'value',
    place: null,
    compute: () =>
      m.memo.within(FUEL.value, () => {
        const found = new Set<string>();
        for (const stmt of module.functions[0]?.body ?? []) {
          if (stmt.s !== 'if' || stmt.else.length > 0) continue;
          const f = moduleFrame(m, module);
          const { yes, no } = test(f, stmt.test, noPath);
          if (execute(f, stmt.then, yes).next.length === 0) for (const path of no) for (const name of path.facts.set) found.add(name);
        }
        return found;
      }) ?? new Set<string>(),
    cut: () => new Set<string>(),
  });
}

/** The value of an expression at a module's top level, or of one whose names are all of the module level. */
export function resolveReference(m: Machine, module: Module, expr: Expr, self: Value | null = null): Value {
  const results = evaluate({ ...moduleFrame(m, module), self, starting: true }, expr, noPath);
  return m.values.union(results.map((result) => result.value));
}

/** A module-level binding by name. */
export function moduleBinding(m: Machine, file: string, name: string): Value | null {
  const module = m.modules.load(file);
  const index = module?.bindings.findIndex((binding) => binding.owner === 0 && binding.name === name && binding.kind !== 'type') ?? -1;
  return module && index >= 0 ? bindingValue(m, module, index) : null;
}

/** The value of a module-level binding; every assignment to it counts, wherever it stands. */
export function bindingValue(m: Machine, module: Module, id: BindingId): Value {
  const binding = module.bindings[id];
  if (binding?.kind === 'function' && binding.fn !== null) return m.values.fn(module.file, binding.fn, new Map());
  return once(m, `${module.file}#value:${id}`, () => computeBinding(m, module, id));
}

/** Computes a module-level value with fuel of its own: it is shared by all entries, so none of them pays for it. */
function once(m: Machine, key: string, compute: () => Value): Value {
  return m.memo.ask({
    key,
    kind: 'value',
    place: null,
    compute: () => m.memo.within(FUEL.value, compute) ?? m.values.opaque([], 'the code that it reaches is larger than the analysis follows'),
    cut: () => m.values.opaque([], itself),
  });
}

/** What a module puts on the global object under a name when it is loaded; null where it puts nothing there that it did not find there. */
export function sharedOnGlobal(m: Machine, module: Module, name: string): Value | null {
  const assigned = assignedToGlobal(module, name);
  if (assigned.length === 0) return null;
  const value = once(m, `${module.file}#global:${name}`, () => {
    // `globalThis.db = globalThis.db ?? connect()` is what it connects to: what was there adds nothing.
    const values = assigned.flatMap((one) => atoms(resolveReference(m, module, one))).filter((one) => !isItself(one));
    return values.length > 0 ? m.values.union(values) : m.values.undefined;
  });
  return isItself(value) || value === m.values.undefined ? null : value;
}

const itself = 'its own value is needed to know it';

/** What a value is where it would have to be known already. */
export const isItself = (value: Value): boolean => value.t === 'opaque' && value.because === itself;

function computeBinding(m: Machine, module: Module, id: BindingId): Value {
  const v = m.values;
  const binding = module.bindings[id];
  if (!binding) return v.opaque();
  if (binding.import !== null) return importValue(m, module, binding.import);
  if (binding.kind === 'class' && binding.class !== null) return v.cls(module.file, binding.class, new Map());
  if (binding.kind === 'enum' && binding.init) return resolveReference(m, module, binding.init);
  const found: Value[] = [];
  const declared = declarationOf(module, id);
  if (declared) {
    const f = { ...moduleFrame(m, module), starting: true };
    const results = declared.value ? evaluate(f, declared.value, noPath) : [{ path: noPath, value: v.undefined }];
    for (const result of results) for (const path of bindPattern(f, declared.target, result.value, result.path)) found.push(path.env.get(id) ?? v.undefined);
  }
  for (const assignment of module.assignments) if (assignment.binding === id) found.push(resolveReference(m, module, assignment.value));
  // `let client` that is filled on first use is the client to whoever asks later: the emptiness before is not an answer.
  // What it is made of itself (`client ??= new Client()`) adds nothing to what else it is.
  const others = found.flatMap((value) => atoms(value).filter((atom) => !isItself(atom)));
  const filled = found.length > 1 ? others.filter((value) => value !== v.undefined && value !== v.null) : found;
  return filled.length > 0 ? v.union(filled.map((value) => opened(m, value))) : (found[0] ?? v.opaque());
}

/** A list or table that a module keeps and starts empty is there to be filled: what is in it later is not known. */
export function opened(m: Machine, value: Value, depth = 3): Value {
  const v = m.values;
  if (depth === 0) return value;
  if (value.t === 'union') return v.union(value.of.map((atom) => opened(m, atom, depth)));
  if (value.t === 'array' && value.items.length === 0 && !value.rest) return v.array([], v.opaque());
  if (value.t !== 'object' || value.rest) return value;
  if (value.fields.size === 0) return v.object(value.fields, v.opaque());
  return v.object(new Map([...value.fields].map(([name, field]) => [name, opened(m, field, depth - 1)])));
}

const declarations = new WeakMap<Module, Map<BindingId, Extract<Stmt, { s: 'let' }>>>();

function declarationOf(module: Module, id: BindingId): Extract<Stmt, { s: 'let' }> | undefined {
  let known = declarations.get(module);
  if (!known) {
    known = new Map();
    collect(module.functions[0]?.body ?? [], known);
    declarations.set(module, known);
  }
  return known.get(id);
}

function collect(body: readonly Stmt[], into: Map<BindingId, Extract<Stmt, { s: 'let' }>>): void {
  for (const stmt of body) {
    if (stmt.s === 'let') for (const binding of boundBy(stmt.target)) into.set(binding, stmt);
    else if (stmt.s === 'if') for (const body of [stmt.then, stmt.else]) collect(body, into);
    else if (stmt.s === 'block') collect(stmt.body, into);
    else if (stmt.s === 'try') for (const body of [stmt.body, stmt.handler ?? [], stmt.finally ?? []]) collect(body, into);
    else if (stmt.s === 'loop') collect(stmt.body, into);
  }
}

function importValue(m: Machine, module: Module, index: number): Value {
  const imported = module.imports[index];
  if (!imported) return m.values.opaque();
  const where = m.modules.resolve(module.file, imported.source);
  if (where.is === 'file') {
    // The default of a CommonJS module is the module: what is added to its exports later is there too.
    if (imported.imported === '*' || (imported.imported === 'default' && isCommonJsObject(m, where.file))) return wholeModule(m, where.file);
    return (
      moduleExport(m, where.file, imported.imported) ??
      m.values.opaque([`external:${imported.source}#${imported.imported}`], `${where.file} exports no ${imported.imported}`)
    );
  }
  return packageExport(m, where.is === 'package' ? where.specifier : imported.source, imported.imported);
}

/** A module as one value: its namespace, or what `module.exports` was set to. An object of exports is looked into by name, so that modules may need each other. */
function wholeModule(m: Machine, file: string): Value {
  const whole = m.modules.load(file)?.exports.find((one) => one.whole);
  if (!whole || isCommonJsObject(m, file)) return m.values.module(file);
  const value = moduleExport(m, file, 'default');
  return value && value.t !== 'opaque' && value.t !== 'object' ? value : m.values.module(file);
}

function isCommonJsObject(m: Machine, file: string): boolean {
  const whole = m.modules.load(file)?.exports.find((one) => one.whole);
  return whole?.what.is === 'expression' && whole.what.value.k === 'object';
}

export function packageExport(m: Machine, specifier: string, name: string): Value {
  const key = `${specifier}#${name}`;
  let known = m.packageExports.get(key);
  if (!known) {
    const target = m.matcher.resolve(specifier, name === '*' ? [] : [name]);
    const constant = m.matcher.rows(target.module, target.path).find((row) => row.role === 'constant');
    known = constant?.role === 'constant' ? m.values.constant(constant.value) : m.values.library(target.module, target.path);
    m.packageExports.set(key, known);
  }
  return known;
}

/** What a module exports under a name; null when it exports no such thing. */
export function moduleExport(m: Machine, file: string, name: string, seen: ReadonlySet<string> = new Set()): Value | null {
  const key = `${file}#${name}`;
  if (seen.has(key)) return null;
  const module = m.modules.load(file);
  if (!module) return null;
  const next = new Set(seen).add(key);
  for (const one of module.exports) {
    if (one.name !== name || one.typeOnly) continue;
    if (one.what.is === 'binding') return bindingValue(m, module, one.what.binding);
    if (one.what.is === 'expression') return expressionExport(m, module, one.what.value, name);
    const value = through(m, file, one.what.source, one.what.imported, next);
    if (value) return value;
  }
  // What a package passes on cannot be listed here: the project's own modules are asked first.
  const own = (one: (typeof module.exportAll)[number]): boolean => m.modules.resolve(file, one.source).is === 'file';
  for (const all of [...module.exportAll.filter(own), ...module.exportAll.filter((one) => !own(one))]) {
    if (all.typeOnly) continue;
    if (all.as !== null) {
      if (all.as === name) return through(m, file, all.source, '*', next);
    } else if (name !== 'default') {
      const value = through(m, file, all.source, name, next);
      if (value) return value;
    }
  }
  return null;
}

/** `export default f(x)` is evaluated once, however often it is asked for: a router that it makes is one router. */
function expressionExport(m: Machine, module: Module, value: Expr, name: string): Value {
  return once(m, `${module.file}#export:${name}`, () => resolveReference(m, module, value));
}

function through(m: Machine, file: string, source: string, imported: string, seen: ReadonlySet<string>): Value | null {
  const where = m.modules.resolve(file, source);
  if (where.is === 'file') return imported === '*' ? wholeModule(m, where.file) : moduleExport(m, where.file, imported, seen);
  if (where.is === 'package') return packageExport(m, where.specifier, imported);
  return null;
}
