import { describe, expect, it } from 'vitest';
import { fold, tableOf } from './fold-text.js';

const policy = (clause: string) =>
  tableOf(fold(`create table t (user_id uuid, status text, a int); create policy p on t using (${clause});`), 't').policies[0]!.using!;

describe('what is true for everyone', () => {
  it.each<[string, boolean | null]>([
    ['true', true],
    ['(((true)))', true],
    ['not false', true],
    ['1 = 1', true],
    ["'a' = 'a'", true],
    ['1 <> 2', true],
    ['1 in (1, 2)', true],
    ['true::boolean', true],
    ["'t'::bool", true],
    ['user_id = auth.uid() or true', true],
    ['true and not false', true],
    ['coalesce(true, user_id is null)', true],
    ['(select true)', true],
    ['exists (select 1)', true],
    ['user_id = user_id', true],
    ['t.user_id = t.user_id', true],
    ['1 is not null', true],
    ['false', false],
    ['null', false],
    ['1 = 2', false],
    ['user_id = auth.uid() and false', false],
    ['user_id = auth.uid()', null],
    ['user_id is not null', null],
    ['(select auth.uid()) = user_id', null],
    ['exists (select 1 from t)', null],
    ['status = user_id::text', null],
    ['a > 0', null],
    ['is_admin()', null],
  ])('%s', (clause, expected) => expect(policy(clause).constant).toBe(expected));

  it('keeps what an expression mentions', () => {
    const { columns, functions, text } = policy('(select auth.uid()) = t.user_id and lower(status) in (select x.status from x) and now() > now()');
    expect(columns).toEqual(['user_id', 'status']);
    expect(functions).toEqual(['auth.uid', 'lower', 'now']);
    expect(text).toBe('(select auth.uid()) = t.user_id and lower(status) in (select x.status from x) and now() > now()');
  });
});

describe('closed sets', () => {
  const sets = (check: string) =>
    tableOf(fold(`create table t (s text, k text, n int, check (${check}));`), 't').constraints[0]!.closed.map(
      ({ column, values }) => `${column}: ${values.join(', ')}`,
    );

  it.each<[string, string[]]>([
    ["s in ('a', 'b')", ['s: a, b']],
    ["s = 'a'", ['s: a']],
    ["'a' = s", ['s: a']],
    ["s = any (array['a', 'b'])", ['s: a, b']],
    ["s = any (array['a'::text, 'b'::text]::text[])", ['s: a, b']],
    [`s = any ('{a,"b c"}'::text[])`, ['s: a, b c']],
    ["(s)::text = any ((array['a'::character varying, 'b'::character varying])::text[])", ['s: a, b']],
    ["s = 'a' or s = 'b' or s = 'c'", ['s: a, b, c']],
    ["s is null or s in ('a', 'b')", ['s: a, b']],
    ["lower(s) in ('a', 'b')", ['s: a, b']],
    ['trim(s) collate "C" in (\'a\')', ['s: a']],
    ["s in ('a', 'b') and length(s) > 0", ['s: a, b']],
    ["s in ('a', 'b') and k in ('x', 'y')", ['s: a, b', 'k: x, y']],
    ["(s = 'a' and k is not null) or (s = 'b' and k is null)", ['s: a, b']],
    ["s ~ '^(a|b)$'", ['s: a, b']],
    ["s ~* '^(?:a|b-c)$'", ['s: a, b-c']],
    ["s similar to '(a|b)'", ['s: a, b']],
    ['n in (1, 2)', ['n: 1, 2']],
    // None of these closes anything.
    ["s in ('a', null)", []],
    ["s not in ('a', 'b')", []],
    ["s <> 'a'", []],
    ["s = all (array['a'])", []],
    ["s in ('a', k)", []],
    ["s in ('a') or n > 0", []],
    ["s in ('a') or k in ('b')", []],
    ["s in ('a') or k is null", []],
    ["s in ('a') or true", []],
    ["not (s in ('a'))", []],
    ["s ~ '^a|b$'", []],
    ["s ~ '(a|b)'", []],
    ["s ~ '^[ab]$'", []],
    ["s like 'a%'", []],
    ['char_length(s) <= 20', []],
    ["coalesce(s, 'a') = 'a'", []],
    ["substring(s from 1 for 1) in ('a')", []],
  ])('%s', (check, expected) => expect(sets(check)).toEqual(expected));

  it('keeps the sets of a column that is renamed', () => {
    const folded = fold("create table t (s text check (s in ('a'))); alter table t rename s to status;");
    expect(tableOf(folded, 't').constraints[0]).toMatchObject({ name: 't_s_check', columns: ['status'], values: { column: 'status', values: ['a'] } });
  });
});
