import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-recursive-policy',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'No policy reads its own table again, directly or by way of the policies of other tables.',
    why: 'PostgreSQL puts the policies of every table that a policy reads into the query. Where that leads back to the first table each query fails: "infinite recursion detected in policy". By way of a function it runs out of stack instead.',
    fix: 'Read the table in a function with `SECURITY DEFINER`, which row level security does not hold, and give it a fixed search path.',
    repair: `CREATE FUNCTION public.teams_of_caller() RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
  AS $$ SELECT team_id FROM public.members WHERE user_id = auth.uid() $$;
ALTER POLICY "fellow members" ON public.members
  USING (team_id IN (SELECT public.teams_of_caller()));`,
    limits:
      'Follows subqueries, views with the rights of the caller, and the bodies of functions in SQL and PL/pgSQL; policies of one role at a time, of tables whose row level security is on. A function with `SECURITY DEFINER` is taken to own what it reads. One finding for each table.',
    examples: { bad: 'bad-members-of-members', good: 'good-definer-function' },
  },
  messages: {
    direct:
      'Policy "{{policy}}" leads back to its own table: {{path}}. Every query that it is asked for fails. Read {{next}} in a function with SECURITY DEFINER.',
    through:
      'Policy "{{policy}}" leads back to its own table by way of {{function}}(): {{path}}. Queries that it is asked for run out of stack. Make the function SECURITY DEFINER.',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file)) {
      const found = table.policyList.find(({ meaning }) => meaning.recursion !== null);
      if (found === undefined || found.at.file !== file) continue;
      const { path, through } = found.meaning.recursion!;
      const names = path.map(({ schema, name }) => `${schema}.${name}`);
      const data = { policy: found.name, path: names.join(' → ') };
      if (through === null) report({ at: found.at, message: 'direct', data: { ...data, next: names[1] ?? table.name } });
      else report({ at: found.at, message: 'through', data: { ...data, function: through } });
    }
  },
});
