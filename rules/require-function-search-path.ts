import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-function-search-path',
  languages: ['sql'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'Every SECURITY DEFINER function says where the names in its body are to be found.',
    why: 'Such a function runs with the rights of its owner, and the names in its body are sought along the search path of whoever calls it. A caller who may run SQL puts a table or function of the same name in front (a temporary table is enough) and so decides what the owner reads or runs: a check for administrators then asks the caller’s own list.',
    fix: "`ALTER FUNCTION … SET search_path = public, pg_temp` keeps what the body finds now and puts temporary tables last. Stricter: `SET search_path = ''`, with every name in the body qualified (`public.members`).",
    repair: `ALTER FUNCTION public.is_admin() SET search_path = public, pg_temp;
ALTER FUNCTION public.add_admin() SET search_path = public, pg_temp;`,
    limits:
      'Functions that run with the rights of their caller are left alone, and so are bodies in standard SQL (`RETURN …`, `BEGIN ATOMIC …`), whose names are found when they are made. Whether the names in the body are all qualified is not judged: operators and types are sought as well.',
    examples: { bad: 'bad-definer-without-a-path', good: 'good-path-is-set' },
  },
  messages: {
    open: '{{function}} runs with the rights of its owner and finds the names in its body where its caller says. Fix the search path: ALTER {{kind}} {{sql}} SET search_path = {{path}}.',
  },
  check({ file, project, report }) {
    for (const { at, name, kind, sql, definer, seeksNames, path } of project.access.functions(file))
      if (definer && seeksNames) report({ at, message: 'open', data: { function: name, kind, sql, path } });
  },
});
