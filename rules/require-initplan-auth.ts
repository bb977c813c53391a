import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-initplan-auth',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'A policy asks once for a query who the caller is, and not once for each row.',
    why: 'A call of `auth.uid()` that stands by itself is evaluated for every row that the query looks at. In a subquery PostgreSQL runs it once, before the first row; on a large table the difference is the time-out.',
    fix: 'Wrap the call: `(SELECT auth.uid())`.',
    repair: 'ALTER POLICY "own notes" ON public.notes USING ((SELECT auth.uid()) = user_id);',
    limits:
      'About `auth.uid()`, `auth.role()`, `auth.email()`, `auth.jwt()` and `current_setting()` in the condition itself. A call inside of a subquery that reads rows is part of looking them up, and what a function of the project calls is not asked.',
    examples: { bad: 'bad-for-each-row', good: 'good-asked-once' },
  },
  messages: {
    perRow: 'Policy "{{policy}}" of {{table}} calls {{call}}() for every row. Let it be called once: (SELECT {{call}}()).',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file))
      for (const { at, name, meaning } of table.policyList) {
        const [call] = [meaning.using, meaning.check].flatMap((one) => one?.perRow ?? []);
        if (at.file === file && call !== undefined) report({ at, message: 'perRow', data: { policy: name, table: table.name, call } });
      }
  },
});
