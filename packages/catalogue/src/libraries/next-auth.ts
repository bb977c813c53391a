/** Auth.js / NextAuth, versions 4 and 5, and the packages that share its core. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';

const v4 = 'https://next-auth.js.org';
const v5 = 'https://authjs.dev';

const session = { kind: 'value' } as const;

const getServerSession: readonly Row[] = each(['getServerSession', 'unstable_getServerSession'], {
  role: 'verifies-identity',
  outcome: session,
  mechanism: 'next-auth getServerSession()',
  source: `${v4}/configuration/nextjs#getserversession`,
});

const main = library(
  'next-auth',
  [
    ...getServerSession,
    // NextAuth(options) is the handler of version 4; NextAuth(req, res, options) inside a route answers by itself.
    ...each(['default', 'default()', 'default().handlers', 'default().handlers.GET', 'default().handlers.POST', 'default().handlers.*'], {
      role: 'owns-request',
      source: `${v5}/reference/nextjs#handlers`,
    }),
    // With a handler it is a wrapper, without one it asks.
    {
      path: 'default().auth',
      role: 'optional-auth-wrapper',
      handler: 0,
      sets: '0.auth',
      because: 'auth(handler) attaches the session and runs the handler without one too',
      source: `${v5}/getting-started/session-management/protecting`,
    },
    { path: 'default().auth', role: 'verifies-identity', outcome: session, mechanism: 'Auth.js auth()', source: `${v5}/reference/nextjs#auth` },
    ...each(['signIn', 'signOut'], { role: 'signs-in', source: `${v5}/reference/nextjs#signin` }, ['default()']),
    { path: 'default().unstable_update', role: 'writes-elsewhere', source: `${v5}/reference/nextjs#unstable_update` },
    { path: 'AuthError.new', role: 'makes-error', status: 401, source: `${v5}/reference/core/errors` },
    { path: 'CredentialsSignin.new', role: 'makes-error', status: 401, source: `${v5}/reference/core/errors` },
  ],
  { also: ['next-auth/next'] },
);

const jwt = library(
  'next-auth/jwt',
  [
    { path: 'getToken', role: 'verifies-identity', outcome: session, mechanism: 'next-auth getToken()', source: `${v4}/configuration/nextjs#getserversession` },
    { path: 'decode', role: 'verifies-token', outcome: session, of: 0, mechanism: 'next-auth/jwt decode()', source: `${v4}/configuration/options#jwt` },
    { path: 'encode', role: 'derives', source: `${v4}/configuration/options#jwt` },
  ],
  { also: ['@auth/core/jwt'] },
);

const react = library('next-auth/react', [
  ...each(['signIn', 'signOut'], { role: 'signs-in', source: `${v4}/getting-started/client#signin` }),
  // getSession({ req }) on a server asks the session endpoint with the caller's cookie.
  { path: 'getSession', role: 'verifies-identity', outcome: session, mechanism: 'next-auth getSession()', source: `${v4}/getting-started/client#getsession` },
]);

const middleware = library('next-auth/middleware', [
  {
    path: 'default',
    role: 'verifies-identity',
    outcome: { kind: 'middleware' },
    mechanism: 'next-auth middleware',
    source: `${v4}/configuration/nextjs#middleware`,
  },
  {
    path: 'withAuth',
    role: 'verifies-identity',
    outcome: { kind: 'wraps', handler: 0 },
    mechanism: 'next-auth withAuth()',
    source: `${v4}/configuration/nextjs#middleware`,
  },
]);

const core = library('@auth/core', [{ path: 'Auth', role: 'owns-request', source: `${v5}/reference/core` }]);

const express = library('@auth/express', [
  { path: 'getSession', role: 'verifies-identity', outcome: session, mechanism: 'Auth.js getSession()', source: `${v5}/reference/express` },
  { path: 'ExpressAuth', role: 'owns-request', source: `${v5}/reference/express` },
  { path: 'ExpressAuth()', role: 'owns-request', source: `${v5}/reference/express` },
]);

const sveltekit = library('@auth/sveltekit', [
  { path: 'SvelteKitAuth().handle', role: 'owns-request', source: `${v5}/reference/sveltekit` },
  ...each(['signIn', 'signOut'], { role: 'signs-in', source: `${v5}/reference/sveltekit` }, ['SvelteKitAuth()']),
]);

export default [main, jwt, react, middleware, core, express, sveltekit];
