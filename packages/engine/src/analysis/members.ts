/** What a member of a value is. */
import type { Class, ClassId, Member, Module } from '@gatelint/ts-facts';
import { assignedTo } from './assigned-fields.js';
import type { Site } from './facts.js';
import { siteKey, siteOf, type Frame, type Machine, type RouterMade } from './machine.js';
import { keysIn } from './claims.js';
import { decorated } from './decorators.js';
import { isUnfollowed } from './unfollowed.js';
import { moduleExport, opened, resolveReference } from './module-values.js';
import { ASIDE, OWN, PERHAPS, ROLE } from './ties.js';
import { atoms, DERIVED, IN_MAP, isNullish, KEPT, madeFrom, taintsOf, type Taint, type Value, type ValueOf } from './value.js';

/**
 * Value of `object.name`; null when the access itself throws (null or undefined has no members). `called`: the member is about to be called, so a row about a
 * call is not yet applied.
 */
export function memberOf(f: Frame, object: Value, name: string, called = false): Value | null {
  const v = f.machine.values;
  switch (object.t) {
    case 'union': {
      const found = object.of.map((atom) => memberOf(f, atom, name, called)).filter((value) => value !== null);
      return found.length === 0 ? null : v.union(found);
    }
    case 'const':
      if (isNullish(object)) return null;
      return called ? v.native('method', name, [object]) : v.opaque();
    case 'object':
      return fieldOf(f.machine, object, name) ?? restMember(f, object.rest, name, called);
    case 'array': {
      if (/^\d+$/.test(name)) return object.items[Number(name)] ?? object.rest ?? v.undefined;
      if (name === 'length') return object.rest ? v.opaque([...taintsOf(object), 'length']) : v.constant(object.items.length);
      return v.native('method', name, [object]);
    }
    case 'instance':
      return object.fields.get(name) ?? classMember(f, object.file, object.cls, name, object, false) ?? v.opaque();
    case 'class':
      return classMember(f, object.file, object.cls, name, object, true) ?? v.opaque();
    case 'library':
      return libraryMember(f.machine, object, name, called);
    case 'module':
      return moduleExport(f.machine, object.file, name) ?? v.undefined;
    case 'response':
      return responseMember(f.machine, object, name);
    case 'native':
      // What a schema has checked at start-up is set.
      if (object.name === 'env-schema') return v.opaque([`env:${name}`, 'checked'], null, true);
      if (object.name === 'caller') return calledMember(f, object, name);
      if (object.name === 'procedure' || object.name === 'guarded') return object;
      return called ? v.native('method', name, [object]) : v.opaque();
    case 'function':
      return called ? v.native('method', name, [object]) : v.opaque();
    case 'principal':
      return v.opaque(ofCaller(['principal'], name));
    case 'env':
      return called ? v.native('method', name, [object]) : v.opaque([`env:${object.name}`]);
    case 'opaque':
      if (called) return object.taints.every(isUnfollowed) ? v.native('method', name, [object]) : v.opaque(object.taints, object.because);
      return v.opaque(
        name === 'length' && object.taints.includes('memory')
          ? [...object.taints, 'length']
          : ofCaller(partOf(entryOf(madeFrom(object.taints), name), name), name),
        object.because,
      );
  }
}

/** A procedure, or a router of them, that is reached through a caller: it runs with the caller's context. */
function calledMember(f: Frame, caller: ValueOf<'native'>, name: string): Value {
  const v = f.machine.values;
  const [router, context] = caller.parts;
  const member = router ? memberOf(f, router, name) : null;
  if (!member || !context) return v.opaque();
  return v.union(
    atoms(member).map((atom) => {
      if (atom.t === 'native' && atom.name === 'procedure') return v.native('procedure', atom.key, [...atom.parts.slice(0, 2), context]);
      return atom.t === 'object' ? v.native('caller', '', [atom, context]) : v.opaque();
    }),
  );
}

const collections =
  /^caller:(header|cookie|query|params|body|form):(headers|cookies|query|searchparams|params|body|json|formdata|input|rawinput|parsedinput|clientinput|#\d|)$/i;

/** Taints of one entry of what was a whole collection of the caller's: `request.headers.get('authorization')`, `body.email`. */
export function entryOf(taints: readonly Taint[], name: string): readonly Taint[] {
  // A cookie that was read has its text there; its name is not that.
  if (name === 'value' || !taints.some((taint) => collections.test(taint))) return taints;
  return taints.map((taint) => taint.replace(collections, (_, from: string) => `caller:${from}:${name.toLowerCase()}`));
}

/** Fields that say what somebody may do. */
const role =
  /(^|_)(role|roles|permission|permissions|scope|scopes|admin|superuser|superadmin)$|^is_?(super_?)?admin$|^is_?super_?user$|(role|Role|Roles|Permissions|Scopes|Admin)$/;

const ofCaller = (taints: readonly Taint[], name: string): readonly Taint[] =>
  taints.includes('principal') && role.test(name) && keysIn(taints).length === 0 && !taints.includes(ROLE) ? [...taints, ROLE] : taints;

/** A part of a record: one that came back filtered by who the caller is has nothing in it that is not the caller's. */
function partOf(taints: readonly Taint[], name: string): readonly Taint[] {
  if (!taints.includes(ASIDE)) return taints;
  if (taints.includes('related')) return [...taints.filter((taint) => taint !== 'related' && taint !== ASIDE && taint !== PERHAPS), OWN];
  return taints.includes(`via:${name}`) ? [...taints.filter((taint) => !taint.startsWith('via:')), 'related'] : taints;
}

/** The member of what an object was made over: a spread source, or a request on which something was set. */
function restMember(f: Frame, rest: Value | null, name: string, called: boolean): Value {
  if (!rest) return f.machine.values.undefined;
  if (rest.t === 'function' || (rest.t === 'native' && rest.name !== 'env-schema')) return rest;
  return memberOf(f, rest, name, called) ?? f.machine.values.undefined;
}

/** Stands in a request for its path until somebody reads it: most code does not, and is then the same for all paths. */
const REQUEST_PATH = 'request-path';

/** The request's path, behind `prefix`. */
export const pathOfRequest = (m: Machine, prefix = ''): Value => m.values.native(REQUEST_PATH, prefix);

function fieldOf(m: Machine, object: ValueOf<'object' | 'library'>, name: string): Value | undefined {
  const set = object.fields.get(name);
  if (set?.t !== 'native' || set.name !== REQUEST_PATH) return set;
  const path = m.memo.requestPath();
  return path === null ? m.values.opaque(['caller:url:']) : m.values.constant(set.key + path);
}

/** The member of a library's value is the same whoever asks: found once. */
function libraryMember(m: Machine, object: ValueOf<'library'>, name: string, called: boolean): Value {
  const set = fieldOf(m, object, name);
  if (set) return set;
  const key = `${called ? '(' : '.'}${name}`;
  let known = m.members.get(object);
  if (!known) m.members.set(object, (known = new Map<string, Value>()));
  let member = known.get(key);
  if (!member) known.set(key, (member = findLibraryMember(m, object, name, called)));
  return member;
}

function findLibraryMember(m: Machine, object: ValueOf<'library'>, name: string, called: boolean): Value {
  const v = m.values;
  if (isEnvironment(object)) return v.env(name);
  // `globalThis.client ?? new Client()`: what the project keeps on the global object is not there when the process starts.
  if (object.package === 'globalThis' && object.path.length === 0 && !m.globals.has(name) && !/^[A-Z]/.test(name)) return v.undefined;
  const target = m.matcher.resolve(object.package, [...object.path, name]);
  const path = target.path;
  if (!called) {
    const caller = m.matcher.rows(target.module, path).find((row) => row.role === 'reads-caller');
    if (caller?.role === 'reads-caller') return v.opaque([`caller:${caller.from}:${name}`, ...object.taints]);
  }
  // What was kept on a request context, and what an object was made with, is known to its members.
  const fields = new Map(
    [...object.fields].filter(([key]) => key === 'given' || key === KEPT || key === DERIVED || key === IN_MAP || key.startsWith('context:')),
  );
  const kept = fields.get(`context:${name}`);
  if (!called && m.matcher.rows(target.module, path).some((row) => row.role === 'context-value')) {
    if (kept) return kept;
    // Where all middleware before was followed, what none of it has set is not there.
    if (object.fields.has('context:')) return v.undefined;
  }
  const taints = name === 'length' && isRows(object) ? [...object.taints, 'length'] : inside(object, name);
  return v.library(target.module, path, { taints, site: object.site, chain: object.chain, fields });
}

/** What a schema, or another function of a package, made of all that the caller sends has its fields under their names. */
const inside = (object: ValueOf<'library'>, name: string): readonly Taint[] =>
  object.taints.length > 0 && object.path.at(-1) !== name && object.path.includes('()') && !/^(data|value|output|success|error|issues|then)$/.test(name)
    ? entryOf(object.taints, name)
    : object.taints;

/** What a query came back with, or the field of it that has the rows; a field of one row is neither. */
function isRows({ path, taints }: ValueOf<'library'>): boolean {
  const after = path.slice(path.lastIndexOf('()') + 1);
  return taints.includes('database') && path.includes('()') && after.length <= 1 && !after.some((name) => name === '*' || /^\d+$/.test(name));
}

/** `process.env`, `import.meta.env`, `Bun.env`: what a member of it reads is a variable. */
export function isEnvironment(value: Value): boolean {
  if (value.t !== 'library' || value.package !== 'globalThis') return false;
  const path = value.path.join('.');
  return path === 'process.env' || path === 'import.meta.env' || path === 'Bun.env';
}

function responseMember(m: Machine, object: ValueOf<'response'>, name: string): Value {
  const v = m.values;
  const field = object.fields.get(name);
  if (field) return field;
  if (name === 'status' || name === 'statusCode') return object.status === null ? v.opaque() : v.constant(object.status);
  if (name === 'ok') return object.status === null ? v.opaque() : v.constant(object.status < 400);
  return v.opaque();
}

/** The member of a class or of what it extends; methods are bound to `self`. */
export function classMember(f: Frame, file: string, cls: number, name: string, self: Value, isStatic: boolean, depth = 0): Value | null {
  const module = f.machine.modules.load(file);
  const declared = module?.classes[cls];
  if (!module || !declared || depth > 16) return null;
  const member = findMember(declared, name, isStatic);
  if (member) {
    if (member.fn !== null && member.kind !== 'field') {
      const fn = f.machine.values.fn(file, member.fn, closureOf(self), self);
      if (member.kind === 'method' && member.decorators.length > 0) return decorated(f.machine, module, member.decorators, name, fn, self);
      return member.kind === 'getter' ? f.machine.values.native('getter', `${file}#${member.fn}`, [fn]) : fn;
    }
    // A field that is a function keeps the object that it was made for.
    const first = member.value ? opened(f.machine, resolveReference(f.machine, module, member.value, self)) : null;
    const filled = first === null || isNullish(first) === true ? filledLater(f.machine, module, cls, name, isStatic, self) : null;
    if (filled) return filled;
    if (first) return first;
    const typed = member.type ? typeValue(f.machine, module.file, member.type) : null;
    if (typed) return typed;
    return null;
  }
  const parameter = isStatic ? null : parameterProperty(f.machine, file, declared, name);
  if (parameter) return parameter;
  if (!declared.extends) return null;
  const parent = resolveReference(f.machine, module, declared.extends);
  if (parent.t === 'library') return inherited(f.machine, parent, name, isStatic, siteOf(file, declared.at));
  return parent.t === 'class' ? classMember(f, parent.file, parent.cls, name, self, isStatic, depth + 1) : null;
}

/** A field that starts empty and is filled on first use is what it is filled with, to whoever asks later. What it is made of itself (`{ ...this.x, y }`) adds nothing. */
function filledLater(m: Machine, module: Module, cls: ClassId, name: string, isStatic: boolean, self: Value): Value | null {
  return m.memo.ask<Value | null>({
    key: `${module.file}#filled:${cls}${isStatic ? '.' : '#'}${name}|${self.id}`,
    kind: 'value',
    place: null,
    inputs: [self],
    compute: () => {
      const values = assignedTo(module, cls, name, isStatic)
        .flatMap((value) => atoms(resolveReference(m, module, value, self)))
        .filter((value) => isNullish(value) !== true && !(value.t === 'opaque' && value.taints.every(isUnfollowed)));
      return values.length > 0 ? m.values.union(values) : null;
    },
    cut: () => null,
  });
}

/** What a class has from a package's: a model's `create`, a record's `save`. One that extends a router is one router, whoever makes it. */
function inherited(m: Machine, parent: ValueOf<'library'>, name: string, isStatic: boolean, at: Site): Value | null {
  const path = isStatic ? parent.path : [...parent.path, 'new'];
  if (!m.matcher.leadsOn(parent.package, [...path, name])) return null;
  const row = isStatic ? undefined : m.matcher.rows(parent.package, path).find((one) => one.role === 'creates-router');
  const site = row?.role === 'creates-router' ? `${siteKey(at)}-${at.end}` : null;
  if (row?.role === 'creates-router' && site !== null)
    m.memo.mark('router made', { site, framework: row.framework, at, row, prefix: null, root: null, parent: null } satisfies RouterMade);
  return libraryMember(m, m.values.library(parent.package, path, { site: site ?? parent.site, chain: parent.chain }), name, true);
}

function findMember(declared: Class, name: string, isStatic: boolean): Member | undefined {
  return declared.members.find((member) => member.name === name && member.static === isStatic && member.kind !== 'setter' && member.kind !== 'constructor');
}

/** A constructor-injected field: an instance of its annotated type. */
function parameterProperty(m: Machine, file: string, declared: Class, name: string): Value | null {
  const constructor = declared.members.find((member) => member.kind === 'constructor');
  const fn = constructor?.fn != null ? m.modules.load(file)?.functions[constructor.fn] : undefined;
  const param = fn?.params.find((one) => one.field === name);
  return param?.type ? typeValue(m, file, param.type) : null;
}

const closureOf = (self: Value): ReadonlyMap<number, Value> => (self.t === 'class' ? self.closure : new Map());

import { typeValue } from './types.js';
