/** Extensions and publications. */
import type { Publication } from '../schema.js';
import type { Handler } from './context.js';
import { as, field, flag, list, strings, text, type Node } from './nodes.js';
import type { State } from './state.js';

export const createExtension: Handler = (node, { state, unit }) => {
  const name = text(node, 'extname') ?? '';
  if (state.extensions.has(name)) return;
  const said = list(node, 'options')
    .map((one) => as(one, 'DefElem'))
    .find((one) => text(one, 'defname') === 'schema');
  state.extensions.set(name, { name, schema: said === undefined ? null : (strings([field(said, 'arg') ?? {}])[0] ?? null), at: unit.whole });
};

/** Tables and schemas that a publication lists. */
function listed(state: State, objects: readonly Node[]): Pick<Publication, 'tables' | 'schemas'> {
  const found = objects.map((one) => as(one, 'PublicationObjSpec') ?? {});
  return {
    tables: found.flatMap((one) => {
      const table = field(one, 'pubtable');
      return table === undefined ? [] : [state.relation(field(table, 'relation'))];
    }),
    schemas: found.flatMap((one) =>
      text(one, 'pubobjtype') === 'PUBLICATIONOBJ_TABLES_IN_SCHEMA'
        ? (text(one, 'name') ?? [])
        : text(one, 'pubobjtype') === 'PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA'
          ? [state.home]
          : [],
    ),
  };
}

export const createPublication: Handler = (node, { state, unit }) => {
  const name = text(node, 'pubname') ?? '';
  state.publications.set(name, { name, allTables: flag(node, 'for_all_tables'), ...listed(state, list(node, 'pubobjects')), at: unit.whole });
};

export const alterPublication: Handler = (node, { state }) => {
  const known = state.publications.get(text(node, 'pubname') ?? '');
  if (known === undefined || list(node, 'pubobjects').length === 0) return;
  const named = listed(state, list(node, 'pubobjects'));
  switch (text(node, 'action')) {
    case 'AP_SetObjects':
      return state.publications.set(known.name, { ...known, ...named });
    case 'AP_DropObjects':
      return state.publications.set(known.name, {
        ...known,
        tables: known.tables.filter((one) => !named.tables.includes(one)),
        schemas: known.schemas.filter((one) => !named.schemas.includes(one)),
      });
    default:
      state.publications.set(known.name, {
        ...known,
        tables: [...new Set([...known.tables, ...named.tables])],
        schemas: [...new Set([...known.schemas, ...named.schemas])],
      });
  }
};
