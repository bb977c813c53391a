/** Enum types, domains and the other user-defined types. */
import type { Constraint, Named, TypeDef } from '../schema.js';
import { constraintOf, constraintSpans, defaultOf } from './columns.js';
import { createAggregate } from './functions.js';
import type { Context, Handler } from './context.js';
import { newType } from './new-objects.js';
import { as, field, flag, list, locationOf, strings, text, type Node } from './nodes.js';
import type { State } from './state.js';
import { typeName } from './type-names.js';
import type { Span } from './unit.js';

export const createEnum: Handler = (node, context) => {
  add(context, list(node, 'typeName'), { kind: 'enum', labels: strings(list(node, 'vals')) });
};

export const createRange: Handler = (node, context) => {
  const subtype = list(node, 'params')
    .map((one) => as(one, 'DefElem'))
    .find((one) => text(one, 'defname') === 'subtype');
  const base = subtype === undefined ? null : typeName(context.state, as(field(subtype, 'arg'), 'TypeName'));
  add(context, list(node, 'typeName'), { kind: 'range', base: base?.type ?? null, baseRef: base?.typeRef ?? null });
};

/** CREATE TYPE … AS (…); the name is a relation's, for such a type is one. */
export const createComposite: Handler = (node, context) => {
  const relation = field(node, 'typevar');
  const parts = [text(relation, 'schemaname'), text(relation, 'relname')].flatMap((part) => part ?? []);
  const attributes = list(node, 'coldeflist').map((one) => attribute(context, as(one, 'ColumnDef')));
  add(
    context,
    parts.map((part): Node => ({ String: { sval: part } })),
    { kind: 'composite', attributes },
  );
};

function attribute({ state }: Context, node: Node | undefined): TypeDef['attributes'][number] {
  const { type, typeRef, array } = typeName(state, field(node, 'typeName'));
  return { name: text(node, 'colname') ?? '', type, typeRef, array };
}

/** ALTER TYPE … ADD, DROP, ALTER ATTRIBUTE. */
export function alterAttributes(commands: readonly Node[], relation: Node | undefined, context: Context): void {
  const { state } = context;
  const parts = [text(relation, 'schemaname'), text(relation, 'relname')].flatMap((part) => part ?? []);
  for (const command of commands) {
    const name = state.findType(parts);
    const type = name === null ? undefined : state.type(name);
    if (type === undefined) return;
    const changed = attribute(context, as(field(command, 'def'), 'ColumnDef'));
    const target = text(command, 'name') ?? changed.name;
    if (text(command, 'subtype') === 'AT_AddColumn') state.putType({ ...type, attributes: [...type.attributes, changed] });
    else if (text(command, 'subtype') === 'AT_DropColumn') state.putType({ ...type, attributes: type.attributes.filter((one) => one.name !== target) });
    else if (text(command, 'subtype') === 'AT_AlterColumnType')
      state.putType({ ...type, attributes: type.attributes.map((one) => (one.name === target ? { ...changed, name: target } : one)) });
  }
}

/** CREATE TYPE without a body, a base type; CREATE AGGREGATE; other kinds are of no concern. */
export const defineObject: Handler = (node, context) => {
  if (text(node, 'kind') === 'OBJECT_TYPE') add(context, list(node, 'defnames'), { kind: 'unknown' });
  else if (text(node, 'kind') === 'OBJECT_AGGREGATE') createAggregate(node, context);
};

function add(context: Context, nameNodes: readonly Node[], parts: Partial<TypeDef> & Pick<TypeDef, 'kind'>): void {
  const { state, unit } = context;
  const name = state.newName(strings(nameNodes));
  const known = state.type(name);
  if (known !== undefined && known.kind !== 'unknown') {
    context.refused(`the type ${name.schema}.${name.name} is created a second time; the first definition is kept`);
    return;
  }
  state.putType({
    ...newType(name, unit.whole),
    owner: state.role,
    access: state.accessOf('type', name.schema),
    ...parts,
  });
}

export const createDomain: Handler = (node, context) => {
  const { state, unit } = context;
  const base = typeName(state, field(node, 'typeName'));
  const parts = list(node, 'constraints').map((one) => as(one, 'Constraint') ?? {});
  const spans = constraintSpans(unit, parts);
  const name = state.newName(strings(list(node, 'domainname')));
  const constraints: Constraint[] = [];
  let notNull = false;
  let fallback: TypeDef['default'] = null;
  parts.forEach((part, index) => {
    const span = spans[index]!;
    if (text(part, 'contype') === 'CONSTR_NOTNULL') notNull = true;
    else if (text(part, 'contype') === 'CONSTR_DEFAULT')
      fallback = defaultOf(context, field(part, 'raw_expr'), { start: unit.after('default', span.start, span.end) ?? span.start, end: span.end });
    else if (text(part, 'contype') === 'CONSTR_CHECK') constraints.push(domainCheck(context, { ...name, constraints }, part, span));
  });
  add(context, list(node, 'domainname'), { kind: 'domain', base: base.type, baseRef: base.typeRef, notNull, default: fallback, constraints });
};

function domainCheck(context: Context, domain: Pick<TypeDef, 'schema' | 'name' | 'constraints'>, part: Node, span: Span): Constraint {
  const made = constraintOf(context, domain, part, span, null, { constraints: [...domain.constraints], indexes: [], own: null, fresh: false })!;
  return { ...made, name: text(part, 'conname') ?? domainCheckName(domain.name, domain.constraints) };
}

/** Checks of a domain are named by the domain alone. */
function domainCheckName(domain: string, others: readonly Constraint[]): string {
  const taken = new Set(others.map((one) => one.name));
  for (let pass = 0; ; pass += 1) {
    const name = `${domain}_check${pass === 0 ? '' : pass}`;
    if (!taken.has(name)) return name;
  }
}

export const alterDomain: Handler = (node, context) => {
  const { state, unit } = context;
  const name = state.findType(strings(list(node, 'typeName')));
  const domain = name === null ? undefined : state.type(name);
  if (domain === undefined) return;
  const part = as(field(node, 'def'), 'Constraint') ?? {};
  switch (text(node, 'subtype')) {
    case 'C': {
      if (text(part, 'contype') === 'CONSTR_NOTNULL') return state.putType({ ...domain, notNull: true });
      if (text(part, 'contype') !== 'CONSTR_CHECK') return;
      const made = domainCheck(context, domain, part, { start: unit.offset(locationOf(part)), end: unit.sql.length });
      return state.putType({ ...domain, constraints: [...domain.constraints, made] });
    }
    case 'X': {
      const known = domain.constraints.some((one) => one.name === text(node, 'name'));
      // NOT NULL has a name of its own as well.
      const notNull = domain.notNull && (known || text(node, 'name') !== `${domain.name}_not_null`);
      return state.putType({ ...domain, notNull, constraints: domain.constraints.filter((one) => one.name !== text(node, 'name')) });
    }
    case 'V':
      return state.putType({ ...domain, constraints: domain.constraints.map((one) => (one.name === text(node, 'name') ? { ...one, validated: true } : one)) });
    case 'T':
      return state.putType({ ...domain, default: defaultOf(context, field(node, 'def'), { start: unit.after('default') ?? 0, end: unit.sql.length }) });
    case 'O':
      return state.putType({ ...domain, notNull: true });
    case 'N':
      return state.putType({ ...domain, notNull: false });
  }
};

/** A constant of an enum type is its value, whatever that is called by then: in defaults, and in what checks let through. */
function renameConstants(state: State, type: Named, from: string, to: string): void {
  const inDefault = (one: TypeDef['default']): TypeDef['default'] => (one?.literal === from ? { ...one, literal: to } : one);
  const inCheck = (one: Constraint, columns: readonly string[]): Constraint => {
    // What is compared as text is no constant of the type.
    if (one.expression === null || /::\s*(?:text|varchar)|\bcast\b/i.test(one.expression.text)) return one;
    const closed = one.closed.map((set) => (columns.includes(set.column) ? { ...set, values: set.values.map((value) => (value === from ? to : value)) } : set));
    return { ...one, closed, values: closed[0] ?? null };
  };
  for (const table of state.allTables()) {
    const its = table.columns.filter((column) => column.typeRef === type).map((column) => column.name);
    if (its.length === 0) continue;
    const columns = table.columns.map((column) => (its.includes(column.name) ? { ...column, default: inDefault(column.default) } : column));
    state.change(table, { columns, constraints: table.constraints.map((one) => inCheck(one, its)) });
  }
  for (const domain of state.allTypes())
    if (domain.baseRef === type)
      state.putType({ ...domain, default: inDefault(domain.default), constraints: domain.constraints.map((one) => inCheck(one, ['value'])) });
}

/** ALTER TYPE … ADD VALUE, RENAME VALUE. */
export const alterEnum: Handler = (node, { state }) => {
  const name = state.findType(strings(list(node, 'typeName')));
  const type = name === null ? undefined : state.type(name);
  const value = text(node, 'newVal');
  if (type === undefined || value === undefined) return;
  const old = text(node, 'oldVal');
  if (old !== undefined) {
    state.putType({ ...type, labels: type.labels.map((label) => (label === old ? value : label)) });
    return renameConstants(state, name!, old, value);
  }
  if (type.labels.includes(value)) return;
  const neighbour = type.labels.indexOf(text(node, 'newValNeighbor') ?? '');
  const at = neighbour < 0 ? type.labels.length : neighbour + (flag(node, 'newValIsAfter') ? 1 : 0);
  state.putType({ ...type, labels: [...type.labels.slice(0, at), value, ...type.labels.slice(at)] });
};
