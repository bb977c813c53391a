/** Platforms that serve a database to clients: which roles clients come as, and what is granted to them before any file says so. */

/** A platform that serves a database to clients. */
export interface DatabasePlatform {
  readonly name: string;
  /** Roles that a request comes as: of whoever has the public key, of users who have signed in, and of the project's own services. */
  readonly roles: readonly { readonly role: string; readonly who: 'anyone' | 'signed-in' | 'service' }[];
  /** SQL that has run before the first file: roles, and what they are granted. */
  readonly setup: string;
  /** Where what is made in a schema is granted to clients by itself, how that ends, and when it did: as the first eight digits of a migration's version. */
  readonly newTables: {
    /** The setting that says it, for messages. */
    readonly setting: string;
    readonly schema: string;
    readonly close: string;
    readonly closedForNewProjects: string;
    readonly closedForAll: string;
  } | null;
  /** What it has in the database beside its roles; null for a server alone. */
  readonly brings: PlatformObjects | null;
  /** Functions and settings that tell who asks, as patterns of qualified names. */
  readonly callers: readonly string[];
  readonly source: string;
}

/** Tables, functions and extensions that a platform manages. Names are qualified. */
export interface PlatformObjects {
  /** Schemas whose tables are the platform's to change. */
  readonly managed: readonly string[];
  /** Schemas of which clients get nothing, whatever a project does: accounts, secrets. */
  readonly closed: readonly string[];
  /** Where unqualified names are found. */
  readonly searchPath: readonly string[];
  /** The schema with the accounts of users, and the primary key of its tables. */
  readonly accounts: { readonly schema: string; readonly key: string };
  readonly files: { readonly objects: string; readonly bucketColumn: string; readonly buckets: string; readonly source: string };
  readonly queues: {
    /** Functions that make one; the first argument, or that of the name, is what it is called. */
    readonly create: readonly string[];
    readonly argument: string;
    /** Beginning of the name of its table. */
    readonly table: string;
    /** Schemas that, once served, hand queues to clients. */
    readonly served: readonly string[];
    readonly source: string;
  };
  readonly graphql: { readonly extension: string; readonly schema: string; readonly source: string };
  readonly extensions: {
    /** There before the first file: creating one again does nothing. */
    readonly present: readonly string[];
    /** Whose objects go into a schema of their own, whatever is said. */
    readonly housed: readonly string[];
    readonly source: string;
  };
}

/** Roles that a REST server in front of PostgreSQL switches to, by the names that its manual uses. */
const restRoles: DatabasePlatform['roles'] = [
  { role: 'anon', who: 'anyone' },
  { role: 'web_anon', who: 'anyone' },
  { role: 'authenticated', who: 'signed-in' },
  { role: 'web_user', who: 'signed-in' },
];

const supabase: DatabasePlatform = {
  name: 'Supabase',
  roles: [
    { role: 'anon', who: 'anyone' },
    { role: 'authenticated', who: 'signed-in' },
    { role: 'service_role', who: 'service' },
  ],
  setup: `
    create role anon nologin noinherit;
    create role authenticated nologin noinherit;
    create role service_role nologin noinherit bypassrls;
    create role authenticator login noinherit;
    create role supabase_admin login superuser;
    create role dashboard_user nologin;
    create role supabase_auth_admin login noinherit createrole;
    create role supabase_storage_admin login noinherit createrole;
    create role supabase_read_only_user login bypassrls;
    alter role postgres bypassrls login createrole createdb;
    grant anon, authenticated, service_role to authenticator;
    grant usage on schema public to anon, authenticated, service_role;
    alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
    alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
    alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;`,
  newTables: {
    setting: 'api.auto_expose_new_tables',
    schema: 'public',
    close: `
      alter default privileges for role postgres in schema public revoke select, insert, update, delete on tables from anon, authenticated, service_role;
      alter default privileges for role postgres in schema public revoke usage, select on sequences from anon, authenticated, service_role;
      alter default privileges for role postgres in schema public revoke execute on functions from anon, authenticated, service_role;`,
    closedForNewProjects: '20260530',
    closedForAll: '20261030',
  },
  brings: {
    managed: ['auth', 'storage', 'realtime', 'vault'],
    closed: ['auth', 'vault'],
    searchPath: ['public', 'extensions'],
    accounts: { schema: 'auth', key: 'id' },
    files: {
      objects: 'storage.objects',
      bucketColumn: 'bucket_id',
      buckets: 'storage.buckets',
      source: 'https://supabase.com/docs/guides/storage/buckets/fundamentals',
    },
    queues: {
      create: ['pgmq.create', 'pgmq.create_unlogged', 'pgmq.create_non_partitioned', 'pgmq.create_partitioned'],
      argument: 'queue_name',
      table: 'pgmq.q_',
      served: ['pgmq_public', 'pgmq'],
      source: 'https://supabase.com/docs/guides/queues/quickstart#expose-queues-to-client-side-consumers',
    },
    graphql: { extension: 'pg_graphql', schema: 'graphql_public', source: 'https://supabase.com/docs/guides/graphql' },
    extensions: {
      present: ['plpgsql', 'uuid-ossp', 'pgcrypto', 'pgjwt', 'pg_stat_statements', 'pgsodium', 'supabase_vault'],
      housed: ['pg_graphql', 'pgmq', 'pg_cron', 'pgsodium', 'supabase_vault', 'pg_net', 'postgis_topology', 'postgis_tiger_geocoder', 'pg_tle', 'timescaledb'],
      source: 'https://supabase.com/docs/guides/database/extensions',
    },
  },
  callers: ['auth.uid', 'auth.jwt', 'auth.role', 'auth.email', 'current_setting'],
  source: 'https://supabase.com/changelog/45329-breaking-change-tables-not-exposed-to-data-and-graphql-api-automatically',
};

const rest: DatabasePlatform = {
  name: 'PostgREST',
  roles: restRoles,
  setup: '',
  newTables: null,
  brings: null,
  callers: ['current_setting'],
  source: 'https://docs.postgrest.org/en/stable/explanations/db_authz.html',
};

export const databasePlatforms: { readonly hosted: DatabasePlatform; readonly rest: DatabasePlatform } = { hosted: supabase, rest };
