/** Convex: functions that clients call by name, those that only the project calls, and its HTTP routes. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';

const docs = 'https://docs.convex.dev';
const $ctx = 'convex/server#$ctx';
const ctx = { handlerParams: [$ctx, 'convex/server#$args'] };

/** With an object that has the handler, or the handler alone. */
const forms = ['0.handler', 0] as const;

const server = library(
  'convex/server',
  [
    ...forms.flatMap((handler) =>
      each(['mutationGeneric', 'actionGeneric'], {
        role: 'registers-worker',
        framework: 'convex',
        kind: 'route',
        handler,
        callable: true,
        ...ctx,
        source: `${docs}/functions/mutation-functions`,
      }),
    ),
    ...forms.flatMap((arg) =>
      each(['queryGeneric', 'internalQueryGeneric', 'internalMutationGeneric', 'internalActionGeneric'], {
        role: 'returns-argument',
        arg,
        ...ctx,
        source: `${docs}/functions/internal-functions`,
      }),
    ),
    {
      path: 'httpActionGeneric',
      role: 'returns-argument',
      arg: 0,
      handlerParams: [$ctx, 'globalThis#Request.new'],
      source: `${docs}/functions/http-actions`,
    },
    {
      path: 'httpRouter',
      role: 'creates-router',
      framework: 'convex',
      handlerParams: [$ctx, 'globalThis#Request.new'],
      methodAt: '1.method',
      source: `${docs}/functions/http-actions`,
    },
    { path: 'httpRouter().route', role: 'registers-route', method: 'arg', source: `${docs}/functions/http-actions` },
    {
      path: '$ctx.auth.getUserIdentity',
      role: 'verifies-identity',
      outcome: { kind: 'value' },
      mechanism: 'Convex getUserIdentity()',
      source: `${docs}/auth/functions-auth`,
    },
    ...each(['db.insert', 'db.patch', 'db.replace', 'db.delete'], { role: 'writes-database', source: `${docs}/database/writing-data` }, ['$ctx']),
    ...each(['db.get', 'db.query'], { role: 'reads-database', source: `${docs}/database/reading-data` }, ['$ctx']),
    // What runs behind a reference is followed where it can be found.
    ...each(['runQuery', 'runMutation', 'runAction'], { role: 'calls-reference', of: 0, below: 'convex', source: `${docs}/functions/actions#action-context` }, [
      '$ctx',
    ]),
    { path: '$ctx.runMutation', role: 'writes-database', source: `${docs}/functions/actions#action-context` },
    ...each(['storage.store', 'storage.delete', 'storage.generateUploadUrl'], { role: 'writes-elsewhere', source: `${docs}/file-storage` }, ['$ctx']),
    ...each(['scheduler.runAfter', 'scheduler.runAt'], { role: 'queues', source: `${docs}/scheduling/scheduled-functions` }, ['$ctx']),
    { path: '$args.*', role: 'reads-caller', from: 'body', source: `${docs}/functions/validation` },
  ] satisfies Row[],
  {
    // What the tool generates into the project passes the generic functions on, with the types of its tables.
    also: ['*_generated/server', '*_generated/server.js', '*_generated/api'],
    same: {
      mutation: 'mutationGeneric',
      action: 'actionGeneric',
      query: 'queryGeneric',
      internalQuery: 'internalQueryGeneric',
      internalMutation: 'internalMutationGeneric',
      internalAction: 'internalActionGeneric',
      httpAction: 'httpActionGeneric',
      'MutationCtx.new': '$ctx',
      'ActionCtx.new': '$ctx',
      'QueryCtx.new': '$ctx',
      'GenericMutationCtx.new': '$ctx',
      'GenericActionCtx.new': '$ctx',
      'GenericQueryCtx.new': '$ctx',
    },
  },
);

const auth = library('@convex-dev/auth/server', [
  ...each(['getAuthUserId', 'getAuthSessionId', 'convexAuth().auth.getUserId', 'convexAuth().auth.getSessionId'], {
    role: 'verifies-identity',
    outcome: { kind: 'value' },
    mechanism: '@convex-dev/auth getUserId()',
    source: 'https://labs.convex.dev/auth/authz',
  }),
]);

export default [server, auth];
