/** Rights that the files grant by name on a table with row level security, and that no policy lets the role use. */
import type { Table } from '@gatelint/sql-facts';
import type { SourceAccess } from '../access/exposure.js';
import { commandsOf } from './policies.js';
import type { Command, UncoveredGrant } from './questions.js';

const COMMANDS: readonly Command[] = ['select', 'insert', 'update', 'delete'];

export function uncoveredGrants({ source, platform, rights }: SourceAccess, table: Table): UncoveredGrant[] {
  if (table.rls !== 'yes' || table.policies.length === 0 || table.doubts.some((one) => one.about.includes('policies'))) return [];
  const service = new Set((platform?.roles ?? []).flatMap(({ role, who }) => (who === 'service' ? [role] : [])));
  // What new tables are granted by default was not meant for this one.
  const byDefault = (role: string, command: Command): boolean =>
    source.schema.defaultPrivileges.some(
      (one) =>
        one.on === 'table' &&
        (one.schema === null || one.schema === table.schema) &&
        one.access.some((to) => to.role === role && to.privileges.includes(command)),
    );
  return table.access.flatMap(({ role, privileges }): UncoveredGrant[] => {
    if (role === table.owner || service.has(role) || rights.bypasses(role) === 'yes') return [];
    const asked = new Set([...rights.held(role), 'public']);
    // What is granted to a group is used by its members, whom a policy may name.
    const member = (name: string): boolean => rights.held(name).has(role);
    const covered = (command: Command): boolean =>
      table.policies.some((one) => one.permissive && commandsOf(one).includes(command) && one.roles.some((to) => asked.has(to) || member(to)));
    const commands = COMMANDS.filter((command) => privileges.includes(command) && !byDefault(role, command) && !covered(command));
    return commands.length === 0 ? [] : [{ role, commands }];
  });
}
