/** Rights: what each kind of object has, PostgreSQL's defaults, and what a GRANT, a REVOKE and a default privilege do to them. */
import type { Access, DefaultPrivileges } from '../schema.js';

export type AccessKind = 'table' | 'sequence' | 'function' | 'type' | 'schema';

/** All rights on a kind of object, in the order in which they are printed. */
export const allRights: Readonly<Record<AccessKind, readonly string[]>> = {
  table: ['delete', 'insert', 'maintain', 'references', 'select', 'trigger', 'truncate', 'update'],
  sequence: ['select', 'update', 'usage'],
  function: ['execute'],
  type: ['usage'],
  schema: ['create', 'usage'],
};

export const columnRights: readonly string[] = ['insert', 'references', 'select', 'update'];

const TO_PUBLIC: Readonly<Partial<Record<AccessKind, readonly Access[]>>> = {
  function: [{ role: 'public', privileges: ['execute'], grantable: [] }],
  type: [{ role: 'public', privileges: ['usage'], grantable: [] }],
};

/** What PostgreSQL gives to others than the owner where nobody has said anything. */
export const accessByDefault = (kind: AccessKind): readonly Access[] => TO_PUBLIC[kind] ?? [];

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** `owner`: whose rights are left out. */
export function granted(
  access: readonly Access[],
  rights: readonly string[],
  roles: readonly string[],
  passOn: boolean,
  owner: string | null,
): readonly Access[] {
  const named = roles.filter((role) => role !== owner);
  if (named.length === 0) return access;
  const others = access.filter((one) => !named.includes(one.role));
  const changed = [...new Set(named)].map((role) => {
    const before = access.find((one) => one.role === role);
    return {
      role,
      privileges: [...new Set([...(before?.privileges ?? []), ...rights])].sort(compare),
      grantable: [...new Set([...(before?.grantable ?? []), ...(passOn ? rights : [])])].sort(compare),
    };
  });
  return [...others, ...changed].sort((a, b) => compare(a.role, b.role));
}

/** `optionOnly`: REVOKE GRANT OPTION FOR. */
export function revoked(access: readonly Access[], rights: readonly string[], roles: readonly string[], optionOnly: boolean): readonly Access[] {
  if (!access.some((one) => roles.includes(one.role))) return access;
  return access.flatMap((one) => {
    if (!roles.includes(one.role)) return [one];
    const grantable = one.grantable.filter((right) => !rights.includes(right));
    const privileges = optionOnly ? one.privileges : one.privileges.filter((right) => !rights.includes(right));
    return privileges.length === 0 ? [] : [{ role: one.role, privileges, grantable }];
  });
}

export const defaultKey = (role: string, schema: string | null, on: AccessKind): string => JSON.stringify([role, schema, on]);

/** What an object is given when `role` makes it in `schema`: the defaults for everywhere take the place of PostgreSQL's own, those of the schema come on top. */
export function accessOnCreation(kind: AccessKind, role: string, schema: string | null, defaults: Iterable<DefaultPrivileges>): readonly Access[] {
  let access = accessByDefault(kind);
  let here: readonly Access[] = [];
  for (const one of defaults) {
    if (one.role !== role || one.on !== kind) continue;
    if (one.schema === null) access = one.access;
    else if (one.schema === schema) here = one.access;
  }
  for (const { role: to, privileges, grantable } of here) {
    access = granted(access, privileges, [to], false, role);
    if (grantable.length > 0) access = granted(access, grantable, [to], true, role);
  }
  return access.filter((one) => one.role !== role);
}
