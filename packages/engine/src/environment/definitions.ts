/** Where the names of a module get their values: declarations, loop variables, parameters, callbacks. One walk over the IR of a module. */
import type { BindingId, Call, Expr, FunctionId, Module, Pattern } from '@gatelint/ts-facts';

/** How a binding comes by its value. `path` leads from the value into what is bound: the keys of the destructuring. */
export type Definition =
  | { readonly is: 'value'; readonly value: Expr; readonly path: readonly string[] }
  /** One of the things that are walked by a loop. */
  | { readonly is: 'element'; readonly of: Expr; readonly path: readonly string[] }
  | { readonly is: 'key'; readonly of: Expr }
  | { readonly is: 'param'; readonly fn: FunctionId; readonly index: number; readonly path: readonly string[]; readonly fallback: Expr | null };

export interface Definitions {
  of(binding: BindingId): Definition | null;
  /** The call that a function literal is handed to, and as which argument. */
  handedTo(fn: FunctionId): { readonly call: Call; readonly index: number } | null;
  /** The object literal or class that a method belongs to is not a binding; `this` inside it leads there. */
  readonly all: readonly Expr[];
}

type Node = Readonly<Record<string, unknown>>;

/** Calls `enter` for every expression, statement and pattern below `node`, outside in; false leaves out what is inside. */
export function visit(node: unknown, enter: (node: Node) => boolean | void): void {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, enter);
    return;
  }
  if (node === null || typeof node !== 'object') return;
  const record = node as Node;
  if (('k' in record || 's' in record || 'p' in record) && enter(record) === false) return;
  for (const key in record) {
    const value = record[key];
    if (key !== 'at' && value !== null && typeof value === 'object') visit(value, enter);
  }
}

/** Everything in a module that holds expressions: bodies, parameters, decorators, class members, exported expressions. */
export function rootsOf(module: Module): unknown[] {
  return [
    module.functions.map((fn) => [fn.params, fn.decorators, fn.body]),
    module.classes.map((one) => [one.extends, one.decorators, one.members]),
    module.exports.map((one) => (one.what.is === 'expression' ? one.what.value : null)),
  ];
}

export function definitionsOf(module: Module): Definitions {
  const found = new Map<BindingId, Definition>();
  const assigned = new Set<BindingId>();
  const handed = new Map<FunctionId, { call: Call; index: number }>();
  const all: Expr[] = [];

  const bind = (
    pattern: Pattern,
    path: readonly string[],
    make: (path: readonly string[], fallback: Expr | null) => Definition,
    fallback: Expr | null = null,
  ): void => {
    if (pattern.p === 'binding') found.set(pattern.binding, make(path, fallback));
    else if (pattern.p === 'default') bind(pattern.target, path, make, pattern.value);
    else if (pattern.p === 'object') for (const { key, value } of pattern.props) bind(value, [...path, typeof key === 'string' ? key : '*'], make);
    else if (pattern.p === 'array') for (const [index, item] of pattern.items.entries()) if (item) bind(item, [...path, String(index)], make);
  };

  for (const fn of module.functions) {
    for (const [index, param] of fn.params.entries()) {
      bind(param.pattern, [], (path, fallback) => ({ is: 'param', fn: fn.id, index, path, fallback: path.length === 0 ? fallback : null }));
    }
  }
  visit(rootsOf(module), (node) => {
    if ('s' in node) {
      const statement = node as unknown as { s: string; target: Pattern | null; value: Expr | null; over: Expr | null; kind: string };
      if (statement.s === 'let' && statement.value && statement.target) {
        const { value } = statement;
        bind(statement.target, [], (path) => ({ is: 'value', value, path }));
      } else if (statement.s === 'loop' && statement.over && statement.target) {
        const { over } = statement;
        if (statement.kind === 'for-in') bind(statement.target, [], () => ({ is: 'key', of: over }));
        else bind(statement.target, [], (path) => ({ is: 'element', of: over, path }));
      }
    } else if ('k' in node) {
      const expr = node as unknown as Expr;
      all.push(expr);
      if (expr.k === 'assign' && expr.target.p === 'binding') assigned.add(expr.target.binding);
      else if (expr.k === 'call') for (const [index, arg] of expr.args.entries()) if (arg.k === 'function') handed.set(arg.id, { call: expr, index });
    }
  });
  for (const [id, binding] of module.bindings.entries()) {
    if (!found.has(id) && binding.init) found.set(id, { is: 'value', value: binding.init, path: [] });
  }
  return {
    // A name that is assigned again is not its first value.
    of: (binding) => (assigned.has(binding) ? null : (found.get(binding) ?? null)),
    handedTo: (fn) => handed.get(fn) ?? null,
    all,
  };
}
