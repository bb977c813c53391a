import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-policy',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'warning',
  docs: {
    description: 'Every table with user data that has row level security enabled has at least one policy, or says that nobody is to pass.',
    why: 'Row level security without a policy denies everything to everyone but the owner of the table and roles that bypass it. That is safe, and it is what a table for the service role wants; it is also what a forgotten policy looks like, until someone "fixes" the empty page by turning row level security off.',
    fix: '`CREATE POLICY … ON …` for those who may pass. Where denying all is meant, say so where the table is created: `-- gatelint: deny-all -- reason`.',
    repair: `CREATE POLICY "own tasks" ON public.tasks
  TO authenticated USING ((SELECT auth.uid()) = user_id);`,
    limits:
      'Judged on the schema that all migrations leave behind, for tables with user data. A partition without policies is left alone, since its rows are read through its parent, and so is a table of an API on which nothing is granted to client roles: closing it was meant. Policies that a DO block creates under names that are put together at run time leave the answer undecided.',
    examples: { bad: 'bad-no-policy', good: 'good-policy-for-read-only' },
  },
  messages: {
    none: '{{table}} has row level security and no policy, so it denies everything to its users ({{because}}). Add a policy, or declare it: -- gatelint: deny-all -- reason.',
    restrictive:
      '{{table}} has restrictive policies alone ("{{policy}}"), and those only narrow what another one allows, so nobody passes. Add a permissive policy.',
  },
  check({ file, project, report, undecided }) {
    for (const table of project.tables(file)) {
      if (table.at.file !== file || table.rls !== 'on' || table.userScopedBecause === null || table.intent !== null || table.closedByGrants) continue;
      const [first] = table.policyList;
      // Rows of a partition are meant to be read through its parent, whose policies hold then.
      if (table.policyList.some((one) => one.permissive) || (first === undefined && table.parent !== null)) continue;
      if (first !== undefined && table.policiesBecause === null)
        report({ at: table.at, message: 'restrictive', data: { table: table.name, policy: first.name } });
      else if (table.policiesBecause !== null) undecided(table.at, table.policiesBecause);
      else report({ at: table.at, message: 'none', data: { table: table.name, because: table.userScopedBecause }, related: table.related });
    }
  },
});
