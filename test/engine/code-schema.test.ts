/** Tables that are declared in code: what the report says of them, alone and beside migrations. */
import { describe, expect, it } from 'vitest';
import { openFolder } from '../../packages/dev/src/open-folder.js';
import { memoryFileSystem } from '../support/memory-file-system.js';

function report(files: Readonly<Record<string, string>>) {
  const texts = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/project/${path}`, text]));
  const { tables, enums, internalErrors, coverage } = openFolder('/project', { files: memoryFileSystem(texts) }).report();
  expect(internalErrors).toEqual([]);
  return {
    tables: tables.map(({ name, line, rls, policies }) => `${name}:${line} ${rls} ${policies}`),
    enums: enums.map(({ table, column, line, constrained, values }) => `${table}.${column}:${line} ${[constrained, ...values].join(' ')}`),
    undecided: coverage.undecided.map(({ because }) => because),
  };
}

const pg = "import { sql } from 'drizzle-orm'; import { check, pgEnum, pgPolicy, pgRole, pgTable, text, unique } from 'drizzle-orm/pg-core';";

describe('row level security', () => {
  it('is on where it is enabled or a policy stands, and off beside such tables', () => {
    const schema = `${pg}
      export const staff = pgRole('staff');
      export const a = pgTable('a', { id: text('id') }, () => [pgPolicy('read', { for: 'select', to: staff, using: sql\`true\` })]);
      export const b = pgTable('b', { id: text('id') }).enableRLS();
      export const c = pgTable('c', { id: text('id') });`;
    expect(report({ 'schema.ts': schema }).tables).toEqual(['public.a:3 on 1', 'public.b:4 on 0', 'public.c:5 off 0']);
  });

  it('is unknown where the code never speaks of it', () => {
    expect(report({ 'schema.ts': `${pg} export const c = pgTable('c', { id: text('id') });` }).tables).toEqual(['public.c:1 unknown 0']);
  });
});

describe('columns', () => {
  it('are held by what the database is told, and by nothing else', () => {
    const schema = `${pg}
      const values = ['x', 'y'];
      const kind = pgEnum('kind', values);
      const shared = { status: text('status') };
      export const t = pgTable('t', {
        a: kind('a'),
        bType: text('b_type'),
        c: text({ enum: ['x'] }),
        type: text('type').unique(),
        ...shared,
      }, (t) => [check('b', sql\`\${t.bType} in ('p', 'q')\`), unique().on(t.status, t.c)]);`;
    expect(report({ 'schema.ts': schema }).enums).toEqual([
      'public.t.a:6 enum x y',
      'public.t.b_type:7 check p q',
      'public.t.c:8 none',
      'public.t.status:4 none',
    ]);
  });

  it('are unknown where a check is not constant, and nothing is said of what is spread from elsewhere', () => {
    const schema = `${pg}
      export const t = pgTable('t', { status: text('status') }, (t) => [check('t', sql\`\${t.status} in \${list()}\`)]);
      export const u = pgTable('u', { ...columns(), role: text('role') });`;
    expect(report({ 'schema.ts': schema }).enums).toEqual(['public.t.status:2 unknown', 'public.u.role:3 unknown']);
  });

  it('take the case that the project sets where no name is written', () => {
    const files = { 'schema.ts': `${pg} export const t = pgTable('t', { orderStatus: text() });` };
    expect(report(files).enums).toEqual(['public.t.orderStatus:1 none']);
    const set = "import { drizzle } from 'drizzle-orm/postgres-js'; export const db = drizzle('', { casing: 'snake_case' });";
    expect(report({ ...files, 'db.ts': set }).enums).toEqual(['public.t.order_status:1 none']);
  });
});

describe('beside migrations', () => {
  const schema = `${pg} export const t = pgTable('t', { status: text('status') }); export const u = pgTable('u', { status: text('status') });`;

  it('are left to them where these are complete', () => {
    const sql = "create table t (status text check (status in ('a', 'b')));";
    expect(report({ 'schema.ts': schema, 'migrations/1.sql': sql }).enums).toEqual(['public.t.status:1 check a b']);
  });

  it('say what a history without its beginning leaves open', () => {
    const sql = 'alter table t enable row level security;';
    const { tables, enums } = report({ 'schema.ts': schema, 'migrations/1.sql': sql });
    expect(tables).toEqual(['public.t:1 on 0', 'public.u:1 unknown 0']);
    expect(enums).toEqual(['public.t.status:1 none', 'public.u.status:1 none']);
  });
});
