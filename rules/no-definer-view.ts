import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-definer-view',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'No view shows clients rows that row level security, or a missing grant, would keep from them.',
    why: 'A view reads its tables with the rights of its owner, who is not held by their policies. A view in a served schema over a table with row level security hands out every row of it, however careful the policies are.',
    fix: '`ALTER VIEW … SET (security_invoker = on)`, so that it reads with the rights of whoever asks. A view that is meant to show everybody these columns is declared where it is created: `-- gatelint: public -- reason`.',
    repair: `ALTER VIEW public.profile_cards SET (security_invoker = on);`,
    limits:
      'Asked where an API serves the schema and a client role may select from the view, and only for tables whose rows that role would not all get by itself. CREATE OR REPLACE VIEW without the option takes it away again, and is judged so. A view that asks who reads it (`auth.uid()`) is left alone: whether it filters by the answer is not judged.',
    examples: { bad: 'bad-over-protected-table', good: 'good-reads-as-the-caller' },
  },
  messages: {
    shows:
      '{{view}} reads {{table}} with the rights of its owner, and {{role}} may read the view: {{because}}. Let it read as the caller: ALTER VIEW {{sql}} SET (security_invoker = on).',
  },
  check({ file, project, report, undecided }) {
    for (const { at, name, sql, materialized, shows, because } of project.access.views(file)) {
      if (materialized) continue;
      const shown = shows.find(({ userScoped }) => userScoped) ?? shows[0];
      if (because !== null) undecided(at, `whether ${name} shows clients more than they may see is not known: ${because}`);
      // What is shown of accounts is told by its own rule.
      if (shown === undefined || shows.some(({ accounts }) => accounts)) continue;
      const data = { view: name, sql, table: shown.name, role: shown.client.role, because: shown.because };
      report({ at, severity: shown.userScoped ? 'error' : 'warning', message: 'shows', data });
    }
  },
});
