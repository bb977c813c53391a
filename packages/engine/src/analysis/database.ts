/** Waiting for a query: a record that is found by a credential of the caller vouches for the caller. */
import { holdIdentity, look, type Held, type Path, type Result, type Site } from './facts.js';
import { siteKey, type Frame } from './machine.js';
import { foundOn } from './ownership.js';
import { withValue } from './paths.js';
import { markOfQuery } from './write-ties.js';
import { FOUND, isNullish, taintsOf, type Value, type ValueOf } from './value.js';

/** Request headers that say where a request comes from or how to answer it; they are no credentials. HTTP's own names. */
const notCredentials =
  /^caller:header:(host|origin|referer|user-agent|accept|accept-[a-z]+|content-[a-z]+|x-forwarded-[a-z]+|forwarded|x-real-ip|via|if-[a-z-]+|cache-control|range|sec-[a-z-]+|x-vercel-[a-z-]+|cf-[a-z-]+|idempotency-key)$/i;

/** Name of the value of a promise that is never resolved. */
export const NEVER = 'never';

export const isNever = (value: Value): boolean => value.t === 'native' && value.name === NEVER;

/** What awaiting the value gives. */
export function settle(f: Frame, result: Result, at: Site): Result[] {
  const value = result.value;
  if (value.t === 'union') return value.of.flatMap((atom) => settle(f, withValue(result.path, atom), at));
  if (isNever(value)) return [];
  if (value.t !== 'library') return [result];
  const read = value.taints.includes('query');
  if (!read) return [result];
  return lookup(f, value, result, at);
}

function lookup(f: Frame, value: ValueOf<'library'>, result: Result, at: Site): Result[] {
  const v = f.machine.values;
  const left = value.taints.filter((taint) => taint !== 'query');
  const mark = markOfQuery(f.machine, value, result.path);
  const taints = mark.length > 0 ? [...left, ...mark].sort() : left;
  const settled = v.library(value.package, value.path, { ...value, taints });
  const path = taints.includes('query:throws') ? foundOn(result.path, taints) : result.path;
  const credential = taints.find((taint) => isCredential(taint, taints));
  // Whoever was verified before needs no second proof, and a list is no proof of anything.
  if (!credential || taints.includes('principal')) return [withValue(path, one(f, value, settled))];
  const name = credential.split(':').slice(1).join(' ').trim();
  const held: Held = { id: `lookup@${siteKey(at)}`, mechanism: `record found by the caller's ${name}`, trust: 'user', at, trace: [], weaknesses: [] };
  const { env, facts } = result.path;
  const missing = value.taints.includes('query:list') ? v.array([]) : v.null;
  const found = value.taints.includes('query:list') ? v.array([v.principal(held.mechanism)], v.principal(held.mechanism)) : v.principal(held.mechanism);
  return [
    withValue({ env, facts: holdIdentity(facts, held) }, found),
    withValue({ env, facts: look(facts, { id: held.id, what: held.mechanism, at, lookalike: null }) }, missing),
  ];
}

/**
 * What a table in memory, filled as people come, has under the token or cookie that the caller sends: a session, or nothing. Null for any other table or key:
 * what is counted under a key of the caller's is no session.
 */
export function sessionUnder(f: Frame, table: Value, key: Value, path: Path, at: Site): Result[] | null {
  const v = f.machine.values;
  if (table.t !== 'object' || table.fields.size > 0 || !table.rest) return null;
  // Nothing is kept under no name.
  if (isNullish(key) === true) return [withValue(path, v.undefined)];
  const taints = taintsOf(key);
  const credential = taints.find((taint) => token.test(taint));
  if (credential === undefined || taints.includes('principal')) return null;
  return foundUnder(f, credential, [], path, at);
}

const token = /^caller:(header:authorization$|cookie:)/;

/**
 * The same of a map that outlives the request, under a token, a cookie or the hash of either: a session or what it was looked up to be before. Null for any other
 * key.
 */
export function keptUnder(f: Frame, key: Value, path: Path, at: Site): Result[] | null {
  const taints = taintsOf(key);
  if (taints.includes('principal')) return null;
  const credential =
    taints.find((taint) => token.test(taint)) ?? (taints.includes('derived') ? taints.find((taint) => isCredential(taint, taints)) : undefined);
  return credential === undefined ? null : foundUnder(f, credential, ['memory'], path, at);
}

function foundUnder(f: Frame, credential: string, taints: readonly string[], path: Path, at: Site): Result[] {
  const v = f.machine.values;
  const mechanism = `record found by the caller's ${credential.split(':').slice(1).join(' ')}`;
  const id = `lookup@${siteKey(at)}`;
  // What is counted there still counts.
  const found = taints.length === 0 ? v.principal(mechanism) : v.opaque(['principal', ...taints], null, true);
  return [
    withValue({ env: path.env, facts: holdIdentity(path.facts, { id, mechanism, trust: 'user', at, trace: [], weaknesses: [] }) }, found),
    withValue({ env: path.env, facts: look(path.facts, { id, what: mechanism, at, lookalike: null }) }, v.undefined),
  ];
}

/** One record or null; anything else as it is. */
function one(f: Frame, value: ValueOf<'library'>, settled: ValueOf<'library'>): ValueOf<'library'> | ReturnType<Frame['machine']['values']['union']> {
  const v = f.machine.values;
  if (!value.taints.includes('query:one')) return settled;
  // A document has methods of its own that write; a row is data.
  if (f.machine.matcher.leadsOn(value.package, value.path))
    return v.union([v.null, v.library(value.package, value.path, { ...settled, fields: new Map([[FOUND, v.true]]) })]);
  return v.union([v.null, v.opaque([...taintsOf(settled).filter((taint) => !taint.startsWith('external:')), 'database'], null, true)]);
}

function isCredential(taint: string, all: readonly string[]): boolean {
  if (notCredentials.test(taint)) return false;
  if (/^caller:(header|cookie):/.test(taint)) return true;
  // Nobody owns an address, hashed or not.
  if (taint.startsWith('caller:ip')) return false;
  // A key in the body or the query counts when what is looked up is its hash: nobody hashes an ordinary identifier.
  return taint.startsWith('caller:') && all.includes('derived');
}
