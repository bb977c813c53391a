import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-primary-key',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'Every table has a primary key, or another key that can stand for one.',
    why: 'Rows without a key cannot be told apart: the same row can be there twice, one of the two cannot be deleted by itself, and logical replication refuses UPDATE and DELETE.',
    fix: '`ALTER TABLE … ADD PRIMARY KEY (…)`, over an identity column where nothing else tells rows apart.',
    repair: 'ALTER TABLE public.task_tags ADD PRIMARY KEY (task_id, tag_id);',
    limits:
      'A unique key over columns that are all NOT NULL counts. Partitions have their keys from their table and are left alone, and so are foreign tables, and tables of which not all columns are known.',
    examples: { bad: 'bad-no-key', good: 'good-keys' },
  },
  messages: {
    missing: '{{table}} has no key, so its rows cannot be told apart. Add one: ALTER TABLE {{sql}} ADD PRIMARY KEY (…).',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file)) {
      if (table.createdAt.file !== file || table.foreign || table.parent !== null) continue;
      const { primaryKey, candidate, because } = table.structure();
      if (because === null && !primaryKey && candidate === null)
        report({ at: table.createdAt, message: 'missing', data: { table: table.name, sql: table.sql } });
    }
  },
});
