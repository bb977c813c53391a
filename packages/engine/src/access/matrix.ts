/** The access matrix of a database: which role gets to which rows of which table by which command. */
import { commands, type Command, type Table } from '@gatelint/sql-facts';
import { compare } from '../findings.js';
import type { AccessCell, AccessMatrix, AccessRole } from '../report.js';
import { placeIn } from '../schema/places.js';
import { printed } from '../schema/user-data.js';
import { cellOf, type Cell, type Who } from './cells.js';
import type { SourceAccess } from './exposure.js';
import { createPasses } from './passes.js';
import { rolesIn } from './platform.js';

/** Null where the source says nothing about rights: schemas of ORMs and of code. */
export function accessMatrix(access: SourceAccess): AccessMatrix | null {
  const { source, rights, platform } = access;
  const doubt = access.doubt('table');
  const { layout, path } = source.source;
  if (layout === 'prisma-schema' || layout === 'code') return null;
  const tables = source.schema.tables.filter((table) => !table.assumed);
  if (tables.length === 0) return null;
  const roles = rolesOf(access, tables);
  const passes = createPasses(access.meanings);
  const cell = (table: Table, { name, who }: AccessRole, command: Command): AccessCell => {
    if (doubt !== null) return { is: 'unknown', policies: [], columns: null, because: doubt };
    const role = who === 'owner' ? table.owner : name;
    const client: Who = who === 'anyone' || who === 'signed-in' ? who : null;
    const reach = rights.reach(role, command, table);
    return plain(cellOf(rights, table, command, role, client, passes), typeof reach === 'object' ? reach.columns : null);
  };
  return {
    source: path,
    platform: platform?.name ?? null,
    assumed: platform?.assumed ?? null,
    roles,
    tables: tables
      .map((table) => ({
        name: printed(table),
        ...placeIn(source, table.at),
        served: access.serves(table.schema),
        cells: roles.map((role) => ({ role: role.name, ...byCommand((command) => cell(table, role, command)) })),
      }))
      .sort((a, b) => compare(a.name, b.name) || compare(a.file, b.file) || a.line - b.line),
  };
}

function byCommand<Answer>(answer: (command: Command) => Answer): Readonly<Record<Command, Answer>> {
  return Object.fromEntries(commands.map((command) => [command, answer(command)])) as Record<Command, Answer>;
}

function plain(cell: Cell, columns: readonly string[] | null): AccessCell {
  const open = cell.is !== 'closed' && cell.is !== 'unknown';
  return {
    is: cell.is,
    policies: 'policies' in cell ? cell.policies : [],
    columns: open ? columns : null,
    because: 'because' in cell ? cell.because : null,
  };
}

/** Clients, then roles of the project itself, then its services and the owner of each table. */
function rolesOf({ source, platform, clients }: SourceAccess, tables: readonly Table[]): AccessRole[] {
  const services = (platform?.roles ?? []).filter(({ who }) => who === 'service');
  const fromPlatform = new Set(source.schema.roles.filter(({ at }) => at.file === '').map(({ name }) => name));
  const taken = new Set([...clients, ...services].map(({ role }) => role));
  const owners = new Set(tables.map((table) => table.owner));
  const own = [...rolesIn(source.schema)].filter(
    (name) => name !== 'public' && !taken.has(name) && !fromPlatform.has(name) && !owners.has(name) && !name.startsWith('pg_'),
  );
  return [
    ...clients.map(({ role, who }) => ({ name: role, who })),
    ...own.sort().map((name) => ({ name, who: 'application' as const })),
    ...services.map(({ role }) => ({ name: role, who: 'service' as const })),
    { name: 'owner', who: 'owner' },
  ];
}
