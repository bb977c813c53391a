/** Columns of a table in code: what makes each, what its methods add, through names and functions of the project that make columns for several tables. */
import type { BindingId, Call, Expr, Fn, Prop, Stmt } from '@gatelint/ts-facts';
import type { DeclaredColumn, EnumType, TableName } from './declared.js';
import type { Located, Reader } from './reader.js';

/** The table, and the property of it, that an expression such as `users.id` is about. */
export type FindColumn = (file: string, expr: Expr) => { readonly table: TableName; readonly column: string } | null;

/** What a column's chain is made of; the arguments of calls are where they stand. */
interface Parts {
  made: { readonly file: string; readonly call: Call; readonly type: DeclaredColumn['type'] | 'enum'; readonly values: string | null } | null;
  readonly methods: { readonly file: string; readonly name: string; readonly call: Call }[];
  /** The arguments of the functions of the project that it came through, by their parameters. */
  readonly given: Map<string, Located>;
  /** Names of the functions of the library that a callback is handed: `(t) => ({ id: t.uuid() })`. */
  readonly makers: string | null;
}

/** Longest way through names and functions from a column to the call that makes it. */
const maxSteps = 8;

export interface ColumnProperty {
  /** The package whose table it is in. */
  readonly module: string;
  readonly file: string;
  readonly prop: Extract<Prop, { kind: 'value' }>;
  /** The property as it is written. */
  readonly written: string;
  /** The parameter through which a callback that lists the columns is handed what makes them. */
  readonly makers: BindingId | null;
}

export function readColumn(reader: Reader, { module, file, prop, written, makers }: ColumnProperty, find: FindColumn): DeclaredColumn {
  const key = typeof prop.key === 'string' ? prop.key : '';
  const parts: Parts = { made: null, methods: [], given: new Map(), makers: makers === null ? null : `${file} ${makers}` };
  follow(reader, module, file, prop.value, parts, maxSteps);
  const refined = new Map(
    parts.methods.flatMap((one) => {
      const as = reader.row(module, ['$column', one.name], 'refines-column')?.as;
      return as === undefined ? [] : [[as, one] as const];
    }),
  );
  const fallback = refined.get('default');
  const reference = refined.get('references');
  const named = parts.made === null ? null : nameOf(reader, parts);
  return {
    key,
    name: named ?? key,
    file,
    at: { start: prop.at.start, end: Math.min(prop.at.end, prop.at.start + key.length) },
    whole: prop.at,
    type: parts.made === null ? 'other' : parts.made.type === 'enum' ? enumOf(reader, parts) : parts.made.type,
    spelled: spelledIn(reader, parts) ?? typedIn(reader, file, written),
    array: refined.has('array'),
    notNull: refined.has('not-null') || refined.has('primary-key'),
    primaryKey: refined.has('primary-key'),
    unique: refined.has('unique'),
    generated: refined.has('generated'),
    fallback: fallback ? reader.text(fallback.file, fallback.call.args[0]) : null,
    references: reference ? referenceOf(reader, reference.file, reference.call.args[0], find) : null,
  };
}

function follow(reader: Reader, module: string, file: string, expr: Expr, parts: Parts, depth: number): void {
  if (depth <= 0 || parts.made) return;
  if (expr.k === 'ref' || (expr.k === 'member' && typeof expr.property === 'string')) {
    const from = expr.k === 'ref' ? reader.origin(file, expr) : fieldOf(reader, file, expr);
    if (from && from.expr !== expr) follow(reader, module, from.file, from.expr, parts, depth - 1);
    return;
  }
  if (expr.k !== 'call') return;
  const row = reader.makes(file, expr, 'declares-column') ?? handed(reader, module, file, expr, parts);
  if (row) {
    parts.made = { file, call: expr, type: row.type, values: row.values ?? null };
    return;
  }
  const { callee } = expr;
  if (callee.k === 'member' && typeof callee.property === 'string' && reader.row(module, ['$column', callee.property], 'refines-column') !== null) {
    parts.methods.push({ file, name: callee.property, call: expr });
    follow(reader, module, file, callee.object, parts, depth);
    return;
  }
  const to = reader.denoter.denote(file, callee);
  const fn = to?.is === 'fn' ? reader.denoter.module(to.file)?.functions[to.fn] : undefined;
  if (to?.is === 'fn' && fn) {
    for (const [index, param] of fn.params.entries())
      if (param.pattern.p === 'binding' && expr.args[index]) parts.given.set(`${to.file} ${param.pattern.binding}`, { file, expr: expr.args[index] });
    const result = resultOf(fn);
    if (result) follow(reader, module, to.file, result, parts, depth - 1);
    return;
  }
  // A method that says nothing of what is asked here (`$type`, `$onUpdate`) stands between.
  if (callee.k === 'member') follow(reader, module, file, callee.object, parts, depth);
}

/** `t.text('name')` where `t` is the parameter of the callback that lists the columns. */
function handed(reader: Reader, module: string, file: string, { callee }: Call, parts: Parts) {
  if (parts.makers === null || callee.k !== 'member' || typeof callee.property !== 'string' || callee.object.k !== 'ref') return null;
  return parts.makers === `${file} ${callee.object.binding}` ? reader.row(module, [callee.property], 'declares-column') : null;
}

/** A property of an object of the project: `columns.createdAt`. */
function fieldOf(reader: Reader, file: string, expr: Extract<Expr, { k: 'member' }>): Located | null {
  return typeof expr.property === 'string' ? reader.field(file, expr.object, expr.property) : null;
}

/** What a function returns, where it has one result. */
export function resultOf(fn: Fn): Expr | null {
  const results = (body: readonly Stmt[]): Expr[] => body.flatMap((one) => (one.s === 'return' && one.value ? [one.value] : []));
  return results(fn.body).at(-1) ?? null;
}

function textOf(reader: Reader, file: string, expr: Expr | undefined, parts: Parts): string | null {
  const given = expr?.k === 'ref' ? parts.given.get(`${file} ${expr.binding}`) : undefined;
  return given ? textOf(reader, given.file, given.expr, parts) : reader.text(file, expr);
}

const nameOf = (reader: Reader, { made, ...parts }: Parts): string | null => (made ? textOf(reader, made.file, made.call.args[0], { made, ...parts }) : null);

/** The values stand where the type is made, or with the column itself. */
function enumOf(reader: Reader, { made }: Parts): EnumType {
  if (!made) return { name: null, values: [] };
  const from = reader.origin(made.file, made.call.callee);
  if (from.expr.k === 'call' && reader.makes(from.file, from.expr, 'declares-enum') !== null)
    return { name: reader.text(from.file, from.expr.args[0]), values: reader.texts(from.file, from.expr.args[1]) ?? [] };
  const [first, second] = made.call.args;
  return { name: null, values: reader.texts(made.file, second) ?? reader.texts(made.file, first) ?? [] };
}

/** A list of values that the column is given, if only of one; null when it is given none. */
function spelledIn(reader: Reader, { made }: Parts): readonly string[] | null {
  if (made?.values == null) return null;
  for (const arg of made.call.args) {
    const found = reader.field(made.file, arg, made.values);
    if (found) return reader.texts(found.file, found.expr);
  }
  return null;
}

/** `$type<'draft' | 'sent'>()`, `$type<OrderStatus>()`: values in the argument of a type that stands between the calls. */
function typedIn(reader: Reader, file: string, written: string): readonly string[] {
  const union = /<\s*\|?\s*((?:(['"])[\w -]+\2\s*\|\s*)+(['"])[\w -]+\3)\s*>\s*\(\s*\)/u.exec(written)?.[1];
  if (union !== undefined) return [...union.matchAll(/['"]([\w -]+)['"]/gu)].map((one) => one[1]!);
  const name = /\.\s*\$?\w+<\s*(\w+)\s*>\s*\(\s*\)/u.exec(written)?.[1];
  const binding = reader.denoter.module(file)?.bindings.findIndex((one) => one.owner === 0 && one.name === name) ?? -1;
  if (binding < 0 || name === undefined) return [];
  const named = reader.denoter.alias(file, { path: [name], binding, args: [], union: [] });
  const values = named?.type.union.map((one) => one.literal) ?? [];
  return values.every((value) => typeof value === 'string') ? values : [];
}

/** `() => users.id`. */
function referenceOf(reader: Reader, file: string, expr: Expr | undefined, find: FindColumn): DeclaredColumn['references'] {
  const fn = expr?.k === 'function' ? reader.denoter.module(file)?.functions[expr.id] : undefined;
  const result = fn ? resultOf(fn) : null;
  const target = result ? find(file, result) : null;
  return target ? { table: target.table, columns: [target.column] } : null;
}
