/** Entries of lists of routes that say more of themselves after they were made: groups, resources, and what each of them uses. */
import { noFacts } from '../facts.js';
import type { Machine } from '../machine.js';
import { libraryValue } from '../natives.js';
import type { Registry } from '../registry.js';
import { methodLater, textOf, type ListPart, type ListRow } from '../route-lists.js';
import type { Value } from '../value.js';
import { flat } from './class-modules.js';
import type { Entry } from './entry.js';
import { innermostFunction } from './own.js';
import { join } from './routers.js';

const all = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** A route, before what stands around it. */
interface Route {
  readonly part: ListPart;
  readonly name: string;
  readonly methods: readonly string[];
  readonly path: string;
  readonly handler: Value;
}

export function listEntries(m: Machine, { listed }: Registry): Entry[] {
  const said = (part: ListPart, does: ListRow['does']): readonly ListPart[] => listed.filter((one) => one.row.does === does && one.site === part.site);
  return listed.flatMap((part): Entry[] => {
    const routes =
      part.row.does === 'route' ? routesOf(m, part) : part.row.does === 'resource' ? actionsOf(m, part, [...said(part, 'only'), ...said(part, 'except')]) : [];
    return routes.map((route) => {
      // A group's call has the calls of its routes in it: the innermost is the shortest.
      const groups = listed.filter((one) => one.row.does === 'group' && isInside(part, one)).sort((a, b) => a.at.end - a.at.start - (b.at.end - b.at.start));
      const places = [part, ...groups];
      const prefix = places.map((one) => said(one, 'prefixes').reduce((inner, each) => join(textOf(each.args[0]) ?? '', inner), ''));
      const before = [...places].reverse().flatMap((one) => said(one, 'uses').flatMap((each) => used(m, each)));
      const everywhere = listed.filter((one) => one.row.does === 'uses' && one.row.everywhere && one.row.framework === part.row.framework);
      const path = prefix.reduce((inner, one) => join(one, inner), join('', route.path));
      return {
        file: part.anchor.file,
        at: part.anchor,
        name: route.name,
        framework: part.row.framework,
        kind: 'route',
        methods: route.methods,
        path: path === '' ? '/' : path,
        links: [...everywhere.flatMap((one) => used(m, one)), ...before, route.handler],
        protocol: { next: part.row.next ?? null, own: 1 },
        params: (part.row.handlerParams ?? []).map((one) => libraryValue({ machine: m }, one)),
        paramsOf: null,
        starts: [{ facts: noFacts, params: null }],
        onlyIfWrites: !route.methods.some((method) => all.includes(method)),
        own: innermostFunction(m, route.handler),
        doubt: null,
      };
    });
  });
}

const isInside = (inner: ListPart, outer: ListPart): boolean =>
  inner.at.file === outer.at.file && outer.at.start <= inner.at.start && inner.at.end <= outer.at.end && inner !== outer;

/** Middleware as links: functions, made middleware, and functions that import a class. */
function used(m: Machine, { row, args }: ListPart): Value[] {
  return flat(args[row.arg ?? 0]).map((value) => {
    if (value.t === 'function' && row.everywhere) return methodLater({ machine: m }, value, row.runs ?? '');
    return value.t === 'class' ? methodLater({ machine: m }, value, row.runs ?? '') : value.t === 'const' || value.t === 'object' ? m.values.opaque() : value;
  });
}

function routesOf(m: Machine, part: ListPart): Route[] {
  const { row, args } = part;
  const path = textOf(args[0]) ?? '';
  const listed = row.method === undefined ? flat(args[1]).flatMap((one) => textOf(one) ?? []) : [];
  const methods = row.method === undefined ? listed.map((one) => one.toUpperCase()) : row.method === null ? all : [row.method];
  const given = args[row.method === undefined ? 2 : 1];
  if (!given || methods.length === 0) return [];
  const [cls, method] = given.t === 'array' ? given.items : [];
  const name = textOf(method) ?? (cls ? 'handle' : (methods[0] ?? '').toLowerCase());
  const handler = cls ? methodLater({ machine: m }, cls, name) : given.t === 'const' ? m.values.opaque([], 'its handler is named by a text') : given;
  return [{ part, name, methods, path, handler }];
}

/** The actions of a resource that are left by what is said of it. */
function actionsOf(m: Machine, part: ListPart, narrowing: readonly ListPart[]): Route[] {
  const { row, args } = part;
  const resource = textOf(args[0]) ?? '';
  const cls = args[1];
  if (!cls) return [];
  const isLeft = (action: string): boolean =>
    narrowing.every(({ row: by, args: given }) => {
      const names = by.leaves ?? flat(given[0]).flatMap((one) => textOf(one) ?? []);
      return by.does === 'only' ? names.includes(action) : !names.includes(action);
    });
  return Object.entries(row.actions ?? {}).flatMap(([action, how]): Route[] => {
    const [method = '', tail = ''] = how.split(' ');
    if (!isLeft(action)) return [];
    return [{ part, name: action, methods: [method], path: `${nested(resource)}${tail}`, handler: methodLater({ machine: m }, cls, action) }];
  });
}

/** `posts.comments` is `posts/:post_id/comments`. */
const nested = (resource: string): string =>
  resource
    .split('.')
    .map((name, index, names) => (index < names.length - 1 ? `${name}/:${name.replace(/s$/, '')}_id` : name))
    .join('/');
