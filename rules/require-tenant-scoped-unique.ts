import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-tenant-scoped-unique',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'warning',
  docs: {
    description: 'A name or number that people choose is unique within their tenant, not among all tenants.',
    why: 'A unique key that leaves the tenant out refuses the second customer who calls a project "Website", and tells them that somebody else has one.',
    fix: 'Put the tenant into the key: `UNIQUE (team_id, name)`.',
    repair: 'ALTER TABLE public.projects DROP CONSTRAINT projects_name_key, ADD UNIQUE (team_id, name);',
    limits:
      'About tables with a column that names their tenant, as in `no-tenant-blind-policy`, and about keys of which every column is called what people choose by themselves: a name, title, label, number, position. Slugs, addresses, codes and tokens are often meant to be unique everywhere and are left alone; so are keys with a foreign key in them.',
    examples: { bad: 'bad-name-among-all', good: 'good-within-tenant' },
  },
  messages: {
    unscoped: '{{key}} makes {{columns}} of {{table}} unique among all tenants. Put {{tenant}} into the key: UNIQUE ({{tenant}}, {{columns}}).',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file)) {
      const { tenant, keys } = table.structure();
      if (tenant === null) continue;
      for (const { name, columns, chosen, at } of keys)
        if (at.file === file && chosen.length > 0 && !columns.includes(tenant.column))
          report({ at, message: 'unscoped', data: { key: name, columns: columns.join(', '), table: table.name, tenant: tenant.sql } });
    }
  },
});
