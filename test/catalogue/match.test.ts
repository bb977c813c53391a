import { createMatcher, library, matchPath, packageOf, parsePath, parseTarget, formatPath, type Row } from '@gatelint/catalogue';
import { describe, expect, it } from 'vitest';

const source = 'https://example.org/docs';
const path = (text: string): readonly string[] => {
  const parsed = parsePath(text);
  if (!parsed) throw new Error(`${text} does not parse`);
  return parsed;
};
const names = (rows: readonly Row[]): string[] => rows.map((row) => `${row.path}:${row.role}`);

const pay = library(
  'pay',
  [
    { path: 'default.new.charges.create', role: 'costs-money', vendor: 'pay', kind: 'payments', source },
    { path: 'default.new.**.create', role: 'writes-elsewhere', source },
    { path: 'default.new.*.list', role: 'reads-database', source },
    { path: 'default.new.charges.list', role: 'derives', source },
  ],
  { same: { Pay: 'default' } },
);
const data = library(
  'data',
  [
    { path: 'createClient().from().insert', role: 'writes-database', source },
    { path: 'createClient().auth.getUser', role: 'verifies-identity', outcome: { kind: 'field', field: 'data.user', error: 'error' }, source },
    { path: 'Options.new.name', role: 'reads-caller', from: 'query', source },
  ],
  {
    also: ['data/edge', 'data-orm/*', '*generated/data'],
    same: { 'Client.new': 'createClient()', 'createClient().schema()': 'createClient()', 'createClient().with*()': 'never' },
  },
);
const bridge = library('bridge', [], { same: { 'serverClient()': 'data#createClient()' } });
const plain = library(
  'plain',
  [
    { path: 'verify', role: 'derives', source },
    { path: 'loop', role: 'derives', source },
  ],
  { same: { a: 'b', b: 'a' } },
);
const callable = library('callable', [
  { path: 'default', role: 'creates-router', framework: 'callable', source },
  { path: 'default().get', role: 'registers-route', method: 'GET', source },
]);
const matcher = createMatcher([pay, data, bridge, plain, callable]);

describe('paths', () => {
  it('reads calls, constructions and members', () => {
    expect(path('createClient().auth.getUser')).toEqual(['createClient', '()', 'auth', 'getUser']);
    expect(path('default.new.x')).toEqual(['default', 'new', 'x']);
    expect(path('a()()')).toEqual(['a', '()', '()']);
    expect(path('()')).toEqual(['()']);
    expect(path('')).toEqual([]);
    expect(path('default.new.**.create')).toEqual(['default', 'new', '**', 'create']);
  });
  it.each(['a..b', '.a', 'a.', 'a b', 'a.()', 'a(x)', 'a()b', '***', '(', ')', 'a[0]'])('refuses %s', (text) => {
    expect(parsePath(text)).toBeNull();
  });
  it('writes what it read', () => {
    for (const text of ['createClient().auth.getUser', 'default.new.x', 'a()()', '()', '', '**', 'a.$b']) expect(formatPath(path(text))).toBe(text);
  });
  it('reads targets with and without a package', () => {
    expect(parseTarget('hono#Context.new', 'x')).toEqual({ module: 'hono', path: ['Context', 'new'] });
    expect(parseTarget('a()', 'x')).toEqual({ module: 'x', path: ['a', '()'] });
    expect(parseTarget('x#a..b', 'x')).toBeNull();
  });
});

describe('patterns', () => {
  it.each([
    ['a.b', 'a.b', true],
    ['a.b', 'a.b.c', false],
    ['a.b.c', 'a.b', false],
    ['a.*', 'a.b', true],
    ['a.*', 'a()', false],
    ['a.*', 'a.new', false],
    ['a.**', 'a', true],
    ['a.**', 'a.b().c', true],
    ['a.**.z', 'a.b().c.z', true],
    ['a.**.z', 'a.z', true],
    ['a.**.z', 'a.z.y', false],
    ['**.z', 'z', true],
    ['a.**.b.**.c', 'a.x.b.b.y.c', true],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(matchPath(path(pattern), path(text))).toBe(expected);
  });
});

describe('rows', () => {
  const rows = (module: string, text: string): string[] => names(matcher.rows(module, path(text)));

  it('gives the most exact pattern', () => {
    expect(rows('pay', 'default.new.charges.create')).toEqual(['default.new.charges.create:costs-money']);
    expect(rows('pay', 'default.new.a.b.create')).toEqual(['default.new.**.create:writes-elsewhere']);
    expect(rows('pay', 'default.new.charges.list')).toEqual(['default.new.charges.list:derives']);
    expect(rows('pay', 'default.new.refunds.list')).toEqual(['default.new.*.list:reads-database']);
    expect(rows('pay', 'default.new.a.b.list')).toEqual([]);
  });
  it('knows nothing of other packages', () => {
    expect(rows('paid', 'default.new.charges.create')).toEqual([]);
    expect(matcher.prefixKnown('paid')).toBe(false);
    expect(matcher.prefixKnown('pay')).toBe(true);
  });
  it('follows exports and paths that stand for others, across packages too', () => {
    expect(rows('pay', 'Pay.new.charges.create')).toEqual(['default.new.charges.create:costs-money']);
    expect(rows('data', 'createClient().schema().schema().from().insert')).toEqual(['createClient().from().insert:writes-database']);
    expect(rows('bridge', 'serverClient().from().insert')).toEqual(['createClient().from().insert:writes-database']);
  });
  it('ends a cycle of paths that stand for each other', () => {
    expect(rows('plain', 'a.x')).toEqual([]);
  });
  it('reads the module itself, its default and its names as one where the package is CommonJS', () => {
    expect(rows('pay', 'new.charges.create')).toEqual(['default.new.charges.create:costs-money']);
    expect(rows('callable', '')).toEqual(['default:creates-router']);
    expect(rows('callable', '().get')).toEqual(['default().get:registers-route']);
    expect(rows('plain', 'default.verify')).toEqual(['verify:derives']);
  });
  it('covers subpaths, prefixes and suffixes', () => {
    for (const module of ['data/edge', 'data-orm/pg', '@/generated/data', '../lib/generated/data']) expect(matcher.prefixKnown(module), module).toBe(true);
    for (const module of ['data/other', 'data-orm', 'generated/data/x']) expect(matcher.prefixKnown(module), module).toBe(false);
  });
  it('is not confused by names of Object.prototype', () => {
    expect(matcher.prefixKnown('constructor')).toBe(false);
    expect(rows('pay', 'constructor.toString')).toEqual([]);
    expect(matcher.typePath('pay', '__proto__')).toBeNull();
  });
});

describe('declared types', () => {
  it('are the path of a value of that type', () => {
    expect(matcher.typePath('pay', 'default')).toEqual(['default', 'new']);
    expect(matcher.typePath('pay', 'Pay')).toEqual(['default', 'new']);
    expect(matcher.typePath('data', 'Client')).toEqual(['createClient', '()']);
    expect(matcher.typePath('data', 'Options')).toEqual(['Options', 'new']);
  });
  it('are null where no row is about them', () => {
    expect(matcher.typePath('data', 'Row')).toBeNull();
    expect(matcher.typePath('nowhere', 'Row')).toBeNull();
  });
});

describe('specifiers', () => {
  it.each([
    ['hono', 'hono'],
    ['npm:hono@4.2/jwt', 'hono/jwt'],
    ['npm:@supabase/supabase-js@2', '@supabase/supabase-js'],
    ['jsr:@supabase/supabase-js@2', '@supabase/supabase-js'],
    ['https://esm.sh/@supabase/supabase-js@2', '@supabase/supabase-js'],
    ['https://esm.sh/stripe@14.21.0?target=deno', 'stripe'],
    ['https://esm.sh/v135/stripe@14.21.0', 'stripe'],
    ['https://deno.land/x/hono@v4.3.11/mod.ts', 'hono'],
    ['https://deno.land/x/hono@v4.3.11/jwt', 'hono/jwt'],
    ['node:crypto', 'node:crypto'],
    ['@/lib/db', '@/lib/db'],
    ['https://example.org/x.ts', 'https://example.org/x.ts'],
  ])('%s is %s', (specifier, expected) => {
    expect(packageOf(specifier)).toBe(expected);
  });
});
