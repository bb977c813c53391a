/** Platforms that serve a database to clients: which roles clients come as, and what is granted to them before any file says so. */
import type { DatabasePlatform } from './convention-shapes.js';

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
  source: 'https://supabase.com/changelog/45329-breaking-change-tables-not-exposed-to-data-and-graphql-api-automatically',
};

const rest: DatabasePlatform = {
  name: 'PostgREST',
  roles: restRoles,
  setup: '',
  newTables: null,
  source: 'https://docs.postgrest.org/en/stable/explanations/db_authz.html',
};

export const databasePlatforms: { readonly hosted: DatabasePlatform; readonly rest: DatabasePlatform } = { hosted: supabase, rest };
