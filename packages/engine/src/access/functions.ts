/** Functions of the project: whose rights they run with, who may call them through the API, and what they do then. */
import { FunctionEffects, type Command, type Effect, type FunctionDef, type Table } from '@gatelint/sql-facts';
import { anchor } from '../schema/places.js';
import { printed, sqlIdentifier } from '../schema/user-data.js';
import { wordsOf } from '../schema/words.js';
import type { Cell } from './cells.js';
import type { SourceAccess } from './exposure.js';
import type { Client, FunctionQuestion } from './questions.js';

export interface FunctionOptions {
  readonly access: SourceAccess;
  readonly cell: (table: Table, command: Command, client: Client) => Cell;
  /** Why the function is meant to be called by anyone; null when nothing says so. */
  readonly declared: (one: FunctionDef) => string | null;
}

export function functionQuestions(options: FunctionOptions): FunctionQuestion[] {
  const { access } = options;
  const { schema } = access.source;
  const effects = new FunctionEffects(schema);
  // Whoever a policy is asked for has to be able to call what it calls.
  const asked = new Set(
    schema.tables.flatMap((table) => table.policies.flatMap(({ using, check }) => [using, check].flatMap((one) => one?.uses.functions.map(printed) ?? []))),
  );
  return schema.functions
    .filter(({ kind }) => kind !== 'aggregate')
    .map((one) => {
      const clients = clientsOf(one, access);
      const bypass = clients.length > 0 && one.securityDefiner && !asked.has(printed(one)) ? bypassOf(one, clients[0]!, effects, options) : null;
      const because = bypass === null ? null : access.doubt('function');
      return {
        at: anchor(one.at),
        name: printed(one),
        kind: one.kind === 'procedure' ? ('PROCEDURE' as const) : ('FUNCTION' as const),
        sql: `${[one.schema, one.name].map(sqlIdentifier).join('.')}(${one.args.join(', ')})`,
        definer: one.securityDefiner,
        seeksNames: seeksNames(one),
        path: [...new Set([one.schema, ...access.searchPath, 'pg_temp'])].map(sqlIdentifier).join(', '),
        bypass: because === null ? bypass : null,
        because,
      };
    });
}

/** A body in standard SQL was resolved when it was made; one that is a string is read at each call. */
function seeksNames({ language, body, settings }: FunctionDef): boolean {
  return body !== null && language !== 'c' && language !== 'internal' && !settings.some((one) => one.startsWith('search_path='));
}

/** Those who can do the least first. */
function clientsOf(one: FunctionDef, { serves, rights, clients }: SourceAccess): Client[] {
  // What a trigger runs cannot be called by itself, and procedures are not served.
  if (one.kind !== 'function' || !serves(one.schema) || one.returns === 'trigger' || one.returns === 'event_trigger') return [];
  return clients.filter(({ role }) => rights.enters(role, one.schema) === 'yes' && rights.may(role, 'execute', one));
}

const commandOf: Readonly<Record<Effect['does'], Command>> = {
  'selects from': 'select',
  'inserts into': 'insert',
  updates: 'update',
  'deletes from': 'delete',
};

/** Names of arguments whose value only those know who were given it. */
const HANDED_OUT: ReadonlySet<string> = new Set(['token', 'secret', 'code', 'key', 'hash', 'signature', 'password', 'otp', 'pin']);

/** What a client gets done that it could not do by itself, where nothing asks who it is; null when there is nothing of the kind, or when that is not known. */
function bypassOf(one: FunctionDef, client: Client, known: FunctionEffects, { access, cell, declared }: FunctionOptions): FunctionQuestion['bypass'] {
  // Most of those who ask do so in their own words: a look at the text spares parsing them.
  if (access.asksWho([...(one.body ?? '').matchAll(/[\w$]+(?:\.[\w$]+)?(?=\s*\()/g)].map(([name]) => name.toLowerCase()))) return null;
  const { effects, calls, asksForRole } = known.of(one);
  if (asksForRole || access.asksWho(calls)) return null;
  if (one.argNames.some((name) => wordsOf(name ?? '').some((word) => HANDED_OUT.has(word)))) return null;
  const found = effects.find(({ does, relation }) => {
    const table = access.source.schema.tables.find(({ schema, name }) => schema === relation.schema && name === relation.name);
    if (access.isClosed(relation)) return true;
    if (table === undefined) return false;
    const own = cell(table, commandOf[does], client).is;
    return own !== 'open' && own !== 'unknown';
  });
  if (found === undefined || declared(one) !== null) return null;
  return { does: `${found.does} ${printed(found.relation)}`, grave: found.does !== 'selects from' || access.isClosed(found.relation), client };
}
