import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-policy-check',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'warning',
  docs: {
    description: 'Every policy that lets rows be inserted or updated says what the new row may be.',
    why: 'A policy for INSERT without WITH CHECK lets nobody insert. A policy for UPDATE whose WITH CHECK is true for everyone lets whoever may change a row give it to somebody else, or put it into the account of another tenant.',
    fix: 'Say in WITH CHECK what USING says of the old row: `WITH CHECK ((SELECT auth.uid()) = user_id)`. An UPDATE policy without WITH CHECK takes its USING for both.',
    repair: 'ALTER POLICY "change own" ON public.notes WITH CHECK ((SELECT auth.uid()) = user_id);',
    limits:
      'An UPDATE is reported where its USING holds rows against somebody and its WITH CHECK holds for every row whoever asks; one that checks something else is taken to be enough. A restrictive policy that covers the command is taken to be enough as well. A policy that `no-open-policy` reports is not reported again.',
    examples: { bad: 'bad-given-away', good: 'good-checked' },
  },
  messages: {
    insert: 'Policy "{{policy}}" of {{table}} is for INSERT and has no WITH CHECK, so it lets nobody insert. Add WITH CHECK with what the new row has to be.',
    update:
      'Policy "{{policy}}" lets whoever may update a row of {{table}} give it any owner: WITH CHECK ({{check}}) holds for every row. Repeat USING there: WITH CHECK ({{using}}).',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file))
      for (const { at, name, sql, command, permissive, check, using, meaning, openClause } of table.policyList) {
        if (at.file !== file || !permissive) continue;
        const policy = { policy: name, table: table.name };
        if (command === 'insert' && check === null) report({ at, message: 'insert', data: policy });
        if ((command !== 'update' && command !== 'all') || check === null || using === null || openClause !== null) continue;
        const restricted = table.policyList.some((other) => !other.permissive && (other.command === 'all' || other.command === 'update') && other.sql !== sql);
        const held = meaning.using!.stranger.passes === 'none' || meaning.using!.callers.length > 0;
        if (held && meaning.check!.stranger.passes === 'all' && meaning.using!.stranger.passes !== 'all' && !restricted)
          report({ at, message: 'update', data: { ...policy, check, using: using.replace(/\s+/g, ' ') } });
      }
  },
});
