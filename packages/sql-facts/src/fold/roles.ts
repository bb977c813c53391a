/** Roles: what they may do by themselves, and whose rights they share. */
import type { Role } from '../schema.js';
import type { Context, Handler } from './context.js';
import { as, field, flag, list, strings, text, type Node } from './nodes.js';
import { roleName, roles } from './policies.js';
import type { State } from './state.js';

type Attribute = 'superuser' | 'bypassRls' | 'login' | 'inherit' | 'createRole' | 'createDb' | 'replication';
type Attributes = { -readonly [Key in Attribute]?: Role[Key] };

const attributes: Readonly<Record<string, keyof Attributes>> = {
  superuser: 'superuser',
  bypassrls: 'bypassRls',
  canlogin: 'login',
  inherit: 'inherit',
  createrole: 'createRole',
  createdb: 'createDb',
  isreplication: 'replication',
};

function attributesIn(options: readonly Node[]): Attributes {
  const found: Attributes = {};
  for (const option of options) {
    const definition = as(option, 'DefElem');
    const attribute = attributes[text(definition, 'defname') ?? ''];
    if (attribute !== undefined) found[attribute] = flag(as(field(definition, 'arg'), 'Boolean'), 'boolval');
  }
  return found;
}

const roleIn = ({ state, unit }: Context, name: string): Role =>
  state.roles.get(name) ?? {
    name,
    at: unit.whole,
    superuser: false,
    bypassRls: false,
    login: false,
    inherit: true,
    createRole: false,
    createDb: false,
    replication: false,
    memberOf: [],
    created: false,
  };

export const createRole: Handler = (node, context) => {
  const { state } = context;
  const name = text(node, 'role') ?? '';
  if (state.roles.get(name)?.created === true) {
    context.opaque(`the role ${name} is created a second time; the first definition is kept`);
    return;
  }
  const options = list(node, 'options');
  const login = text(node, 'stmt_type') === 'ROLESTMT_USER';
  state.roles.set(name, { ...roleIn(context, name), login, ...attributesIn(options), created: true });
  for (const option of options) {
    const definition = as(option, 'DefElem');
    const named = roles(context, list(as(field(definition, 'arg'), 'List'), 'items'));
    if (text(definition, 'defname') === 'addroleto') for (const one of named) join(context, name, one, false);
    else if (text(definition, 'defname') === 'rolemembers' || text(definition, 'defname') === 'adminmembers')
      for (const one of named) join(context, one, name, text(definition, 'defname') === 'adminmembers');
  }
};

export const alterRole: Handler = (node, context) => {
  const name = roleName(context, field(node, 'role'));
  context.state.roles.set(name, { ...roleIn(context, name), ...attributesIn(list(node, 'options')) });
  // ALTER GROUP … ADD USER.
  for (const option of list(node, 'options')) {
    const definition = as(option, 'DefElem');
    if (text(definition, 'defname') !== 'rolemembers') continue;
    for (const one of roles(context, list(as(field(definition, 'arg'), 'List'), 'items')))
      if (node['action'] === -1) leave(context.state, one, name);
      else join(context, one, name, false);
  }
};

export const dropRole: Handler = (node, context) => {
  const { state } = context;
  for (const name of roles(context, list(node, 'roles'))) {
    state.roles.delete(name);
    for (const other of state.roles.values()) leave(state, other.name, name);
    for (const one of state.defaultPrivileges.values()) if (one.role === name) state.defaultPrivileges.delete(JSON.stringify([one.role, one.schema, one.on]));
  }
};

export function renameRole(state: State, from: string, to: string): void {
  const role = state.roles.get(from);
  if (role === undefined) return;
  state.roles.delete(from);
  state.roles.set(to, { ...role, name: to });
  for (const other of state.roles.values())
    if (other.memberOf.some((one) => one.role === from))
      state.roles.set(other.name, { ...other, memberOf: sorted(other.memberOf.map((one) => (one.role === from ? { ...one, role: to } : one))) });
}

/** GRANT role TO role, REVOKE role FROM role. */
export const grantRole: Handler = (node, context) => {
  const { state } = context;
  const granted = list(node, 'granted_roles').map((one) => text(as(one, 'AccessPriv'), 'priv_name') ?? '');
  const option = list(node, 'opt')
    .map((one) => as(one, 'DefElem'))
    .find((one) => text(one, 'defname') === 'admin');
  const admin = option !== undefined && saysTrue(field(option, 'arg'));
  for (const member of roles(context, list(node, 'grantee_roles')))
    for (const role of granted) {
      if (flag(node, 'is_grant')) join(context, member, role, admin, option !== undefined);
      else if (list(node, 'opt').length === 0) leave(state, member, role);
      else if (option !== undefined) {
        const before = state.roles.get(member);
        if (before !== undefined)
          state.roles.set(member, { ...before, memberOf: before.memberOf.map((one) => (one.role === role ? { role, admin: false } : one)) });
      }
    }
};

const saysTrue = (node: Node | undefined): boolean => flag(as(node, 'Boolean'), 'boolval') || strings(node === undefined ? [] : [node])[0] === 'true';

function join(context: Context, member: string, role: string, admin: boolean, said = true): void {
  const before = roleIn(context, member);
  const known = before.memberOf.find((one) => one.role === role);
  const memberOf = sorted([...before.memberOf.filter((one) => one.role !== role), { role, admin: said ? admin : (known?.admin ?? false) }]);
  context.state.roles.set(member, { ...before, memberOf });
}

function leave(state: State, member: string, role: string): void {
  const before = state.roles.get(member);
  if (before?.memberOf.some((one) => one.role === role)) state.roles.set(member, { ...before, memberOf: before.memberOf.filter((one) => one.role !== role) });
}

const sorted = (all: Role['memberOf']): Role['memberOf'] => [...all].sort((a, b) => (a.role < b.role ? -1 : a.role > b.role ? 1 : 0));
