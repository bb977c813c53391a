/** Where a schema that is declared and the one that migrations leave behind differ: two texts that claim the same. */
import type { Drift, Named, Place, Schema, Table } from '../schema.js';

export interface Compared {
  readonly schema: Schema;
  /** How it is called. */
  readonly name: string;
}

/**
 * One sentence for each difference in tables, columns, row level security and policies, in the order of the sentences, each with the place in the text that says more. What is in doubt on either side is not compared, and what a
 * history without a beginning does not create may be there all the same.
 */
export function driftBetween(declared: Compared, applied: Compared): Drift[] {
  const found: Drift[] = [];
  const add = (because: string, at: Place): void => void found.push({ because, at });
  const known = new Map(applied.schema.tables.map((table) => [printed(table), table]));
  for (const table of declared.schema.tables) {
    const other = known.get(printed(table));
    known.delete(printed(table));
    if (table.assumed || other?.assumed) continue;
    if (other === undefined) {
      if (!applied.schema.partial) add(`${declared.name} declares ${printed(table)}, and ${applied.name} never creates it`, table.at);
      continue;
    }
    for (const { what, at } of differences(table, other)) add(`${printed(table)}: ${what} in ${declared.name} and not in ${applied.name}`, at);
    for (const { what, at } of differences(other, table)) add(`${printed(table)}: ${what} in ${applied.name} and not in ${declared.name}`, at);
  }
  for (const [name, table] of known)
    if (!table.assumed && !declared.schema.partial) add(`${applied.name} creates ${name}, and ${declared.name} does not declare it`, table.at);
  return found.sort((a, b) => (a.because < b.because ? -1 : a.because > b.because ? 1 : 0));
}

const printed = ({ schema, name }: Named): string => `${schema}.${name}`;

/** What one table has that the other has not. */
function differences(table: Table, other: Table): { readonly what: string; readonly at: Place }[] {
  const found: { what: string; at: Place }[] = [];
  const doubtful = (about: 'rls' | 'policies' | 'columns'): boolean => [table, other].some((one) => one.doubts.some((doubt) => doubt.about.includes(about)));
  if (table.rls === 'yes' && other.rls === 'no') found.push({ what: 'row level security is on', at: table.rlsAt ?? table.at });
  if (other.complete && !doubtful('columns'))
    for (const { name, at } of table.columns) if (!other.columns.some((one) => one.name === name)) found.push({ what: `the column ${name} is`, at });
  if (!doubtful('policies'))
    for (const { name, at } of table.policies) if (!other.policies.some((one) => one.name === name)) found.push({ what: `the policy "${name}" is`, at });
  return found;
}
