/** Whose records an entry writes, for people. */
import type { EntryReport } from '@gatelint/engine';

/** [] where nothing is written, or nobody is kept out. */
export function ownershipLines({ auth, writes, bound, unbound }: EntryReport): string[] {
  if (bound === null) return auth.state === 'enforced' && writes === true ? ["Nobody's in particular: a machine calls, and acts for everybody."] : [];
  if (bound === 'yes') return ["The caller's own: each is chosen by who was verified, or belongs to what was found to be theirs."];
  const open = unbound.map(({ what, at, because }) => `${what}, at ${at.file}:${at.line}: ${because}.`);
  return [
    bound === 'no' ? "Not only the caller's own. This is not chosen by who was verified:" : "That cannot be told. This is not known to be the caller's own:",
    ...(open.length > 0 ? open : ['What it writes cannot be followed.']).map((line) => `  ${line}`),
  ];
}

/** One line about an entry that writes records that are not the caller's own. */
export const firstUnbound = ({ bound, unbound }: EntryReport): string | null => {
  const first = bound === 'no' ? unbound.find((one) => one.bound === 'no') : undefined;
  return first ? `${first.what} at ${first.at.file}:${first.at.line}: ${first.because}` : null;
};
