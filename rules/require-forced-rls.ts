import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-forced-rls',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'Row level security of tables with user data is forced, so that it holds for the owner of the table as well.',
    why: 'The owner of a table passes its row level security. An application that connects as the role that ran the migrations, and a function that runs as that role, read and write every row whatever the policies say.',
    fix: '`ALTER TABLE … FORCE ROW LEVEL SECURITY`, and a policy for the owner where it has to work with the rows.',
    repair: 'ALTER TABLE public.invoices FORCE ROW LEVEL SECURITY;\nALTER TABLE public.notes FORCE ROW LEVEL SECURITY;',
    limits:
      'For tables with user data whose row level security is on. An owner who passes in any case, a superuser or a role with BYPASSRLS, is left alone: on Supabase that is `postgres`, which owns what migrations create, so nothing is asked for there.',
    examples: { bad: 'bad-owner-passes', good: 'good-forced' },
  },
  messages: {
    owner:
      'Row level security of {{table}} does not hold for the owner of the table, which {{because}}. Force it: ALTER TABLE {{sql}} FORCE ROW LEVEL SECURITY.',
  },
  check({ file, project, report }) {
    for (const { rls, rlsSetAt, forced, ownerBypasses, userScopedBecause, name, sql } of project.tables(file)) {
      if (rls !== 'on' || forced || ownerBypasses === 'yes' || userScopedBecause === null || rlsSetAt?.file !== file) continue;
      report({ at: rlsSetAt, message: 'owner', data: { table: name, sql, because: userScopedBecause } });
    }
  },
});
