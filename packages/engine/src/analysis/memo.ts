/**
 * Answers that are computed once: a function's summary, a module-level value, what an entry does. Each remembers the files that it read and the answers that it
 * rests on, so that an edit costs only what depends on it.
 *
 * An answer must not depend on what happened to be known before it was asked for: only then is what is left after an edit what a new process would find. What
 * can make it do so is recursion. A computation that meets itself on the stack is cut there; an answer with such a cut below it holds for that stack alone, and is
 * kept no longer than the computation that it was cut at runs. A kept answer in its turn is computed anew where the stack would have cut it.
 */

/** Computations on the stack; a chain that is longer is cut. */
export const CHAIN_LIMIT = 60;

export class Unit {
  answer: unknown;
  /** Files that the computation itself read. */
  readonly files: string[] = [];
  /** Answers that it used. */
  readonly parts = new Set<Unit>();
  /** What it and its parts hung on routers and the like, in order. */
  trail: (Unit | Mark)[] | null = null;
  /** Functions that took part in it, its own among them, by number. */
  places: readonly number[] = none;
  /** Places that ran inside of themselves. */
  nested: Set<number> | null = null;
  cut = false;
  /** Position on the stack of the outermost computation that it was cut at. */
  low = Infinity;
  height = 1;
  /** Calls of functions inside of it, one in the other, itself among them; module-level values do not count. */
  calls = 0;
  asksPath = false;
  /** Steps that it took, without those of its parts. */
  steps = 0;

  constructor(
    readonly key: string,
    readonly kind: Kind,
    readonly place: number,
    /** What the key names by number: it has to live as long. */
    readonly inputs: readonly unknown[],
  ) {}
}

const none: readonly number[] = [];

type Kind = 'function' | 'value' | 'root';

/** Something that a computation did beside answering. */
export interface Mark {
  readonly mark: string;
  readonly what: unknown;
}

export interface Question<Answer> {
  readonly key: string;
  readonly kind: Kind;
  /** The function that it is about, with whatever arguments: what recurs when it recurs. Null where the key says it all. */
  readonly place: string | null;
  readonly inputs?: readonly unknown[];
  compute(): Answer;
  /** The answer where it is not computed. */
  cut(why: Cut): Answer;
}

/** It meets itself; the chain of calls is too long; there is more code than is followed, and only the calls near the beginning are looked at. */
export type Cut = 'recursion' | 'long chain' | 'much code';

/** The question needs more work than any answer is worth. */
class OutOfFuel extends Error {
  constructor() {
    super('the code that it reaches is larger than the analysis follows');
    this.name = 'OutOfFuel';
  }
}

export class Memo {
  private readonly kept = new Map<string, Unit>();
  /** Answers that hold as long as what they were cut at is on the stack. */
  private readonly passing = new Map<string, Unit>();
  private readonly passingUntil = new Map<number, string[]>();
  private readonly stack: Unit[] = [];
  private readonly running = new Map<string, number>();
  private readonly numbers = new Map<string, number>();
  /** How often each function is on the stack. */
  private readonly active: number[] = [];
  /** The last unit that each function was counted into. */
  private readonly counted: number[] = [];
  private units = 0;
  /** What was asked, and read, by nobody who is computing. */
  private readonly asked = new Set<Unit>();
  private readonly loose = new Set<string>();
  /** Path of the request that is looked at, where it is constant. */
  private path: string | null = null;

  /** Steps left before the running question is given up. */
  private fuel = Infinity;
  /** How many calls, one in the other, are followed, how many run, and the place on the stack from which they count. */
  private near = { limit: Infinity, running: 0, from: 0 };

  ask<Answer>(question: Question<Answer>): Answer {
    return this.unit(question).answer as Answer;
  }

  /** As `ask`, with the answer's unit; where `heeds` says no, what it hung up does not count. */
  unit<Answer>(question: Question<Answer>, heeds: (unit: Unit) => boolean = always): Unit {
    const place = question.place === null ? -1 : this.numberOf(question.place);
    const at =
      this.running.get(question.key) ?? (place >= 0 && (this.active[place] ?? 0) >= 2 ? this.stack.findIndex((unit) => unit.place === place) : undefined);
    if (at !== undefined) return this.cutAt(at, question, 'recursion');
    const known = this.kept.get(question.key) ?? this.kept.get(this.atPath(question.key));
    const found = known && this.holds(known) ? known : this.passing.get(question.key);
    if (found) {
      this.use(found, heeds(found));
      return found;
    }
    if (this.stack.length >= CHAIN_LIMIT) return this.cutAt(0, question, 'long chain');
    if (question.kind === 'function' && this.near.running >= this.near.limit) return this.cutAt(this.near.from, question, 'much code');
    const unit = this.compute(question, place);
    this.use(unit, heeds(unit));
    return unit;
  }

  /**
   * What stands by itself: an entry, a module that runs. Takes at most `limit` steps, those of its parts among them. Where that is not enough, only the calls near
   * the beginning are followed, as deep as the first of `nearer` that half as many steps are enough for; null when none is, or none is given. What would have been
   * found until the steps were used up depends on what was known before, so none of it is told. `compute` is told whether all calls are followed.
   */
  root<Answer>(key: string, inputs: readonly unknown[], limit: number, compute: (whole: boolean) => Answer, nearer: readonly number[] = []): Answer | null {
    return this.rootUnit(key, inputs, limit, compute, nearer).answer as Answer | null;
  }

  rootUnit<Answer>(key: string, inputs: readonly unknown[], limit: number, compute: (whole: boolean) => Answer, nearer: readonly number[] = []): Unit {
    const unit = (named: string, answer: () => Answer | null): Unit =>
      this.unit<Answer | null>({ key: named, kind: 'root', place: null, inputs, compute: answer, cut: () => null });
    return unit(key, () => {
      let answer = this.within(limit, () => compute(true));
      for (const depth of nearer) {
        if (answer !== null) break;
        answer = unit(`${key}|${depth} calls`, () => this.following(depth, () => this.within(limit / 2, () => compute(false)))).answer as Answer | null;
      }
      return answer;
    });
  }

  /** Follows calls only so deep for as long as `compute` runs. */
  private following<Answer>(limit: number, compute: () => Answer): Answer {
    const before = this.near;
    this.near = { limit, running: 0, from: this.stack.length - 1 };
    try {
      return compute();
    } finally {
      this.near = before;
    }
  }

  /** Runs with fuel of its own; null when it is used up, or would have been without what was known already. */
  within<Answer>(limit: number, compute: () => Answer): Answer | null {
    const left = this.fuel;
    this.fuel = limit;
    try {
      const answer = compute();
      const top = this.stack.at(-1);
      return top && !this.isWithin(top, limit) ? null : answer;
    } catch (error) {
      if (error instanceof OutOfFuel) return null;
      throw error;
    } finally {
      this.fuel = left;
    }
  }

  /** The running computation reads a file. */
  reads(file: string): void {
    const top = this.stack.at(-1);
    if (!top) this.loose.add(file);
    else if (!top.files.includes(file)) top.files.push(file);
  }

  /** Another state of the files is looked at. */
  begin(): void {
    this.loose.clear();
    this.asked.clear();
  }

  /** Files that the answers to what was asked since `begin` rest on, and those that were read beside them. */
  files(): ReadonlySet<string> {
    const out = new Set(this.loose);
    const seen = new Set<Unit>();
    const visit = (unit: Unit): void => {
      if (seen.has(unit)) return;
      seen.add(unit);
      for (const file of unit.files) out.add(file);
      for (const part of unit.parts) visit(part);
    };
    for (const unit of this.asked) visit(unit);
    return out;
  }

  /** A statement runs, an expression is evaluated: a step, or several where large values are put together. Throws when none is left. */
  spend(steps = 1): void {
    const top = this.stack.at(-1);
    if (top) top.steps += steps;
    this.fuel -= steps;
    if (this.fuel <= 0) throw new OutOfFuel();
  }

  /** The constant path of the request; whoever asks has another answer for another path. */
  requestPath(): string | null {
    const top = this.stack.at(-1);
    if (top) top.asksPath = true;
    return this.path;
  }

  /** Looks at a request to that path for as long as `compute` runs. */
  onPath<Answer>(path: string | null, compute: () => Answer): Answer {
    const before = this.path;
    this.path = path;
    try {
      return compute();
    } finally {
      this.path = before;
    }
  }

  mark(mark: string, what: unknown): void {
    const top = this.stack.at(-1);
    if (top) (top.trail ??= []).push({ mark, what });
  }

  /** Whether all that the answer rests on took at most `limit` steps; module-level values are paid for by themselves. */
  private isWithin(unit: Unit, limit: number): boolean {
    let left = limit;
    const seen = new Set<Unit>();
    const visit = (one: Unit): void => {
      if (left < 0 || seen.has(one)) return;
      seen.add(one);
      left -= one.steps;
      for (const part of one.parts) if (part.kind !== 'value') visit(part);
    };
    visit(unit);
    return left >= 0;
  }

  /** Lets go of every answer that rests on one of the files. */
  drop(files: ReadonlySet<string>): void {
    const stale = new Map<Unit, boolean>();
    const isStale = (unit: Unit): boolean => {
      const known = stale.get(unit);
      if (known !== undefined) return known;
      stale.set(unit, false);
      let answer = unit.files.some((file) => files.has(file));
      if (!answer) for (const part of unit.parts) if (isStale(part)) answer = true;
      stale.set(unit, answer);
      return answer;
    };
    for (const [key, unit] of this.kept) if (isStale(unit)) this.kept.delete(key);
  }

  private compute<Answer>(question: Question<Answer>, place: number): Unit {
    const unit = new Unit(question.key, question.kind, place, question.inputs ?? []);
    const index = this.stack.length;
    const times = place < 0 ? 0 : (this.active[place] ?? 0);
    const near = this.near;
    if (times > 0) this.nest(place);
    // A module-level value is the same wherever it is asked for.
    if (question.kind === 'value') this.near = { limit: Infinity, running: 0, from: 0 };
    else if (question.kind === 'function') this.near = { ...near, running: near.running + 1 };
    this.stack.push(unit);
    this.running.set(unit.key, index);
    if (place >= 0) this.active[place] = times + 1;
    try {
      unit.answer = question.compute();
    } finally {
      this.stack.pop();
      this.near = near;
      this.running.delete(unit.key);
      if (place >= 0) this.active[place] = times;
      for (const key of this.passingUntil.get(index) ?? []) this.passing.delete(key);
      this.passingUntil.delete(index);
    }
    unit.places = this.placesOf(unit);
    if (unit.kind === 'function') unit.calls++;
    else if (unit.kind === 'value') unit.calls = 0;
    if (unit.low >= index) {
      unit.low = Infinity;
      this.kept.set(unit.asksPath ? this.atPath(unit.key) : unit.key, unit);
    } else {
      this.passing.set(unit.key, unit);
      const until = this.passingUntil.get(unit.low);
      if (until) until.push(unit.key);
      else this.passingUntil.set(unit.low, [unit.key]);
    }
    return unit;
  }

  private cutAt<Answer>(index: number, question: Question<Answer>, why: Cut): Unit {
    const top = this.stack.at(-1);
    if (top) {
      top.cut = true;
      top.low = Math.min(top.low, index);
    }
    const unit = new Unit(question.key, question.kind, -1, []);
    unit.answer = question.cut(why);
    return unit;
  }

  /** Whether computing the answer here would come to the same: nothing on the stack would cut it. */
  private holds(unit: Unit): boolean {
    if (this.stack.length + unit.height > CHAIN_LIMIT || this.near.running + unit.calls > this.near.limit) return false;
    let again: number[] | null = null;
    for (const place of unit.places) {
      const times = this.active[place] ?? 0;
      if (times === 0) continue;
      if (unit.cut || unit.nested?.has(place) || times >= 2) return false;
      (again ??= []).push(place);
    }
    if (unit.cut && this.meetsItself(unit)) return false;
    for (const place of again ?? none) this.nest(place);
    return true;
  }

  /** Whether something else that is running, and is no function, takes part in the answer. */
  private meetsItself(unit: Unit): boolean {
    const seen = new Set<Unit>();
    const visit = (one: Unit): boolean => {
      if (seen.has(one)) return false;
      seen.add(one);
      if (this.running.has(one.key)) return true;
      for (const part of one.parts) if (part.cut && visit(part)) return true;
      return false;
    };
    return visit(unit);
  }

  private placesOf(unit: Unit): readonly number[] {
    const serial = ++this.units;
    const own = unit.place;
    let only: readonly number[] | null = null;
    let out: number[] | null = null;
    const add = (place: number): void => {
      if (this.counted[place] === serial) return;
      this.counted[place] = serial;
      (out ??= []).push(place);
    };
    for (const part of unit.parts) {
      // One part with all of them is the common case: its list serves both.
      if (only === null && out === null) only = part.places;
      else {
        if (only !== null && out === null) only.forEach(add);
        part.places.forEach(add);
      }
    }
    if (out === null && only !== null && (own < 0 || only.includes(own))) return only;
    if (out === null) only?.forEach(add);
    if (own >= 0) add(own);
    return out ?? none;
  }

  /** A place runs inside of itself: told to the computation of it that is outermost. */
  private nest(place: number): void {
    const outer = this.stack.find((unit) => unit.place === place);
    if (outer) (outer.nested ??= new Set()).add(place);
  }

  private use(unit: Unit, heeded: boolean): void {
    const top = this.stack.at(-1);
    if (!top) this.asked.add(unit);
    if (!top || top.parts.has(unit)) {
      if (top && heeded && unit.trail && !top.trail?.includes(unit)) (top.trail ??= []).push(unit);
      return;
    }
    top.parts.add(unit);
    if (heeded && unit.trail) (top.trail ??= []).push(unit);
    top.cut ||= unit.cut;
    top.asksPath ||= unit.asksPath;
    top.low = Math.min(top.low, unit.low);
    top.height = Math.max(top.height, unit.height + 1);
    top.calls = Math.max(top.calls, unit.calls);
    if (unit.nested) for (const place of unit.nested) (top.nested ??= new Set()).add(place);
  }

  private atPath(key: string): string {
    return `${key}\0${this.path ?? ''}`;
  }

  private numberOf(place: string): number {
    let number = this.numbers.get(place);
    if (number === undefined) this.numbers.set(place, (number = this.numbers.size));
    return number;
  }
}

const always = (): boolean => true;

/** Marks in the order in which they were made, each computation's once. */
export function marksOf(roots: readonly Unit[]): Mark[] {
  const out: Mark[] = [];
  const seen = new Set<Unit>();
  const visit = (unit: Unit): void => {
    if (seen.has(unit)) return;
    seen.add(unit);
    for (const one of unit.trail ?? []) {
      if (one instanceof Unit) visit(one);
      else out.push(one);
    }
  };
  roots.forEach(visit);
  return out;
}
