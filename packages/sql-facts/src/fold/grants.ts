/** GRANT and REVOKE on objects, and ALTER DEFAULT PRIVILEGES. What a platform grants by default is not in any file; what a file takes away from a role by name is kept with the table. */
import type { Access, DefaultPrivileges, Grant, Named, Table } from '../schema.js';
import { accessByDefault, allRights, columnRights, defaultKey, granted, revoked, type AccessKind } from './access.js';
import type { Context, Handler } from './context.js';
import { functionsMeant, isOfKind } from './functions.js';
import { as, field, flag, list, nameParts, strings, text, type Node } from './nodes.js';
import { roleName, roles } from './policies.js';
import { rangeVar } from './state.js';

const kinds: Readonly<Record<string, AccessKind>> = {
  OBJECT_TABLE: 'table',
  OBJECT_VIEW: 'table',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_SCHEMA: 'schema',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
};

/** What kind of objects a GRANT or a change of owner is about; null where its tree does not say. */
export function kindOfObjects(node: Node): AccessKind | null {
  return kinds[text(node, 'objtype') ?? text(node, 'objectType') ?? ''] ?? null;
}

/** One GRANT or REVOKE, as it is done to each of its objects. */
interface Change {
  readonly grants: boolean;
  readonly roles: readonly string[];
  /** GRANT … WITH GRANT OPTION, or REVOKE GRANT OPTION FOR. */
  readonly option: boolean;
  /** Null for ALL. */
  readonly rights: readonly string[] | null;
  readonly columns: readonly { readonly right: string | null; readonly columns: readonly string[] }[];
}

function changeIn(node: Node, context: Context): Change {
  const items = list(node, 'privileges').map((one) => as(one, 'AccessPriv') ?? {});
  const withColumns = items.filter((one) => list(one, 'cols').length > 0);
  const plain = items.filter((one) => list(one, 'cols').length === 0);
  return {
    grants: flag(node, 'is_grant'),
    roles: roles(context, list(node, 'grantees')),
    option: flag(node, 'grant_option'),
    rights: items.length === 0 || plain.some((one) => text(one, 'priv_name') === undefined) ? null : plain.map((one) => text(one, 'priv_name')!.toLowerCase()),
    columns: withColumns.map((one) => ({ right: text(one, 'priv_name')?.toLowerCase() ?? null, columns: strings(list(one, 'cols')) })),
  };
}

function apply(access: readonly Access[], change: Change, all: readonly string[], owner: string | null): readonly Access[] {
  const rights = change.rights ?? all;
  if (rights.length === 0) return access;
  return change.grants ? granted(access, rights, change.roles, change.option, owner) : revoked(access, rights, change.roles, change.option);
}

export const grantOrRevoke: Handler = (node, context) => {
  const { state } = context;
  const kind = kinds[text(node, 'objtype') ?? ''];
  if (kind === undefined) return;
  const change = changeIn(node, context);
  const all = text(node, 'targtype') === 'ACL_TARGET_ALL_IN_SCHEMA';
  const objects = list(node, 'objects');
  const schemas = all ? strings(objects) : [];
  const inThem = (one: Named): boolean => schemas.includes(one.schema);
  switch (kind) {
    case 'table':
    case 'sequence': {
      const inSchemas = kind === 'table' ? [...state.allTables(), ...state.allViews()] : state.allSequences();
      const names = all ? inSchemas.filter(inThem) : objects.map((one) => state.relation(rangeVar(one)));
      const before = names.map((one) => state.table(one) ?? state.view(one) ?? state.sequence(one));
      remember(context, kind, change, before, { objects: names.map((one) => state.liveRelation(one)), allIn: schemas });
      for (const name of names) onRelation(context, { schema: name.schema, name: name.name }, change);
      return;
    }
    case 'function': {
      const found = all
        ? state.allFunctions().filter((one) => inThem(one) && isOfKind(text(node, 'objtype'), one))
        : objects.flatMap((one) => functionsMeant(context, as(one, 'ObjectWithArgs'), text(node, 'objtype')));
      remember(context, kind, change, found, { objects: found.map((one) => state.liveFunction(one)), allIn: schemas });
      for (const one of found) state.putFunction({ ...one, access: apply(one.access, change, allRights.function, one.owner) });
      return;
    }
    case 'type':
      for (const object of objects) {
        const name = state.findType(nameParts(object));
        const type = name === null ? undefined : state.type(name);
        if (type !== undefined) state.putType({ ...type, access: apply(type.access, change, allRights.type, type.owner) });
      }
      return;
    case 'schema':
      remember(
        context,
        kind,
        change,
        objects.map((one) => state.schema(nameParts(one).at(-1) ?? '')),
        { objects: objects.map((one) => ({ schema: nameParts(one).at(-1) ?? '', name: '' })) },
      );
      for (const object of objects) {
        const schema = state.schema(nameParts(object).at(-1) ?? '');
        if (schema !== undefined) state.putSchema({ ...schema, access: apply(schema.access, change, allRights.schema, schema.owner) });
      }
  }
};

type Given = Partial<Pick<Grant, 'objects' | 'allIn' | 'toCome'>>;

/** What a file gives is told as it is written; what the platform's setup gives stands in no file. `before`: what it is given on, undefined where no file creates it. */
function remember(
  { state, unit }: Context,
  on: AccessKind,
  change: Change,
  before: readonly ({ readonly access: readonly Access[]; readonly owner: string } | undefined)[],
  given: Given,
): void {
  if (!change.grants || unit.whole.file === '' || (change.rights !== null && change.rights.length === 0)) return;
  const rights = change.rights ?? allRights[on];
  const lacks = (role: string, access: readonly Access[]): boolean =>
    !rights.every((right) => access.some((one) => one.role === role && one.privileges.includes(right)));
  const gives = before.some((one) => one === undefined || change.roles.some((role) => role !== one.owner && lacks(role, one.access)));
  state.grants.set(state.grants.size, {
    at: unit.whole,
    roles: change.roles,
    privileges: rights,
    all: change.rights === null,
    on,
    objects: [],
    allIn: [],
    gives,
    toCome: null,
    ...given,
  });
}

function onRelation({ state }: Context, name: Named, change: Change): void {
  const [table, view, sequence] = [state.table(name), state.view(name), state.sequence(name)];
  if (table !== undefined) {
    const access = apply(table.access, change, allRights.table, table.owner);
    const columns = table.columns.map((column) => {
      const changed = onColumn(column.access, column.name, change, table.owner);
      return changed === column.access ? column : { ...column, access: changed };
    });
    state.change(table, { access, columns, revoked: byName(table, change) });
  } else if (view !== undefined) state.putView({ ...view, access: apply(view.access, change, allRights.table, view.owner) });
  else if (sequence !== undefined) {
    state.putSequence({ ...sequence, access: apply(sequence.access, change, allRights.sequence, sequence.owner) });
  }
}

/** Rights on single columns leave the table's own as they are; what is taken away from the table is taken from its columns too. */
function onColumn(before: readonly Access[], name: string, change: Change, owner: string): readonly Access[] {
  let access = before;
  for (const { right, columns } of change.columns)
    if (columns.includes(name)) access = apply(access, { ...change, rights: right === null ? null : [right] }, columnRights, owner);
  if (!change.grants) access = revoked(access, change.rights ?? columnRights, change.roles, change.option);
  return access;
}

/** What roles have lost on a table by name; see Table.revoked. */
function byName(table: Table, change: Change): Table['revoked'] {
  const rights = change.rights ?? ['all'];
  if (rights.length === 0 || (!change.grants && change.option)) return table.revoked;
  return change.grants ? regained(table, rights, change.roles) : lost(table, rights, change.roles);
}

function lost(table: Table, rights: readonly string[], from: readonly string[]): Table['revoked'] {
  const others = table.revoked.filter((one) => !from.includes(one.role));
  const changed = from.map((role) => ({
    role,
    privileges: [...new Set([...(table.revoked.find((one) => one.role === role)?.privileges ?? []), ...rights])].sort(),
  }));
  return [...others, ...changed].sort((a, b) => (a.role < b.role ? -1 : 1));
}

function regained(table: Table, rights: readonly string[], to: readonly string[]): Table['revoked'] {
  return table.revoked.flatMap((one) => {
    if (!to.includes(one.role)) return [one];
    if (rights.includes('all')) return [];
    // What was taken away whole and given back in part is still lost for the rest.
    const before = one.privileges.includes('all') ? ['delete', 'insert', 'select', 'update'] : one.privileges;
    const privileges = before.filter((right) => !rights.includes(right));
    return privileges.length === 0 ? [] : [{ role: one.role, privileges }];
  });
}

export const alterDefaultPrivileges: Handler = (node, context) => {
  const { state } = context;
  const options = list(node, 'options').map((one) => as(one, 'DefElem'));
  const option = (name: string): readonly Node[] =>
    list(
      as(
        field(
          options.find((one) => text(one, 'defname') === name),
          'arg',
        ),
        'List',
      ),
      'items',
    );
  const schemas: readonly (string | null)[] = strings(option('schemas'));
  const makers = option('roles').map((one) => roleName(context, as(one, 'RoleSpec')));
  const action = field(node, 'action') ?? {};
  const on = kinds[text(action, 'objtype') ?? ''];
  if (on === undefined) return;
  const change = changeIn(action, context);
  const whose = makers.length > 0 ? makers : [state.role];
  const defaults = whose.flatMap((role) =>
    (schemas.length > 0 ? schemas : [null]).map(
      (schema): DefaultPrivileges =>
        state.defaultPrivileges.get(defaultKey(role, schema, on)) ?? { role, schema, on, access: schema === null ? accessByDefault(on) : [] },
    ),
  );
  const toCome = { makers: whose, schemas: schemas.length > 0 ? strings(option('schemas')) : null };
  remember(
    context,
    on,
    change,
    defaults.map((one) => ({ access: one.access, owner: one.role })),
    { toCome },
  );
  for (const one of defaults)
    state.defaultPrivileges.set(defaultKey(one.role, one.schema, on), { ...one, access: apply(one.access, change, allRights[on], one.role) });
};
