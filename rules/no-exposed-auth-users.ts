import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-exposed-auth-users',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'No view that clients may read shows the accounts that the platform keeps.',
    why: 'The tables of `auth` hold addresses, phone numbers and what providers say about each user. Clients cannot read them; a view in a served schema can, with the rights of its owner, and shows every account to whoever may select from it.',
    fix: 'Copy what may be shown into a table of your own with row level security, filled by a trigger on `auth.users`, and drop the view. Or take it from clients: `REVOKE SELECT ON … FROM anon, authenticated`.',
    repair: `REVOKE SELECT ON public.order_list FROM anon, authenticated;`,
    limits:
      'Views and materialized views, also through other views. A view that asks who reads it (`auth.uid()`) is left alone. Functions that return accounts are not judged by this rule.',
    examples: { bad: 'bad-joined-for-the-address', good: 'good-own-profiles' },
  },
  messages: {
    shown:
      '{{view}} reads {{table}} with the rights of its owner, and {{role}} may read the view, so it shows every account. Take it from clients: REVOKE SELECT ON {{sql}} FROM anon, authenticated.',
  },
  check({ file, project, report }) {
    for (const { at, name, sql, shows } of project.access.views(file)) {
      const shown = shows.find(({ accounts }) => accounts);
      if (shown !== undefined) report({ at, message: 'shown', data: { view: name, sql, table: shown.name, role: shown.client.role } });
    }
  },
});
