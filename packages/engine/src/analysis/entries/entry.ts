/** An entry point before it is judged: what runs when a request comes in, and how people call it. */
import type { EntryKind } from '../../report.js';
import type { Protocol } from '../chain.js';
import type { Facts, Site } from '../facts.js';
import type { Value } from '../value.js';

export interface Entry {
  readonly file: string;
  /** Where a finding stands: the handler's name, or the call that registers it. */
  readonly at: Site;
  /** Where its declaration begins, if that is before `at`: decorators stand there. */
  readonly from?: Site;
  readonly name: string;
  readonly framework: string;
  readonly kind: EntryKind;
  readonly methods: readonly string[];
  readonly path: string | null;
  /** Middleware first, the handler last. */
  readonly links: readonly Value[];
  readonly protocol: Protocol;
  readonly params: readonly Value[];
  /** Parameters for each method by itself, where one handler takes several (`req.method`). */
  readonly paramsOf: ((method: string) => readonly Value[]) | null;
  /** Facts with which requests arrive: what a proxy, a platform or a context factory has settled before. */
  readonly starts: readonly Start[];
  /** Whether requests that only read are of no interest (GET). */
  readonly onlyIfWrites: boolean;
  /** The functions written for this entry, by place: a check in one of them is inline. */
  readonly own: readonly Site[];
  /** Why what it does is not known in full. */
  readonly doubt: string | null;
}

export interface Start {
  readonly facts: Facts;
  /** Replaces the parameters, where what came before has made them (a context). */
  readonly params: readonly Value[] | null;
}
