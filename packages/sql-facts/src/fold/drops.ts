/** DROP of everything, with what goes along. */
import type { Named, Table } from '../schema.js';
import { withoutColumn } from './columns.js';
import type { Context, Handler } from './context.js';
import { as, flag, list, nameParts, text, walk, type Node } from './nodes.js';
import { sameName, type State } from './state.js';
import { plainTypeName } from './type-names.js';

export const dropObjects: Handler = (node, context) => {
  const { state, unit } = context;
  const cascade = text(node, 'behavior') === 'DROP_CASCADE';
  for (const object of list(node, 'objects')) {
    const parts = nameParts(object);
    switch (text(node, 'removeType')) {
      case 'OBJECT_TABLE':
      case 'OBJECT_FOREIGN_TABLE':
        dropTable(state, state.relationNamed(parts), cascade);
        break;
      case 'OBJECT_VIEW':
      case 'OBJECT_MATVIEW':
        dropView(state, state.relationNamed(parts), cascade);
        break;
      case 'OBJECT_TYPE':
      case 'OBJECT_DOMAIN':
        dropType(state, parts, cascade);
        break;
      case 'OBJECT_SCHEMA':
        state.dropSchema(parts.at(-1) ?? '');
        dropDangling(state);
        break;
      case 'OBJECT_POLICY': {
        const table = state.table(state.relationNamed(parts.slice(0, -1)));
        const name = parts.at(-1) ?? '';
        if (table !== undefined)
          state.change(table, { policies: table.policies.filter((policy) => policy.name !== name) }, `policy "${name}" dropped`, unit.whole);
        break;
      }
      case 'OBJECT_INDEX':
        for (const table of state.allTables()) {
          const indexes = table.indexes.filter((index) => index.name !== parts.at(-1) || (parts.length > 1 && table.schema !== parts[0]));
          if (indexes.length < table.indexes.length) state.change(table, { indexes });
        }
        break;
      case 'OBJECT_FUNCTION':
      case 'OBJECT_PROCEDURE':
      case 'OBJECT_ROUTINE':
        dropFunction(context, object, parts, cascade);
        break;
      case 'OBJECT_EVENT_TRIGGER':
        if (state.enablesRls?.name === parts.at(-1)) state.enablesRls = null;
    }
  }
};

function dropTable(state: State, name: Named, cascade: boolean): void {
  const table = state.table(name);
  if (table === undefined) return;
  // Partitions go with their table in any case, inheritance children only by CASCADE.
  for (const child of state.childrenOf(name)) {
    if (cascade || (child.partitionOf !== null && sameName(child.partitionOf, name))) dropTable(state, child, cascade);
    else state.change(child, { inherits: child.inherits.filter((parent) => !sameName(parent, name)) });
  }
  state.deleteTable(name);
  for (const view of state.viewsOf(name)) state.deleteView(view);
  for (const other of state.allTables()) {
    const constraints = other.constraints.filter((one) => !(one.references !== null && sameName(one.references.table, name)));
    const policies = cascade ? other.policies.filter((policy) => !mentionsTable(state, [policy.using?.node, policy.check?.node], name)) : other.policies;
    if (constraints.length < other.constraints.length || policies.length < other.policies.length) state.change(other, { constraints, policies });
  }
  state.mapGrants((grant) => (grant.on.kind === 'table' && sameName(grant.on.name, name) ? null : grant));
}

function mentionsTable(state: State, expressions: readonly unknown[], name: Named): boolean {
  let found = false;
  walk(expressions, (kind, node) => {
    if (kind !== 'RangeVar') return;
    const schema = text(node, 'schemaname');
    found ||= text(node, 'relname') === name.name && (schema === undefined ? state.searchPath.includes(name.schema) : schema === name.schema);
  });
  return found;
}

function dropView(state: State, name: Named, cascade: boolean): void {
  if (cascade) for (const view of state.viewsOf(name)) state.deleteView(view);
  state.deleteView(name);
}

/** By CASCADE, the columns of the type go too. */
function dropType(state: State, parts: readonly string[], cascade: boolean): void {
  const name = state.findType(parts);
  if (name === null) return;
  state.deleteType(name);
  if (!cascade) return;
  for (const table of state.allTables()) {
    let changed: Table = table;
    for (const column of table.columns)
      if (column.typeRef !== null && sameName(column.typeRef, name)) changed = { ...changed, ...withoutColumn(changed, column.name) };
    if (changed !== table) state.change(table, changed);
  }
}

function dropFunction({ state }: Context, object: Node, parts: readonly string[], cascade: boolean): void {
  const withArguments = as(object, 'ObjectWithArgs');
  const named = state.functionsNamed(parts);
  const args = list(withArguments, 'objargs').map((one) => plainTypeName(as(one, 'TypeName')));
  const exact = named.filter((one) => one.args.join() === args.join());
  // Without arguments in the statement there is one function of the name, or PostgreSQL refuses.
  for (const one of flag(withArguments, 'args_unspecified') || exact.length === 0 ? named : exact) state.deleteFunction(one);
  if (!cascade || state.functionsNamed(parts).length > 0) return;
  for (const table of state.allTables()) {
    const uses = (functions: readonly string[] | undefined): boolean =>
      (functions ?? []).some((one) => one === parts.join('.') || (one.split('.').at(-1) === parts.at(-1) && (!one.includes('.') || parts.length === 1)));
    const policies = table.policies.filter((policy) => !uses(policy.using?.functions) && !uses(policy.check?.functions));
    const constraints = table.constraints.filter((one) => one.kind !== 'check' || !uses(one.expression?.functions));
    if (policies.length < table.policies.length || constraints.length < table.constraints.length) state.change(table, { policies, constraints });
  }
}

/** After DROP SCHEMA, references into nowhere. */
function dropDangling(state: State): void {
  const schemas = new Set(state.finish().schemas);
  for (const table of state.allTables()) {
    const constraints = table.constraints.filter(
      (one) => one.references === null || schemas.has(one.references.table.schema) || state.table(one.references.table) !== undefined,
    );
    const columns = table.columns.filter((column) => column.typeRef === null || state.type(column.typeRef) !== undefined);
    state.change(table, { constraints, columns });
  }
}

/** DROP OWNED removes whatever a role owns, which no file says. */
export const dropOwned: Handler = (_node, context) => {
  context.opaque('DROP OWNED removes what only the database knows');
  for (const table of context.state.allTables())
    context.state.doubt(table, 'DROP OWNED may have removed it', context.unit.whole, ['rls', 'policies', 'columns', 'constraints']);
};
