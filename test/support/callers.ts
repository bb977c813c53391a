/** Callers of a database that clients reach, for tests that prove what a policy lets them do: the functions that tell who asks, and ways to ask as somebody. */
import type { OracleDatabase } from '../../packages/dev/src/oracle/database.js';

export const ALICE = '11111111-1111-4111-8111-111111111111';
const CAROL = '44444444-4444-4444-8444-444444444444';
export const BOB = '22222222-2222-4222-8222-222222222222';

/** `carol`: somebody whom the server has put into the second team; `owner`: whoever applies the migrations. */
export type Client = 'anon' | 'alice' | 'bob' | 'carol' | 'owner';

const claimsOf: Readonly<Record<Client, Readonly<Record<string, unknown>>>> = {
  anon: { role: 'anon' },
  alice: { role: 'authenticated', sub: ALICE, email: 'alice@example.com', user_metadata: {}, app_metadata: {} },
  // What an account writes about itself, and what the server writes about it.
  bob: { role: 'authenticated', sub: BOB, email: 'bob@example.com', user_metadata: { role: 'admin', team_id: 1 }, app_metadata: { role: 'member' } },
  carol: { role: 'authenticated', sub: CAROL, email: 'carol@example.com', user_metadata: {}, app_metadata: { team_id: 2 } },
  owner: {},
};

const roleOf = (client: Client): string => (client === 'owner' ? 'postgres' : client === 'anon' ? 'anon' : 'authenticated');

/** The platform's functions, reading the claims of the connection as PostgREST sets them; rights on `public` as the platform gives them. */
export const CLIENTS = `
  create or replace function auth.jwt() returns jsonb language sql stable as $$ select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $$;
  create or replace function auth.uid() returns uuid language sql stable as $$ select (auth.jwt() ->> 'sub')::uuid $$;
  create or replace function auth.role() returns text language sql stable as $$ select auth.jwt() ->> 'role' $$;
  create or replace function auth.email() returns text language sql stable as $$ select auth.jwt() ->> 'email' $$;
  grant usage on schema auth, storage, public to anon, authenticated;
  alter default privileges in schema public grant all on tables to anon, authenticated;
  alter default privileges in schema public grant all on sequences to anon, authenticated;
  truncate auth.users cascade;
  insert into auth.users (id, email) values ('${ALICE}', 'alice@example.com'), ('${BOB}', 'bob@example.com');
`;

/** Rows that a query gives to a client; PostgreSQL's message when it refuses. Nothing that it writes stays. */
export async function ask(oracle: OracleDatabase, client: Client, sql: string): Promise<readonly Readonly<Record<string, unknown>>[] | string> {
  const claims = claimsOf[client];
  try {
    return await oracle.rolledBack(`set local role ${roleOf(client)}; select set_config('request.jwt.claims', '${JSON.stringify(claims)}', true)`, sql);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
