import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-cross-tenant-reference',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'A row refers to rows of its own tenant alone.',
    why: 'Where both tables belong to tenants and the foreign key is on the id alone, a row of one tenant can point to a row of another. A foreign key does not ask row level security, so whoever guesses an id joins their data to that of somebody else.',
    fix: 'Put the tenant into the reference: a unique key `(team_id, id)` on the one table, and `FOREIGN KEY (team_id, project_id) REFERENCES projects (team_id, id)` on the other.',
    repair: `ALTER TABLE public.projects ADD UNIQUE (team_id, id);
ALTER TABLE public.tasks DROP CONSTRAINT tasks_project_id_fkey,
  ADD FOREIGN KEY (team_id, project_id) REFERENCES public.projects (team_id, id);`,
    limits:
      'About tables with a column that names their tenant, as in `no-tenant-blind-policy`, both with tenants of the same table. A trigger or a policy that compares the two is not looked for. Where the tenant is a part of another foreign key over the same column and table, nothing is reported.',
    examples: { bad: 'bad-id-alone', good: 'good-tenant-in-key' },
  },
  messages: {
    crosses:
      '{{key}} lets a row of {{table}} point to a row of {{to}} that belongs to another tenant. Put the tenant into the reference: FOREIGN KEY ({{own}}, {{columns}}) REFERENCES {{to}} ({{other}}, …).',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file))
      for (const { name, at, columns, to, crosses } of table.structure().references)
        if (at.file === file && crosses !== null)
          report({ at, message: 'crosses', data: { key: name, table: table.name, to, columns: columns.join(', '), own: crosses.own, other: crosses.other } });
  },
});
