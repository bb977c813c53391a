/** Finds expressions in a module, whatever they stand in. */
import type { Expr, Fn, Module, Stmt } from '@gatelint/ts-facts';
import { children } from './waiting.js';

/** The expression that a `const` or `let` of the body, or of a block in it, starts with. */
export function initialValue(body: readonly Stmt[], binding: number): Expr | null {
  for (const stmt of body) {
    if (stmt.s === 'let' && stmt.target.p === 'binding' && stmt.target.binding === binding) return stmt.value;
    const inner =
      stmt.s === 'if'
        ? [...stmt.then, ...stmt.else]
        : stmt.s === 'try'
          ? [...stmt.body, ...(stmt.handler ?? []), ...(stmt.finally ?? [])]
          : stmt.s === 'block' || stmt.s === 'loop'
            ? stmt.body
            : [];
    const found = inner.length > 0 ? initialValue(inner, binding) : null;
    if (found) return found;
  }
  return null;
}

/** Values of every object property of that name. */
export function objectProperties(module: Module, name: string): Expr[] {
  const out: Expr[] = [];
  eachExpression(module, (expr) => {
    if (expr.k === 'object') for (const prop of expr.props) if (prop.kind === 'value' && prop.key === name) out.push(prop.value);
  });
  return out;
}

/** Every expression of every function and class of the module, outermost first. */
function eachExpression(module: Module, visit: (expr: Expr) => void): void {
  const walk = (expr: Expr): void => eachInside(expr, visit);
  for (const fn of module.functions) for (const stmt of fn.body) eachStatement(stmt, walk);
  for (const one of module.exports) if (one.what.is === 'expression') walk(one.what.value);
  for (const declared of module.classes) for (const member of declared.members) if (member.value) walk(member.value);
}

/** Every expression of a function's body, outermost first; functions in it are not entered. */
export function eachExpressionOf(fn: Fn, visit: (expr: Expr) => void): void {
  for (const stmt of fn.body) eachStatement(stmt, (expr) => eachInside(expr, visit));
}

/** An expression and all inside it. */
export function eachInside(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  for (const child of children(expr)) eachInside(child, visit);
}

export function eachStatement(stmt: Stmt, walk: (expr: Expr) => void): void {
  const body = (list: readonly Stmt[]): void => {
    for (const one of list) eachStatement(one, walk);
  };
  switch (stmt.s) {
    case 'let':
    case 'return':
      if (stmt.value) walk(stmt.value);
      return;
    case 'do':
    case 'throw':
      walk(stmt.value);
      return;
    case 'if':
      walk(stmt.test);
      body(stmt.then);
      body(stmt.else);
      return;
    case 'switch':
      walk(stmt.on);
      for (const one of stmt.cases) {
        if (one.test) walk(one.test);
        body(one.body);
      }
      return;
    case 'loop':
      body(stmt.init);
      for (const expr of [stmt.test, stmt.update, stmt.over]) if (expr) walk(expr);
      body(stmt.body);
      return;
    case 'try':
      body(stmt.body);
      body(stmt.handler ?? []);
      body(stmt.finally ?? []);
      return;
    case 'block':
      body(stmt.body);
      return;
    default:
  }
}
