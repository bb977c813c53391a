import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-policy-per-command',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'What a table with row level security grants by name is covered by a policy.',
    why: 'A grant says that a role may, and row level security without a policy for that command says that it may not: INSERTs are refused, and SELECT, UPDATE and DELETE find nothing, without an error. One of the two is a mistake.',
    fix: 'Add a policy for the command, or take the right back: `REVOKE … ON … FROM …`.',
    repair: `CREATE POLICY "close own" ON public.tickets
  FOR UPDATE TO authenticated USING ((SELECT auth.uid()) = user_id);`,
    limits:
      'For tables that have policies. What the platform or ALTER DEFAULT PRIVILEGES grants on every new table was not meant for this one, and does not count. A policy for a role counts for the members of the role, and for the roles that it is in.',
    examples: { bad: 'bad-update-granted', good: 'good-covered' },
  },
  messages: {
    uncovered: '{{role}} is granted {{commands}} on {{table}}, and no policy lets it pass. Add a policy for {{commands}}, or revoke the right.',
  },
  check({ file, project, report, undecided }) {
    for (const { createdAt, uncovered, policiesBecause, name } of project.tables(file)) {
      if (createdAt.file !== file || uncovered.length === 0) continue;
      if (policiesBecause !== null) undecided(createdAt, policiesBecause);
      else
        for (const { role, commands } of uncovered) report({ at: createdAt, message: 'uncovered', data: { role, commands: commands.join(', '), table: name } });
    }
  },
});
