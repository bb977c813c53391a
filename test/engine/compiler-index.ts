/** What the TypeScript compiler resolves in a folder: imports by its own module resolution and the nearest tsconfig.json, names by its checker. */
import { dirname, relative } from 'node:path';
import ts from 'typescript';

/** Where something is declared: the start of its name, or of itself where it has none; several for what is passed on by a constant. */
export interface Declared {
  readonly places: ReadonlySet<string>;
  /** `specifier#name` where the name leads out of the project. */
  readonly external: string | null;
  /** The compiler knows the type of what is called and no body. */
  readonly typeOnly: boolean;
}

export interface CompilerIndex {
  /** Relative to the root; null where the compiler finds none in the project. */
  resolve(file: string, specifier: string): string | null;
  /** null where there is no expression of that extent, or the compiler has no name for it. */
  declared(file: string, start: number, end: number): Declared | null;
}

/** One program for each tsconfig.json that is the nearest to some of the files. */
export function compilerIndex(root: string, files: readonly string[]): CompilerIndex {
  const programs = new Map<string, ts.Program>();
  const configs = new Map<string, ts.CompilerOptions>();
  const configOf = (file: string): string => ts.findConfigFile(dirname(`${root}/${file}`), ts.sys.fileExists) ?? '';
  const optionsOf = (config: string): ts.CompilerOptions => {
    let options = configs.get(config);
    if (!options) {
      const read = ts.readConfigFile(config, ts.sys.readFile);
      options = { ...ts.parseJsonConfigFileContent(read.config, ts.sys, dirname(config)).options, allowJs: true, noEmit: true, types: [] };
      configs.set(config, options);
    }
    return options;
  };
  const programOf = (file: string): ts.Program => {
    const config = configOf(file);
    let program = programs.get(config);
    if (!program) {
      const own = files.filter((one) => configOf(one) === config).map((one) => `${root}/${one}`);
      programs.set(config, (program = ts.createProgram(own, optionsOf(config), undefined)));
    }
    return program;
  };
  const inside = (path: string): string | null => {
    const file = relative(root, path);
    return file.startsWith('..') || file.includes('node_modules/') ? null : file;
  };

  return {
    resolve(file, specifier) {
      const { resolvedModule } = ts.resolveModuleName(specifier, `${root}/${file}`, optionsOf(configOf(file)), ts.sys);
      return resolvedModule ? inside(resolvedModule.resolvedFileName) : null;
    },
    declared(file, start, end) {
      const program = programOf(file);
      const source = program.getSourceFile(`${root}/${file}`);
      const node = source && nodeAt(source, start, end);
      return node ? follow(node, program.getTypeChecker(), inside) : null;
    },
  };
}

function nodeAt(source: ts.SourceFile, start: number, end: number): ts.Node | null {
  let node: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) => (child.getStart(source) <= start && end <= child.end ? child : undefined));
    if (!inner) return null;
    node = inner;
    if (node.getStart(source) === start && node.end === end && !ts.isStatement(node) && !isImported(node)) return node;
  }
}

/** What binds an imported name is as long as the name. */
const isImported = (node: ts.Node): boolean => ts.isImportSpecifier(node) || ts.isImportClause(node);

function follow(node: ts.Node, checker: ts.TypeChecker, inside: (path: string) => string | null): Declared | null {
  const places = new Set<string>();
  const seen = new Set<ts.Symbol>();
  let external: string | null = null;

  const place = (declaration: ts.Declaration): void => {
    const file = inside(declaration.getSourceFile().fileName);
    if (file === null) return;
    const name = ts.getNameOfDeclaration(declaration);
    places.add(`${file}:${(name ?? declaration).getStart()}`);
    places.add(`${file}:${declaration.getStart()}`);
    // A default export without a name starts, to us, with its own first word.
    const words = ts.canHaveModifiers(declaration) ? (ts.getModifiers(declaration) ?? []).filter((one) => exporting.has(one.kind)) : [];
    const last = words.at(-1);
    if (last) places.add(`${file}:${/^\s*/u.exec(declaration.getSourceFile().text.slice(last.end))![0].length + last.end}`);
  };
  const symbolOf = (expression: ts.Node): ts.Symbol | undefined =>
    checker.getSymbolAtLocation(ts.isPropertyAccessExpression(expression) ? expression.name : expression);

  const visit = (symbol: ts.Symbol | undefined): void => {
    if (!symbol || seen.has(symbol)) return;
    seen.add(symbol);
    if (symbol.flags & ts.SymbolFlags.Alias) {
      const next = checker.getImmediateAliasedSymbol(symbol);
      if (next && next.name !== 'unknown' && !isOutside(next, inside)) return visit(next);
      external ??= outside(symbol, inside);
      return;
    }
    for (const declaration of symbol.declarations ?? []) {
      place(declaration);
      if (ts.isShorthandPropertyAssignment(declaration)) visit(checker.getShorthandAssignmentValueSymbol(declaration));
      const passed = ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration) || ts.isBindingElement(declaration) ? declaration : null;
      if (passed?.initializer) expression(passed.initializer);
      if (ts.isBinaryExpression(declaration) || ts.isPropertyAccessExpression(declaration)) assigned(declaration);
      if (ts.isBindingElement(declaration)) visit(propertyBehind(declaration, checker));
    }
  };
  /** `exports.a = b`: to JavaScript the assignment is the declaration. */
  const assigned = (declaration: ts.Node): void => {
    const whole = ts.isBinaryExpression(declaration) ? declaration : declaration.parent;
    if (ts.isBinaryExpression(whole)) expression(whole.right);
  };
  const expression = (value: ts.Expression): void => {
    let inner = value;
    while (ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner) || ts.isParenthesizedExpression(inner) || ts.isNonNullExpression(inner))
      inner = inner.expression;
    if (ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner)) visit(symbolOf(inner));
    if (ts.isFunctionLike(inner) || ts.isClassLike(inner)) place(inner);
  };

  visit(symbolOf(node));
  const signatures = checker.getTypeAtLocation(node).getCallSignatures();
  for (const { declaration } of signatures)
    if (declaration) visit(checker.getSymbolAtLocation(ts.getNameOfDeclaration(declaration) ?? declaration) ?? bodied(declaration, place));
  external ??= rootOutside(node, checker, inside);
  const declarations = [...seen].flatMap((symbol) => symbol.declarations ?? []);
  const typeOnly =
    declarations.length > 0 &&
    declarations.every((one) => (ts.isMethodDeclaration(one) && !one.body) || ts.isMethodSignature(one) || ts.isPropertySignature(one) || ts.isParameter(one));
  return places.size > 0 || external !== null ? { places, external, typeOnly } : null;
}

const exporting = new Set<ts.SyntaxKind>([ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.DefaultKeyword]);

const isOutside = (symbol: ts.Symbol, inside: (path: string) => string | null): boolean =>
  (symbol.declarations ?? []).some((one) => inside(one.getSourceFile().fileName) === null);

function bodied(declaration: ts.SignatureDeclaration | ts.JSDocSignature, place: (one: ts.Declaration) => void): undefined {
  if (!ts.isJSDocSignature(declaration)) place(declaration);
  return undefined;
}

/** The property that `{ a: b } = value` takes. */
function propertyBehind(element: ts.BindingElement, checker: ts.TypeChecker): ts.Symbol | undefined {
  const name = element.propertyName ?? element.name;
  const from = element.parent.parent;
  const type = checker.getTypeAtLocation(ts.isVariableDeclaration(from) && from.initializer ? from.initializer : element.parent);
  return ts.isIdentifier(name) ? type.getProperty(name.text) : undefined;
}

/** `specifier#name` of an import whose module the compiler does not find. */
function outside(symbol: ts.Symbol, inside: (path: string) => string | null): string | null {
  for (const declaration of symbol.declarations ?? []) {
    if (inside(declaration.getSourceFile().fileName) === null) continue;
    const from = ts.findAncestor(declaration, (node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isImportEqualsDeclaration(node));
    const module = from && (ts.isImportDeclaration(from) || ts.isExportDeclaration(from)) ? from.moduleSpecifier : undefined;
    if (!module || !ts.isStringLiteral(module)) continue;
    if (ts.isImportSpecifier(declaration) || ts.isExportSpecifier(declaration)) return `${module.text}#${(declaration.propertyName ?? declaration.name).text}`;
    return `${module.text}#${ts.isImportClause(declaration) ? 'default' : '*'}`;
  }
  return null;
}

/** The import that `a().b.c()` starts from, through constants. */
function rootOutside(node: ts.Node, checker: ts.TypeChecker, inside: (path: string) => string | null, depth = 0): string | null {
  let at = node;
  while (
    ts.isPropertyAccessExpression(at) ||
    ts.isCallExpression(at) ||
    ts.isNewExpression(at) ||
    ts.isAwaitExpression(at) ||
    ts.isNonNullExpression(at) ||
    ts.isParenthesizedExpression(at)
  )
    at = at.expression;
  let symbol = ts.isIdentifier(at) ? checker.getSymbolAtLocation(at) : undefined;
  for (let hop = 0; symbol && symbol.flags & ts.SymbolFlags.Alias && hop < 16; hop++) {
    const next: ts.Symbol | undefined = checker.getImmediateAliasedSymbol(symbol);
    if (!next || next.name === 'unknown' || isOutside(next, inside)) return outside(symbol, inside);
    symbol = next;
  }
  const declaration = symbol?.valueDeclaration;
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer && depth < 16
    ? rootOutside(declaration.initializer, checker, inside, depth + 1)
    : null;
}
