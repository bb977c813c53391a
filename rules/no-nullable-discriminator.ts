import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-nullable-discriminator',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'A column by which a policy tells whose a row is cannot be NULL.',
    why: 'Comparing NULL with anything is neither true nor false: a row without an owner vanishes for everybody whom the policy is about, and nobody can give it one.',
    fix: '`ALTER TABLE … ALTER COLUMN … SET NOT NULL`. Where rows without an owner are meant, say in the policy who sees them: `… OR user_id IS NULL`.',
    repair: 'ALTER TABLE public.notes ALTER COLUMN user_id SET NOT NULL;',
    limits:
      'About columns that a condition compares with something that is not of the row, where the condition does not ask for NULL. A reference that is set to NULL when the other row is deleted is left alone. One finding for each column.',
    examples: { bad: 'bad-owner-may-be-missing', good: 'good-owner-required' },
  },
  messages: {
    nullable:
      'Policy "{{policy}}" tells by {{column}} whose a row of {{table}} is, and {{column}} may be NULL, so such a row is nobody\'s. Require it: ALTER TABLE {{sql}} ALTER COLUMN {{column}} SET NOT NULL.',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file)) {
      const { nullable, emptied, because } = table.structure();
      if (because !== null || table.rls !== 'on') continue;
      const seen = new Set(emptied);
      for (const { at, name, permissive, meaning } of table.policyList)
        for (const column of permissive ? (meaning.using?.compared ?? []) : []) {
          if (seen.has(column) || !nullable.includes(column) || meaning.using!.nullTested.includes(column)) continue;
          seen.add(column);
          if (at.file === file) report({ at, message: 'nullable', data: { policy: name, column, table: table.name, sql: table.sql } });
        }
    }
  },
});
