/** What children of a table have from it: columns and checks of inheritance, and for partitions keys, indexes and triggers as well. */
import type { Column, Constraint, Index, Named, Place, Table } from '../schema.js';
import { takenIn } from './columns.js';
import type { Context } from './context.js';
import { sameInChild } from './removal.js';
import { hasIndex, sameName } from './state.js';
import { nameOfIndex, nameOfKey } from './tables.js';
import { renameUses } from './uses.js';

/** Gives a partition what its table has, except columns and checks, which it has by then. */
export function bringToPartition(context: Context, parentName: Named, childName: Named): void {
  const parent = context.state.table(parentName);
  if (parent === undefined) return;
  for (const one of parent.constraints) if (one.kind !== 'check' && one.kind !== 'not-null') bringConstraint(context, parent, one, childName);
  for (const index of parent.indexes) bringIndex(context, parent, index, childName);
  const child = context.state.table(childName);
  if (child === undefined) return;
  const triggers = parent.triggers.filter((trigger) => trigger.forEach === 'row' && !child.triggers.some((one) => one.name === trigger.name));
  if (triggers.length > 0)
    context.state.change(child, {
      triggers: [...child.triggers, ...triggers.map((trigger) => renameUses(trigger, parent, context.state.liveRelation(child)))],
    });
}

function bringConstraint(context: Context, parent: Table, one: Constraint, childName: Named): void {
  const { state } = context;
  const child = state.table(childName);
  if (child === undefined) return;
  const attached = (other: Constraint): boolean => !other.local && sameInChild(other, one);
  if (child.constraints.some(attached)) return;
  const own = child.constraints.findIndex((other) => other.local && sameInChild(other, one));
  if (own >= 0) {
    state.change(child, { constraints: child.constraints.map((other, index) => (index === own ? { ...other, local: false } : other)) });
  } else {
    const { forConstraint, forIndex } = takenIn(context, child.schema, child.constraints);
    const kept = hasIndex(one.kind) || one.name === null || child.constraints.some((other) => other.name === one.name);
    const name = !kept ? one.name : one.kind === 'foreign-key' ? foreignKeyName(one, child, forConstraint) : nameOfKey(one, child.name, forIndex);
    state.change(child, {
      constraints: [...child.constraints, { ...one, name, local: false }],
      columns:
        one.kind === 'primary-key' ? child.columns.map((column) => (one.columns.includes(column.name) ? { ...column, notNull: true } : column)) : child.columns,
    });
  }
  for (const grandchild of state.childrenOf(childName)) bringConstraint(context, parent, one, grandchild);
}

const foreignKeyName = (one: Constraint, child: Table, taken: Pick<ReadonlySet<string>, 'has'>): string => nameOfForeignKey(child.name, one.columns, taken);

function nameOfForeignKey(table: string, columns: readonly string[], taken: Pick<ReadonlySet<string>, 'has'>): string {
  for (let pass = 0; ; pass += 1) {
    const name = `${table}_${columns.join('_')}_fkey${pass === 0 ? '' : pass}`;
    if (!taken.has(name)) return name;
  }
}

export function bringIndex(context: Context, parent: Table, index: Index, childName: Named): void {
  const { state } = context;
  const child = state.table(childName);
  if (child === undefined) return;
  const same = (other: Index): boolean =>
    other.unique === index.unique && other.partial === index.partial && other.method === index.method && other.columns.join() === index.columns.join();
  if (!child.indexes.some(same)) {
    const taken = { has: (name: string): boolean => state.relationExists({ schema: child.schema, name }) };
    const made = { ...renameUses(index, parent, state.liveRelation(child)), name: nameOfIndex(index, child.name, taken) };
    state.change(child, { indexes: [...child.indexes, made] });
  }
  for (const grandchild of state.childrenOf(childName)) bringIndex(context, parent, index, grandchild);
}

/** A column that a parent got. */
export function followColumn(context: Context, parent: Table, child: Table, name: string): void {
  const { state } = context;
  const column = parent.columns.find((one) => one.name === name);
  if (column === undefined) return;
  // What is there already is merged, and stays the child's own.
  if (child.columns.some((one) => one.name === name)) return;
  const identity = child.partitionOf === null && column.generated === 'identity' ? ({ generated: null, identity: null } as const) : {};
  const made: Column = {
    ...column,
    ...identity,
    local: false,
    access: [],
    comment: null,
    expression: column.expression === null ? null : renameUses(column.expression, parent, state.liveRelation(child)),
  };
  const changed = state.change(child, { columns: [...child.columns, made] }, `column ${name} added to ${parent.name}`, column.at);
  for (const grandchild of state.childrenOf(changed)) followColumn(context, changed, grandchild, name);
}

/** A constraint that a parent got: checks go to all children, keys to partitions. */
export function followConstraint(context: Context, parent: Table, one: Constraint): void {
  const { state } = context;
  for (const child of state.childrenOf(parent)) {
    if (one.kind !== 'check') {
      if (child.partitionOf !== null && one.kind !== 'not-null') bringConstraint(context, parent, one, child);
      else if (one.kind === 'not-null' || one.kind === 'primary-key') notNull(context, child, one.columns);
      continue;
    }
    if (one.noInherit || child.constraints.some((other) => sameInChild(other, one))) continue;
    const copy = { ...one, local: false, expression: one.expression === null ? null : renameUses(one.expression, parent, state.liveRelation(child)) };
    followConstraint(context, state.change(child, { constraints: [...child.constraints, copy] }), copy);
  }
}

function notNull({ state }: Context, table: Table, columns: readonly string[]): void {
  state.change(table, { columns: table.columns.map((column) => (columns.includes(column.name) ? { ...column, notNull: true } : column)) });
}

/** ATTACH PARTITION: from here on the table decides about the columns and checks of its partition. */
export function attach(context: Context, parent: Table, child: Table, at: Place): void {
  const { state } = context;
  const columns = child.columns.map((column) => {
    const from = parent.columns.find((one) => one.name === column.name);
    if (from === undefined) return column;
    const identity = from.generated === 'identity' ? { generated: from.generated, identity: from.identity } : {};
    return { ...column, ...identity, local: false };
  });
  const constraints = child.constraints.map((one) =>
    one.kind === 'check' && parent.constraints.some((other) => sameInChild(one, other)) ? { ...one, local: false } : one,
  );
  state.change(child, { partitionOf: state.liveRelation(parent), columns, constraints }, 'attached as a partition', at);
  bringToPartition(context, parent, child);
}

/** DETACH PARTITION, NO INHERIT: what no other parent brings is the table's own. */
export function detach({ state }: Context, child: Table, patch: Partial<Table>, what: string, at: Place): void {
  const former = child.partitionOf === null ? null : state.table(child.partitionOf);
  const detached = state.change(child, patch, what, at);
  const parents = [...detached.inherits, ...(detached.partitionOf === null ? [] : [detached.partitionOf])].flatMap((parent) => state.table(parent) ?? []);
  const columns = detached.columns.map((column): Column => {
    const identity = former !== null && column.generated === 'identity' ? ({ generated: null, identity: null } as const) : {};
    return { ...column, ...identity, local: column.local || !parents.some((parent) => parent.columns.some((one) => one.name === column.name)) };
  });
  const constraints = detached.constraints.map((one) => ({
    ...one,
    local: one.local || !parents.some((parent) => parent.constraints.some((other) => sameInChild(one, other))),
  }));
  // Triggers that came from the table go with it.
  const triggers =
    former == null
      ? detached.triggers
      : detached.triggers.filter(
          (trigger) => !former.triggers.some((one) => one.forEach === 'row' && one.name === trigger.name && sameName(one.function, trigger.function)),
        );
  state.change(detached, { columns, constraints, triggers });
}
