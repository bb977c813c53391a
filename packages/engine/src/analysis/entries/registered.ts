/** Entries made by calls that are no routes: procedures and actions of builders, workers, handlers given to a server. */
import { stringAt } from '../arguments.js';
import { Env } from '../env.js';
import type { Convention } from '@gatelint/catalogue';
import { parse as parseToml } from 'smol-toml';
import { execute } from '../execute.js';
import { holdIdentity, noFacts, type Facts } from '../facts.js';
import { constantOf } from '../layers.js';
import { siteKey, type Machine } from '../machine.js';
import { moduleFrame, resolveReference } from '../module-values.js';
import { libraryValue } from '../natives.js';
import { withField } from '../bind.js';
import type { Registry } from '../registry.js';
import { atoms, type Value } from '../value.js';
import type { Apps } from './apps.js';
import type { Context } from './contexts.js';
import type { Entry, Start } from './entry.js';
import { innermostFunction } from './own.js';
import { folderName } from './route-path.js';

/** Runs a module's top level: what it registers is registered. */
export function runModule(m: Machine, file: string): void {
  const module = m.modules.load(file);
  const body = module?.functions[0]?.body;
  if (!module || !body) return;
  execute(moduleFrame(m, module), body, [{ env: Env.empty, facts: noFacts }]);
  // A class that extends what a call makes: the call is made when the class is.
  for (const { extends: parent } of module.classes) if (parent?.k === 'call') resolveReference(m, module, parent);
}

/** Mutations of procedure builders. Actions that a module exports are found by its directive. */
export function procedureEntries(m: Machine, { procedures, procedureNames }: Registry, contexts: readonly Context[]): Entry[] {
  const out: Entry[] = [];
  for (const procedure of procedures.values()) {
    if (procedure.kind !== 'mutation' && procedure.kind !== 'procedure') continue;
    const { route } = procedure;
    const method = route ? stringAt('0.method', [route]) : null;
    const params = procedure.params.map((param) => libraryValue({ machine: m }, param));
    out.push({
      file: procedure.at.file,
      at: procedure.at,
      name: procedureNames.get(procedure.site)?.split('.').at(-1) ?? constantAt(m, procedure.at) ?? procedure.kind,
      framework: procedure.framework,
      kind: 'procedure',
      methods: [(method ?? 'POST').toUpperCase()],
      path: route ? stringAt('0.path', [route]) : (procedureNames.get(procedure.site) ?? null),
      links: [...procedure.chain, procedure.handler],
      protocol: procedure.protocol,
      params,
      paramsOf: null,
      starts: startsOf(m, contexts, params),
      // What says that it is posted to is there to change things.
      onlyIfWrites: procedure.kind === 'procedure' && (method === null || !['POST', 'PUT', 'PATCH', 'DELETE'].includes(method.toUpperCase())),
      own: innermostFunction(m, procedure.handler),
      doubt: null,
    });
  }
  return out;
}

/** A procedure's context is what the project's factory returns: with a session, and without one. */
function startsOf(m: Machine, contexts: readonly Context[], params: readonly Value[]): Start[] {
  const [first, ...others] = params;
  if (contexts.length === 0 || !first) return [{ facts: noFacts, params: null }];
  return contexts.map(({ facts, value }): Start => {
    if (!value) return { facts, params: null };
    const context = withField({ machine: m }, withField({ machine: m }, first, 'ctx', value) ?? first, 'context', value) ?? first;
    return { facts, params: [context, ...others] };
  });
}

/** Functions that a platform, a queue or a scheduler calls. Those served over HTTP are routes like any other. */
export function workerEntries(m: Machine, { workers }: Registry, apps: Apps, covered: (file: string) => Convention | null): Entry[] {
  const out: Entry[] = [];
  for (const worker of workers.values()) {
    const convention = covered(worker.at.file);
    const route = worker.row.kind === 'route';
    const folder = convention?.path === 'folder' ? folderName(worker.at.file) : null;
    out.push({
      file: worker.at.file,
      at: worker.at,
      name: folder ?? worker.name ?? constantAt(m, worker.at) ?? exportedAt(m, worker.at) ?? worker.row.kind,
      framework: convention?.framework ?? worker.row.framework,
      kind: convention?.kind ?? worker.row.kind,
      methods: ['POST'],
      path: folder === null ? null : `/${folder}`,
      links: [worker.handler],
      protocol: { next: null },
      params: padded(
        m,
        worker.handler,
        (worker.row.handlerParams ?? convention?.params ?? []).map((param) => libraryValue({ machine: m }, param)),
      ),
      paramsOf: null,
      starts: [
        {
          facts: route ? (convention && folder !== null ? platformFacts(m, apps, worker.at.file, folder) : noFacts) : calledBy(worker.row.framework, worker.at),
          params: null,
        },
      ],
      onlyIfWrites: false,
      own: innermostFunction(m, worker.handler),
      doubt: null,
    });
  }
  return out;
}

/** What a queue hands over beyond what the catalogue says (a payload, a context) is there, whatever it is. */
function padded(m: Machine, handler: Value, params: readonly Value[]): readonly Value[] {
  const taken = atoms(handler).map((atom) => (atom.t === 'function' ? (m.modules.load(atom.file)?.functions[atom.fn]?.params.length ?? 0) : 0));
  return Array.from({ length: Math.max(params.length, ...taken) }, (_, index) => params[index] ?? m.values.opaque([], null, true));
}

/** Name of the constant that the worker is kept in. */
function constantAt(m: Machine, at: Entry['at']): string | null {
  const module = m.modules.load(at.file);
  return module ? constantOf(module, at) : null;
}

/** Name under which it is exported where it is made: `exports.pay = onRequest(…)`. */
function exportedAt(m: Machine, at: Entry['at']): string | null {
  const one = m.modules
    .load(at.file)
    ?.exports.find(({ what, name }) => name !== 'default' && what.is === 'expression' && what.value.at.start <= at.start && at.end <= what.value.at.end);
  return one?.name ?? null;
}

/** Nobody but the queue or the scheduler calls it: its messages are ours. */
export function calledBy(framework: string, at: Entry['at']): Facts {
  return holdIdentity(noFacts, {
    id: `${framework}@${siteKey(at)}`,
    mechanism: `called by ${framework} only`,
    trust: 'machine',
    at,
    trace: [],
    weaknesses: [],
  });
}

/** The platform checks a JWT before an edge function runs, unless the project's settings say that it shall not. */
export function platformFacts(_m: Machine, apps: Apps, file: string, name: string): Facts {
  const settings = apps.nearest(file, 'supabase/config.toml') ?? apps.nearest(file, 'config.toml');
  const verifies = settings === null ? true : jwtVerified(settings.text, name);
  if (!verifies) return noFacts;
  const at = { file: settings?.path ?? file, start: 0, end: 0 };
  return holdIdentity(noFacts, {
    id: `platform-jwt@${file}`,
    mechanism: "the platform's JWT check (verify_jwt)",
    trust: 'user',
    at,
    trace: [],
    weaknesses: [{ what: 'the public anon key passes it as well as a signed-in user does', at }],
  });
}

function jwtVerified(toml: string, name: string): boolean {
  try {
    const functions = (parseToml(toml) as { functions?: Record<string, { verify_jwt?: unknown }> }).functions;
    return functions?.[name]?.verify_jwt !== false;
  } catch {
    return true;
  }
}
