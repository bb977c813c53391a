/** Who asks: what the functions, settings and words that tell callers apart come to for a caller who is nobody in particular. */
import { NOTHING, SOME, SURE, type Value } from './values.js';

/** Somebody with the public key alone, or somebody with an account who has nothing to do with the row. */
export type Caller = 'anonymous' | 'stranger';

const ROLE = { anonymous: 'anon', stranger: 'authenticated' } as const;

/** Claims that whoever has an account writes by themselves. */
const EDITABLE: ReadonlySet<string> = new Set(['user_metadata', 'raw_user_meta_data']);

export const isEditable = (path: readonly string[]): boolean => EDITABLE.has(path[0] ?? '');

/** Functions of the platform that tell who asks, by qualified name; null for one that tells nothing. */
export function callerFunction(name: string, caller: Caller): Value | null {
  switch (name) {
    case 'auth.uid':
      return caller === 'anonymous' ? NOTHING : { is: 'caller', what: 'id' };
    case 'auth.email':
      return caller === 'anonymous' ? NOTHING : { is: 'caller', what: 'email' };
    case 'auth.role':
      return { is: 'constant', text: ROLE[caller] };
    case 'auth.jwt':
      return { is: 'claims', path: [] };
    default:
      return null;
  }
}

/** Names of functions that tell who asks and that PostgreSQL would run for every row. */
export const isCallerFunction = (name: string): boolean => /^(?:auth\.(?:uid|role|email|jwt)|(?:pg_catalog\.)?current_setting)$/.test(name);

/** `current_user` and its kin. In a function that runs as its owner, that is not the caller. */
export const currentUser = (caller: Caller, definer: string | null): Value => ({ is: 'constant', text: definer ?? ROLE[caller] });

/** `current_setting(name)`. What an application sets by itself depends on it. */
export function setting(name: string | undefined, caller: Caller): Value {
  if (name === 'request.jwt.claims') return { is: 'claims', path: [] };
  if (name !== undefined && name.startsWith('request.jwt.claim.')) return claim([name.slice('request.jwt.claim.'.length)], caller);
  if (name === 'role') return { is: 'constant', text: ROLE[caller] };
  return SOME;
}

/** A part of the claims. */
export function claim(path: readonly string[], caller: Caller): Value {
  const [first] = path;
  if (first === undefined) return { is: 'claims', path };
  if (path.length === 1 && first === 'role') return { is: 'constant', text: ROLE[caller] };
  if (caller === 'anonymous') return /^(?:iss|iat|exp|ref)$/.test(first) ? SURE : NOTHING;
  if (path.length === 1 && (first === 'sub' || first === 'email')) return { is: 'caller', what: first === 'sub' ? 'id' : first };
  return { is: 'claims', path };
}
