/** GRANTs to everybody, or to whoever has the public key, that have an effect and are still there. */
import type { Grant, Named, SourceSchema } from '@gatelint/sql-facts';
import { anchor } from '../schema/places.js';
import { printed, sqlIdentifier } from '../schema/user-data.js';
import type { SourceAccess } from './exposure.js';
import type { GrantQuestion } from './questions.js';

const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'truncate']);

/** Grants of one kind on one object after the other, as dumps write them, are one question. */
export function grantQuestions(access: SourceAccess): GrantQuestion[] {
  const first = new Map<string, Counted>();
  return grants(access).flatMap((grant) => {
    const key = JSON.stringify([grant.at.file, grant.to, grant.what, grant.kind]);
    const known = first.get(key);
    if (grant.kind === null || known === undefined) {
      const made = { ...grant };
      first.set(key, made);
      return [made];
    }
    known.alsoOn += 1;
    return [];
  });
}

type Counted = Omit<GrantQuestion, 'alsoOn'> & { alsoOn: number; readonly kind: string | null };

function grants(access: SourceAccess): Counted[] {
  const anyone = new Set(access.clients.filter(({ who }) => who === 'anyone').map(({ role }) => role));
  return access.source.schema.grants.flatMap((grant) => {
    const to = grant.roles.find((role) => role === 'public') ?? grant.roles.find((role) => anyone.has(role));
    if (to === undefined || !grant.gives || grant.on === 'sequence' || grant.on === 'type' || !isLeft(grant, to, access.source)) return [];
    const role = to === 'public' ? 'PUBLIC' : sqlIdentifier(to);
    const rights = grant.all ? 'ALL' : grant.privileges.map((one) => one.toUpperCase()).join(', ');
    const on = onWhat(grant);
    return [
      {
        at: anchor(grant.at),
        to: role,
        who: to === 'public' ? ('everyone' as const) : ('anyone' as const),
        what: grant.all ? 'all rights' : listed(grant.privileges),
        on: on.words,
        alsoOn: 0,
        kind: grant.toCome === null && grant.allIn.length === 0 && grant.on !== 'schema' ? grant.on : null,
        // ALL on a function or a sequence is little more than the right to use it.
        broad: (grant.all && (grant.on === 'table' || grant.on === 'schema')) || grant.allIn.length > 0 || grant.toCome !== null,
        writes: grant.on === 'table' && grant.privileges.some((one) => WRITES.has(one)),
        revoke:
          grant.toCome === null
            ? `REVOKE ${rights} ON ${on.sql} FROM ${role}`
            : `ALTER DEFAULT PRIVILEGES${on.sql} REVOKE ${rights} ON ${grant.on.toUpperCase()}S FROM ${role}`,
      },
    ];
  });
}

const listed = (all: readonly string[]): string => (all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`);

function onWhat({ on, objects, allIn, toCome }: Grant): { readonly words: string; readonly sql: string } {
  const schemas = (names: readonly string[]): string => names.map(sqlIdentifier).join(', ');
  if (toCome !== null) {
    const where = toCome.schemas === null ? '' : ` IN SCHEMA ${schemas(toCome.schemas)}`;
    return { words: `every ${on} to come${toCome.schemas === null ? '' : ` in ${schemas(toCome.schemas)}`}`, sql: where };
  }
  if (allIn.length > 0) return { words: `every ${on} in ${schemas(allIn)}`, sql: `ALL ${on.toUpperCase()}S IN SCHEMA ${schemas(allIn)}` };
  if (on === 'schema') return { words: `the schema ${schemas(objects.map((one) => one.schema))}`, sql: `SCHEMA ${schemas(objects.map((one) => one.schema))}` };
  const names = objects.map((one) => [one.schema, one.name].map(sqlIdentifier).join('.')).join(', ');
  return { words: names, sql: `${on.toUpperCase()} ${names}` };
}

/** Whether the role still has all of what was given: where some of it was taken back, somebody has looked. */
function isLeft(grant: Grant, role: string, { schema }: SourceSchema): boolean {
  const has = (access: readonly { readonly role: string; readonly privileges: readonly string[] }[]): boolean =>
    access.some((one) => one.role === role && grant.privileges.every((right) => one.privileges.includes(right)));
  const { toCome, objects, on } = grant;
  if (toCome !== null)
    return schema.defaultPrivileges.some(
      (one) =>
        one.on === on &&
        toCome.makers.includes(one.role) &&
        (toCome.schemas === null ? one.schema === null : toCome.schemas.includes(one.schema ?? '')) &&
        has(one.access),
    );
  if (on === 'schema') return schema.schemas.some((one) => objects.some((object) => object.schema === one.name) && has(one.access));
  const given = new Set(objects.map((one: Named) => printed(one)));
  const of = on === 'function' ? schema.functions : on === 'type' ? schema.types : on === 'sequence' ? schema.sequences : [...schema.tables, ...schema.views];
  return of.some((one) => given.has(printed(one)) && has(one.access));
}
