/** ALTER … RENAME and ALTER … SET SCHEMA. */
import type { Constraint, Expression, Index, Named, Policy, Table, TypeDef, Uses } from '../schema.js';
import type { Context, Handler } from './context.js';
import { functionsMeant } from './functions.js';
import { as, field, list, nameParts, strings, text, type Node } from './nodes.js';
import { renameRole } from './roles.js';
import { hasIndex, sameName, type State } from './state.js';
import { usesRelation, withColumnRenamed } from './uses.js';

export const rename: Handler = (node, context) => {
  const { state, unit } = context;
  const to = text(node, 'newname') ?? '';
  const from = text(node, 'subname') ?? '';
  const object = field(node, 'object');
  const relation = (): Named => state.relation(field(node, 'relation'));
  switch (text(node, 'renameType')) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_SEQUENCE': {
      const { schema, name } = relation();
      // ALTER TABLE renames an index as well.
      if (state.table({ schema, name }) === undefined && state.view({ schema, name }) === undefined && state.sequence({ schema, name }) === undefined)
        return renameIndex(context, field(node, 'relation'), to);
      state.moveRelation({ schema, name }, { schema, name: to }, `renamed from ${name}`, unit.whole);
      return;
    }
    case 'OBJECT_COLUMN': {
      const table = state.table(relation());
      if (table !== undefined) renameColumn(context, table, from, to);
      return;
    }
    case 'OBJECT_ATTRIBUTE': {
      const target = field(node, 'relation');
      const type = state.type(state.findType([text(target, 'schemaname'), text(target, 'relname')].flatMap((part) => part ?? [])) ?? { schema: '', name: '' });
      if (type !== undefined) state.putType({ ...type, attributes: type.attributes.map((one) => (one.name === from ? { ...one, name: to } : one)) });
      return;
    }
    case 'OBJECT_TABCONSTRAINT': {
      const table = state.table(relation());
      if (table !== undefined) renameConstraint(context, table, from, to);
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
      const table = state.table(relation());
      if (table !== undefined)
        state.change(
          table,
          { policies: table.policies.map((policy) => (policy.name === from ? { ...policy, name: to } : policy)) },
          `policy "${from}" renamed`,
          unit.whole,
        );
      return;
    }
    case 'OBJECT_TRIGGER':
      return renameTrigger(state, relation(), from, to);
    case 'OBJECT_SCHEMA':
      return state.renameSchema(from, to, unit.whole);
    case 'OBJECT_INDEX':
      return renameIndex(context, field(node, 'relation'), to);
    case 'OBJECT_ROLE':
      return renameRole(state, from, to);
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      for (const one of functionsMeant(context, as(object, 'ObjectWithArgs'), text(node, 'renameType'))) {
        const live = state.liveFunction(one);
        state.moveFunction(one, { schema: one.schema, name: to });
        if (live.name === to) renameCalls(state, live, one.name);
      }
      return;
    case 'OBJECT_PUBLICATION':
      return renamed(state.publications, nameParts(object).at(-1) ?? '', to);
    case 'OBJECT_EVENT_TRIGGER': {
      const old = nameParts(object).at(-1) ?? '';
      renamed(state.eventTriggers, old, to);
      if (state.enablesRls?.name === old) state.enablesRls = { ...state.enablesRls, name: to };
    }
  }
};

function renamed<T extends { readonly name: string }>(
  map: { get(key: string): T | undefined; set(key: string, value: T): void; delete(key: string): void },
  from: string,
  to: string,
): void {
  const known = map.get(from);
  if (known === undefined) return;
  map.delete(from);
  map.set(to, { ...known, name: to });
}

/** ALTER … SET SCHEMA. */
export const setSchema: Handler = (node, context) => {
  const { state, unit } = context;
  const schema = text(node, 'newschema') ?? '';
  const object = field(node, 'object');
  switch (text(node, 'objectType')) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_SEQUENCE': {
      const from = { ...state.relation(field(node, 'relation')) };
      const owned = state.table(from) === undefined ? [] : state.sequencesOf(from);
      state.moveRelation(from, { schema, name: from.name }, `moved from the schema ${from.schema}`, unit.whole);
      for (const one of owned) state.moveRelation({ schema: one.schema, name: one.name }, { schema, name: one.name }, '', unit.whole);
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
    case 'OBJECT_AGGREGATE':
      for (const one of functionsMeant(context, as(object, 'ObjectWithArgs'), text(node, 'objectType'))) state.moveFunction(one, { schema, name: one.name });
      return;
    case 'OBJECT_EXTENSION': {
      const known = state.extensions.get(nameParts(object).at(-1) ?? '');
      if (known !== undefined) state.extensions.set(known.name, { ...known, schema });
    }
  }
};

function typeOf({ state }: Context, object: Node | undefined): TypeDef | undefined {
  const parts = nameParts(object);
  const name = state.findType(parts.length > 0 ? parts : strings(list(object, 'names')));
  return name === null ? undefined : state.type(name);
}

function renameColumn(context: Context, table: Table, from: string, to: string): void {
  const { state, unit } = context;
  const one = (name: string): string => (name === from ? to : name);
  const live = state.liveRelation(table);
  const uses = (before: Uses): Uses => withColumnRenamed(before, live, from, to);
  const inExpression = <E extends Expression | null>(expression: E): E =>
    expression === null || !usesRelation(expression.uses, live, from)
      ? expression
      : { ...expression, columns: expression.columns.map(one), uses: uses(expression.uses) };
  const inConstraint = (constraint: Constraint): Constraint => {
    const closed = constraint.closed.map((set) => ({ ...set, column: one(set.column) }));
    return { ...constraint, columns: constraint.columns.map(one), values: closed[0] ?? null, closed, expression: inExpression(constraint.expression) };
  };
  const inPolicy = (policy: Policy): Policy => ({ ...policy, using: inExpression(policy.using), check: inExpression(policy.check) });
  const inIndex = (index: Index): Index => ({ ...index, uses: uses(index.uses) });
  const changed = state.change(
    table,
    {
      columns: table.columns.map((column) => ({ ...column, name: one(column.name), expression: inExpression(column.expression) })),
      constraints: table.constraints.map(inConstraint),
      indexes: table.indexes.map((index) => ({ ...inIndex(index), columns: index.columns.map((name) => (name === null ? null : one(name))) })),
      policies: table.policies.map(inPolicy),
      triggers: table.triggers.map((trigger) => ({ ...trigger, uses: uses(trigger.uses) })),
    },
    `column ${from} renamed to ${to}`,
    unit.whole,
  );
  for (const other of state.tablesMentioning(changed)) {
    if (other.schema === changed.schema && other.name === changed.name) continue;
    const pointed = (constraint: Constraint): boolean => constraint.references !== null && sameName(constraint.references.table, changed);
    if (other.constraints.some(pointed))
      state.change(other, {
        constraints: other.constraints.map((constraint) =>
          pointed(constraint) ? { ...constraint, references: { ...constraint.references!, columns: constraint.references!.columns.map(one) } } : constraint,
        ),
      });
    const read = (policy: Policy): boolean => [policy.using, policy.check].some((clause) => usesRelation(clause?.uses, live, from));
    if (other.policies.some(read)) state.change(state.table(other)!, { policies: other.policies.map(inPolicy) });
  }
  for (const view of state.viewsMentioning(changed)) if (usesRelation(view.uses, live, from)) state.putView({ ...view, uses: uses(view.uses) });
  if (state.functionsRead) for (const one of state.allFunctions()) if (usesRelation(one.uses, live, from)) state.putFunction({ ...one, uses: uses(one.uses) });
  for (const sequence of state.sequencesOf(changed))
    if (sequence.ownedBy?.column === from) state.putSequence({ ...sequence, ownedBy: { ...sequence.ownedBy, column: to } });
  for (const child of state.childrenOf(changed)) renameColumn(context, child, from, to);
}

/** Expressions name the functions that they call as PostgreSQL prints them. */
function renameCalls(state: State, called: Named, from: string): void {
  const inExpression = <E extends Expression | null>(expression: E): E =>
    expression === null || !expression.uses.functions.includes(called)
      ? expression
      : {
          ...expression,
          functions: expression.functions.map((name) => (name.split('.').at(-1) === from ? [...name.split('.').slice(0, -1), called.name].join('.') : name)),
        };
  for (const table of state.allTables()) {
    const expressions = [
      ...table.policies.flatMap((one) => [one.using, one.check]),
      ...table.constraints.map((one) => one.expression),
      ...table.columns.map((one) => one.expression),
    ];
    if (!expressions.some((one) => one?.uses.functions.includes(called) === true)) continue;
    state.change(table, {
      policies: table.policies.map((one) => ({ ...one, using: inExpression(one.using), check: inExpression(one.check) })),
      constraints: table.constraints.map((one) => ({ ...one, expression: inExpression(one.expression) })),
      columns: table.columns.map((one) => ({ ...one, expression: inExpression(one.expression) })),
    });
  }
}

function renameConstraint(context: Context, table: Table, from: string, to: string): void {
  const { state, unit } = context;
  const renamedOne = table.constraints.find((one) => one.name === from);
  state.change(
    table,
    { constraints: table.constraints.map((one) => (one.name === from ? { ...one, name: to } : one)) },
    `constraint ${from} renamed`,
    unit.whole,
  );
  // A check is one with its copies in the children; keys of partitions keep names of their own.
  if (renamedOne === undefined || (renamedOne.kind !== 'check' && renamedOne.kind !== 'not-null') || renamedOne.noInherit) return;
  for (const child of state.childrenOf(table)) renameConstraint(context, child, from, to);
}

function renameTrigger(state: State, on: Named, from: string, to: string): void {
  const view = state.view(on);
  if (view !== undefined) state.putView({ ...view, triggers: view.triggers.map((one) => (one.name === from ? { ...one, name: to } : one)) });
  const table = state.table(on);
  const trigger = table?.triggers.find((one) => one.name === from);
  if (table === undefined || trigger === undefined) return;
  state.change(table, { triggers: table.triggers.map((one) => (one === trigger ? { ...one, name: to } : one)) });
  if (trigger.forEach === 'row' && table.kind === 'partitioned') for (const child of state.childrenOf(table)) renameTrigger(state, child, from, to);
}

function renameIndex({ state }: Context, relation: Node | undefined, to: string): void {
  const found = state.indexNamed([text(relation, 'schemaname'), text(relation, 'relname')].flatMap((part) => part ?? []));
  if (found === null) return;
  const { name } = found.name;
  const inIndexes = (indexes: readonly Index[]): readonly Index[] => indexes.map((index) => (index.name === name ? { ...index, name: to } : index));
  const view = state.view(found.on);
  if (view !== undefined) state.putView({ ...view, indexes: inIndexes(view.indexes) });
  const table = state.table(found.on);
  if (table === undefined) return;
  // An index that stands behind a constraint gives it its name.
  const constraints = table.constraints.map((one) => (one.name === name && hasIndex(one.kind) ? { ...one, name: to } : one));
  state.change(table, { indexes: inIndexes(table.indexes), constraints });
}
