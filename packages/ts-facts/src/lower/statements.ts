/** Statements, nested as the code nests them. Declarations of functions and types leave no statement: their bindings say it all. */
import type * as ast from 'oxc-parser';
import type { Expr, Stmt } from '../ir.js';
import { lowerClass } from './classes.js';
import { lowerRequire } from './commonjs.js';
import { lowerExpr } from './expressions.js';
import { lowerFunction } from './functions.js';
import { span, type Lowering } from './lowering.js';
import { lowerExportDefault, lowerExportNamed, lowerExportAll, lowerExportAssignment, lowerImportEquals } from './module-records.js';
import { lowerEnum, lowerNamespace } from './namespaces.js';
import { hintFrom, lowerPattern } from './patterns.js';
import { declareLexical, declarePattern, namesGlobalObject } from './scope.js';
import { lowerType } from './types.js';

type AnyStatement = ast.Statement | ast.Directive;

export function lowerStatements(l: Lowering, body: readonly AnyStatement[]): Stmt[] {
  const out: Stmt[] = [];
  for (const statement of body) out.push(...lowerStatement(l, statement));
  return out;
}

/** The statements of a block or a single statement, in a scope of their own. */
function lowerBody(l: Lowering, node: ast.Statement): Stmt[] {
  const body = node.type === 'BlockStatement' ? node.body : [node];
  return lowerBlock(l, body);
}

function lowerBlock(l: Lowering, body: readonly AnyStatement[]): Stmt[] {
  return l.inBlock(() => {
    declareLexical(l, l.scope, body);
    return lowerStatements(l, body);
  });
}

export function lowerStatement(l: Lowering, node: AnyStatement): Stmt[] {
  if (!l.enter(node)) return [{ s: 'do', value: { k: 'opaque', because: 'nested too deep', children: [], at: span(node) }, at: span(node) }];
  try {
    return lowerNode(l, node, null);
  } finally {
    l.leave();
  }
}

function lowerNode(l: Lowering, node: AnyStatement, label: string | null): Stmt[] {
  const at = span(node);
  switch (node.type) {
    case 'ExpressionStatement':
      return typeof node.directive === 'string' ? [] : [{ s: 'do', value: lowerExpr(l, node.expression), at }];
    case 'VariableDeclaration':
      return lowerVariables(l, node);
    case 'ReturnStatement':
      return [{ s: 'return', value: node.argument && lowerExpr(l, node.argument), at }];
    case 'IfStatement':
      return [
        { s: 'if', test: lowerExpr(l, node.test), then: lowerBody(l, node.consequent), else: node.alternate ? lowerAlternate(l, node.alternate) : [], at },
      ];
    case 'BlockStatement':
      return [{ s: 'block', label, body: lowerBody(l, node), at }];
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
      lowerFunctionDeclaration(l, node);
      return [];
    case 'ClassDeclaration':
      return [{ s: 'class', id: lowerClass(l, node, null), at }];
    case 'ThrowStatement':
      return [{ s: 'throw', value: lowerExpr(l, node.argument), at }];
    case 'TryStatement':
      return [lowerTry(l, node)];
    case 'SwitchStatement':
      return [lowerSwitch(l, node)];
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return [lowerLoop(l, node, label)];
    case 'BreakStatement':
      return [{ s: 'break', label: node.label?.name ?? null, at }];
    case 'ContinueStatement':
      return [{ s: 'continue', label: node.label?.name ?? null, at }];
    case 'LabeledStatement':
      return lowerLabeled(l, node);
    case 'WithStatement':
      return [
        { s: 'do', value: lowerExpr(l, node.object), at: span(node.object) },
        { s: 'block', label: null, body: lowerBody(l, node.body), at: span(node.body) },
      ];
    case 'TSEnumDeclaration':
      return lowerEnum(l, node);
    case 'TSModuleDeclaration':
      return lowerNamespace(l, node);
    case 'TSTypeAliasDeclaration': {
      const binding = l.findType(node.id.name);
      if (binding !== null && l.bindings[binding]!.kind === 'type') l.bindings[binding]!.type ??= lowerType(l, node.typeAnnotation);
      return [];
    }
    case 'ExportNamedDeclaration':
      return lowerExportNamed(l, node);
    case 'ExportDefaultDeclaration':
      return lowerExportDefault(l, node);
    case 'ExportAllDeclaration':
      lowerExportAll(l, node);
      return [];
    case 'TSExportAssignment':
      return lowerExportAssignment(l, node);
    case 'TSImportEqualsDeclaration':
      return lowerImportEquals(l, node);
    case 'EmptyStatement':
    case 'DebuggerStatement':
    case 'ImportDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSNamespaceExportDeclaration':
      return [];
    default:
      return [{ s: 'do', value: { k: 'opaque', because: `${(node as ast.Node).type} is not modelled`, children: [], at }, at }];
  }
}

function lowerAlternate(l: Lowering, node: ast.Statement): Stmt[] {
  return node.type === 'IfStatement' ? lowerStatement(l, node) : lowerBody(l, node);
}

export function lowerFunctionDeclaration(l: Lowering, node: ast.Function): void {
  // An overload's signature or a `declare`d function has no body to read.
  if (!node.id || !node.body) return;
  const binding = l.find(node.id.name);
  const fn = lowerFunction(l, node, { kind: 'function', hint: null });
  if (binding !== null) l.bindings[binding]!.fn ??= fn;
}

function lowerVariables(l: Lowering, node: ast.VariableDeclaration): Stmt[] {
  const out: Stmt[] = [];
  for (const declarator of node.declarations) {
    if (node.declare) {
      if (!namesGlobalObject(node)) lowerPattern(l, declarator.id);
      continue;
    }
    if (declarator.init && lowerRequire(l, declarator)) continue;
    const target = lowerPattern(l, declarator.id);
    const value = declarator.init && lowerExpr(l, declarator.init, hintFrom(declarator.id));
    if (target.p === 'binding' && value) noteInitial(l, target.binding, value, node.kind);
    out.push({ s: 'let', kind: node.kind === 'await using' ? 'using' : node.kind, target, value, at: span(declarator) });
  }
  return out;
}

function noteInitial(l: Lowering, id: number, value: Expr, kind: ast.VariableDeclarationKind): void {
  const binding = l.bindings[id]!;
  if (binding.owner === 0) {
    if (binding.init === null) binding.init = value;
    else l.assignments.push({ binding: id, value, fn: l.fn, at: value.at });
  }
  if (kind !== 'const') return;
  if (value.k === 'function') binding.fn = value.id;
  if (value.k === 'class') {
    binding.class = value.id;
    l.classes[value.id]!.binding ??= id;
  }
}

function lowerTry(l: Lowering, node: ast.TryStatement): Stmt {
  const body = lowerBody(l, node.block);
  const { handler: clause, finalizer } = node;
  const [param, handler] = clause
    ? l.inBlock(() => {
        if (clause.param) declarePattern(l, l.scope, clause.param, 'catch');
        return [clause.param && lowerPattern(l, clause.param), lowerBody(l, clause.body)] as const;
      })
    : [null, null];
  return { s: 'try', body, param, handler, finally: finalizer && lowerBody(l, finalizer), at: span(node) };
}

function lowerSwitch(l: Lowering, node: ast.SwitchStatement): Stmt {
  const on = lowerExpr(l, node.discriminant);
  return l.inBlock(() => {
    for (const c of node.cases) declareLexical(l, l.scope, c.consequent);
    return {
      s: 'switch',
      on,
      cases: node.cases.map((c) => ({ test: c.test && lowerExpr(l, c.test), body: lowerStatements(l, c.consequent) })),
      at: span(node),
    };
  });
}

type LoopNode = ast.ForStatement | ast.ForInStatement | ast.ForOfStatement | ast.WhileStatement | ast.DoWhileStatement;

function lowerLoop(l: Lowering, node: LoopNode, label: string | null): Stmt {
  const loop = { s: 'loop', await: false, label, init: [], test: null, update: null, target: null, over: null, at: span(node) } as const;
  switch (node.type) {
    case 'WhileStatement':
      return { ...loop, kind: 'while', test: lowerExpr(l, node.test), body: lowerBody(l, node.body) };
    case 'DoWhileStatement':
      return { ...loop, kind: 'do-while', body: lowerBody(l, node.body), test: lowerExpr(l, node.test) };
    case 'ForStatement':
      return l.inBlock(() => {
        const { init } = node;
        if (init?.type === 'VariableDeclaration') declareLexical(l, l.scope, [init]);
        return {
          ...loop,
          kind: 'for',
          init: !init ? [] : init.type === 'VariableDeclaration' ? lowerVariables(l, init) : [{ s: 'do', value: lowerExpr(l, init), at: span(init) }],
          test: node.test && lowerExpr(l, node.test),
          update: node.update && lowerExpr(l, node.update),
          body: lowerBody(l, node.body),
        };
      });
    default:
      return l.inBlock(() => {
        const { left } = node;
        if (left.type === 'VariableDeclaration') declareLexical(l, l.scope, [left]);
        const over = lowerExpr(l, node.right);
        const target = lowerPattern(l, left.type === 'VariableDeclaration' ? left.declarations[0]!.id : left);
        if (left.type !== 'VariableDeclaration')
          l.assigned(target, { k: 'opaque', because: 'an element of what a loop walks', children: [over], at: target.at });
        return {
          ...loop,
          kind: node.type === 'ForOfStatement' ? 'for-of' : 'for-in',
          await: node.type === 'ForOfStatement' && node.await,
          target,
          over,
          body: lowerBody(l, node.body),
        };
      });
  }
}

function lowerLabeled(l: Lowering, node: ast.LabeledStatement): Stmt[] {
  const label = node.label.name;
  if (/^(For|While|DoWhile|Block)/.test(node.body.type)) return lowerNode(l, node.body, label);
  return [{ s: 'block', label, body: lowerStatement(l, node.body), at: span(node) }];
}
