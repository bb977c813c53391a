import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-exposed-foreign-table',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'No foreign table can be reached by clients.',
    why: 'A foreign table shows what is kept elsewhere, in another database, a payment provider or a file. It cannot have row level security, so a client role that may select from it reads all of it, with the credentials of the server behind it.',
    fix: '`ALTER FOREIGN TABLE … SET SCHEMA …` into a schema that the API does not serve, and a function or view with a check for what clients need of it. Or `REVOKE ALL ON … FROM anon, authenticated`.',
    repair: `CREATE SCHEMA private;
ALTER FOREIGN TABLE public.charges SET SCHEMA private;`,
    limits:
      'Asked where an API serves the schema and a client role is granted something on the table. Tables that IMPORT FOREIGN SCHEMA brings stand in no file and are not seen.',
    examples: { bad: 'bad-in-the-served-schema', good: 'good-out-of-reach' },
  },
  messages: {
    reached:
      '{{table}} is a foreign table, which cannot have row level security, and {{role}} may {{commands}} all of it. Move it out of reach: ALTER FOREIGN TABLE {{sql}} SET SCHEMA private.',
  },
  check({ file, project, report, undecided }) {
    for (const { at, name, sql, foreign, exposure } of project.tables(file)) {
      if (at.file !== file || !foreign) continue;
      const [client] = exposure.roles;
      if (exposure.state === 'unknown') undecided(at, `whether clients reach ${name} is not known: ${exposure.because}`);
      else if (client !== undefined) report({ at, message: 'reached', data: { table: name, sql, role: client.role, commands: client.commands.join(', ') } });
    }
  },
});
