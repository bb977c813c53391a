/** All that running an entry has shown, in the order of a telling: what runs before it, what was checked, what it does in which state. */
import type { Check, EffectStory, Layer } from '../explanation.js';
import type { Place } from '../report.js';
import type { Anchor } from '../rule.js';
import type { Judged } from './applications.js';
import type { Facts, Held, Looked, Site, Step } from './facts.js';
import { innermostFunction } from './entries/own.js';
import { limitsOn } from './limit-verdict.js';
import { layersOf, type LayerCode } from './layers.js';
import type { Effect, EffectKind, Machine } from './machine.js';
import { traceOf, type Places } from './verdict.js';

export interface EntryStory {
  /** The functions written for the entry, and the place that makes it one: a line in one of them is about it. */
  readonly own: readonly Anchor[];
  readonly handler: Place | null;
  readonly before: readonly Layer[];
  readonly checks: readonly Check[];
  readonly effects: readonly EffectStory[];
  readonly unknown: readonly string[];
}

const told: Partial<Record<EffectKind, EffectStory['kind']>> = {
  read: 'read',
  write: 'write',
  spend: 'spend',
  'other-write': 'change',
  queue: 'queue',
  telemetry: 'telemetry',
  'sign-in': 'sign-in',
  delegate: 'delegate',
};

export function storyOf(m: Machine, judged: Judged, places: Places): EntryStory {
  const { entry, run } = judged;
  const layers = layersOf(m, entry, run.proxy);
  const found = checksOf(judged, places);
  const last = entry.links.at(-1);
  const handler = entry.own[0] ?? (last ? innermostFunction(m, last)[0] : undefined);
  return {
    own: [entry.at, ...entry.own].map(({ file, start, end }) => ({ file, start, end })),
    handler: handler ? places.place(handler) : null,
    before: layers.map((layer, index) => ({
      kind: layer.kind,
      name: layer.name,
      at: layer.at && places.place(layer.at),
      decides: [...new Set(found.filter((one) => one.check.refuses && layerWith(one, layers, entry.own) === index).map((one) => one.check.mechanism))],
    })),
    checks: found.map((one) => one.check),
    effects: effectsOf(judged, places),
    unknown: [
      ...new Set([
        ...[run.gaveUp, run.partly].filter((one) => one !== null),
        ...(entry.doubt === null ? [] : [entry.doubt]),
        ...factsOf(judged).flatMap((facts) => (facts.identity.length === 0 ? facts.unknown : [])),
        ...run.effects.flatMap((effect) => (effect.kind === 'spend' ? effect.facts.limitUnknown : [])),
      ]),
    ],
  };
}

const factsOf = ({ run }: Judged): readonly Facts[] => [...run.effects.map((effect) => effect.facts), ...run.exits.map((exit) => exit.path.facts)];

interface FoundCheck {
  readonly check: Check;
  readonly at: Site;
  readonly trace: readonly Step[];
}

function checksOf(judged: Judged, places: Places): FoundCheck[] {
  const held = new Map<string, FoundCheck>();
  const looked = new Map<string, FoundCheck>();
  const { entry } = judged;
  const addHeld = (of: Check['of'], one: Held): void => {
    // The same limiter once more, on the path on which it cannot be asked.
    const id = `${of}|${one.id.replace(/\|open$/, '')}`;
    if (held.has(id)) return;
    const trust = of === 'limit' ? null : one.trust === 'machine' ? 'machine' : 'user';
    held.set(id, {
      check: { of, refuses: true, mechanism: one.mechanism, trust, at: places.place(one.at), trace: traceOf(one.trace, entry, places), because: null },
      at: one.at,
      trace: one.trace,
    });
  };
  const addLooked = (of: Check['of'], one: Looked): void => {
    looked.set(`${of}|${one.id}`, {
      check: { of, refuses: false, mechanism: one.what, trust: null, at: places.place(one.at), trace: [], because: one.lookalike },
      at: one.at,
      trace: [],
    });
  };
  for (const effect of judged.run.effects)
    if (effect.kind === 'spend') for (const one of limitsOn(effect, judged.run.effects, judged.run)) addHeld('limit', one);
  for (const facts of factsOf(judged)) {
    // Who was verified before proves nothing by what is looked up for them.
    facts.identity.forEach((one, index) => void (index > 0 && one.id.startsWith('lookup@') ? null : addHeld('identity', one)));
    for (const one of facts.limit) addHeld('limit', one);
    for (const one of facts.looked) if (facts.identity.length === 0 || !one.id.startsWith('lookup@')) addLooked('identity', one);
    for (const one of facts.limitLooked) addLooked('limit', one);
  }
  return [...held.values(), ...[...looked].flatMap(([id, one]) => (held.has(id) ? [] : [one]))];
}

/** The innermost layer in whose code a check stands, or from which it is called; -1: the handler's own. */
function layerWith({ at, trace, check }: FoundCheck, layers: readonly LayerCode[], own: readonly Site[]): number {
  const within = (code: Site): boolean =>
    [at, ...trace.map((step) => step.at)].some((one) => one.file === code.file && code.start <= one.start && one.end <= code.end);
  if (own.some(within)) return -1;
  for (let index = layers.length - 1; index >= 0; index--) {
    const layer = layers[index];
    if (layer && (layer.mechanism === check.mechanism || (layer.at !== null && within(layer.at)))) return index;
  }
  return layers.findIndex((layer) => layer.kind === 'proxy' && layer.at?.file === at.file);
}

const callerOf = ({ identity, unknown }: Facts): EffectStory['caller'][number] =>
  identity.length > 0 ? 'verified' : unknown.length > 0 ? 'unknown' : 'nobody';

/** One row for each place: what happens there on several paths happens in several states. */
function effectsOf({ entry, run }: Judged, places: Places): EffectStory[] {
  const byPlace = new Map<string, Effect[]>();
  for (const effect of run.effects) {
    if (told[effect.kind] === undefined) continue;
    const key = `${effect.kind}|${effect.at.file}:${effect.at.start}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), effect]);
  }
  return [...byPlace.values()].flatMap((same) => {
    const worst = same.find((one) => callerOf(one.facts) === 'nobody') ?? same.find((one) => callerOf(one.facts) === 'unknown') ?? same[0];
    const kind = worst && told[worst.kind];
    const limits = same.map((one) => limitsOn(one, run.effects, run));
    if (!worst || !kind) return [];
    return [
      {
        kind,
        what: worst.what,
        vendor: worst.kind === 'delegate' ? null : worst.vendor,
        at: places.place(worst.at),
        trace: traceOf(worst.trace, entry, places),
        caller: (['nobody', 'unknown', 'verified'] as const).filter((state) => same.some((one) => callerOf(one.facts) === state)),
        verifiedBy: distinct(same.flatMap((one) => one.facts.identity.map((held) => held.mechanism))),
        limitedBy: limits.some((held) => held.length === 0) ? [] : distinct(limits.flat().map((held) => held.mechanism)),
        deferred: same.every((one) => one.deferred),
        waits: kind === 'telemetry' && same.some((one) => !one.deferred && !one.enqueue && one.waiting !== 'dropped'),
      },
    ];
  });
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)];
