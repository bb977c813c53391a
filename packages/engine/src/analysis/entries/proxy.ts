/** Modules that run before the handlers of a framework: what they let on, on which paths. */
import { Env } from '../env.js';
import type { Catalogue, ProxyConvention } from '@gatelint/catalogue';
import picomatch from 'picomatch';
import { applyValue } from '../call.js';
import { doubtIdentity, noFacts, type Facts, type Path, type Refusal, type Result, type Site } from '../facts.js';
import { siteOf, type Machine } from '../machine.js';
import { memberOf, pathOfRequest } from '../members.js';
import { moduleExport, moduleFrame } from '../module-values.js';
import { libraryValue, withNested } from '../natives.js';
import { mergePaths } from '../paths.js';
import { matchesPath } from '../path-patterns.js';
import { atoms, type Value } from '../value.js';
import type { Apps } from './apps.js';

export interface Proxy {
  readonly file: string;
  readonly root: string;
  readonly convention: ProxyConvention;
}

export function findProxies({ proxies }: Catalogue, files: readonly string[], apps: Apps): Proxy[] {
  return proxies.flatMap((convention) => {
    const matches = picomatch([...convention.files]);
    return files.flatMap((file) => {
      const root = apps.rootOf(file);
      const inside = root === '' ? file : file.slice(root.length + 1);
      return matches(inside) && apps.dependsOn(file, convention.package) ? [{ file, root, convention }] : [];
    });
  });
}

/** Where a proxy's handler is exported. */
export function proxyPlace(m: Machine, { file, convention }: Proxy): Site {
  const exported = m.modules.load(file)?.exports.find((one) => convention.exports.includes(one.name));
  return siteOf(file, exported?.at ?? { start: 0, end: 0 });
}

export interface Passage {
  /** Facts with which requests come through. */
  readonly on: readonly Facts[];
  /** Where it turns callers away. */
  readonly refusals: readonly Refusal[];
}

/** What becomes of requests to `path`; null when the proxy does not run on them. */
export function throughProxy(m: Machine, { file, convention }: Proxy, path: string, method: string): Passage | null {
  const module = m.modules.load(file);
  const name = convention.exports.find((one) => moduleExport(m, file, one) !== null);
  const handler = name === undefined ? null : moduleExport(m, file, name);
  if (!module || !handler) return null;
  const matched = matcherCovers(m, file, convention.matcher, path);
  if (matched === false) return null;
  if (matched === null) return { on: [doubtIdentity(noFacts, `the matcher of ${file} is not constant`)], refusals: [] };
  const f = moduleFrame(m, module);
  return m.memo.onPath(path, () => {
    const at = siteOf(file, module.exports.find((one) => one.name === name)?.at ?? { start: 0, end: 0 });
    const start: Path = { env: Env.empty, facts: noFacts };
    const results = applyValue(f, handler, requestOf(m, convention, method), start, at);
    // A rewrite or a bare return goes on; a response of its own does not.
    const goesOn = ({ value }: Result): boolean => atoms(value).some((atom) => !(atom.t === 'response' && atom.kind !== 'pass'));
    const on = results.filter(goesOn).map((one) => one.path);
    const left = [...results.filter((one) => !goesOn(one)), ...f.throws].filter(({ path: { facts } }) => facts.identity.length === 0);
    const refusals = left.flatMap(({ path: { facts } }) => facts.refusals);
    if (on.length === 0) return { on: [doubtIdentity(noFacts, `no path through ${file} lets the request on`)], refusals };
    return { on: mergePaths(m.values, on).map((one) => ({ ...one.facts, status: null, refusals: [] })), refusals };
  });
}

function requestOf(m: Machine, convention: ProxyConvention, method: string): Value[] {
  const params = convention.params.map((param) => libraryValue({ machine: m }, param));
  const set = (where: string, value: Value): void => {
    const [index = '0', ...fields] = where.split('.');
    const param = params[Number(index)];
    if (param) params[Number(index)] = withNested({ machine: m }, param, fields, value);
  };
  for (const where of convention.pathAt) set(where, pathOfRequest(m));
  for (const where of convention.urlAt) set(where, pathOfRequest(m, 'https://localhost'));
  set(convention.methodAt, m.values.constant(method));
  return params;
}

/** Whether the matcher covers the path; null when it is not constant. */
function matcherCovers(m: Machine, file: string, where: string, path: string): boolean | null {
  const [exported = '', ...fields] = where.split('.');
  let matcher: Value | null = moduleExport(m, file, exported);
  const module = m.modules.load(file);
  if (!matcher || !module) return true;
  for (const field of fields) {
    if (matcher.t !== 'object') return null;
    const inner: Value | null = memberOf(moduleFrame(m, module), matcher, field);
    if (!inner || (inner.t === 'const' && inner.value === undefined)) return true;
    matcher = inner;
  }
  const list = matcher.t === 'array' ? matcher.items : [matcher];
  let known = true;
  for (const one of list) {
    // Conditions on headers and cookies are the caller's to choose: such a row covers nothing for sure.
    const source = one.t === 'object' ? (one.fields.has('has') || one.fields.has('missing') ? null : (one.fields.get('source') ?? null)) : one;
    const answer = source ? matchesPath(source, path) : false;
    if (answer === true) return true;
    if (answer === null) known = false;
  }
  return known && !(matcher.t === 'array' && matcher.rest) ? false : null;
}
