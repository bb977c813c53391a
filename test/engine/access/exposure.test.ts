import { catalogue } from '@gatelint/catalogue';
import { foldSource, type Source } from '@gatelint/sql-facts';
import { describe, expect, it } from 'vitest';
import { accessOf } from '../../../packages/engine/src/access/exposure.js';
import { onPlatform } from '../../../packages/engine/src/access/platform.js';
import { defaultConfig } from '../../../packages/engine/src/config.js';

interface Options {
  readonly source?: Partial<Source>;
  readonly exposedSchemas?: readonly string[];
}

const hosted: Partial<Source> = { layout: 'supabase', exposedSchemas: ['public', 'graphql_public'] };

/** Scripts by file name, in order; what is asked of the relations that they leave behind, in a line each. */
function exposures(scripts: Readonly<Record<string, string>>, { source = hosted, exposedSchemas }: Options = {}) {
  const files = Object.keys(scripts);
  const whole: Source = { path: 'm', layout: 'plain', files, dialect: 'postgresql', exposedSchemas: [], skipped: [], incomplete: false, ...source };
  const folded = foldSource({ read: (path) => new TextEncoder().encode(scripts[path.slice(3)] ?? '') }, '/p', onPlatform(whole, catalogue.databases));
  const config = { ...defaultConfig, sql: { ...defaultConfig.sql, exposedSchemas: exposedSchemas ?? null } };
  const access = accessOf(folded, config, catalogue);
  return {
    ...Object.fromEntries(
      [...folded.schema.tables, ...folded.schema.views].map((one) => {
        const { state, because } = access.exposure(one);
        return [one.name, state === 'reachable' ? because : `${state}: ${because}`];
      }),
    ),
    ...(access.platform?.assumed ? { assumed: access.platform.assumed } : {}),
  };
}

const all = 'select, insert, update, delete';
const everything = `anon may ${all}; authenticated may ${all}`;

describe('who reaches a table through the API', () => {
  it('is everybody where new tables are granted to clients', () => {
    const found = exposures({ '20240101000000_a.sql': 'create table t (); create view v as select * from t; create schema app; create table app.u ();' });
    expect(found).toEqual({
      t: everything,
      v: everything,
      u: 'unreachable: the API does not serve the schema app',
      assumed:
        'what is made in public is taken to be granted to anon, authenticated, service_role, as Supabase did before 2026; supabase/config.toml (api.auto_expose_new_tables) does not say',
    });
  });

  it('is nobody in a project of today that grants nothing', () => {
    const found = exposures({ '20260601000000_a.sql': 'create table t (); create table u (); grant select on u to authenticated;' });
    expect(found).toMatchObject({ t: 'unreachable: nothing on it is granted to anon or authenticated', u: 'authenticated may select' });
    expect(found).toHaveProperty('assumed', expect.stringContaining('taken to be granted to nobody'));
  });

  it('changes in the middle of a history that is older than the change', () => {
    const found = exposures({ '20250101000000_a.sql': 'create table old ();', '20261101000000_b.sql': 'create table young ();' });
    expect(found).toMatchObject({ old: everything, young: 'unreachable: nothing on it is granted to anon or authenticated' });
    expect(found).toHaveProperty('assumed', expect.stringContaining('up to 20261101000000_b.sql'));
  });

  it('is what the settings say, whatever the date', () => {
    expect(exposures({ '20260601000000_a.sql': 'create table t ();' }, { source: { ...hosted, opensNewTables: true } })).toEqual({ t: everything });
    expect(exposures({ '20240101000000_a.sql': 'create table t ();' }, { source: { ...hosted, opensNewTables: false } })).toEqual({
      t: 'unreachable: nothing on it is granted to anon or authenticated',
    });
  });

  it('follows grants in their order', () => {
    const found = exposures({
      '1_a.sql': `
        create table a (); revoke all on a from anon, authenticated; grant select on a to authenticated;
        create table b (id int, secret text); revoke select on b from anon; grant select (id) on b to anon;
        revoke all on all tables in schema public from anon;
        create table c (); alter default privileges in schema public revoke insert, update, delete on tables from anon, authenticated; create table d ();
        create role staff; grant update on d to staff; grant staff to authenticated;
        revoke all on c from anon, authenticated; grant delete on c to public;
        set role postgres; alter table a owner to authenticated;`,
    });
    expect(found).toMatchObject({
      a: `authenticated may ${all}`,
      b: `authenticated may ${all}`,
      c: 'anon may delete; authenticated may delete',
      d: 'anon may select; authenticated may select',
    });
  });

  it('needs the schema to be served and open', () => {
    const source = { ...hosted, exposedSchemas: ['public', 'app'] };
    const tables = 'create schema app; create table app.t (); create table app.u (); grant select on app.t to anon, authenticated;';
    expect(exposures({ '1_a.sql': tables }, { source })).toMatchObject({ t: 'unreachable: nothing on it is granted to anon or authenticated' });
    expect(exposures({ '1_a.sql': `${tables} grant usage on schema app to authenticated;` }, { source })).toMatchObject({ t: 'authenticated may select' });
    expect(exposures({ '1_a.sql': 'create table app.t (); grant select on app.t to anon;' }, { source })).toMatchObject({
      t: 'unknown: no file creates the schema app',
    });
  });

  it('is unknown where grants are made by what is put together at run time, and for what no file creates', () => {
    expect(
      exposures({
        '1_a.sql': `create table t (); do $$ declare r record; begin for r in select * from roles loop execute format('grant select on t to %I', r.name); end loop; end $$;`,
      }),
    ).toHaveProperty('t', expect.stringMatching(/^unknown: /));
    expect(exposures({ '1_a.sql': 'alter table t enable row level security;' })).toMatchObject({ t: 'unknown: no file creates it' });
  });
});

describe('a database that nothing serves', () => {
  it('has no clients, whatever it grants', () => {
    expect(exposures({ '1.sql': 'create role anon; create table t (); grant all on t to anon;' }, { source: {} })).toEqual({
      t: 'unreachable: nothing says that clients reach the database',
    });
  });

  it('has those whose roles the files name where the configuration says that it is served', () => {
    const text = 'create role web_anon; create schema api; grant usage on schema api to web_anon; create table api.t (); grant select on api.t to web_anon;';
    expect(exposures({ '1.sql': text }, { source: {}, exposedSchemas: ['api'] })).toEqual({ t: 'web_anon may select' });
    expect(exposures({ '1.sql': 'create table t ();' }, { source: {}, exposedSchemas: ['public'] })).toEqual({
      t: 'unreachable: nothing says that clients reach the database',
    });
  });
});

describe('what is put together at run time', () => {
  const doubtful = (statement: string): string =>
    `create table t (); do $$ declare r record; begin for r in select * from names loop execute format('${statement}', r.name); end loop; end $$;`;

  it('makes rights on tables unknown where it may be about tables', () => {
    expect(exposures({ '1_a.sql': doubtful('grant select on table %I to anon') })).toHaveProperty('t', expect.stringMatching(/^unknown: /));
    expect(exposures({ '1_a.sql': doubtful('%s') })).toHaveProperty('t', expect.stringMatching(/^unknown: /));
    expect(exposures({ '1_a.sql': doubtful('revoke all on function %s from anon') })).toHaveProperty('t', everything);
  });
});
