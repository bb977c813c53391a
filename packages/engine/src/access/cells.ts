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

/** What all policies together say of one side of a command: of the rows that it finds, or of those that it makes. */
type Side =
  | { readonly passes: 'none'; readonly because: string }
  /** `policies`: those that choose. */
  | { readonly passes: Exclude<Passes, 'none'>; readonly policies: readonly string[] };

export function cellOf(rights: Rights, table: Table, command: Command, role: string, who: Who, passes: PassesClause): Cell {
  const enters = rights.enters(role, table.schema);
  if (enters === 'no') return closed(`${role} may not use the schema ${table.schema}`);
  // Rows are found by reading them, but what is asked is only the command's own right.
  if (rights.reach(role, command, table) === 'none') return table.assumed ? unknown('no file creates the table') : closed('it is not granted');
  if (enters === 'unknown') return unknown(`no file creates the schema ${table.schema}`);
  if (rights.bypasses(role) === 'yes') return { is: 'open' };
  if (rights.held(role).has(table.owner) && !table.forced) return { is: 'open' };
  if (table.rls === 'no') return { is: 'open' };
  // A client is let in by policies alone; of other roles nobody knows who may pass them by.
  if (who === null && rights.bypasses(role) === 'unknown') return unknown(`no file says whether ${role} bypasses row level security`);
  if (table.rls === 'unknown') return unknown(table.rlsBecause ?? 'whether row level security is on is not known');
  const doubt = table.doubts.find((one) => one.about.includes('policies'));
  if (doubt !== undefined) return unknown(doubt.because);
  return byPolicies(rights, table, command, role, who, passes);
}

function byPolicies(rights: Rights, table: Table, command: Command, role: string, who: Who, passes: PassesClause): Cell {
  const held = rights.held(role);
  const applied = table.policies.filter((policy) => (policy.command === 'all' || policy.command === command) && policy.roles.some((one) => held.has(one)));
  if (!applied.some((policy) => policy.permissive)) return closed('no policy lets the role in');
  const judge = (clauseOf: (policy: Policy) => Expression | null): Side =>
    sideOf(applied, (policy) => {
      const clause = clauseOf(policy);
      // Without a clause a policy lets nobody in, and keeps nobody out.
      return clause === null ? (policy.permissive ? 'none' : 'all') : passes(table, policy, clause, who);
    });
  const made = (policy: Policy): Expression | null => policy.check ?? (policy.command === 'insert' ? null : policy.using);
  if (command === 'insert') return cellFrom(judge(made));
  const found = judge((policy) => policy.using);
  return cellFrom(command === 'update' ? changed(found, judge(made)) : found);
}

/** A row has to pass one of the permissive policies and every restrictive one. */
function sideOf(applied: readonly Policy[], judge: (policy: Policy) => Passes): Side {
  const judged = applied.map((policy) => ({ name: policy.name, permissive: policy.permissive, passes: judge(policy) }));
  const letting = judged.filter(({ permissive }) => permissive);
  const narrowing = judged.filter(({ permissive, passes }) => !permissive && passes !== 'all');
  const shut = narrowing.find(({ passes }) => passes === 'none');
  if (shut !== undefined) return { passes: 'none', because: `the policy "${shut.name}" lets no row pass` };
  const useful = letting.filter(({ passes }) => passes !== 'none');
  if (useful.length === 0) return { passes: 'none', because: `no row passes the policy "${letting[0]!.name}"` };
  const opens = useful.some(({ passes }) => passes === 'all');
  // What lets every row pass is not made less by another policy that cannot be read.
  const counted = [...(opens ? [] : useful), ...narrowing];
  const policies = [...new Set(counted.map(({ name }) => name))].sort();
  if (counted.length === 0) return { passes: 'all', policies };
  const doubt = counted.map(({ passes }) => passes).find((one) => typeof one === 'object');
  if (doubt !== undefined) return { passes: doubt, policies };
  // Who gets to nobody else's rows by one part gets to none by all.
  const mine = (!opens && useful.every(({ passes }) => passes === 'own')) || narrowing.some(({ passes }) => passes === 'own');
  return { passes: mine ? 'own' : 'some', policies };
}

/** What may be changed is found by USING, and may only become what passes WITH CHECK. PostgreSQL puts each together by itself. */
function changed(found: Side, made: Side): Side {
  if (found.passes === 'none') return found;
  if (made.passes === 'none') return made;
  if (typeof found.passes === 'object') return found;
  if (typeof made.passes === 'object') return made;
  const policies = [...new Set([...found.policies, ...made.policies])].sort();
  // One's own rows stay so, whatever they become. Rows of others that have to become one's own are rows of others.
  return { passes: found.passes === 'all' && made.passes === 'all' ? 'all' : found.passes === 'own' ? 'own' : 'some', policies };
}

function cellFrom(side: Side): Cell {
  if (side.passes === 'none') return closed(side.because);
  if (side.passes === 'all') return { is: 'open' };
  if (typeof side.passes === 'object') return unknown(side.passes.unknown);
  return { is: side.passes === 'own' ? 'own' : 'policy', policies: side.policies };
}
