/** Routers, builders and workers: calls that hang handlers somewhere. Nothing is judged here; it is written down for the entry readers. */
import type { Row } from '@gatelint/catalogue';
import { argumentAt, stringAt } from './arguments.js';
import type { Result } from './facts.js';
import type { LibraryCall } from './library-call.js';
import { blend } from './library-call.js';
import { siteKey } from './machine.js';
import { withValue } from './paths.js';
import { atoms, taintsOf, type Value, type ValueOf } from './value.js';

type RouterRow = Extract<
  Row,
  {
    role:
      | 'creates-router'
      | 'registers-route'
      | 'uses-middleware'
      | 'mounts-router'
      | 'builder'
      | 'builder-use'
      | 'builder-handler'
      | 'builder-router'
      | 'builder-caller'
      | 'registers-worker';
  }
>;

export function register(call: LibraryCall, row: RouterRow): Result[] {
  const m = call.f.machine;
  const v = m.values;
  const { callee, args, path, at } = call;
  switch (row.role) {
    case 'creates-router': {
      // By its end as well: `new Hono().basePath('/api')` starts where `new Hono()` does.
      const site = `${siteKey(at)}-${at.end}`;
      const prefix = row.prefix === undefined ? null : stringAt(row.prefix, args);
      m.routers.set(site, { site, framework: row.framework, at, row, prefix, parent: callee.site });
      return [withValue(path, following(call, { site }))];
    }
    case 'registers-route':
    case 'uses-middleware':
    case 'mounts-router': {
      if (callee.site !== null) {
        const key = `${callee.site}|${siteKey(at)}-${at.end}|${args.map((arg) => arg.id).join()}`;
        if (!m.registrations.has(key)) m.registrations.set(key, { router: callee.site, row, args, at, calleeName: callee.path.at(-1) ?? '' });
      } else m.strays.set(siteKey(at), { at, name: callee.path.at(-1) ?? '' });
      return [withValue(path, following(call, {}))];
    }
    case 'builder':
      return [withValue(path, following(call, {}))];
    case 'builder-use': {
      const added = args[row.arg ?? 0];
      const links = added ? linksOf(added) : [];
      return [withValue(path, following(call, { chain: [...callee.chain, ...links] }))];
    }
    case 'builder-handler': {
      const site = siteKey(at);
      const handler = args[row.arg ?? 0] ?? v.undefined;
      const builder = builderRow(call);
      m.procedures.set(site, {
        site,
        at,
        framework: builder?.framework ?? 'unknown',
        kind: row.kind,
        chain: callee.chain,
        handler,
        protocol: { next: builder?.next ?? null },
        params: builder?.handlerParams ?? [],
      });
      return [withValue(path, v.native('procedure', site, [v.array(callee.chain), handler]))];
    }
    case 'builder-router': {
      const object = args[0];
      if (object) nameProcedures(call, object, '');
      if (object?.t !== 'object') return [withValue(path, object ?? v.opaque())];
      return [withValue(path, v.object(new Map(object.fields).set('createCaller', v.native('make-caller', '', [object])), object.rest))];
    }
    case 'builder-caller':
      return [withValue(path, v.native('make-caller', '', args.slice(0, 1)))];
    case 'registers-worker': {
      const handler = argumentAt(row.handler, args);
      const name = args.map((arg) => (arg.t === 'const' && typeof arg.value === 'string' ? arg.value : null)).find((text) => text !== null) ?? null;
      if (handler && atoms(handler).some((atom) => atom.t === 'function' || atom.t === 'native' || atom.t === 'library'))
        m.workers.set(`${siteKey(at)}|${row.handler}`, { at, row, handler, name });
      return [withValue(path, following(call, {}))];
    }
  }
}

function following(call: LibraryCall, more: { site?: string; chain?: readonly Value[] }): Value {
  const { callee, args } = call;
  const m = call.f.machine;
  const target = call.constructing ? { module: callee.package, path: callee.path } : m.matcher.resolve(callee.package, [...callee.path, '()']);
  return m.values.library(target.module, target.path, {
    taints: blend([callee.taints, ...(more.site ? args.map((arg) => taintsOf(arg, 1)) : [])]).filter((taint) => taint.startsWith('env:')),
    site: more.site ?? callee.site,
    chain: more.chain ?? callee.chain,
  });
}

/** A builder handed to a builder brings its own middleware. */
function linksOf(value: Value): readonly Value[] {
  if (value.t === 'library' && value.chain.length > 0) return value.chain;
  return [value];
}

/** The row of the builder that a chain started from: what its handlers get. */
function builderRow(call: LibraryCall): Extract<Row, { role: 'builder' }> | null {
  const { callee } = call;
  for (let length = callee.path.length; length > 0; length--) {
    const row = call.f.machine.matcher.rows(callee.package, callee.path.slice(0, length)).find((one) => one.role === 'builder');
    if (row?.role === 'builder') return row;
  }
  return null;
}

/** Names of procedures are the keys of the object that makes the router, joined over nested routers. */
function nameProcedures(call: LibraryCall, value: Value, prefix: string, depth = 0): void {
  if (depth > 8 || value.t !== 'object') return;
  for (const [name, inner] of value.fields) {
    const full = prefix === '' ? name : `${prefix}.${name}`;
    for (const atom of atoms(inner)) {
      if (isProcedure(atom)) {
        // The router of routers may have been seen before the router: the longer name is the whole one.
        const known = call.f.machine.procedureNames.get(atom.key);
        if (known === undefined || known.length < full.length) call.f.machine.procedureNames.set(atom.key, full);
      } else nameProcedures(call, atom, full, depth + 1);
    }
  }
}

const isProcedure = (value: Value): value is ValueOf<'native'> => value.t === 'native' && value.name === 'procedure';
