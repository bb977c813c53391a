/** Enum types, domains and the other user-defined types. */
import type { Constraint, TypeDef } from '../schema.js';
import { constraintOf } from './columns.js';
import type { Handler } from './context.js';
import { as, field, flag, list, locationOf, strings, text, type Node } from './nodes.js';
import { typeName } from './type-names.js';

export const createEnum: Handler = (node, context) => {
  add(context, list(node, 'typeName'), { kind: 'enum', labels: strings(list(node, 'vals')) });
};

export const createRange: Handler = (node, context) => add(context, list(node, 'typeName'), { kind: 'range' });

/** CREATE TYPE … AS (…); the name is a relation's, for such a type is one. */
export const createComposite: Handler = (node, { state, unit }) => {
  const name = state.newRelation(field(node, 'typevar'));
  if (state.type(name) === undefined) state.putType({ ...name, at: unit.whole, kind: 'composite', labels: [], base: null, constraints: [] });
};

/** CREATE TYPE without a body, a base type; CREATE AGGREGATE and the like are of no concern. */
export const defineObject: Handler = (node, context) => {
  if (text(node, 'kind') === 'OBJECT_TYPE') add(context, list(node, 'defnames'), { kind: 'unknown' });
};

function add(context: Parameters<Handler>[1], nameNodes: readonly Node[], parts: Partial<TypeDef> & Pick<TypeDef, 'kind'>): void {
  const { state, unit } = context;
  const name = state.newName(strings(nameNodes));
  if (state.type(name) !== undefined) return;
  state.putType({ ...name, at: unit.whole, labels: [], base: null, constraints: [], ...parts });
}

export const createDomain: Handler = (node, context) => {
  const { state, unit } = context;
  const name = state.newName(strings(list(node, 'domainname')));
  if (state.type(name) !== undefined) return;
  const constraints: Constraint[] = [];
  const parts = list(node, 'constraints').map((one) => as(one, 'Constraint') ?? {});
  const starts = parts.map((part) => unit.offset(locationOf(part)));
  parts.forEach((part, index) => {
    const span = unit.trimmed({ start: starts[index]!, end: starts[index + 1] ?? unit.sql.length });
    const made = constraintOf(context, name, part, span, null, constraints);
    if (made?.kind === 'check') constraints.push({ ...made, name: text(part, 'conname') ?? domainCheckName(name.name, constraints) });
  });
  state.putType({ ...name, at: unit.whole, kind: 'domain', labels: [], base: typeName(state, field(node, 'typeName')).type, constraints });
};

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
  switch (text(node, 'subtype')) {
    case 'C': {
      const part = as(field(node, 'def'), 'Constraint') ?? {};
      const made = constraintOf(context, domain, part, { start: unit.offset(locationOf(part)), end: unit.sql.length }, null, domain.constraints);
      if (made?.kind === 'check')
        state.putType({
          ...domain,
          constraints: [...domain.constraints, { ...made, name: text(part, 'conname') ?? domainCheckName(domain.name, domain.constraints) }],
        });
      return;
    }
    case 'X':
      state.putType({ ...domain, constraints: domain.constraints.filter((one) => one.name !== text(node, 'name')) });
      return;
    case 'V':
      state.putType({ ...domain, constraints: domain.constraints.map((one) => (one.name === text(node, 'name') ? { ...one, validated: true } : one)) });
  }
};

/** ALTER TYPE … ADD VALUE, RENAME VALUE. */
export const alterEnum: Handler = (node, { state }) => {
  const name = state.findType(strings(list(node, 'typeName')));
  const type = name === null ? undefined : state.type(name);
  const value = text(node, 'newVal');
  if (type === undefined || value === undefined) return;
  const old = text(node, 'oldVal');
  if (old !== undefined) {
    state.putType({ ...type, labels: type.labels.map((label) => (label === old ? value : label)) });
    return;
  }
  if (type.labels.includes(value)) return;
  const neighbour = type.labels.indexOf(text(node, 'newValNeighbor') ?? '');
  const at = neighbour < 0 ? type.labels.length : neighbour + (flag(node, 'newValIsAfter') ? 1 : 0);
  state.putType({ ...type, labels: [...type.labels.slice(0, at), value, ...type.labels.slice(at)] });
};
