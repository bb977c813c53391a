/** The shape in which the fold and PostgreSQL's catalogue are compared: plain data, each object under its qualified name. */
import type { Access, Constraint, Expression, Index, Named, SourceSchema, Table, Trigger, Uses } from '@gatelint/sql-facts';
import { PLATFORM_SCHEMAS } from './platform.js';

export type Shape = { readonly [key: string]: Shape } | readonly Shape[] | string | number | boolean | null;

/** Says that the fold has marked this as unknown: it agrees with everything. */
export const UNKNOWN = '(unknown)';

const printed = ({ schema, name }: Named): string => `${schema}.${name}`;

const own = (one: Named): boolean => !PLATFORM_SCHEMAS.includes(one.schema);

const keyed = <T>(all: readonly T[], key: (one: T) => string, value: (one: T) => Shape): Shape =>
  Object.fromEntries(all.map((one) => [key(one), value(one)] as const));

const sorted = (all: readonly string[]): string[] => [...new Set(all)].sort();

const access = (all: readonly Access[]): Shape =>
  keyed(
    all,
    (one) => one.role,
    ({ privileges, grantable }) => ({ privileges: sorted(privileges), grantable: sorted(grantable) }),
  );

const last = (name: string): string => name.split('.').at(-1)!;

/** A star stands for columns that the catalogue spells out. */
export const expressionShape = (one: Expression | null, constraint?: Constraint): Shape =>
  one === null
    ? null
    : {
        constant: one.constant,
        columns: /\*/.test(one.text) ? UNKNOWN : sorted(one.columns),
        functions: sorted(one.functions.map(last)),
        ...(constraint === undefined ? {} : { closed: closedShape(constraint) }),
      };

const closedShape = (constraint: Constraint): Shape =>
  keyed(
    constraint.closed,
    (one) => one.column,
    (one) => sorted(one.values),
  );

/** Types whose constants are printed as they are written. */
const VERBATIM = /^(?:text|character varying|character|citext|[a-z_0-9]+\.[a-z_0-9]+)/;

export const defaultShape = (one: { readonly literal: string | null } | null, type: string): Shape =>
  one === null ? null : one.literal === null ? 'expression' : VERBATIM.test(type) ? `constant ${one.literal}` : 'constant';

/** Of a relation whose columns are unknown, so is which of them are read. */
const relationsIn = (uses: Uses, incomplete: ReadonlySet<string>): Shape =>
  Object.fromEntries(
    uses.relations
      .filter((one) => own(one.relation))
      .map((one) => [printed(one.relation), incomplete.has(printed(one.relation)) ? UNKNOWN : sorted(one.columns)] as const),
  );

const indexShape = (one: Index): Shape => ({ unique: one.unique, method: one.method, columns: one.columns, partial: one.partial });

const triggerShape = (one: Trigger): Shape => ({
  timing: one.timing,
  events: one.events,
  forEach: one.forEach,
  function: printed(one.function),
  enabled: one.enabled,
  constraint: one.constraint,
});

const constraintShape = (one: Constraint): Shape => ({
  kind: one.kind,
  columns: one.kind === 'check' ? sorted(one.columns) : one.columns,
  references:
    one.references === null
      ? null
      : {
          table: printed(one.references.table),
          columns: one.references.columns.length === 0 ? UNKNOWN : one.references.columns,
          onDelete: one.references.onDelete,
          onUpdate: one.references.onUpdate,
        },
  expression: expressionShape(one.expression, one.kind === 'check' ? one : undefined),
  validated: one.validated,
  enforced: one.enforced,
  deferrable: one.deferrable,
  local: one.local,
  noInherit: one.noInherit,
});

function tableShape(table: Table): Shape {
  const doubtful = (about: Table['doubts'][number]['about'][number]): boolean => table.doubts.some((one) => one.about.includes(about));
  const columnsOpen = !table.complete || doubtful('columns');
  return {
    kind: table.assumed ? UNKNOWN : table.kind,
    unlogged: table.assumed ? UNKNOWN : table.unlogged,
    owner: table.assumed ? UNKNOWN : table.owner,
    rls: table.rls === 'unknown' ? UNKNOWN : table.rls === 'yes',
    forced: table.assumed || doubtful('rls') ? UNKNOWN : table.forced,
    columns: columnsOpen
      ? UNKNOWN
      : table.columns.map((column) => ({
          name: column.name,
          type: column.type,
          notNull: column.notNull,
          default: defaultShape(column.default, column.type),
          generated: column.identity ?? column.generated,
          expression: expressionShape(column.expression),
          local: column.local,
          comment: column.comment,
          access: access(column.access),
        })),
    constraints:
      columnsOpen || doubtful('constraints')
        ? UNKNOWN
        : keyed(
            table.constraints.filter((one) => one.kind !== 'not-null'),
            (one) => one.name ?? '(unnamed)',
            constraintShape,
          ),
    indexes: columnsOpen ? UNKNOWN : keyed(table.indexes, (one) => one.name ?? '(unnamed)', indexShape),
    policies:
      doubtful('policies') || table.assumed
        ? UNKNOWN
        : keyed(
            table.policies,
            (one) => one.name,
            (one) => ({
              command: one.command,
              permissive: one.permissive,
              roles: sorted(one.roles),
              using: expressionShape(one.using),
              check: expressionShape(one.check),
              reads: relationsOfPolicy(table, [one.using, one.check]),
            }),
          ),
    triggers: table.assumed ? UNKNOWN : keyed(table.triggers, (one) => one.name, triggerShape),
    inherits: table.inherits.map(printed),
    partitionOf: table.partitionOf === null ? null : printed(table.partitionOf),
    comment: table.assumed ? UNKNOWN : table.comment,
    access: table.assumed ? UNKNOWN : access(table.access),
  };
}

function relationsOfPolicy(table: Table, clauses: readonly (Expression | null)[]): Shape {
  return sorted(clauses.flatMap((one) => (one?.uses.relations ?? []).filter(({ relation }) => own(relation)).map(({ relation }) => printed(relation)))).filter(
    (name) => name !== printed(table),
  );
}

/** What the fold says. */
export function shapeOfSchema(folded: SourceSchema): Shape {
  const { doubts } = folded.schema;
  const doubtful = (about: string): boolean => doubts.some((one) => one.about === about);
  const shape = shapeOf(folded) as Record<string, Shape>;
  return withoutRights(
    { ...shape, ...(doubtful('roles') ? { roles: UNKNOWN } : {}), ...(doubtful('rights') ? { defaultPrivileges: UNKNOWN } : {}) },
    doubtful('rights'),
  );
}

/** Where rights are doubtful, so are they on each object, and who owns it. */
function withoutRights(shape: Shape, doubtful: boolean): Shape {
  if (!doubtful || typeof shape !== 'object' || shape === null) return shape;
  if (Array.isArray(shape)) return shape.map((one) => withoutRights(one as Shape, doubtful));
  return Object.fromEntries(
    Object.entries(shape).map(([key, value]): [string, Shape] => [key, key === 'access' || key === 'owner' ? UNKNOWN : withoutRights(value, doubtful)]),
  );
}

function shapeOf({ schema }: SourceSchema): Shape {
  const incomplete = new Set([...schema.tables.filter((one) => !one.complete), ...schema.views.filter((one) => one.columns === null)].map(printed));
  return {
    tables: keyed(schema.tables.filter(own), printed, tableShape),
    views: keyed(schema.views.filter(own), printed, (view) => ({
      materialized: view.materialized,
      securityInvoker: view.securityInvoker,
      securityBarrier: view.securityBarrier,
      owner: view.owner,
      reads: relationsIn(view.uses, incomplete),
      triggers: keyed(view.triggers, (one) => one.name, triggerShape),
      indexes: keyed(view.indexes, (one) => one.name ?? '(unnamed)', indexShape),
      comment: view.comment,
      access: access(view.access),
    })),
    types: keyed(
      schema.types.filter((one) => own(one) && one.kind !== 'unknown'),
      printed,
      (type) => ({
        kind: type.kind,
        owner: type.owner,
        labels: type.labels,
        base: type.base,
        notNull: type.notNull,
        default: defaultShape(type.default, type.base ?? ''),
        attributes: type.attributes.map((one) => ({ name: one.name, type: one.type })),
        constraints: keyed(
          type.constraints,
          (one) => one.name ?? '',
          (one) => ({ closed: closedShape(one), validated: one.validated }),
        ),
        access: access(type.access),
      }),
    ),
    functions: keyed(
      schema.functions.filter(own),
      (one) => `${printed(one)}(${one.args.join(', ')})`,
      (one) => ({
        kind: one.kind,
        returns: one.kind === 'aggregate' ? UNKNOWN : one.returns,
        returnsSet: one.returnsSet,
        language: one.language,
        securityDefiner: one.securityDefiner,
        volatility: one.volatility,
        strict: one.strict,
        leakproof: one.leakproof,
        settings: one.settings.some((setting) => setting.endsWith('=?')) ? UNKNOWN : one.settings,
        owner: one.owner,
        access: access(one.access),
      }),
    ),
    sequences: keyed(schema.sequences.filter(own), printed, (one) => ({
      ownedBy: one.ownedBy === null ? null : `${printed(one.ownedBy.table)}.${one.ownedBy.column}`,
      identity: one.identity,
      type: one.type,
      owner: one.owner,
      access: access(one.access),
    })),
    schemas: keyed(
      schema.schemas.filter((one) => !PLATFORM_SCHEMAS.includes(one.name)),
      (one) => one.name,
      (one) => ({ owner: one.owner, access: access(one.access) }),
    ),
    roles: keyed(
      schema.roles.filter((one) => one.created),
      (one) => one.name,
      (one) => ({
        superuser: one.superuser,
        bypassRls: one.bypassRls,
        login: one.login,
        inherit: one.inherit,
        createRole: one.createRole,
        createDb: one.createDb,
        replication: one.replication,
        memberOf: keyed(
          one.memberOf,
          (membership) => membership.role,
          (membership) => membership.admin,
        ),
      }),
    ),
    publications: keyed(
      // One that a platform brings is not the project's.
      schema.publications.filter((one) => one.name !== 'supabase_realtime'),
      (one) => one.name,
      (one) => ({ allTables: one.allTables, tables: sorted(one.tables.map(printed)), schemas: sorted(one.schemas) }),
    ),
    eventTriggers: keyed(
      schema.eventTriggers,
      (one) => one.name,
      (one) => ({ event: one.event, function: printed(one.function), enabled: one.enabled }),
    ),
    defaultPrivileges: keyed(
      schema.defaultPrivileges,
      (one) => `${one.role} in ${one.schema ?? '*'} on ${one.on}`,
      (one) => access(one.access),
    ),
  };
}
