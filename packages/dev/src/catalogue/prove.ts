/** Proves that an access path of the catalogue exists in the type declarations of a package, as far as declarations can tell. */
import { parsePath } from '@gatelint/catalogue';
import ts from 'typescript';

export type Proof =
  | { readonly is: 'there' }
  /** The declarations were read up to `at`, and have no such thing there. */
  | { readonly is: 'missing'; readonly at: string }
  | { readonly is: 'untold'; readonly because: string };

export interface Prover {
  /** @param path as a row writes it @param modules specifiers of which one has to have it */
  prove(path: string, modules: readonly string[]): Proof;
  /** Those of the specifiers that lead to declarations. */
  readonly declared: ReadonlySet<string>;
}

/** More alternatives than this at one step are not followed: what the first of them have is enough. */
const WIDTH = 48;

/** @param folder where the packages are installed @param modules specifiers that are asked about */
export function createProver(folder: string, modules: readonly string[]): Prover {
  const entry = `${folder}/gatelint-catalogue.ts`;
  const text = modules.map((name, index) => `import * as m${index} from ${JSON.stringify(name)};\nexport { m${index} };`).join('\n');
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ESNext,
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts'],
    types: [],
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    experimentalDecorators: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, languageVersion, onError, isNew) =>
    name === entry ? ts.createSourceFile(name, text, languageVersion) : getSourceFile.call(host, name, languageVersion, onError, isNew);
  host.fileExists = (name) => name === entry || fileExists.call(host, name);
  host.readFile = (name) => (name === entry ? text : readFile.call(host, name));
  const program = ts.createProgram([entry], options, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const symbols = new Map<string, ts.Symbol>();
  source?.statements.filter(ts.isImportDeclaration).forEach((statement, index) => {
    const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier);
    const name = modules[index];
    if (symbol && name !== undefined) symbols.set(name, symbol);
  });

  return {
    declared: new Set(symbols.keys()),
    prove(path, asked) {
      const segments = parsePath(path);
      if (!segments) return { is: 'untold', because: 'the path is malformed' };
      if (segments[0]?.startsWith('$')) return { is: 'untold', because: 'it is a value that the library hands over, which has no export' };
      let best: Proof | null = null;
      for (const name of asked) {
        const symbol = symbols.get(name);
        const proof: Proof | null = symbol && source ? follow(checker, source, symbol, segments) : null;
        if (proof?.is === 'there') return proof;
        if (proof && (best === null || tells(proof) > tells(best))) best = proof;
      }
      return best ?? { is: 'untold', because: 'the package declares no types' };
    },
  };
}

/** Of several modules the one that had most of the path says what is missing. */
const tells = (proof: Proof): number => (proof.is === 'missing' ? proof.at.length : Infinity);

function follow(checker: ts.TypeChecker, source: ts.SourceFile, module: ts.Symbol, segments: readonly string[]): Proof {
  const walker = { checker, source };
  const [first = 'default', ...rest] = segments[0] === '()' ? ['default', ...segments] : segments;
  // Exports that are spelled out, and those that a CommonJS package has on what it exports as a whole.
  const starts = [named(walker, module, first), ...(first === 'default' ? [] : [named(walker, module, 'default', first)])];
  let best: Proof = { is: 'missing', at: first };
  for (const start of starts) {
    if (!start) continue;
    const proof = walk(walker, start, rest, first);
    if (proof.is !== 'missing') return proof;
    best = proof;
  }
  return best;
}

interface Walker {
  readonly checker: ts.TypeChecker;
  readonly source: ts.SourceFile;
}

/** What a path stands for: values by their types, and a type that has been exported by its name. */
interface Place {
  readonly types: readonly ts.Type[];
  readonly declared: ts.Type | null;
}

function named({ checker, source }: Walker, module: ts.Symbol, name: string, member?: string): Place | null {
  const exports = checker.getExportsOfModule(module);
  const whole = module.exports?.get(ts.InternalSymbolName.ExportEquals);
  const found = exports.find((one) => one.name === name) ?? (name === 'default' ? whole : undefined);
  if (!found) return null;
  const symbol = found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
  const types = symbol.flags & ts.SymbolFlags.Value ? [checker.getTypeOfSymbolAtLocation(symbol, source)] : [];
  const declared = symbol.flags & ts.SymbolFlags.Type ? checker.getDeclaredTypeOfSymbol(symbol) : null;
  if (member === undefined) {
    // A namespace of types alone.
    return types.length === 0 && declared === null && symbol.flags & ts.SymbolFlags.Namespace ? { types: [], declared: null } : { types, declared };
  }
  const inside = checker.getExportsOfModule(symbol).find((one) => one.name === member);
  const type = inside && inside.flags & ts.SymbolFlags.Type ? checker.getDeclaredTypeOfSymbol(inside) : null;
  const values = types.flatMap((one) => checker.getPropertyOfType(one, member) ?? []).map((one) => checker.getTypeOfSymbolAtLocation(one, source));
  return type || values.length > 0 ? { types: values, declared: type } : null;
}

function walk({ checker, source }: Walker, start: Place, segments: readonly string[], from: string): Proof {
  let { types, declared } = start;
  let spelled = from;
  for (const segment of segments) {
    if (segment === '**') return { is: 'there' };
    spelled = segment === '()' ? `${spelled}()` : `${spelled}.${segment}`;
    const all = types.flatMap((type) => alternatives(checker, type, 0));
    if (all.some((type) => type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)))
      return { is: 'untold', because: `its types say no more than any before ${spelled}` };
    const next =
      segment === '()'
        ? all.flatMap((type) => type.getCallSignatures().map((signature) => signature.getReturnType()))
        : segment === 'new'
          ? [
              ...(declared ? [declared] : []),
              ...all.flatMap((type) => type.getConstructSignatures().map((signature) => signature.getReturnType())),
              // An abstract class, and one whose constructor is private.
              ...all.flatMap((type) => type.getProperty('prototype') ?? []).map((one) => checker.getTypeOfSymbolAtLocation(one, source)),
            ]
          : all.flatMap((type) => membersOf(checker, source, type, segment));
    if (next.length === 0) return { is: 'missing', at: spelled };
    types = [...new Set(next)].slice(0, WIDTH);
    declared = null;
  }
  return { is: 'there' };
}

function membersOf(checker: ts.TypeChecker, source: ts.SourceFile, type: ts.Type, name: string): readonly ts.Type[] {
  const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (name === '*')
    return [
      ...(index ? [index] : []),
      ...type
        .getProperties()
        .slice(0, WIDTH)
        .map((one) => checker.getTypeOfSymbolAtLocation(one, source)),
    ];
  const property = checker.getPropertyOfType(type, name);
  if (property) return [checker.getTypeOfSymbolAtLocation(property, source)];
  return index ? [index] : [];
}

/** The members of a union, what a promise promises beside the promise, and what a type parameter is bounded by. */
function alternatives(checker: ts.TypeChecker, type: ts.Type, depth: number): readonly ts.Type[] {
  if (depth > 6) return [type];
  const bound = checker.getBaseConstraintOfType(type);
  if (bound && bound !== type) return alternatives(checker, bound, depth + 1);
  if (type.isUnion()) return type.types.flatMap((one) => alternatives(checker, one, depth + 1));
  const awaited = checker.getAwaitedType(type);
  return awaited && awaited !== type ? [type, ...alternatives(checker, awaited, depth + 1)] : [type];
}
