import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-enum-constraint',
  languages: ['ts', 'sql'],
  preset: 'recommended',
  severity: 'warning',
  docs: {
    description: 'Every column that holds one of a closed set of values is held to it by a CHECK, an enum type, a domain or a lookup table.',
    why: 'A status that is only text takes every spelling that any script, migration or hand-typed query gives it. The row with `Active` beside a thousand with `active` is found when a query passes it over.',
    fix: '`ALTER TABLE … ADD CONSTRAINT … CHECK (status IN (…))` (NOT VALID first on a large table), an enum type, or a foreign key to a table of the values; in a Prisma schema, an enum.',
    limits:
      'Which columns are enumerations is read from names (status, type, role, plan …), defaults, comments that list values, types that a schema in code gives to the code alone, checks on namesakes in other tables, and constants that the code writes. Columns of other types than text, arrays, keys, and what an identity provider hands over are left out. A CHECK that is NOT ENFORCED holds nothing. Where migrations are missing, a schema in code answers; without one the answer is undecided.',
    examples: { bad: 'bad-status-is-text', good: 'good-check-added-later' },
  },
  messages: {
    text: '{{column}} of {{table}} takes any text, yet it {{because}}. Hold it to its values: CHECK ({{sql}} IN (…)), an enum type or a lookup table.',
    native: '{{column}} of {{table}} takes any text, yet it {{because}}. Declare an enum of its values and make it the type of the field.',
  },
  check({ file, project, report, undecided }) {
    for (const { at, table, column, sql, constrained, because, native, related } of project.enums(file)) {
      if (at.file !== file) continue;
      if (constrained === 'unknown') undecided(at, because);
      else if (constrained === 'none') report({ at, message: native ? 'native' : 'text', data: { column, sql, table, because }, related });
    }
  },
});
