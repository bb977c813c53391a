/** For rules that say what somebody may do: rows for their bad example, and what comes of asking before and after the repair. */
import { expect } from 'vitest';
import { ALICE, BOB, type Client } from '../support/callers.js';

export interface Claim {
  readonly as: Client;
  readonly query: string;
  /** Rows, or PostgreSQL's message. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface Proof {
  /** Run by whoever applies the migrations. */
  readonly rows: string;
  readonly claims: readonly Claim[];
  /** Run for the session, before anybody asks. */
  readonly settings?: string;
}

const ID = '33333333-3333-4333-8333-333333333333';
/** A plan with a line like this. */
const planned = (line: RegExp): unknown => expect.arrayContaining([{ 'QUERY PLAN': expect.stringMatching(line) as unknown }]);
const REFUSED: unknown = expect.stringContaining('row-level security');

export const proofs: Readonly<Record<string, Proof>> = {
  'no-open-policy': {
    rows: `insert into public.notes values ('${ID}', '${ALICE}');`,
    claims: [
      { as: 'anon', query: 'delete from public.notes returning id', before: [{ id: ID }], after: [] },
      { as: 'bob', query: `update public.notes set user_id = '${BOB}' returning id`, before: [{ id: ID }], after: [] },
      { as: 'anon', query: `insert into public.notes values (gen_random_uuid(), '${ALICE}') returning user_id`, before: [{ user_id: ALICE }], after: REFUSED },
      { as: 'alice', query: 'select id from public.notes', before: [{ id: ID }], after: [{ id: ID }] },
    ],
  },
  'require-rls': {
    rows: `insert into public.notes values ('${ID}', '${ALICE}', 'secret'); insert into public.attachments values ('${ID}', '${ID}', 'path');`,
    claims: [
      { as: 'anon', query: 'select id from public.attachments', before: [{ id: ID }], after: [] },
      { as: 'bob', query: 'delete from public.attachments returning id', before: [{ id: ID }], after: [] },
      { as: 'alice', query: 'select id from public.attachments', before: [{ id: ID }], after: [{ id: ID }] },
    ],
  },
  'require-policy': {
    rows: `insert into public.tasks values ('${ID}', '${ALICE}');`,
    claims: [
      { as: 'alice', query: 'select id from public.tasks', before: [], after: [{ id: ID }] },
      { as: 'bob', query: 'select id from public.tasks', before: [], after: [] },
    ],
  },
  'no-policy-without-rls': {
    rows: `insert into public.invoices values ('${ID}', '${ALICE}', 5);`,
    claims: [
      { as: 'anon', query: 'select amount from public.invoices', before: [{ amount: 5 }], after: [] },
      { as: 'bob', query: 'update public.invoices set amount = 0 returning amount', before: [{ amount: 0 }], after: [] },
      { as: 'alice', query: 'select amount from public.invoices', before: [{ amount: 5 }], after: [{ amount: 5 }] },
    ],
  },
  'require-forced-rls': {
    // A superuser passes in any case, so the table gets an owner who is none.
    rows: `
      create role owner_of_tables; grant all on schema public to owner_of_tables; alter table public.invoices owner to owner_of_tables; grant owner_of_tables to authenticated with inherit true;
      insert into public.invoices values (1, '${ALICE}');`,
    claims: [{ as: 'bob', query: 'select id from public.invoices', before: [{ id: 1 }], after: [] }],
    settings: `set app.user_id = '${BOB}'`,
  },
  'require-policy-per-command': {
    rows: `insert into public.tickets (user_id) values ('${ALICE}');`,
    claims: [
      { as: 'alice', query: 'update public.tickets set closed = true returning closed', before: [], after: [{ closed: true }] },
      { as: 'bob', query: 'update public.tickets set closed = true returning closed', before: [], after: [] },
    ],
  },
  'require-policy-check': {
    rows: `insert into public.notes values ('${ID}', '${ALICE}', 'mine');`,
    claims: [
      {
        as: 'alice',
        query: `with given as (update public.notes set user_id = '${BOB}' returning 1) select count(*)::int as given from given`,
        before: [{ given: 1 }],
        after: REFUSED,
      },
      { as: 'alice', query: `update public.notes set user_id = '${BOB}'`, before: [], after: REFUSED },
    ],
  },
  'no-public-role-policy': {
    rows: `insert into public.notes values ('${ID}', '${ALICE}');`,
    claims: [
      { as: 'anon', query: 'select id from public.notes', before: [], after: [] },
      { as: 'alice', query: 'select id from public.notes', before: [{ id: ID }], after: [{ id: ID }] },
      {
        as: 'anon',
        query: `select count(*)::int as for_me from pg_policies where tablename = 'notes' and roles && array['public', 'anon']::name[]`,
        before: [{ for_me: 1 }],
        after: [{ for_me: 0 }],
      },
    ],
  },
  'no-user-metadata-in-policy': {
    // Bob has written into his own metadata that he is an administrator.
    rows: `insert into public.reports values ('${ID}', 'secret');`,
    claims: [
      { as: 'bob', query: 'select body from public.reports', before: [{ body: 'secret' }], after: [] },
      { as: 'alice', query: 'select body from public.reports', before: [], after: [] },
    ],
  },
  'require-initplan-auth': {
    rows: `insert into public.notes values ('${ID}', '${ALICE}'); set enable_indexscan = off;`,
    claims: [
      {
        as: 'bob',
        query: 'explain (costs off) select id from public.notes',
        before: planned(/Filter: .*auth\.jwt|Filter: .*current_setting/),
        after: planned(/InitPlan/),
      },
      { as: 'alice', query: 'select id from public.notes', before: [{ id: ID }], after: [{ id: ID }] },
    ],
  },
  'no-multiple-permissive-policies': {
    rows: `insert into public.posts values ('${ID}', '${ALICE}', true);`,
    claims: [
      { as: 'bob', query: 'select id from public.posts', before: [{ id: ID }], after: [{ id: ID }] },
      {
        as: 'bob',
        query: `select count(*)::int as asked from pg_policies where tablename = 'posts' and cmd = 'SELECT'`,
        before: [{ asked: 2 }],
        after: [{ asked: 1 }],
      },
    ],
  },
  'no-recursive-policy': {
    rows: `insert into public.members values (1, '${ALICE}'), (2, '${BOB}');`,
    claims: [
      {
        as: 'alice',
        query: 'select team_id from public.members',
        before: expect.stringContaining('infinite recursion detected in policy'),
        after: [{ team_id: 1 }],
      },
      { as: 'anon', query: 'select team_id from public.members', before: [], after: [] },
    ],
  },
  'require-policy-index': {
    rows: `set session_replication_role = replica; insert into public.notes select gen_random_uuid(), gen_random_uuid() from generate_series(1, 20000); set session_replication_role = origin; analyze public.notes;`,
    claims: [
      { as: 'bob', query: 'explain (costs off) select id from public.notes', before: planned(/Seq Scan/), after: planned(/Index.* Scan/) },
      { as: 'bob', query: 'select id from public.notes', before: [], after: [] },
    ],
  },
  'no-tenant-blind-policy': {
    // Bob is an administrator of a team of his own.
    rows: `insert into public.teams values (1), (2); insert into public.team_members values (1, '${ALICE}', 'admin'), (2, '${BOB}', 'admin'); insert into public.invoices values (10, 1);`,
    claims: [
      { as: 'bob', query: 'select id from public.invoices', before: [{ id: 10 }], after: [] },
      { as: 'alice', query: 'select id from public.invoices', before: [{ id: 10 }], after: [{ id: 10 }] },
    ],
  },
  'require-tenant-scoped-unique': {
    rows: `insert into public.teams values (1), (2); insert into public.projects values (10, 1, 'Website');`,
    claims: [
      {
        as: 'carol',
        query: `insert into public.projects values (11, 2, 'Website') returning id`,
        before: expect.stringContaining('unique constraint'),
        after: [{ id: 11 }],
      },
      { as: 'carol', query: `insert into public.projects values (11, 1, 'Website') returning id`, before: REFUSED, after: REFUSED },
    ],
  },
  'no-cross-tenant-reference': {
    // Carol belongs to the second team, and the project to the first.
    rows: `insert into public.teams values (1), (2); insert into public.projects values (10, 1);`,
    claims: [
      {
        as: 'carol',
        query: 'insert into public.tasks values (1, 2, 10) returning project_id',
        before: [{ project_id: 10 }],
        after: expect.stringContaining('foreign key'),
      },
    ],
  },
  'require-immutable-audit': {
    rows: `insert into public.audit_log (actor_id, what) values ('${ALICE}', 'took the money');`,
    claims: [
      {
        as: 'alice',
        query: 'delete from public.audit_log returning what',
        before: [{ what: 'took the money' }],
        after: expect.stringContaining('permission denied'),
      },
      { as: 'alice', query: 'select what from public.audit_log', before: [{ what: 'took the money' }], after: [{ what: 'took the money' }] },
    ],
  },
  'no-nullable-tenant': {
    rows: `insert into public.teams values (1);`,
    claims: [
      {
        as: 'owner',
        query: 'insert into public.projects values (1, null) returning id',
        before: [{ id: 1 }],
        after: expect.stringContaining('not-null constraint'),
      },
    ],
  },
  'no-nullable-discriminator': {
    rows: '',
    claims: [
      {
        as: 'owner',
        query: 'insert into public.notes values (gen_random_uuid(), null) returning user_id',
        before: [{ user_id: null }],
        after: expect.stringContaining('not-null constraint'),
      },
    ],
  },
  'require-primary-key': {
    rows: '',
    claims: [
      {
        as: 'owner',
        query: 'insert into public.task_tags values (1, 2), (1, 2) returning tag_id',
        before: [{ tag_id: 2 }, { tag_id: 2 }],
        after: expect.stringContaining('unique constraint'),
      },
    ],
  },
  'require-foreign-key-index': {
    rows: `insert into public.projects select generate_series(1, 2000); insert into public.tasks select n, n % 2000 + 1 from generate_series(1, 20000) n; analyze public.tasks;`,
    claims: [
      {
        as: 'owner',
        query: 'explain (costs off) select id from public.tasks where project_id = 5',
        before: planned(/Seq Scan/),
        after: planned(/Index.* Scan/),
      },
    ],
  },
  'no-duplicate-index': {
    rows: '',
    claims: [
      {
        as: 'owner',
        query: `select count(*)::int as held from pg_indexes where tablename = 'tasks' and indexdef like '%(project_id)'`,
        before: [{ held: 2 }],
        after: [{ held: 1 }],
      },
    ],
  },
};
