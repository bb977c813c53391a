import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-open-policy',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'No policy lets everyone insert, update or delete every row, or read every row although it asks whose it is.',
    why: 'A write policy that is true for everyone looks like row level security and is none: whoever has the public key, or any account at all, can change the rows of all others. One that holds the row against the caller and comes out true all the same (`auth.uid() IS NULL OR …`, `… OR true`, `auth.uid() <> user_id`) is a mistake for reading, too.',
    fix: 'Compare the row with the caller: `USING ((select auth.uid()) = user_id)`, and the same in WITH CHECK. A table that anyone may write to on purpose is declared above the policy: `-- gatelint: public -- reason`.',
    repair: 'ALTER POLICY "enable everything" ON public.notes USING ((SELECT auth.uid()) = user_id);',
    limits:
      'The condition is evaluated by the truths of SQL for a caller without an account, and for one with an account who has nothing to do with the row: `true`, `1 = 1`, `… OR true`, `user_id = user_id`, `coalesce(auth.uid() = user_id, true)`, checks that ask only whether there is a caller. Functions of the project are followed, in SQL and in simple PL/pgSQL; what others answer about the row is taken to depend on it, and what they answer about nothing is undecided. What a subquery finds is taken to depend on its rows. A policy for signed-in users counts on tables with user data only; policies for roles of your own do not count. A restrictive policy that covers the same command closes the opening. Reading counts only where the policy asks whose the row is.',
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
    reads:
      'Policy "{{policy}}" asks whose a row of {{table}} is and still lets {{who}} {{commands}} every row: {{clause}}. Let a row pass only where the comparison holds, as in USING ((select auth.uid()) = user_id).',
  },
  check({ file, project, report, undecided }) {
    for (const table of project.tables(file)) {
      for (const { at, name, openClause, openTo, openBecause, opens } of table.policyList) {
        if (at.file !== file) continue;
        if (openBecause !== null && table.userScoped) undecided(at, `whether policy "${name}" lets everyone write is not known: ${openBecause}`);
        if (openClause === null) continue;
        const commands = opens.length < 2 ? opens.join('') : `${opens.slice(0, -1).join(', ')} and ${opens.at(-1)}`;
        const onlyInserts = commands === 'insert';
        const written = openTo === 'anyone' ? (onlyInserts ? 'anyoneInserts' : 'anyone') : onlyInserts ? 'signedInInserts' : 'signedIn';
        const message = opens.includes('select') ? 'reads' : written;
        // Forging a row is less than changing everybody's.
        report({
          at,
          severity: message === 'signedInInserts' ? 'warning' : 'error',
          message,
          data: { policy: name, table: table.name, commands, clause: openClause, ...(message === 'reads' ? { who: openTo ?? '' } : {}) },
        });
      }
    }
  },
});
