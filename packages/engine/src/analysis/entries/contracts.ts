/** Entries whose handlers are built for a contract of endpoints. What the handlers return is run by the framework, so that what is done there is not followed. */
import { madeAt, type ContractPart } from '../contract-parts.js';
import { noFacts } from '../facts.js';
import type { Machine } from '../machine.js';
import type { Registry } from '../registry.js';
import { atoms, constantOf, type Value } from '../value.js';
import { capturedOf } from './conventions.js';
import type { Entry } from './entry.js';
import { innermostFunction } from './own.js';
import { propertyPlaces } from './property-places.js';
import { join } from './routers.js';

const all = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** An endpoint, or a group of endpoints or of groups. */
interface Node {
  readonly site: string;
  readonly row: ContractPart['row'];
  readonly name: string | null;
  readonly path: string | null;
  readonly members: string[];
  /** Names of the middleware before it. */
  readonly guards: string[];
  prefix: string;
}

export function contractEntries(m: Machine, { parts }: Registry): Entry[] {
  const nodes = nodesOf(m, parts);
  return parts.flatMap((part): Entry[] => {
    if (part.row.does === 'handles') return [handled(m, nodes, part)];
    return part.row.does === 'implements' ? implemented(m, nodes, part) : [];
  });
}

function nodesOf(m: Machine, parts: readonly ContractPart[]): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  const sites = (values: readonly Value[]): string[] => values.flatMap((value) => atoms(value)).flatMap((value) => madeAt(m, value) ?? []);
  for (const { row, site, name, path, args } of parts)
    if (site !== null && (row.does === 'endpoint' || row.does === 'group') && !nodes.has(site))
      nodes.set(site, { site, row, name, path, members: row.members === undefined ? [] : sites(args.slice(row.members)), guards: [], prefix: '' });
  for (const { row, site, args } of parts) {
    const node = site === null ? undefined : nodes.get(site);
    const [first] = args;
    if (!node) continue;
    if (row.does === 'adds') node.members.push(...sites(args));
    else if (row.does === 'guards' && first) node.guards.push(nameOf(m, first));
    else if (row.does === 'prefixes' && first) node.prefix = join(String(constantOf(first) ?? ''), node.prefix);
  }
  return nodes;
}

/** The name of a class by which middleware is found. */
function nameOf(m: Machine, value: Value): string {
  const declared = value.t === 'class' ? m.modules.load(value.file)?.classes[value.cls] : undefined;
  return declared?.name ?? 'a middleware';
}

/** The groups around a node, innermost first. */
function around(nodes: ReadonlyMap<string, Node>, site: string, depth = 0): readonly Node[] {
  const parent = depth > 6 ? undefined : [...nodes.values()].find((one) => one.members.includes(site));
  return parent ? [parent, ...around(nodes, parent.site, depth + 1)] : [];
}

function handled(m: Machine, nodes: ReadonlyMap<string, Node>, part: ContractPart): Entry {
  const named = [...nodes.values()].filter((one) => one.row.does === 'endpoint' && one.name === part.name);
  const node = named.find((one) => around(nodes, one.site).some((group) => group.name === part.group)) ?? (named.length === 1 ? named[0] : undefined);
  const own = propertyPlaces(m, part.written.file, part.written.expr);
  const handler = part.args[1] ?? m.values.opaque();
  return entryOf(m, nodes, node, part, { name: part.name ?? '', handler, at: part.at, own: [...own.values()].flatMap((one) => one.own) });
}

function implemented(m: Machine, nodes: ReadonlyMap<string, Node>, part: ContractPart): Entry[] {
  const group = part.site === null ? undefined : nodes.get(part.site);
  return [...propertyPlaces(m, part.written.file, part.written.expr)].flatMap(([name, { at, own }]) => {
    const node = group?.members.map((site) => nodes.get(site)).find((one) => one?.name === name);
    const fn = m.modules.load(at.file)?.functions.find((one) => one.at.start === own[0]?.start);
    const module = m.modules.load(at.file);
    if (name.includes('.') || !fn || !module) return [];
    return [entryOf(m, nodes, node, part, { name, handler: m.values.fn(module.file, fn.id, capturedOf(m, module, fn)), at, own })];
  });
}

function entryOf(
  m: Machine,
  nodes: ReadonlyMap<string, Node>,
  node: Node | undefined,
  { row }: ContractPart,
  { name, handler, at, own }: Pick<Entry, 'name' | 'at' | 'own'> & { readonly handler: Value },
): Entry {
  const groups = node ? around(nodes, node.site) : [];
  const method = node?.row.method ?? null;
  const guards = [...groups.flatMap((one) => one.guards), ...(node?.guards ?? [])];
  const kind = row.kind ?? 'route';
  const because =
    guards.length > 0
      ? `${guards.join(' and ')} ${guards.length > 1 ? 'stand' : 'stands'} before it: what ${guards.length > 1 ? 'they answer' : 'it answers'} is an effect, and effects are not followed`
      : 'what it answers is an effect, and effects are not followed';
  const doubt = 'what it answers is an effect, and effects are not followed';
  const path = kind === 'route' && node?.path != null ? groups.reduce((inner, one) => join(one.prefix, inner), join(node.prefix, node.path)) : null;
  return {
    file: at.file,
    at,
    name,
    framework: row.framework,
    kind,
    methods: method !== null ? [method] : kind === 'procedure' ? ['POST'] : all,
    path,
    links: [m.values.opaque([], because), handler],
    protocol: { next: null, own: 1 },
    params: [m.values.opaque(['caller:body:'], null, true), m.values.opaque(['context'], null, true)],
    paramsOf: null,
    starts: [{ facts: noFacts, params: null }],
    onlyIfWrites: method !== null && !all.includes(method),
    own: own.length > 0 ? own : innermostFunction(m, handler),
    doubt,
  };
}
