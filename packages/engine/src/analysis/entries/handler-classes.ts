/** Entries that are methods of classes which extend one of a platform: nobody but other parts of the application, or a timer, calls them. */
import type { Class } from '@gatelint/ts-facts';
import { classMember } from '../members.js';
import { siteOf, type Machine } from '../machine.js';
import { moduleFrame, resolveReference } from '../module-values.js';
import type { Entry } from './entry.js';
import { calledBy } from './registered.js';

export function handlerClassEntries(m: Machine, files: readonly string[]): Entry[] {
  return m.looks
    .where(files, m.decorates)
    .flatMap((file) => (m.memo.rootUnit(`handler classes:${file}`, [], 20_000, () => entriesIn(m, file)).answer as readonly Entry[] | null) ?? []);
}

function entriesIn(m: Machine, file: string): Entry[] {
  const module = m.modules.load(file);
  return (module?.classes ?? []).flatMap((cls) => {
    const row = rowOf(m, file, cls);
    if (!module || row?.role !== 'handler-class') return [];
    const self = m.values.instance(file, cls.id, new Map());
    return cls.members.flatMap((member): Entry[] => {
      const fn = member.fn === null ? undefined : module.functions[member.fn];
      if (!fn || member.name === null || member.static || member.kind !== 'method' || member.name.startsWith('#') || row.except.includes(member.name))
        return [];
      const method = classMember(moduleFrame(m, module), file, cls.id, member.name, self, false);
      if (!method) return [];
      const at = siteOf(file, fn.head);
      return [
        {
          file,
          at,
          name: member.name,
          framework: row.framework,
          kind: row.timers.includes(member.name) ? 'cron' : 'worker',
          methods: ['POST'],
          path: null,
          links: [method],
          protocol: { next: null },
          params: fn.params.map(() => m.values.opaque(['caller:request'], null, true)),
          paramsOf: null,
          starts: [{ facts: calledBy(row.framework, at), params: null }],
          onlyIfWrites: true,
          own: [siteOf(file, fn.at)],
          doubt: null,
        },
      ];
    });
  });
}

function rowOf(m: Machine, file: string, cls: Class) {
  const module = m.modules.load(file);
  const parent = module && cls.extends ? resolveReference(m, module, cls.extends) : null;
  return parent?.t === 'library' ? m.matcher.rows(parent.package, parent.path).find((one) => one.role === 'handler-class') : undefined;
}
