/** Lists of routes that say more of themselves after they were made, and handlers and middleware that are methods of classes, imported when they are needed. */
import type { Row } from '@gatelint/catalogue';
import { applyValue } from './call.js';
import { Env } from './env.js';
import { doubtIdentity, type Path, type Result, type Site } from './facts.js';
import type { LibraryCall } from './library-call.js';
import { siteKey, type Frame } from './machine.js';
import { classMember } from './members.js';
import { moduleExport, moduleFrame } from './module-values.js';
import { mergeResults, withValue } from './paths.js';
import { atoms, constantOf, type Value, type ValueOf } from './value.js';

export type ListRow = Extract<Row, { role: 'route-list' }>;

/** One call on a list of routes. */
export interface ListPart {
  /** The whole call: what is made inside of a group's function stands in it. */
  readonly at: Site;
  readonly anchor: Site;
  readonly row: ListRow;
  /** The route, resource or group that is made, or that it is called on; null for the list itself. */
  readonly site: string | null;
  readonly args: readonly Value[];
}

export function listPart(call: LibraryCall, row: ListRow, anchor: Site, after: (site: string | null) => Value): Result[] {
  const { f, callee, args, path, at } = call;
  const m = f.machine;
  if (row.does === 'names') return [withValue(path, makers(f, args[0] ?? m.values.undefined, row.runs ?? ''))];
  const makes = row.does === 'route' || row.does === 'resource' || row.does === 'group';
  const site = makes ? `${siteKey(at)}-${at.end}` : callee.site;
  m.memo.mark('listed', { at, anchor, row, site, args } satisfies ListPart);
  if (row.does === 'group' && args[0]) {
    const thrown = f.throws.length;
    applyValue(f, args[0], [], path, at);
    f.throws.length = thrown;
  }
  return [withValue(path, after(makes ? site : null))];
}

/** `{ auth: () => import('…') }` as `{ auth: (options) => middleware }`. */
function makers(f: Frame, named: Value, runs: string): Value {
  const v = f.machine.values;
  if (named.t !== 'object') return v.opaque();
  return v.object(new Map([...named.fields].map(([name, field]) => [name, v.native('middleware-maker', runs, [field])])), named.rest);
}

/** A method of a class, or of one that a function imports, as a function. */
export const methodLater = (f: Pick<Frame, 'machine'>, cls: Value, name: string, more: readonly Value[] = []): Value =>
  f.machine.values.native('class-method', name, [cls, ...more]);

export function callClassMethod(f: Frame, callee: ValueOf<'native'>, args: readonly Value[], path: Path, at: Site): Result[] {
  const m = f.machine;
  const [cls = m.values.undefined, ...more] = callee.parts;
  if (callee.name === 'middleware-maker') return [withValue(path, methodLater(f, cls, callee.key, args))];
  return mergeResults(
    m.values,
    classesOf(f, cls, at, 0).flatMap((one): Result[] => {
      const module = one.t === 'class' ? m.modules.load(one.file) : null;
      const method =
        one.t === 'class' && module
          ? classMember(moduleFrame(m, module), one.file, one.cls, callee.key, m.values.instance(one.file, one.cls, new Map()), false)
          : null;
      if (method) return applyValue(f, method, [...args, ...more], path, at);
      // Middleware that a package brings lets on; what else is there cannot be followed.
      const next = args.find((arg) => arg.t === 'native' && arg.name === 'continuation');
      const known = one.t === 'library' && m.matcher.prefixKnown(one.package);
      const on: Path = known ? path : { env: path.env, facts: doubtIdentity(path.facts, 'a class before it cannot be followed') };
      return next ? applyValue(f, next, [], on, at) : [withValue(on, m.values.opaque())];
    }),
  );
}

/** A class, what a function answers that imports one, or the default export of what it imports. */
function classesOf(f: Frame, value: Value, at: Site, depth: number): readonly Value[] {
  return atoms(value).flatMap((atom): readonly Value[] => {
    if (depth > 4) return [atom];
    if (atom.t === 'module') return [moduleExport(f.machine, atom.file, 'default') ?? atom];
    if (atom.t !== 'function') return [atom];
    const module = f.machine.modules.load(atom.file);
    const results = module ? applyValue(moduleFrame(f.machine, module), atom, [], { env: Env.empty, facts: f.machine.noFacts }, at) : [];
    return results.flatMap((one) => classesOf(f, one.value, at, depth + 1));
  });
}

/** The text of a constant. */
export const textOf = (value: Value | undefined): string | null => {
  const constant = value ? constantOf(value) : null;
  return typeof constant === 'string' ? constant : null;
};
