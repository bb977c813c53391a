import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-multiple-permissive-policies',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'One command of one role is decided by one permissive policy.',
    why: 'Permissive policies are joined by OR: each of them is evaluated for every row, and to know who may pass one has to read them all. A policy that was meant to narrow another widens it.',
    fix: 'Join the conditions by OR in one policy. Where one was meant to narrow the others, make it `AS RESTRICTIVE`.',
    repair: `DROP POLICY "published" ON public.posts;
ALTER POLICY "own" ON public.posts USING (published OR (SELECT auth.uid()) = user_id);`,
    limits:
      'One finding for each set of policies, at the second of them. A policy for PUBLIC is asked for every role, and one without a command for every command.',
    examples: { bad: 'bad-two-for-select', good: 'good-one-each' },
  },
  messages: {
    several:
      '{{count}} permissive policies of {{table}} decide {{command}} for {{role}}: {{policies}}. Join them by OR in one, or make the narrowing one restrictive.',
  },
  check({ file, project, report }) {
    for (const { name, sharedCommands } of project.tables(file))
      for (const { at, policies, command, role } of sharedCommands)
        if (at.file === file)
          report({
            at,
            message: 'several',
            data: { count: policies.length, table: name, command: command.toUpperCase(), role, policies: policies.map((one) => `"${one}"`).join(', ') },
          });
  },
});
