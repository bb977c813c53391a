/** Classes and their members. */
import type * as ast from 'oxc-parser';
import type { ClassId, Expr, Fn, Member, TypeRef } from '../ir.js';
import { lowerExpr, lowerKey, type NameHint } from './expressions.js';
import { lowerFunction, lowerStaticBlock } from './functions.js';
import { span, type Lowering } from './lowering.js';
import { createScope, declare, declareTypeParameters, nameSpan } from './scope.js';
import { lowerAnnotation, lowerArguments, qualifiedName } from './types.js';

export function lowerClass(l: Lowering, node: ast.Class, hint: NameHint | null): ClassId {
  const id = l.classes.length;
  const declared = node.type === 'ClassDeclaration' && node.id ? l.find(node.id.name) : null;
  const decorators = lowerDecorators(l, node.decorators);
  const extended = node.superClass && lowerExpr(l, node.superClass);
  l.classes.push({
    id,
    name: node.id?.name ?? hint?.name ?? null,
    binding: declared,
    extends: extended,
    implements: [],
    decorators,
    members: [],
    owner: l.fn,
    at: span(node),
  });
  const cls = l.classes[id]!;
  if (declared !== null) l.bindings[declared]!.class ??= id;

  const scope = createScope(l.scope, l.fn);
  l.within(scope, l.fn, () => {
    declareTypeParameters(scope, node.typeParameters);
    if (node.type === 'ClassExpression' && node.id) {
      const inner = declare(l, scope, node.id.name, 'class', nameSpan(node.id));
      l.bindings[inner]!.class = id;
      cls.binding = inner;
    }
    cls.implements = (node.implements ?? []).flatMap((i) => lowerHeritage(l, i));
    cls.members = node.body.body.flatMap((m) => lowerMember(l, m, id));
  });
  return id;
}

function lowerHeritage(l: Lowering, node: ast.TSClassImplements): TypeRef[] {
  const path = qualifiedName(node.expression);
  return path ? [{ path, binding: l.findType(path[0]!), args: lowerArguments(l, node.typeArguments), union: [] }] : [];
}

function lowerDecorators(l: Lowering, decorators: readonly ast.Decorator[] | null | undefined): Expr[] {
  return (decorators ?? []).map((d) => lowerExpr(l, d.expression));
}

function lowerMember(l: Lowering, node: ast.ClassElement, classId: ClassId): Member[] {
  const at = span(node);
  if (node.type === 'TSIndexSignature') return [];
  if (node.type === 'StaticBlock') {
    return [
      { name: null, computed: null, kind: 'static-block', static: true, fn: lowerStaticBlock(l, node, classId), value: null, type: null, decorators: [], at },
    ];
  }
  const decorators = lowerDecorators(l, node.decorators);
  const key = lowerKey(l, node.key, node.computed);
  const name = typeof key === 'string' ? key : null;
  const common = { name, computed: typeof key === 'string' ? null : key, static: node.static, decorators, at };
  const hint: NameHint | null = name === null ? null : { name, at: span(node.key) };

  if (node.type === 'MethodDefinition' || node.type === 'TSAbstractMethodDefinition') {
    const kind = memberKinds[node.kind];
    // An overload's signature stands beside its implementation; an abstract method is all there is.
    if (!node.value.body)
      return node.type === 'TSAbstractMethodDefinition' ? [{ ...common, kind, fn: null, value: null, type: lowerAnnotation(l, node.value.returnType) }] : [];
    return [{ ...common, kind, fn: lowerFunction(l, node.value, { kind, hint, class: classId, decorators }), value: null, type: null }];
  }

  const value = node.value && lowerExpr(l, node.value, hint);
  const fn = value?.k === 'function' ? value.id : null;
  if (fn !== null) l.functions[fn]!.class = classId;
  return [{ ...common, kind: 'field', fn, value, type: lowerAnnotation(l, 'typeAnnotation' in node ? node.typeAnnotation : null) }];
}

const memberKinds = { constructor: 'constructor', method: 'method', get: 'getter', set: 'setter' } as const satisfies Record<
  ast.MethodDefinitionKind,
  Fn['kind']
>;
