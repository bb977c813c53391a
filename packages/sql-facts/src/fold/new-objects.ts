/** Objects with nothing in them yet, as PostgreSQL makes them. */
import type { Named, Place, Schema, Table, TypeDef, Uses } from '../schema.js';

/** The superuser that a new database has stands for whoever applies the files. */
export const APPLIES = 'postgres';

export const NO_USES: Uses = { relations: [], functions: [], types: [] };

export const EMPTY: Schema = {
  tables: [],
  views: [],
  types: [],
  functions: [],
  sequences: [],
  schemas: [],
  roles: [],
  extensions: [],
  publications: [],
  eventTriggers: [],
  defaultPrivileges: [],
  grants: [],
  told: [],
  doubts: [],
  partial: false,
};

/** A type without anything that is said of one kind alone. */
export const newType = (name: Named, at: Place): Omit<TypeDef, 'kind'> => ({
  schema: name.schema,
  name: name.name,
  at,
  owner: APPLIES,
  access: [],
  labels: [],
  base: null,
  baseRef: null,
  notNull: false,
  default: null,
  attributes: [],
  constraints: [],
});

/** A table with nothing in it yet: row level security off. */
export function newTable(name: Named, at: Place): Table {
  return {
    schema: name.schema,
    name: name.name,
    at,
    assumed: false,
    kind: 'table',
    unlogged: false,
    owner: APPLIES,
    access: [],
    columns: [],
    complete: true,
    constraints: [],
    indexes: [],
    rls: 'no',
    rlsBecause: null,
    rlsAt: null,
    forced: false,
    policies: [],
    triggers: [],
    inherits: [],
    partitionOf: null,
    comment: null,
    revoked: [],
    history: [],
    doubts: [],
  };
}
