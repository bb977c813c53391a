/** Type annotations, as far as names go. */
import type * as ast from 'oxc-parser';
import type { TypeRef } from '../ir.js';
import type { Lowering } from './lowering.js';

/** What stands where a type is that names do not describe: nothing follows from it. */
const unnamed: TypeRef = { path: [], binding: null, args: [], union: [] };

/** Deeper types than any person writes; a type's depth has no part in the depth that `Lowering.enter` counts. */
const maxTypeDepth = 50;

export function lowerAnnotation(l: Lowering, node: ast.TSTypeAnnotation | null | undefined): TypeRef | null {
  return node ? lowerType(l, node.typeAnnotation) : null;
}

/** null when the whole type is not a name, a literal or a union. */
export function lowerType(l: Lowering, node: ast.TSType, depth = 0): TypeRef | null {
  if (depth > maxTypeDepth) return null;
  const keyword = keywords[node.type];
  if (keyword !== undefined) return { path: [keyword], binding: null, args: [], union: [] };
  switch (node.type) {
    case 'TSTypeReference': {
      const name = qualifiedName(node.typeName);
      return name && { path: name, binding: l.findType(name[0]!), args: lowerArguments(l, node.typeArguments, depth), union: [] };
    }
    case 'TSTypeQuery': {
      if (node.exprName.type === 'TSImportType') return null;
      const name = qualifiedName(node.exprName);
      if (!name) return null;
      const binding = l.find(name[0]!);
      return { path: name, binding, args: lowerArguments(l, node.typeArguments, depth), union: [], query: true };
    }
    case 'TSArrayType':
      return { path: ['Array'], binding: null, args: [lowerType(l, node.elementType, depth + 1) ?? unnamed], union: [] };
    case 'TSTypeOperator':
      if (node.operator === 'readonly') return lowerType(l, node.typeAnnotation, depth + 1);
      return node.operator === 'keyof' ? within('keysOf', lowerType(l, node.typeAnnotation, depth + 1)) : null;
    case 'TSIndexedAccessType': {
      // Any item: by number, or by whatever key it has. One item by its name is not followed.
      const index = lowerType(l, node.indexType, depth + 1);
      return index?.path[0] === 'number' || index?.keysOf ? within('itemsOf', lowerType(l, node.objectType, depth + 1)) : null;
    }
    case 'TSParenthesizedType':
      return lowerType(l, node.typeAnnotation, depth + 1);
    case 'TSUnionType':
      return { path: [], binding: null, args: [], union: node.types.map((t) => lowerType(l, t, depth + 1) ?? unnamed) };
    case 'TSLiteralType':
      return lowerLiteralType(node.literal);
    default:
      return null;
  }
}

function within(role: 'keysOf' | 'itemsOf', of: TypeRef | null): TypeRef | null {
  return of && { ...unnamed, [role]: of };
}

export function lowerArguments(l: Lowering, node: ast.TSTypeParameterInstantiation | null | undefined, depth = 0): TypeRef[] {
  return (node?.params ?? []).map((t) => lowerType(l, t, depth + 1) ?? unnamed);
}

function lowerLiteralType(literal: ast.TSLiteral): TypeRef | null {
  const of = (value: string | number | boolean): TypeRef => ({ path: [], binding: null, args: [], union: [], literal: value });
  if (literal.type === 'Literal') {
    const { value } = literal;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? of(value) : null;
  }
  if (literal.type === 'UnaryExpression' && literal.operator === '-' && literal.argument.type === 'Literal' && typeof literal.argument.value === 'number')
    return of(-literal.argument.value);
  if (literal.type === 'TemplateLiteral' && literal.expressions.length === 0) return of(literal.quasis[0]?.value.cooked ?? '');
  return null;
}

/** `A.B.C` as segments; null when it starts at `this`. Serves type names and the `a.b` of `implements a.b`. */
export function qualifiedName(node: ast.TSTypeName | ast.TSTypeQueryExprName | ast.Expression): string[] | null {
  const path: string[] = [];
  let at: typeof node = node;
  for (;;) {
    if (at.type === 'TSQualifiedName') {
      path.push(at.right.name);
      at = at.left;
    } else if (at.type === 'MemberExpression' && !at.computed && at.property.type === 'Identifier') {
      path.push(at.property.name);
      at = at.object;
    } else if (at.type === 'Identifier') {
      path.push(at.name);
      return path.reverse();
    } else return null;
  }
}

const keywords: Readonly<Record<string, string>> = {
  TSAnyKeyword: 'any',
  TSBigIntKeyword: 'bigint',
  TSBooleanKeyword: 'boolean',
  TSNeverKeyword: 'never',
  TSNullKeyword: 'null',
  TSNumberKeyword: 'number',
  TSObjectKeyword: 'object',
  TSStringKeyword: 'string',
  TSSymbolKeyword: 'symbol',
  TSUndefinedKeyword: 'undefined',
  TSUnknownKeyword: 'unknown',
  TSVoidKeyword: 'void',
};
