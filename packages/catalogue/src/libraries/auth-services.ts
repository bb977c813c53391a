/** Authentication as a service, besides those with a file of their own. */
import { each, library } from '../library.js';
import type { Outcome, Row } from '../roles.js';
import { identity, owns, signsIn, token } from '../row-lists.js';
import { words } from '../words.js';

const value: Outcome = { kind: 'value' };
const throws: Outcome = { kind: 'throws' };
const middleware: Outcome = { kind: 'middleware' };
const field = (name: string): Outcome => ({ kind: 'field', field: name });
const boolean: Outcome = { kind: 'boolean' };
const auth0Docs = 'https://github.com/auth0/nextjs-auth0#readme';
const workosDocs = 'https://github.com/workos/authkit-nextjs#readme';
const kindeDocs = 'https://docs.kinde.com/developer-tools/sdks/backend/nextjs-sdk/';
const stytchDocs = 'https://stytch.com/docs/api';
const descopeDocs = 'https://docs.descope.com/';
const propelDocs = 'https://docs.propelauth.com/reference';
const supertokensDocs = 'https://supertokens.com/docs';
const stytchClients = ['Client.new', 'B2BClient.new', 'default.Client.new', 'default.B2BClient.new'];

export default [
  library(
    '@auth0/nextjs-auth0',
    [
      ...identity(['Auth0Client.new.getSession', 'getSession', 'initAuth0().getSession'], value, 'Auth0 getSession()', auth0Docs),
      ...identity(['Auth0Client.new.getAccessToken', 'getAccessToken', 'initAuth0().getAccessToken'], throws, 'Auth0 getAccessToken()', auth0Docs),
      ...identity(
        [
          'Auth0Client.new.withApiAuthRequired',
          'withApiAuthRequired',
          'initAuth0().withApiAuthRequired',
          'Auth0Client.new.withPageAuthRequired',
          'withPageAuthRequired',
          'initAuth0().withPageAuthRequired',
        ],
        { kind: 'wraps', handler: 0 },
        'Auth0 withApiAuthRequired()',
        auth0Docs,
      ),
      ...identity(['withMiddlewareAuthRequired'], middleware, 'Auth0 withMiddlewareAuthRequired()', auth0Docs),
      ...owns(['handleAuth', 'handleAuth()', 'initAuth0().handleAuth()', 'handleLogin', 'handleLogout', 'handleCallback'], auth0Docs),
      {
        path: 'Auth0Client.new.middleware',
        role: 'looks-like-auth',
        outcome: value,
        because: 'auth0.middleware() mounts the sign-in routes and lets everything else pass',
        source: auth0Docs,
      },
      ...signsIn(['Auth0Client.new.startInteractiveLogin', 'Auth0Client.new.updateSession'], auth0Docs),
    ],
    { also: ['@auth0/nextjs-auth0/server', '@auth0/nextjs-auth0/edge'] },
  ),
  library('express-openid-connect', [
    {
      path: 'auth',
      role: 'verifies-identity',
      outcome: middleware,
      mechanism: 'express-openid-connect auth()',
      source: 'https://auth0.github.io/express-openid-connect/',
    },
    {
      path: 'auth',
      role: 'looks-like-auth',
      outcome: middleware,
      because: 'auth({ authRequired: false }) lets everybody pass',
      source: 'https://auth0.github.io/express-openid-connect/',
      when: { at: '0.authRequired', is: false },
    },
  ]),
  library('@workos-inc/authkit-nextjs', [
    ...identity(['withAuth', 'getUser'], field('user'), 'WorkOS withAuth()', workosDocs),
    ...identity(['withAuth', 'getUser'], throws, 'WorkOS withAuth({ ensureSignedIn: true })', workosDocs).map((row): Row => ({
      ...row,
      when: { at: '0.ensureSignedIn', is: true },
    })),
    ...owns(['handleAuth', 'handleAuth()'], workosDocs),
    ...signsIn(['signOut', 'getSignInUrl', 'getSignUpUrl', 'refreshSession', 'saveSession', 'switchToOrganization'], workosDocs),
    {
      path: 'authkitMiddleware',
      role: 'looks-like-auth',
      outcome: middleware,
      because: 'authkitMiddleware() keeps the session fresh and protects nothing unless middlewareAuth is enabled',
      source: workosDocs,
    },
    {
      path: 'authkitProxy',
      role: 'looks-like-auth',
      outcome: middleware,
      because: 'authkitProxy() keeps the session fresh and protects nothing unless middlewareAuth is enabled',
      source: workosDocs,
    },
    ...each(['authkitMiddleware', 'authkitProxy'], {
      role: 'verifies-identity',
      outcome: middleware,
      mechanism: 'WorkOS authkitMiddleware()',
      source: workosDocs,
      when: { at: '0.middlewareAuth.enabled', is: true },
    }),
    ...identity(['validateApiKey'], field('apiKey'), 'WorkOS validateApiKey()', workosDocs),
  ]),
  library('@workos-inc/node', [
    ...each(
      ['webhooks.constructEvent', 'actions.constructAction'],
      {
        role: 'verifies-token',
        outcome: throws,
        trust: 'machine',
        of: 0,
        mechanism: 'WorkOS webhooks.constructEvent()',
        source: 'https://workos.com/docs/events/data-syncing/webhooks',
      },
      ['WorkOS.new'],
    ),
    ...token(
      ['WorkOS.new.userManagement.authenticateWithSessionCookie', 'WorkOS.new.userManagement.loadSealedSession().authenticate'],
      { kind: 'field', field: 'user', flag: 'authenticated' },
      'WorkOS session',
      'https://workos.com/docs/user-management/sessions',
    ),
    ...token(
      ['WorkOS.new.userManagement.loadSealedSession().refresh'],
      { kind: 'field', field: 'session.user', flag: 'authenticated' },
      'WorkOS session',
      'https://workos.com/docs/user-management/sessions',
    ),
    ...signsIn(
      words(`
      authenticateWithCode authenticateWithPassword authenticateWithMagicAuth createUser sendPasswordResetEmail createPasswordReset resetPassword
      createMagicAuth getLogoutUrl sendInvitation
    `),
      'https://workos.com/docs/reference/user-management',
      ['WorkOS.new.userManagement'],
    ),
  ]),
  library(
    '@kinde-oss/kinde-auth-nextjs/server',
    [
      ...identity(['getKindeServerSession().isAuthenticated'], boolean, 'Kinde isAuthenticated()', kindeDocs),
      ...identity(['getKindeServerSession().getUser'], value, 'Kinde getUser()', kindeDocs),
      ...identity(['getKindeServerSession().getPermission'], { kind: 'boolean', field: 'isGranted' }, 'Kinde getPermission()', kindeDocs),
      ...identity(['getKindeServerSession().getIdToken', 'getKindeServerSession().getAccessToken'], value, 'Kinde getAccessToken()', kindeDocs),
      ...identity(['withAuth'], middleware, 'Kinde withAuth()', kindeDocs),
      ...owns(['handleAuth', 'handleAuth()'], kindeDocs),
    ],
    { also: ['@kinde-oss/kinde-auth-nextjs', '@kinde-oss/kinde-auth-nextjs/middleware', '@kinde-oss/kinde-auth-sveltekit', '@kinde-oss/kinde-remix-sdk'] },
  ),
  library('stytch', [
    ...each(
      [
        'sessions.authenticate',
        'sessions.authenticateJwt',
        'sessions.authenticateJwtLocal',
        'm2m.authenticateToken',
        'idp.introspectToken',
        'idp.introspectTokenLocal',
      ],
      { role: 'verifies-token', outcome: throws, of: 0, mechanism: 'Stytch sessions.authenticate()', source: `${stytchDocs}/session-auth` },
      stytchClients,
    ),
    ...signsIn(
      words(`
      magicLinks.email.loginOrCreate magicLinks.email.send magicLinks.email.invite magicLinks.authenticate otps.sms.loginOrCreate otps.email.loginOrCreate
      otps.authenticate oauth.authenticate passwords.authenticate passwords.create passwords.email.resetStart passwords.email.reset sessions.revoke
      users.create webauthn.authenticate
    `),
      stytchDocs,
      stytchClients,
    ),
  ]),
  library('@descope/node-sdk', [
    ...each(
      ['validateSession', 'validateJwt', 'validateAndRefreshSession', 'refreshSession'],
      { role: 'verifies-token', outcome: throws, of: 0, mechanism: 'Descope validateSession()', source: descopeDocs },
      ['default()'],
    ),
    ...each(
      ['validatePermissions', 'validateRoles', 'validateTenantPermissions', 'validateTenantRoles'],
      { role: 'verifies-token', outcome: boolean, of: 0, mechanism: 'Descope validateRoles()', source: descopeDocs },
      ['default()'],
    ),
    ...each(['exchangeAccessKey'], { role: 'verifies-token', outcome: throws, of: 0, mechanism: 'Descope exchangeAccessKey()', source: descopeDocs }, [
      'default()',
    ]),
  ]),
  library('@descope/nextjs-sdk/server', [
    ...identity(['session', 'getSession'], value, 'Descope session()', descopeDocs),
    ...identity(['authMiddleware'], middleware, 'Descope authMiddleware()', descopeDocs),
  ]),
  library(
    '@propelauth/nextjs/server/app-router',
    [
      ...identity(['getUserOrRedirect'], throws, 'PropelAuth getUserOrRedirect()', propelDocs),
      ...identity(['getUser', 'getUserFromServerSideProps'], value, 'PropelAuth getUser()', propelDocs),
      ...identity(['getUserFromApiRouteRequest'], value, 'PropelAuth getUserFromApiRouteRequest()', propelDocs),
      ...owns(['getRouteHandlers().getRouteHandler', 'getRouteHandlers().postRouteHandler', 'getRouteHandlers().*'], propelDocs),
      {
        path: 'authMiddleware',
        role: 'looks-like-auth',
        outcome: value,
        because: 'authMiddleware() refreshes the session and lets everybody pass',
        source: propelDocs,
      },
    ],
    { also: ['@propelauth/nextjs/server', '@propelauth/nextjs/server/pages'] },
  ),
  library(
    '@propelauth/express',
    [
      ...identity(
        ['initAuth().requireUser', 'initAuth().requireOrgMember', 'initAuth().requireOrgMemberWithMinimumRole', 'initAuth().requireOrgMemberWithPermission'],
        middleware,
        'PropelAuth requireUser',
        propelDocs,
      ),
      ...identity(['initAuth().requireOrgMember()', 'initAuth().requireOrgMemberWithMinimumRole()'], middleware, 'PropelAuth requireOrgMember()', propelDocs),
      { path: 'initAuth().optionalUser', role: 'looks-like-auth', outcome: middleware, because: 'optionalUser lets everybody pass', source: propelDocs },
      ...token(
        ['initAuth().validateAccessTokenAndGetUser', 'initAuth().validateAccessTokenAndGetUserWithOrgInfo'],
        throws,
        'PropelAuth validateAccessTokenAndGetUser()',
        propelDocs,
      ),
      ...token(
        ['initAuth().validateApiKey', 'initAuth().validatePersonalApiKey', 'initAuth().validateOrgApiKey'],
        throws,
        'PropelAuth validateApiKey()',
        propelDocs,
      ),
    ],
    { also: ['@propelauth/node', '@propelauth/fastify'], same: { 'initBaseAuth()': 'initAuth()' } },
  ),
  library('supertokens-node/recipe/session', [
    ...identity(
      ['getSession', 'default.getSession', 'getSessionWithoutRequestResponse', 'default.getSessionWithoutRequestResponse'],
      throws,
      'SuperTokens getSession()',
      `${supertokensDocs}/additional-verification/session-verification/protect-api-routes`,
    ),
    ...each(['getSession', 'default.getSession'], {
      role: 'verifies-identity',
      outcome: value,
      mechanism: 'SuperTokens getSession()',
      source: supertokensDocs,
      when: { at: '2.sessionRequired', is: false },
    }),
    ...signsIn(
      [
        'createNewSession',
        'default.createNewSession',
        'revokeSession',
        'default.revokeSession',
        'revokeAllSessionsForUser',
        'default.revokeAllSessionsForUser',
      ],
      supertokensDocs,
    ),
  ]),
  library(
    'supertokens-node/recipe/session/framework/express',
    [
      ...identity(
        ['verifySession'],
        middleware,
        'SuperTokens verifySession()',
        `${supertokensDocs}/additional-verification/session-verification/protect-api-routes`,
      ),
      {
        path: 'verifySession',
        role: 'looks-like-auth',
        outcome: middleware,
        because: 'verifySession({ sessionRequired: false }) lets everybody pass',
        source: supertokensDocs,
        when: { at: '0.sessionRequired', is: false },
      },
    ],
    {
      also: [
        'supertokens-node/recipe/session/framework/fastify',
        'supertokens-node/recipe/session/framework/koa',
        'supertokens-node/recipe/session/framework/hapi',
        'supertokens-node/recipe/session/framework/awsLambda',
      ],
    },
  ),
  library('supertokens-node/nextjs', [
    {
      path: 'withSession',
      role: 'optional-auth-wrapper',
      handler: 1,
      sets: '1',
      because: 'withSession() hands the callback an error or no session and runs it all the same',
      source: supertokensDocs,
    },
    ...owns(['getAppDirRequestHandler', 'getAppDirRequestHandler()'], supertokensDocs),
  ]),
  library(
    '@ory/client',
    [
      ...identity(['FrontendApi.new.toSession'], throws, 'Ory toSession()', 'https://www.ory.sh/docs/reference/api'),
      ...identity(['IdentityApi.new.getSession'], throws, 'Ory getSession()', 'https://www.ory.sh/docs/reference/api'),
    ],
    { also: ['@ory/kratos-client', '@ory/client-fetch'] },
  ),
  library(
    '@logto/next',
    [
      ...identity(['getLogtoContext'], field('isAuthenticated'), 'Logto getLogtoContext()', 'https://docs.logto.io/quick-starts/next-app-router'),
      ...identity(['default.new.getLogtoContext'], field('isAuthenticated'), 'Logto getLogtoContext()', 'https://docs.logto.io/quick-starts/next'),
      ...signsIn(['signIn', 'signOut', 'handleSignIn'], 'https://docs.logto.io/quick-starts/next-app-router'),
    ],
    { also: ['@logto/next/server-actions'] },
  ),
  library('@stackframe/stack', [
    ...identity(['StackServerApp.new.getUser'], value, 'Stack Auth getUser()', 'https://docs.stack-auth.com/'),
    ...identity(['StackServerApp.new.getUser'], throws, 'Stack Auth getUser({ or })', 'https://docs.stack-auth.com/').flatMap((row): Row[] =>
      ['redirect', 'throw'].map((is) => ({ ...row, when: { at: '0.or', is } })),
    ),
    ...owns(['StackHandler'], 'https://docs.stack-auth.com/'),
  ]),
  library('@privy-io/server-auth', [
    ...token(['PrivyClient.new.verifyAuthToken'], throws, 'Privy verifyAuthToken()', 'https://docs.privy.io/'),
    ...token(['PrivyClient.new.getUser'], throws, 'Privy getUser()', 'https://docs.privy.io/'),
  ]),
  library('@privy-io/node', [
    ...token(['PrivyClient.new.utils().auth().verifyAuthToken', 'verifyAccessToken'], throws, 'Privy verifyAuthToken()', 'https://docs.privy.io/'),
  ]),
  library('@unkey/api', [
    ...token(
      ['verifyKey', 'Unkey.new.keys.verify', 'Unkey.new.keys.verifyKey'],
      { kind: 'boolean', field: 'result.valid' },
      'Unkey verifyKey()',
      'https://www.unkey.com/docs/libraries/ts/sdk',
    ),
    {
      path: 'Unkey.new.ratelimits.limit',
      role: 'limits-rate',
      outcome: { kind: 'boolean', field: 'result.success' },
      key: '0.identifier',
      source: 'https://www.unkey.com/docs/libraries/ts/sdk',
    },
    {
      path: 'Unkey.new.ratelimit.limit',
      role: 'limits-rate',
      outcome: { kind: 'boolean', field: 'result.success' },
      key: '0.identifier',
      source: 'https://www.unkey.com/docs/libraries/ts/sdk',
    },
  ]),
  library('@unkey/api/funcs/keysVerifyKey', [
    ...token(['keysVerifyKey'], { kind: 'boolean', field: 'value.data.valid' }, 'Unkey keysVerifyKey()', 'https://www.unkey.com/docs/libraries/ts/sdk', 1),
  ]),
  library('@unkey/nextjs', [
    {
      path: 'withUnkey',
      role: 'optional-auth-wrapper',
      handler: 0,
      sets: '0.unkey',
      because: 'withUnkey() attaches the verdict and runs the handler for keys that are not valid too',
      source: 'https://www.unkey.com/docs/libraries/ts/nextjs',
    },
  ]),
];
