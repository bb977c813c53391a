import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-exposed-sensitive-column',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'No column with a secret stands in a table whose rows clients may all read.',
    why: 'Row level security decides about rows, never about columns. A policy that shows profiles to everybody shows the token in the last column of each as well, though no page asks for it: the API returns whatever columns a client names.',
    fix: 'Move the column to a table of its own that only its owner reads. Or grant columns: `REVOKE SELECT ON … FROM anon, authenticated; GRANT SELECT (id, name) ON … TO anon, authenticated`.',
    repair: `REVOKE SELECT ON public.profiles FROM anon, authenticated;
GRANT SELECT (id, name) ON public.profiles TO anon, authenticated;`,
    limits:
      'What holds a secret is told by its name (`password_hash`, `api_key`, `refresh_token`, `card_number` …) and a type that can hold one. Asked for tables with row level security whose policies let a client role read every row; tables without it are told by `require-rls`.',
    examples: { bad: 'bad-token-beside-profile', good: 'good-columns-granted' },
  },
  messages: {
    read: 'The column {{column}} of {{table}} holds a secret, and {{role}} may read it in every row. Move it to a table of its own, or take the right to read the table away and grant its other columns.',
  },
  check({ file, project, report }) {
    for (const { at, table, column, client } of project.access.secrets(file)) report({ at, message: 'read', data: { table, column, role: client.role } });
  },
});
