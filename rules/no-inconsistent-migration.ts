import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-inconsistent-migration',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'Every migration can run where it stands: nothing is created twice, and nothing is changed that is not there.',
    why: 'A statement that PostgreSQL refuses ends the run. The database in production has passed it some other way, and whoever builds a new one, for a test, a colleague or after a disaster, does not get past it.',
    fix: 'Remove the statement, or say that it may have been done: `IF NOT EXISTS`, `IF EXISTS`, `OR REPLACE`.',
    limits:
      'Tables, columns, constraints, indexes, types, policies, triggers, views and sequences that are created a second time; columns, constraints and policies that are dropped or changed and not there. Reported only where every statement before is understood and has certainly run: not behind a DO block with branches that cannot be decided, nor inside of one, nor for tables that no file creates. Folders whose order nothing but the names of the files says are left alone.',
    examples: { bad: 'bad-policy-again', good: 'good-dropped-before' },
  },
  messages: {
    refused: 'PostgreSQL refuses this: {{because}}. Remove the statement, or write IF EXISTS or IF NOT EXISTS.',
  },
  check({ file, project, report }) {
    for (const { what, at, because } of project.history(file)) if (what === 'refused') report({ at, message: 'refused', data: { because } });
  },
});
