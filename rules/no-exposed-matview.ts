import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-exposed-matview',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'warning',
  docs: {
    description: 'No materialized view shows clients rows that row level security, or a missing grant, would keep from them.',
    why: 'A materialized view keeps what its owner could read when it was refreshed. It cannot have row level security and no option makes it ask who reads it, so whoever may select from it gets the rows of everybody.',
    fix: 'Move it to a schema that the API does not serve (`ALTER MATERIALIZED VIEW … SET SCHEMA private`) and give clients a function that filters; or `REVOKE SELECT ON … FROM anon, authenticated`. Numbers that everybody may see are declared where it is created: `-- gatelint: public -- reason`.',
    repair: `REVOKE SELECT ON public.profile_search FROM anon, authenticated;`,
    limits:
      'Asked where an API serves the schema and a client role may select from it, and only where it keeps rows that the role would not all get by itself. Whether what it keeps is only totals is not judged.',
    examples: { bad: 'bad-keeps-protected-rows', good: 'good-taken-from-clients' },
  },
  messages: {
    shows:
      '{{view}} keeps rows of {{table}} as its owner sees them, and {{role}} may read it: {{because}}. Take it from clients: REVOKE SELECT ON {{sql}} FROM anon, authenticated.',
  },
  check({ file, project, report, undecided }) {
    for (const { at, name, sql, materialized, shows, because } of project.access.views(file)) {
      if (!materialized) continue;
      const shown = shows.find(({ userScoped }) => userScoped) ?? shows[0];
      if (because !== null) undecided(at, `whether ${name} shows clients more than they may see is not known: ${because}`);
      if (shown === undefined || shows.some(({ accounts }) => accounts)) continue;
      const data = { view: name, sql, table: shown.name, role: shown.client.role, because: shown.because };
      report({ at, severity: shown.userScoped ? 'error' : 'warning', message: 'shows', data });
    }
  },
});
