import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-auth-unique-reference',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'warning',
  docs: {
    description: 'No foreign key points to a column of a table that the platform manages other than its primary key.',
    why: 'The tables of `auth` and `storage` belong to the platform, which changes their unique constraints and indexes with its releases. Only their primary keys are promised. A foreign key to `auth.users (phone)` stands in the way of such a change and can break signing in after an upgrade; and where a number is changed, it fails or takes rows along.',
    fix: 'Drop the constraint and point to the primary key: `FOREIGN KEY (user_id) REFERENCES auth.users (id) ON DELETE CASCADE`. Read the other columns with a join.',
    repair: `ALTER TABLE public.newsletter_readers
  DROP CONSTRAINT newsletter_readers_phone_fkey,
  DROP CONSTRAINT readers_mobile,
  ADD COLUMN user_id uuid REFERENCES auth.users (id) ON DELETE CASCADE;`,
    limits:
      'Foreign keys of tables that the migrations create, to tables in the schemas of the platform. Copies of such values in columns without a foreign key are left alone.',
    examples: { bad: 'bad-keyed-by-phone', good: 'good-keyed-by-id' },
  },
  messages: {
    unique:
      '{{table}} points to {{to}} ({{columns}}), which is not its primary key and is the platform’s to change. Point to the primary key: REFERENCES {{to}} (id).',
  },
  check({ file, project, report }) {
    for (const { at, table, to, toColumns, primary } of project.access.managedReferences(file))
      if (!primary) report({ at, message: 'unique', data: { table, to, columns: toColumns.join(', ') } });
  },
});
