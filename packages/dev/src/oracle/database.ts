/** A PostgreSQL in this process, which scripts are applied to and asked about. */
import { PGlite, type Extension } from '@electric-sql/pglite';
import { HELPERS, HELPERS_SETTINGS, PREPARATION, readCatalogue } from './catalogue.js';
import { PLATFORM, PLATFORM_SCHEMAS } from './platform.js';
import type { Shape } from './shape.js';

/** Extensions that come with the package. */
const BUNDLED = [
  'btree_gin',
  'btree_gist',
  'citext',
  'cube',
  'fuzzystrmatch',
  'hstore',
  'intarray',
  'ltree',
  'pg_trgm',
  'pgcrypto',
  'tablefunc',
  'unaccent',
  'uuid_ossp',
] as const;

export interface Refused {
  readonly script: string;
  readonly message: string;
}

export class OracleDatabase {
  private inTransaction = false;

  private constructor(
    private readonly database: PGlite,
    private readonly known: ReadonlySet<string>,
  ) {}

  /** `extensions`: whether scripts may create those that are bundled, which takes longer to start. */
  static async start(extensions = false): Promise<OracleDatabase> {
    const loaded: Record<string, Extension> = {};
    if (extensions) for (const name of BUNDLED) Object.assign(loaded, (await import(`@electric-sql/pglite/contrib/${name}`)) as Record<string, Extension>);
    const database = await PGlite.create({ extensions: loaded });
    await database.exec(`${HELPERS_SETTINGS}; ${PLATFORM} ${HELPERS} reset check_function_bodies;`);
    const { rows } = await database.query<{ name: string }>(
      `select 'roles ' || rolname as name from pg_roles union all select 'publications ' || pubname from pg_publication union all select 'eventTriggers ' || evtname from pg_event_trigger`,
    );
    return new OracleDatabase(database, new Set(rows.map((row) => row.name)));
  }

  close(): Promise<void> {
    return this.database.close();
  }

  async catalogue(): Promise<Shape> {
    // A script may have thrown the prepared statement away; where it is left, this fails and changes nothing.
    if (!this.inTransaction) await this.attempt(PREPARATION);
    return readCatalogue(this.database, this.known);
  }

  /** Applies scripts, each in a session of its own, after `prelude`. Throws PostgreSQL's error when one does not run. */
  async apply(scripts: readonly string[], prelude = ''): Promise<void> {
    await this.clear();
    await this.database.exec(prelude);
    for (const script of scripts) {
      await this.database.exec(`reset session authorization; reset role; reset search_path; reset check_function_bodies`);
      await this.database.exec(script);
    }
    await this.database.exec(`reset session authorization; reset role; reset search_path`);
  }

  /** Runs SQL as it is; null when it ran, else PostgreSQL's message. */
  async attempt(sql: string): Promise<string | null> {
    try {
      await this.database.exec(sql);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** The rows of a query after `preparation`, in a transaction that is undone. Throws PostgreSQL's error. */
  async rolledBack(preparation: string, query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    await this.database.exec('begin');
    try {
      await this.database.exec(preparation);
      return (await this.database.query<Record<string, unknown>>(query)).rows;
    } finally {
      await this.database.exec('rollback');
    }
  }

  /** How many rows a statement changes after `preparation`, in a transaction that is undone; 0 when PostgreSQL refuses it. */
  async changes(preparation: string, statement: string): Promise<number> {
    await this.database.exec('begin');
    try {
      await this.database.exec(preparation);
      return (await this.database.query(statement)).affectedRows ?? 0;
    } catch {
      return 0;
    } finally {
      await this.database.exec('rollback');
    }
  }

  /** Runs a statement of an open transaction, which goes on when it fails. */
  async attemptInside(sql: string): Promise<string | null> {
    await this.attempt('savepoint attempt');
    const message = await this.attempt(sql);
    await this.attempt(message === null ? 'release attempt' : 'rollback to attempt; release attempt');
    return message;
  }

  /**
   * Runs statements one by one in a transaction that is undone in the end; what PostgreSQL refuses is left out.
   * Output: the statements that ran, and what the catalogue said then.
   */
  async tryOut(
    statements: readonly string[],
  ): Promise<{ readonly accepted: readonly string[]; readonly catalogue: Shape; readonly refused: readonly Refused[] }> {
    const accepted: string[] = [];
    const refused: Refused[] = [];
    await this.attempt(PREPARATION);
    await this.database.exec('begin');
    this.inTransaction = true;
    try {
      for (const statement of statements) {
        // A savepoint inside of another one would go with it.
        const savepoint = /^(savepoint|rollback to savepoint) (\w+)$/.exec(statement);
        if (savepoint !== null) {
          const known = accepted.includes(`savepoint ${savepoint[2]}`);
          if (savepoint[1] !== 'savepoint' && !known) continue;
          await this.database.exec(statement);
          accepted.push(statement);
          continue;
        }
        const message = await this.attemptInside(statement);
        if (message === null) accepted.push(statement);
        else refused.push({ script: statement, message });
      }
      await this.database.exec('set local role postgres; set local search_path to public');
      return { accepted, catalogue: await this.catalogue(), refused };
    } finally {
      this.inTransaction = false;
      await this.database.exec('rollback');
    }
  }

  /** Back to what was there before the first script. */
  private async clear(): Promise<void> {
    await this.attempt('rollback');
    const kept = [...PLATFORM_SCHEMAS, 'information_schema'].map((name) => `'${name}'`).join(', ');
    const known = (section: string): string =>
      `array[${[...this.known].flatMap((name) => (name.startsWith(`${section} `) ? [`'${name.slice(section.length + 1)}'`] : [])).join(', ')}]::text[]`;
    const { rows } = await this.database.query<{ sql: string }>(`
      select format('drop event trigger %I', evtname) as sql from pg_event_trigger where evtname <> all (${known('eventTriggers')})
      union all select format('drop publication %I', pubname) from pg_publication where pubname <> all (${known('publications')})
      union all select format('drop extension %I cascade', extname) from pg_extension where extname <> 'plpgsql'
      union all select format('drop schema %I cascade', nspname) from pg_namespace where nspname !~ '^pg_' and nspname not in (${kept})
      union all select format('drop policy if exists %I on %I.%I', policyname, schemaname, tablename) from pg_policies where schemaname in (${kept})
      union all select format('drop foreign data wrapper %I cascade', fdwname) from pg_foreign_data_wrapper
      union all select format('drop table pgmq.%I cascade', tablename) from pg_tables where schemaname = 'pgmq'
      union all select 'truncate storage.buckets cascade'
      union all select 'delete from pg_default_acl'
      union all select format('drop owned by %I cascade', rolname) from pg_roles where rolname !~ '^pg_' and rolname <> all (${known('roles')})
      union all select format('drop role %I', rolname) from pg_roles where rolname !~ '^pg_' and rolname <> all (${known('roles')})`);
    await this.database.exec(
      `reset session authorization; reset role; discard temp; ${rows.map((row) => row.sql).join('; ')}; create schema public authorization pg_database_owner; grant usage on schema public to public`,
    );
  }
}
