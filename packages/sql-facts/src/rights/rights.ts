/** Who may do what in a folded schema, as PostgreSQL decides it: `has_table_privilege` and its kin, without the rows that row level security takes away. */
import type { Access, Column, Schema, Table, View } from '../schema.js';

export type Command = 'select' | 'insert' | 'update' | 'delete';

export const commands: readonly Command[] = ['select', 'insert', 'update', 'delete'];

/** What has an owner and rights. */
interface Owned {
  readonly owner: string;
  readonly access: readonly Access[];
  /** What roles have lost by name: the owner may take rights from itself. */
  readonly revoked?: Table['revoked'];
}

/** Rights on a relation: on all of it, on some of its columns alone (sorted), or none. */
export type Reach = 'all' | 'none' | { readonly columns: readonly string[] };

export interface Rights {
  /** Roles whose rights a role has: its own, `public`, and those of the roles that it is in and inherits from. */
  held(role: string): ReadonlySet<string>;
  /** Whether rows are never taken from a role: superusers and roles with BYPASSRLS. Neither is inherited. `unknown` for roles that no statement creates, except the one that applies the files. */
  bypasses(role: string): 'yes' | 'no' | 'unknown';
  /** Whether the role has a right on an object: a grant to it or to a role whose rights it has, or one of those owns it. */
  may(role: string, right: string, object: Owned): boolean;
  /** The right on a table or view, or on columns of it. */
  reach(role: string, right: string, relation: Table | View): Reach;
  /** Whether the role may name what is in a schema. `unknown`: no statement creates it. */
  enters(role: string, schema: string): 'yes' | 'no' | 'unknown';
}

export function rightsIn(schema: Schema): Rights {
  const roles = new Map(schema.roles.map((role) => [role.name, role]));
  const schemas = new Map(schema.schemas.map((one) => [one.name, one]));
  const known = new Map<string, ReadonlySet<string>>();

  const held = (role: string): ReadonlySet<string> => {
    const before = known.get(role);
    if (before !== undefined) return before;
    const found = new Set([role]);
    // A role that does not inherit has to SET ROLE first.
    for (const name of found) {
      const one = roles.get(name);
      if (one?.inherit !== false) for (const { role: of } of one?.memberOf ?? []) found.add(of);
    }
    found.add('public');
    known.set(role, found);
    return found;
  };

  const superuser = (role: string): boolean => roles.get(role)?.superuser === true;

  const may = (role: string, right: string, { owner, access, revoked = [] }: Owned): boolean => {
    if (superuser(role)) return true;
    const own = held(role);
    const lost = revoked.some((one) => one.role === owner && (one.privileges.includes('all') || one.privileges.includes(right)));
    return (own.has(owner) && !lost) || access.some((one) => own.has(one.role) && one.privileges.includes(right));
  };

  return {
    held,
    may,
    bypasses(role) {
      const one = roles.get(role);
      if (one?.superuser === true || one?.bypassRls === true) return 'yes';
      return one?.created === true ? 'no' : 'unknown';
    },
    reach(role, right, relation) {
      if (may(role, right, relation)) return 'all';
      if (!('constraints' in relation)) return 'none';
      const own = held(role);
      const granted = (column: Column): boolean => column.access.some((one) => own.has(one.role) && one.privileges.includes(right));
      const columns = relation.columns.filter(granted).map((column) => column.name);
      return columns.length === 0 ? 'none' : { columns: columns.sort() };
    },
    enters(role, name) {
      const one = schemas.get(name);
      if (one === undefined) return 'unknown';
      return may(role, 'usage', one) ? 'yes' : one.created ? 'no' : 'unknown';
    },
  };
}
