/** Functions that a description of the deployment names: who calls them, by which method and path, and who is asked before. */
import { basename, dirname, join } from 'node:path/posix';
import type { DeploymentConvention } from '@gatelint/catalogue';
import picomatch from 'picomatch';
import { Env } from '../env.js';
import { applyValue } from '../call.js';
import { doubtIdentity, holdIdentity, noFacts, type Facts, type Site } from '../facts.js';
import { siteOf, type Machine } from '../machine.js';
import { moduleExport, moduleFrame } from '../module-values.js';
import { libraryValue } from '../natives.js';
import type { Value } from '../value.js';
import type { Entry } from './entry.js';
import { innermostFunction } from './own.js';
import { yamlOutline, type Outline } from './yaml-outline.js';

const all = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
const changing: ReadonlySet<string> = new Set(all);

/** Where the code of a function stands. */
interface Code {
  readonly file: string;
  readonly name: string;
  readonly value: Value;
}

/** @param paths every file of the project */
export function deployedEntries(m: Machine, paths: readonly string[]): Entry[] {
  return m.catalogue.deployments.flatMap((convention) => {
    const matches = picomatch([...convention.files]);
    return paths
      .filter((path) => matches(basename(path)))
      .flatMap((path) => {
        const text = m.modules.text(path);
        return text === null ? [] : entriesOf(m, convention, path, yamlOutline(text));
      });
  });
}

function entriesOf(m: Machine, convention: DeploymentConvention, path: string, whole: Outline): Entry[] {
  const table = at(whole, convention.functions);
  return pairs(table).flatMap(([, described]) => {
    if (convention.only && at(described, convention.only.field) !== convention.only.is) return [];
    const code = codeOf(m, convention, path, described);
    if (!code) return [];
    return eventsOf(convention, described).flatMap(({ kind, fields }): Entry[] => {
      const http = convention.http.includes(kind);
      const method = http ? text(at(fields, convention.method)) || shortForm(fields)?.method || '*' : 'POST';
      const methods = /^(\*|any)$/i.test(method) ? [...all] : [method.toUpperCase()];
      const where = http ? `/${(text(at(fields, convention.path)) || shortForm(fields)?.path || '').replace(/^\//, '')}` : null;
      const { site, own } = placeOf(m, code);
      const machine = !http && !convention.sockets.includes(kind);
      return [
        {
          file: code.file,
          at: site,
          name: code.name,
          framework: convention.framework,
          kind: machine ? (convention.timers.includes(kind) ? 'cron' : 'worker') : 'route',
          methods,
          path: where,
          links: [code.value],
          protocol: { next: null },
          params: convention.params.map((param) => libraryValue({ machine: m }, param)),
          paramsOf: null,
          starts: [{ facts: machine ? calledBy(convention, kind, path) : authorized(m, convention, path, whole, fields), params: null }],
          onlyIfWrites: !methods.some((one) => changing.has(one)),
          own,
          doubt: null,
        },
      ];
    });
  });
}

/** `orders/create.handler`, from the folder of the description or one that it names. */
function codeOf(m: Machine, convention: DeploymentConvention, path: string, described: Outline): Code | null {
  const handler = text(at(described, convention.handler));
  const dot = handler.lastIndexOf('.');
  if (dot < 1) return null;
  const folder = convention.folder === undefined ? '' : text(at(described, convention.folder));
  const from = join(dirname(path), 'x.ts');
  const where = m.modules.resolve(from, `./${join(folder, handler.slice(0, dot))}`);
  const name = handler.slice(dot + 1);
  const value = where.is === 'file' ? moduleExport(m, where.file, name) : null;
  return where.is === 'file' && value ? { file: where.file, name, value } : null;
}

function placeOf(m: Machine, { file, name, value }: Code): { readonly site: Site; readonly own: readonly Site[] } {
  const module = m.modules.load(file);
  const own = innermostFunction(m, value);
  const exported = module?.exports.find((one) => one.name === name);
  const fn = value.t === 'function' && value.file === file ? module?.functions[value.fn] : undefined;
  return { site: siteOf(file, fn?.head ?? exported?.at ?? { start: 0, end: 0 }), own };
}

function eventsOf(convention: DeploymentConvention, described: Outline): { readonly kind: string; readonly fields: Outline }[] {
  const found = at(described, convention.events);
  const list = Array.isArray(found) ? (found as readonly Outline[]) : pairs(found).map(([, one]) => one);
  return list.flatMap((one) => {
    if (typeof one === 'string') return [{ kind: one, fields: '' }];
    if (convention.kind !== undefined)
      return [{ kind: text(at(one, convention.kind)), fields: convention.fields === undefined ? one : at(one, convention.fields) }];
    return pairs(one)
      .slice(0, 1)
      .map(([kind, fields]) => ({ kind, fields }));
  });
}

/** `http: POST /orders`. */
function shortForm(fields: Outline): { readonly method: string; readonly path: string } | null {
  const [, method, path] = typeof fields === 'string' ? (/^(\w+|\*)\s+(\S+)$/.exec(fields) ?? []) : [];
  return method === undefined || path === undefined ? null : { method, path };
}

/** What the gateway asks before it lets a request on: a function of the project, which has to verify something, or the platform. */
function authorized(m: Machine, convention: DeploymentConvention, path: string, whole: Outline, fields: Outline): Facts {
  const declared = [...convention.authorizer.map((where) => at(fields, where)), ...convention.otherwise.map((where) => at(whole, where))].find(
    (one) => one !== '',
  );
  if (declared === undefined) return noFacts;
  const name = typeof declared === 'string' ? declared : text(at(declared, 'name')) || text(at(declared, 'arn')) || text(at(declared, 'type')) || 'authorizer';
  if (/^(none|false|null)$/i.test(name)) return noFacts;
  const described = pairs(at(whole, convention.functions)).find(([key]) => key === name)?.[1];
  const code = described === undefined ? null : codeOf(m, convention, path, described);
  if (described !== undefined && !(code && verifies(m, code)))
    return doubtIdentity(noFacts, `the authorizer ${name} of ${path} verifies nothing that can be followed`);
  const site = code ? placeOf(m, code).site : { file: path, start: 0, end: 0 };
  return holdIdentity(noFacts, {
    id: `authorizer:${name}@${path}`,
    mechanism: `the gateway's authorizer ${name} (${path})`,
    trust: 'user',
    at: site,
    trace: [],
    weaknesses: [],
  });
}

/** Whether a function looks at a credential on some way through it. */
function verifies(m: Machine, { file, value }: Code): boolean {
  const module = m.modules.load(file);
  if (!module) return false;
  const f = moduleFrame(m, module);
  const results = applyValue(
    f,
    value,
    [m.values.opaque(['caller:header:authorization'], null, true), m.values.opaque(), m.values.opaque()],
    { env: Env.empty, facts: noFacts },
    {
      file,
      start: 0,
      end: 0,
    },
  );
  return [...results, ...f.throws].some(({ path: { facts } }) => facts.identity.length > 0 || facts.looked.some((one) => one.lookalike === null));
}

function calledBy(convention: DeploymentConvention, kind: string, path: string): Facts {
  const mechanism = `called by ${convention.framework} (${kind}) only`;
  return holdIdentity(noFacts, { id: `${mechanism}@${path}`, mechanism, trust: 'machine', at: { file: path, start: 0, end: 0 }, trace: [], weaknesses: [] });
}

/** The outline at a dotted path; empty where there is nothing. */
function at(outline: Outline, path: string): Outline {
  let here: Outline = outline;
  for (const step of path.split('.')) {
    if (typeof here === 'string' || Array.isArray(here)) return '';
    here = (here as Readonly<Record<string, Outline>>)[step] ?? '';
  }
  return here;
}

const text = (outline: Outline): string => (typeof outline === 'string' ? outline : '');
const pairs = (outline: Outline): (readonly [string, Outline])[] => (typeof outline === 'string' || Array.isArray(outline) ? [] : Object.entries(outline));
