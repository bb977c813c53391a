/** Patterns: what a declaration binds or an assignment writes to. */
import type * as ast from 'oxc-parser';
import type { Expr, Pattern } from '../ir.js';
import { lowerExpr, lowerKey, type NameHint } from './expressions.js';
import { span, type Lowering } from './lowering.js';
import { nameSpan } from './scope.js';
import { lowerAnnotation } from './types.js';

type PatternNode = ast.BindingPattern | ast.ParamPattern | ast.AssignmentTarget | ast.AssignmentTargetMaybeDefault;

/** Names must have been declared; one that no scope knows is an assignment to a global. */
export function lowerPattern(l: Lowering, node: PatternNode): Pattern {
  const at = span(node);
  switch (node.type) {
    case 'Identifier': {
      const name = nameSpan(node);
      const binding = l.find(node.name);
      if (binding === null) return { p: 'expression', target: { k: 'global', name: node.name, at: name }, at: name };
      l.mention(binding);
      if (node.typeAnnotation) l.bindings[binding]!.type ??= lowerAnnotation(l, node.typeAnnotation);
      return { p: 'binding', binding, at: name };
    }
    case 'ObjectPattern': {
      const props: { key: string | Expr; value: Pattern }[] = [];
      let rest: Pattern | null = null;
      for (const prop of node.properties) {
        if (prop.type === 'RestElement') rest = lowerPattern(l, prop.argument);
        else props.push({ key: lowerKey(l, prop.key, prop.computed), value: lowerPattern(l, prop.value) });
      }
      return { p: 'object', props, rest, at };
    }
    case 'ArrayPattern': {
      const items: (Pattern | null)[] = [];
      let rest: Pattern | null = null;
      for (const item of node.elements) {
        if (item?.type === 'RestElement') rest = lowerPattern(l, item.argument);
        else items.push(item && lowerPattern(l, item));
      }
      return { p: 'array', items, rest, at };
    }
    case 'AssignmentPattern':
      return { p: 'default', target: lowerPattern(l, node.left), value: lowerExpr(l, node.right, hintFrom(node.left)), at };
    case 'RestElement':
      return lowerPattern(l, node.argument);
    case 'TSParameterProperty':
      return lowerPattern(l, node.parameter);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return lowerPattern(l, node.expression as PatternNode);
    default: {
      const target = lowerExpr(l, node);
      return { p: 'expression', target, at: target.at };
    }
  }
}

/** The name that a function literal gets from what it is assigned to. */
export function hintFrom(node: PatternNode): NameHint | null {
  if (node.type === 'Identifier') return { name: node.name, at: nameSpan(node) };
  if (node.type === 'MemberExpression' && !node.computed)
    return { name: node.property.type === 'PrivateIdentifier' ? `#${node.property.name}` : node.property.name, at: span(node.property) };
  return null;
}
