/** Statements that cannot run where they stand: what the fold says of them, and what PostgreSQL says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OracleDatabase } from '../../packages/dev/src/oracle/database.js';
import { fold } from './fold-text.js';

const BEFORE = `
  create table t (id int primary key, a text constraint named check (a <> ''));
  create policy p on t using (true);
  create type mood as enum ('good');
  create index i on t (a);
  create sequence s;
  create view v as select id from t;
  create function f() returns trigger language plpgsql as 'begin return new; end';
  create trigger g before update on t for each row execute function f();`;

/** Refused after `BEFORE`, with what the fold says. */
const refused: Readonly<Record<string, string>> = {
  'create table t ()': 'public.t is created a second time; the first definition is kept',
  'create table v ()': 'public.v is created a second time; the first definition is kept',
  'create table s as select 1': 'public.s is created a second time; the first definition is kept',
  'create view v as select 1 as one': 'public.v is created a second time; the first definition is kept',
  'create view t as select 1 as one': 'public.t is created a second time; the first definition is kept',
  'create sequence s': 'public.s is created a second time; the first definition is kept',
  "create type mood as enum ('bad')": 'the type public.mood is created a second time; the first definition is kept',
  'create index i on t (id)': 'the index i is created a second time; the first definition is kept',
  'create policy p on t using (false)': 'the policy "p" is created a second time; the first definition is kept',
  'create trigger g before insert on t for each row execute function f()': 'the trigger g is created a second time; the first definition is kept',
  'alter table t add column a int': 'the column a is added a second time; the first definition is kept',
  'alter table t drop column b': 'public.t has no column b',
  'alter table t drop constraint other': 'no constraint other is known on public.t',
  'drop policy q on t': 'there is no policy "q" on public.t',
  'alter policy q on t using (false)': 'there is no policy "q" on public.t',
};

const accepted: readonly string[] = [
  'create table if not exists t ()',
  'create or replace view v as select id from t',
  'create sequence if not exists s',
  'create index if not exists i on t (id)',
  'alter table t add column if not exists a int',
  'alter table t drop column if exists b',
  'alter table t drop constraint if exists other',
  'drop policy if exists q on t',
  'drop policy p on t; create policy p on t using (false)',
  'alter table t rename column a to b; alter table t add column a int',
  'alter table t rename to u; create table t ()',
  'alter type mood rename to feeling; create type mood as enum ()',
  'drop view v; create view v as select 1 as one',
  'begin; create table w (); rollback; create table w ()',
  'create temp table t (); drop table pg_temp.t',
  'create schema other; create table other.t ()',
  'set search_path = pg_temp, public; create view x as select 1 as one',
  'alter table t drop constraint t_pkey; alter table t add primary key (id)',
  'do $$ begin create table t (); exception when duplicate_table then null; end $$; create table z ()',
];

let oracle: OracleDatabase;
beforeAll(async () => {
  oracle = await OracleDatabase.start();
}, 60_000);
afterAll(() => oracle.close());

const refusedIn = (statements: string): string[] => fold(`${BEFORE} ${statements};`).coverage.refused.map((one) => one.because);

describe('what PostgreSQL refuses', () => {
  it.each(Object.entries(refused))('%s', async (statement, because) => {
    expect(refusedIn(statement)).toEqual([because]);
    await oracle.apply([BEFORE]);
    expect(await oracle.attempt(statement)).not.toBeNull();
  });

  it.each(accepted)('not: %s', async (statements) => {
    expect(refusedIn(statements)).toEqual([]);
    await oracle.apply([BEFORE]);
    expect(await oracle.attempt(statements)).toBeNull();
  });

  it('is not said behind what may or may not have happened', () => {
    const branch = 'do $$ begin if random() < 0.5 then drop table t cascade; end if; end $$; create table t ()';
    expect(refusedIn(branch)).toEqual([]);
    expect(refusedIn('something that is not understood; create table t ()')).toEqual([]);
    expect(refusedIn("do $$ begin execute 'drop table ' || current_user; end $$; create table t ()")).toEqual([]);
    expect(fold('alter table elsewhere add column a int; alter table elsewhere drop column b; drop policy p on elsewhere;').coverage.refused).toEqual([]);
  });
});
