/**
 * What the caller sent and was found to be the caller's own: the id of a record that was compared with who was verified, or by which a record was found together
 * with who was verified. A key is where it came from (`caller:query:teamid`).
 */
import type { Taint } from './value.js';

export interface Claims {
  /** On every way to here. `EVERYTHING`: the caller was found to be somebody who may touch any record. */
  readonly own: readonly Taint[];
  /** Compared with who was verified on some way to here, whatever came of it. */
  readonly asked: readonly Taint[];
}

/** Stands for the keys of all records: a role was asked for. */
export const EVERYTHING = '*';

export const noClaims: Claims = { own: [], asked: [] };

/** After one and then the other. */
export function withClaims(base: Claims, more: Claims): Claims {
  if (more === noClaims || more === base) return base;
  if (base === noClaims) return more;
  return changed(base, add(base.own, more.own), add(base.asked, more.asked));
}

/** After one or the other. */
export function joinClaims(a: Claims, b: Claims): Claims {
  if (a === b) return a;
  return changed(a, common(a.own, b.own), add(a.asked, b.asked));
}

function changed(base: Claims, own: Claims['own'], asked: Claims['asked']): Claims {
  if (own === base.own && asked === base.asked) return base;
  return own.length === 0 && asked.length === 0 ? noClaims : { own, asked };
}

/** Who may touch everything may touch what the other may. */
function common(a: Claims['own'], b: Claims['own']): Claims['own'] {
  if (a.includes(EVERYTHING)) return b.includes(EVERYTHING) ? add(a, b) : b;
  if (b.includes(EVERYTHING)) return a;
  const kept = a.filter((one) => b.includes(one));
  return kept.length === a.length ? a : kept;
}

function add(base: readonly Taint[], more: readonly Taint[]): readonly Taint[] {
  const fresh = more.filter((one) => !base.includes(one));
  return fresh.length === 0 ? base : [...base, ...fresh].sort();
}

const collections = /^caller:[a-z]+:(headers|cookies|query|searchparams|params|body|json|formdata|input|rawinput|parsedinput|clientinput|data|value|)$/i;

/** Whether the key names one thing that the caller sends, and not all of it together. */
export const isOne = (key: Taint): boolean => /^caller:(query|params|body|form|url):/.test(key) && !collections.test(key);

/** Keys of the caller's among what something stems from. */
export const keysIn = (taints: readonly Taint[]): Taint[] => taints.filter((taint) => taint.startsWith('caller:'));

/** The key of all that comes the same way as `key`. */
export const wholeOf = (key: Taint): Taint => `${key.split(':').slice(0, 2).join(':')}:${EVERYTHING}`;

/** Whether the key is among those that were found to be the caller's. */
export const isClaimed = ({ own }: Claims, key: Taint): boolean => own.includes(key) || own.includes(wholeOf(key));
