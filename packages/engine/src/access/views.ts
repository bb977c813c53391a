/** Views and materialized views, and what they show to clients that row level security or missing grants would keep from them. */
import type { Named, Table, View } from '@gatelint/sql-facts';
import type { Exposure } from '../rule.js';
import { anchor } from '../schema/places.js';
import { printed, sqlIdentifier } from '../schema/user-data.js';
import type { Cell } from './cells.js';
import type { SourceAccess } from './exposure.js';
import type { Client, ShownRelation, ViewQuestion } from './questions.js';

export interface ViewOptions {
  readonly access: SourceAccess;
  readonly isUserScoped: (table: Named) => boolean;
  readonly cell: (table: Table, client: Client) => Cell;
  /** Why the view is meant to be open; null when nothing says so. */
  readonly declared: (view: View) => string | null;
}

export function viewQuestions(options: ViewOptions): ViewQuestion[] {
  const { access } = options;
  const { schema } = access.source;
  return schema.views.map((view) => {
    const exposure = access.exposure(view);
    const found = shown(view, exposure, options);
    return {
      at: anchor(view.at),
      name: printed(view),
      sql: [view.schema, view.name].map(sqlIdentifier).join('.'),
      materialized: view.materialized,
      exposure,
      ...found,
    };
  });
}

function shown(view: View, exposure: Exposure, options: ViewOptions): Pick<ViewQuestion, 'shows' | 'because'> {
  const clients = exposure.roles.filter(({ commands }) => commands.includes('select'));
  // A view that asks who reads it filters by itself; what is stored was selected for nobody in particular.
  if (clients.length === 0 || (!view.materialized && options.access.asksWho(view.functions)))
    return { shows: [], because: exposure.state === 'unknown' ? exposure.because : null };
  const shows = new Map<string, ShownRelation>();
  let because: string | null = null;
  for (const { role, who } of clients)
    for (const table of readAsOthers(view, role, options.access)) {
      if (shows.has(printed(table))) continue;
      const hidden = hiddenFrom(table, { role, who }, options);
      if (hidden === null) continue;
      if (hidden.known)
        shows.set(printed(table), {
          name: printed(table),
          accounts: options.access.isAccounts(table),
          userScoped: options.isUserScoped(table),
          client: { role, who },
          because: hidden.because,
        });
      else because ??= hidden.because;
    }
  // Asked last: an intent that changes nothing is not used.
  if (shows.size > 0 && options.declared(view) !== null) return { shows: [], because: null };
  return { shows: [...shows.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), because: shows.size > 0 ? null : because };
}

type Read = Table | (Named & { readonly assumed: true });

/** Tables whose rows a view hands to `role` with the rights of somebody whom row level security does not hold. */
function readAsOthers(view: View, role: string, { source, rights, isAccounts }: SourceAccess): Read[] {
  const { schema } = source;
  const found = new Map<string, Read>();
  const seen = new Set<string>();
  const visit = (one: View, reader: string): void => {
    const as = one.materialized || !one.securityInvoker ? one.owner : reader;
    if (seen.has(`${printed(one)} ${as}`)) return;
    seen.add(`${printed(one)} ${as}`);
    for (const name of one.reads) {
      const inner = schema.views.find((other) => other.schema === name.schema && other.name === name.name);
      if (inner !== undefined) {
        if (rights.may(as, 'select', inner)) visit(inner, as);
        continue;
      }
      if (as === role) continue;
      const table = schema.tables.find((other) => other.schema === name.schema && other.name === name.name);
      if (table === undefined || table.assumed) {
        if (isAccounts(name)) found.set(printed(name), { schema: name.schema, name: name.name, assumed: true });
        continue;
      }
      const free = rights.bypasses(as) === 'yes' || (rights.held(as).has(table.owner) && !table.forced);
      if (free) found.set(printed(table), table);
    }
  };
  visit(view, role);
  return [...found.values()];
}

/** Why a client does not get all the rows of a table by itself; null when it does. */
function hiddenFrom(table: Read, client: Client, { access, cell }: ViewOptions): { readonly known: boolean; readonly because: string } | null {
  if (!('columns' in table)) return { known: true, because: `${client.role} may not read it` };
  if (!access.serves(table.schema)) return { known: true, because: `the API does not serve the schema ${table.schema}` };
  const own = cell(table, client);
  switch (own.is) {
    case 'open':
      return null;
    case 'unknown':
      return { known: false, because: own.because };
    case 'closed':
      return {
        known: true,
        because: own.because === 'it is not granted' ? `it is not granted to ${client.role}` : `row level security gives ${client.role} none of its rows`,
      };
    default:
      return { known: true, because: `row level security gives ${client.role} only some of its rows` };
  }
}
