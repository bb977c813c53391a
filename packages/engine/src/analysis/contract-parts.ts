/** Contracts of endpoints that are put together call by call, and the handlers that are built for them elsewhere. */
import type { Row } from '@gatelint/catalogue';
import type { Expr } from '@gatelint/ts-facts';
import { stringAt } from './arguments.js';
import { applyValue } from './call.js';
import type { Result, Site } from './facts.js';
import type { LibraryCall } from './library-call.js';
import { siteKey, type Machine } from './machine.js';
import { resolveReference } from './module-values.js';
import { libraryValue } from './natives.js';
import { withValue } from './paths.js';
import type { Value } from './value.js';

export type ContractRow = Extract<Row, { role: 'endpoint-contract' }>;

/** One call that says something of a contract. */
export interface ContractPart {
  readonly at: Site;
  readonly row: ContractRow;
  /** The endpoint or group that is made, or that it is called on. */
  readonly site: string | null;
  /** Name of what is made or handled. */
  readonly name: string | null;
  readonly path: string | null;
  /** Name of the group whose handlers are built. */
  readonly group: string | null;
  readonly args: readonly Value[];
  /** The handlers as they are written. */
  readonly written: { readonly file: string; readonly expr: Expr | null };
}

/** Between the name of a group and its handlers, in the site of what builds them. */
const BUILT = 'built:';

/** @param anchor where a finding about it stands */
export function contractPart(call: LibraryCall, row: ContractRow, anchor: Site, after: (site: string | null) => Value): Result[] {
  const { f, callee, args, path, at, expr } = call;
  const m = f.machine;
  const made = row.does === 'endpoint' || row.does === 'group';
  const site = made ? `${siteKey(at)}-${at.end}` : callee.site;
  const name = row.name === undefined ? null : stringAt(row.name, args);
  const built = callee.site?.startsWith(BUILT) ? callee.site.slice(BUILT.length) : null;
  m.memo.mark('part', {
    at: anchor,
    row,
    site,
    name: row.does === 'handles' ? stringAt(0, args) : name,
    path: row.pathArg === undefined ? null : stringAt(row.pathArg, args),
    group: row.does === 'handles' ? built : null,
    args,
    written: { file: f.module.file, expr: (row.does === 'handles' ? expr?.args[1] : expr?.args[0]) ?? null },
  } satisfies ContractPart);
  const build = row.does === 'builds' && row.build !== undefined ? args[row.build] : undefined;
  const given = row.gives === undefined ? null : libraryValue({ machine: m }, row.gives);
  if (build && given?.t === 'library') {
    const thrown = f.throws.length;
    applyValue(f, build, [m.values.library(given.package, given.path, { site: `${BUILT}${name ?? ''}` })], path, at);
    f.throws.length = thrown;
  }
  return [withValue(path, after(made ? site : null))];
}

/** Where an endpoint or a group was made: a class that extends one is it. */
export function madeAt(m: Machine, value: Value, depth = 0): string | null {
  if (value.t === 'library') return value.site;
  const module = value.t === 'class' && depth < 8 ? m.modules.load(value.file) : null;
  const declared = value.t === 'class' ? module?.classes[value.cls] : undefined;
  return module && declared?.extends ? madeAt(m, resolveReference(m, module, declared.extends), depth + 1) : null;
}
