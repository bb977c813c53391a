/**
 * Names that live: everyone who refers to an object holds the same Named, so that a rename is written once and seen by all. What no file creates has one as well.
 */
import type { FunctionDef, Named } from '../schema.js';
import { JournaledMap, type Journal } from './journal.js';

export const keyOf = (name: Named): string => `${name.schema}\u0000${name.name}`;
export const sameName = (left: Named, right: Named): boolean => left === right || (left.name === right.name && left.schema === right.schema);

export class LiveNames {
  private readonly known: JournaledMap<string, Named>;

  constructor(private readonly journal: Journal) {
    this.known = new JournaledMap(journal);
  }

  /** The one Named for this name. */
  of(name: Named): Named {
    const key = keyOf(name);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const made = { schema: name.schema, name: name.name };
    this.known.set(key, made);
    return made;
  }

  rename(from: Named, to: Named): void {
    const live = this.of(from) as { schema: string; name: string };
    const { schema, name } = live;
    this.known.delete(keyOf(live));
    live.schema = to.schema;
    live.name = to.name;
    this.journal.note(() => {
      live.schema = schema;
      live.name = name;
    });
    this.known.set(keyOf(to), live);
  }

  /** The object is gone: another one of its name is another one. */
  forget(name: Named): void {
    this.known.delete(keyOf(name));
  }
}

/** Overloads are told apart by the types of their arguments. */
export const sameArguments = (left: Pick<FunctionDef, 'args' | 'argRefs'>, right: Pick<FunctionDef, 'args' | 'argRefs'>): boolean =>
  left.args.length === right.args.length &&
  left.args.every((arg, index) => {
    const [a, b] = [left.argRefs[index] ?? null, right.argRefs[index] ?? null];
    return a === null || b === null ? a === b && arg === right.args[index] : sameName(a, b) && arg.endsWith('[]') === right.args[index]!.endsWith('[]');
  });
