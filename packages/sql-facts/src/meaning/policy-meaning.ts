/** What the policies of a schema mean, read from the trees of their conditions: who passes whichever row, what they mention, and whether they lead back to their own table. */
import type { Expression, Policy, Schema, Table } from '../schema.js';
import type { Caller } from './caller.js';
import { comparedColumns, nullTested } from './compared.js';
import { Evaluator } from './evaluate.js';
import { Lookup } from './lookup.js';
import { mentionsOf, type Mentions } from './mentions.js';
import { recursionOf, type Recursion } from './recursion.js';
import { FALSE, NULL, TRUE } from './values.js';

/** Whether a caller who is nobody in particular passes for rows of others: for all of them, for none, for some. */
export interface Passes {
  readonly passes: 'all' | 'none' | 'some' | 'unknown';
  readonly because: string | null;
}

export interface ConditionMeaning extends Mentions {
  /** With the public key alone. */
  readonly anonymous: Passes;
  /** With an account, and nothing to do with the row. */
  readonly stranger: Passes;
  /** Columns of its own table that it mentions, sorted; all of them where the whole row is handed on. */
  readonly columns: readonly string[];
  /** Those of them by which it finds rows: held against something that is not of the row. */
  readonly compared: readonly string[];
  /** Columns of its own table that it asks for being NULL. */
  readonly nullTested: readonly string[];
}

export interface PolicyMeaning {
  readonly using: ConditionMeaning | null;
  readonly check: ConditionMeaning | null;
  readonly recursion: Recursion | null;
}

/** Asks about the policies of a schema. Nothing is worked out before it is asked for, and nothing twice. */
export class PolicyMeanings {
  private readonly lookup: Lookup;
  private readonly evaluators: Readonly<Record<Caller, Evaluator>>;
  private readonly known = new Map<Expression, ConditionMeaning>();

  constructor(schema: Schema) {
    this.lookup = new Lookup(schema);
    this.evaluators = { anonymous: new Evaluator(this.lookup, 'anonymous'), stranger: new Evaluator(this.lookup, 'stranger') };
  }

  /** Never throws for what the parser gave. */
  of(table: Table, policy: Policy): PolicyMeaning {
    const condition = (one: Expression | null): ConditionMeaning | null => (one === null ? null : this.condition(one, table));
    return {
      using: condition(policy.using),
      check: condition(policy.check),
      recursion: recursionOf(table, policy, this.lookup, (one) => this.mentionsIn(one)),
    };
  }

  private readonly mentioned = new Map<Expression, Mentions>();

  private mentionsIn({ using, check }: Policy): readonly Mentions[] {
    return [using, check].flatMap((one) => (one === null ? [] : [this.mentions(one)]));
  }

  private mentions(one: Expression): Mentions {
    const known = this.mentioned.get(one) ?? mentionsOf(one.node, this.lookup);
    this.mentioned.set(one, known);
    return known;
  }

  private condition(one: Expression, table: Table): ConditionMeaning {
    const known = this.known.get(one);
    if (known !== undefined) return known;
    const passes = (caller: Caller): Passes => {
      const { may, because } = this.evaluators[caller].condition(one.node, table);
      if (may === TRUE) return { passes: 'all', because: null };
      if ((may & TRUE) === 0 && (may & (FALSE | NULL)) !== 0) return { passes: 'none', because: null };
      return because === null ? { passes: 'some', because: null } : { passes: 'unknown', because };
    };
    const own = one.uses.relations.find(({ relation }) => relation.schema === table.schema && relation.name === table.name)?.columns ?? [];
    // A name that is the table's own hands on the whole row.
    const whole = one.columns.includes(table.name) && !table.columns.some(({ name }) => name === table.name);
    const columns = whole ? table.columns.map(({ name }) => name) : own;
    const compared = comparedColumns(one.node, table);
    const meaning = {
      ...this.mentions(one),
      compared,
      nullTested: nullTested(one.node, table),
      anonymous: passes('anonymous'),
      stranger: passes('stranger'),
      columns: [...columns].sort(),
    };
    this.known.set(one, meaning);
    return meaning;
  }
}
