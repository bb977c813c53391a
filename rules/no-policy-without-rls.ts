import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-policy-without-rls',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'No table has policies while its row level security is off.',
    why: 'A policy is kept and not asked until row level security is enabled on its table. Whoever reads the migrations sees who may pass, and everyone passes.',
    fix: '`ALTER TABLE … ENABLE ROW LEVEL SECURITY`. Where row level security is off on purpose, drop the policies.',
    repair: 'ALTER TABLE public.invoices ENABLE ROW LEVEL SECURITY;',
    limits:
      'Judged on the schema that all migrations leave behind, once for each table, at its first policy. Where clients cannot reach the table it is a warning. A table that no file creates is left alone: row level security may have been enabled where it was created.',
    examples: { bad: 'bad-never-enabled', good: 'good-enabled-after-policies' },
  },
  messages: {
    off: 'Policy "{{policy}}" does nothing, because row level security of {{table}} is off. Enable it: ALTER TABLE {{sql}} ENABLE ROW LEVEL SECURITY.',
  },
  check({ file, project, report, undecided }) {
    for (const table of project.tables(file)) {
      const [first] = table.policyList;
      if (first === undefined || first.at.file !== file || table.rls === 'on') continue;
      if (table.rls === 'off')
        report({
          at: first.at,
          severity: table.exposure.state === 'unreachable' ? 'warning' : 'error',
          message: 'off',
          data: { policy: first.name, table: table.name, sql: table.sql },
          related: table.related,
        });
      else if (table.policiesBecause === null) undecided(first.at, table.because ?? `row level security of ${table.name} is unknown`);
    }
  },
});
