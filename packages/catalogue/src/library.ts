import { checkedVersion } from './checked-versions.js';
import type { Handlers, Library, Role, Row } from './roles.js';

/** Declares a library's rows; see `Library` for what `more` may say. The version is the one in the table of versions that rows were checked against. */
export function library(
  name: string,
  rows: readonly Row[],
  more: { also?: readonly string[]; same?: Readonly<Record<string, string>>; functions?: Readonly<Record<string, Handlers>> } = {},
): Library {
  return { name, also: more.also ?? [], version: checkedVersion(name), same: more.same ?? {}, functions: more.functions ?? {}, rows };
}

/** The same role, from the same source, for several paths: under each of `prefixes`, where there are any, each of `paths`. */
export function each(paths: readonly string[], row: Role & Pick<Row, 'source' | 'when'>, prefixes: readonly string[] = ['']): Row[] {
  return prefixes.flatMap((prefix) => paths.map((path): Row => ({ ...row, path: prefix === '' ? path : path === '' ? prefix : `${prefix}.${path}` })));
}
