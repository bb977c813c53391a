/** Entries that are functions in a table: resolvers of GraphQL, handlers of a contract. */
import { argumentAt } from '../arguments.js';
import { handles } from '../gates.js';
import type { Machine } from '../machine.js';
import { moduleExport } from '../module-values.js';
import { libraryValue } from '../natives.js';
import type { Registry } from '../registry.js';
import { isContract, type HandlerTable, type RulesMade, type TableRow } from '../tables.js';
import { atoms, constantOf, type Value } from '../value.js';
import { flat } from './class-modules.js';
import type { Entry } from './entry.js';
import { startsWith } from './made-contexts.js';
import { innermostFunction } from './own.js';
import { propertyPlaces, type Place } from './property-places.js';
import { calledBy } from './registered.js';
import { join, standingBefore } from './routers.js';

const all = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Parameters with which a queue may call a function. */
const HANDED = 4;

/** One handler of a table. */
interface Leaf {
  /** Names on the way to it. */
  readonly names: readonly string[];
  readonly value: Value;
  readonly contract: Value | null;
}

export function tableEntries(m: Machine, registry: Registry): Entry[] {
  const found = registry.tables.flatMap((table) => leavesOf(m, table).map((leaf) => ({ table, leaf, key: `${leaf.value.id}|${leaf.contract?.id ?? ''}` })));
  // A table that is made in one place and served in another is one: what serves it knows more.
  const served = new Set(found.filter(({ table }) => !table.row.returns).map(({ key }) => key));
  return found.filter(({ table, key }) => !table.row.returns || !served.has(key)).map(({ table, leaf }) => entryOf(m, registry, table, leaf));
}

function leavesOf(m: Machine, { row, table, contract, name }: HandlerTable): Leaf[] {
  if (row.named !== undefined || (contract && isContract(contract))) return [{ names: [name ?? ''], value: table, contract }];
  const out: Leaf[] = [];
  const visit = (value: Value, says: Value | null, names: readonly string[]): void => {
    for (const atom of flat(value)) {
      if (names.length > 8) continue;
      for (const [key, field] of fieldsOf(m, atom)) {
        const own = says?.t === 'object' ? (says.fields.get(key) ?? null) : null;
        if (isHandler(row, field)) out.push({ names: [...names, key], value: field, contract: own });
        else visit(field, own, [...names, key]);
      }
    }
  };
  for (const atom of flat(table)) {
    if (row.below === undefined) visit(atom, contract, []);
    else if (atom.t === 'object') for (const group of row.below) visit(atom.fields.get(group) ?? atom, null, [group]);
  }
  // What stands beside the groups is none of them.
  return row.below === undefined ? out : out.filter(({ names }) => names.length === 2 && row.below?.includes(names[0] ?? ''));
}

/** The fields of an object, or what a module exports. */
function fieldsOf(m: Machine, value: Value): readonly (readonly [name: string, value: Value])[] {
  if (value.t === 'object') return [...value.fields];
  const module = value.t === 'module' ? m.modules.load(value.file) : null;
  return (module?.exports ?? []).flatMap((one) => {
    const exported = one.typeOnly || !module ? null : moduleExport(m, module.file, one.name);
    return exported ? [[one.name, exported] as const] : [];
  });
}

const isHandler = (row: TableRow, value: Value): boolean =>
  atoms(value).some((atom) => atom.t === 'function' || atom.t === 'native' || (atom.t === 'opaque' && atom.because !== null)) ||
  (value.t === 'object' && (row.handler ?? []).some((name) => value.fields.has(name)));

function entryOf(m: Machine, registry: Registry, table: HandlerTable, leaf: Leaf): Entry {
  const { row } = table;
  const options = leaf.value.t === 'object' ? leaf.value : null;
  const handler = options ? ((row.handler ?? []).map((name) => options.fields.get(name)).find((one) => one !== undefined) ?? m.values.opaque()) : leaf.value;
  const hooks = options ? (row.hooks ?? []).flatMap((where) => flat(argumentAt(`0.${where}`, [options]) ?? undefined)) : [];
  const method = textOf(leaf.contract, 'method');
  const methods = method !== null ? [method.toUpperCase()] : row.kind === 'route' ? all : ['POST'];
  const path = row.kind !== 'route' ? null : join('', textOf(leaf.contract, 'path') ?? '') || null;
  const above = table.over === null || path === null ? [] : standingBefore(m, registry, table.over)(path);
  const told = (row.middlewareParams ?? row.handlerParams ?? []).map((one) => libraryValue({ machine: m }, one));
  // What a queue hands over is there, whatever it is.
  const params = row.kind === 'worker' && told.length === 0 ? Array.from({ length: HANDED }, () => m.values.opaque([], null, true)) : told;
  const place = placeIn(m, table, leaf, handler);
  return {
    file: place.at.file,
    at: place.at,
    name: leaf.names.at(-1) ?? '',
    framework: row.framework,
    kind: row.kind,
    methods,
    path,
    links: [
      ...above,
      ...table.before.flatMap(flat),
      ...ruling(m, registry, table, leaf, options),
      ...hooks,
      row.middlewareParams ? withOwnParameters(m, row, handler) : handler,
    ],
    protocol: { next: row.next ?? null, ...(row.nextOptional ? { optional: true } : {}), own: hooks.length + 1 },
    params,
    paramsOf: null,
    starts:
      row.kind === 'worker' ? [{ facts: calledBy(row.framework, place.at), params: null }] : startsWith(m, registry, row.framework, row.contextAt, params),
    onlyIfWrites: method !== null && !all.includes(method.toUpperCase()),
    own: place.own,
    doubt: null,
  };
}

/** What is asked of callers by name: rules of the table, and scopes of the handler. */
function ruling(m: Machine, registry: Registry, { row, scopes }: HandlerTable, { names }: Leaf, options: Value | null): Value[] {
  const wanted = row.scopes ? argumentAt(`0.${row.scopes.at}`, options ? [options] : []) : null;
  const index = Number(row.contextAt?.split('.')[0] ?? 0);
  return [
    ...registry.rules.filter((one) => one.framework === row.framework).flatMap((one) => ruleLinks(m, one, names)),
    ...(wanted ? [m.values.native('scoped', String(index), [scopes ?? m.values.opaque(), wanted])] : []),
  ];
}

/** The rule for a handler by its names: its own, that of all others beside it, or that of whatever has none. */
function ruleLinks(m: Machine, { table, otherwise }: RulesMade, [group = '', name = '']: readonly string[]): Value[] {
  const rules = table.t === 'object' ? table.fields.get(group) : undefined;
  const rule = rules?.t === 'object' ? (rules.fields.get(name) ?? rules.fields.get('*')) : rules;
  const found = rule ?? otherwise;
  return found ? [ruleLink(m, found)] : [];
}

/** One rule of several may be enough (a union), or all of them are asked (a list). */
function ruleLink(m: Machine, rule: Value): Value {
  if (rule.t === 'array') return m.values.array(rule.items.map((one) => ruleLink(m, one)));
  if (rule.t === 'union') return m.values.union(rule.of.map((one) => ruleLink(m, one)));
  return m.values.native('ruled', '', [rule]);
}

/** A handler that gets other parameters than the middleware before it. */
function withOwnParameters(m: Machine, row: TableRow, handler: Value): Value {
  const nothing = m.values.record({});
  const request = Object.entries(row.request ?? {}).map(([name, index]) => `${name}=${index}`);
  const params = (row.handlerParams ?? []).map((one, index) => {
    const value = libraryValue({ machine: m }, one);
    return index === 0 && request.length > 0 ? m.values.native('parameter', `with:${request.join()}`, [value]) : value;
  });
  return handles(m, handler, params, '', { handler: nothing, class: nothing });
}

const textOf = (contract: Value | null, name: string): string | null => {
  const constant = contract?.t === 'object' ? constantOf(contract.fields.get(name) ?? contract) : null;
  return typeof constant === 'string' ? constant : null;
};

function placeIn(m: Machine, { at, row, written }: HandlerTable, { names }: Leaf, handler: Value): Place {
  const own = innermostFunction(m, handler);
  if (row.named !== undefined) return { at, own };
  const places = propertyPlaces(m, written.file, written.expr);
  const name = names.join('.');
  const found =
    (row.handler ?? []).map((field) => places.get(`${name}.${field}`)).find((one) => one !== undefined && one.own.length > 0) ?? places.get(name) ?? null;
  const [first] = own;
  return found ? { at: found.at, own: [...found.own, ...own] } : { at: first ?? at, own };
}
