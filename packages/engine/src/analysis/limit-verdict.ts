/** From what happens on the paths of an entry to the answer about its limit. */
import type { AuthAnswer, LimitAnswer, PaidCall } from '../report.js';
import { ENOUGH, wentOnly } from './counting.js';
import type { Entry } from './entries/entry.js';
import type { Facts, Held, Looked, Spared, Weighed } from './facts.js';
import type { Effect } from './machine.js';
import { FAILS } from './sparing.js';
import { softRefusal, statusOf } from './refusal.js';
import { siteKey } from './machine.js';
import { paidCall, refusalsOf, stateOf, traceOf, unfinished, weaknessesOf, type Places, type Run } from './verdict.js';

export interface LimitVerdict extends LimitAnswer {
  readonly callers: 'anyone' | 'signed-in' | 'trusted';
  readonly firstUnlimited: PaidCall | null;
}

export function limitOf(entry: Entry, run: Run, auth: AuthAnswer, places: Places): LimitVerdict {
  const spends = run.effects.filter((effect) => effect.kind === 'spend');
  const nothing = { mechanism: null, at: null, trace: [], refusals: [], weaknesses: [], because: null, firstUnlimited: null };
  const none: LimitVerdict = { ...nothing, state: 'not-needed', callers: 'anyone' };
  // What only a queue or a scheduler calls is trusted whatever it looks up on the way.
  const arrives = entry.starts.length > 0 && entry.starts.every(({ facts }) => facts.identity.some((held) => held.trust === 'machine'));
  const trusted = (facts: Facts): boolean => arrives || (facts.identity.length > 0 && facts.identity.every((held) => held.trust === 'machine'));
  const callers = spends.every((effect) => trusted(effect.facts))
    ? 'trusted'
    : auth.state === 'enforced' || !spends.some((effect) => stateOf(effect.facts) === 'none')
      ? 'signed-in'
      : 'anyone';
  if (spends.length === 0) {
    const because = unfinished(run);
    return { ...none, callers: auth.state === 'enforced' ? 'signed-in' : 'anyone', ...(because === null ? {} : { state: 'unknown', because }) };
  }
  if (callers === 'trusted') return { ...none, callers };
  const counted = spends.filter((effect) => !trusted(effect.facts));
  const limits = new Map(counted.map((effect) => [effect, limitsOn(effect, counted, run)]));
  const open = counted.filter((effect) => limits.get(effect)?.length === 0 && effect.facts.limitUnknown.length === 0);
  const looked = open[0]?.facts.limitLooked ?? [];
  const lookalike = looked.find((one) => one.lookalike !== null) ?? looked[0];
  if (open.length > 0)
    return {
      ...none,
      state: 'absent',
      callers,
      refusals: refusalsOf('limit', run, places),
      firstUnlimited: open[0] ? paidCall(open[0], entry, places) : null,
      because: lookalike ? wordsFor(lookalike) : null,
    };
  const doubtful = counted.find((effect) => limits.get(effect)?.length === 0);
  if (doubtful) return { ...none, state: 'unknown', callers, because: doubtful.facts.limitUnknown[0] ?? null };
  const held = counted.flatMap((effect) => limits.get(effect) ?? [])[0];
  return {
    state: 'enforced',
    mechanism: held?.mechanism ?? null,
    at: held ? places.place(held.at) : null,
    trace: held ? traceOf(held.trace, entry, places) : [],
    refusals: refusalsOf('limit', run, places),
    weaknesses: weaknessesOf(
      counted.flatMap((effect) => (limits.get(effect) ?? []).slice(0, 1)),
      places,
    ),
    because: null,
    callers,
    firstUnlimited: null,
  };
}

/**
 * Limits that stand before an effect: those that were kept on the way to it, comparisons of a count whose other side gets nowhere, and those of which it is spared
 * by a condition that the limit stands on the other side of.
 */
export function limitsOn(effect: Effect, all: readonly Effect[], run: Run): readonly Held[] {
  const same = all.filter((one) => siteKey(one.at) === siteKey(effect.at));
  const own = ownLimits(effect, same, run);
  if (own.length > 0) return own;
  for (const other of same) {
    const spared = sparedBeside(effect.facts, other.facts);
    const limits = spared ? ownLimits(other, same, run) : [];
    if (spared?.excuse && limits.length > 0) return limits.map((limit) => weakened(limit, spared, spared.excuse?.what ?? null));
  }
  return [];
}

function ownLimits(effect: Effect, same: readonly Effect[], run: Run): readonly Held[] {
  if (effect.facts.limit.length > 0) return effect.facts.limit;
  const open = same.filter((other) => other.facts.limit.length === 0);
  return effect.facts.weighed
    .filter(
      (one) =>
        one.over !== one.side &&
        open.every((other) => wentOnly(other.facts, one.id, one.side) || sparedBeside(other.facts, effect.facts)?.excuse != null) &&
        isRefused(one, run),
    )
    .map((one) => one.limit);
}

/** The condition by which one path is spared what the other one meets. */
function sparedBeside(one: Facts, other: Facts): Spared | null {
  const beside = one.spared.filter((mine) => mine.excuse !== null && other.spared.some((theirs) => theirs.id === mine.id && theirs.side !== mine.side));
  return beside.find((mine) => mine.excuse?.what != null) ?? beside[0] ?? null;
}

function weakened(limit: Held, { at, excuse }: Spared, what: string | null): Held {
  if (what === null) return limit;
  const words = excuse?.what === FAILS.what ? what : `it is off when ${what}`;
  return {
    ...limit,
    id: `${limit.id}|${siteKey(at)}`,
    weaknesses: [...limit.weaknesses, { what: words, at, ...(excuse?.minor ? { minor: true as const } : {}) }],
  };
}

/** Whether those who went the other way are turned away: with any answer where it is a count for sure, with one that says so where it is a number. */
function isRefused(one: Weighed, run: Run): boolean {
  const other = (facts: Facts): boolean => wentOnly(facts, one.id, !one.side);
  return run.exits.some(({ how, path, value }) => {
    if (!other(path.facts)) return false;
    const status = statusOf(value, path);
    if (!one.sure) return status !== null && ENOUGH.includes(status);
    return how === 'throw' || (status !== null && status >= 300) || softRefusal(value);
  });
}

function wordsFor({ what, lookalike }: Looked): string {
  const name = what.trim();
  if (lookalike === null) return `${name} is asked and its answer goes untested`;
  return lookalike.startsWith(name) ? lookalike : `${name}: ${lookalike}`;
}
