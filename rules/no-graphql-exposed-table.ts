import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-graphql-exposed-table',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'No table whose rows strangers do not get is described to them by GraphQL.',
    why: 'GraphQL in the database (`pg_graphql`) describes to a role every table that the role may select from, with names and types of all columns and the relations between them, whether or not row level security gives it a single row. Whoever has the public key reads the plan of the database there.',
    fix: '`REVOKE SELECT ON … FROM anon`. Nothing is lost: row level security gives the role no rows of it.',
    repair: `REVOKE SELECT ON public.orders FROM anon;`,
    limits:
      'Asked where a migration creates pg_graphql and the API serves its schema. Tables of which anybody gets rows are left alone, and what users who have signed in see is not judged. Where the platform enables the extension by itself, no file says so.',
    examples: { bad: 'bad-closed-but-described', good: 'good-select-taken-away' },
  },
  messages: {
    described: 'GraphQL describes {{table}} to {{role}}, who gets none of its rows: {{because}}. Take the right away: REVOKE SELECT ON {{sql}} FROM {{role}}.',
  },
  check({ file, project, report }) {
    for (const { at, table, sql, role, because } of project.access.described(file)) report({ at, message: 'described', data: { table, sql, role, because } });
  },
});
