/** Entries that a framework finds by file name, export or directive. */
import type { Convention } from '@gatelint/catalogue';
import type { Fn, Module } from '@gatelint/ts-facts';
import picomatch from 'picomatch';
import { noFacts, type Site } from '../facts.js';
import { FUEL } from '../fuel.js';
import { siteOf, type Machine } from '../machine.js';
import type { Unit } from '../memo.js';
import { memberOf, pathOfRequest } from '../members.js';
import { moduleExport, moduleFrame } from '../module-values.js';
import { libraryValue, withNested } from '../natives.js';
import { atoms, type Value } from '../value.js';
import type { Apps } from './apps.js';
import type { Entry } from './entry.js';
import { innermostFunction } from './own.js';
import { withMember } from './routers.js';
import { routePath } from './route-path.js';

/** Whether a file is one that the convention speaks of, in whatever app of the repository. */
export const filesOf = (convention: Convention): ((file: string) => boolean) => {
  const matches = picomatch(
    convention.files.map((glob) => (glob.startsWith('**') ? glob : `**/${glob}`)),
    { dot: true },
  );
  return (file) => matches(file);
};

const mutating = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** The entries of each file that a convention speaks of, as one answer a file and convention. */
export function conventionEntries(m: Machine, apps: Apps, files: readonly string[]): { readonly unit: Unit }[] {
  const out: { readonly unit: Unit }[] = [];
  m.catalogue.conventions.forEach((convention, index) => {
    if (convention.exports.length === 0) return;
    const { directive } = convention;
    for (const file of m.fitting(`convention ${index}`, files, () => filesOf(convention))) {
      if (directive !== undefined && !(m.modules.text(file)?.includes(directive) ?? false)) continue;
      if (convention.package !== null && !apps.dependsOn(file, convention.package)) continue;
      const unit = m.memo.rootUnit(`convention ${index}:${file}`, [], FUEL.module, (): readonly Entry[] => {
        const module = m.modules.load(file);
        if (!module) return [];
        return directive === undefined ? exported(m, apps, module, convention) : directed(m, module, convention);
      });
      out.push({ unit });
    }
  });
  return out;
}

function exported(m: Machine, apps: Apps, module: Module, convention: Convention): Entry[] {
  const out: Entry[] = [];
  for (const pattern of convention.exports) {
    const [name = '', member] = pattern.split('.');
    const value = moduleExport(m, module.file, name);
    if (!value) continue;
    const frame = moduleFrame(m, module);
    const found: { name: string; value: Value }[] =
      member === undefined
        ? [{ name, value }]
        : member === '*'
          ? atoms(value).flatMap((atom) => (atom.t === 'object' ? [...atom.fields].map(([key, field]) => ({ name: key, value: field })) : []))
          : [{ name: member, value: memberOf(frame, value, member) ?? m.values.undefined }].filter((one) => one.value !== m.values.undefined);
    for (const one of found) {
      if (!callable(one.value)) continue;
      out.push(makeEntry(m, apps, module, convention, name, one.name, one.value));
    }
  }
  return out;
}

function makeEntry(m: Machine, apps: Apps, module: Module, convention: Convention, exportName: string, name: string, value: Value): Entry {
  const methods = convention.methods === 'export' ? [name] : methodsOfFile(module.file, convention);
  const path = routePath(convention.path, module.file, apps.rootOf(module.file));
  const params = convention.params
    .map((param) => libraryValue({ machine: m }, param))
    .map((param, index) => atPath(m, convention, param, index, path !== null));
  const first = params[0];
  const place = memberPlace(m, module, name === exportName ? null : value) ?? exportPlace(m, module, exportName);
  const perMethod = convention.methods !== 'export' && methods.length > 1 && first?.t === 'library';
  return {
    file: module.file,
    at: place.at,
    name,
    framework: convention.framework,
    kind: convention.kind,
    methods,
    path,
    links: [value],
    protocol: { next: null },
    params: withMethod(m, convention, params, methods.length === 1 ? (methods[0] ?? null) : null),
    paramsOf: perMethod ? (method) => withMethod(m, convention, params, method) : null,
    starts: [{ facts: noFacts, params: null }],
    onlyIfWrites: !methods.some((method) => mutating.has(method)),
    own: place.own,
    doubt: null,
  };
}

/** Wrappers decide by the request's path as well: it is constant for an entry, but for its parameters. */
function atPath(m: Machine, convention: Convention, param: Value, index: number, known: boolean): Value {
  if (!known) return param;
  const set = (value: Value, where: string | undefined, prefix: string): Value => {
    const [at, ...fields] = (where ?? '').split('.');
    return where === undefined || Number(at) !== index ? value : withNested({ machine: m }, value, fields, pathOfRequest(m, prefix));
  };
  return set(set(param, convention.pathAt, ''), convention.urlAt, 'https://localhost');
}

/** `name.post.ts` serves one method. */
function methodsOfFile(file: string, convention: Convention): readonly string[] {
  const suffix = convention.path === 'nitro' ? /\.(get|post|put|patch|delete)\.[a-z]+$/.exec(file)?.[1] : undefined;
  return suffix === undefined ? (convention.methods as readonly string[]) : [suffix.toUpperCase()];
}

function withMethod(m: Machine, convention: Convention, params: readonly Value[], method: string | null): readonly Value[] {
  const [at, ...fields] = (convention.methodAt ?? '0.method').split('.');
  if (method === null) return params;
  return params.map((param, index) => (index === Number(at) && param.t === 'library' ? withMember(m, param, fields, m.values.constant(method)) : param));
}

const callable = (value: Value): boolean =>
  atoms(value).some(
    (atom) =>
      atom.t === 'function' ||
      atom.t === 'native' ||
      (atom.t === 'library' && atom.path.length > 0) ||
      (atom.t === 'opaque' && atom.because !== null) ||
      (atom.t === 'opaque' && atom.taints.length > 0),
  );

/** Where the member of an exported object stands, if it is a function of the same module. */
function memberPlace(m: Machine, module: Module, value: Value | null): { at: Site; own: Site[] } | null {
  const own = value ? innermostFunction(m, value) : [];
  const fn = own.length === 1 && value?.t === 'function' && value.file === module.file ? module.functions[value.fn] : undefined;
  return fn ? { at: siteOf(module.file, fn.head), own } : null;
}

/** Where an export stands, and the functions written in its place. */
function exportPlace(m: Machine, module: Module, name: string, depth = 0): { at: Site; own: Site[] } {
  const one = module.exports.find((each) => each.name === name);
  const own: Site[] = [];
  if (!one) return { at: { file: module.file, start: 0, end: 0 }, own };
  const written = (source: string, imported: string): Site[] => {
    const where = m.modules.resolve(module.file, source);
    const other = where.is === 'file' && depth < 8 ? m.modules.load(where.file) : null;
    return other ? exportPlace(m, other, imported, depth + 1).own : [];
  };
  if (one.what.is === 'from') return { at: siteOf(module.file, one.at), own: written(one.what.source, one.what.imported) };
  if (one.what.is === 'expression') {
    collectOwn(module, one.what.value, own);
    const direct = one.what.value.k === 'function' ? module.functions[one.what.value.id] : undefined;
    return { at: siteOf(module.file, direct ? direct.head : one.at), own };
  }
  const binding = module.bindings[one.what.binding];
  if (!binding) return { at: siteOf(module.file, one.at), own };
  const from = binding.import === null ? undefined : module.imports[binding.import];
  if (from) return { at: siteOf(module.file, one.at), own: written(from.source, from.imported) };
  if (binding.fn !== null) own.push(siteOf(module.file, module.functions[binding.fn]?.at ?? binding.at));
  else if (binding.init) collectOwn(module, binding.init, own);
  return { at: siteOf(module.file, binding.at), own };
}

/** A function, or those handed to a wrapper, also by name. */
function collectOwn(module: Module, expr: NonNullable<Module['bindings'][number]['init']>, into: Site[], depth = 0): void {
  if (depth > 6) return;
  if (expr.k === 'function') into.push(siteOf(module.file, module.functions[expr.id]?.at ?? expr.at));
  else if (expr.k === 'call') {
    for (const arg of expr.args) collectOwn(module, arg, into, depth + 1);
    collectOwn(module, expr.callee, into, depth + 1);
  } else if (expr.k === 'member') collectOwn(module, expr.object, into, depth + 1);
  else if (expr.k === 'ref' && depth > 0) {
    const binding = module.bindings[expr.binding];
    if (binding?.fn != null) into.push(siteOf(module.file, module.functions[binding.fn]?.at ?? expr.at));
  } else if (expr.k === 'ref') {
    const binding = module.bindings[expr.binding];
    if (binding?.fn != null) into.push(siteOf(module.file, module.functions[binding.fn]?.at ?? expr.at));
    else if (binding?.init) collectOwn(module, binding.init, into, depth + 1);
  }
}

/** A directive at the top of a module makes every export an endpoint; at the top of a function, that function. */
function directed(m: Machine, module: Module, convention: Convention): Entry[] {
  const directive = convention.directive ?? '';
  const out: Entry[] = [];
  const made = (name: string, value: Value, at: Site, own: readonly Site[]): Entry => ({
    file: module.file,
    at,
    name,
    framework: convention.framework,
    kind: convention.kind,
    methods: convention.methods === 'export' ? [] : convention.methods,
    path: null,
    links: [value],
    protocol: { next: null },
    // Whatever the caller sends, for as many parameters as there are.
    params: Array.from({ length: 8 }, (_, index) => m.values.opaque([`caller:body:#${index + 1}`], null)),
    paramsOf: null,
    starts: [{ facts: noFacts, params: null }],
    onlyIfWrites: false,
    own,
    doubt: null,
  });
  if (module.directives.includes(directive)) {
    for (const one of module.exports) {
      if (one.typeOnly) continue;
      const value = moduleExport(m, module.file, one.name);
      if (!value || !atoms(value).some((atom) => atom.t === 'function' || atom.t === 'native' || atom.t === 'opaque' || atom.t === 'library')) continue;
      const place = exportPlace(m, module, one.name);
      out.push(made(one.name === 'default' ? 'default' : one.name, value, place.at, place.own));
    }
  }
  for (const fn of module.functions) {
    if (fn.id === 0 || !fn.directives.includes(directive)) continue;
    const at = siteOf(module.file, fn.head);
    out.push(made(fn.name ?? '(anonymous)', m.values.fn(module.file, fn.id, capturedOf(m, module, fn)), at, [siteOf(module.file, fn.at)]));
  }
  return out;
}

/** An inline action runs later, in a request of its own: what it captured came back from the browser. */
export function capturedOf(m: Machine, module: Module, fn: Fn): ReadonlyMap<number, Value> {
  const out = new Map<number, Value>();
  for (const id of fn.captures) {
    const binding = module.bindings[id];
    if (binding?.fn != null) continue;
    out.set(id, m.values.opaque());
  }
  return out;
}
