/** PostgreSQL's catalogue in the shape of the fold. Expressions are read back through our own parser from the text that PostgreSQL prints for them. */
import type { PGlite } from '@electric-sql/pglite';
import { foldSource, type Source } from '@gatelint/sql-facts';
import { PLATFORM_SCHEMAS } from './platform.js';
import { defaultShape, expressionShape, type Shape } from './shape.js';

/** Made once a database: how types, rights and names are printed. */
export const HELPERS = `
  create schema oracle;
  create view oracle.own as select n.oid from pg_namespace n where n.nspname <> 'information_schema' and n.nspname !~ '^pg_' and n.nspname <> all (array['${PLATFORM_SCHEMAS.join("', '")}']);
  create function oracle.ours(class regclass, object oid) returns boolean language plpgsql stable as $$ begin return (select not exists (select from pg_depend d where d.classid = class and d.objid = object and d.deptype = 'e')); end $$;
  create function oracle.type_name(type oid, modifier int default null) returns text language plpgsql stable as $$ begin return (select case
      when type = 0 then null
      when n.nspname = 'pg_catalog' and (e.oid is null or en.nspname = 'pg_catalog') then format_type(t.oid, modifier)
      when e.oid is not null and oracle.ours('pg_type', e.oid) and en.nspname <> 'extensions' then en.nspname || '.' || e.typname || '[]'
      when e.oid is not null then regexp_replace(format_type(t.oid, modifier), '^.*\\.', '')
      when oracle.ours('pg_type', t.oid) and n.nspname <> 'extensions' then n.nspname || '.' || t.typname
      else regexp_replace(format_type(t.oid, modifier), '^.*\\.', '') end
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
      left join pg_type e on e.oid = t.typelem and t.typcategory = 'A' left join pg_namespace en on en.oid = e.typnamespace where t.oid = type); end $$;
  create function oracle.role_name(role oid) returns text language plpgsql stable as $$ begin return (select case when role = 0 then 'public' else pg_get_userbyid(role)::text end); end $$;
  create function oracle.access(acl aclitem[], kind "char", owner oid) returns jsonb language plpgsql stable as $$ begin return (select coalesce(jsonb_object_agg(oracle.role_name(grantee), jsonb_build_object('privileges', rights, 'grantable', passed)), '{}') from (
      select grantee, jsonb_agg(distinct lower(privilege_type) order by lower(privilege_type)) as rights, coalesce(jsonb_agg(distinct lower(privilege_type) order by lower(privilege_type)) filter (where is_grantable), '[]') as passed
      from aclexplode(coalesce(acl, case when kind <> 'c' then acldefault(kind, owner) end)) where grantee <> owner group by grantee) as entries); end $$;
  create function oracle.name_of(relation oid) returns text language plpgsql stable as $$ begin return (select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = relation); end $$;
  create function oracle.function_name(function oid) returns text language plpgsql stable as $$ begin return (select n.nspname || '.' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.oid = function); end $$;
  create function oracle.action(code "char") returns text language plpgsql immutable as $$ begin return (select case code when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default' when 'r' then 'restrict' end); end $$;
  create function oracle.columns_of(relation oid, numbers smallint[]) returns jsonb language plpgsql stable as $$ begin return (select coalesce(jsonb_agg(a.attname order by u.at), '[]') from unnest(numbers) with ordinality as u (number, at) join pg_attribute a on a.attrelid = relation and a.attnum = u.number); end $$;
  create function oracle.enabled(code "char") returns text language plpgsql immutable as $$ begin return (select case code when 'D' then 'no' when 'R' then 'replica' when 'A' then 'always' else 'yes' end); end $$;
  create function oracle.triggers(relation oid) returns jsonb language plpgsql stable as $$ begin return (select coalesce(jsonb_object_agg(t.tgname, jsonb_build_object(
      'timing', case when t.tgtype & 2 > 0 then 'before' when t.tgtype & 64 > 0 then 'instead of' else 'after' end,
      'events', array_to_json(array_remove(array[case when t.tgtype & 8 > 0 then 'delete' end, case when t.tgtype & 4 > 0 then 'insert' end, case when t.tgtype & 32 > 0 then 'truncate' end, case when t.tgtype & 16 > 0 then 'update' end], null)),
      'forEach', case when t.tgtype & 1 > 0 then 'row' else 'statement' end, 'function', oracle.function_name(t.tgfoid), 'enabled', oracle.enabled(t.tgenabled), 'constraint', t.tgconstraint <> 0)), '{}')
    from pg_trigger t where t.tgrelid = relation and not t.tgisinternal); end $$;
  create function oracle.indexes(relation oid) returns jsonb language plpgsql stable as $$ begin return (select coalesce(jsonb_object_agg(c.relname, jsonb_build_object('unique', i.indisunique, 'method', am.amname, 'partial', i.indpred is not null, 'columns',
      (select jsonb_agg(a.attname order by u.at) from unnest(i.indkey::smallint[]) with ordinality as u (number, at) left join pg_attribute a on a.attrelid = relation and a.attnum = u.number and a.attnum > 0 where u.at <= i.indnkeyatts))), '{}')
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am am on am.oid = c.relam where i.indrelid = relation and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))); end $$;
  create function oracle.reads(relation oid) returns jsonb language plpgsql stable as $$ begin return (select coalesce(jsonb_object_agg(name, columns), '{}') from (
      select oracle.name_of(d.refobjid) as name, coalesce(jsonb_agg(distinct a.attname order by a.attname) filter (where a.attname is not null), '[]') as columns
      from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass and d.refobjid <> relation
        join pg_class c on c.oid = d.refobjid left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid and d.refobjsubid > 0
      where r.ev_class = relation and c.relnamespace in (select oid from oracle.own) group by d.refobjid) as entries); end $$;
`;
/** PL/pgSQL keeps the plans of its queries, which SQL functions make anew at each call; the functions name one another before they are made. */
export const HELPERS_SETTINGS = 'set check_function_bodies = off';

const COMMENT = (relation: string, column = '0'): string =>
  `(select description from pg_description where objoid = ${relation} and objsubid = ${column} and classoid = 'pg_class'::regclass)`;

const TABLES = `
  select 'tables' as section, oracle.name_of(c.oid) as name, jsonb_build_object(
    'kind', case c.relkind when 'r' then 'table' when 'p' then 'partitioned' else 'foreign' end, 'unlogged', c.relpersistence = 'u', 'owner', oracle.role_name(c.relowner), 'rls', c.relrowsecurity, 'forced', c.relforcerowsecurity,
    'columns', (select coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', oracle.type_name(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
        'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end, 'expression', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
        'generated', case when a.attidentity = 'a' then 'always' when a.attidentity = 'd' then 'by default' when a.attgenerated = 's' then 'stored' when a.attgenerated = 'v' then 'virtual' end,
        'local', a.attislocal, 'comment', ${COMMENT('c.oid', 'a.attnum')}, 'access', oracle.access(a.attacl, 'c', c.relowner)) order by a.attnum), '[]')
      from pg_attribute a left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    'constraints', (select coalesce(jsonb_object_agg(k.conname, jsonb_build_object('kind', case k.contype when 'c' then 'check' when 'f' then 'foreign-key' when 'p' then 'primary-key' when 'u' then 'unique' else 'exclude' end,
        'columns', case when k.contype = 'c' then (select coalesce(jsonb_agg(a.attname order by a.attname collate "C"), '[]') from pg_attribute a where a.attrelid = c.oid and a.attnum = any (k.conkey)) else oracle.columns_of(c.oid, k.conkey) end,
        'references', case when k.confrelid <> 0 then jsonb_build_object('table', oracle.name_of(k.confrelid), 'columns', oracle.columns_of(k.confrelid, k.confkey), 'onDelete', oracle.action(k.confdeltype), 'onUpdate', oracle.action(k.confupdtype)) end,
        'expression', case when k.contype = 'c' then pg_get_expr(k.conbin, k.conrelid) end, 'validated', k.convalidated, 'enforced', k.conenforced, 'deferrable', k.condeferrable, 'local', k.conislocal, 'noInherit', k.connoinherit and k.contype = 'c')), '{}')
      from pg_constraint k where k.conrelid = c.oid and k.contype in ('c', 'f', 'p', 'u', 'x') and not (k.contype = 'f' and k.conparentid <> 0 and (select p.conrelid from pg_constraint p where p.oid = k.conparentid) = c.oid)),
    'indexes', oracle.indexes(c.oid), 'triggers', oracle.triggers(c.oid),
    'policies', (select coalesce(jsonb_object_agg(p.polname, jsonb_build_object('command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end, 'permissive', p.polpermissive,
        'roles', (select jsonb_agg(oracle.role_name(role) order by oracle.role_name(role)) from unnest(p.polroles) as role), 'using', pg_get_expr(p.polqual, c.oid), 'check', pg_get_expr(p.polwithcheck, c.oid),
        'reads', (select coalesce(jsonb_agg(distinct oracle.name_of(d.refobjid) order by oracle.name_of(d.refobjid)), '[]') from pg_depend d join pg_class r on r.oid = d.refobjid
          where d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_class'::regclass and d.refobjid <> c.oid and r.relnamespace in (select oid from oracle.own)))), '{}')
      from pg_policy p where p.polrelid = c.oid),
    'inherits', (select coalesce(jsonb_agg(oracle.name_of(i.inhparent) order by i.inhseqno), '[]') from pg_inherits i where i.inhrelid = c.oid and not c.relispartition),
    'partitionOf', (select oracle.name_of(i.inhparent) from pg_inherits i where i.inhrelid = c.oid and c.relispartition),
    'comment', ${COMMENT('c.oid')}, 'access', oracle.access(c.relacl, 'r', c.relowner)) as value
  from pg_class c where c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't' and c.relnamespace in (select oid from oracle.own) and oracle.ours('pg_class', c.oid)`;

const VIEWS = `
  select 'views', oracle.name_of(c.oid), jsonb_build_object('materialized', c.relkind = 'm', 'securityInvoker', coalesce((select option_value::boolean from pg_options_to_table(c.reloptions) where option_name = 'security_invoker'), false),
    'securityBarrier', coalesce((select option_value::boolean from pg_options_to_table(c.reloptions) where option_name = 'security_barrier'), false), 'owner', oracle.role_name(c.relowner), 'reads', oracle.reads(c.oid),
    'triggers', oracle.triggers(c.oid), 'indexes', oracle.indexes(c.oid), 'comment', ${COMMENT('c.oid')}, 'access', oracle.access(c.relacl, 'r', c.relowner))
  from pg_class c where c.relkind in ('v', 'm') and c.relpersistence <> 't' and c.relnamespace in (select oid from oracle.own) and oracle.ours('pg_class', c.oid)`;

const TYPES = `
  select 'types', n.nspname || '.' || t.typname, jsonb_build_object('kind', case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'r' then 'range' else 'composite' end, 'owner', oracle.role_name(t.typowner),
    'labels', (select coalesce(jsonb_agg(e.enumlabel order by e.enumsortorder), '[]') from pg_enum e where e.enumtypid = t.oid),
    'base', case when t.typtype = 'd' then oracle.type_name(t.typbasetype, t.typtypmod) when t.typtype = 'r' then (select oracle.type_name(r.rngsubtype) from pg_range r where r.rngtypid = t.oid) end, 'notNull', t.typnotnull,
    'default', pg_get_expr(t.typdefaultbin, 0),
    'attributes', (select coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', oracle.type_name(a.atttypid, a.atttypmod)) order by a.attnum), '[]') from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped),
    'constraints', (select coalesce(jsonb_object_agg(k.conname, jsonb_build_object('expression', pg_get_expr(k.conbin, 0), 'validated', k.convalidated)), '{}') from pg_constraint k where k.contypid = t.oid and k.contype = 'c'),
    'access', oracle.access(t.typacl, 'T', t.typowner))
  from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
  where (t.typtype in ('e', 'd', 'r') or c.relkind = 'c') and t.typnamespace in (select oid from oracle.own) and oracle.ours('pg_type', t.oid)`;

const FUNCTIONS = `
  select 'functions', oracle.function_name(p.oid) || '(' || coalesce((select string_agg(oracle.type_name(u.type), ', ' order by u.at) from unnest(p.proargtypes::oid[]) with ordinality as u (type, at)), '') || ')', jsonb_build_object(
    'kind', case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end, 'returns', case when p.prokind = 'p' and p.prorettype = 'void'::regtype then null else oracle.type_name(p.prorettype) end, 'returnsSet', p.proretset,
    'language', (select l.lanname from pg_language l where l.oid = p.prolang), 'securityDefiner', p.prosecdef, 'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
    'strict', p.proisstrict, 'leakproof', p.proleakproof, 'settings', (select coalesce(jsonb_agg(s order by s collate "C"), '[]') from unnest(p.proconfig) as s), 'owner', oracle.role_name(p.proowner), 'access', oracle.access(p.proacl, 'f', p.proowner))
  from pg_proc p where p.pronamespace in (select oid from oracle.own) and oracle.ours('pg_proc', p.oid) and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i')`;

const OTHERS = `
  select 'sequences', oracle.name_of(c.oid), jsonb_build_object('ownedBy', (select oracle.name_of(d.refobjid) || '.' || a.attname from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')),
    'identity', exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i'), 'type', format_type(s.seqtypid, null), 'owner', oracle.role_name(c.relowner), 'access', oracle.access(c.relacl, 's', c.relowner))
  from pg_class c join pg_sequence s on s.seqrelid = c.oid where c.relpersistence <> 't' and c.relnamespace in (select oid from oracle.own) and oracle.ours('pg_class', c.oid)
  union all select 'schemas', n.nspname, jsonb_build_object('owner', oracle.role_name(n.nspowner), 'access', oracle.access(n.nspacl, 'n', n.nspowner)) from pg_namespace n where n.oid in (select oid from oracle.own)
  union all select 'roles', r.rolname, jsonb_build_object('superuser', r.rolsuper, 'bypassRls', r.rolbypassrls, 'login', r.rolcanlogin, 'inherit', r.rolinherit, 'createRole', r.rolcreaterole, 'createDb', r.rolcreatedb, 'replication', r.rolreplication,
    'memberOf', (select coalesce(jsonb_object_agg(g.rolname, m.admin_option), '{}') from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid))
  from pg_roles r where r.rolname !~ '^pg_'
  union all select 'publications', p.pubname, jsonb_build_object('allTables', p.puballtables, 'tables', (select coalesce(jsonb_agg(oracle.name_of(x.prrelid) order by oracle.name_of(x.prrelid)), '[]') from pg_publication_rel x where x.prpubid = p.oid),
    'schemas', (select coalesce(jsonb_agg(n.nspname order by n.nspname), '[]') from pg_publication_namespace x join pg_namespace n on n.oid = x.pnnspid where x.pnpubid = p.oid)) from pg_publication p
  union all select 'eventTriggers', e.evtname, jsonb_build_object('event', e.evtevent, 'function', oracle.function_name(e.evtfoid), 'enabled', oracle.enabled(e.evtenabled)) from pg_event_trigger e
  union all select 'defaultPrivileges', oracle.role_name(d.defaclrole) || ' in ' || coalesce(n.nspname, '*') || ' on ' || case d.defaclobjtype when 'r' then 'table' when 'S' then 'sequence' when 'f' then 'function' when 'T' then 'type' when 'n' then 'schema' end, oracle.access(d.defaclacl, 'r', d.defaclrole)
  from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace where d.defaclobjtype <> 'L'`;

const SECTIONS = ['tables', 'views', 'types', 'functions', 'sequences', 'schemas', 'roles', 'publications', 'eventTriggers', 'defaultPrivileges'] as const;

type Raw = { [key: string]: Raw } & Record<string, never>;

/** Planning the question takes longer than answering it. */
export const PREPARATION = `set jit = off; prepare oracle_catalogue as ${[TABLES, VIEWS, TYPES, FUNCTIONS, OTHERS].join(' union all ')}`;

/** What the catalogue says. `known`: roles and publications that are there before the first script. */
export async function readCatalogue(database: PGlite, known: ReadonlySet<string>): Promise<Shape> {
  const { rows } = await database.query<{ section: string; name: string; value: Raw }>('execute oracle_catalogue');
  const found: Record<string, Record<string, Shape>> = Object.fromEntries(SECTIONS.map((section) => [section, {}]));
  const expressions = new Expressions();
  for (const { section, name, value } of rows) if (!known.has(`${section} ${name}`)) expressions.collect(value);
  expressions.read();
  for (const { section, name, value } of rows) if (!known.has(`${section} ${name}`)) found[section]![name] = expressions.replace(value) as Shape;
  return found;
}

/** Texts of expressions, read all at once by folding a script that holds them as checks and defaults. */
class Expressions {
  private readonly texts = new Map<string, number>();
  private checks: readonly Shape[] = [];
  private readonly literals = new Map<string, { readonly literal: string | null } | null>();

  collect(value: unknown): void {
    this.walk(value, (text) => {
      if (!this.texts.has(text)) this.texts.set(text, this.texts.size);
    });
  }

  private walk(value: unknown, visit: (text: string) => void): void {
    if (Array.isArray(value)) value.forEach((one) => this.walk(one, visit));
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        if (isExpression(key) && typeof inner === 'string') visit(inner);
        else this.walk(inner, visit);
      }
  }

  read(): void {
    const texts = [...this.texts.keys()];
    const script = `create table t ();\n${texts.map((text, index) => `alter table t add constraint "${index}" check (${text});\nalter table t add column "${index}" text default (${text});`).join('\n')}`;
    const source: Source = { path: 'm', layout: 'plain', files: ['a.sql'], dialect: 'postgresql', exposedSchemas: [], skipped: [], incomplete: false };
    const { schema } = foldSource({ read: () => new TextEncoder().encode(script) }, '', source);
    const table = schema.tables[0]!;
    this.checks = texts.map((_, index) => {
      const constraint = table.constraints.find((one) => one.name === String(index));
      return constraint === undefined ? null : expressionShape(constraint.expression, constraint);
    });
    texts.forEach((text, index) => this.literals.set(text, table.columns.find((one) => one.name === String(index))?.default ?? null));
  }

  /** The value with its expressions as the fold would describe them; only a check of a table says which values it lets through. */
  replace(value: unknown, within = ''): unknown {
    if (Array.isArray(value)) return value.map((one) => this.replace(one, within));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value as Record<string, unknown>).map(([key, inner]): [string, unknown] => {
      if (typeof inner !== 'string' || !isExpression(key)) return [key, this.replace(inner, key)];
      if (key === 'default') {
        const { type, base } = value as { readonly type?: string; readonly base?: string };
        return [key, defaultShape(this.literals.get(inner) ?? null, type ?? base ?? '')];
      }
      const shape = this.checks[this.texts.get(inner)!] as { readonly closed: Shape } | null;
      const kind = (value as { readonly kind?: string }).kind;
      if (within !== '' && kind === 'check') return [key, shape];
      if ('validated' in value) return ['closed', shape?.closed ?? null];
      const { closed: _closed, ...rest } = shape ?? { closed: null };
      return [key, rest];
    });
    return Object.fromEntries(entries);
  }
}

const isExpression = (key: string): boolean => key === 'default' || key === 'expression' || key === 'using' || key === 'check';
