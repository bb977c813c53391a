import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-rls',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'Every table that clients can reach, and every table with user data, has row level security enabled after all migrations.',
    why: 'Where the schema is served to clients, a table without row level security is readable and writable by anyone who has the public key. Elsewhere every query has to remember to filter by owner, and one that forgets shows one customer the rows of another.',
    fix: '`ALTER TABLE … ENABLE ROW LEVEL SECURITY`, with policies for those who may pass. A table that is meant to be open is declared where it is created: `-- gatelint: public -- reason`.',
    repair: `ALTER TABLE public.attachments ENABLE ROW LEVEL SECURITY;
CREATE POLICY "attachments of own notes" ON public.attachments
  USING (EXISTS (SELECT 1 FROM public.notes n WHERE n.id = attachments.note_id AND n.user_id = (SELECT auth.uid())));`,
    limits:
      'Judged on the schema that all migrations leave behind. In an exposed schema every table counts and the finding is an error. Elsewhere it is a warning about tables with user data: one for each where other tables have row level security and in the `strict` preset, one for all of them where no table has it. What a DO block does under names that are put together at run time, and what no file creates, is undecided. A Prisma schema cannot say it, so a project without SQL migrations is not judged. Each partition and each child of a table counts by itself, since clients can ask it directly. Foreign tables cannot have row level security.',
    examples: { bad: 'bad-forgotten-table', good: 'good-enabled-in-later-migration' },
  },
  messages: {
    exposed: '{{table}} is reachable by clients and row level security is off. Enable it: ALTER TABLE {{sql}} ENABLE ROW LEVEL SECURITY.',
    disabled:
      'Row level security of {{table}} is turned off here and {{reason}}. Take the statement back in a later migration: ALTER TABLE {{sql}} ENABLE ROW LEVEL SECURITY.',
    partition:
      '{{table}} is a part of {{parent}}, whose policies do not hold for who asks {{table}} itself, and row level security is off. Enable it: ALTER TABLE {{sql}} ENABLE ROW LEVEL SECURITY.',
    userData:
      '{{table}} holds user data ({{because}}) and row level security is off, so isolation rests on the code alone. Enable it: ALTER TABLE {{sql}} ENABLE ROW LEVEL SECURITY.',
    unused:
      '{{table}} {{others}} user data and no table of the project has row level security, so isolation rests on the code alone. Enable it: ALTER TABLE {{sql}} ENABLE ROW LEVEL SECURITY.',
  },
  check({ file, project, report, undecided }) {
    for (const table of project.tables(file)) {
      const { at, weight, name, sql, userScopedBecause, related } = table;
      if (at.file !== file || weight === null || table.rls === 'on' || table.intent !== null) continue;
      const because = userScopedBecause ?? '';
      const { severity, alsoFor } = weight;
      if (table.foreign) undecided(at, `${name} is a foreign table, which cannot have row level security: move it out of the exposed schema`);
      else if (table.rls === 'unknown') undecided(at, table.because ?? `row level security of ${name} is unknown`);
      else if (table.rlsAt !== null)
        report({
          at,
          severity,
          message: 'disabled',
          data: { table: name, sql, reason: table.exposed ? 'clients can reach the table' : `the table holds user data (${because})` },
          related,
        });
      else if (table.exposed && table.parent !== null)
        report({ at, severity, message: 'partition', data: { table: name, sql, parent: table.parent }, related });
      else if (table.exposed) report({ at, severity, message: 'exposed', data: { table: name, sql }, related });
      else if (alsoFor === 0) report({ at, severity, message: 'userData', data: { table: name, sql, because }, related });
      else
        report({
          at,
          severity,
          message: 'unused',
          data: { table: name, sql, others: `and ${alsoFor} more ${alsoFor === 1 ? 'table' : 'tables'} hold` },
          related,
        });
    }
  },
});
