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
}

const ID = '33333333-3333-4333-8333-333333333333';
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
};
