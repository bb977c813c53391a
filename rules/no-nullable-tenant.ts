import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-nullable-tenant',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'The column that says to which tenant a row belongs is NOT NULL.',
    why: 'A row without a tenant is seen by nobody or, where a query forgets the case, by everybody; and a unique key with the tenant in it holds no two such rows apart.',
    fix: '`ALTER TABLE … ALTER COLUMN … SET NOT NULL`, after the rows without one have got theirs. Rows that belong to all tenants are better off in a table of their own.',
    repair: 'ALTER TABLE public.projects ALTER COLUMN team_id SET NOT NULL;',
    limits:
      'About tables with a column that names their tenant, as in `no-tenant-blind-policy`. Left alone: a column that a check is about, a reference that is set to NULL when the tenant is deleted, and tables of users, who may be in no tenant yet.',
    examples: { bad: 'bad-tenant-may-be-missing', good: 'good-not-null' },
  },
  messages: {
    nullable:
      '{{column}} of {{table}} says to which tenant a row belongs and may be NULL. Require it: ALTER TABLE {{sql}} ALTER COLUMN {{columnSql}} SET NOT NULL.',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file)) {
      const { tenant, because } = table.structure();
      if (tenant === null || because !== null || !tenant.nullable || tenant.because !== null || tenant.at.file !== file || table.parent !== null) continue;
      if (!/(?:^|[._])(?:users?|profiles?)$/.test(table.name))
        report({ at: tenant.at, message: 'nullable', data: { column: tenant.column, table: table.name, sql: table.sql, columnSql: tenant.sql } });
    }
  },
});
