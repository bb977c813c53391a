/** The access matrix against PostgreSQL: made-up schemas, probed with real roles on real rows, every cell compared with what the report says. */
import fc, { type Arbitrary } from 'fast-check';
import type { AccessCell, AccessMatrix } from '@gatelint/engine';
import { openFolder } from '../open-folder.js';
import type { OracleDatabase } from './database.js';

const ALICE = '11111111-1111-4111-8111-111111111111';
const BOB = '22222222-2222-4222-8222-222222222222';
const commands = ['select', 'insert', 'update', 'delete'] as const;
type Command = (typeof commands)[number];

/** What the platform sets up, for the database; the report knows it by itself. */
const SETUP = `
  create or replace function auth.jwt() returns jsonb language sql stable as $$ select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $$;
  create or replace function auth.uid() returns uuid language sql stable as $$ select (auth.jwt() ->> 'sub')::uuid $$;
  create or replace function auth.role() returns text language sql stable as $$ select auth.jwt() ->> 'role' $$;
  create or replace function auth.email() returns text language sql stable as $$ select auth.jwt() ->> 'email' $$;
  grant usage on schema auth, public to public;
  alter default privileges in schema public grant all on tables to anon, authenticated, service_role;`;

/** Functions that policies call, and roles of the project. */
const PRELUDE = `
create role clerk nologin;
create role boss nologin bypassrls;
create role guest nologin noinherit;
create schema private;
create function public.is_mine(account uuid) returns boolean language sql stable as $$ select account = auth.uid() $$;
create function public.signed_in() returns boolean language plpgsql stable as $$ begin return auth.uid() is not null; end $$;
`;

const of = (...all: readonly string[]): Arbitrary<string> => fc.constantFrom(...all);
const role = of('anon', 'authenticated', 'clerk', 'boss', 'guest', 'service_role', 'public');
const policyRole = of('public', 'public', 'authenticated', 'authenticated', 'authenticated', 'anon', 'clerk', 'guest');
const table = of('public.t', 'public.u', 'private.v', 'public.p', 'public.p_low');
const right = of('all', 'select', 'insert', 'update', 'delete', 'select, insert', 'select (id, owner)', 'update (note)', 'insert (id, owner, note)');

const clause = of(
  'true',
  'false',
  'owner = auth.uid()',
  '(select auth.uid()) = owner',
  'public.is_mine(owner)',
  'public.signed_in()',
  'auth.uid() is not null',
  'auth.uid() is null or owner = auth.uid()',
  "auth.role() = 'authenticated'",
  "note = 'a'",
  "owner = auth.uid() or note = 'a'",
  "owner = auth.uid() and note = 'a'",
  'not (owner = auth.uid())',
  'coalesce(owner = auth.uid(), true)',
  "current_user = 'clerk'",
  'id > 0 or id is null',
);

const policy = fc
  .record({
    on: table,
    permissive: of('', '', '', ' as restrictive'),
    command: of('all', 'select', 'insert', 'update', 'delete'),
    to: policyRole,
    using: clause,
    check: fc.option(clause),
    only: of('', '', '', 'check'),
  })
  .map(({ on, permissive, command, to, using, check, only }) => {
    const clauses =
      command === 'insert' || (only !== '' && command !== 'select' && command !== 'delete')
        ? ` with check (${check ?? using})`
        : ` using (${using})${check === null || command === 'select' || command === 'delete' ? '' : ` with check (${check})`}`;
    return (name: string): string => `create policy ${name} on ${on}${permissive} for ${command} to ${to}${clauses};`;
  });

const change = fc.oneof(
  fc.tuple(right, table, role).map(([what, on, to]) => `grant ${what} on ${on} to ${to};`),
  fc.tuple(right, table, role).map(([what, on, from]) => `revoke ${what} on ${on} from ${from};`),
  fc.tuple(of('usage', 'usage', 'create'), role).map(([what, to]) => `grant ${what} on schema private to ${to};`),
  fc.tuple(of('clerk', 'boss', 'guest'), of('authenticated', 'clerk', 'guest', 'anon')).map(([one, to]) => `grant ${one} to ${to};`),
  fc.tuple(table, of('clerk', 'postgres', 'authenticated')).map(([on, to]) => `alter table ${on} owner to ${to};`),
  fc.tuple(table, of('enable', 'enable', 'enable', 'disable', 'force', 'no force')).map(([on, what]) => `alter table ${on} ${what} row level security;`),
  fc.constant('alter role clerk bypassrls;'),
);

const columns = 'id int, owner uuid, note text';

/** A migration, statement by statement; some are refused, and PostgreSQL decides which. */
export const schemas: Arbitrary<readonly string[]> = fc
  .record({
    rls: fc.subarray(['public.t', 'public.u', 'private.v', 'public.p', 'public.p_low'], { minLength: 2 }),
    policies: fc.array(policy, { minLength: 4, maxLength: 14 }),
    changes: fc.array(change, { maxLength: 8 }),
  })
  .map(({ rls, policies, changes }) => [
    `create table public.t (${columns});`,
    `create table public.u (${columns});`,
    `create table private.v (${columns});`,
    `create table public.p (${columns}) partition by range (id);`,
    'create table public.p_low partition of public.p for values from (minvalue) to (maxvalue);',
    ...rls.map((name) => `alter table ${name} enable row level security;`),
    ...policies.map((make, index) => make(`p${index}`)),
    ...changes,
  ]);

export interface ProbeOutcome {
  readonly disagreements: readonly string[];
  /** Cells that say something, and all of them. */
  readonly decided: number;
  readonly cells: number;
  /** How often each answer stood beside what PostgreSQL gave: `own none`. */
  readonly pairs: Readonly<Record<string, number>>;
  readonly statements: readonly string[];
}

/** What a role did: how many of its own and of other people's rows it got to. */
type Seen = 'all' | 'own' | 'none' | 'some';

export async function probeSchema(database: OracleDatabase, statements: readonly string[]): Promise<ProbeOutcome> {
  await database.apply([SETUP, PRELUDE]);
  const accepted: string[] = [];
  for (const statement of statements) if ((await database.attempt(statement)) === null) accepted.push(statement);
  const [matrix] = reportOf(`${PRELUDE}\n${accepted.join('\n')}`);
  if (matrix === undefined) throw new Error('the report has no matrix');
  await database.attempt("set session_replication_role = 'replica'");
  const disagreements: string[] = [];
  const pairs: Record<string, number> = {};
  let decided = 0;
  let cells = 0;
  for (const { name, cells: row } of matrix.tables) {
    const owner = await ownerOf(database, name);
    for (const one of row)
      for (const command of commands) {
        cells += 1;
        const cell = one[command];
        if (cell.is !== 'unknown') decided += 1;
        const as = one.role === 'owner' ? owner : one.role;
        const seen = await probe(database, name, command, as, cell);
        pairs[`${cell.is} ${seen}`] = (pairs[`${cell.is} ${seen}`] ?? 0) + 1;
        if (!agrees(cell, seen)) disagreements.push(`${as} ${command} ${name}: the report says ${JSON.stringify(cell)}, PostgreSQL gives ${seen}`);
      }
  }
  return { disagreements, decided, cells, pairs, statements: accepted };
}

function reportOf(sql: string): readonly AccessMatrix[] {
  const bytes = new TextEncoder();
  const path = '/project/supabase/migrations/20240101000000_init.sql';
  const folders = ['/project', '/project/supabase', '/project/supabase/migrations'];
  const files = {
    read: (asked: string) => (asked === path ? bytes.encode(sql) : null),
    stat: (asked: string) =>
      asked === path
        ? { kind: 'file' as const, size: sql.length, mtime: 0 }
        : folders.includes(asked)
          ? { kind: 'directory' as const, size: 0, mtime: 0 }
          : null,
    list: (asked: string) => {
      const at = folders.indexOf(asked);
      if (at < 0) return [];
      const next = folders[at + 1];
      return next === undefined
        ? [{ name: path.slice(asked.length + 1), kind: 'file' as const, link: false }]
        : [{ name: next.slice(asked.length + 1), kind: 'directory' as const, link: false }];
    },
  };
  return openFolder('/project', { files }).report().access;
}

async function ownerOf(database: OracleDatabase, name: string): Promise<string> {
  const rows = await database.rolledBack('select 1', `select relowner::regrole::text as owner from pg_class where oid = '${name}'::regclass`);
  return String(rows[0]!['owner']);
}

/** One row of Alice's and two of Bob's; clients with an account are Alice. */
const ROWS = `(1, '${ALICE}', 'a'), (2, '${BOB}', 'a'), (3, '${BOB}', 'b')`;

async function probe(database: OracleDatabase, name: string, command: Command, role: string, { columns: granted }: AccessCell): Promise<Seen> {
  const claims = role === 'anon' ? { role: 'anon' } : { role: 'authenticated', sub: ALICE };
  const before = `insert into ${name} values ${ROWS}; set local role ${role}; select set_config('request.jwt.claims', '${role === 'authenticated' || role === 'anon' ? JSON.stringify(claims) : '{}'}', true)`;
  const run = async (sql: string): Promise<number> => {
    try {
      return (await database.rolledBack(before, sql)).length;
    } catch {
      return 0;
    }
  };
  switch (command) {
    case 'select':
      return counted(await run(`select 1 from ${name}`));
    case 'insert': {
      const named = granted ?? ['id', 'owner', 'note'];
      const put = async (account: string): Promise<boolean> => {
        const values: Readonly<Record<string, string>> = { id: '9', owner: `'${account}'`, note: `'a'` };
        return (await database.changes(before, `insert into ${name} (${named.join(', ')}) values (${named.map((one) => values[one]).join(', ')})`)) === 1;
      };
      const [own, others] = [await put(ALICE), await put(BOB)];
      return own ? (others ? 'all' : 'own') : others ? 'some' : 'none';
    }
    case 'update':
      return counted(await database.changes(before, `update ${name} set ${(granted ?? ['note']).includes('note') ? `note = 'a'` : `${granted![0]} = null`}`));
    case 'delete':
      return counted(await database.changes(before, `delete from ${name}`));
  }
}

const counted = (rows: number): Seen => (rows === 3 ? 'all' : rows === 1 ? 'own' : rows === 0 ? 'none' : 'some');

/** What is chosen by policies may come to anything for these rows. */
function agrees({ is }: AccessCell, seen: Seen): boolean {
  if (is === 'open') return seen === 'all';
  if (is === 'closed') return seen === 'none';
  // Of one's own rows a policy may want more, so that the row of the probe is not among them.
  if (is === 'own') return seen === 'own' || seen === 'none';
  return true;
}
