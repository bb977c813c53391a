/** CREATE, ALTER and DROP POLICY. */
import type { Expression, Policy, Table } from '../schema.js';
import type { Context, Handler } from './context.js';
import { expression } from './expressions.js';
import { as, field, flag, list, locationOf, text, type Node } from './nodes.js';
import { APPLIES } from './new-objects.js';
import { ownOf } from './uses.js';

export const createPolicy: Handler = (node, context) => {
  const { state, unit } = context;
  const table = policyTable(node, context);
  const name = text(node, 'policy_name') ?? '';
  if (table.policies.some((policy) => policy.name === name)) {
    context.refused(`the policy "${name}" is created a second time; the first definition is kept`);
    return;
  }
  const policy: Policy = {
    name,
    command: command(text(node, 'cmd_name')),
    permissive: flag(node, 'permissive'),
    roles: policyRoles(context, list(node, 'roles')),
    using: clause(context, table, node, 'qual', 'using'),
    check: clause(context, table, node, 'with_check', 'check'),
    at: unit.whole,
  };
  state.change(table, { policies: [...table.policies, policy] }, `policy "${name}" created`, unit.whole);
};

/** ALTER POLICY replaces the parts that it names and keeps the others. */
export const alterPolicy: Handler = (node, context) => {
  const { state, unit } = context;
  const table = policyTable(node, context);
  const name = text(node, 'policy_name') ?? '';
  const named = list(node, 'roles');
  if (!table.assumed && !table.policies.some((policy) => policy.name === name))
    context.refused(`there is no policy "${name}" on ${table.schema}.${table.name}`);
  const using = clause(context, table, node, 'qual', 'using');
  const check = clause(context, table, node, 'with_check', 'check');
  const policies = table.policies.map((policy) =>
    policy.name !== name
      ? policy
      : {
          ...policy,
          roles: named.length > 0 ? policyRoles(context, named) : policy.roles,
          using: using ?? policy.using,
          check: check ?? policy.check,
          at: unit.whole,
        },
  );
  state.change(table, { policies }, `policy "${name}" altered`, unit.whole);
};

function policyTable(node: Node, { state, unit }: Context): Table {
  const relation = field(node, 'table');
  return state.tableOrAssumed(state.relation(relation), unit.place(unit.nameSpan(locationOf(relation))));
}

function clause(context: Context, table: Table, node: Node, part: string, keyword: string): Expression | null {
  const raw = field(node, part);
  if (raw === undefined) return null;
  const after = context.unit.after(keyword, context.unit.nameSpan(locationOf(field(node, 'table'))).end) ?? 0;
  return expression(context.state, context.unit, raw, context.unit.parenthesised(after) ?? { start: after, end: context.unit.sql.length }, ownOf(table));
}

const command = (name: string | undefined): Policy['command'] =>
  name === 'select' || name === 'insert' || name === 'update' || name === 'delete' ? name : 'all';

/** Beside PUBLIC others say nothing. */
function policyRoles(context: Context, nodes: readonly Node[]): string[] {
  const named = roles(context, nodes);
  return named.includes('public') ? ['public'] : named;
}

/** Role names; PUBLIC is `public`, CURRENT_USER and its kin are the role that they name as the statement runs. None named is PUBLIC. */
export function roles(context: Context, nodes: readonly Node[]): string[] {
  const names = nodes.map((one) => roleName(context, as(one, 'RoleSpec')));
  return names.length === 0 ? ['public'] : names;
}

export function roleName({ state }: Context, role: Node | undefined): string {
  switch (text(role, 'roletype')) {
    case 'ROLESPEC_PUBLIC':
      return 'public';
    case 'ROLESPEC_CURRENT_USER':
    case 'ROLESPEC_CURRENT_ROLE':
      return state.role;
    case 'ROLESPEC_SESSION_USER':
      return APPLIES;
    default:
      return text(role, 'rolename') ?? 'public';
  }
}
