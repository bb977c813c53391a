/** Policies that ask whether the caller is in some tenant and not whether the row is that tenant's. */
import type { ConditionMeaning, PolicyMeaning, Table } from '@gatelint/sql-facts';
import type { TenantBlind } from './questions.js';
import type { Structures } from './structure.js';
import { printed } from './user-data.js';

/** Null where the table has no tenant, where a column of the row decides, or where it is not known what the policy reads. */
export function tenantBlind(table: Table, { using, check }: PolicyMeaning, structures: Structures): TenantBlind | null {
  const tenant = structures.tenant(table);
  if (tenant === null) return null;
  for (const clause of [using, check]) {
    if (clause !== null && asksForEverywhere(clause)) continue;
    if (clause === null || clause.columns.length > 0 || clause.because !== null || clause.stranger.passes === 'none') continue;
    const asked = askedTable(clause, table, structures, tenant.table);
    if (asked !== null) return { column: tenant.column, sql: tenant.sql, asks: asked };
  }
  return null;
}

const EVERYWHERE = /(?:^|[^a-z])(?:super|system|platform|global|root)(?:[^a-z]|_?admin|_?user|$)/i;
const WITHIN = /admin|owner|manager|member|editor/i;

/** Whether the only roles that it asks for are those of the whole product, though they are kept in a table of tenants. */
const asksForEverywhere = ({ constants }: ConditionMeaning): boolean =>
  constants.some((one) => EVERYWHERE.test(one)) && !constants.some((one) => WITHIN.test(one) && !EVERYWHERE.test(one));

/** A table of the same tenants that the clause reads to tell who the caller is; one without tenants says what holds everywhere. */
function askedTable({ reads, callers }: ConditionMeaning, table: Table, structures: Structures, tenants: string | null): string | null {
  if (callers.length === 0) return null;
  for (const { relation } of reads) {
    const read = structures.table(relation);
    const other = read === undefined || read === table ? null : structures.tenant(read);
    if (other !== null && other.table === tenants) return printed(relation);
  }
  return null;
}
