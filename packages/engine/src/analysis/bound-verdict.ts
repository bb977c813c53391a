/** Whether what an entry writes is tied to who its guard has verified. */
import type { AuthAnswer, Ownership, UnboundWrite } from '../report.js';
import type { Entry } from './entries/entry.js';
import type { Effect } from './machine.js';
import { boundBy, notFollowed, type Bound } from './ties.js';
import { isOwn, unfinished, type Places, type Run } from './verdict.js';

const none: Ownership = { bound: null, because: null, unbound: [] };

export interface WriteBound {
  readonly bound: Bound;
  readonly because: string | null;
}

const weakest: readonly Bound[] = ['no', 'unknown', 'yes'];

/** Null where nobody in particular stands behind the write: a machine with a secret of the project's own acts for everybody. */
export function boundOf({ tie, facts }: Effect): WriteBound | null {
  if (facts.identity.length === 0 || facts.identity.some((one) => one.trust === 'machine')) return null;
  return tie ? boundBy(tie, facts.claims) : { bound: 'unknown', because: notFollowed };
}

/** The weakest of several answers; null of none. */
export function weakestOf<T extends WriteBound>(all: readonly T[]): T | null {
  for (const bound of weakest) {
    const found = all.find((one) => one.bound === bound);
    if (found) return found;
  }
  return null;
}

export function ownershipOf(entry: Entry, run: Run, auth: AuthAnswer, places: Places): Ownership {
  const writes = run.effects.filter((effect) => effect.kind === 'write' && isOwn(entry, effect));
  if (writes.length === 0) {
    const because = unfinished(run);
    return because !== null && (auth.state === 'unknown' || auth.state === 'enforced') ? { bound: 'unknown', because, unbound: [] } : none;
  }
  if (auth.state === 'unknown') return { bound: 'unknown', because: 'it is not known who is verified', unbound: [] };
  if (auth.state !== 'enforced') return none;
  const byPlace = new Map<string, UnboundWrite & { readonly neutral: boolean }>();
  let some = false;
  for (const effect of writes) {
    const one = boundOf(effect);
    if (!one) continue;
    const neutral = effect.tie?.neutral === true;
    some ||= one.bound === 'yes';
    if (one.bound === 'yes') continue;
    const key = `${effect.at.file}:${effect.at.start}|${effect.what}`;
    const known = byPlace.get(key);
    if (known && (known.bound === 'no' || one.bound !== 'no')) continue;
    byPlace.set(key, { what: effect.what, at: places.place(effect.at), bound: one.bound, because: one.because ?? notFollowed, neutral });
  }
  const open = [...byPlace.values()];
  // A new record that names no other one ties nobody, and asks for nothing where another does.
  const asked = some || open.some((one) => !one.neutral) ? open.filter((one) => !one.neutral) : open;
  const worst = weakestOf(asked);
  if (!worst) return some ? { bound: 'yes', because: null, unbound: [] } : none;
  const unbound = asked
    .map(({ what, at, bound, because }) => ({ what, at, bound, because }))
    .sort((a, b) => (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : a.at.line - b.at.line || (a.what < b.what ? -1 : 1)));
  return { bound: worst.bound, because: worst.because, unbound };
}
