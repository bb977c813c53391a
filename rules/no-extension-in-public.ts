import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-extension-in-public',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'No extension puts its functions into a schema that clients reach.',
    why: 'Every function of a served schema can be called by clients. An extension that is created without a schema goes to `public`, and with it dozens of functions that were never meant for strangers, some of which read files of the network or cost much time.',
    fix: '`CREATE EXTENSION … WITH SCHEMA extensions`; one that is there is moved with `ALTER EXTENSION … SET SCHEMA extensions`.',
    repair: `ALTER EXTENSION pg_trgm SET SCHEMA extensions;
ALTER EXTENSION citext SET SCHEMA extensions;`,
    limits:
      'Asked where an API serves the schema. Extensions that the platform has created before the first migration, and those that bring a schema of their own, are left alone. A search path that is changed before CREATE EXTENSION is not followed.',
    examples: { bad: 'bad-without-a-schema', good: 'good-in-its-own-schema' },
  },
  messages: {
    served:
      'The extension {{extension}} puts its functions into {{schema}}, where clients can call them. Move it: ALTER EXTENSION "{{extension}}" SET SCHEMA extensions.',
  },
  check({ file, project, report }) {
    for (const { at, name, schema } of project.access.extensions(file)) report({ at, message: 'served', data: { extension: name, schema } });
  },
});
