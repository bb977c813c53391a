/** What procedures get as their context: what the project's factory returns, with a session and without one. */
import { applyValue } from '../call.js';
import { runChain } from '../chain.js';
import { Env } from '../env.js';
import { noFacts, type Facts, type Path } from '../facts.js';
import { FUEL, NEARER } from '../fuel.js';
import type { ContextFactory, Frame, Machine } from '../machine.js';
import { moduleFrame } from '../module-values.js';
import { mergeResults } from '../paths.js';
import { atoms, type Value, type ValueOf } from '../value.js';
import type { Registry } from '../registry.js';
import { contextFactories } from './context-factories.js';
import { innermostFunction } from './own.js';
import { middlewareOf, type Standing } from './routers.js';

/** One way in which a request comes to the procedures; `value` is null where nothing is known of what they get. */
export interface Context {
  readonly facts: Facts;
  readonly value: Value | null;
}

const start: Path = { env: Env.empty, facts: noFacts };
const unknown: readonly Context[] = [{ facts: noFacts, value: null }];

export function contextsOf(m: Machine, registry: Registry, files: readonly string[]): Context[] {
  if (registry.procedures.size === 0) return [];
  const served = servedContexts(m, registry);
  const out: Context[] = [...served.values()].flat();
  for (const one of contextFactories(m, registry, files)) if (!one.factory || !served.has(placeOf(one.factory))) out.push(...made(m, one));
  return out;
}

const placeOf = ({ file, fn }: ValueOf<'function'>): string => `${file}#${fn}`;

/** What a framework hands on beside the request: middleware before may have laid a session into it. */
const unknownContext = (m: Machine): Value => m.values.opaque(['context'], null, true);

/** What a factory returns of which it is not known what runs before it. */
function made(m: Machine, { factory, value, facts }: ContextFactory): readonly Context[] {
  if (!factory) return [{ facts, value }];
  const find = (): readonly Context[] => {
    const at = innermostFunction(m, factory)[0] ?? { file: '', start: 0, end: 0 };
    const module = m.modules.load(at.file);
    if (!module) return unknown;
    const given = [m.values.opaque(['caller:request']), unknownContext(m), unknownContext(m)];
    const results = mergeResults(m.values, applyValue(moduleFrame(m, module), factory, given, { env: Env.empty, facts }, at));
    // A factory that never comes back with anything tells nothing of the callers.
    return results.length === 0 ? unknown : results.map((one) => ({ facts: one.path.facts, value: one.value }));
  };
  return m.memo.root(JSON.stringify(['context', factory.id, facts]), [factory], FUEL.context, find, NEARER) ?? unknown;
}

const serves = (value: Value): boolean => value.t === 'native' && value.name === 'serves' && value.parts.length > 0;

/** Contexts of procedures that middleware of a router serves: the middleware before it has run. By the factory's place. */
function servedContexts(m: Machine, registry: Registry): ReadonlyMap<string, readonly Context[]> {
  const out = new Map<string, readonly Context[]>();
  for (const standing of middlewareOf(m, registry, serves)) {
    const { value, at, before, params } = standing;
    const key = ['served', at.file, at.start, ...[...before, value, ...params].map((one) => one.id)].join();
    const contexts = m.memo.root(key, [...before, value, ...params], FUEL.context, () => handedOver(m, standing), NEARER) ?? [];
    if (contexts.length === 0 || value.t !== 'native') continue;
    for (const factory of atoms(value.parts[0] ?? m.values.undefined))
      if (factory.t === 'function') out.set(placeOf(factory), [...(out.get(placeOf(factory)) ?? []), ...contexts]);
  }
  return out;
}

function handedOver(m: Machine, { value, at, before, params, next }: Standing): readonly Context[] {
  const module = m.modules.load(at.file);
  if (!module || value.t !== 'native') return [];
  const f: Frame = moduleFrame(m, module);
  runChain(f, [...before, m.values.native('make-context', value.key, value.parts)], params, { next }, start, at);
  return [...f.effects.values()].flatMap((effect) => (effect.value ? [{ facts: { ...effect.facts, status: null }, value: effect.value }] : []));
}
