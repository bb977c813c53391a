import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-user-metadata-in-policy',
  languages: ['sql'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'No policy rests on claims that the user can edit.',
    why: 'Whoever has an account writes their own user metadata, with one call of the client library: a policy that asks there for a role or a tenant lets everyone be whoever they say.',
    fix: "Keep what decides in `app_metadata`, which only the server writes, or in a table: `(auth.jwt() -> 'app_metadata' ->> 'role') = 'admin'`.",
    repair: `ALTER POLICY "admins" ON public.reports
  USING ((SELECT auth.jwt() -> 'app_metadata' ->> 'role') = 'admin');`,
    limits:
      'Sees `user_metadata` in `auth.jwt()` and in the claims of the request, in any spelling, and `raw_user_meta_data` of `auth.users`; also in the bodies of functions that a policy calls, in SQL and PL/pgSQL. A function that cannot be looked into is left alone, and so is a table that a trigger fills from user metadata.',
    examples: { bad: 'bad-role-in-claims', good: 'good-app-metadata' },
  },
  messages: {
    claim: 'Policy "{{policy}}" of {{table}} rests on {{claim}}, which every user can edit. Ask app_metadata or a table instead.',
    through: 'Policy "{{policy}}" of {{table}} rests on {{claim}} by way of {{function}}(), and every user can edit that. Ask app_metadata or a table instead.',
  },
  check({ file, project, report }) {
    for (const table of project.tables(file))
      for (const { at, name, meaning } of table.policyList) {
        const [first] = [meaning.using, meaning.check].flatMap((one) => one?.editable ?? []);
        if (at.file !== file || first === undefined) continue;
        const severity = table.exposure.state === 'unreachable' && table.weight !== null ? 'warning' : 'error';
        const data = { policy: name, table: table.name, claim: first.claim };
        if (first.through === null) report({ at, severity, message: 'claim', data });
        else report({ at, severity, message: 'through', data: { ...data, function: first.through } });
      }
  },
});
