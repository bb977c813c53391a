/** Where a schema that is declared and the one that migrations leave behind differ: two texts that claim the same. */
import type { Named, Schema, Table } from '../schema.js';

/** One sentence for each difference in tables, columns, row level security and policies, in the order of the names. `declared` and `applied`: how the two are called. */
export function driftBetween(declared: Schema, applied: Schema, names: { readonly declared: string; readonly applied: string }): string[] {
  const found: string[] = [];
  const known = new Map(applied.tables.filter((table) => !table.assumed).map((table) => [printed(table), table]));
  for (const table of declared.tables) {
    if (table.assumed) continue;
    const other = known.get(printed(table));
    known.delete(printed(table));
    if (other === undefined) found.push(`${names.declared} declares ${printed(table)}, and ${names.applied} never creates it`);
    else found.push(...differences(table, other).map((what) => `${printed(table)}: ${what} in ${names.declared} and not in ${names.applied}`));
    if (other !== undefined)
      found.push(...differences(other, table).map((what) => `${printed(table)}: ${what} in ${names.applied} and not in ${names.declared}`));
  }
  for (const name of known.keys()) found.push(`${names.applied} creates ${name}, and ${names.declared} does not declare it`);
  return found.sort();
}

const printed = ({ schema, name }: Named): string => `${schema}.${name}`;

/** What one table has that the other has not. */
function differences(table: Table, other: Table): string[] {
  const found: string[] = [];
  if (table.rls === 'yes' && other.rls === 'no') found.push('row level security is on');
  if (other.complete) for (const { name } of table.columns) if (!other.columns.some((one) => one.name === name)) found.push(`the column ${name} is`);
  for (const { name } of table.policies) if (!other.policies.some((one) => one.name === name)) found.push(`the policy "${name}" is`);
  return found;
}
