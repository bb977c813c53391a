/** Functions of every kind: declarations, expressions, arrows, methods, accessors, static blocks. */
import type * as ast from 'oxc-parser';
import type { ClassId, Expr, Fn, FunctionId, Param, Span } from '../ir.js';
import { lowerExpr, type NameHint } from './expressions.js';
import { span, type Lowering } from './lowering.js';
import { lowerPattern } from './patterns.js';
import { createScope, declare, declareLexical, declarePattern, declareTypeParameters, hoistVars, nameSpan } from './scope.js';
import { lowerStatements } from './statements.js';
import { lowerAnnotation } from './types.js';

export interface FunctionContext {
  readonly kind: Fn['kind'];
  readonly hint: NameHint | null;
  readonly class?: ClassId;
  readonly decorators?: readonly Expr[];
}

export function lowerFunction(l: Lowering, node: ast.Function | ast.ArrowFunctionExpression, context: FunctionContext): FunctionId {
  const fn = l.openFunction(context.kind, span(node));
  const name: NameHint | null = node.id ? { name: node.id.name, at: nameSpan(node.id) } : context.hint;
  fn.name = name?.name ?? null;
  fn.head = name?.at ?? headOf(l, node);
  fn.async = node.async;
  fn.generator = node.generator;
  fn.class = context.class ?? null;
  fn.decorators = context.decorators ?? [];

  let outer = l.scope;
  if (node.type === 'FunctionExpression' && node.id) {
    // A function expression's own name is seen inside it alone.
    outer = createScope(outer, fn.id);
    l.bindings[declare(l, outer, node.id.name, 'function', nameSpan(node.id))]!.fn = fn.id;
  }
  const scope = createScope(outer, fn.id);
  l.within(scope, fn.id, () => {
    declareTypeParameters(scope, node.typeParameters);
    const params = node.params.filter((p) => !(p.type === 'Identifier' && p.name === 'this'));
    for (const param of params) declarePattern(l, scope, param, 'param');
    const statements = node.body?.type === 'BlockStatement' ? node.body.body : [];
    hoistVars(l, scope, statements);
    declareLexical(l, scope, statements);
    fn.params = params.map((p) => lowerParam(l, p));
    fn.returnType = lowerAnnotation(l, node.returnType);
    if (node.body?.type === 'BlockStatement') {
      fn.directives = directivesOf(statements);
      fn.body = lowerStatements(l, statements);
    } else if (node.body) {
      fn.body = [{ s: 'return', value: lowerExpr(l, node.body), at: span(node.body) }];
    }
  });
  return fn.id;
}

export function lowerStaticBlock(l: Lowering, node: ast.StaticBlock, classId: ClassId): FunctionId {
  const fn = l.openFunction('static-block', span(node));
  fn.head = { start: node.start, end: Math.min(node.start + 'static'.length, node.end) };
  fn.class = classId;
  const scope = createScope(l.scope, fn.id);
  l.within(scope, fn.id, () => {
    hoistVars(l, scope, node.body);
    declareLexical(l, scope, node.body);
    fn.body = lowerStatements(l, node.body);
  });
  return fn.id;
}

function lowerParam(l: Lowering, node: ast.ParamPattern): Param {
  const inner = node.type === 'TSParameterProperty' ? node.parameter : node;
  // `x: T = 1` carries its annotation on the left side of the default.
  const annotated = inner.type === 'AssignmentPattern' ? inner.left : inner;
  const pattern = lowerPattern(l, node);
  const named = inner.type === 'AssignmentPattern' ? inner.left : inner;
  return {
    pattern,
    type: lowerAnnotation(l, annotated.typeAnnotation),
    rest: node.type === 'RestElement',
    decorators: (node.decorators ?? []).map((d) => lowerExpr(l, d.expression)),
    field: node.type === 'TSParameterProperty' && named.type === 'Identifier' ? named.name : null,
  };
}

export function directivesOf(body: readonly (ast.Statement | ast.Directive)[]): string[] {
  const found: string[] = [];
  for (const statement of body) {
    if (statement.type !== 'ExpressionStatement' || typeof statement.directive !== 'string') break;
    found.push(statement.directive);
  }
  return found;
}

/** From the start up to the body, without the white space and the arrow before it. */
function headOf(l: Lowering, node: ast.Function | ast.ArrowFunctionExpression): Span {
  const end = node.body?.start ?? node.end;
  const head = l.text.slice(node.start, end).trimEnd();
  return { start: node.start, end: node.start + (head.length || end - node.start) };
}
