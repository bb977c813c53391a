/** GRANT and REVOKE. What a platform grants by default is not in any file; what a file takes away from a role by name is kept with the table. */
import type { Grant, Named, Table } from '../schema.js';
import type { Context, Handler } from './context.js';
import { as, flag, list, nameParts, strings, text, type Node } from './nodes.js';
import { roles } from './policies.js';
import { rangeVar, sameName } from './state.js';

const kinds: Readonly<Record<string, Grant['on']['kind']>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_SCHEMA: 'schema',
  OBJECT_SEQUENCE: 'sequence',
};

export const grantOrRevoke: Handler = (node, context) => {
  const { state, unit } = context;
  const kind = kinds[text(node, 'objtype') ?? ''] ?? 'other';
  const privileges = list(node, 'privileges').map((one) => (text(as(one, 'AccessPriv'), 'priv_name') ?? 'all').toLowerCase());
  const rights = privileges.length === 0 ? ['all'] : privileges;
  // Rights on single columns leave the table's own as they are.
  if (list(node, 'privileges').some((one) => list(as(one, 'AccessPriv'), 'cols').length > 0)) return;
  const to = roles(list(node, 'grantees'));
  for (const name of targets(node, kind, context)) {
    if (flag(node, 'is_grant')) state.addGrant({ privileges: rights, on: { kind, name }, to, at: unit.whole });
    else state.mapGrants((grant) => (grant.on.kind === kind && sameName(grant.on.name, name) ? without(grant, rights, to) : grant));
    const table = kind === 'table' ? state.table(name) : undefined;
    if (table !== undefined) state.change(table, { revoked: flag(node, 'is_grant') ? regained(table, rights, to) : lost(table, rights, to) });
  }
};

function targets(node: Node, kind: Grant['on']['kind'], { state }: Context): Named[] {
  const objects = list(node, 'objects');
  if (text(node, 'targtype') === 'ACL_TARGET_ALL_IN_SCHEMA') {
    const schemas = strings(objects);
    if (kind === 'table')
      return [...state.allTables(), ...state.allViews()].filter((one) => schemas.includes(one.schema)).map(({ schema, name }) => ({ schema, name }));
    return schemas.map((schema) => ({ schema, name: '*' }));
  }
  return objects.map((object) => {
    const relation = rangeVar(object);
    if (relation !== undefined) return state.relation(relation);
    const parts = nameParts(object);
    return kind === 'schema' ? { schema: parts.at(-1) ?? '', name: parts.at(-1) ?? '' } : state.newName(parts);
  });
}

function without(grant: Grant, rights: readonly string[], from: readonly string[]): Grant | null {
  if (!grant.to.some((role) => from.includes(role))) return grant;
  const to = grant.to.filter((role) => !from.includes(role));
  const all = rights.includes('all') || grant.privileges.every((one) => rights.includes(one));
  if (all) return to.length === 0 ? null : { ...grant, to };
  return { ...grant, privileges: grant.privileges.filter((one) => !rights.includes(one)) };
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
