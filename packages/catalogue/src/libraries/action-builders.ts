/** Builders of typed server functions: next-safe-action, zsa, oRPC. */
import { each, library } from '../library.js';
import type { Handlers } from '../roles.js';
import { words } from '../words.js';

const nsa = 'https://next-safe-action.dev/docs';
const client = 'createSafeActionClient()';
const action: Handlers = { handlerParams: ['next-safe-action#$action'], middlewareParams: ['next-safe-action#$action'], next: '0.next' };
const continues = ['schema', 'inputSchema', 'outputSchema', 'metadata', 'bindArgsSchemas'];

const nextSafeAction = library(
  'next-safe-action',
  [
    { path: 'createSafeActionClient', role: 'builder', framework: 'next-server-action', ...action, source: `${nsa}/define-actions/create-the-client` },
    ...each(continues, { role: 'builder', framework: 'next-server-action', ...action, source: `${nsa}/define-actions/instance-methods` }, [client]),
    ...each(['use', 'useValidated'], { role: 'builder-use', arg: 0, source: `${nsa}/define-actions/middleware` }, [client]),
    ...each(
      ['action', 'stateAction'],
      { role: 'builder-handler', kind: 'action', arg: 0, source: `${nsa}/define-actions/instance-methods#action--stateaction` },
      [client],
    ),
    ...each(['createMiddleware().define', 'createValidatedMiddleware().define'], {
      role: 'returns-argument',
      arg: 0,
      handlerParams: ['next-safe-action#$action'],
      next: '0.next',
      source: `${nsa}/define-actions/middleware`,
    }),
    ...each(
      ['parsedInput', 'clientInput', 'bindArgsParsedInputs', 'bindArgsClientInputs'],
      { role: 'reads-caller', from: 'body', source: `${nsa}/define-actions/action-result-object` },
      ['$action'],
    ),
    { path: 'returnServerError', role: 'leaves', status: 400, source: `${nsa}/concepts/error-handling` },
    { path: 'returnValidationErrors', role: 'leaves', status: 400, source: `${nsa}/define-actions/validation-errors` },
  ],
  {
    also: ['next-safe-action/zod', 'next-safe-action/valibot'],
    same: Object.fromEntries([...continues, 'use', 'useValidated'].map((name) => [`${client}.${name}()`, client])),
  },
);

const zsaDocs = 'https://zsa.vercel.app/docs';
const server = 'createServerAction()';
const procedure = 'createServerActionProcedure()';
const zsaHandlers: Handlers = { handlerParams: ['zsa#$action'], middlewareParams: ['zsa#$action'] };
const zsaContinues = words('input output onInputParseError onOutputParseError onError onStart onSuccess onComplete timeout retry experimental_shapeError');

const zsa = library(
  'zsa',
  [
    ...each(['createServerAction', 'createServerActionProcedure', `${procedure}.createServerAction`], {
      role: 'builder',
      framework: 'next-server-action',
      ...zsaHandlers,
      source: `${zsaDocs}/procedures`,
    }),
    ...each(zsaContinues, { role: 'builder', framework: 'next-server-action', ...zsaHandlers, source: `${zsaDocs}/introduction` }, [server, procedure]),
    // A procedure's handler runs before the actions made from it and throws to refuse; a procedure made from another runs after it.
    { path: `${procedure}.handler`, role: 'builder-use', arg: 0, source: `${zsaDocs}/procedures` },
    { path: 'createServerActionProcedure', role: 'builder-use', arg: 0, source: `${zsaDocs}/chaining-procedures` },
    { path: 'chainServerActionProcedures', role: 'builder-use', arg: 0, source: `${zsaDocs}/chaining-procedures` },
    { path: 'chainServerActionProcedures', role: 'builder-use', arg: 1, source: `${zsaDocs}/chaining-procedures` },
    { path: `${server}.handler`, role: 'builder-handler', kind: 'action', arg: 0, source: `${zsaDocs}/introduction` },
    { path: '$action.input', role: 'reads-caller', from: 'body', source: `${zsaDocs}/introduction` },
    { path: '$action.request', role: 'reads-caller', from: 'request', source: `${zsaDocs}/introduction` },
    {
      path: 'ZSAError.new',
      role: 'makes-error',
      status: '0',
      codes: {
        INPUT_PARSE_ERROR: 400,
        OUTPUT_PARSE_ERROR: 500,
        ERROR: 500,
        NOT_AUTHORIZED: 401,
        TIMEOUT: 408,
        INTERNAL_SERVER_ERROR: 500,
        FORBIDDEN: 403,
        NOT_FOUND: 404,
        CONFLICT: 409,
        PRECONDITION_FAILED: 412,
        PAYLOAD_TOO_LARGE: 413,
        METHOD_NOT_SUPPORTED: 405,
        UNPROCESSABLE_CONTENT: 422,
        TOO_MANY_REQUESTS: 429,
        CLIENT_CLOSED_REQUEST: 499,
        INSUFFICIENT_CREDITS: 402,
        PAYMENT_REQUIRED: 402,
      },
      source: `${zsaDocs}/error-handling`,
    },
  ],
  {
    same: {
      ...Object.fromEntries(zsaContinues.flatMap((name) => [server, procedure].map((base) => [`${base}.${name}()`, base]))),
      [`${procedure}.handler()`]: procedure,
      [`${procedure}.createServerAction()`]: server,
      'chainServerActionProcedures()': procedure,
    },
  },
);

const orpcDocs = 'https://orpc.unnoq.com/docs';
const os: Handlers = { handlerParams: ['@orpc/server#$procedure'], middlewareParams: ['@orpc/server#$procedure'], next: '0.next' };
const osContinues = words('$context $config $meta $input errors meta input output tag prefix');
const codes = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  NOT_ACCEPTABLE: 406,
  TIMEOUT: 408,
  CONFLICT: 409,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNPROCESSABLE_CONTENT: 422,
  TOO_MANY_REQUESTS: 429,
  CLIENT_CLOSED_REQUEST: 499,
  INTERNAL_SERVER_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  BAD_GATEWAY: 502,
  SERVICE_UNAVAILABLE: 503,
  GATEWAY_TIMEOUT: 504,
};

const orpc = library(
  '@orpc/server',
  [
    { path: 'os', role: 'builder', framework: 'orpc', ...os, source: `${orpcDocs}/procedure` },
    ...each(osContinues, { role: 'builder', framework: 'orpc', ...os, source: `${orpcDocs}/procedure` }, ['os']),
    ...each(['os.route', 'os.$route'], { role: 'builder', framework: 'orpc', route: 0, ...os, source: `${orpcDocs}/openapi/routing` }),
    // A contract that was written elsewhere: `implement(contract).planet.create.use(…).handler(…)`.
    { path: 'implement', role: 'builder', framework: 'orpc', ...os, source: `${orpcDocs}/contract-first/implement-contract` },
    ...each(['os.use', 'implement().use', 'implement().**.use'], { role: 'builder-use', arg: 0, source: `${orpcDocs}/middleware` }),
    ...each(['os.handler', 'implement().**.handler'], { role: 'builder-handler', kind: 'procedure', arg: 0, source: `${orpcDocs}/procedure` }),
    ...each(['os.router', 'implement().router', 'implement().**.router'], { role: 'builder-router', source: `${orpcDocs}/router` }),
    ...each(['os.middleware', 'implement().middleware', 'implement().**.middleware'], {
      role: 'returns-argument',
      arg: 0,
      handlerParams: ['@orpc/server#$procedure'],
      next: '0.next',
      source: `${orpcDocs}/middleware`,
    }),
    { path: '$procedure.input', role: 'reads-caller', from: 'body', source: `${orpcDocs}/procedure` },
    { path: 'ORPCError.new', role: 'makes-error', status: '0', codes, source: `${orpcDocs}/error-handling` },
  ],
  { also: ['@orpc/client'], same: Object.fromEntries([...osContinues, 'route', '$route', 'use'].map((name) => [`os.${name}()`, 'os'])) },
);

const orpcHandlers = library(
  '@orpc/server/fetch',
  [
    ...each(['RPCHandler.new.handle', 'OpenAPIHandler.new.handle'], { role: 'owns-request', context: '1.context', source: `${orpcDocs}/rpc-handler` }),
    ...each(['RPCHandler.new', 'OpenAPIHandler.new'], { role: 'builder-router', source: `${orpcDocs}/rpc-handler` }),
  ],
  { also: ['@orpc/server/node', '@orpc/openapi/fetch', '@orpc/openapi/node', '@orpc/server/fastify', '@orpc/server/aws-lambda'] },
);

/** Adds to what the API's description says of a procedure or a middleware, and hands back that very thing. */
const orpcOpenApi = library('@orpc/openapi', [
  ...each(['oo.spec', 'customOpenAPIOperation'], { role: 'returns-argument', arg: 0, source: `${orpcDocs}/openapi/openapi-specification` }),
]);

export default [nextSafeAction, zsa, orpc, orpcHandlers, orpcOpenApi];
