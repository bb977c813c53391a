/** Expressions. TypeScript's own syntax around a value is folded away, and so are parentheses. */
import type * as ast from 'oxc-parser';
import { visitorKeys } from 'oxc-parser';
import type { Expr, Prop, Span } from '../ir.js';
import { lowerClass } from './classes.js';
import { noteCommonJsExport } from './commonjs.js';
import { lowerFunction } from './functions.js';
import { lowerJsx } from './jsx.js';
import { span, type Lowering } from './lowering.js';
import { hintFrom, lowerPattern } from './patterns.js';
import type { Scope } from './scope.js';

/** What a literal function or class is called when it has no name of its own, and where that name stands. */
export interface NameHint {
  readonly name: string;
  readonly at: Span | null;
}

export function lowerExpr(l: Lowering, node: ast.Expression | ast.SpreadElement | ast.Super, hint: NameHint | null = null): Expr {
  if (!l.enter(node)) return { k: 'opaque', because: 'nested too deep', children: [], at: span(node) };
  try {
    return lowerNode(l, node, hint);
  } finally {
    l.leave();
  }
}

function lowerNode(l: Lowering, node: ast.Expression | ast.SpreadElement | ast.Super, hint: NameHint | null): Expr {
  const at = span(node);
  switch (node.type) {
    case 'Identifier':
      return lowerName(l, node.name, at);
    case 'Literal':
      return lowerLiteral(node, at);
    case 'MemberExpression':
      return {
        k: 'member',
        object: lowerExpr(l, node.object),
        property: node.computed
          ? constantKey(lowerExpr(l, node.property))
          : node.property.type === 'PrivateIdentifier'
            ? `#${node.property.name}`
            : node.property.name,
        optional: node.optional,
        at,
      };
    case 'CallExpression': {
      const source =
        node.callee.type === 'Identifier' && node.callee.name === 'require' && node.arguments.length === 1 && l.find('require') === null
          ? node.arguments[0]!
          : null;
      if (source && source.type !== 'SpreadElement') return { k: 'import', source: lowerExpr(l, source), sync: true, at };
      return { k: 'call', callee: lowerExpr(l, node.callee), args: lowerArgs(l, node.arguments), optional: node.optional, at };
    }
    case 'ChainExpression':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
      return lowerNode(l, node.expression, hint);
    case 'NewExpression':
      return { k: 'new', callee: lowerExpr(l, node.callee), args: lowerArgs(l, node.arguments), at };
    case 'AwaitExpression':
      return { k: 'await', value: lowerExpr(l, node.argument), at };
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
      return { k: 'function', id: lowerFunction(l, node, { kind: node.type === 'ArrowFunctionExpression' ? 'arrow' : 'function', hint }), at };
    case 'ClassExpression':
    case 'ClassDeclaration':
      return { k: 'class', id: lowerClass(l, node, hint), at };
    case 'ObjectExpression':
      return { k: 'object', props: node.properties.map((p) => lowerProperty(l, p)), at };
    case 'ArrayExpression':
      return {
        k: 'array',
        items: node.elements.map((e) => (e ? lowerExpr(l, e) : { k: 'literal', value: null, undef: true, at: { start: at.start, end: at.start } })),
        at,
      };
    case 'SpreadElement':
      return { k: 'spread', value: lowerExpr(l, node.argument), at };
    case 'TemplateLiteral':
      return lowerTemplate(l, node, null, at);
    case 'TaggedTemplateExpression':
      return lowerTemplate(l, node.quasi, lowerExpr(l, node.tag), at);
    case 'ConditionalExpression':
      return { k: 'conditional', test: lowerExpr(l, node.test), then: lowerExpr(l, node.consequent, hint), else: lowerExpr(l, node.alternate, hint), at };
    case 'LogicalExpression':
      return { k: 'logical', op: node.operator, left: lowerExpr(l, node.left), right: lowerExpr(l, node.right, hint), at };
    case 'BinaryExpression':
      return {
        k: 'binary',
        op: node.operator,
        left: node.left.type === 'PrivateIdentifier' ? { k: 'literal', value: `#${node.left.name}`, at: span(node.left) } : lowerExpr(l, node.left),
        right: lowerExpr(l, node.right),
        at,
      };
    case 'UnaryExpression':
      return { k: 'unary', op: node.operator, value: lowerExpr(l, node.argument), at };
    case 'UpdateExpression': {
      const target = lowerExpr(l, node.argument);
      const value: Expr = { k: 'unary', op: node.operator, value: target, at };
      if (target.k === 'ref') l.assigned({ p: 'binding', binding: target.binding, at: target.at }, value);
      return value;
    }
    case 'AssignmentExpression':
      return lowerAssignment(l, node, at);
    case 'SequenceExpression':
      return { k: 'sequence', items: node.expressions.map((e) => lowerExpr(l, e)), at };
    case 'YieldExpression':
      return { k: 'yield', value: node.argument && lowerExpr(l, node.argument), delegate: node.delegate, at };
    case 'ImportExpression':
      return { k: 'import', source: lowerExpr(l, node.source), sync: false, at };
    case 'MetaProperty':
      return { k: 'global', name: `${node.meta.name}.${node.property.name}`, at };
    case 'ThisExpression':
      return { k: 'this', at };
    case 'Super':
      return { k: 'super', at };
    case 'JSXElement':
    case 'JSXFragment':
      return lowerJsx(l, node);
    default:
      return lowerUnexpected(l, node, at);
  }
}

/** Syntax that we do not know keeps its parts, so that a call inside it is not lost. */
function lowerUnexpected(l: Lowering, node: ast.Node, at: Span): Expr {
  const children: Expr[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const part = (node as unknown as Record<string, unknown>)[key];
    for (const child of Array.isArray(part) ? part : [part]) if (isExpression(child)) children.push(lowerExpr(l, child));
  }
  return { k: 'opaque', because: `${node.type} is not modelled`, children, at };
}

function isExpression(value: unknown): value is ast.Expression {
  const type = (value as { type?: unknown } | null)?.type;
  return typeof type === 'string' && (type.endsWith('Expression') || type === 'Identifier' || type.endsWith('Literal'));
}

function lowerName(l: Lowering, name: string, at: Span): Expr {
  for (let scope: Scope | null = l.scope; scope; scope = scope.parent) {
    const id = scope.values.get(name);
    if (id !== undefined) {
      l.mention(id);
      return { k: 'ref', binding: id, at };
    }
    if (scope.enum?.members.has(name)) {
      l.mention(scope.enum.binding);
      return { k: 'member', object: { k: 'ref', binding: scope.enum.binding, at }, property: name, optional: false, at };
    }
  }
  return name === 'undefined' ? { k: 'literal', value: null, undef: true, at } : { k: 'global', name, at };
}

function lowerLiteral(node: ast.Expression & { type: 'Literal' }, at: Span): Expr {
  if ('regex' in node && node.regex) return { k: 'regexp', source: node.regex.pattern, flags: node.regex.flags, at };
  if ('bigint' in node) return { k: 'literal', value: Number(node.bigint), at };
  const value = node.value as string | number | boolean | null;
  // JSON has no Infinity, and a literal such as 1e999 is one.
  return typeof value === 'number' && !Number.isFinite(value) ? { k: 'global', name: 'Infinity', at } : { k: 'literal', value, at };
}

function lowerTemplate(l: Lowering, node: ast.TemplateLiteral, tag: Expr | null, at: Span): Expr {
  const quasis = node.quasis.map((q) => q.value.cooked ?? q.value.raw);
  if (!tag && node.expressions.length === 0) return { k: 'literal', value: quasis[0] ?? '', at };
  return { k: 'template', tag, quasis, exprs: node.expressions.map((e) => lowerExpr(l, e)), at };
}

function lowerArgs(l: Lowering, args: readonly ast.Argument[]): Expr[] {
  return args.map((arg) => lowerExpr(l, arg));
}

function lowerProperty(l: Lowering, node: ast.ObjectPropertyKind): Prop {
  const at = span(node);
  if (node.type === 'SpreadElement') return { kind: 'spread', value: lowerExpr(l, node.argument), at };
  const key = lowerKey(l, node.key, node.computed);
  const hint = typeof key === 'string' ? { name: key, at: span(node.key) } : null;
  const { value } = node;
  if (value.type === 'FunctionExpression' && (node.method || node.kind !== 'init')) {
    const kind = node.kind === 'get' ? 'getter' : node.kind === 'set' ? 'setter' : 'method';
    return { kind: 'value', key, value: { k: 'function', id: lowerFunction(l, value, { kind, hint }), at: span(value) }, at };
  }
  return { kind: 'value', key, value: lowerExpr(l, value, hint), at };
}

/** A property key: its text where that is constant, else the expression. Private names keep their `#`. */
export function lowerKey(l: Lowering, key: ast.PropertyKey, computed: boolean): string | Expr {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (!computed && key.type === 'Identifier') return key.name;
  return constantKey(lowerExpr(l, key));
}

function constantKey(key: Expr): string | Expr {
  return key.k === 'literal' && !key.undef && (typeof key.value === 'string' || typeof key.value === 'number') ? String(key.value) : key;
}

function lowerAssignment(l: Lowering, node: ast.AssignmentExpression, at: Span): Expr {
  const target = lowerPattern(l, node.left);
  const value = lowerExpr(l, node.right, hintFrom(node.left));
  l.assigned(target, newValue(node.operator, target, value, at));
  const expr: Expr = { k: 'assign', op: node.operator, target, value, at };
  if (l.fn === 0 && node.operator === '=') noteCommonJsExport(l, target, value);
  return expr;
}

/** The value that a compound assignment leaves behind. */
function newValue(op: ast.AssignmentOperator, target: ReturnType<typeof lowerPattern>, value: Expr, at: Span): Expr {
  if (op === '=' || target.p !== 'binding') return value;
  const left: Expr = { k: 'ref', binding: target.binding, at: target.at };
  if (op === '&&=' || op === '||=' || op === '??=') return { k: 'logical', op: op.slice(0, -1) as '&&' | '||' | '??', left, right: value, at };
  return { k: 'binary', op: op.slice(0, -1), left, right: value, at };
}
