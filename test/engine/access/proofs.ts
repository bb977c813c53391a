/** What the rules about ways around row level security say that somebody can do: done in the bad example, and refused after the repair. */
import { expect } from 'vitest';
import type { Proof } from '../proofs.js';
import { ALICE, BOB } from '../../support/callers.js';

const ID = '33333333-3333-4333-8333-333333333333';
const DENIED: unknown = expect.stringContaining('permission denied');

export const accessProofs: Readonly<Record<string, Proof>> = {
  'no-definer-view': {
    rows: `insert into public.profiles values ('${ALICE}', 'Alice', 'Street 1');`,
    claims: [
      { as: 'anon', query: 'select name from public.profile_cards', before: [{ name: 'Alice' }], after: [] },
      { as: 'bob', query: 'select name from public.profile_cards', before: [{ name: 'Alice' }], after: [] },
      { as: 'alice', query: 'select name from public.profile_cards', before: [{ name: 'Alice' }], after: [{ name: 'Alice' }] },
      // A simple view takes changes, too.
      { as: 'anon', query: 'delete from public.profile_cards returning name', before: [{ name: 'Alice' }], after: [] },
    ],
  },
  'no-exposed-auth-users': {
    rows: `insert into public.orders values ('${ID}', '${ALICE}', 5);`,
    claims: [
      { as: 'anon', query: 'select email from public.order_list', before: [{ email: 'alice@example.com' }], after: DENIED },
      { as: 'bob', query: 'select email from public.order_list', before: [{ email: 'alice@example.com' }], after: DENIED },
    ],
  },
  'no-exposed-matview': {
    rows: `insert into public.profiles values ('${ALICE}', 'Alice', 'Street 1'); refresh materialized view public.profile_search;`,
    claims: [
      { as: 'anon', query: 'select address from public.profile_search', before: [{ address: 'Street 1' }], after: DENIED },
      { as: 'bob', query: 'select address from public.profile_search', before: [{ address: 'Street 1' }], after: DENIED },
    ],
  },
  'no-exposed-foreign-table': {
    rows: '',
    claims: [
      // There is nothing behind the server of the example: who gets that far is stopped by its absence, and not by a right.
      {
        as: 'anon',
        query: 'select * from public.charges',
        before: expect.stringContaining('has no handler'),
        after: expect.stringContaining('does not exist'),
      },
    ],
  },
  'no-exposed-sensitive-column': {
    rows: `insert into public.profiles values ('${ALICE}', 'Alice', 'sk-secret');`,
    claims: [
      { as: 'anon', query: 'select openai_api_key from public.profiles', before: [{ openai_api_key: 'sk-secret' }], after: DENIED },
      { as: 'bob', query: 'select openai_api_key from public.profiles', before: [{ openai_api_key: 'sk-secret' }], after: DENIED },
      { as: 'anon', query: 'select name from public.profiles', before: [{ name: 'Alice' }], after: [{ name: 'Alice' }] },
    ],
  },
  'no-public-definer-function': {
    rows: `insert into public.orders values ('${ID}', '${ALICE}', 5);`,
    claims: [
      { as: 'anon', query: `select public.cancel_order('${ID}')`, before: [{ cancel_order: null }], after: DENIED },
      { as: 'bob', query: `select public.cancel_order('${ID}')`, before: [{ cancel_order: null }], after: DENIED },
    ],
  },
  'require-function-search-path': {
    rows: `create schema scratch; grant usage on schema scratch to authenticated; create table scratch.admins (user_id uuid); grant select on scratch.admins to public; insert into scratch.admins values ('${BOB}');`,
    claims: [
      {
        as: 'bob',
        query: `select set_config('search_path', 'scratch, public', true) is null as asked, public.is_admin() as is_admin`,
        before: [{ asked: false, is_admin: true }],
        after: [{ asked: false, is_admin: false }],
      },
    ],
  },
  'no-broad-grant': {
    rows: `insert into public.prices values (1, 10);`,
    claims: [
      { as: 'anon', query: 'truncate public.prices', before: [], after: DENIED },
      { as: 'anon', query: 'select amount from public.prices', before: [{ amount: 10 }], after: [{ amount: 10 }] },
    ],
  },
  'no-exposed-queue': {
    rows: `grant usage on schema pgmq to anon, authenticated; grant all on all tables in schema pgmq to anon, authenticated; insert into pgmq.q_signups (message) values ('{"to": "alice@example.com"}');`,
    claims: [
      { as: 'bob', query: `select message ->> 'to' as who from pgmq.q_signups`, before: [{ who: 'alice@example.com' }], after: [] },
      { as: 'anon', query: `delete from pgmq.q_signups returning 1 as taken`, before: [{ taken: 1 }], after: [] },
    ],
  },
  'no-public-bucket-listing': {
    rows: `grant select on storage.objects to anon, authenticated; insert into storage.objects (bucket_id, name) values ('avatars', 'alice/me.png');`,
    claims: [
      { as: 'anon', query: 'select name from storage.objects', before: [{ name: 'alice/me.png' }], after: [] },
      { as: 'bob', query: 'select name from storage.objects', before: [{ name: 'alice/me.png' }], after: [] },
    ],
  },
  'no-graphql-exposed-table': {
    rows: `insert into public.orders values ('${ID}', '${ALICE}', 5);`,
    claims: [
      // What GraphQL describes is what the role may select from.
      { as: 'anon', query: `select has_table_privilege('public.orders', 'select') as described`, before: [{ described: true }], after: [{ described: false }] },
      { as: 'anon', query: 'select id from public.orders', before: [], after: DENIED },
      { as: 'alice', query: 'select id from public.orders', before: [{ id: ID }], after: [{ id: ID }] },
    ],
  },
};
