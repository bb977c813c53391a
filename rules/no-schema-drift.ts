import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-schema-drift',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'A schema that is declared beside migrations says what the migrations leave behind.',
    why: 'Where two texts claim to be the schema, one is what the database has and the other is what people read. A policy that stands in the declared schema alone protects nothing.',
    fix: 'Write the migration that is missing, as `supabase db diff` and `prisma migrate dev` do, or take what is gone out of the declaration.',
    limits:
      'Compares `supabase/schemas` and Prisma schemas for PostgreSQL with the migrations beside them: tables, columns, policies by name, and whether row level security is on. Types, defaults, constraints and the conditions of policies are not compared. What a statement that is not understood may have changed is left alone, and so is what migrations without a beginning do not create.',
    examples: { bad: 'bad-declared-alone', good: 'good-both-say-the-same' },
  },
  messages: {
    differs: 'Schema and migrations disagree: {{because}}. Write the missing migration, or change the declaration.',
  },
  check({ file, project, report }) {
    for (const { what, at, because } of project.history(file)) if (what === 'drift') report({ at, message: 'differs', data: { because } });
  },
});
