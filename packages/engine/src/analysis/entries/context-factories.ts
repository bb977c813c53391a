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
import { eachExpressionOf, objectProperties } from '../search.js';
import type { Look } from '../specifiers.js';

const NAME = 'createContext';
const makesContext = (look: Look): boolean => look.text.includes(NAME);

export function contextFactories(m: Machine, { procedures }: Registry, files: readonly string[]): ContextFactory[] {
  if (procedures.size === 0) return [];
  const out = new Map<string, ContextFactory>();
  const add = (one: ContextFactory): void => void out.set(`${one.factory?.id ?? ''}|${one.value?.id ?? ''}|${one.facts.key}`, one);
  for (const file of m.looks.where(files, makesContext)) {
    const module = m.modules.load(file);
    if (!module) continue;
    for (const value of objectProperties(module, NAME)) {
      const around = value.k === 'function' ? outermost(module, value.id) : null;
      // Written inside of a handler, it knows what the handler knows.
      const handed = around ? handedOver(m, module, around) : [];
      const resolved = handed.length > 0 ? null : resolveReference(m, module, value);
      if (resolved?.t === 'function') handed.push({ factory: resolved, value: null, facts: noFacts });
      handed.forEach(add);
    }
  }
  for (const one of madeForRequests(m, files)) add(one);
  return [...out.values()];
}

/** Contexts that a handler makes by itself and hands over with the request: `handler.handle(request, { context: await contextOf(request) })`. */
function madeForRequests(m: Machine, files: readonly string[]): ContextFactory[] {
  const { fields, question } = servingOf(m);
  return m.looks.where(files, question).flatMap((file) => {
    const module = m.modules.load(file);
    const around = new Set<Fn>();
    for (const fn of module?.functions ?? [])
      eachExpressionOf(fn, (expr) => {
        if (!module || fn.id === 0 || expr.k !== 'object') return;
        if (expr.props.some((prop) => prop.kind === 'value' && typeof prop.key === 'string' && fields.has(prop.key)))
          around.add(outermost(module, fn.id) ?? fn);
      });
    return module ? [...around].flatMap((fn) => handedOver(m, module, fn)) : [];
  });
}

interface Serving {
  /** Names of the fields in which contexts are handed over. */
  readonly fields: ReadonlySet<string>;
  /** Whether a module imports what they are handed to. */
  readonly question: (look: Look) => boolean;
}

const known = new WeakMap<Machine, Serving>();

function servingOf(m: Machine): Serving {
  let found = known.get(m);
  if (found) return found;
  const fields = new Set<string>();
  const packages = new Set<string>();
  for (const library of m.catalogue.libraries)
    for (const row of library.rows) {
      const field = row.role === 'owns-request' ? row.context?.split('.').at(-1) : undefined;
      if (field === undefined || field === NAME) continue;
      fields.add(field);
      for (const name of [library.name, ...library.also]) packages.add(name);
    }
  found = { fields, question: (look) => look.specifiers.some((specifier) => packages.has(specifier)) };
  known.set(m, found);
  return found;
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
