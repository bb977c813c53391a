import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-public-role-policy',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'A policy that nobody can pass without an account says that it is for those who have one.',
    why: 'Without TO a policy is for PUBLIC, every role there is. It is then evaluated for callers who can never pass, and the day its condition is changed it opens the table to them too.',
    fix: 'Name the role: `TO authenticated`.',
    repair: 'ALTER POLICY "own notes" ON public.notes TO authenticated;',
    limits:
      'For tables that clients can reach through an API, where a policy is for PUBLIC, asks who the caller is, and lets no caller pass who has no account. Whether it does is decided as in `no-open-policy`; what is not known is left alone.',
    examples: { bad: 'bad-role-left-out', good: 'good-role-named' },
  },
  messages: {
    everyone:
      'Policy "{{policy}}" of {{table}} is for every role, and nobody without an account can pass it. Name who can: ALTER POLICY {{sql}} ON {{tableSql}} TO authenticated.',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file)) {
      if (table.exposure.state !== 'reachable') continue;
      for (const { at, name, sql, roles, permissive, meaning } of table.policyList) {
        const clauses = [meaning.using, meaning.check].filter((one) => one !== null);
        const asks = clauses.some((one) => one.callers.length > 0) && clauses.every((one) => one.anonymous.passes === 'none');
        if (at.file === file && permissive && asks && roles.includes('public'))
          report({ at, message: 'everyone', data: { policy: name, table: table.name, sql, tableSql: table.sql } });
      }
    }
  },
});
