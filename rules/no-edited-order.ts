import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-edited-order',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'No two migrations claim one version.',
    why: 'The tool keeps a list of the versions that it has applied. Of two files with one version it applies the first and takes the second for done, or stops; which is the first depends on the rest of their names.',
    fix: 'Give the later file a version of its own, after all others.',
    limits:
      'By the names of the files, as Supabase, Flyway, golang-migrate, dbmate, goose and sqlx read them. One finding for each version. Prisma and Drizzle keep a list or order whole names, and a folder whose tool is not known is left alone.',
    examples: { bad: 'bad-same-timestamp', good: 'good-versions-of-their-own' },
  },
  messages: {
    same: 'Version {{version}} is that of {{other}} already, so this file stops the run or is never applied. Rename it to a later version.',
  },
  check({ file, project, report }) {
    for (const { what, at, because, other } of project.history(file))
      if (what === 'same-version') report({ at, message: 'same', data: { version: because, other: other ?? '' } });
  },
});
