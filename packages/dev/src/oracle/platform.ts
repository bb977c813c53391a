/** What a hosted platform has before the first migration, as far as scripts take it for granted: roles, accounts, files, realtime, cron. Made for the oracle; nothing of it is a copy. */

export const PLATFORM = `
  create role anon nologin noinherit; create role authenticated nologin noinherit; create role service_role nologin noinherit bypassrls; create role authenticator login noinherit;
  create role supabase_admin login superuser; create role supabase_auth_admin login noinherit; create role supabase_storage_admin login noinherit; create role dashboard_user; create role supabase_read_only_user login bypassrls;
  create role supabase_realtime_admin; create role supabase_functions_admin; create role supabase_replication_admin; create role pgbouncer login;
  grant anon, authenticated, service_role to authenticator;
  create schema extensions; create schema vault; create schema graphql; create schema graphql_public; create schema pgsodium; create schema net; create schema cron; create schema pgmq;
  create schema supabase_functions; create schema supabase_migrations; create schema realtime;
  create schema auth;
  create type auth.aal_level as enum ('aal1', 'aal2', 'aal3');
  create type auth.factor_type as enum ('totp', 'webauthn');
  create table auth.users (
    instance_id uuid, id uuid primary key, aud varchar(255), role varchar(255), email varchar(255), encrypted_password varchar(255), email_confirmed_at timestamptz, invited_at timestamptz,
    confirmation_token varchar(255), confirmation_sent_at timestamptz, recovery_token varchar(255), recovery_sent_at timestamptz, email_change_token_new varchar(255), email_change varchar(255), email_change_sent_at timestamptz,
    last_sign_in_at timestamptz, raw_app_meta_data jsonb, raw_user_meta_data jsonb, is_super_admin boolean, created_at timestamptz, updated_at timestamptz, phone text unique default null, phone_confirmed_at timestamptz,
    phone_change text, phone_change_token varchar(255), phone_change_sent_at timestamptz, confirmed_at timestamptz, email_change_token_current varchar(255), email_change_confirm_status smallint, banned_until timestamptz,
    reauthentication_token varchar(255), reauthentication_sent_at timestamptz, is_sso_user boolean default false, deleted_at timestamptz, is_anonymous boolean default false
  );
  create table auth.identities (id uuid primary key default gen_random_uuid(), provider_id text, user_id uuid references auth.users on delete cascade, identity_data jsonb, provider text, email text, last_sign_in_at timestamptz, created_at timestamptz, updated_at timestamptz);
  create table auth.sessions (id uuid primary key, user_id uuid references auth.users on delete cascade, created_at timestamptz, updated_at timestamptz, factor_id uuid, aal auth.aal_level, not_after timestamptz);
  create table auth.refresh_tokens (instance_id uuid, id bigserial primary key, token varchar(255) unique, user_id varchar(255), revoked boolean, created_at timestamptz, updated_at timestamptz, parent varchar(255), session_id uuid);
  create table auth.mfa_factors (id uuid primary key, user_id uuid, friendly_name text, factor_type auth.factor_type, status text);
  create table auth.audit_log_entries (instance_id uuid, id uuid primary key, payload json, created_at timestamptz, ip_address varchar(64));
  create function auth.uid() returns uuid language sql stable as 'select null::uuid';
  create function auth.role() returns text language sql stable as 'select null::text';
  create function auth.email() returns text language sql stable as 'select null::text';
  create function auth.jwt() returns jsonb language sql stable as 'select null::jsonb';
  create schema storage;
  create table storage.buckets (id text primary key, name text unique, owner uuid, created_at timestamptz default now(), updated_at timestamptz default now(), public boolean default false, avif_autodetection boolean default false, file_size_limit bigint, allowed_mime_types text[], owner_id text);
  create table storage.objects (id uuid primary key default gen_random_uuid(), bucket_id text references storage.buckets, name text, owner uuid references auth.users, created_at timestamptz default now(), updated_at timestamptz default now(), last_accessed_at timestamptz default now(), metadata jsonb, path_tokens text[], version text, owner_id text, user_metadata jsonb);
  alter table storage.objects enable row level security; alter table storage.buckets enable row level security;
  create function storage.foldername(name text) returns text[] language sql immutable as 'select string_to_array(name, ''/'')';
  create function storage.filename(name text) returns text language sql immutable as 'select name';
  create function storage.extension(name text) returns text language sql immutable as 'select name';
  create table realtime.messages (id uuid, topic text, extension text, payload jsonb, event text, private boolean, inserted_at timestamp); alter table realtime.messages enable row level security;
  create function realtime.topic() returns text language sql stable as 'select null::text';
  create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void language sql as '';
  create function realtime.broadcast_changes(topic_name text, event_name text, operation text, table_name text, table_schema text, new record, old record, level text default 'ROW') returns void language plpgsql as 'begin end';
  create table cron.job (jobid bigserial primary key, schedule text, command text, jobname text, active boolean);
  create function pgmq.create(queue_name text) returns void language plpgsql as $$ begin execute format('create table pgmq.%I (msg_id bigint generated always as identity, message jsonb)', 'q_' || lower(queue_name)); end $$;
  create function pgmq.create_unlogged(queue_name text) returns void language plpgsql as $$ begin perform pgmq.create(queue_name); end $$;
  create function cron.schedule(name text, schedule text, command text) returns bigint language sql as 'select 1::bigint';
  create function cron.schedule(schedule text, command text) returns bigint language sql as 'select 1::bigint';
  create function cron.unschedule(name text) returns boolean language sql as 'select true';
  create function net.http_post(url text, body jsonb default '{}', params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds int default 5000) returns bigint language sql as 'select 1::bigint';
  create function net.http_get(url text, params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds int default 5000) returns bigint language sql as 'select 1::bigint';
  create function supabase_functions.http_request() returns trigger language plpgsql as 'begin return new; end';
  create table vault.secrets (id uuid primary key, name text, secret text); create view vault.decrypted_secrets as select *, secret as decrypted_secret from vault.secrets;
  create function vault.create_secret(new_secret text, new_name text default null, new_description text default '') returns uuid language sql as 'select gen_random_uuid()';
  create type extensions.vector;
  create function extensions.vector_in(cstring) returns extensions.vector language internal immutable strict as 'textin';
  create function extensions.vector_out(extensions.vector) returns cstring language internal immutable strict as 'textout';
  create function extensions.vector_typmod_in(cstring[]) returns int language internal immutable strict as 'bittypmodin';
  create type extensions.vector (input = extensions.vector_in, output = extensions.vector_out, typmod_in = extensions.vector_typmod_in);
  create function extensions.uuid_generate_v4() returns uuid language sql as 'select gen_random_uuid()';
  create function extensions.gen_random_bytes(int) returns bytea language sql as 'select ''''::bytea';
  create function extensions.crypt(text, text) returns text language sql as 'select $1';
  create function extensions.gen_salt(text) returns text language sql as 'select $1';
  create function extensions.moddatetime() returns trigger language plpgsql as 'begin return new; end';
  create publication supabase_realtime;
`;

/** Schemas whose objects are not the project's. */
export const PLATFORM_SCHEMAS: readonly string[] = [
  'auth',
  'cron',
  'extensions',
  'graphql',
  'graphql_public',
  'net',
  'oracle',
  'pgmq',
  'pgsodium',
  'realtime',
  'storage',
  'supabase_functions',
  'supabase_migrations',
  'vault',
];
