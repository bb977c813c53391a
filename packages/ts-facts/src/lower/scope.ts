/** Lexical scopes, and what a list of statements declares before it runs. */
import type * as ast from 'oxc-parser';
import type { Binding, BindingId, FunctionId, Span } from '../ir.js';
import { span, type Lowering } from './lowering.js';

export interface Scope {
  readonly parent: Scope | null;
  readonly owner: FunctionId;
  readonly values: Map<string, BindingId>;
  /** Names that are types alone; null stands for a type parameter. Absent until there is one. */
  types: Map<string, BindingId | null> | null;
  /** Inside an enum: its own binding and the members that its initialisers may name without it. */
  enum: { readonly binding: BindingId; readonly members: ReadonlySet<string> } | null;
}

export function createScope(parent: Scope | null, owner: FunctionId): Scope {
  return { parent, owner, values: new Map(), types: null, enum: null };
}

/** Adds a value name to a scope. A name that is already there (a second `var`, an overload, a merged namespace) keeps its binding. */
export function declare(l: Lowering, scope: Scope, name: string, kind: Binding['kind'], at: Span): BindingId {
  const known = scope.values.get(name);
  if (known !== undefined) return known;
  const id = newBinding(l, scope, name, kind, at);
  scope.values.set(name, id);
  return id;
}

function declareType(l: Lowering, scope: Scope, name: string, kind: Binding['kind'], at: Span): BindingId {
  scope.types ??= new Map();
  const known = scope.types.get(name);
  if (known !== undefined && known !== null) return known;
  const id = newBinding(l, scope, name, kind, at);
  scope.types.set(name, id);
  return id;
}

export function declareTypeParameters(scope: Scope, node: ast.TSTypeParameterDeclaration | null | undefined): void {
  for (const param of node?.params ?? []) (scope.types ??= new Map()).set(param.name.name, null);
}

function newBinding(l: Lowering, scope: Scope, name: string, kind: Binding['kind'], at: Span): BindingId {
  l.bindings.push({ name, kind, owner: scope.owner, type: null, import: null, fn: null, class: null, init: null, at });
  return l.bindings.length - 1;
}

/** Every name that a pattern binds, in the order of the text. */
export function namesIn(pattern: ast.BindingPattern | ast.ParamPattern | ast.AssignmentTarget, found: ast.BindingIdentifier[] = []): ast.BindingIdentifier[] {
  switch (pattern.type) {
    case 'Identifier':
      found.push(pattern);
      break;
    case 'ObjectPattern':
      for (const prop of pattern.properties) namesIn((prop.type === 'Property' ? prop.value : prop.argument) as ast.BindingPattern, found);
      break;
    case 'ArrayPattern':
      for (const item of pattern.elements) if (item) namesIn(item as ast.BindingPattern, found);
      break;
    case 'AssignmentPattern':
      namesIn(pattern.left, found);
      break;
    case 'RestElement':
      namesIn(pattern.argument, found);
      break;
    case 'TSParameterProperty':
      namesIn(pattern.parameter, found);
      break;
    default:
      break;
  }
  return found;
}

export function declarePattern(l: Lowering, scope: Scope, pattern: ast.BindingPattern | ast.ParamPattern, kind: Binding['kind']): void {
  for (const name of namesIn(pattern)) declare(l, scope, name.name, kind, nameSpan(name));
}

/** The name alone: an identifier node with an annotation reaches to the annotation's end. */
export function nameSpan(id: { readonly start: number; readonly end: number; readonly name: string }): Span {
  return { start: id.start, end: Math.min(id.end, id.start + id.name.length) };
}

/** Declares the `var`s of a function body or module, however deep in blocks they stand. */
export function hoistVars(l: Lowering, scope: Scope, body: readonly (ast.Statement | ast.Directive | null | undefined)[]): void {
  for (const statement of body) {
    if (!statement) continue;
    switch (statement.type) {
      case 'VariableDeclaration':
        if (statement.kind === 'var' && !statement.declare) for (const d of statement.declarations) declarePattern(l, scope, d.id, 'let');
        break;
      case 'ExportNamedDeclaration':
        if (statement.declaration?.type === 'VariableDeclaration') hoistVars(l, scope, [statement.declaration]);
        break;
      case 'BlockStatement':
        hoistVars(l, scope, statement.body);
        break;
      case 'IfStatement':
        hoistIfChain(l, scope, statement);
        break;
      case 'ForStatement':
        if (statement.init?.type === 'VariableDeclaration') hoistVars(l, scope, [statement.init]);
        hoistVars(l, scope, [statement.body]);
        break;
      case 'ForInStatement':
      case 'ForOfStatement':
        if (statement.left.type === 'VariableDeclaration') hoistVars(l, scope, [statement.left]);
        hoistVars(l, scope, [statement.body]);
        break;
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'LabeledStatement':
      case 'WithStatement':
        hoistVars(l, scope, [statement.body]);
        break;
      case 'SwitchStatement':
        for (const c of statement.cases) hoistVars(l, scope, c.consequent);
        break;
      case 'TryStatement':
        hoistVars(l, scope, [statement.block, statement.handler?.body, statement.finalizer]);
        break;
      default:
        break;
    }
  }
}

/** A loop, because generated code has `else if` chains longer than a stack is deep. */
function hoistIfChain(l: Lowering, scope: Scope, first: ast.IfStatement): void {
  let at: ast.Statement | null = first;
  while (at?.type === 'IfStatement') {
    hoistVars(l, scope, [at.consequent]);
    at = at.alternate;
  }
  if (at) hoistVars(l, scope, [at]);
}

/** Declares what a block's own statements declare: `let`, `const`, functions, classes, enums, namespaces, types. */
export function declareLexical(l: Lowering, scope: Scope, body: readonly (ast.Statement | ast.Directive)[]): void {
  for (const statement of body) declareStatement(l, scope, statement);
}

/** `declare const global: …` gives the runtime's own object a type; it makes no other. */
export const namesGlobalObject = (node: ast.VariableDeclaration): boolean =>
  node.declarations.every((one) => one.id.type === 'Identifier' && ['global', 'globalThis', 'window', 'self'].includes(one.id.name));

function declareStatement(l: Lowering, scope: Scope, node: ast.Statement | ast.Directive | ast.ExportDefaultDeclarationKind): void {
  switch (node.type) {
    case 'VariableDeclaration':
      if (node.declare ? !namesGlobalObject(node) : node.kind !== 'var')
        for (const d of node.declarations) declarePattern(l, scope, d.id, node.kind === 'let' || node.kind === 'var' ? 'let' : 'const');
      break;
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
      if (node.id) declare(l, scope, node.id.name, 'function', nameSpan(node.id));
      break;
    case 'ClassDeclaration':
      if (node.id) declare(l, scope, node.id.name, 'class', nameSpan(node.id));
      break;
    case 'TSEnumDeclaration':
      declare(l, scope, node.id.name, 'enum', nameSpan(node.id));
      break;
    case 'TSModuleDeclaration': {
      // `declare module 'x'` and `declare global` speak of other modules.
      if (node.global || node.id.type === 'Literal') break;
      let id: ast.TSTypeName | ast.BindingIdentifier = node.id;
      while (id.type === 'TSQualifiedName') id = id.left;
      if (id.type !== 'Identifier') break;
      if (node.declare || isTypeNamespace(node)) declareType(l, scope, id.name, 'namespace', nameSpan(id));
      else declare(l, scope, id.name, 'namespace', nameSpan(id));
      break;
    }
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
      declareType(l, scope, node.id.name, 'type', nameSpan(node.id));
      break;
    case 'TSImportEqualsDeclaration':
      if (node.importKind === 'type') declareType(l, scope, node.id.name, 'import', nameSpan(node.id));
      else declare(l, scope, node.id.name, node.moduleReference.type === 'TSExternalModuleReference' ? 'import' : 'const', nameSpan(node.id));
      break;
    case 'ImportDeclaration':
      declareImport(l, scope, node);
      break;
    case 'ExportNamedDeclaration':
      if (node.declaration) declareStatement(l, scope, node.declaration);
      break;
    case 'ExportDefaultDeclaration':
      declareStatement(l, scope, node.declaration);
      break;
    case 'LabeledStatement':
      declareStatement(l, scope, node.body);
      break;
    default:
      break;
  }
}

/** A namespace of types alone makes no value. */
function isTypeNamespace(node: ast.TSModuleDeclaration): boolean {
  return (node.body?.body ?? []).every((statement) => {
    const inner = statement.type === 'ExportNamedDeclaration' && statement.declaration ? statement.declaration : statement;
    return inner.type === 'TSTypeAliasDeclaration' || inner.type === 'TSInterfaceDeclaration';
  });
}

function declareImport(l: Lowering, scope: Scope, node: ast.ImportDeclaration): void {
  const source = node.source.value;
  if (node.specifiers.length === 0) {
    // `import {} from 'x'` runs the module as `import 'x'` does; `import type {} from 'x'` does not.
    l.imports.push({ source, imported: '*', binding: null, typeOnly: node.importKind === 'type', at: span(node) });
    return;
  }
  for (const specifier of node.specifiers) {
    const typeOnly = node.importKind === 'type' || (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type');
    const imported = specifier.type === 'ImportSpecifier' ? exportName(specifier.imported) : specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
    const { name } = specifier.local;
    const at = nameSpan(specifier.local);
    const binding = typeOnly ? declareType(l, scope, name, 'import', at) : declare(l, scope, name, 'import', at);
    l.bindings[binding]!.import ??= l.imports.length;
    l.imports.push({ source, imported, binding, typeOnly, at: span(specifier) });
  }
}

export function exportName(node: ast.ModuleExportName): string {
  return node.type === 'Literal' ? node.value : node.name;
}
