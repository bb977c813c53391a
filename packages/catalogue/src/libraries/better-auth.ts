import { each, library } from '../library.js';
import { words } from '../words.js';

const docs = 'https://www.better-auth.com/docs';
const api = 'betterAuth().api';

const main = library(
  'better-auth',
  [
    {
      path: `${api}.getSession`,
      role: 'verifies-identity',
      outcome: { kind: 'value' },
      mechanism: 'Better Auth getSession()',
      source: `${docs}/concepts/session-management`,
    },
    ...each(
      ['userHasPermission', 'hasPermission'],
      {
        role: 'verifies-identity',
        outcome: { kind: 'boolean', field: 'success' },
        mechanism: 'Better Auth hasPermission()',
        source: `${docs}/plugins/admin#permissions`,
      },
      [api],
    ),
    {
      path: `${api}.verifyApiKey`,
      role: 'verifies-token',
      outcome: { kind: 'boolean', field: 'valid' },
      of: 0,
      mechanism: 'Better Auth verifyApiKey()',
      source: `${docs}/plugins/api-key`,
    },
    {
      path: `${api}.verifyOneTimeToken`,
      role: 'verifies-token',
      outcome: { kind: 'throws' },
      of: 0,
      mechanism: 'Better Auth verifyOneTimeToken()',
      source: `${docs}/plugins/one-time-token`,
    },
    ...each(
      words(`
        signInEmail signUpEmail signInSocial signInUsername signInMagicLink signInEmailOTP signInPhoneNumber signInAnonymous signInSSO signOut forgetPassword
        requestPasswordReset resetPassword verifyEmail sendVerificationEmail sendVerificationOTP magicLinkVerify verifyTOTP verifyTwoFactorOTP
      `),
      { role: 'signs-in', source: `${docs}/concepts/api` },
      [api],
    ),
    ...each(
      words(`
        createOrganization updateOrganization deleteOrganization createInvitation addMember removeMember createUser updateUser deleteUser banUser setRole
        createApiKey updateApiKey deleteApiKey changePassword changeEmail setPassword revokeSession revokeSessions
      `),
      { role: 'writes-database', source: `${docs}/concepts/api` },
      [api],
    ),
    { path: 'betterAuth().handler', role: 'owns-request', source: `${docs}/installation#mount-handler` },
  ],
  { also: ['better-auth/minimal'], same: { 'Auth.new': 'betterAuth()' } },
);

const handlers = library(
  'better-auth/next-js',
  [
    ...each(['toNextJsHandler', 'toNextJsHandler()', 'toNextJsHandler().*'], { role: 'owns-request', source: `${docs}/integrations/next` }),
    ...each(['toNodeHandler', 'toNodeHandler()'], { role: 'owns-request', source: `${docs}/integrations/express` }),
    ...each(['toSolidStartHandler', 'toSolidStartHandler()', 'toSolidStartHandler().*', 'svelteKitHandler'], {
      role: 'owns-request',
      source: `${docs}/integrations/svelte-kit`,
    }),
    { path: 'fromNodeHeaders', role: 'derives', source: `${docs}/integrations/express` },
  ],
  { also: ['better-auth/node', 'better-auth/svelte-kit', 'better-auth/solid-start', 'better-auth/react-start'] },
);

const cookies = library('better-auth/cookies', [
  ...each(['getSessionCookie', 'getCookieCache'], {
    role: 'looks-like-auth',
    outcome: { kind: 'value' },
    because: 'getSessionCookie() only looks whether there is a cookie and does not verify it',
    source: `${docs}/integrations/next#middleware`,
  }),
]);

const errors = library(
  'better-auth/api',
  [
    {
      path: 'APIError.new',
      role: 'makes-error',
      status: '0',
      codes: {
        BAD_REQUEST: 400,
        UNAUTHORIZED: 401,
        PAYMENT_REQUIRED: 402,
        FORBIDDEN: 403,
        NOT_FOUND: 404,
        METHOD_NOT_ALLOWED: 405,
        CONFLICT: 409,
        UNPROCESSABLE_ENTITY: 422,
        TOO_MANY_REQUESTS: 429,
        INTERNAL_SERVER_ERROR: 500,
      },
      source: `${docs}/concepts/api#error-handling`,
    },
  ],
  { also: ['better-call'] },
);

export default [main, handlers, cookies, errors];
