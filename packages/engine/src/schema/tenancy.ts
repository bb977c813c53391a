/** Which tables are tenants, and which column says whose a row is. */
import type { Column, Named, SourceSchema, Table } from '@gatelint/sql-facts';
import { printed, sqlIdentifier } from './user-data.js';
import { anchor } from './places.js';
import type { TenantQuestion } from './questions.js';
import { singular, wordsOf } from './words.js';

/** What is shared by people who are kept apart from others. */
const TENANTS: ReadonlySet<string> = new Set(['organization', 'organisation', 'org', 'team', 'workspace', 'tenant', 'company']);

const lastWord = (name: string): string => singular(wordsOf(name).at(-1) ?? '');

/** Names of tables of tenants: by their name, or because a table of memberships with roles joins them to users. */
export function tenantTables({ schema }: SourceSchema): ReadonlySet<string> {
  const found = new Set<string>();
  for (const table of schema.tables) {
    // `organization_members` are no organizations, and neither is what is named for one and belongs to another.
    if (TENANTS.has(lastWord(table.name))) found.add(printed(table));
    const joined = membershipOf(table);
    if (joined !== null) found.add(printed(joined));
  }
  return found;
}

const isUsers = ({ schema, name }: Named): boolean => (schema === 'auth' && name === 'users') || /^(?:user|profile)$/.test(lastWord(name));

/** The table that people are members of by this one: its key is a person and that, and it says in which role. */
function membershipOf(table: Table): Named | null {
  const named = wordsOf(table.name).some((word) => /^member(?:ship)?s?$/.test(word));
  if (!named || !table.columns.some(({ name }) => lastWord(name) === 'role')) return null;
  const references = table.constraints.flatMap((one) =>
    one.references === null || one.columns.length !== 1 ? [] : [{ to: one.references.table, by: one.columns[0]! }],
  );
  const person = references.find(({ to }) => isUsers(to))?.by ?? table.columns.find(({ name }) => /^(?:user|profile|member)_?id$/i.test(name))?.name;
  const others = references.filter(({ to, by }) => by !== person && !isUsers(to) && lastWord(to.name) !== 'role');
  if (person === undefined || others.length !== 1) return null;
  const [{ to, by }] = others as [(typeof others)[number]];
  const keyed = [...table.constraints.filter((one) => one.kind === 'primary-key' || one.kind === 'unique'), ...table.indexes.filter((one) => one.unique)];
  return keyed.some(({ columns }) => columns.includes(by) && columns.includes(person)) ? to : null;
}

function onPurpose(table: Table, column: string): string | null {
  for (const { kind, columns, references } of table.constraints) {
    if (!columns.includes(column)) continue;
    if (kind === 'check') return 'a check is about it';
    if (references?.onDelete === 'set null') return 'it is set to NULL with its tenant';
  }
  return null;
}

/** The column that says to which tenant a row belongs; null when there is none, or when it could be one of several. */
export function tenantOf(table: Table, tenants: ReadonlySet<string>): TenantQuestion | null {
  const of = (column: Column, to: Named | null): TenantQuestion => ({
    column: column.name,
    sql: sqlIdentifier(column.name),
    at: anchor(column.at),
    nullable: !column.notNull,
    because: onPurpose(table, column.name),
    table: to === null ? null : printed(to),
  });
  const referring = table.constraints.flatMap((one) => {
    const [name] = one.columns;
    if (one.references === null || one.columns.length !== 1 || !tenants.has(printed(one.references.table))) return [];
    // A team inside of a team, or the one that is looked at, is not whose the row is.
    const column = table.columns.find((other) => other.name === name);
    const words = wordsOf(name!).filter((word) => word !== 'id' && word !== 'uuid');
    const plain = words.length === 1 || words.join('_') === wordsOf(one.references.table.name).map(singular).join('_');
    return column === undefined || !plain || printed(one.references.table) === printed(table) ? [] : [of(column, one.references.table)];
  });
  if (referring.length === 1) return referring[0]!;
  if (referring.length > 1) return null;
  const named = table.columns.filter(({ name }) => {
    const words = wordsOf(name);
    return words.length === 2 && TENANTS.has(words[0]!) && (words[1] === 'id' || words[1] === 'uuid');
  });
  // One that points elsewhere than to tenants is something else.
  const [only] = named.filter(({ name }) => !table.constraints.some((one) => one.references !== null && one.columns.includes(name)));
  return only === undefined || named.length > 1 ? null : of(only, null);
}
