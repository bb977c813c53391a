/** JSX: an element is its tag, its attributes and its children. */
import type * as ast from 'oxc-parser';
import type { Expr, Prop } from '../ir.js';
import { lowerExpr } from './expressions.js';
import { span, type Lowering } from './lowering.js';

/** A fragment is an element whose tag is the empty string. */
export function lowerJsx(l: Lowering, node: ast.JSXElement | ast.JSXFragment): Expr {
  const children = node.children.flatMap((child) => lowerChild(l, child));
  if (node.type === 'JSXFragment') return { k: 'jsx', tag: '', props: [], children, at: span(node) };
  const { openingElement } = node;
  return { k: 'jsx', tag: lowerTag(l, openingElement.name), props: openingElement.attributes.map((a) => lowerAttribute(l, a)), children, at: span(node) };
}

/** Small first letters and hyphens are the platform's elements, as the JSX transform has it. */
function lowerTag(l: Lowering, name: ast.JSXElementName): Expr | string {
  if (name.type === 'JSXNamespacedName') return `${name.namespace.name}:${name.name.name}`;
  if (name.type === 'JSXIdentifier' && name.name !== 'this' && (/^[a-z]/.test(name.name) || name.name.includes('-'))) return name.name;
  return lowerTagPath(l, name);
}

function lowerTagPath(l: Lowering, name: ast.JSXMemberExpressionObject): Expr {
  if (name.type === 'JSXMemberExpression')
    return { k: 'member', object: lowerTagPath(l, name.object), property: name.property.name, optional: false, at: span(name) };
  if (name.name === 'this') return { k: 'this', at: span(name) };
  return lowerExpr(l, { type: 'Identifier', name: name.name, start: name.start, end: name.end });
}

function lowerAttribute(l: Lowering, node: ast.JSXAttributeItem): Prop {
  const at = span(node);
  if (node.type === 'JSXSpreadAttribute') return { kind: 'spread', value: lowerExpr(l, node.argument), at };
  const key = node.name.type === 'JSXNamespacedName' ? `${node.name.namespace.name}:${node.name.name.name}` : node.name.name;
  if (!node.value) return { kind: 'value', key, value: { k: 'literal', value: true, at }, at };
  if (node.value.type !== 'JSXExpressionContainer') return { kind: 'value', key, value: lowerExpr(l, node.value), at };
  const { expression } = node.value;
  // `a={/* nothing */}` is a mistake that some build tools let pass.
  if (expression.type === 'JSXEmptyExpression') return { kind: 'value', key, value: { k: 'literal', value: null, undef: true, at: span(node.value) }, at };
  return { kind: 'value', key, value: lowerExpr(l, expression, { name: key, at: span(node.name) }), at };
}

function lowerChild(l: Lowering, node: ast.JSXChild): Expr[] {
  switch (node.type) {
    case 'JSXText':
      return node.value.trim() === '' ? [] : [{ k: 'literal', value: node.value, at: span(node) }];
    case 'JSXExpressionContainer':
      return node.expression.type === 'JSXEmptyExpression' ? [] : [lowerExpr(l, node.expression)];
    case 'JSXSpreadChild':
      return [{ k: 'spread', value: lowerExpr(l, node.expression), at: span(node) }];
    default:
      return [lowerExpr(l, node)];
  }
}
