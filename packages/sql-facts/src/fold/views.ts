/** Views and materialized views. */
import type { Named, View } from '../schema.js';
import type { Context, Handler } from './context.js';
import { mentions } from './expressions.js';
import { NO_USES } from './new-objects.js';
import { as, field, flag, list, locationOf, strings, text, type Node } from './nodes.js';
import { fromQuery, optionIn } from './tables.js';
import { outputOf, usesOf } from './uses.js';

/** CREATE TABLE AS, CREATE MATERIALIZED VIEW. */
export const createTableAs: Handler = (node, context) => {
  if (text(node, 'objtype') !== 'OBJECT_MATVIEW') return fromQuery(context, field(node, 'into'), flag(node, 'if_not_exists'));
  const relation = field(field(node, 'into'), 'rel');
  const name = context.state.newRelation(relation);
  if (!context.state.relationExists(name))
    context.state.putView({ ...newView(context, relation, name, field(node, 'query'), strings(list(field(node, 'into'), 'colNames'))), materialized: true });
};

/** CREATE VIEW [OR REPLACE], which resets the options that it does not name and keeps owner and rights. */
export const createView: Handler = (node, context) => {
  const { state } = context;
  const relation = field(node, 'view');
  if (text(relation, 'relpersistence') === 't') return;
  const name = state.newRelation(relation);
  const before = state.view(name);
  if (before === undefined ? state.relationExists(name) : !flag(node, 'replace')) {
    context.refused(`${name.schema}.${name.name} is created a second time; the first definition is kept`);
    return;
  }
  const made = newView(context, relation, name, field(node, 'query'), strings(list(node, 'aliases')));
  const options = list(node, 'options');
  state.putView({
    ...made,
    ...(before === undefined ? {} : { owner: before.owner, access: before.access, triggers: before.triggers, comment: before.comment }),
    securityInvoker: optionIn(options, 'security_invoker') ?? false,
    securityBarrier: optionIn(options, 'security_barrier') ?? false,
  });
};

function newView({ state, unit }: Context, relation: Node | undefined, name: Named, query: Node | undefined, renamed: readonly string[]): View {
  const given = outputOf(state, as(query, 'SelectStmt'));
  const uses = query === undefined ? NO_USES : usesOf(state, query);
  return {
    schema: name.schema,
    name: name.name,
    at: unit.place(unit.nameSpan(locationOf(relation))),
    materialized: false,
    securityInvoker: false,
    securityBarrier: false,
    owner: state.role,
    access: state.accessOf('table', name.schema),
    columns: renamed.length > 0 ? [...renamed, ...(given ?? []).slice(renamed.length)] : given,
    reads: uses.relations.map((one) => one.relation),
    functions: mentions(query).functions,
    uses,
    triggers: [],
    indexes: [],
    comment: null,
  };
}

/** ALTER VIEW … SET (…), RESET (…). */
export function alterView(commands: readonly Node[], { state }: Context, relation: Node | undefined): void {
  for (const command of commands) {
    const view = state.view(state.relation(relation));
    if (view === undefined) return;
    const options = list(as(field(command, 'def'), 'List'), 'items');
    const sets = text(command, 'subtype') === 'AT_SetRelOptions';
    const resets = text(command, 'subtype') === 'AT_ResetRelOptions';
    if (!sets && !resets) continue;
    const [invoker, barrier] = [optionIn(options, 'security_invoker'), optionIn(options, 'security_barrier')];
    state.putView({
      ...view,
      securityInvoker: invoker === null ? view.securityInvoker : sets && invoker,
      securityBarrier: barrier === null ? view.securityBarrier : sets && barrier,
    });
  }
}
