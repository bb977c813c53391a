/** The project's modules: loaded on demand, resolved to each other, remembered by content. */
import type { Module } from './ir.js';

export type Resolution =
  | { readonly is: 'file'; readonly file: string }
  /** A package that is not part of the project: `@scope/name`, and the specifier as written. */
  | { readonly is: 'package'; readonly name: string; readonly specifier: string }
  | { readonly is: 'unknown'; readonly because: string };

export interface Modules {
  /** The module lowered, or null when it cannot be read (then `unread` says why). Never throws. `file` is relative to the root. */
  load(file: string): Module | null;
  /** Where an import specifier in `from` leads: tsconfig paths, package `imports`/`exports`, workspace packages to their source. */
  resolve(from: string, specifier: string): Resolution;
  /** The decoded text (BOM kept), null when unreadable. */
  text(file: string): string | null;
  /** `loaded`: its text was read, and of that a part was not understood. */
  unread(): readonly { readonly file: string; readonly because: string; readonly loaded: boolean }[];
}
