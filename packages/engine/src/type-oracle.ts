/**
 * What a type checker knows that the syntax does not say. A host that has one hands it over; it is asked for what syntax left undecided and for nothing else,
 * and every answer is about the project's own code: of packages it knows the names that are imported, so that an answer does not depend on what is installed.
 */
import type { Modules } from '@gatelint/ts-facts';

/** An expression, by its place: 0-based UTF-16 offsets, end exclusive; `file` is relative to the root. */
export interface ExpressionAt {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export type DeclaredType =
  /** A value of the type that a package exports as `path` (`['Stripe', 'Checkout']` is a member of `Stripe`); a last `()` is what calling the export returns. */
  | { readonly is: 'of-package'; readonly specifier: string; readonly path: readonly string[] }
  /** An instance of a class of the project. `name`: where its name stands, or the class itself where it has none. */
  | { readonly is: 'instance'; readonly file: string; readonly name: number }
  /** A function of the project that has a body. `name`: where its name stands, or the function itself where it has none. */
  | { readonly is: 'function'; readonly file: string; readonly name: number };

export interface TypeOracle {
  /** These files are about to be asked about. What they need is loaded at once, with the first question. */
  expect(files: readonly string[]): void;
  /**
   * All that the expression can be; promises stand for what they resolve to, an interface or an abstract class for the classes of the project that fill it in.
   * null and undefined are left out. null: its type says nothing of this kind, or not of all of it.
   */
  typesOf(at: ExpressionAt): readonly DeclaredType[] | null;
  /** The values of the expression where its type is a literal or a union of literals, in the order of the declaration; null where it is anything else. */
  literalsOf(at: ExpressionAt): readonly (string | number | boolean)[] | null;
}

export interface TypeSources {
  readonly modules: Modules;
  /** TypeScript and JavaScript files of the project, relative to the root, sorted; tests are not among them. */
  readonly files: readonly string[];
}

/** Makes an oracle for one state of a project's files. Costs nothing before the first question. */
export type OpenTypeOracle = (sources: TypeSources) => TypeOracle;
