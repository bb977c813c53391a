/** Enums and namespaces become the objects that they are at run time. */
import type * as ast from 'oxc-parser';
import type { BindingId, Expr, Prop, Stmt } from '../ir.js';
import { lowerExpr } from './expressions.js';
import { span, type Lowering } from './lowering.js';
import { createScope, declareLexical, hoistVars, nameSpan } from './scope.js';
import { lowerStatements } from './statements.js';

/** `const A = { X: 0, … }`; the reverse mapping of numeric members is left out. */
export function lowerEnum(l: Lowering, node: ast.TSEnumDeclaration): Stmt[] {
  const binding = l.find(node.id.name);
  if (binding === null) return [];
  const members = new Set(node.body.members.map((m) => memberName(m)));
  const scope = createScope(l.scope, l.fn);
  scope.enum = { binding, members };
  const props = l.within(scope, l.fn, () => lowerMembers(l, node.body.members));
  return defineObject(l, binding, props, node, nameSpan(node.id));
}

function lowerMembers(l: Lowering, members: readonly ast.TSEnumMember[]): Prop[] {
  let next: number | null = 0;
  return members.map((member): Prop => {
    const at = span(member);
    let value: Expr;
    if (member.initializer) value = lowerExpr(l, member.initializer);
    else if (next !== null) value = { k: 'literal', value: next, at };
    else value = { k: 'opaque', because: 'one more than a computed enum member', children: [], at };
    const constant = numberOf(value);
    next = constant === null ? null : constant + 1;
    return { kind: 'value', key: memberName(member), value, at };
  });
}

function numberOf(value: Expr): number | null {
  if (value.k === 'literal' && typeof value.value === 'number') return value.value;
  if (value.k === 'unary' && value.op === '-' && value.value.k === 'literal' && typeof value.value.value === 'number') return -value.value.value;
  return null;
}

function memberName(member: ast.TSEnumMember): string {
  const { id } = member;
  return id.type === 'Identifier' ? id.name : id.type === 'Literal' ? String(id.value) : (id.quasis[0]?.value.cooked ?? '');
}

/** The body in a block, then `const N = { … }` with what it exports. A namespace that is declared or holds types alone is nothing. */
export function lowerNamespace(l: Lowering, node: ast.TSModuleDeclaration | ast.TSGlobalDeclaration): Stmt[] {
  if (node.global || node.declare || node.id.type === 'Literal' || !node.body) return [];
  const path: ast.IdentifierName[] = [];
  let id: ast.TSTypeName | ast.BindingIdentifier = node.id;
  while (id.type === 'TSQualifiedName') {
    path.unshift(id.right);
    id = id.left;
  }
  if (id.type !== 'Identifier') return [];
  const binding = l.find(id.name);
  if (binding === null) return [];

  const { body } = node.body;
  const exported = new Map<string, BindingId>();
  const outer = l.namespace;
  l.namespace = exported;
  let inner: Stmt[];
  try {
    inner = l.inBlock(() => {
      hoistVars(l, l.scope, body);
      declareLexical(l, l.scope, body);
      return lowerStatements(l, body);
    });
  } finally {
    l.namespace = outer;
  }
  const at = nameSpan(id);
  let props: Prop[] = [...exported].map(([key, ref]) => ({ kind: 'value', key, value: { k: 'ref', binding: ref, at }, at }));
  for (const segment of path.reverse()) props = [{ kind: 'value', key: segment.name, value: { k: 'object', props, at }, at }];
  return [{ s: 'block', label: null, body: inner, at: span(node.body) }, ...defineObject(l, binding, props, node, at)];
}

/** A second part of the same enum or namespace adds to the first; a namespace that merges with a function or class leaves that as it is. */
function defineObject(l: Lowering, id: BindingId, props: readonly Prop[], node: ast.Node, name: { start: number; end: number }): Stmt[] {
  const binding = l.bindings[id]!;
  if (binding.kind !== 'enum' && binding.kind !== 'namespace') return [];
  const before = binding.init?.k === 'object' ? binding.init : null;
  const at = { start: Math.min(before?.at.start ?? node.start, node.start), end: node.end };
  const value: Expr = { k: 'object', props: [...(before?.props ?? []), ...props], at };
  if (binding.owner === 0) binding.init = value;
  return [{ s: 'let', kind: 'const', target: { p: 'binding', binding: id, at: name }, value, at }];
}
