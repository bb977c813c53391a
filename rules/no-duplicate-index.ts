import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-duplicate-index',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'No index of a table holds what another one of it holds already.',
    why: 'Each index is written with every row. A second one on the same columns is never chosen by a query that the first would not serve.',
    fix: '`DROP INDEX …`. The index of a primary key or of a unique constraint is one as well: a plain one on its columns is the one to drop.',
    repair: 'DROP INDEX public.tasks_project_id_idx1;',
    limits:
      'Indexes count as the same that agree in method, columns and their order, direction, operator classes, expressions and predicate. One that another one only starts with is left alone.',
    examples: { bad: 'bad-twice', good: 'good-each-of-its-own' },
  },
  messages: {
    duplicate: 'Index {{index}} of {{table}} holds what {{of}} holds already. Drop it: {{sql}}.',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file))
      for (const { name, of, at, sql } of table.structure().duplicates)
        if (at.file === file) report({ at, message: 'duplicate', data: { index: name, table: table.name, of, sql } });
  },
});
