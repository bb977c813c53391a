/** Who passes the clause of a policy for rows of somebody else. */
import type { Expression, Policy, PolicyMeanings, Table } from '@gatelint/sql-facts';
import type { Who } from './cells.js';

/** `own`: no row of others, and it asks of the row whether it is the caller's. */
export type Passes = 'all' | 'none' | 'own' | 'some' | { readonly unknown: string };

export type PassesClause = (table: Table, policy: Policy, clause: Expression, who: Who) => Passes;

export function createPasses(meanings: PolicyMeanings): PassesClause {
  return (table, policy, clause, who) => {
    if (clause.constant !== null) return clause.constant ? 'all' : 'none';
    // Roles of the project itself carry no claims; what their settings hold is set by the application.
    if (who === null) return 'some';
    const { using, check } = meanings.of(table, policy);
    const meaning = clause === policy.using ? using : check;
    if (meaning === null) return 'some';
    const { passes, because } = who === 'anyone' ? meaning.anonymous : meaning.stranger;
    if (passes === 'unknown') return { unknown: because ?? 'who passes the policy is not known' };
    // A caller without an account owns nothing.
    const asksOfRow = who === 'signed-in' && meaning.callers.length > 0 && meaning.columns.length > 0;
    // What is said is about rows of others: a condition that compares rows with the caller may well leave out the caller's own.
    return asksOfRow && passes === 'none' ? 'own' : asksOfRow && passes === 'all' ? 'some' : passes;
  };
}
