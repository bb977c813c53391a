/** A file that `npm run sync` owns whole, or owns the marked part of. */
export interface GeneratedFile {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly text: string;
}
