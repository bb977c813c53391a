import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-tenant-blind-policy',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'A policy on rows of a tenant that asks for memberships asks for that tenant.',
    why: 'A policy that asks whether the caller is a member somewhere, and not whether the row belongs there, lets the members of every tenant see the rows of all others.',
    fix: 'Tie the subquery to the row: `… AND m.team_id = invoices.team_id`. A function takes the tenant as an argument.',
    repair: `ALTER POLICY "admins" ON public.invoices
  USING (EXISTS (SELECT 1 FROM public.team_members m WHERE m.team_id = invoices.team_id AND m.user_id = (SELECT auth.uid()) AND m.role = 'admin'));`,
    limits:
      'About tables with a column that names their tenant: a foreign key to a table of organizations, teams, workspaces, tenants or companies, or to one that a table of members with roles joins to users; else a column such as `team_id`. Reported where a condition mentions no column of the row at all, and reads a table of the same tenants, directly or in the body of a function. One that asks a table without tenants, such as a list of administrators of the whole product, is left alone, and so is one that asks only for a role that is called one of the whole product (`super_admin`).',
    examples: { bad: 'bad-member-of-any', good: 'good-member-of-this' },
  },
  messages: {
    blind:
      'Policy "{{policy}}" of {{table}} asks {{asks}} who the caller is and never which {{column}} the row has, so members of one tenant pass for the rows of all. Compare {{column}} with that of the row.',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file))
      for (const { at, name, tenantBlind } of table.policyList)
        if (at.file === file && tenantBlind !== null)
          report({ at, message: 'blind', data: { policy: name, table: table.name, asks: tenantBlind.asks, column: tenantBlind.column } });
  },
});
