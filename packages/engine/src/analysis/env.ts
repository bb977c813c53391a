/**
 * The variables of a running function on one path. Persistent: setting one makes a new environment that shares the rest, so that paths which part and meet again
 * are compared only where they differ.
 */
import type { Value } from './value.js';
import type { Values } from './values.js';

/** A chain longer than this is laid down in a table, so that reading stays short. */
const CHAIN = 24;

export class Env {
  private constructor(
    private readonly binding: number,
    private readonly value: Value | null,
    private readonly parent: Env | null,
    private readonly depth: number,
    private readonly table: ReadonlyMap<number, Value> | null,
  ) {}

  static readonly empty = new Env(-2, null, null, 0, new Map());

  static of(entries: ReadonlyMap<number, Value>): Env {
    return entries.size === 0 ? Env.empty : new Env(-2, null, null, 0, entries);
  }

  get(binding: number): Value | undefined {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the chain is walked from here
    for (let at: Env | null = this; at; at = at.parent) {
      if (at.table) return at.table.get(binding);
      if (at.binding === binding && at.value) return at.value;
    }
    return undefined;
  }

  has(binding: number): boolean {
    return this.get(binding) !== undefined;
  }

  set(binding: number, value: Value): Env {
    if (this.get(binding) === value) return this;
    const next = new Env(binding, value, this, this.depth + 1, null);
    return next.depth < CHAIN ? next : new Env(-2, null, null, 0, next.flat());
  }

  private flat(): Map<number, Value> {
    const chain: Env[] = [];
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- as above
    let at: Env | null = this;
    for (; at && !at.table; at = at.parent) chain.push(at);
    const out = new Map(at?.table ?? []);
    for (const one of chain.reverse()) if (one.value) out.set(one.binding, one.value);
    return out;
  }

  /** What a variable can be on either side; one that only one side knows is as that side has it. */
  join(other: Env, values: Values): Env {
    if (this === other) return this;
    const changed = new Set<number>();
    const common = this.since(other, changed);
    if (!common) for (const side of [this, other]) for (const binding of side.flat().keys()) changed.add(binding);
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- it is added to
    let out: Env = this;
    for (const binding of changed) {
      const [mine, theirs] = [this.get(binding), other.get(binding)];
      if (mine === theirs || !theirs) continue;
      out = out.set(binding, mine ? values.union([mine, theirs]) : theirs);
    }
    return out;
  }

  /** Collects the bindings set on both sides since they parted; false when they share no beginning. */
  private since(other: Env, into: Set<number>): boolean {
    let [a, b]: [Env | null, Env | null] = [this, other];
    while (a && b && a !== b) {
      if (a.depth >= b.depth) {
        into.add(a.binding);
        a = a.parent;
      } else {
        into.add(b.binding);
        b = b.parent;
      }
    }
    return a !== null && a === b;
  }
}
