/** What goes when something goes: PostgreSQL's dependencies. What stands on an object by itself goes by CASCADE alone, what is part of it goes in any case. */
import type { Constraint, FunctionDef, Named, Policy, Table, Uses } from '../schema.js';
import { hasIndex, sameName, type State } from './state.js';
import { unionOf, usesRelation } from './uses.js';

/** Whether an object that uses this has to go. */
type Hit = (uses: Uses) => boolean;

export class Removal {
  constructor(
    private readonly state: State,
    private readonly cascade: boolean,
  ) {}

  table(name: Named): void {
    const table = this.state.table(name);
    if (table === undefined) return;
    // Partitions go with their table in any case, inheritance children only by CASCADE.
    for (const child of this.state.childrenOf(name)) {
      if (this.cascade || (child.partitionOf !== null && sameName(child.partitionOf, name))) this.table(child);
      else this.state.change(child, { inherits: child.inherits.filter((parent) => !sameName(parent, name)) });
    }
    const live = this.state.liveRelation(name);
    const sequences = this.state.sequencesOf(live);
    const mentioning = this.state.tablesMentioning(live).filter((one) => one.schema !== table.schema || one.name !== table.name);
    this.state.deleteTable(name);
    for (const one of sequences) this.sequence(one);
    this.fromPublications(live);
    for (const other of mentioning) {
      const constraints = other.constraints.filter((one) => !(one.references !== null && sameName(one.references.table, live)));
      if (constraints.length < other.constraints.length) this.state.change(other, { constraints });
    }
    this.users((uses) => usesRelation(uses, live));
    this.typed(live);
  }

  view(name: Named): void {
    if (this.state.view(name) === undefined) return;
    const live = this.state.liveRelation(name);
    this.state.deleteView(name);
    this.users((uses) => usesRelation(uses, live));
  }

  sequence(name: Named): void {
    if (this.state.sequence(name) === undefined) return;
    const live = this.state.liveRelation(name);
    this.state.deleteSequence(name);
    this.users((uses) => usesRelation(uses, live));
  }

  type(name: Named): void {
    const live = this.state.liveType(name);
    this.state.deleteType(live);
    this.users((uses) => uses.types.includes(live));
    this.typed(live);
  }

  /** Whatever has the type: columns, arguments, domains, attributes of composite types. */
  private typed(name: Named): void {
    if (!this.cascade) return;
    const is = (one: Named | null): boolean => one !== null && sameName(one, name);
    for (const table of this.state.allTables())
      for (const column of table.columns) {
        const current = this.state.table(table);
        if (current !== undefined && is(column.typeRef)) this.column(current, column.name);
      }
    for (const one of this.state.allFunctions()) if (is(one.returnRef) || one.argRefs.some(is)) this.function(one);
    for (const type of this.state.allTypes()) {
      if (this.state.type(type) === undefined) continue;
      if (is(type.baseRef)) this.type(type);
      else if (type.attributes.some((one) => is(one.typeRef))) this.state.putType({ ...type, attributes: type.attributes.filter((one) => !is(one.typeRef)) });
    }
  }

  function(one: FunctionDef): void {
    const live = this.state.liveFunction(one);
    this.state.deleteFunction(one);
    // Which of several overloads is called, the text does not say.
    if (this.state.functionsNamed([live.schema, live.name]).length > 0) return;
    this.users((uses) => uses.functions.includes(live));
    if (!this.cascade) return;
    for (const relation of [...this.state.allTables(), ...this.state.allViews()]) {
      const triggers = relation.triggers.filter((trigger) => trigger.function !== live);
      if (triggers.length === relation.triggers.length) continue;
      if ('constraints' in relation) this.state.change(relation, { triggers });
      else this.state.putView({ ...relation, triggers });
    }
    for (const trigger of this.state.eventTriggers.values()) if (trigger.function === live) this.state.eventTriggers.delete(trigger.name);
  }

  /** A column, with what is part of it; children lose what they have from this table alone. */
  column(table: Table, name: string): void {
    const live = this.state.liveRelation(table);
    const column = table.columns.find((one) => one.name === name);
    if (column === undefined) return;
    const of = (uses: Uses): boolean => usesRelation(uses, live, name);
    const lost = table.constraints.filter((one) => one.columns.includes(name) || (one.expression !== null && of(one.expression.uses)));
    const current = this.state.change(table, {
      columns: table.columns.filter((one) => one !== column),
      constraints: table.constraints.filter((one) => !lost.includes(one)),
      indexes: table.indexes.filter((index) => !index.columns.includes(name) && !of(index.uses)),
    });
    for (const one of this.state.sequencesOf(live)) if (one.ownedBy?.column === name) this.sequence(one);
    for (const one of lost) this.keyGone(current, one);
    for (const other of this.state.tablesMentioning(live)) {
      const constraints = other.constraints.filter(
        (one) => !(one.references !== null && sameName(one.references.table, live) && one.references.columns.includes(name)),
      );
      if (constraints.length < other.constraints.length) this.state.change(other, { constraints });
    }
    for (const child of this.state.childrenOf(table)) {
      const inherited = child.columns.find((one) => one.name === name);
      if (inherited !== undefined && !inherited.local && !this.brought(child, (parent) => parent.columns.some((one) => one.name === name)))
        this.column(child, name);
    }
    this.users(of);
  }

  /** Whether any parent of a child still has what is asked for. */
  private brought(child: Table, has: (parent: Table) => boolean): boolean {
    return [...child.inherits, ...(child.partitionOf === null ? [] : [child.partitionOf])].some((parent) => {
      const table = this.state.table(parent);
      return table !== undefined && has(table);
    });
  }

  constraint(table: Table, name: string): void {
    const lost = table.constraints.find((one) => one.name === name);
    if (lost === undefined) return;
    const current = this.state.change(table, { constraints: table.constraints.filter((one) => one !== lost) });
    this.keyGone(current, lost);
    if (lost.noInherit) return;
    for (const child of this.state.childrenOf(table)) {
      const inherited = child.constraints.find((one) => sameInChild(one, lost));
      if (inherited === undefined || this.brought(child, (parent) => parent.constraints.some((one) => sameInChild(one, lost)))) continue;
      if (!inherited.local && inherited.name !== null) this.constraint(child, inherited.name);
    }
  }

  /** Foreign keys stand on the key that they point to. */
  private keyGone(table: Table, key: Constraint): void {
    if (!this.cascade || (key.kind !== 'primary-key' && key.kind !== 'unique')) return;
    const columns = [...key.columns].sort().join('\u0000');
    const remains = this.state.table(table)?.constraints.some((one) => hasIndex(one.kind) && [...one.columns].sort().join('\u0000') === columns) === true;
    if (remains) return;
    for (const other of this.state.allTables()) {
      const constraints = other.constraints.filter(
        (one) => !(one.references !== null && sameName(one.references.table, table) && [...one.references.columns].sort().join('\u0000') === columns),
      );
      if (constraints.length < other.constraints.length) this.state.change(other, { constraints });
    }
  }

  schema(name: string): void {
    const { state } = this;
    for (const table of state.allTables()) if (table.schema === name) this.table(table);
    for (const view of state.allViews()) if (view.schema === name) this.view(view);
    for (const sequence of state.allSequences()) if (sequence.schema === name) this.sequence(sequence);
    for (const one of state.allFunctions()) if (one.schema === name) this.function(one);
    for (const type of state.allTypes()) if (type.schema === name && state.type(type) !== undefined) this.type(type);
    for (const one of state.extensions.values()) if (one.schema === name) state.extensions.delete(one.name);
    for (const one of state.publications.values())
      if (one.schemas.includes(name)) state.publications.set(one.name, { ...one, schemas: one.schemas.filter((schema) => schema !== name) });
    for (const one of state.defaultPrivileges.values()) if (one.schema === name) state.defaultPrivileges.delete(JSON.stringify([one.role, one.schema, one.on]));
    state.deleteSchema(name);
  }

  private fromPublications(table: Named): void {
    for (const one of this.state.publications.values())
      if (one.tables.some((published) => sameName(published, table)))
        this.state.publications.set(one.name, { ...one, tables: one.tables.filter((published) => !sameName(published, table)) });
  }

  /** By CASCADE, everything that uses what has gone. */
  private users(hit: Hit): void {
    if (!this.cascade) return;
    for (const view of this.state.allViews()) if (this.state.view(view) !== undefined && hit(view.uses)) this.view(view);
    for (const one of this.state.allFunctions()) if (hit(one.uses)) this.function(one);
    for (const { schema, name } of this.state.allTables()) this.fromTable({ schema, name }, hit);
    for (const view of this.state.allViews()) {
      const triggers = view.triggers.filter((trigger) => !hit(trigger.uses));
      if (triggers.length < view.triggers.length) this.state.putView({ ...view, triggers });
    }
    for (const type of this.state.allTypes()) {
      const constraints = type.constraints.filter((one) => one.expression === null || !hit(one.expression.uses));
      const withoutDefault = type.default !== null && hit(type.default.uses);
      if (constraints.length < type.constraints.length || withoutDefault)
        this.state.putType({ ...type, constraints, default: withoutDefault ? null : type.default });
    }
  }

  private fromTable(name: Named, hit: Hit): void {
    const table = this.state.table(name);
    if (table === undefined) return;
    const policyHit = (policy: Policy): boolean => hit(unionOf([policy.using?.uses, policy.check?.uses]));
    const patch: { -readonly [Key in keyof Table]?: Table[Key] } = {};
    if (table.policies.some(policyHit)) patch.policies = table.policies.filter((policy) => !policyHit(policy));
    if (table.triggers.some((trigger) => hit(trigger.uses))) patch.triggers = table.triggers.filter((trigger) => !hit(trigger.uses));
    if (table.constraints.some((one) => one.expression !== null && hit(one.expression.uses)))
      patch.constraints = table.constraints.filter((one) => one.expression === null || !hit(one.expression.uses));
    if (table.indexes.some((index) => hit(index.uses))) patch.indexes = table.indexes.filter((index) => !hit(index.uses));
    if (table.columns.some((column) => column.default !== null && hit(column.default.uses)))
      patch.columns = table.columns.map((column) => (column.default !== null && hit(column.default.uses) ? { ...column, default: null } : column));
    if (Object.keys(patch).length > 0) this.state.change(table, patch);
    for (const column of table.columns) {
      const current = this.state.table(name);
      if (current !== undefined && column.expression !== null && hit(column.expression.uses)) this.column(current, column.name);
    }
  }
}

/** A CHECK has its parent's name; keys of a partition are named anew, and are told by their kind and columns. */
export const sameInChild = (child: Constraint, parent: Constraint): boolean =>
  child.kind === parent.kind && (parent.kind === 'check' ? child.name === parent.name : child.columns.join() === parent.columns.join());
