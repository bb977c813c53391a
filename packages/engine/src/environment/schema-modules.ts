/**
 * Environment schemas. A call is one when the catalogue says so, or, whatever the library, when it is given the whole environment together with an object
 * whose keys are names of variables and whose values are built by calls: `z.object({ API_KEY: z.string() }).parse(process.env)`.
 */
import type { Call, Expr, FunctionId, Span } from '@gatelint/ts-facts';
import type { EnvAccess, SchemaRow } from './access.js';
import type { Denoted, Denoter } from './denote.js';

export interface Declared {
  readonly file: string;
  readonly name: string;
  readonly at: Span;
}

const maxDepth = 8;

export interface Schema {
  readonly declared: readonly Declared[];
  /** Functions of the project that are called with the environment as their first argument, to check it. */
  readonly checkedBy: readonly { readonly file: string; readonly fn: FunctionId }[];
}

const none: Schema = { declared: [], checkedBy: [] };

export function declaredBySchema(
  file: string,
  call: Call,
  callee: Denoted | null,
  denoter: Denoter,
  access: EnvAccess,
  isEnv: (expr: Expr) => boolean,
): Schema {
  // A plugin is handed to the application together with its options: `app.register(env, { schema })`.
  const row = access.schema(callee) ?? (call.args[0]?.k === 'ref' ? access.schema(denoter.denote(file, call.args[0])) : null);
  if (row) return listedBy(file, call, row, denoter);
  // `Object.assign({ A: f() }, process.env)` and its like make an environment, they do not check one.
  if (callee?.is === 'path' && callee.module === 'globalThis') return none;
  const isWhole = (arg: Expr): boolean => isEnv(arg) || (arg.k === 'object' && arg.props.some((prop) => prop.kind === 'spread' && isEnv(prop.value)));
  if (!call.args.some((arg) => isWhole(arg) || (arg.k === 'object' && arg.props.some((prop) => prop.kind === 'value' && isEnv(prop.value))))) return none;
  const found: Declared[] = [];
  if (call.callee.k === 'member') collect(file, call.callee.object, denoter, found, maxDepth, new Set());
  // A check that was made before: `const check = ajv.compile(schema); check(process.env)`.
  else if (call.callee.k === 'ref') collect(file, call.callee, denoter, found, maxDepth, new Set());
  for (const arg of call.args) if (!isWhole(arg)) collect(file, arg, denoter, found, maxDepth, new Set());
  return { declared: found, checkedBy: [] };
}

/** What stands where the catalogue says that a call lists variables (`0.server`): an object of them, a schema that is built of calls, a function that checks. */
function listedBy(file: string, call: Call, { vars, field }: SchemaRow, denoter: Denoter): Schema {
  const declared: Declared[] = [];
  const checkedBy: Schema['checkedBy'][number][] = [];
  for (const path of vars) {
    const [position = '0', ...rest] = path.split('.');
    const arg = call.args[Number(position)];
    const value = arg && valueAt(file, arg, rest, denoter);
    if (!value) continue;
    const denoted = denoter.denote(value.file, value.expr);
    if (denoted?.is === 'fn') checkedBy.push(denoted);
    else if (denoted?.is === 'expr' && denoted.expr.k === 'object')
      declared.push(...(field === undefined ? keysOf(denoted.file, denoted.expr, denoter) : namesAt(denoted.file, denoted.expr, field, denoter)));
    else collect(value.file, value.expr, denoter, declared, maxDepth, new Set());
  }
  return { declared, checkedBy };
}

/** The expression at a path into one, as it is written there. */
function valueAt(file: string, expr: Expr, path: readonly string[], denoter: Denoter): { readonly file: string; readonly expr: Expr } | null {
  const [key, ...rest] = path;
  if (key === undefined) return { file, expr };
  const object = denoter.denote(file, expr);
  if (object?.is !== 'expr' || object.expr.k !== 'object') return null;
  const prop = object.expr.props.find((one) => one.kind === 'value' && one.key === key);
  return prop ? valueAt(object.file, prop.value, rest, denoter) : null;
}

function keysOf(file: string, object: Extract<Expr, { k: 'object' }>, denoter: Denoter, depth = maxDepth): Declared[] {
  return object.props.flatMap((prop): Declared[] => {
    if (prop.kind === 'value') return typeof prop.key === 'string' ? [{ file, name: prop.key, at: keySpan(prop.at, prop.key) }] : [];
    const spread = depth > 0 ? denoter.denote(file, prop.value) : null;
    return spread?.is === 'expr' && spread.expr.k === 'object' ? keysOf(spread.file, spread.expr, denoter, depth - 1) : [];
  });
}

/** Names that are given as the value of a field, at any depth: `{ db: { host: { env: 'DB_HOST' } } }`. */
function namesAt(file: string, object: Extract<Expr, { k: 'object' }>, field: string, denoter: Denoter, depth = maxDepth): Declared[] {
  return object.props.flatMap((prop): Declared[] => {
    if (prop.kind === 'value' && prop.key === field && prop.value.k === 'literal' && typeof prop.value.value === 'string')
      return [{ file, name: prop.value.value, at: prop.value.at }];
    const inside = depth > 0 ? denoter.denote(file, prop.value) : null;
    return inside?.is === 'expr' && inside.expr.k === 'object' ? namesAt(inside.file, inside.expr, field, denoter, depth - 1) : [];
  });
}

/** Gathers keys from the objects that a schema is built of, through names, imports and chains of calls. */
function collect(file: string, expr: Expr, denoter: Denoter, found: Declared[], depth: number, seen: Set<string>): void {
  const key = `${file} ${expr.at.start} ${expr.at.end}`;
  if (depth <= 0 || seen.has(key)) return;
  seen.add(key);
  const inside = (one: Expr): void => collect(file, one, denoter, found, depth - 1, seen);
  switch (expr.k) {
    case 'object':
      for (const prop of expr.props) {
        if (prop.kind === 'spread') inside(prop.value);
        else if (typeof prop.key === 'string' && /^[A-Z][A-Z0-9_]*$/u.test(prop.key) && isSpecification(prop.value))
          found.push({ file, name: prop.key, at: keySpan(prop.at, prop.key) });
        else if (prop.value.k === 'object' || prop.value.k === 'call' || prop.value.k === 'ref') inside(prop.value);
      }
      break;
    case 'call':
      if (expr.callee.k === 'member') inside(expr.callee.object);
      for (const arg of expr.args) inside(arg);
      break;
    case 'new':
      for (const arg of expr.args) inside(arg);
      break;
    case 'member':
      inside(expr.object);
      break;
    case 'array':
      for (const item of expr.items) inside(item);
      break;
    case 'ref': {
      const origin = denoter.origin(file, expr.binding);
      if (origin) collect(origin.file, origin.expr, denoter, found, depth - 1, seen);
      break;
    }
    default:
      break;
  }
}

/** A value that says what a variable must be: something built by a call, or a description with a type. */
function isSpecification(value: Expr): boolean {
  if (value.k === 'object') return value.props.some((prop) => prop.kind === 'value' && prop.key === 'type');
  return value.k === 'call' || value.k === 'new' || value.k === 'member' || value.k === 'ref';
}

function keySpan(at: Span, key: string): Span {
  return { start: at.start, end: Math.min(at.end, at.start + key.length) };
}
