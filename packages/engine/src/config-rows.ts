/**
 * The shape of a user's catalogue row: the roles of the catalogue, field by field, as JSON has them. The roles themselves are types; that the two say
 * the same is held by `rowSchema` below, so a role that changes does not compile until its fields change here.
 */
import { parsePath, roleSentences, type RoleName } from '@gatelint/catalogue';
import { z } from 'zod';
import type { UserRow } from './config.js';

/** Every schema here carries as its error message what was expected, as it reads after "must be". */
export const oneOf = <const Values extends readonly string[]>(values: Values) => z.enum(values, alternatives(values));
export const name = (expected: string) => z.string(expected).min(1, expected);
const index = (expected: string) => z.int(expected).min(0, expected);
const yes = z.literal(true, 'true, or left out');

const fieldExpected = 'a field, dotted when it is deeper ("data.user")';
const field = name(fieldExpected);
const literal = z.union([z.string(), z.number(), z.boolean()], 'a text, a number, true or false');
const argument = index('the position of an argument, counted from 0');
const argumentOrField = z.union([argument, field], 'the position of an argument, counted from 0, or a field ("1.status")');
const trust = oneOf(['user', 'machine']).describe('What vouches for the caller: a person or an API key, or a machine that holds a secret of yours.').optional();
const mechanism = name('the name that messages and the report show').describe('Name that messages and the report show.').optional();
const because = name('the rest of the sentence that says why it decides nothing').describe('Finishes the sentence that says why it decides nothing.');
const vendor = name('the name of the vendor').describe('Who bills or receives it, as the report names it.');
const framework = name('the name of the framework');
const position = z.int('the position of an argument, or -1').min(-1, 'the position of an argument, or -1');
const httpStatus = index('a status such as 401');
const statusOrField = z.union([httpStatus, field], 'a status, or where the argument that has it stands ("0", "1.status")');
const status = statusOrField.optional();

const names = z.array(name('a name'), 'a list of names');

const outcome = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('value').describe('It returns the principal, or null, undefined or false.') }),
      z.strictObject({
        kind: z.literal('field').describe('It returns an object that has the principal in a field, or null there.'),
        field,
        error: field.optional(),
        flag: field.optional(),
      }),
      z.strictObject({ kind: z.literal('throws').describe('It comes back only if the check held; else it throws, redirects or answers by itself.') }),
      z.strictObject({
        kind: z.literal('boolean').describe('It returns a boolean, or an object with one in a field; negated when true means refused.'),
        field: field.optional(),
        negated: yes.optional(),
        method: yes.optional(),
      }),
      z.strictObject({
        kind: z.literal('middleware').describe('It is, or makes, a middleware that calls the next one only if the check held.'),
        callback: yes.optional(),
        asks: z.strictObject({ fn: field, credentials: argument }, 'an object with "fn" and "credentials"').optional(),
      }),
      z.strictObject({
        kind: z.literal('wraps').describe('It takes a handler and returns one that runs only if the check held.'),
        handler: argument.optional(),
      }),
      z.strictObject({ kind: z.literal('callback').describe('It calls back with an error or the principal.'), callback: argument }),
    ],
    'an object that says how it answers ({ "kind": "throws" })',
  )
  .describe('How the call answers.');

const handlers = {
  handlerParams: z.array(name('a type as "package#path"'), 'a list of types as "package#path"').optional(),
  middlewareParams: z.array(name('a type as "package#path"'), 'a list of types as "package#path"').optional(),
  next: argumentOrField.optional(),
  nextOptional: yes.optional(),
};

const decoration = z.discriminatedUnion(
  'is',
  [
    z.strictObject({
      is: z.literal('controller'),
      framework,
      path: z.array(field, 'a list of fields of the arguments').optional(),
      alone: yes.optional(),
      behind: framework.optional(),
      direct: yes.optional(),
      contextAt: field.optional(),
      ...handlers,
    }),
    z.strictObject({ is: z.literal('children') }),
    z.strictObject({ is: z.literal('runs'), method: name('the name of a method'), kind: oneOf(['worker', 'cron']) }),
    z.strictObject({ is: z.literal('middleware'), from: argument.optional(), runs: name('the name of a method').optional() }),
    z.strictObject({ is: z.literal('opens') }),
    z.strictObject({ is: z.literal('wraps') }),
    z.strictObject({
      is: z.literal('asks'),
      checker: z.union(
        [name('an option'), z.strictObject({ file: name('a file'), at: field, export: name('an export') })],
        'an option of the application, or an object with "file", "at" and "export"',
      ),
      method: name('the name of a method').optional(),
      gets: z.array(z.union([argument, name('a place')], 'a position or a place'), 'a list of positions and places'),
      gives: z.record(z.string(), argument, 'an object of positions by field').optional(),
      answers: oneOf(['boolean', 'value', 'throws']),
      required: field.optional(),
    }),
    z.strictObject({
      is: z.literal('handler'),
      kind: oneOf(['route', 'procedure', 'worker', 'cron']),
      method: z.union([name('a method'), z.null()], 'a method, or null for all methods'),
      path: field.optional(),
    }),
    z.strictObject({
      is: z.literal('guards'),
      decides: name('the name of a method'),
      judges: name('the name of a method'),
      runs: name('the name of a method'),
      context: name('a type as "package#path"'),
      gives: z.record(z.string(), z.union([argument, oneOf(['handler', 'class'])], 'a position, "handler" or "class"'), 'an object of places by path'),
    }),
    z.strictObject({ is: z.literal('global-guard') }),
    z.strictObject({ is: z.literal('nothing') }),
    z.strictObject({ is: z.literal('several') }),
    z.strictObject({ is: z.literal('metadata'), key: argument, value: argument }),
    z.strictObject({ is: z.literal('metadata-maker') }),
    z.strictObject({ is: z.literal('parameter'), index: argument, field: field.optional(), member: argument.optional() }),
    z.strictObject({ is: z.literal('parameter-maker'), from: argument }),
    z.strictObject({ is: z.literal('module'), configures: name('the name of a method'), consumer: name('a type as "package#path"') }),
  ],
  'an object that says what the decorator means ({ "is": "guards" })',
);

function row<const Name extends RoleName, Fields extends z.ZodRawShape>(role: Name, fields: Fields) {
  return z.strictObject({
    module: name('a package, or the path of a file relative to the root').describe(
      'Where the symbol comes from: a package, or the path of a file of yours relative to the root, without extension.',
    ),
    path: name('an access path such as "requireUser" or "createClient().auth.getUser"')
      .refine((path) => parsePath(path) !== null, 'an access path such as "requireUser" or "createClient().auth.getUser"')
      .describe('Access path from the exports of the module: "requireUser", "default.new.checkout.create", "createClient().auth.getUser".'),
    when: z
      .strictObject({ at: field, is: literal }, 'an object with "at" and "is"')
      .describe('Holds only for calls with this literal at the argument, or field of one, "at" ("0.required").')
      .optional(),
    role: z.literal(role).describe(`It ${roleSentences[role]}.`),
    ...fields,
  });
}

const rows = z.discriminatedUnion(
  'role',
  [
    row('verifies-identity', { outcome, trust, scheduled: yes.optional(), mechanism }),
    row('verifies-token', { outcome, trust, scheduled: yes.optional(), mechanism, of: argument.optional() }),
    row('session-field', { mechanism: name('the name that messages and the report show').describe('Name that messages and the report show.') }),
    row('looks-like-auth', { outcome, because }),
    row('optional-auth-wrapper', { handler: argument, sets: z.string(fieldExpected), because, ...handlers }),
    row('serves-procedures', { context: z.string(), contextParams: z.array(z.number().nullable()) }),
    row('owns-request', { trust, field: field.optional(), context: field.optional() }),
    row('signs-in', {}),
    row('matches-path', { arg: argument }),
    row('matches-glob', { text: argument, globs: argument }),
    row('limits-rate', {
      outcome,
      key: argumentOrField.optional(),
      weakness: name('a sentence about what weakens it').optional(),
      needs: z.array(name('an access path'), 'a list of access paths').optional(),
      unless: z.strictObject({ field, is: literal }, 'an object with "field" and "is"').optional(),
      skip: field.optional(),
      store: z.array(field, 'a list of fields of the arguments').optional(),
    }),
    row('looks-like-limit', { because }),
    row('counts', { key: position.optional() }),
    row('constant', { value: literal }),
    row('remembers', { key: argument.optional() }),
    row('costs-money', { vendor, kind: oneOf(['ai', 'mail', 'sms', 'payments', 'search', 'other']), account: field.optional() }),
    row('requests', { url: argumentOrField.optional() }),
    row('writes-database', {
      selects: argumentOrField.optional(),
      sets: argumentOrField.optional(),
      compares: names.optional(),
      adds: names.optional(),
      inserts: name('the name of a method').optional(),
      policies: yes.optional(),
    }),
    row('narrows', { compares: z.union([z.literal(true), argument], 'true, or the position of an argument').optional(), except: yes.optional() }),
    row('reads-database', { one: yes.optional(), throws: yes.optional(), selects: argumentOrField.optional() }),
    row('runs-sql', { sql: argument.optional() }),
    row('writes-elsewhere', {}),
    row('enqueues-telemetry', { vendor }),
    row('sends-telemetry', { vendor }),
    row('flushes-telemetry', { vendor }),
    row('defers', { arg: argument.optional() }),
    row('queues', {}),
    row('calls-argument', { arg: argumentOrField, with: oneOf(['self', 'opaque']).optional() }),
    row('calls-reference', { of: argument, below: name('the name of a folder') }),
    row('returns-argument', {
      arg: argumentOrField,
      binds: z.strictObject({ field, first: name('a type as "package#path"') }, 'an object with "field" and "first"').optional(),
      ...handlers,
    }),
    row('combines-middleware', { all: z.boolean('true or false') }),
    row('asserts', { arg: argument.optional() }),
    row('makes-response', { status, otherwise: httpStatus.optional() }),
    row('passes-on', {}),
    row('leaves', { status: statusOrField }),
    row('makes-error', { status, codes: z.record(z.string(), httpStatus, 'an object of statuses by code').optional(), otherwise: httpStatus.optional() }),
    row('sets-status', { arg: argument.optional(), status: httpStatus.optional() }),
    row('sends-response', { status, otherwise: httpStatus.optional() }),
    row('reads-caller', { from: oneOf(['header', 'cookie', 'query', 'params', 'body', 'form', 'ip', 'url', 'request']) }),
    row('derives', { hash: yes.optional(), compares: yes.optional(), either: yes.optional() }),
    row('compares', { hash: yes.optional() }),
    row('reads-env', { binding: yes.optional() }),
    row('declares-env', { vars: z.array(field, 'a list of fields of the arguments'), prefix: name('a prefix of variables').optional() }),
    row('context-value', { write: yes.optional() }),
    row('creates-router', {
      framework,
      prefix: field.optional(),
      fallsThrough: yes.optional(),
      wholeScope: yes.optional(),
      methodAt: field.optional(),
      pathAt: field.optional(),
      root: argument.optional(),
      over: argument.optional(),
      ...handlers,
    }),
    row('registers-route', {
      method: z.union([name('a method'), z.null()], 'a method, "arg", or null for all methods'),
      pathArg: position.optional(),
      options: z.array(name('a hook'), 'a list of hooks').optional(),
    }),
    row('uses-middleware', { hook: z.union([yes, z.array(name('a hook'), 'a list of hooks')], 'true, or a list of hooks').optional() }),
    row('mounts-router', { pathArg: argumentOrField, router: argument }),
    row('decorates-router', {}),
    row('shares-router', { arg: argument }),
    row('mounts-folder', { folder: field, prefix: field, hooks: field, cascade: field, hooksFile: name('the name of a file without its extension') }),
    row('decorates', { as: decoration }),
    row('reads-metadata', { key: argument, of: argument }),
    row('uses-guards', {}),
    row('configures-middleware', { part: oneOf(['functions', 'except', 'routes']) }),
    row('builder', { framework, route: argument.optional(), ...handlers }),
    row('builder-use', { arg: argument.optional() }),
    row('builder-handler', { kind: oneOf(['mutation', 'query', 'subscription', 'action', 'procedure']), arg: argument.optional() }),
    row('builder-router', {}),
    row('builder-caller', {}),
    row('route-list', {
      does: oneOf(['route', 'resource', 'group', 'uses', 'prefixes', 'only', 'except', 'names']),
      framework,
      method: z.union([name('a method'), z.null()], 'a method, or null for all methods').optional(),
      arg: argument.optional(),
      everywhere: yes.optional(),
      actions: z.record(z.string(), name('a method and a path'), 'an object of methods and paths by action').optional(),
      leaves: names.optional(),
      runs: name('the name of a method').optional(),
      ...handlers,
    }),
    row('handler-class', { framework, timers: names, except: names }),
    row('registers-table', {
      framework,
      kind: oneOf(['route', 'procedure', 'worker']),
      table: argumentOrField,
      gives: z.array(name('a type as "package#path"'), 'a list of types as "package#path"').optional(),
      below: names.optional(),
      handler: names.optional(),
      hooks: z.array(field, 'a list of fields').optional(),
      contract: argumentOrField.optional(),
      named: argument.optional(),
      before: z.array(field, 'a list of fields of the arguments').optional(),
      over: argument.optional(),
      returns: yes.optional(),
      request: z.record(z.string(), argument, 'an object of positions by field').optional(),
      contextAt: field.optional(),
      scopes: z.strictObject({ at: field, by: names }, 'an object with "at" and "by"').optional(),
      ...handlers,
    }),
    row('endpoint-contract', {
      does: oneOf(['endpoint', 'group', 'adds', 'guards', 'prefixes', 'builds', 'handles', 'implements']),
      framework,
      kind: oneOf(['route', 'procedure']).optional(),
      method: name('a method').optional(),
      name: argument.optional(),
      pathArg: argument.optional(),
      members: argument.optional(),
      build: argument.optional(),
      gives: name('a type as "package#path"').optional(),
    }),
    row('declares-contract', { routes: argument, prefix: field.optional() }),
    row('rules-table', { framework, table: argument, fallback: field.optional() }),
    row('makes-context', { framework, context: field, gets: z.array(name('a type as "package#path"'), 'a list of types as "package#path"') }),
    row('registers-worker', {
      framework,
      kind: oneOf(['worker', 'cron', 'webhook', 'route']),
      handler: argumentOrField,
      callable: yes.optional(),
      ...handlers,
    }),
    row('declares-table', { dialect: oneOf(['postgresql', 'mysql', 'sqlite']), naming: argument.optional() }),
    row('declares-schema', {}),
    row('declares-enum', {}),
    row('declares-column', { type: oneOf(['text', 'enum', 'other']), values: name('a field').optional() }),
    row('refines-column', { as: oneOf(['not-null', 'default', 'primary-key', 'unique', 'references', 'array', 'generated']) }),
    row('refines-table', { as: oneOf(['row-level-security']) }),
    row('declares-constraint', { kind: oneOf(['check', 'unique', 'primary-key', 'foreign-key', 'policy']) }),
    row('refines-constraint', { as: oneOf(['columns']) }),
    row('spells-sql', { raw: yes.optional() }),
  ],
  'a row: an object with "module", "path" and "role"',
);

export function alternatives(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)!}`;
}

type Plain<T> = T extends readonly (infer Element)[] ? Plain<Element>[] : T extends object ? { -readonly [Key in keyof T]: Plain<T[Key]> } : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** Does not compile when a role of the catalogue and its fields above have parted ways. */
export const rowSchema: Same<z.infer<typeof rows>, Plain<UserRow>> extends true ? typeof rows : never = rows;
