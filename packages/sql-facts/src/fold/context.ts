/** What a method of the fold is given beside its statement. */
import type { Place } from '../schema.js';
import type { Node } from './nodes.js';
import type { Remarks } from './remarks.js';
import type { State } from './state.js';
import type { Unit } from './unit.js';

export interface Context {
  readonly state: State;
  readonly unit: Unit;
  readonly remarks: Remarks;
  /** Notes that the statement was understood by the parser, but not what it does to the schema. */
  opaque(because: string, at?: Place): void;
  /** Notes that PostgreSQL would refuse the statement here, and that it is left out. */
  refused(because: string, at?: Place): void;
  /** From here on it is not certain what is there: a branch may or may not have been taken. */
  unsure(): void;
  /** Folds another statement, which this one holds. */
  run(unit: Unit, kind: string, node: Node): void;
}

/** One statement kind, done to the schema. */
export type Handler = (node: Node, context: Context) => void;
