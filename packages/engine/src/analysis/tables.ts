/** Tables of handlers: what a call of a library registers by name, and the contract that says method and path of each. */
import type { Row } from '@gatelint/catalogue';
import type { Expr } from '@gatelint/ts-facts';
import { argumentAt, stringAt } from './arguments.js';
import { applyValue } from './call.js';
import type { Result, Site } from './facts.js';
import type { LibraryCall } from './library-call.js';
import { libraryValue } from './natives.js';
import { withValue } from './paths.js';
import { atoms, constantOf, type Value } from './value.js';

export type TableRow = Extract<Row, { role: 'registers-table' }>;

/** A table as it was registered. */
export interface HandlerTable {
  readonly at: Site;
  readonly row: TableRow;
  readonly table: Value;
  readonly contract: Value | null;
  readonly name: string | null;
  /** What runs before all of its handlers. */
  readonly before: readonly Value[];
  /** The router that they hang on. */
  readonly over: string | null;
  /** Tells what a caller has of what handlers ask for. */
  readonly scopes: Value | null;
  /** The table as it is written, for the places of its handlers. */
  readonly written: { readonly file: string; readonly expr: Expr | null };
}

/** Rules that stand before the handlers of a framework, by name. */
export interface RulesMade {
  readonly at: Site;
  readonly framework: string;
  readonly table: Value;
  readonly otherwise: Value | null;
}

/** A function that makes contexts for the handlers of a framework. */
export interface ContextMade {
  readonly at: Site;
  readonly framework: string;
  readonly factory: Value;
  readonly gets: readonly string[];
}

export function registerTable(call: LibraryCall, row: TableRow, otherwise: () => Value): Result[] {
  const { f, args, path, at, expr } = call;
  const m = f.machine;
  const table = tableOf(call, row);
  if (!table) return [withValue(path, otherwise())];
  const over = row.over === undefined ? undefined : args[row.over];
  m.memo.mark('table', {
    at,
    row,
    table,
    contract: row.contract === undefined ? null : argumentAt(row.contract, args),
    name: row.named === undefined ? null : stringAt(row.named, args),
    before: (row.before ?? []).flatMap((where) => argumentAt(where, args) ?? []),
    scopes: scopesOf(call, row),
    over: over?.t === 'library' ? over.site : null,
    written: { file: f.module.file, expr: exprAt(expr?.args ?? [], row.table) },
  } satisfies HandlerTable);
  return [withValue(path, row.returns ? table : otherwise())];
}

/** The function that tells what a caller has, among the arguments with which the callee was made. */
function scopesOf({ callee }: LibraryCall, row: TableRow): Value | null {
  const given = callee.fields.get('given');
  const found = given?.t === 'array' ? (row.scopes?.by ?? []).map((where) => argumentAt(where, given.items)) : [];
  return found.find((one) => one !== null) ?? null;
}

/** The table, or what the function comes back with that makes it. */
function tableOf({ f, args, path, at }: LibraryCall, row: TableRow): Value | null {
  const m = f.machine;
  const given = argumentAt(row.table, args);
  if (!given || !row.gives || !atoms(given).some((atom) => atom.t === 'function')) return given;
  const thrown = f.throws.length;
  const results = applyValue(
    f,
    given,
    row.gives.map((one) => libraryValue({ machine: m }, one)),
    path,
    at,
  );
  f.throws.length = thrown;
  return m.values.union(results.map((one) => one.value));
}

/** An argument, or a field of one, as it is written. */
function exprAt(args: readonly Expr[], where: number | string): Expr | null {
  const [index, ...fields] = String(where).split('.');
  let expr = args[Number(index)] ?? null;
  for (const field of fields) {
    const props = expr?.k === 'object' ? expr.props : [];
    expr = props.flatMap((prop) => (prop.kind === 'value' && prop.key === field ? [prop.value] : []))[0] ?? null;
  }
  return expr;
}

/** A contract with a text before each of its paths. */
export function declareContract({ f, args, path }: LibraryCall, row: Extract<Row, { role: 'declares-contract' }>): Result[] {
  const v = f.machine.values;
  const routes = args[row.routes] ?? v.opaque();
  const prefix = row.prefix === undefined ? null : stringAt(row.prefix, args);
  const under = (value: Value, depth: number): Value => {
    if (value.t !== 'object' || depth > 8) return value;
    const own = value.fields.get('path');
    const text = own ? constantOf(own) : null;
    if (isContract(value))
      return typeof text === 'string' ? v.object(new Map(value.fields).set('path', v.constant(`${prefix ?? ''}${text}`)), value.rest) : value;
    return v.object(new Map([...value.fields].map(([name, field]) => [name, under(field, depth + 1)])), value.rest);
  };
  return [withValue(path, prefix === null ? routes : under(routes, 0))];
}

/** Whether an object says method and path of one handler. */
export const isContract = (value: Value): boolean =>
  value.t === 'object' && typeof constantOf(value.fields.get('method') ?? value) === 'string' && value.fields.has('path');
