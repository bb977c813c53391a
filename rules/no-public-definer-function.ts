import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-public-definer-function',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'No SECURITY DEFINER function that clients may call reads or writes tables without asking who calls.',
    why: 'Everybody may execute a new function until that is revoked, and every function of a served schema is an address of the API. One that runs with the rights of its owner passes by row level security, so whoever has the public key calls it with any id they like.',
    fix: '`REVOKE EXECUTE ON FUNCTION … FROM PUBLIC, anon, authenticated` and a grant to those who may call it; or a check of `auth.uid()` in the body; or a schema that the API does not serve. A function that anyone may call on purpose is declared where it is created: `-- gatelint: public -- reason`.',
    repair: `REVOKE EXECUTE ON FUNCTION public.cancel_order(uuid) FROM PUBLIC, anon, authenticated;
GRANT EXECUTE ON FUNCTION public.cancel_order(uuid) TO service_role;`,
    limits:
      'Asked where an API serves the schema. Functions of triggers cannot be called, those that policies call have to be, and both are left alone. A body that asks who calls (`auth.uid()`, `current_setting()`, also through other functions of the project) is left alone: whether it acts on the answer is not judged. Bodies that cannot be read are left alone.',
    examples: { bad: 'bad-anyone-may-call', good: 'good-revoked-from-public' },
  },
  messages: {
    called:
      '{{role}} may call {{function}}, which {{does}} with the rights of its owner and never asks who calls. Take it from clients: REVOKE EXECUTE ON FUNCTION {{sql}} FROM PUBLIC, anon, authenticated.',
  },
  check({ file, project, report, undecided }) {
    for (const { at, name, sql, bypass, because } of project.access.functions(file)) {
      if (because !== null) undecided(at, `who may call ${name} is not known: ${because}`);
      if (bypass === null) continue;
      const { client, does, grave } = bypass;
      report({
        at,
        severity: grave && client.who === 'anyone' ? 'error' : 'warning',
        message: 'called',
        data: { function: name, sql, role: client.role, does },
      });
    }
  },
});
