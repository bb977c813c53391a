/** ALTER … RENAME and ALTER … SET SCHEMA. */
import type { Constraint, Expression, Named, Policy, Table } from '../schema.js';
import type { Context, Handler } from './context.js';
import { field, list, nameParts, strings, text, type Node } from './nodes.js';
import { sameName } from './state.js';

export const rename: Handler = (node, context) => {
  const { state, unit } = context;
  const to = text(node, 'newname') ?? '';
  const from = text(node, 'subname') ?? '';
  const object = field(node, 'object');
  switch (text(node, 'renameType')) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW': {
      const name = state.relation(field(node, 'relation'));
      moveRelation(context, name, { schema: name.schema, name: to }, `renamed from ${name.name}`);
      return;
    }
    case 'OBJECT_COLUMN':
    case 'OBJECT_ATTRIBUTE': {
      const table = state.table(state.relation(field(node, 'relation')));
      if (table !== undefined) renameColumn(context, table, from, to);
      return;
    }
    case 'OBJECT_TABCONSTRAINT': {
      const table = state.table(state.relation(field(node, 'relation')));
      if (table === undefined) return;
      state.change(
        table,
        { constraints: table.constraints.map((one) => (one.name === from ? { ...one, name: to } : one)) },
        `constraint ${from} renamed`,
        unit.whole,
      );
      return;
    }
    case 'OBJECT_DOMCONSTRAINT': {
      const domain = typeOf(context, object);
      if (domain !== undefined) state.putType({ ...domain, constraints: domain.constraints.map((one) => (one.name === from ? { ...one, name: to } : one)) });
      return;
    }
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN': {
      const type = typeOf(context, object);
      if (type !== undefined) state.renameType(type, { schema: type.schema, name: to });
      return;
    }
    case 'OBJECT_POLICY': {
      const table = state.table(state.relation(field(node, 'relation')));
      if (table !== undefined)
        state.change(
          table,
          { policies: table.policies.map((policy) => (policy.name === from ? { ...policy, name: to } : policy)) },
          `policy "${from}" renamed`,
          unit.whole,
        );
      return;
    }
    case 'OBJECT_SCHEMA':
      state.renameSchema(from, to);
      return;
    case 'OBJECT_INDEX':
      renameIndex(context, state.newRelation(field(node, 'relation')), to);
      return;
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      for (const one of state.functionsNamed(nameParts(object))) {
        state.deleteFunction(one);
        state.putFunction({ ...one, name: to });
      }
  }
};

/** ALTER … SET SCHEMA. */
export const setSchema: Handler = (node, context) => {
  const { state } = context;
  const schema = text(node, 'newschema') ?? '';
  const object = field(node, 'object');
  switch (text(node, 'objectType')) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW': {
      const name = state.relation(field(node, 'relation'));
      moveRelation(context, name, { schema, name: name.name }, `moved from the schema ${name.schema}`);
      return;
    }
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN': {
      const type = typeOf(context, object);
      if (type !== undefined) state.renameType(type, { schema, name: type.name });
      return;
    }
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      for (const one of state.functionsNamed(nameParts(object))) {
        state.deleteFunction(one);
        state.putFunction({ ...one, schema });
      }
  }
};

function typeOf({ state }: Context, object: Node | undefined) {
  const parts = nameParts(object);
  const name = state.findType(parts.length > 0 ? parts : strings(list(object, 'names')));
  return name === null ? undefined : state.type(name);
}

function moveRelation({ state, unit }: Context, from: Named, to: Named, what: string): void {
  const table = state.table(from);
  if (table !== undefined) state.renameTable(table, to, what, unit.whole);
  const view = state.view(from);
  if (view === undefined) return;
  state.deleteView(from);
  state.putView({ ...view, ...to });
}

function renameColumn(context: Context, table: Table, from: string, to: string): void {
  const { state, unit } = context;
  const one = (name: string): string => (name === from ? to : name);
  const changed = state.change(
    table,
    {
      columns: table.columns.map((column) => (column.name === from ? { ...column, name: to } : column)),
      constraints: table.constraints.map((constraint) => inConstraint(constraint, one)),
      indexes: table.indexes.map((index) => ({ ...index, columns: index.columns.map((name) => (name === null ? null : one(name))) })),
      policies: table.policies.map((policy): Policy => ({ ...policy, using: inExpression(policy.using, one), check: inExpression(policy.check, one) })),
    },
    `column ${from} renamed to ${to}`,
    unit.whole,
  );
  for (const other of state.allTables()) {
    if (!other.constraints.some((constraint) => constraint.references !== null && sameName(constraint.references.table, changed))) continue;
    const constraints = other.constraints.map((constraint) =>
      constraint.references !== null && sameName(constraint.references.table, changed)
        ? { ...constraint, references: { ...constraint.references, columns: constraint.references.columns.map(one) } }
        : constraint,
    );
    state.change(other, { constraints });
  }
  for (const child of state.childrenOf(changed)) renameColumn(context, child, from, to);
}

function inConstraint(constraint: Constraint, one: (name: string) => string): Constraint {
  const closed = constraint.closed.map((set) => ({ ...set, column: one(set.column) }));
  return { ...constraint, columns: constraint.columns.map(one), values: closed[0] ?? null, closed, expression: inExpression(constraint.expression, one) };
}

const inExpression = <E extends Expression | null>(expression: E, one: (name: string) => string): E =>
  expression === null ? expression : { ...expression, columns: expression.columns.map(one) };

function renameIndex({ state }: Context, from: Named, to: string): void {
  for (const table of state.allTables()) {
    if (table.schema !== from.schema) continue;
    // An index that stands behind a constraint gives it its name.
    const isIts = (one: Constraint): boolean => one.name === from.name && (one.kind === 'primary-key' || one.kind === 'unique');
    if (!table.indexes.some((index) => index.name === from.name) && !table.constraints.some(isIts)) continue;
    const indexes = table.indexes.map((index) => (index.name === from.name ? { ...index, name: to } : index));
    const constraints = table.constraints.map((one) => (isIts(one) ? { ...one, name: to } : one));
    state.change(table, { indexes, constraints });
  }
}
