/** Sequences, by themselves and behind serial and identity columns. */
import type { Named, Sequence } from '../schema.js';
import { chooseName } from './constraint-names.js';
import type { Context, Handler } from './context.js';
import { as, field, flag, list, nameParts, text, type Node } from './nodes.js';
import type { State } from './state.js';
import { plainTypeName } from './type-names.js';

/** The sequence that a serial or identity column brings, under the name that PostgreSQL chooses or the options say. */
export function makeSequence(context: Context, table: Named, column: string, type: string, identity: boolean, options: readonly Node[]): Named {
  const { state, unit } = context;
  const said = definition(options, 'sequence_name');
  const taken = { has: (name: string): boolean => state.relationExists({ schema: table.schema, name }) };
  const name =
    said === undefined
      ? { schema: table.schema, name: chooseName(table.name, column, 'seq', taken) }
      : state.newName(nameParts(said).length > 0 ? nameParts(said) : []);
  const live = state.liveRelation(name);
  state.putSequence({
    schema: name.schema,
    name: name.name,
    at: unit.whole,
    ownedBy: { table: state.liveRelation(table), column },
    identity,
    type,
    owner: state.table(table)?.owner ?? state.role,
    access: state.accessOf('sequence', name.schema),
  });
  return live;
}

/** The argument of an option. */
function definition(options: readonly Node[], name: string): Node | undefined {
  const found = options.map((one) => as(one, 'DefElem')).find((one) => text(one, 'defname') === name);
  return field(found, 'arg');
}

export const createSequence: Handler = (node, context) => {
  const { state, unit } = context;
  const relation = field(node, 'sequence');
  if (text(relation, 'relpersistence') === 't') return;
  const name = state.newRelation(relation);
  if (state.relationExists(name)) {
    if (!flag(node, 'if_not_exists')) context.refused(`${name.schema}.${name.name} is created a second time; the first definition is kept`);
    return;
  }
  const options = list(node, 'options');
  const type = definition(options, 'as');
  const made: Sequence = {
    schema: name.schema,
    name: name.name,
    at: unit.whole,
    ownedBy: null,
    identity: false,
    type: type === undefined ? 'bigint' : plainTypeName(as(type, 'TypeName')),
    owner: state.role,
    access: state.accessOf('sequence', name.schema),
  };
  state.putSequence({ ...made, ownedBy: ownerIn(state, options, null) });
};

export const alterSequence: Handler = (node, context) => {
  const { state } = context;
  const known = state.sequence(state.relation(field(node, 'sequence')));
  if (known === undefined) return;
  const options = list(node, 'options');
  const type = definition(options, 'as');
  state.putSequence({ ...known, type: type === undefined ? known.type : plainTypeName(as(type, 'TypeName')), ownedBy: ownerIn(state, options, known.ownedBy) });
};

function ownerIn(state: State, options: readonly Node[], before: Sequence['ownedBy']): Sequence['ownedBy'] {
  const said = definition(options, 'owned_by');
  if (said === undefined) return before;
  const parts = nameParts(said);
  if (parts.length < 2) return null;
  return { table: state.relationNamed(parts.slice(0, -1)), column: parts.at(-1)! };
}
