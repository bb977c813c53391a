/** `supabase/migrations`, `supabase/schemas` and `config.toml`. */
import { parse } from 'smol-toml';
import type { Source } from '../schema.js';
import { compareText, join, nameOf, parentOf, type Folder, type Skipped } from './folder.js';

/** Schemas that the platform fills: scripts alter what is in them and create none of it. */
export const platformSchemas: ReadonlySet<string> = new Set([
  'auth',
  'cron',
  'extensions',
  'graphql',
  'graphql_public',
  'net',
  'pgmq',
  'pgsodium',
  'realtime',
  'storage',
  'supabase_functions',
  'supabase_migrations',
  'vault',
]);

/** What the API serves when `config.toml` does not say. */
const EXPOSED_BY_DEFAULT = ['public', 'graphql_public'];

/** How the CLI recognises a migration: other files are passed over with a warning. */
const MIGRATION = /^([0-9]+)_.*\.sql$/;

/** The CLI passes over `<timestamp>_init.sql` files from before it wrote them itself. */
const FIRST_OWN_INIT = '20211209000000';

export function supabaseSources(folder: Folder): Source[] {
  const homes = new Set(folder.paths.flatMap((path) => /^((?:.*\/)?supabase)\/(?:migrations|schemas)\/[^/]+\.sql$/.exec(path)?.[1] ?? []));
  return [...homes].sort(compareText).flatMap((home) => sourceIn(folder, home) ?? []);
}

function sourceIn(folder: Folder, home: string): Source | null {
  const config = read(folder.text(join(home, 'config.toml')));
  const migrations = folder.in(`${home}/migrations`, '.sql');
  const declared = folder.paths.filter((path) => path.startsWith(`${home}/schemas/`) && path.endsWith('.sql'));
  const skipped: Skipped[] = [];
  if (folder.has(`${home}/seed.sql`)) skipped.push({ file: `${home}/seed.sql`, because: 'it holds seed data' });
  const base = { layout: 'supabase', dialect: 'postgresql', exposedSchemas: exposed(config), ...opened(config), incomplete: false } as const;
  if (migrations.length === 0)
    return declared.length === 0 ? null : { ...base, path: `${home}/schemas`, files: inConfiguredOrder(declared, home, config), skipped };
  if (declared.length > 0) skipped.push({ file: `${home}/schemas`, because: `${home}/migrations says the same and is what is applied` });
  const files: string[] = [];
  for (const file of migrations) {
    const prefix = MIGRATION.exec(nameOf(file))?.[1];
    if (prefix === undefined) skipped.push({ file, because: 'its name is not <digits>_<name>.sql, so the Supabase CLI passes over it' });
    else if (file === migrations[0] && nameOf(file).endsWith('_init.sql') && prefix.length === FIRST_OWN_INIT.length && prefix < FIRST_OWN_INIT)
      skipped.push({ file, because: 'the Supabase CLI passes over a first _init.sql from before December 2021' });
    else files.push(file);
  }
  const declaration = declared.length === 0 ? {} : { declared: { path: `${home}/schemas`, files: inConfiguredOrder(declared, home, config) } };
  return { ...base, path: `${home}/migrations`, files, skipped, ...declaration };
}

interface Configuration {
  readonly api?: { readonly enabled?: unknown; readonly schemas?: unknown; readonly auto_expose_new_tables?: unknown };
  readonly db?: { readonly migrations?: { readonly schema_paths?: unknown } };
}

function read(text: string | null): Configuration {
  try {
    return text === null ? {} : parse(text);
  } catch {
    return {};
  }
}

const stringsOf = (value: unknown): string[] | null => (Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null);

function exposed(config: Configuration): readonly string[] {
  if (config.api?.enabled === false) return [];
  // `public` is always served.
  return [...new Set(['public', ...(stringsOf(config.api?.schemas) ?? EXPOSED_BY_DEFAULT)])];
}

const opened = (config: Configuration): Pick<Source, 'opensNewTables'> =>
  typeof config.api?.auto_expose_new_tables === 'boolean' ? { opensNewTables: config.api.auto_expose_new_tables } : {};

/** What an app's Supabase project serves, asked for a folder of migrations that another tool applies; nothing when there is no such project at or above it. */
export function exposedBeside(folder: Folder, directory: string): Pick<Source, 'exposedSchemas' | 'opensNewTables'> {
  for (let at = directory; ; at = parentOf(at)) {
    const text = folder.text(join(at, 'supabase/config.toml'));
    if (text !== null) return { exposedSchemas: exposed(read(text)), ...opened(read(text)) };
    if (at === '') return { exposedSchemas: [] };
  }
}

/** `schema_paths` lists files and globs in the order in which they are applied; what it leaves out is not. */
function inConfiguredOrder(files: readonly string[], home: string, config: Configuration): string[] {
  const patterns = stringsOf(config.db?.migrations?.schema_paths);
  if (patterns === null || patterns.length === 0) return [...files];
  const ordered = new Set<string>();
  for (const pattern of patterns) {
    const shape = new RegExp(
      `^${pattern
        .replace(/^\.\//, '')
        .split('*')
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^/]*')}$`,
    );
    for (const file of files) if (shape.test(file.slice(home.length + 1))) ordered.add(file);
  }
  return [...ordered];
}
