/** Modules that hand functions of their own to what answers requests by itself: an authentication library calls its hooks while somebody signs in. */
import { packageOf, parsePath } from '@gatelint/catalogue';
import type { Catalogue } from '@gatelint/catalogue';
import type { Module } from '@gatelint/ts-facts';
import { eachExpressionOf } from './search.js';

/** Exports whose call makes something that answers requests, as `package#export`. */
export function requestMakers({ libraries }: Catalogue): ReadonlySet<string> {
  return new Set(
    libraries.flatMap((library) =>
      library.rows.flatMap((row) => {
        const path = row.role === 'owns-request' && row.trust !== 'machine' ? parsePath(row.path) : null;
        const [made, called] = path ?? [];
        return made !== undefined && (called === '()' || called === 'new') ? [library.name, ...library.also].map((name) => `${name}#${made}`) : [];
      }),
    ),
  );
}

export function makesRequestOwner(module: Module, makers: ReadonlySet<string>): boolean {
  let found = false;
  for (const fn of module.functions)
    eachExpressionOf(fn, (expr) => {
      if ((expr.k !== 'call' && expr.k !== 'new') || expr.callee.k !== 'ref') return;
      const from = module.imports[module.bindings[expr.callee.binding]?.import ?? -1];
      if (from && makers.has(`${packageOf(from.source)}#${from.imported}`)) found = true;
    });
  return found;
}
