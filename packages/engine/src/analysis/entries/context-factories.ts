/** The functions of the project that make contexts for procedures, and what is known where a library gets them. */
import type { Fn, Module } from '@gatelint/ts-facts';
import { applyValue } from '../call.js';
import { Env } from '../env.js';
import { noFacts } from '../facts.js';
import { FUEL } from '../fuel.js';
import { siteOf, type ContextFactory, type Machine } from '../machine.js';
import { marksOf } from '../memo.js';
import { moduleFrame, resolveReference } from '../module-values.js';
import type { Registry } from '../registry.js';
import { objectProperties } from '../search.js';
import type { Look } from '../specifiers.js';

const NAME = 'createContext';
const makesContext = (look: Look): boolean => look.text.includes(NAME);

export function contextFactories(m: Machine, { procedures }: Registry, files: readonly string[]): ContextFactory[] {
  if (procedures.size === 0) return [];
  const out = new Map<string, ContextFactory>();
  for (const file of m.looks.where(files, makesContext)) {
    const module = m.modules.load(file);
    if (!module) continue;
    for (const value of objectProperties(module, NAME)) {
      const around = value.k === 'function' ? outermost(module, value.id) : null;
      // Written inside of a handler, it knows what the handler knows.
      const handed = around ? handedOver(m, module, around) : [];
      const resolved = handed.length > 0 ? null : resolveReference(m, module, value);
      if (resolved?.t === 'function') handed.push({ factory: resolved, facts: noFacts });
      for (const one of handed) out.set(`${one.factory.id}|${one.facts.key}`, one);
    }
  }
  return [...out.values()];
}

/** The function of the module's top level in which a function stands; null for one that stands there itself. */
function outermost(module: Module, id: number): Fn | null {
  let fn = module.functions[id];
  const start = fn;
  while (fn?.parent) fn = module.functions[fn.parent];
  return fn && fn !== start ? fn : null;
}

/** Runs a handler for what it hands to a library that serves procedures. */
function handedOver(m: Machine, module: Module, fn: Fn): ContextFactory[] {
  const at = siteOf(module.file, fn.at);
  const request = m.values.opaque(['caller:request'], null, true);
  const handler = m.values.fn(module.file, fn.id, new Map());
  const unit = m.memo.rootUnit(`contexts:${module.file}#${fn.id}`, [handler], FUEL.module, () => {
    applyValue(
      moduleFrame(m, module),
      handler,
      fn.params.map(() => request),
      { env: Env.empty, facts: noFacts },
      at,
    );
  });
  return marksOf([unit]).flatMap(({ mark, what }) => (mark === 'context' ? [what as ContextFactory] : []));
}
