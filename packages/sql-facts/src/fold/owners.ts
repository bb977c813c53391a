/** Who owns what: ALTER … OWNER TO, REASSIGN OWNED. The owner's own rights go with the ownership. */
import type { Access, Named } from '../schema.js';
import type { Context, Handler } from './context.js';
import { functionsMeant } from './functions.js';
import { as, field, list, nameParts, text, unwrap } from './nodes.js';
import { roleName, roles } from './policies.js';
import type { State } from './state.js';

type Owned = { readonly kind: 'relation' | 'type'; readonly name: Named };

/** What was granted to a role stops being told apart when it comes to own the object. */
const without = (access: readonly Access[], owner: string): readonly Access[] =>
  access.some((one) => one.role === owner) ? access.filter((one) => one.role !== owner) : access;

const owned = <T extends { readonly owner: string; readonly access: readonly Access[] }>(one: T, owner: string): T => ({
  ...one,
  owner,
  access: without(one.access, owner),
});

export function changeOwner({ state }: Pick<Context, 'state'>, { kind, name }: Owned, owner: string): void {
  if (kind === 'type') {
    const type = state.type(name);
    if (type !== undefined) state.putType(owned(type, owner));
    return;
  }
  const [table, view, sequence] = [state.table(name), state.view(name), state.sequence(name)];
  if (table !== undefined) {
    // What the former owner took from itself the new one does not have either; what the new one had lost as another role counts no more.
    const revoked = table.revoked.flatMap((one) => (one.role === owner ? [] : [one.role === table.owner ? { ...one, role: owner } : one]));
    state.change(table, {
      ...owned(table, owner),
      revoked,
      columns: table.columns.map((column) => (column.access.length === 0 ? column : { ...column, access: without(column.access, owner) })),
    });
    for (const one of state.sequencesOf(table)) state.putSequence(owned(one, owner));
  } else if (view !== undefined) state.putView(owned(view, owner));
  else if (sequence !== undefined) state.putSequence(owned(sequence, owner));
}

export const alterOwner: Handler = (node, context) => {
  const { state } = context;
  const owner = roleName(context, field(node, 'newowner'));
  const object = field(node, 'object');
  switch (text(node, 'objectType')) {
    case 'OBJECT_SCHEMA': {
      const schema = state.schema(nameParts(object).at(-1) ?? '');
      if (schema !== undefined) state.putSchema(owned(schema, owner));
      return;
    }
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN': {
      const name = state.findType(nameParts(object));
      if (name !== null) changeOwner(context, { kind: 'type', name }, owner);
      return;
    }
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      for (const one of functionsMeant(context, as(object, 'ObjectWithArgs'), text(node, 'objectType'))) state.putFunction(owned(one, owner));
      return;
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_SEQUENCE':
    case 'OBJECT_FOREIGN_TABLE':
      changeOwner(context, { kind: 'relation', name: state.relation(unwrap(object).node) }, owner);
  }
};

/** REASSIGN OWNED BY a TO b. */
export const reassignOwned: Handler = (node, context) => {
  const from = roles(context, list(node, 'roles'));
  reassign(context.state, from, roleName(context, field(node, 'newrole')));
};

function reassign(state: State, from: readonly string[], to: string): void {
  const its = (one: { readonly owner: string }): boolean => from.includes(one.owner);
  for (const one of [...state.allTables(), ...state.allViews(), ...state.allSequences()])
    if (its(one)) changeOwner({ state }, { kind: 'relation', name: one }, to);
  for (const one of state.allTypes()) if (its(one)) state.putType(owned(one, to));
  for (const one of state.allFunctions()) if (its(one)) state.putFunction(owned(one, to));
  for (const one of state.allSchemas()) if (its(one)) state.putSchema(owned(one, to));
}
