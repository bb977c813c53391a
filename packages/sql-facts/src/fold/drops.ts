/** DROP of everything. */
import type { Named } from '../schema.js';
import type { Handler } from './context.js';
import { functionsMeant } from './functions.js';
import { as, flag, list, nameParts, text, type Node } from './nodes.js';
import { roles } from './policies.js';
import { Removal } from './removal.js';
import { revoked } from './access.js';
import type { State } from './state.js';
import { dropTrigger } from './triggers.js';

export const dropObjects: Handler = (node, context) => {
  const { state, unit } = context;
  const cascade = text(node, 'behavior') === 'DROP_CASCADE';
  const removal = new Removal(state, cascade);
  const objects = list(node, 'objects');
  switch (text(node, 'removeType')) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return each(objects, (parts) => removal.table(state.relationNamed(parts)));
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return each(objects, (parts) => removal.view(state.relationNamed(parts)));
    case 'OBJECT_SEQUENCE':
      return each(objects, (parts) => removal.sequence(state.relationNamed(parts)));
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return each(objects, (parts) => {
        const name = state.findType(parts);
        if (name !== null && state.type(name) !== undefined) removal.type(name);
      });
    case 'OBJECT_SCHEMA':
      return each(objects, (parts) => removal.schema(parts.at(-1) ?? ''));
    case 'OBJECT_POLICY':
      return each(objects, (parts) => {
        const table = state.table(state.relationNamed(parts.slice(0, -1)));
        const name = parts.at(-1) ?? '';
        if (table === undefined) return;
        if (!flag(node, 'missing_ok') && !table.assumed && !table.policies.some((policy) => policy.name === name))
          context.refused(`there is no policy "${name}" on ${table.schema}.${table.name}`);
        state.change(table, { policies: table.policies.filter((policy) => policy.name !== name) }, `policy "${name}" dropped`, unit.whole);
      });
    case 'OBJECT_TRIGGER':
      return each(objects, (parts) => dropTrigger(state, state.relationNamed(parts.slice(0, -1)), parts.at(-1) ?? ''));
    case 'OBJECT_INDEX':
      return each(objects, (parts) => dropIndex(state, parts));
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      for (const object of objects) for (const one of functionsMeant(context, as(object, 'ObjectWithArgs'), text(node, 'removeType'))) removal.function(one);
      return;
    case 'OBJECT_EVENT_TRIGGER':
      return each(objects, (parts) => {
        state.eventTriggers.delete(parts.at(-1) ?? '');
        if (state.enablesRls?.name === parts.at(-1)) state.enablesRls = null;
      });
    case 'OBJECT_PUBLICATION':
      return each(objects, (parts) => state.publications.delete(parts.at(-1) ?? ''));
    case 'OBJECT_EXTENSION':
      return each(objects, (parts) => {
        state.extensions.delete(parts.at(-1) ?? '');
        // What an extension made, no file says.
        if (cascade) context.opaque(`DROP EXTENSION ${parts.at(-1) ?? ''} CASCADE removes what only the database knows`);
      });
  }
};

function each(objects: readonly Node[], drop: (parts: readonly string[]) => void): void {
  for (const object of objects) drop(nameParts(object));
}

function dropIndex(state: State, parts: readonly string[]): void {
  const found = state.indexNamed(parts);
  if (found === null) return;
  fromRelation(state, found.on, found.name.name);
}

/** The indexes of partitions that came from one of their table go with it. */
function fromRelation(state: State, on: Named, name: string): void {
  const view = state.view(on);
  if (view !== undefined) state.putView({ ...view, indexes: view.indexes.filter((index) => index.name !== name) });
  const table = state.table(on);
  const dropped = table?.indexes.find((index) => index.name === name);
  if (table === undefined || dropped === undefined) return;
  state.change(table, { indexes: table.indexes.filter((index) => index !== dropped) });
  if (table.kind !== 'partitioned') return;
  for (const child of state.childrenOf(table)) {
    const its = child.indexes.find(
      (index) => index.columns.join() === dropped.columns.join() && index.unique === dropped.unique && index.partial === dropped.partial,
    );
    if (its?.name != null) fromRelation(state, child, its.name);
  }
}

/** DROP OWNED BY: what the roles own, and their rights and policies. */
export const dropOwned: Handler = (node, context) => {
  const { state } = context;
  const gone = roles(context, list(node, 'roles'));
  const removal = new Removal(state, text(node, 'behavior') === 'DROP_CASCADE');
  const its = (one: { readonly owner: string }): boolean => gone.includes(one.owner);
  for (const one of state.allTables()) if (its(one)) removal.table(one);
  for (const one of state.allViews()) if (its(one)) removal.view(one);
  for (const one of state.allSequences()) if (its(one)) removal.sequence(one);
  for (const one of state.allFunctions()) if (its(one)) removal.function(one);
  for (const one of state.allTypes()) if (its(one) && state.type(one) !== undefined) removal.type(one);
  for (const one of state.allSchemas()) if (its(one)) removal.schema(one.name);
  const every = (access: Parameters<typeof revoked>[0]): ReturnType<typeof revoked> => access.filter((one) => !gone.includes(one.role));
  for (const one of state.allTables()) {
    const policies = one.policies.flatMap((policy) => {
      const left = policy.roles.filter((role) => !gone.includes(role));
      return left.length === 0 ? [] : [left.length === policy.roles.length ? policy : { ...policy, roles: left }];
    });
    state.change(one, {
      policies,
      access: every(one.access),
      columns: one.columns.map((column) => (column.access.length === 0 ? column : { ...column, access: every(column.access) })),
    });
  }
  for (const one of state.allViews()) state.putView({ ...one, access: every(one.access) });
  for (const one of state.allSequences()) state.putSequence({ ...one, access: every(one.access) });
  for (const one of state.allFunctions()) state.putFunction({ ...one, access: every(one.access) });
  for (const one of state.allTypes()) state.putType({ ...one, access: every(one.access) });
  for (const one of state.allSchemas()) state.putSchema({ ...one, access: every(one.access) });
  for (const one of state.defaultPrivileges.values()) {
    const key = JSON.stringify([one.role, one.schema, one.on]);
    if (gone.includes(one.role)) state.defaultPrivileges.delete(key);
    else state.defaultPrivileges.set(key, { ...one, access: every(one.access) });
  }
};
