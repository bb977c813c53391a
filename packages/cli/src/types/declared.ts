/** From a type of the checker to what the engine can follow: names of packages' exports, classes and functions of the project, literals. */
import { ts } from 'ts-morph';
import type { DeclaredType } from '@gatelint/engine';
import { stubName } from './stubs.js';

export interface Describer {
  readonly checker: ts.TypeChecker;
  /** Path of a file of the project, relative to the root; null for any other file. */
  fileOf(source: ts.SourceFile): string | null;
  /** Classes that fill in an interface or an abstract class; null when they cannot all be known. */
  implementations(symbol: ts.Symbol): readonly ts.ClassLikeDeclaration[] | null;
}

/** More than this is no answer that anybody could follow. */
const mostMembers = 8;
const mostSteps = 12;
const promises = new Set(['Promise', 'PromiseLike', 'Awaited']);

/** All that a value of the type can be; null when a part of it cannot be told. */
export function describe(d: Describer, type: ts.Type, depth = 0): readonly DeclaredType[] | null {
  if (depth > mostSteps) return null;
  const { checker } = d;
  if (type.isUnion()) {
    const found: DeclaredType[] = [];
    for (const member of type.types) {
      if (isNothing(member)) continue;
      const one = describe(d, member, depth + 1);
      if (!one) return null;
      for (const each of one) if (!found.some((other) => JSON.stringify(other) === JSON.stringify(each))) found.push(each);
    }
    return found.length > 0 && found.length <= mostMembers ? found : null;
  }
  if (type.isIntersection()) {
    for (const member of type.types) {
      const one = describe(d, member, depth + 1);
      if (one) return one;
    }
    return null;
  }
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint && constraint !== type ? describe(d, constraint, depth + 1) : null;
  }
  const symbol = type.getSymbol();
  if (!symbol || !(type.flags & ts.TypeFlags.Object)) return null;
  if (promises.has(symbol.name)) {
    const inner = checker.getTypeArguments(type as ts.TypeReference)[0];
    return inner ? describe(d, inner, depth + 1) : null;
  }
  return describeSymbol(d, type, symbol, depth);
}

function describeSymbol(d: Describer, type: ts.Type, symbol: ts.Symbol, depth: number): readonly DeclaredType[] | null {
  for (const declaration of symbol.declarations ?? []) {
    const source = declaration.getSourceFile();
    if (ts.isInterfaceDeclaration(declaration)) {
      const stub = stubName(source.fileName, namesOf(declaration));
      if (stub) return [{ is: 'of-package', ...stub }];
    }
    const file = d.fileOf(source);
    if (file === null) continue;
    if (ts.isClassLike(declaration) && !(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract)) {
      // A class's own name as a value is the class, and none of its instances.
      if (type.getConstructSignatures().length > 0) return null;
      return [{ is: 'instance', file, name: nameOf(declaration) }];
    }
    if (ts.isInterfaceDeclaration(declaration) || ts.isClassLike(declaration)) return describeContract(d, type, symbol, depth);
    if (isFunction(declaration)) {
      const body = bodyOf(symbol);
      return body ? [{ is: 'function', file: d.fileOf(body.getSourceFile()) ?? file, name: nameOf(body) }] : null;
    }
  }
  return null;
}

/** An interface or an abstract class is whatever fills it in; one that nobody does may extend something known. */
function describeContract(d: Describer, type: ts.Type, symbol: ts.Symbol, depth: number): readonly DeclaredType[] | null {
  const classes = d.implementations(symbol);
  if (!classes) return null;
  if (classes.length > 0 && classes.length <= mostMembers) {
    const found = classes.flatMap((one): DeclaredType[] => {
      const file = d.fileOf(one.getSourceFile());
      return file === null ? [] : [{ is: 'instance', file, name: nameOf(one) }];
    });
    return found.length === classes.length ? found : null;
  }
  if (classes.length > 0 || !type.isClassOrInterface()) return null;
  for (const base of d.checker.getBaseTypes(type)) {
    const one = describe(d, base, depth + 1);
    if (one) return one;
  }
  return null;
}

/** The values of a literal type or a union of them. */
export function literals(type: ts.Type): readonly (string | number | boolean)[] | null {
  const found: (string | number | boolean)[] = [];
  for (const member of type.isUnion() ? type.types : [type]) {
    if (member.isStringLiteral() || member.isNumberLiteral()) found.push(member.value);
    else return null;
  }
  return found.length > 0 && found.length <= mostMembers ? found : null;
}

const isNothing = (type: ts.Type): boolean => (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void)) !== 0;

type FunctionNode = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

const isFunction = (node: ts.Node): node is FunctionNode =>
  ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isMethodDeclaration(node);

/** The declaration of an overloaded function that runs. */
function bodyOf(symbol: ts.Symbol): FunctionNode | undefined {
  return symbol.declarations?.find((one): one is FunctionNode => isFunction(one) && one.body !== undefined);
}

/** Where a function's or class's name stands: its own, or that of the variable or property that it is assigned to; else where it starts itself. */
function nameOf(node: ts.Node & { readonly name?: ts.Node | undefined }): number {
  if (node.name) return node.name.getStart();
  const { parent } = node;
  const assigned = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent) ? parent.name : null;
  if (assigned && !ts.isObjectBindingPattern(assigned) && !ts.isArrayBindingPattern(assigned)) return assigned.getStart();
  const exported = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []).filter((one) => exporting.has(one.kind)).at(-1) : undefined;
  return exported ? exported.end + /^\s*/u.exec(node.getSourceFile().text.slice(exported.end))![0].length : node.getStart();
}

const exporting = new Set<ts.SyntaxKind>([ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.DefaultKeyword]);

/** Names of a declaration and of the namespaces around it, outermost first. */
function namesOf(declaration: ts.InterfaceDeclaration): string[] {
  const names = [declaration.name.text];
  for (let at: ts.Node = declaration.parent; !ts.isSourceFile(at); at = at.parent) if (ts.isModuleDeclaration(at)) names.unshift(at.name.text);
  return names;
}
