/**
 * The oracle of `--types`: the compiler that ts-morph brings, over the modules that are asked about and what they import. It reads through the engine alone, so it
 * sees what the engine sees (the index with `--staged`), resolves as the engine resolves, and never looks into a package.
 */
import { Project, ts } from 'ts-morph';
import type { ExpressionAt, TypeOracle, TypeSources } from '@gatelint/engine';
import { Closure } from './closure.js';
import { describe, literals, type Describer } from './declared.js';
import { Stubs } from './stubs.js';

const root = '/project/';

/** @param sources one state of a project's files; nothing is read before the first question */
export function createTypeOracle(sources: TypeSources): TypeOracle {
  const stubs = new Stubs();
  const closure = new Closure(sources, stubs);
  const expected = new Set<string>();
  let loaded: Loaded | null = null;

  const load = (files: readonly string[]): Loaded => {
    const fresh = closure.add([...expected, ...files]);
    expected.clear();
    if (loaded && fresh.length === 0) return loaded;
    const project = loaded?.project ?? openProject(closure, stubs);
    for (const file of fresh) project.createSourceFile(root + file, textOf(sources, file), { overwrite: true });
    for (const { path, text } of stubs.takeChanged()) project.createSourceFile(path, text, { overwrite: true });
    const program = project.getProgram().compilerObject;
    return (loaded = { project, program, checker: program.getTypeChecker() });
  };

  /** Asks until no further modules are wanted: who fills in an interface is known once they are loaded. */
  const ask = <Answer>(at: ExpressionAt, question: (d: Describer, type: ts.Type) => Answer | null): Answer | null => {
    let wanted: readonly string[] = [at.file];
    for (let round = 0; round < 3; round++) {
      const { program, checker } = load(wanted);
      const source = program.getSourceFile(root + at.file);
      const node = source && expressionAt(source, at);
      if (!node) return null;
      const missing = new Set<string>();
      const d: Describer = {
        checker,
        fileOf: relativeFile,
        implementations: (symbol) => implementations(symbol, { sources, closure, program, checker, missing }),
      };
      const answer = question(d, checker.getTypeAtLocation(node));
      if (missing.size === 0) return answer;
      wanted = [at.file, ...missing];
    }
    return null;
  };

  return {
    expect: (files) => files.forEach((file) => expected.add(file)),
    typesOf: (at) => ask(at, describe),
    literalsOf: (at) => ask(at, (_, type) => literals(type)),
  };
}

interface Loaded {
  readonly project: Project;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
}

/** A byte order mark is white space to a compiler that is given text; offsets stay what they are. */
const textOf = (sources: TypeSources, file: string): string => (sources.modules.text(file) ?? '').replace(/^\uFEFF/u, ' ');

const relativeFile = (source: ts.SourceFile): string | null => (source.fileName.startsWith(root) ? source.fileName.slice(root.length) : null);

function openProject(closure: Closure, stubs: Stubs): Project {
  const resolve = (specifier: string, from: string): ts.ResolvedModule | undefined => {
    if (!from.startsWith(root)) return undefined;
    const file = closure.resolve(from.slice(root.length), specifier);
    const path = file !== null && closure.has(file) ? root + file : stubs.fileOf(specifier);
    return path === null ? undefined : { resolvedFileName: path };
  };
  return new Project({
    useInMemoryFileSystem: true,
    skipFileDependencyResolution: true,
    resolutionHost: () => ({ resolveModuleNames: (specifiers, from) => specifiers.map((specifier) => resolve(specifier, from)) }),
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      // Of the platform's globals the catalogue knows more than their declarations say.
      lib: ['lib.es2023.d.ts'],
      types: [],
      strict: true,
      allowJs: true,
      jsx: ts.JsxEmit.Preserve,
      experimentalDecorators: true,
      noEmit: true,
    },
  });
}

/** The expression at exactly this place, with what TypeScript wraps around a value: casts, `!`, parentheses. */
function expressionAt(source: ts.SourceFile, { start, end }: ExpressionAt): ts.Node | null {
  let node: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) => (child.getStart(source) <= start && end <= child.end ? child : undefined));
    if (!inner) return null;
    node = inner;
    if (node.getStart(source) === start && node.end === end && isExpression(node)) break;
  }
  while (isWrapper(node.parent) && node.parent.expression === node) node = node.parent;
  return node;
}

const isExpression = (node: ts.Node): boolean => !ts.isExpressionStatement(node) && !ts.isVariableDeclarationList(node) && !ts.isJsxExpression(node);

const isWrapper = (node: ts.Node): node is ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression | ts.ParenthesizedExpression | ts.TypeAssertion =>
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  ts.isNonNullExpression(node) ||
  ts.isParenthesizedExpression(node) ||
  ts.isTypeAssertionExpression(node);

interface Search {
  readonly sources: TypeSources;
  readonly closure: Closure;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** Modules that may hold more of them and are not loaded. */
  readonly missing: Set<string>;
}

/** Concrete classes that extend or implement what the symbol declares, also through others. A module that has one names it. */
function implementations(symbol: ts.Symbol, search: Search): readonly ts.ClassLikeDeclaration[] | null {
  const { sources, closure, program, checker, missing } = search;
  const found = new Set<ts.ClassLikeDeclaration>();
  const seen = new Set<ts.Symbol>();
  const waiting = [symbol];
  for (let contract = waiting.pop(); contract; contract = waiting.pop()) {
    if (seen.has(contract) || contract.name === 'default' || contract.name.startsWith('__')) continue;
    seen.add(contract);
    for (const file of sources.files) {
      const text = sources.modules.text(file);
      if (!text || !text.includes(contract.name) || !/\b(?:implements|extends)\b/u.test(text)) continue;
      const source = closure.has(file) ? program.getSourceFile(root + file) : undefined;
      if (!source) {
        if (!closure.has(file)) missing.add(file);
        continue;
      }
      for (const heir of heirs(source, contract, checker)) {
        const own = heir.name && checker.getSymbolAtLocation(heir.name);
        if (own) waiting.push(own);
        if (ts.isClassLike(heir) && !(ts.getCombinedModifierFlags(heir) & ts.ModifierFlags.Abstract)) found.add(heir);
      }
    }
  }
  return missing.size > 0 ? null : [...found];
}

/** Classes and interfaces in a module that name the contract among what they extend or implement. */
function heirs(source: ts.SourceFile, contract: ts.Symbol, checker: ts.TypeChecker): (ts.ClassLikeDeclaration | ts.InterfaceDeclaration)[] {
  const found: (ts.ClassLikeDeclaration | ts.InterfaceDeclaration)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node) || ts.isInterfaceDeclaration(node)) {
      const named = (node.heritageClauses ?? []).flatMap((clause) => [...clause.types]);
      if (named.some((one) => checker.getTypeAtLocation(one).getSymbol() === contract)) found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
