import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-foreign-key-index',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'The columns of a foreign key have an index.',
    why: 'PostgreSQL makes no index for a foreign key. Each deletion in the table that is pointed to looks at every row of this one, and so does each join.',
    fix: '`CREATE INDEX ON … (…)`.',
    repair: 'CREATE INDEX ON public.tasks (project_id);',
    limits:
      'An index counts that starts with a column of the key, though not with the tenant of the row alone, and so do the primary key and unique keys; one on some of the rows does not. Whether the table is ever large is not known.',
    examples: { bad: 'bad-no-index', good: 'good-index' },
  },
  messages: {
    missing: '{{key}} of {{table}} refers to {{to}} by {{columns}}, which has no index. Create one: CREATE INDEX ON {{sql}} ({{columns}}).',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file)) {
      const { references, because } = table.structure();
      for (const { name, at, to, columns, indexed } of because === null ? references : [])
        if (at.file === file && !indexed)
          report({ at, message: 'missing', data: { key: name, table: table.name, to, columns: columns.join(', '), sql: table.sql } });
    }
  },
});
