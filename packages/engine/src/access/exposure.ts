/** Who of those outside can reach a relation through the API, by grants and schemas alone: rows are another question. */
import type { Catalogue } from '@gatelint/catalogue';
import { commands, PolicyMeanings, rightsIn, type Command, type Named, type Rights, type SourceSchema, type Table, type View } from '@gatelint/sql-facts';
import type { Config } from '../config.js';
import type { ClientReach, Exposure } from '../rule.js';
import { platformOf, type Platform } from './platform.js';
import type { Client } from './questions.js';

export interface SourceAccess {
  readonly source: SourceSchema;
  /** Null where nothing says that clients reach the database: questions about clients have nothing to ask then. */
  readonly platform: Platform | null;
  readonly rights: Rights;
  readonly meanings: PolicyMeanings;
  /** Roles that clients come as. */
  readonly clients: readonly Client[];
  /** Schemas that the API serves. */
  readonly served: readonly string[];
  /** Whether the API serves what is in the schema. */
  serves(schema: string): boolean;
  /** Why the files do not say who has which rights on objects of a kind; null when they do. */
  doubt(on: 'table' | 'function'): string | null;
  exposure(relation: Table | View): Exposure;
  /** Where unqualified names are found unless a session says otherwise. */
  readonly searchPath: readonly string[];
  /** Whether any of the functions tells who asks. */
  asksWho(functions: readonly string[]): boolean;
  /** Whether it is one of the platform's tables of accounts. */
  isAccounts(name: Named): boolean;
  /** Whether it is in a schema of the platform of which clients get nothing. */
  isClosed(name: Named): boolean;
}

export function accessOf(source: SourceSchema, config: Config, catalogue: Catalogue): SourceAccess {
  const { schema } = source;
  const rights = rightsIn(schema);
  const platform = platformOf(source.source, schema, config, catalogue.databases);
  const served = platform === null ? [] : (config.sql.exposedSchemas ?? source.source.exposedSchemas);
  const serves = (name: string): boolean => served.includes(name);
  const doubt = (on: 'table' | 'function'): string | null => doubtAbout(source, on);
  const clients = (platform?.roles ?? []).flatMap(({ role, who }) => (who === 'service' ? [] : [{ role, who }]));

  const reachOf = (relation: Table | View, role: string): Pick<ClientReach, 'commands' | 'columns'> => {
    const open: Command[] = [];
    const columns: { -readonly [Key in 'select' | 'insert' | 'update']?: readonly string[] } = {};
    for (const command of commands) {
      const reach = rights.reach(role, command, relation);
      if (reach === 'none') continue;
      open.push(command);
      // Rows are deleted whole: there is no such right on a column.
      if (reach !== 'all' && command !== 'delete') columns[command] = reach.columns;
    }
    return { commands: open, columns };
  };

  const callers = new Set(platform?.callers ?? []);
  return {
    source,
    platform,
    rights,
    meanings: new PolicyMeanings(schema),
    clients,
    served,
    serves,
    searchPath: platform?.brings?.searchPath ?? ['public'],
    asksWho: (functions) => functions.some((name) => callers.has(name) || callers.has(name.replace(/^pg_catalog\./, ''))),
    isClosed: ({ schema: of }) => platform?.brings?.closed.includes(of) ?? false,
    isAccounts: ({ schema: of }) => platform?.brings?.accounts.schema === of,
    doubt,
    exposure(relation) {
      const closed = (because: string): Exposure => ({ state: 'unreachable', because, roles: [] });
      const unknown = (because: string): Exposure => ({ state: 'unknown', because, roles: [] });
      if (platform === null) return closed('nothing says that clients reach the database');
      if (!serves(relation.schema)) return closed(`the API does not serve the schema ${relation.schema}`);
      const because = doubt('table');
      if (because !== null) return unknown(because);
      if ('assumed' in relation && relation.assumed) return unknown('no file creates it');
      if (clients.some(({ role }) => rights.enters(role, relation.schema) === 'unknown')) return unknown(`no file creates the schema ${relation.schema}`);
      const roles = clients.flatMap((client): ClientReach[] => {
        const reach = reachOf(relation, client.role);
        return reach.commands.length === 0 || rights.enters(client.role, relation.schema) === 'no' ? [] : [{ ...client, ...reach }];
      });
      if (roles.length === 0) return closed(`nothing on it is granted to ${clients.map(({ role }) => role).join(' or ')}`);
      return { state: 'reachable', because: roles.map(({ role, commands: may }) => `${role} may ${may.join(', ')}`).join('; '), roles };
    },
  };
}

function doubtAbout({ source, schema }: SourceSchema, on: 'table' | 'function'): string | null {
  if (source.layout === 'prisma-schema') return 'a Prisma schema does not say who is granted what';
  if (source.layout === 'code') return 'a schema in code does not say who is granted what';
  return schema.doubts.find((one) => one.about === 'rights' && (one.on === null || one.on === 'schema' || one.on === on))?.because ?? null;
}
