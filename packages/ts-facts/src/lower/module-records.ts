/** Import and export declarations. An expression that is exported is evaluated too: it also stands in the body of function 0. */
import type * as ast from 'oxc-parser';
import type { Span, Stmt } from '../ir.js';
import { lowerClass } from './classes.js';
import { exportValue, exportWhole } from './commonjs.js';
import { lowerExpr } from './expressions.js';
import { lowerFunction } from './functions.js';
import { span, type Lowering } from './lowering.js';
import { exportName, nameSpan, namesIn } from './scope.js';
import { lowerFunctionDeclaration, lowerStatement } from './statements.js';

export function lowerExportNamed(l: Lowering, node: ast.ExportNamedDeclaration): Stmt[] {
  if (node.declaration) {
    const body = lowerStatement(l, node.declaration);
    exportDeclared(l, node.declaration);
    return body;
  }
  for (const specifier of node.specifiers) {
    const typeOnly = node.exportKind === 'type' || specifier.exportKind === 'type';
    const name = exportName(specifier.exported);
    const local = exportName(specifier.local);
    const at = span(specifier.exported);
    if (node.source) l.exports.push({ name, what: { is: 'from', source: node.source.value, imported: local }, typeOnly, at });
    else exportLocal(l, name, local, typeOnly, at, span(specifier.local));
  }
  if (node.source && node.specifiers.length === 0)
    l.imports.push({ source: node.source.value, imported: '*', binding: null, typeOnly: node.exportKind === 'type', at: span(node) });
  return [];
}

function exportLocal(l: Lowering, name: string, local: string, typeOnly: boolean, at: Span, localAt: Span): void {
  const value = typeOnly ? null : l.find(local);
  const binding = value ?? l.findType(local);
  if (binding !== null) add(l, name, binding, typeOnly || value === null, at);
  else l.exports.push({ name, what: { is: 'expression', value: { k: 'global', name: local, at: localAt } }, typeOnly, at });
}

/** Into the module's exports, or into those of the namespace that is being read. */
function add(l: Lowering, name: string, binding: number, typeOnly: boolean, at: Span): void {
  if (!l.namespace) l.exports.push({ name, what: { is: 'binding', binding }, typeOnly, at });
  else if (!typeOnly) l.namespace.set(name, binding);
}

function exportDeclared(l: Lowering, node: ast.Declaration): void {
  switch (node.type) {
    case 'VariableDeclaration':
      for (const d of node.declarations) for (const id of namesIn(d.id)) exportDeclaredName(l, id, node.declare === true);
      break;
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      if (node.id) exportDeclaredName(l, node.id, node.declare === true);
      break;
    case 'TSDeclareFunction':
      // An overload's signature: the implementation that follows exports the name. `declare function` has none.
      if (node.id && node.declare) exportDeclaredName(l, node.id, true);
      break;
    case 'TSEnumDeclaration':
    case 'TSImportEqualsDeclaration':
      exportDeclaredName(l, node.id, false);
      break;
    case 'TSModuleDeclaration': {
      if (node.global || node.id.type === 'Literal') break;
      let id: ast.TSTypeName | ast.BindingIdentifier = node.id;
      while (id.type === 'TSQualifiedName') id = id.left;
      if (id.type === 'Identifier') exportDeclaredName(l, id, node.declare);
      break;
    }
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration': {
      const binding = l.findType(node.id.name);
      if (binding !== null) add(l, node.id.name, binding, true, nameSpan(node.id));
      break;
    }
    default:
      break;
  }
}

function exportDeclaredName(l: Lowering, id: { name: string; start: number; end: number }, declared: boolean): void {
  exportLocal(l, id.name, id.name, declared && l.find(id.name) === null, nameSpan(id), nameSpan(id));
}

export function lowerExportDefault(l: Lowering, node: ast.ExportDefaultDeclaration): Stmt[] {
  const { declaration } = node;
  const keyword = /^export\s+default/.exec(l.text.slice(node.start, node.start + 200));
  const at: Span = keyword ? { start: node.start, end: node.start + keyword[0].length } : { start: node.start, end: Math.max(node.start, declaration.start) };
  const hint = { name: 'default', at: null };
  switch (declaration.type) {
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
      if (declaration.id) {
        lowerFunctionDeclaration(l, declaration);
        if (declaration.body) exportLocal(l, 'default', declaration.id.name, false, at, nameSpan(declaration.id));
      } else if (declaration.body) {
        const id = lowerFunction(l, declaration, { kind: 'function', hint });
        l.exports.push({ name: 'default', what: { is: 'expression', value: { k: 'function', id, at: span(declaration) } }, typeOnly: false, at });
      }
      return [];
    case 'ClassDeclaration': {
      const id = lowerClass(l, declaration, hint);
      if (declaration.id) exportLocal(l, 'default', declaration.id.name, false, at, nameSpan(declaration.id));
      else l.exports.push({ name: 'default', what: { is: 'expression', value: { k: 'class', id, at: span(declaration) } }, typeOnly: false, at });
      return [{ s: 'class', id, at: span(declaration) }];
    }
    case 'TSInterfaceDeclaration':
      exportLocal(l, 'default', declaration.id.name, true, at, nameSpan(declaration.id));
      return [];
    default: {
      // `export default Props` may name a type.
      if (declaration.type === 'Identifier' && l.find(declaration.name) === null && l.findType(declaration.name) !== null) {
        exportLocal(l, 'default', declaration.name, true, at, nameSpan(declaration));
        return [];
      }
      const value = lowerExpr(l, declaration, hint);
      exportValue(l, 'default', value, at);
      return value.k === 'ref' || value.k === 'function' ? [] : [{ s: 'do', value, at: span(node) }];
    }
  }
}

export function lowerExportAll(l: Lowering, node: ast.ExportAllDeclaration): void {
  l.exportAll.push({ source: node.source.value, as: node.exported && exportName(node.exported), typeOnly: node.exportKind === 'type', at: span(node) });
}

/** `export = x`. */
export function lowerExportAssignment(l: Lowering, node: ast.TSExportAssignment): Stmt[] {
  const value = lowerExpr(l, node.expression);
  exportWhole(l, value, span(node));
  return value.k === 'ref' || value.k === 'function' ? [] : [{ s: 'do', value, at: span(node) }];
}

/** `import x = require('y')` is an import; `import x = A.B` a constant. */
export function lowerImportEquals(l: Lowering, node: ast.TSImportEqualsDeclaration): Stmt[] {
  const typeOnly = node.importKind === 'type';
  const binding = typeOnly ? l.findType(node.id.name) : l.find(node.id.name);
  if (binding === null) return [];
  const { moduleReference } = node;
  if (moduleReference.type === 'TSExternalModuleReference') {
    l.bindings[binding]!.import ??= l.imports.length;
    l.imports.push({ source: moduleReference.expression.value, imported: '*', binding, typeOnly, at: span(node) });
    return [];
  }
  if (typeOnly) return [];
  const value = lowerExpr(l, toExpression(moduleReference));
  if (l.bindings[binding]!.owner === 0) l.bindings[binding]!.init ??= value;
  return [{ s: 'let', kind: 'const', target: { p: 'binding', binding, at: nameSpan(node.id) }, value, at: span(node) }];
}

function toExpression(name: ast.TSTypeName): ast.Expression {
  if (name.type !== 'TSQualifiedName') return name;
  return {
    type: 'MemberExpression',
    object: toExpression(name.left),
    property: name.right,
    optional: false,
    computed: false,
    start: name.start,
    end: name.end,
  };
}
