/** Calls of functions that do nothing but send telemetry: the places where a project that wraps its vendor sends. */
import type { Fn } from '@gatelint/ts-facts';
import type { Site } from './facts.js';
import { siteKey, type Frame, type Outcome, type Summary, type Waiting, type WrappedTelemetry } from './machine.js';
import { atoms, type ValueOf } from './value.js';

/** A call is one, or leads to some. They are kept beside the effects, which tell of each vendor's call once however many ways lead to it. */
export function noteWrapped(f: Frame, target: ValueOf<'function'>, summary: Summary, callee: Fn | null, at: Site, waiting: Waiting): void {
  const goes = !f.byFramework && (waiting === 'dropped' || waiting === 'given');
  for (const one of summary.wrapped) put(f, goes && one.waited ? { ...one, waited: false } : one);
  if (f.byFramework || !callee?.name) return;
  const sent = summary.effects.find((effect) => effect.kind === 'telemetry' && !effect.enqueue);
  if (!sent || !summary.effects.every((effect) => effect.kind === 'telemetry') || !summary.outcomes.every(saysLittle)) return;
  put(f, {
    at,
    title: `${callee.name}()`,
    vendor: sent.vendor,
    what: sent.what,
    callee: `${target.file}#${target.fn}`,
    within: `${f.module.file}#${f.fn.id}`,
    deferred: f.deferred || sent.deferred,
    waited: !goes,
  });
}

/** What only sends has nothing to tell but whether it sent: who gets a user, a record or an answer from a call has called it for that. */
const saysLittle = ({ how, value }: Outcome): boolean =>
  how === 'throw' || atoms(value).every((atom) => atom.t === 'const' || atom.t === 'opaque' || atom.t === 'library');

function put(f: Frame, one: WrappedTelemetry): void {
  const key = `${siteKey(one.at)}:${one.at.end}|${one.deferred ? 1 : 0}${one.waited ? 1 : 0}`;
  if (!f.wrapped.has(key)) f.wrapped.set(key, one);
}
