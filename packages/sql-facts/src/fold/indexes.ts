/** CREATE INDEX. */
import type { Index } from '../schema.js';
import type { Handler } from './context.js';
import { constantTruth } from './expressions.js';
import { bringIndex } from './partitions.js';
import { as, field, flag, list, text, type Node } from './nodes.js';
import { nameOfIndex } from './tables.js';
import { nameOfExpression, ownOf, usesOf } from './uses.js';

/** What is not said by the names of the columns alone. */
function detailOf(node: Node, elements: readonly Node[]): Pick<Index, 'detail'> {
  const keys = elements.map(({ name: _, ...rest }) => rest);
  const said = [keys, node['whereClause'] ?? null, node['indexIncludingParams'] ?? null, node['options'] ?? null, flag(node, 'nulls_not_distinct')];
  const text = JSON.stringify(said, (key, value: unknown) => (key === 'location' ? undefined : value));
  return text === PLAIN.replace('[]', JSON.stringify(elements.map(() => ({ ordering: 'SORTBY_DEFAULT', nulls_ordering: 'SORTBY_NULLS_DEFAULT' }))))
    ? {}
    : { detail: text };
}

const PLAIN = '[[],null,null,null,false]';

export const createIndex: Handler = (node, context) => {
  const { state, unit } = context;
  const name = state.relation(field(node, 'relation'));
  const relation = state.table(name) ?? state.view(name);
  if (relation === undefined) return;
  const elements = list(node, 'indexParams').map((one) => as(one, 'IndexElem') ?? {});
  const columns = elements.map((one) => text(one, 'name') ?? null);
  const named = text(node, 'idxname');
  const taken = { has: (wanted: string): boolean => state.relationExists({ schema: relation.schema, name: wanted }) };
  if (named !== undefined && taken.has(named)) {
    if (!flag(node, 'if_not_exists')) context.refused(`the index ${named} is created a second time; the first definition is kept`);
    return;
  }
  const where = field(node, 'whereClause');
  const included = list(node, 'indexIncludingParams').map((one) => ({
    ColumnRef: { fields: [{ String: { sval: text(as(one, 'IndexElem'), 'name') ?? '' } }] },
  }));
  const keyNames = elements.map((one) => text(one, 'name') ?? nameOfExpression(field(one, 'expr')));
  const all = [...keyNames, ...list(node, 'indexIncludingParams').map((one) => text(as(one, 'IndexElem'), 'name') ?? '')];
  const index: Index = {
    name: named ?? nameOfIndex({ keyNames: all }, relation.name, taken),
    unique: flag(node, 'unique'),
    method: text(node, 'accessMethod') ?? 'btree',
    columns,
    keyNames: all,
    // PostgreSQL leaves out a predicate that is `true`.
    ...detailOf(node, elements),
    partial: where !== undefined && !(as(where, 'A_Const') !== undefined && constantTruth(where) === true),
    uses: usesOf(state, [...elements.map((one) => field(one, 'expr')), where, included], ownOf(relation)),
    at: unit.whole,
  };
  if (!('constraints' in relation)) return state.putView({ ...relation, indexes: [...relation.indexes, index] });
  const changed = state.change(relation, { indexes: [...relation.indexes, index] });
  if (relation.kind === 'partitioned' && flag(field(node, 'relation'), 'inh'))
    for (const child of state.childrenOf(changed)) bringIndex(context, changed, index, child);
};
