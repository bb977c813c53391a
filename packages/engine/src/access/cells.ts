/** What a role may do with the rows of a table by one command, from grants, row level security and policies together. */
import type { Command, Expression, Policy, Rights, Table } from '@gatelint/sql-facts';
import type { Passes, PassesClause } from './passes.js';

export type Cell =
  /** Every row. */
  | { readonly is: 'open' }
  /** The caller's own rows, and no others. */
  | { readonly is: 'own'; readonly policies: readonly string[] }
  /** Some rows, which these policies choose. */
  | { readonly is: 'policy'; readonly policies: readonly string[] }
  | { readonly is: 'closed'; readonly because: string }
  | { readonly is: 'unknown'; readonly because: string };

/** Whom a role stands for: whoever has the public key, whoever has an account; null for a role that no client comes as. */
export type Who = 'anyone' | 'signed-in' | null;

const closed = (because: string): Cell => ({ is: 'closed', because });
const unknown = (because: string): Cell => ({ is: 'unknown', because });

/** One policy for one command and caller. */
interface Verdict {
  readonly name: string;
  readonly passes: Passes;
}

export function cellOf(rights: Rights, table: Table, command: Command, role: string, who: Who, passes: PassesClause): Cell {
  const enters = rights.enters(role, table.schema);
  if (enters === 'no') return closed(`${role} may not use the schema ${table.schema}`);
  // Rows are found by reading them, but what is asked is only the command's own right.
  if (rights.reach(role, command, table) === 'none') return table.assumed ? unknown('no file creates the table') : closed('it is not granted');
  if (enters === 'unknown') return unknown(`no file creates the schema ${table.schema}`);
  if (rights.bypasses(role) === 'yes') return { is: 'open' };
  if (rights.held(role).has(table.owner) && !table.forced) return { is: 'open' };
  if (table.rls === 'no') return { is: 'open' };
  if (table.rls === 'unknown') return unknown(table.rlsBecause ?? 'whether row level security is on is not known');
  if (rights.held(role).has(table.owner) && rights.bypasses(role) === 'unknown') return unknown(`no file says whether ${role} bypasses row level security`);
  const doubt = table.doubts.find((one) => one.about.includes('policies'));
  if (doubt !== undefined) return unknown(doubt.because);
  return byPolicies(rights, table, command, role, who, passes);
}

function byPolicies(rights: Rights, table: Table, command: Command, role: string, who: Who, passes: PassesClause): Cell {
  const held = rights.held(role);
  const applied = table.policies.filter((policy) => (policy.command === 'all' || policy.command === command) && policy.roles.some((one) => held.has(one)));
  const judged = (permissive: boolean): Verdict[] =>
    applied.filter((policy) => policy.permissive === permissive).map((policy) => verdictOf(table, policy, command, who, passes));
  const [letting, narrowing] = [judged(true), judged(false)];
  if (letting.length === 0) return closed('no policy lets the role in');
  return combined(letting, narrowing);
}

/** A row has to pass one of the permissive policies and every restrictive one. */
function combined(letting: readonly Verdict[], narrowing: readonly Verdict[]): Cell {
  const shut = narrowing.find(({ passes }) => passes === 'none');
  if (shut !== undefined) return closed(`the policy "${shut.name}" lets no row pass`);
  const useful = letting.filter(({ passes }) => passes !== 'none');
  if (useful.length === 0) return closed(`no row passes the policy "${letting[0]!.name}"`);
  const limits = narrowing.filter(({ passes }) => passes !== 'all');
  const opens = useful.some(({ passes }) => passes === 'all');
  // What lets every row pass is not made less by another policy that cannot be read.
  const counted = [...(opens ? [] : useful), ...limits];
  if (counted.length === 0) return { is: 'open' };
  const doubt = counted.map(({ passes }) => passes).find((one) => typeof one === 'object');
  if (doubt !== undefined) return unknown(doubt.unknown);
  const policies = [...new Set(counted.map(({ name }) => name))].sort();
  // Who gets to nobody else's rows by one side gets to none by both.
  const mine = (!opens && useful.every(({ passes }) => passes === 'own')) || limits.some(({ passes }) => passes === 'own');
  return { is: mine ? 'own' : 'policy', policies };
}

function verdictOf(table: Table, policy: Policy, command: Command, who: Who, passes: PassesClause): Verdict {
  const check = policy.check ?? (policy.command === 'insert' ? null : policy.using);
  const passing = (clause: Expression | null): Passes => (clause === null ? 'none' : passes(table, policy, clause, who));
  if (command === 'insert') return { name: policy.name, passes: passing(check) };
  const found = passing(policy.using);
  if (command !== 'update' || check === policy.using) return { name: policy.name, passes: found };
  const made = passing(check);
  return { name: policy.name, passes: changed(found, made) };
}

/** What may be changed is found by USING, and may only become what passes WITH CHECK. */
function changed(found: Passes, made: Passes): Passes {
  if (found === 'none' || made === 'none') return 'none';
  if (typeof found === 'object') return found;
  if (typeof made === 'object') return made;
  // One's own rows stay so, whatever they become. Rows of others that have to become one's own are rows of others.
  return found === 'all' && made === 'all' ? 'all' : found === 'own' ? 'own' : 'some';
}
