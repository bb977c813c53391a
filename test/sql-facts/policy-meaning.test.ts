/** Who passes a policy, by its tree and by PostgreSQL: what is said to be all or none of the rows of others has to be that. */
import { PolicyMeanings, type PolicyMeaning } from '@gatelint/sql-facts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OracleDatabase } from '../../packages/dev/src/oracle/database.js';
import { ask, CLIENTS, ALICE } from '../support/callers.js';
import { fold, tableOf } from './fold-text.js';

const SETTING = `
  create table public.members (team_id int not null, user_id uuid not null, role text not null);
  create table public.docs (id int primary key, user_id uuid not null, editor_id uuid, team_id int not null, is_public boolean not null, kind text not null, deleted_at timestamptz);
  create function public.me() returns uuid language sql stable as $$ select auth.uid() $$;
  create function public.owns(owner uuid) returns boolean language sql stable as $$ select owner = auth.uid() $$;
  create function public.always() returns boolean language sql immutable as 'select true';
  create function public.standard(a int) returns boolean language sql immutable return a is not null;
  create function public.in_team(team int) returns boolean language sql stable security definer as $$ select exists (select 1 from public.members m where m.team_id = team and m.user_id = auth.uid()) $$;
  create function public.signed_in() returns boolean language plpgsql stable as $$ begin if auth.uid() is null then return false; end if; return true; end $$;
  create function public.or_nobody(owner uuid) returns boolean language plpgsql stable as $$ declare mine uuid := auth.uid(); begin if mine is null then return true; end if; return mine = owner; end $$;
  create function public.looked_up() returns boolean language plpgsql stable security definer as $$ declare found_role text; begin select role into found_role from public.members where user_id = auth.uid(); if found_role = 'admin' then return true; end if; return false; end $$;
  create function public.is_set(field text) returns boolean language plpgsql stable as $$ declare result boolean; begin execute format('select %I = ''admin'' from public.members limit 1', field) into result; return result; end $$;
  create function public.careful() returns boolean language plpgsql stable as $$ begin perform 1 / 0; return true; exception when others then return true; end $$;
  create function public.counted() returns boolean language plpgsql stable as $$ declare n int := 0; begin while n < 3 loop n := n + 1; end loop; return n = 3; end $$;
  create function public.team_or_none() returns int language plpgsql stable as $$ begin return current_setting('app.team')::int; exception when others then return null; end $$;
  create function public.who() returns text language sql stable security definer as $$ select current_user::text $$;
  insert into public.members values (7, '${ALICE}', 'member');
  insert into public.docs values (1, '${ALICE}', '${ALICE}', 7, true, 'a', now()), (2, '${ALICE}', '${ALICE}', 7, false, 'b', null), (3, '${ALICE}', null, 8, false, 'admin', null);
  alter table public.docs enable row level security;
`;

type Said = 'all' | 'none' | 'some' | 'unknown';

/** The condition, and who passes: with the public key alone, and with an account. */
const conditions: readonly (readonly [condition: string, anonymous: Said, stranger: Said])[] = [
  ['true', 'all', 'all'],
  ["'t'::boolean", 'all', 'all'],
  ['1 = 1', 'all', 'all'],
  ["is_public or 'x' = 'x'", 'all', 'all'],
  ['not false', 'all', 'all'],
  ['user_id = user_id', 'all', 'all'],
  ['id is not null', 'all', 'all'],
  ['coalesce(false, true)', 'none', 'none'],
  ['case when true then true else false end', 'all', 'all'],
  ['is_public or not is_public', 'all', 'all'],
  ["kind = 'a' or kind <> 'a'", 'all', 'all'],
  ['deleted_at is null or deleted_at is not null', 'all', 'all'],
  ['exists (select 1)', 'all', 'all'],
  ['(select true)', 'all', 'all'],
  ['public.always()', 'all', 'all'],
  ['public.standard(id)', 'all', 'all'],
  ['false', 'none', 'none'],
  ['null', 'none', 'none'],
  ['auth.uid() = user_id', 'none', 'none'],
  ['(select auth.uid()) = user_id', 'none', 'none'],
  ['user_id in (select auth.uid())', 'none', 'none'],
  ['user_id = any (array[auth.uid()])', 'none', 'none'],
  ['public.me() = user_id', 'none', 'none'],
  ['public.owns(user_id)', 'none', 'none'],
  ['public.owns(owner => user_id)', 'none', 'none'],
  ['auth.uid() is null or user_id = auth.uid()', 'all', 'none'],
  ['coalesce(auth.uid() = user_id, true)', 'all', 'none'],
  ['(auth.uid() = user_id) is not false', 'all', 'none'],
  ['public.or_nobody(user_id)', 'all', 'none'],
  ['auth.uid() <> user_id', 'none', 'all'],
  ['not (auth.uid() = user_id)', 'none', 'all'],
  ['auth.uid() is distinct from user_id', 'all', 'all'],
  ['user_id is not distinct from auth.uid()', 'none', 'none'],
  ['auth.uid() is not null', 'none', 'all'],
  ['public.signed_in()', 'none', 'all'],
  ["auth.role() = 'authenticated'", 'none', 'all'],
  ["auth.role() in ('authenticated', 'service_role')", 'none', 'all'],
  ["auth.role() <> 'anon'", 'none', 'all'],
  ["auth.role() = 'service_role'", 'none', 'none'],
  ["auth.jwt() ->> 'role' = 'authenticated'", 'none', 'all'],
  ["current_setting('request.jwt.claims', true)::json ->> 'role' = 'authenticated'", 'none', 'all'],
  ["current_user = 'authenticated'", 'none', 'all'],
  ["public.who() = 'postgres'", 'all', 'all'],
  ["(auth.jwt() ->> 'sub')::uuid = user_id", 'none', 'none'],
  ["auth.jwt() ->> 'email' = 'root@example.com'", 'none', 'none'],
  ["auth.jwt() ->> 'email' like '%@example.com'", 'none', 'some'],
  ["(auth.jwt() -> 'user_metadata' ->> 'role') = 'admin'", 'none', 'some'],
  ["(auth.jwt() #>> '{app_metadata,role}') = 'admin'", 'none', 'some'],
  ["kind = 'admin'", 'some', 'some'],
  ['is_public', 'some', 'some'],
  ['is_public is true', 'some', 'some'],
  ['deleted_at is null', 'some', 'some'],
  ['editor_id is null or editor_id = auth.uid()', 'some', 'some'],
  ['team_id in (select team_id from public.members where user_id = auth.uid())', 'some', 'some'],
  ['exists (select 1 from public.members m where m.team_id = docs.team_id and m.user_id = auth.uid())', 'some', 'some'],
  ['public.in_team(team_id)', 'some', 'some'],
  ['public.looked_up()', 'some', 'some'],
  ["public.is_set('role') = true and is_public = false", 'some', 'some'],
  ['public.careful()', 'all', 'all'],
  ['public.counted()', 'unknown', 'unknown'],
  ['public.team_or_none() = team_id', 'some', 'some'],
  ["current_setting('app.team', true)::int = team_id", 'some', 'some'],
];

let oracle: OracleDatabase;
beforeAll(async () => {
  oracle = await OracleDatabase.start();
  await oracle.apply([`${CLIENTS}${SETTING}`]);
}, 60_000);
afterAll(() => oracle.close());

function meaningOf(script: string, table = 'docs', policy = 'p'): PolicyMeaning {
  const folded = fold(script, { exposedSchemas: ['public'] });
  const found = tableOf(folded, table);
  return new PolicyMeanings(folded.schema).of(
    found,
    found.policies.find((one) => one.name === policy)!,
  );
}

describe('who passes', () => {
  it.each(conditions)('%s: %s without an account, %s with one', async (condition, anonymous, stranger) => {
    const policy = `create policy p on public.docs for select using (${condition});`;
    const { using } = meaningOf(SETTING + policy);
    expect([using?.anonymous.passes, using?.stranger.passes]).toEqual([anonymous, stranger]);
    expect(await oracle.attempt(policy)).toBeNull();
    for (const [client, said] of [
      ['anon', anonymous],
      ['bob', stranger],
    ] as const) {
      const rows = await ask(oracle, client, 'select id from public.docs');
      // A row that the condition reads may be refused as well.
      const seen = typeof rows === 'string' ? 0 : rows.length;
      if (said === 'all') expect(seen, client).toBe(3);
      if (said === 'none') expect(seen, client).toBe(0);
    }
    await oracle.attempt('drop policy p on public.docs');
  });

  it('says why it is not known', () => {
    expect(meaningOf(`${SETTING} create policy p on public.docs using (public.counted());`).using?.stranger).toEqual({
      passes: 'unknown',
      because: 'the body of public.counted is more than can be followed',
    });
    expect(meaningOf(`${SETTING} create policy p on public.docs using (public.nowhere());`).using?.stranger.because).toBe('public.nowhere() is in no file');
  });
});

/** The database of the test does not survive a stack that overflows, so functions count how deep they are. */
const RECURSIVE = `
  create function public.tick() returns boolean language plpgsql as $$
    declare n int := coalesce(nullif(current_setting('test.depth', true), '')::int, 0) + 1;
    begin if n > 20 then raise exception 'endless recursion'; end if; perform set_config('test.depth', n::text, true); return true; end $$;
  create table public.a (id int primary key, b_id int, owner uuid); create table public.b (id int primary key, a_id int, owner uuid);
  insert into public.a values (1, 1, '${ALICE}'); insert into public.b values (1, 1, '${ALICE}');
  alter table public.a enable row level security; alter table public.b enable row level security;`;

/** Policies on `a` and `b`; how the tables lie on the way; what is asked. */
const recursions: Readonly<Record<string, { readonly sql: string; readonly path: readonly string[] | null; readonly query?: string }>> = {
  'a subquery on the same table': {
    sql: 'create policy p on public.a for select using (exists (select 1 from public.a other where other.owner = auth.uid()));',
    path: ['a', 'a'],
  },
  'by way of another table': {
    sql: `create policy p on public.a for select using (exists (select 1 from public.b where b.a_id = a.id));
      create policy q on public.b for select using (exists (select 1 from public.a where a.b_id = b.id));`,
    path: ['a', 'b', 'a'],
  },
  'an insert that reads a table whose policies read nothing': {
    sql: `create policy p on public.a for insert with check (exists (select 1 from public.a other where other.owner = a.owner));
      create policy q on public.a for select using (owner = auth.uid());`,
    path: null,
    query: 'insert into public.a values (2) returning id',
  },
  'an insert that reads a table whose policies have subqueries': {
    sql: `create policy p on public.a for insert with check (exists (select 1 from public.a other where other.owner = a.owner));
      create policy q on public.a for select using (owner = (select auth.uid()));`,
    path: ['a', 'a'],
    query: 'insert into public.a values (2) returning id',
  },
  'a function with the rights of the caller': {
    sql: `create function public.f() returns boolean language sql stable as 'select public.tick() and exists (select 1 from public.a where owner = auth.uid())';
      create policy p on public.a for select using (public.f());`,
    path: ['a', 'a'],
  },
  'a function with the rights of its owner': {
    sql: `create function public.g() returns boolean language sql stable security definer as 'select public.tick() and exists (select 1 from public.a where owner = auth.uid())';
      create policy p on public.a for select using (public.g());`,
    path: null,
  },
  'the table of another whose row level security is off': {
    sql: `alter table public.b disable row level security; create policy p on public.a for select using (exists (select 1 from public.b where b.a_id = a.id));
      create policy q on public.b for select using (exists (select 1 from public.a where a.b_id = b.id));`,
    path: null,
  },
  'a policy for another role': {
    sql: `create policy p on public.a for select to authenticated using (exists (select 1 from public.b where b.a_id = a.id));
      create policy q on public.b for select to service_role using (exists (select 1 from public.a where a.b_id = b.id));`,
    path: null,
  },
  'a view that asks with the rights of the caller': {
    sql: `create view public.v with (security_invoker) as select * from public.a; create policy p on public.a for select using (exists (select 1 from public.v where v.owner = auth.uid()));`,
    path: ['a', 'a'],
  },
  'a view that asks with the rights of its owner': {
    sql: `create view public.w as select * from public.a; create policy p on public.a for select using (exists (select 1 from public.w where w.owner = auth.uid()));`,
    path: null,
  },
};

describe('policies that lead back to their table', () => {
  it.each(Object.entries(recursions))('%s', async (_, { sql, path, query = 'select id from public.a' }) => {
    const { recursion } = meaningOf(`${RECURSIVE}${sql}`, 'a');
    expect(recursion?.path.map((one) => one.name) ?? null).toEqual(path);
    await oracle.apply([`${CLIENTS}${RECURSIVE}${sql}`]);
    const answer = JSON.stringify(await ask(oracle, 'alice', query));
    if (path === null) expect(answer).not.toMatch(/recursion/);
    else expect(answer).toMatch(/infinite recursion detected in policy|endless recursion/);
  });
});

describe('what a policy mentions', () => {
  const using = (condition: string) => meaningOf(`${SETTING} create policy p on public.docs using (${condition});`).using!;

  it('tells claims that the user can edit from those that only the server writes', () => {
    expect(using("auth.jwt() -> 'user_metadata' ->> 'role' = 'admin'").editable).toEqual([{ claim: "auth.jwt() -> 'user_metadata'", through: null }]);
    expect(using("((select auth.jwt()) -> 'user_metadata' ->> 'role') = 'admin'").editable).toHaveLength(1);
    expect(using("auth.jwt() #>> '{user_metadata,role}' = 'admin'").editable).toHaveLength(1);
    expect(using("jsonb_extract_path_text(auth.jwt(), 'user_metadata', 'role') = 'admin'").editable).toHaveLength(1);
    expect(using("(nullif(current_setting('request.jwt.claims', true), '')::jsonb -> 'user_metadata' ->> 'role') = 'admin'").editable).toHaveLength(1);
    expect(using("(auth.jwt())['user_metadata']['role'] = '\"admin\"'").editable).toHaveLength(1);
    expect(using("exists (select 1 from auth.users u where u.id = auth.uid() and u.raw_user_meta_data ->> 'role' = 'admin')").editable).toHaveLength(1);
    expect(using("auth.jwt() -> 'app_metadata' ->> 'role' = 'admin'").editable).toEqual([]);
    expect(using("kind = 'user_metadata'").editable).toEqual([]);
  });

  it('looks into the bodies of functions', () => {
    const script = `${SETTING} create function public.is_admin() returns boolean language sql stable as $$ select (auth.jwt() -> 'user_metadata' ->> 'role') = 'admin' $$; create policy p on public.docs using (public.is_admin());`;
    expect(meaningOf(script).using?.editable).toEqual([{ claim: "auth.jwt() -> 'user_metadata'", through: 'public.is_admin' }]);
  });

  it('names the settings of the connection', () => {
    expect(using("team_id = current_setting('app.team_id')::int").settings).toEqual(['app.team_id']);
  });

  it('tells calls for every row from those in a subquery', () => {
    expect(using('user_id = auth.uid()').perRow).toEqual(['auth.uid']);
    expect(using('user_id = (select auth.uid())').perRow).toEqual([]);
    expect(using('team_id in (select m.team_id from public.members m where m.user_id = auth.uid())').perRow).toEqual([]);
    expect(using("auth.uid() = user_id or auth.role() = 'x'").perRow).toEqual(['auth.uid', 'auth.role']);
  });

  it('lists the columns of its own table', () => {
    expect(using('exists (select 1 from public.members m where m.team_id = docs.team_id and m.user_id = auth.uid())').columns).toEqual(['team_id']);
    expect(using('exists (select 1 from public.members m where m.team_id = m.team_id and m.user_id = auth.uid())').columns).toEqual([]);
  });
});
