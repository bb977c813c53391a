/**
 * Policies that lead back to their own table. PostgreSQL puts the policies of each relation that a subquery reads into the query, and refuses when it meets a table a second time ("infinite recursion detected in policy"). What the
 * body of a function reads is a query of its own, which runs out of stack instead.
 */
import type { Named, Policy, Table } from '../schema.js';
import type { Lookup } from './lookup.js';
import type { Mentions } from './mentions.js';

export interface Recursion {
  /** The tables on the way, from the policy's own back to itself. */
  readonly path: readonly Named[];
  /** The function that the way leads through; null for subqueries alone. */
  readonly through: string | null;
}

type Command = 'select' | 'insert' | 'update' | 'delete';
type MentionsIn = (policy: Policy) => readonly Mentions[];

const applies = (policy: Policy, command: Command, role: string): boolean =>
  (policy.command === 'all' || policy.command === command) && (policy.roles.includes('public') || policy.roles.includes(role));

/** Whether asking for the rows of a table as a role leads from a policy back to the table; null when it does not. */
export function recursionOf(table: Table, policy: Policy, lookup: Lookup, mentions: MentionsIn): Recursion | null {
  if (table.rls !== 'yes') return null;
  const commands: readonly Command[] = policy.command === 'all' ? ['select', 'insert', 'update', 'delete'] : [policy.command];
  const roles = (policy.roles.includes('public') ? ['authenticated', 'anon', 'public'] : policy.roles).filter((role) => !lookup.bypasses(role));
  for (const role of roles)
    for (const command of commands) {
      const found = new Search(lookup, mentions, role).from(table, policy, command);
      if (found !== null) return found;
    }
  return null;
}

class Search {
  constructor(
    private readonly lookup: Lookup,
    private readonly mentions: MentionsIn,
    private readonly role: string,
  ) {}

  from(table: Table, policy: Policy, command: Command): Recursion | null {
    return this.inline([table], this.mentions(policy)) ?? (command === 'select' ? this.throughBodies(table, policy) : null);
  }

  /** The rewriter's own search: `active` are the tables whose policies with subqueries are being put in. */
  private inline(active: readonly Table[], mentions: readonly Mentions[]): Recursion | null {
    for (const { reads } of mentions)
      for (const { relation, through } of reads) {
        // What is read in a function is a query of its own.
        if (through !== null) continue;
        for (const table of this.protectedBehind(relation)) {
          const own = this.mentionsFor(table);
          if (!own.some((one) => one.subqueries)) continue;
          // Only the way back to the first table is this policy's fault.
          if (table === active[0]) return { path: [...active, table], through: null };
          if (active.includes(table)) continue;
          const found = this.inline([...active, table], own);
          if (found !== null) return found;
        }
      }
    return null;
  }

  /** A way back to the table on which a function is run. */
  private throughBodies(table: Table, policy: Policy): Recursion | null {
    const seen = new Set<Table>();
    const search = (path: readonly Table[], mentions: readonly Mentions[], by: string | null): Recursion | null => {
      for (const { reads } of mentions)
        for (const { relation, through, asOwner } of reads)
          for (const next of asOwner ? [] : this.protectedBehind(relation)) {
            const via = by ?? through;
            if (next === table) {
              // Only where this policy is asked again does it go round.
              if (via !== null && applies(policy, 'select', this.role)) return { path: [...path, next], through: via };
              continue;
            }
            if (seen.has(next)) continue;
            seen.add(next);
            const found = search([...path, next], this.mentionsFor(next), via);
            if (found !== null) return found;
          }
      return null;
    };
    return search([table], this.mentions(policy), null);
  }

  private mentionsFor(table: Table): readonly Mentions[] {
    return table.policies.filter((one) => applies(one, 'select', this.role)).flatMap((one) => this.mentions(one));
  }

  /** The tables with row level security that reading a relation as the caller reads: itself, or what a view with the caller's rights reads. */
  private protectedBehind(relation: Named, depth = 0): readonly Table[] {
    const table = this.lookup.table(relation);
    if (table !== undefined) return table.rls === 'yes' ? [table] : [];
    const view = this.lookup.view(relation);
    return view === undefined || !view.securityInvoker || depth > 8 ? [] : view.reads.flatMap((one) => this.protectedBehind(one, depth + 1));
  }
}
