/** Intent comments: `// gatelint: public -- reason`, `-- gatelint: deny-all -- reason`. */
import type { Anchor } from './rule.js';

export interface Intent {
  readonly kind: 'public' | 'deny-all';
  /** Empty when none is given, which makes the intent void. */
  readonly reason: string;
  readonly at: Anchor;
}

export interface Intents {
  /**
   * The intent that is declared for the thing that stands at `anchor`: on its first line, or on the comment lines directly above it. Asking marks the
   * intent as used, unless its reason is empty.
   */
  declared(anchor: Anchor, kind: Intent['kind']): Intent | null;
  /** Intents that nothing asked for or that have no reason: they do nothing where they stand. */
  idle(file: string): readonly Intent[];
}
