/**
 * Environment schemas. A call is one when the catalogue says so, or, whatever the library, when it is given the whole environment together with an object
 * whose keys are names of variables and whose values are built by calls: `z.object({ API_KEY: z.string() }).parse(process.env)`.
 */
import type { Call, Expr, Span } from '@gatelint/ts-facts';
import type { EnvAccess } from './access.js';
import type { Denoted, Denoter } from './denote.js';

export interface Declared {
  readonly file: string;
  readonly name: string;
  readonly at: Span;
}

const maxDepth = 8;

export function declaredBySchema(
  file: string,
  call: Call,
  callee: Denoted | null,
  denoter: Denoter,
  access: EnvAccess,
  isEnv: (expr: Expr) => boolean,
): Declared[] {
  const paths = access.schemaPaths(callee);
  if (paths) return paths.flatMap((path) => keysAt(file, call, path, denoter));
  // `Object.assign({ A: f() }, process.env)` and its like make an environment, they do not check one.
  if (callee?.is === 'path' && callee.module === 'globalThis') return [];
  if (!call.args.some((arg) => isEnv(arg) || (arg.k === 'object' && arg.props.some((prop) => prop.kind === 'value' && isEnv(prop.value))))) return [];
  const found: Declared[] = [];
  if (call.callee.k === 'member') collect(file, call.callee.object, denoter, found, maxDepth, new Set());
  for (const arg of call.args) if (!isEnv(arg)) collect(file, arg, denoter, found, maxDepth, new Set());
  return found;
}

/** Keys of the object at a dotted path into the arguments: `0.server`. */
function keysAt(file: string, call: Call, path: string, denoter: Denoter): Declared[] {
  const [position = '0', ...rest] = path.split('.');
  const arg = call.args[Number(position)];
  let at: Denoted | null = arg ? denoter.denote(file, arg) : null;
  for (const key of rest) at = at && denoter.step(at, key);
  if (at?.is !== 'expr' || at.expr.k !== 'object') return [];
  const found: Declared[] = [];
  for (const prop of at.expr.props)
    if (prop.kind === 'value' && typeof prop.key === 'string') found.push({ file: at.file, name: prop.key, at: keySpan(prop.at, prop.key) });
  return found;
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
