/**
 * Routes of frameworks that are not known: a call that looks like `x.post('/…', handler)` and is none of the registrations that were found. Each is told, so that
 * silence about it is not taken for an answer.
 */
import type { Expr, Module } from '@gatelint/ts-facts';
import type { Site } from '../facts.js';
import { siteOf, type Machine } from '../machine.js';
import { bindingValue } from '../module-values.js';
import { eachExpressionOf } from '../search.js';
import type { Look } from '../specifiers.js';
import { atoms } from '../value.js';

const looksLikeRoute = /\.(?:post|put|patch|delete|del)\s*(?:<[^()]*>)?\(\s*['"`]\//;
const changing: ReadonlySet<string> = new Set(['post', 'put', 'patch', 'delete', 'del']);

export interface StrangeRoute {
  readonly at: Site;
  readonly because: string;
}

const mentionsRoute = (look: Look): boolean => looksLikeRoute.test(look.text);

/** @param known places of registrations that were found, as `file:end` of the call */
export function strangeRoutes(m: Machine, files: readonly string[], known: ReadonlySet<string>): StrangeRoute[] {
  return m.looks
    .where(files, mentionsRoute)
    .flatMap((file) => (m.memo.rootUnit(`strange:${file}`, [], 5_000, () => routesIn(m, file)).answer as readonly StrangeRoute[] | null) ?? [])
    .filter(({ at }) => !known.has(`${at.file}:${at.end}`));
}

function routesIn(m: Machine, file: string): StrangeRoute[] {
  const module = m.modules.load(file);
  const out: StrangeRoute[] = [];
  for (const fn of module?.functions ?? [])
    eachExpressionOf(fn, (expr) => {
      if (!module || expr.k !== 'call' || expr.callee.k !== 'member' || typeof expr.callee.property !== 'string' || !changing.has(expr.callee.property)) return;
      const [path, ...rest] = expr.args;
      const last = rest.at(-1);
      if (path?.k !== 'literal' || typeof path.value !== 'string' || !path.value.startsWith('/') || !last || !isFunction(m, module, last)) return;
      const from = packageOf(module, expr.callee.object, 0);
      // Of a package that the catalogue knows, and that makes no router, the call is something else: a client, a mock.
      if (from !== null && m.matcher.prefixKnown(from)) return;
      const because = `${expr.callee.property}() hangs a handler on something ${from === null ? 'that cannot be followed' : `of ${from}, which is not in the catalogue`}`;
      out.push({ at: siteOf(file, expr.at), because });
    });
  return out;
}

function isFunction(m: Machine, module: Module, expr: Expr): boolean {
  if (expr.k === 'function') return true;
  if (expr.k !== 'ref') return false;
  const binding = module.bindings[expr.binding];
  if (binding?.fn != null) return true;
  return binding?.import != null && atoms(bindingValue(m, module, expr.binding)).some((atom) => atom.t === 'function');
}

/** The package that something was made by, where the code says so at the module's top level. */
function packageOf(module: Module, expr: Expr, depth: number): string | null {
  if (depth > 12) return null;
  if (expr.k === 'call' || expr.k === 'new') return packageOf(module, expr.callee, depth + 1);
  if (expr.k === 'member') return packageOf(module, expr.object, depth + 1);
  if (expr.k === 'await') return packageOf(module, expr.value, depth + 1);
  if (expr.k !== 'ref') return null;
  const binding = module.bindings[expr.binding];
  const imported = binding?.import == null ? undefined : module.imports[binding.import];
  if (imported) return /^[./]/.test(imported.source) ? null : imported.source;
  return binding?.init ? packageOf(module, binding.init, depth + 1) : null;
}
