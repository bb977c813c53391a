import type { Library, Row } from './roles.js';

/** Declares a library's rows. `more.also`: other packages or subpaths with the same exports; `more.same`: exports or types that stand for a path. */
export function library(name: string, rows: readonly Row[], more: { also?: readonly string[]; version?: string; same?: Readonly<Record<string, string>> } = {}): Library {
  return { name, also: more.also ?? [], version: more.version ?? null, same: more.same ?? {}, rows };
}
