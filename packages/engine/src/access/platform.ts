/** The platform that serves a source's database to clients: what it sets up before the first file, and as which roles clients come. */
import type { Catalogue, DatabasePlatform } from '@gatelint/catalogue';
import type { Schema, Source } from '@gatelint/sql-facts';
import type { Config } from '../config.js';

export interface Platform {
  readonly name: string;
  readonly roles: DatabasePlatform['roles'];
  readonly brings: DatabasePlatform['brings'];
  readonly callers: DatabasePlatform['callers'];
  /** What was taken for granted because no file says it; null when nothing was. */
  readonly assumed: string | null;
}

const isHosted = (source: Source): boolean =>
  (source.dialect === 'postgresql' || source.dialect === 'unknown') && (source.layout === 'supabase' || source.exposedSchemas.length > 0);

/** The source with what its platform has run by then. It is folded as if files said it. */
export function onPlatform(source: Source, { hosted }: Catalogue['databases']): Source {
  if (!isHosted(source) || source.layout === 'prisma-schema' || source.layout === 'code' || source.files.length === 0) return source;
  const begins = { before: null, sql: hosted.setup };
  const ends = closing(source, hosted);
  return { ...source, setup: ends === null ? [begins] : [begins, { before: ends, sql: hosted.newTables!.close }] };
}

/** The first file whose new tables clients are not granted; null when there is none. */
function closing({ opensNewTables, files }: Source, { newTables }: DatabasePlatform): string | null {
  if (newTables === null || opensNewTables === true) return null;
  const first = files[0]!;
  if (opensNewTables === false || dateOf(first) >= newTables.closedForNewProjects) return first;
  return files.find((file) => dateOf(file) >= newTables.closedForAll) ?? null;
}

/** The first eight digits of a version that is a date; '' where the file's name holds none, which is before all dates. */
const dateOf = (file: string): string => /(?:^|[/V])(20\d\d[01]\d[0-3]\d)\d*[_.-]/u.exec(file)?.[1] ?? '';

/** Null where nothing says that clients reach the database. */
export function platformOf(source: Source, schema: Schema, config: Config, { hosted, rest }: Catalogue['databases']): Platform | null {
  if (isHosted(source)) return { name: hosted.name, roles: hosted.roles, brings: hosted.brings, callers: hosted.callers, assumed: assumedOf(source, hosted) };
  if (config.sql.exposedSchemas === null || config.sql.exposedSchemas.length === 0) return null;
  const named = rolesIn(schema);
  // Who configures schemas as served, and has roles of a platform in the files, has that platform.
  const roles = named.has('service_role') ? hosted.roles : rest.roles.filter((one) => named.has(one.role));
  return roles.length === 0 ? null : { name: rest.name, roles, brings: rest.brings, callers: [...rest.callers, ...hosted.callers], assumed: null };
}

function assumedOf(source: Source, { newTables, name, roles }: DatabasePlatform): string | null {
  if (newTables === null || source.opensNewTables !== undefined || source.setup === undefined) return null;
  const clients = roles.map((one) => one.role).join(', ');
  const end = closing(source, { newTables } as DatabasePlatform);
  const setting = `supabase/config.toml (${newTables.setting}) does not say`;
  if (end === null) return `what is made in ${newTables.schema} is taken to be granted to ${clients}, as ${name} did before 2026; ${setting}`;
  if (end === source.files[0]) return `what is made in ${newTables.schema} is taken to be granted to nobody, as ${name} does since 30 May 2026; ${setting}`;
  return `what is made in ${newTables.schema} is taken to be granted to ${clients} up to ${end}, from where ${name} grants it to nobody; ${setting}`;
}

/** Every role that the files grant something to, create, or write a policy for. */
export function rolesIn(schema: Schema): ReadonlySet<string> {
  const found = new Set<string>();
  const from = (all: readonly { readonly access: readonly { readonly role: string }[] }[]): void => {
    for (const one of all) for (const { role } of one.access) found.add(role);
  };
  for (const role of schema.roles) found.add(role.name);
  for (const table of schema.tables) {
    from([table, ...table.columns]);
    for (const policy of table.policies) for (const role of policy.roles) found.add(role);
  }
  from(schema.views);
  from(schema.functions);
  from(schema.schemas);
  return found;
}
