/** Which tables hold data of users or tenants, and why: they are such a table, they reach one by foreign keys, or they have an owner column. */
import type { Named, SourceSchema, Table } from '@gatelint/sql-facts';
import { singular, wordsOf } from './words.js';

/** What a table of people, or of what people share, is called: the last word of its name, in the singular. */
const PEOPLE: ReadonlySet<string> = new Set([
  'user',
  'profile',
  'account',
  'organization',
  'organisation',
  'org',
  'team',
  'workspace',
  'tenant',
  'member',
  'membership',
  'customer',
  'company',
]);

/** Columns that say to whom a row belongs. */
const OWNERS: ReadonlySet<string> = new Set(
  [
    'user',
    'owner',
    'account',
    'team',
    'org',
    'organization',
    'organisation',
    'tenant',
    'workspace',
    'customer',
    'member',
    'profile',
    'author',
    'creator',
    'company',
  ]
    .flatMap((one) => [`${one}_id`, `${one}_uuid`])
    .concat(['uid', 'owner', 'user', 'created_by', 'created_by_id', 'created_by_user_id', 'owned_by', 'belongs_to_user_id', 'clerk_user_id', 'auth_user_id']),
);

const keyOf = ({ schema, name }: Named): string => `${schema}.${name}`;

/** `public.orders`; the bare name where the database has no schemas. */
export const printed = ({ schema, name }: Named): string => (schema === '' ? name : `${schema}.${name}`);

const PLAIN = /^[a-z_][a-z0-9_]*$/;

/** An identifier as SQL has to spell it: in quotes when it is not all lower case. */
export const sqlIdentifier = (name: string): string => (PLAIN.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** Reasons by printed name; tables that are not in it hold no user data as far as the files say. */
export function userData({ schema }: SourceSchema, userTables: readonly string[]): ReadonlyMap<string, string> {
  const named = (table: Named): boolean => userTables.some((one) => one === table.name || one === keyOf(table));
  const reasons = new Map<string, string>();
  const queue: Table[] = [];
  const mark = (table: Table, because: string): void => {
    if (reasons.has(printed(table))) return;
    reasons.set(printed(table), because);
    queue.push(table);
  };
  for (const table of schema.tables) {
    const because = named(table) ? 'is configured as a table of users' : isPeople(table) ? 'is a table of users or tenants' : ownerColumn(table);
    if (because !== null) mark(table, because);
  }
  const owned = (to: Named): boolean => isPeople(to) || named(to);
  for (const table of schema.tables) {
    const reference = table.constraints.find((one) => one.references !== null && owned(one.references.table));
    if (reference !== undefined) mark(table, `references ${printed(reference.references!.table)}`);
  }
  // A row that hangs on a row of user data is user data, however many tables away.
  const children = childrenOf(schema.tables);
  for (let reached = queue[0], next = 1; reached !== undefined; reached = queue[next++])
    for (const table of children.get(keyOf(reached)) ?? []) mark(table, `references ${printed(reached)}, which ${reasons.get(printed(reached))}`);
  return reasons;
}

/** Tables by each that they hang on, in their order. */
function childrenOf(tables: readonly Table[]): ReadonlyMap<string, readonly Table[]> {
  const found = new Map<string, Table[]>();
  for (const table of tables) {
    const parents: Named[] = [
      ...table.constraints.flatMap((one) => one.references?.table ?? []),
      ...table.inherits,
      ...(table.partitionOf === null ? [] : [table.partitionOf]),
    ];
    for (const key of new Set(parents.map(keyOf))) {
      const children = found.get(key);
      if (children) children.push(table);
      else found.set(key, [table]);
    }
  }
  return found;
}

function isPeople({ schema, name }: Named): boolean {
  if (schema === 'auth' && name === 'users') return true;
  return PEOPLE.has(singular(wordsOf(name).at(-1) ?? ''));
}

function ownerColumn(table: Table): string | null {
  const column = table.columns.find((one) => OWNERS.has(wordsOf(one.name).join('_')));
  return column === undefined ? null : `has the owner column ${column.name}`;
}
