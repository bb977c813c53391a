import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-immutable-audit',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'What an audit or ledger table holds can be changed by nobody but its owner.',
    why: 'A record of what happened that the people in it can edit or delete proves nothing: whoever has something to hide hides it.',
    fix: 'Take the rights back: `REVOKE UPDATE, DELETE ON … FROM …`, and write policies for SELECT and INSERT alone. A trigger that raises an exception holds for the owner as well.',
    repair: `REVOKE UPDATE, DELETE, TRUNCATE ON public.audit_log FROM anon, authenticated;`,
    limits:
      'Tables are known by their name: `audit_log`, `orders_audit`, `ledger_entries`, `security_logs` and the like. Who can change them follows from grants, row level security and policies together; for clients of an API it is an error, for roles of your own a warning. A trigger before UPDATE or DELETE that always raises an exception or gives back no row is enough; rewrite rules are not looked at. Roles that pass row level security are trusted.',
    examples: { bad: 'bad-policy-for-all', good: 'good-insert-alone' },
  },
  messages: {
    mutable: '{{role}} can {{commands}} rows of {{table}}, which says what happened. Take the right back: REVOKE {{rights}} ON {{sql}} FROM {{to}}.',
  },
  check({ file, project, report, undecided }) {
    for (const { createdAt, auditChanges, policiesBecause, rls, because, name, sql } of project.tables(file)) {
      const doubt = policiesBecause ?? (rls === 'unknown' ? (because ?? `row level security of ${name} is unknown`) : null);
      if (createdAt.file !== file || auditChanges.length === 0) continue;
      if (doubt !== null) undecided(createdAt, doubt);
      for (const { role, commands, client } of doubt === null ? auditChanges : [])
        report({
          at: createdAt,
          severity: client ? 'error' : 'warning',
          message: 'mutable',
          data: {
            role: role === 'public' ? 'Everybody' : role,
            commands: commands.join(' and '),
            table: name,
            rights: commands.join(', ').toUpperCase(),
            sql,
            to: role === 'public' ? 'PUBLIC' : role,
          },
        });
    }
  },
});
