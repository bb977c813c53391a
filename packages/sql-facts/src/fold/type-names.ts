/** Types as PostgreSQL's `format_type` prints them. */
import type { Named } from '../schema.js';
import { constantOf } from './constants.js';
import { list, nameParts, strings, type Node } from './nodes.js';
import type { State } from './state.js';

export interface TypeName {
  readonly type: string;
  readonly typeRef: Named | null;
  readonly array: boolean;
  /** `serial` and its kin: an integer with a sequence as its default, never null. */
  readonly serial: boolean;
}

/** Internal name → printed name, for those that differ. */
const printed: Readonly<Record<string, string>> = {
  varchar: 'character varying',
  bpchar: 'character',
  int2: 'smallint',
  int4: 'integer',
  int: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  decimal: 'numeric',
  varbit: 'bit varying',
  timestamptz: 'timestamp with time zone',
  timestamp: 'timestamp without time zone',
  timetz: 'time with time zone',
  time: 'time without time zone',
};

const serials: Readonly<Record<string, string>> = {
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
  smallserial: 'smallint',
  serial2: 'smallint',
};

/** Types of pg_catalog that scripts name without a schema; they win over a project's own of the same name. */
const CATALOGUE: ReadonlySet<string> = new Set([
  'text',
  'uuid',
  'jsonb',
  'json',
  'bytea',
  'date',
  'inet',
  'money',
  'name',
  'tsvector',
  'xml',
  'oid',
  ...Object.keys(printed),
  ...Object.keys(serials),
]);

/** The type that a TypeName node names, as the schema stands. */
export function typeName(state: State, node: Node | undefined): TypeName {
  const parts = strings(list(node, 'names'));
  const array = list(node, 'arrayBounds').length > 0;
  const suffix = array ? '[]' : '';
  const builtIn = parts.length === 2 && parts[0] === 'pg_catalog';
  const name = parts.at(-1) ?? 'unknown';
  if (!builtIn) {
    const typeRef = parts.length === 1 && CATALOGUE.has(name) ? null : state.findType(parts);
    if (typeRef !== null) return { type: `${typeRef.schema}.${typeRef.name}${suffix}`, typeRef, array, serial: false };
    if (parts.length === 1 && name in serials) return { type: serials[name]! + suffix, typeRef: null, array, serial: true };
    if (parts.length > 1) return { type: parts.join('.') + suffix, typeRef: null, array, serial: false };
  }
  const modifiers = list(node, 'typmods').map((one) => constantOf(one) ?? '?');
  if (!builtIn && name === 'char') return { type: `"char"${suffix}`, typeRef: null, array, serial: false };
  return { type: withModifiers(printed[name] ?? name, modifiers) + suffix, typeRef: null, array, serial: false };
}

function withModifiers(name: string, modifiers: readonly string[]): string {
  if (modifiers.length === 0 || name === 'interval') return name;
  if (name === 'numeric' && modifiers.length === 1) return `numeric(${modifiers[0]},0)`;
  const zone = / with(?:out)? time zone$/.exec(name)?.[0];
  return zone === undefined ? `${name}(${modifiers.join(',')})` : `${name.slice(0, -zone.length)}(${modifiers[0]})${zone}`;
}

/** The type of an argument or a result: modifiers tell nothing apart there. */
export function argumentType(state: State, node: Node | undefined): TypeName {
  return typeName(state, node === undefined ? undefined : { ...node, typmods: [] });
}

/** A type without a state to look in: for the arguments of functions, which only have to be told apart. */
export function plainTypeName(node: Node | undefined): string {
  const parts = nameParts({ TypeName: node ?? {} });
  const name = parts.at(-1) ?? 'unknown';
  return (printed[name] ?? name) + (list(node, 'arrayBounds').length > 0 ? '[]' : '');
}
