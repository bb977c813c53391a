import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-open-policy',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'No policy lets everyone insert, update or delete every row.',
    why: 'A write policy that is true for everyone looks like row level security and is none: whoever has the public key, or any account at all, can change the rows of all others.',
    fix: 'Compare the row with the caller: `USING ((select auth.uid()) = user_id)`, and the same in WITH CHECK. A table that anyone may write to on purpose is declared above the policy: `-- gatelint: public -- reason`.',
    limits:
      'Decided from the text: `true`, `1 = 1`, `… OR true`, `user_id = user_id`, and checks that ask only whether there is a caller. What a function in a policy returns is not followed. A policy for signed-in users counts on tables with user data only; policies for roles of your own do not count. A restrictive policy that covers the same command closes the opening.',
    examples: { bad: 'bad-true-for-all', good: 'good-owner-compared' },
  },
  messages: {
    anyone:
      'Policy "{{policy}}" lets anyone {{commands}} every row of {{table}}: {{clause}}. Compare the row with the caller, as in USING ((select auth.uid()) = user_id).',
    anyoneInserts:
      'Policy "{{policy}}" lets anyone insert any row into {{table}}: {{clause}}. Compare the new row with the caller, as in WITH CHECK ((select auth.uid()) = user_id).',
    signedIn:
      'Policy "{{policy}}" lets everyone who is signed in {{commands}} the rows of all others in {{table}}: {{clause}}. Compare the row with the caller, as in USING ((select auth.uid()) = user_id).',
    signedInInserts:
      'Policy "{{policy}}" lets everyone who is signed in insert rows into {{table}} in the name of others: {{clause}}. Compare the new row with the caller, as in WITH CHECK ((select auth.uid()) = user_id).',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file)) {
      for (const { at, name, openClause, openTo, opens } of table.policyList) {
        if (at.file !== file || openClause === null) continue;
        const commands = opens.length < 2 ? opens.join('') : `${opens.slice(0, -1).join(', ')} and ${opens.at(-1)}`;
        const onlyInserts = commands === 'insert';
        const message = openTo === 'anyone' ? (onlyInserts ? 'anyoneInserts' : 'anyone') : onlyInserts ? 'signedInInserts' : 'signedIn';
        // Forging a row is less than changing everybody's.
        report({
          at,
          severity: message === 'signedInInserts' ? 'warning' : 'error',
          message,
          data: { policy: name, table: table.name, commands, clause: openClause },
        });
      }
    }
  },
});
