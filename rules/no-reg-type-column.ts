import { defineRule } from '@gatelint/engine/core';

/** Types that stand for objects of the catalogue by a number that an upgrade does not keep. */
const LOST = /^reg(?:collation|config|dictionary|namespace|oper|operator|proc|procedure)(?:\[\])?$/;

export default defineRule({
  id: 'no-reg-type-column',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'warning',
  docs: {
    description: 'No table has a column of a reg type whose values an upgrade of PostgreSQL would lose.',
    why: 'A value of `regprocedure`, `regoper` or `regconfig` is the internal number of a function, an operator or a configuration. `pg_upgrade` gives these new numbers, so it refuses a database that stores them: the upgrade stops until the column is gone, and it is found out on the day of the upgrade.',
    fix: 'Store the name: `ALTER TABLE … ALTER COLUMN … TYPE text USING …::text`, and cast it where it is used (`name::regprocedure`).',
    repair: `ALTER TABLE public.audit_rules
  ALTER COLUMN handler TYPE text USING handler::text,
  ALTER COLUMN comparison TYPE text USING comparison::text,
  ALTER COLUMN search DROP DEFAULT,
  ALTER COLUMN search TYPE text USING search::text,
  ALTER COLUMN runs TYPE text[] USING runs::text[];`,
    limits:
      'Columns of tables that the migrations create. `regclass`, `regtype` and `regrole`, whose numbers an upgrade keeps, are left alone, and so are columns of views and fields of composite types.',
    examples: { bad: 'bad-stored-references', good: 'good-kept-by-an-upgrade' },
  },
  messages: {
    lost: 'The column {{column}} of {{table}} has the type {{type}}, which stops pg_upgrade. Store the name as text and cast it where it is used.',
  },
  check({ file, project, report }) {
    for (const { at, table, column, type } of project.access.columns(file)) if (LOST.test(type)) report({ at, message: 'lost', data: { table, column, type } });
  },
});
