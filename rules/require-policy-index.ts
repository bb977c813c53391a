import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-policy-index',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'A column by which a policy finds the rows of the caller has an index.',
    why: 'A policy is part of every query on its table. Without an index on the column that it compares, each of them looks at every row of everybody.',
    fix: '`CREATE INDEX ON … (…)`.',
    repair: 'CREATE INDEX ON public.notes (user_id);',
    limits:
      'About columns that a condition compares with something that is not of the row: who asks, a setting, what a subquery gives. An index counts that starts with the column, and so do the primary key and unique keys. Whether the table is ever large is not known. One finding for each column.',
    examples: { bad: 'bad-owner-without-index', good: 'good-index' },
  },
  messages: {
    missing: 'Policy "{{policy}}" finds rows of {{table}} by {{column}}, which has no index. Create one: CREATE INDEX ON {{sql}} ({{column}}).',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file)) {
      const { indexed, because } = table.structure();
      if (because !== null || table.rls !== 'on' || table.foreign) continue;
      const asked = new Set(indexed);
      for (const { at, name, meaning } of table.policyList)
        for (const column of meaning.using?.compared ?? []) {
          if (asked.has(column)) continue;
          asked.add(column);
          if (at.file === file) report({ at, message: 'missing', data: { policy: name, table: table.name, sql: table.sql, column } });
        }
    }
  },
});
