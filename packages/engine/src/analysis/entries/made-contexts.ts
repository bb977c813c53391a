/** Contexts that the project makes for the handlers of a framework: what its function returns, on each of its paths. */
import { applyValue } from '../call.js';
import { Env } from '../env.js';
import { noFacts, type Facts } from '../facts.js';
import { FUEL } from '../fuel.js';
import type { Machine } from '../machine.js';
import { moduleFrame } from '../module-values.js';
import { libraryValue, withNested } from '../natives.js';
import { mergeResults } from '../paths.js';
import type { Registry } from '../registry.js';
import type { ContextMade } from '../tables.js';
import type { Value } from '../value.js';
import type { Start } from './entry.js';

/** The ways in which requests come to a handler whose context stands at `where` of its parameters. */
export function startsWith(m: Machine, registry: Registry, framework: string, where: string | undefined, params: readonly Value[]): Start[] {
  const [index = '', ...fields] = (where ?? '').split('.');
  const made = where === undefined ? [] : registry.contextsMade.filter((one) => one.framework === framework).flatMap((one) => contextsOf(m, one));
  if (made.length === 0) return [{ facts: noFacts, params: null }];
  return made.map(({ facts, value }) => ({
    facts,
    params: params.map((param, at) => (at === Number(index) ? withNested({ machine: m }, param, fields, value) : param)),
  }));
}

function contextsOf(m: Machine, { at, factory, gets }: ContextMade): readonly { readonly facts: Facts; readonly value: Value }[] {
  if (factory.t === 'object') return [{ facts: noFacts, value: factory }];
  const find = (): readonly { readonly facts: Facts; readonly value: Value }[] => {
    const module = m.modules.load(at.file);
    if (!module) return [];
    const given = gets.map((one) => libraryValue({ machine: m }, one));
    const results = applyValue({ ...moduleFrame(m, module), byFramework: true }, factory, given, { env: Env.empty, facts: noFacts }, at);
    return mergeResults(m.values, results).map((one) => ({ facts: one.path.facts, value: one.value }));
  };
  return m.memo.root(JSON.stringify(['made context', at.file, at.start, factory.id, gets]), [factory], FUEL.context, find) ?? [];
}
