/** Assertions, and errors that carry a status. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';

const statuses: Readonly<Record<string, number>> = {
  BadRequest: 400,
  Unauthorized: 401,
  PaymentRequired: 402,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  RequestTimeout: 408,
  Conflict: 409,
  Gone: 410,
  PreconditionFailed: 412,
  PayloadTooLarge: 413,
  UnsupportedMediaType: 415,
  UnprocessableEntity: 422,
  Locked: 423,
  TooManyRequests: 429,
  InternalServerError: 500,
  NotImplemented: 501,
  BadGateway: 502,
  ServiceUnavailable: 503,
  GatewayTimeout: 504,
};
const named = (path: (name: string) => string, source: string): Row[] =>
  Object.entries(statuses).map(([name, status]): Row => ({ path: path(name), role: 'makes-error', status, source }));
const asserts = (name: string, paths: readonly string[], source: string, also: readonly string[] = []) =>
  library(name, each(paths, { role: 'asserts', arg: 0, source }), { also });

const httpErrors = 'https://github.com/jshttp/http-errors#readme';
const boom = 'https://hapi.dev/module/boom/api/';
const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const boomNames: Readonly<Record<string, string>> = {
  PaymentRequired: 'paymentRequired',
  RequestTimeout: 'clientTimeout',
  PayloadTooLarge: 'entityTooLarge',
  UnprocessableEntity: 'badData',
  Gone: 'resourceGone',
  InternalServerError: 'internal',
  ServiceUnavailable: 'serverUnavailable',
};
/** Statuses for which NestJS has no exception of its own. */
const notInNest = ['PaymentRequired', 'Locked', 'TooManyRequests'];

export default [
  library('micromatch', [{ path: 'default.isMatch', role: 'matches-glob', text: 0, globs: 1, source: 'https://github.com/micromatch/micromatch#ismatch' }], {
    also: ['picomatch'],
  }),
  library('minimatch', [...each(['default', 'minimatch'], { role: 'matches-glob', text: 0, globs: 1, source: 'https://github.com/isaacs/minimatch#readme' })]),
  library('@logtape/logtape', [
    { path: 'withContext', role: 'calls-argument', arg: 1, with: 'opaque', source: 'https://logtape.org/manual/contexts#implicit-contexts' },
  ]),
  asserts('tiny-invariant', ['default'], 'https://github.com/alexreardon/tiny-invariant#readme'),
  asserts('invariant', ['default'], 'https://github.com/zertosh/invariant#readme'),
  asserts('ts-invariant', ['invariant', 'default'], 'https://github.com/apollographql/invariant-packages#readme'),
  asserts('@epic-web/invariant', ['invariant', 'invariantResponse'], 'https://github.com/epicweb-dev/invariant#readme'),
  asserts('node:assert', ['default', 'ok', 'strict', 'default.ok', 'strict.ok', 'assert'], 'https://nodejs.org/api/assert.html', [
    'assert',
    'node:assert/strict',
    'assert/strict',
    '@std/assert',
    'https://deno.land/std/assert/mod.ts',
    'https://deno.land/std/testing/asserts.ts',
  ]),
  asserts('http-assert', ['default', 'default.ok'], 'https://github.com/jshttp/http-assert#readme'),
  library('http-errors', [
    { path: 'default', role: 'makes-error', status: '0', otherwise: 500, source: httpErrors },
    { path: 'default.HttpError.new', role: 'makes-error', status: 500, source: httpErrors },
    ...named((name) => `default.${name}.new`, httpErrors),
    ...named((name) => `default.${name}`, httpErrors),
  ]),
  library(
    '@hapi/boom',
    [...named((name) => boomNames[name] ?? lower(name), boom), { path: 'Boom.new', role: 'makes-error', status: '1.statusCode', otherwise: 500, source: boom }],
    { also: ['boom'] },
  ),
  library('@nestjs/common', [
    { path: 'HttpException.new', role: 'makes-error', status: '1', source: 'https://docs.nestjs.com/exception-filters' },
    ...named((name) => `${name}Exception.new`, 'https://docs.nestjs.com/exception-filters#built-in-http-exceptions').filter(
      (row) => !notInNest.some((name) => row.path === `${name}Exception.new`),
    ),
  ]),
];
