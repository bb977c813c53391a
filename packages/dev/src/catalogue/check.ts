/** Compares the rows of libraries with the declarations that the libraries publish. */
import { checkedVersion, formatPath, parsePath, type Library } from '@gatelint/catalogue';
import { createProver, type Proof, type Prover } from './prove.js';

export interface RowProof {
  readonly path: string;
  readonly roles: readonly string[];
  readonly proof: Proof;
}

export interface LibraryProof {
  readonly library: string;
  /** The packages that were installed, with their versions. */
  readonly installed: readonly string[];
  /** Why nothing could be proved at all; null where something could. */
  readonly because: string | null;
  readonly rows: readonly RowProof[];
}

export interface Packages {
  /** Installs a package into a folder; why it did not work, or null. */
  install(folder: string, name: string, version: string): string | null;
  /** Subpaths that the installed package exports: `.`, `./fetch`. */
  exportsOf(folder: string, name: string): readonly string[];
}

/** Names that a registry may have; others are brought by runtimes and frameworks, are addresses, or stand for what is generated. */
export const isPublished = (name: string): boolean => !/^[*#$_.]|:|^globalThis$/.test(name);

/** The package of a specifier: `next` of `next/server`, `@orpc/server` of `@orpc/server/fetch`. */
const packageNameOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/**
 * @param folder an empty folder of its own for the library
 * @param latest whether the newest version is asked, instead of the one that the rows were compared with
 */
export function checkLibrary(library: Library, folder: string, packages: Packages, latest: boolean): LibraryProof {
  const specifiers = [library.name, ...library.also].filter(isPublished);
  const names = [...new Set(specifiers.map(packageNameOf))].filter((name) => !name.includes('*'));
  const none = (because: string): LibraryProof => ({ library: library.name, installed: [], because, rows: [] });
  if (names.length === 0) return none('it is no package: a runtime or a framework brings it');
  const paths = new Map<string, { readonly roles: string[]; proof: Proof | null }>();
  for (const row of library.rows) {
    const known = paths.get(row.path);
    if (known) known.roles.push(row.role);
    else paths.set(row.path, { roles: [row.role], proof: null });
  }
  const installed: string[] = [];
  let because: string | null = null;
  // Packages that share rows may have parts of them each: the others are asked for what is still open.
  names.forEach((name, index) => {
    const open = [...paths].filter(([, one]) => one.proof === null || one.proof.is === 'missing');
    if (open.length === 0) return;
    const own = `${folder}/${index}`;
    const version = latest ? 'latest' : (checkedVersion(name) ?? 'latest');
    const failed = packages.install(own, name, version);
    if (failed !== null) {
      because ??= `it could not be installed: ${failed}`;
      return;
    }
    installed.push(`${name}@${version}`);
    const asked = specifiersIn(specifiers, name, packages.exportsOf(own, name));
    const prover = createProver(own, asked);
    for (const [path, one] of open) {
      const proof = proveAny(prover, library, path, asked);
      if (one.proof === null || proof.is === 'there') one.proof = proof;
    }
  });
  if (installed.length === 0) return none(because ?? 'it could not be installed');
  const rows = [...paths].map(([path, { roles, proof }]): RowProof => ({ path, roles, proof: proof ?? { is: 'untold', because: 'nobody was asked' } }));
  return { library: library.name, installed, because: rows.every(({ proof }) => proof.is === 'untold') ? reasonOf(rows) : null, rows };
}

const reasonOf = (rows: readonly RowProof[]): string | null => {
  const reasons = [...new Set(rows.flatMap(({ proof }) => (proof.is === 'untold' ? [proof.because] : [])))];
  return reasons.length === 1 ? (reasons[0] ?? null) : null;
};

/** The specifiers of one package, with those that a pattern (`@trpc/server/adapters/*`) stands for. */
function specifiersIn(specifiers: readonly string[], name: string, exported: readonly string[]): string[] {
  const all = exported.filter((one) => !one.includes('*') && !one.endsWith('.json')).map((one) => one.replace('.', name));
  return specifiers
    .filter((one) => packageNameOf(one) === name)
    .flatMap((one) => (one.endsWith('*') ? all.filter((each) => each.startsWith(one.slice(0, -1))) : [one]));
}

/** A path, or one that leads to it: rows speak of where paths lead in the end. */
function proveAny(prover: Prover, library: Library, path: string, specifiers: readonly string[]): Proof {
  const first = prover.prove(path, specifiers);
  if (first.is !== 'missing') return first;
  for (const other of leadingTo(library, path)) if (prover.prove(other, specifiers).is === 'there') return { is: 'there' };
  return first;
}

function leadingTo(library: Library, path: string): readonly string[] {
  const segments = parsePath(path) ?? [];
  return Object.entries(library.same).flatMap(([from, to]) => {
    const [before, after] = [parsePath(from), parsePath(to)];
    if (!before || !after || to.includes('#') || !after.every((segment, index) => segments[index] === segment)) return [];
    return [formatPath([...before, ...segments.slice(after.length)])];
  });
}
