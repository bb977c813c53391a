/** `middleware.ts` / `proxy.ts` of Next.js: what runs before the routes that its matcher names. */
import type { Modules } from '@gatelint/ts-facts';
import { applyValue } from '../call.js';
import { doubtIdentity, noFacts, type Facts, type Path } from '../facts.js';
import { siteOf, type Machine } from '../machine.js';
import { moduleExport, moduleFrame } from '../module-values.js';
import { mergePaths } from '../paths.js';
import { matchesPath } from '../path-patterns.js';
import type { Value } from '../value.js';
import type { Apps } from './apps.js';

export interface Proxy {
  readonly file: string;
  readonly root: string;
}

const name = /^(?:(.*)\/)?(?:src\/)?(?:middleware|proxy)\.(?:ts|js|mts|mjs|tsx|jsx)$/;

export function findProxies(files: readonly string[], apps: Apps): Proxy[] {
  return files.flatMap((file) => {
    const match = name.exec(file);
    if (!match) return [];
    const root = apps.rootOf(file);
    const inside = root === '' ? file : file.slice(root.length + 1);
    return /^(src\/)?[^/]+$/.test(inside) && apps.dependsOn(file, 'next') ? [{ file, root }] : [];
  });
}

export interface Passed {
  /** Facts with which requests come through; null when it does not run on this path. */
  readonly facts: readonly Facts[] | null;
}

/** What a request to `path` has been through when its handler starts. */
export function throughProxy(m: Machine, modules: Modules, proxy: Proxy, path: string, method: string): Passed {
  const module = modules.load(proxy.file);
  if (!module) return { facts: null };
  const matched = matcherCovers(m, proxy.file, path);
  if (matched === false) return { facts: null };
  if (matched === null) return { facts: [doubtIdentity(noFacts, `the matcher of ${proxy.file} is not constant`)] };
  const handler = moduleExport(m, proxy.file, 'proxy') ?? moduleExport(m, proxy.file, 'middleware') ?? moduleExport(m, proxy.file, 'default');
  if (!handler) return { facts: null };
  const v = m.values;
  const address = `https://localhost${path}`;
  const url = v.record({ pathname: v.constant(path), href: v.constant(address), host: v.constant('localhost') }, v.opaque(['caller:url:']));
  const request = v.library('next/server', ['NextRequest', 'new'], { fields: new Map<string, Value>([['nextUrl', url], ['url', v.constant(address)], ['method', v.constant(method)]]) });
  const f = moduleFrame(m, module);
  const before = m.pathname;
  m.pathname = path;
  try {
    const at = siteOf(proxy.file, module.exports.find((one) => ['proxy', 'middleware', 'default'].includes(one.name))?.at ?? { start: 0, end: 0 });
    const start: Path = { env: new Map(), facts: noFacts };
    const results = applyValue(f, handler, [request, v.library('next/server', ['NextFetchEvent', 'new'])], start, at);
    const on = results.filter((one) => !(one.value.t === 'response' && one.value.kind !== 'pass')).map((one) => one.path);
    // What it redirects or refuses on every path that we follow never reaches the handler; that is for nobody to rely on.
    if (on.length === 0) return { facts: [doubtIdentity(noFacts, `no path through ${proxy.file} lets the request on`)] };
    return { facts: mergePaths(v, on).map((one) => ({ ...one.facts, status: null })) };
  } finally {
    m.pathname = before;
  }
}

/** Whether `config.matcher` covers the path; null when it is not constant (Next.js ignores such values). */
function matcherCovers(m: Machine, file: string, path: string): boolean | null {
  const config = moduleExport(m, file, 'config');
  if (!config) return true;
  if (config.t !== 'object') return null;
  const matcher = config.fields.get('matcher');
  if (!matcher) return config.rest ? null : true;
  const list = matcher.t === 'array' ? matcher.items : [matcher];
  let known = true;
  for (const one of list) {
    // Conditions on headers and cookies are the caller's to choose: such a row covers nothing for sure.
    const source = one.t === 'object' ? (one.fields.has('has') || one.fields.has('missing') ? null : (one.fields.get('source') ?? null)) : one;
    const answer = source ? (matchesPath(source, path) ?? null) : false;
    if (answer === true) return true;
    if (answer === null) known = false;
  }
  return known && !(matcher.t === 'array' && matcher.rest) ? false : null;
}
