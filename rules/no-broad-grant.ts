import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-broad-grant',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'No GRANT gives everybody, or whoever has the public key, more than the rights that are needed on the objects that are meant.',
    why: 'ALL is also the right to empty a table, which row level security does not hold, and every right of later versions. A grant on all tables of a schema, or on those to come, covers the next table as well, which nobody looks at from that side. What is granted to PUBLIC every role has, also the one that is made for a report next year.',
    fix: 'Name the rights, the tables and the role: `REVOKE ALL ON … FROM anon; GRANT SELECT ON … TO anon`.',
    repair: `REVOKE ALL ON public.prices, public.notes FROM anon;
GRANT SELECT ON public.prices, public.notes TO anon;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM anon;`,
    limits:
      'Grants that change nothing because the role had the rights already, as those that a dump repeats, are left alone, and so are grants that a later migration takes back, grants to roles of people who have signed in, reading of single tables, single functions, and sequences. For PUBLIC, only grants of rights to write, of all rights and of whole schemas count.',
    examples: { bad: 'bad-everything-to-strangers', good: 'good-named-rights' },
  },
  messages: {
    broad:
      '{{to}} is granted {{what}} on {{on}}{{others}}. Grant the rights that are needed on the objects that are meant; this is taken back with: {{revoke}}.',
  },
  check({ file, project, report }) {
    for (const { at, to, who, what, on, alsoOn, broad, writes, revoke } of project.access.grants(file)) {
      if (!broad && !(who === 'everyone' && writes)) continue;
      const others = alsoOn === 0 ? '' : ` and, one by one, on ${alsoOn} more in this file`;
      report({ at, severity: writes ? 'error' : 'warning', message: 'broad', data: { to, what, on, others, revoke } });
    }
  },
});
