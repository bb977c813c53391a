/** Clerk, on every runtime it has an SDK for. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { words } from '../words.js';

const docs = 'https://clerk.com/docs/reference';
const next = `${docs}/nextjs`;
const userId = { kind: 'field', field: 'userId' } as const;

/** Methods of the backend client that change something at Clerk. */
const changes = words(`
  users.createUser users.updateUser users.updateUserMetadata users.updateUserProfileImage users.deleteUser users.banUser users.unbanUser users.lockUser
  organizations.createOrganization organizations.updateOrganization organizations.updateOrganizationMetadata organizations.deleteOrganization
  organizations.createOrganizationMembership organizations.updateOrganizationMembership organizations.deleteOrganizationMembership
  organizations.createOrganizationInvitation organizations.revokeOrganizationInvitation invitations.createInvitation invitations.revokeInvitation
  sessions.revokeSession
`);
const backend = (base: string): Row[] => [
  ...each(changes, { role: 'writes-elsewhere', source: `${docs}/backend/overview` }, [base]),
  {
    path: `${base}.authenticateRequest`,
    role: 'verifies-identity',
    outcome: { kind: 'boolean', field: 'isAuthenticated' },
    mechanism: 'Clerk authenticateRequest()',
    source: `${docs}/backend/authenticate-request`,
  },
  { path: `${base}.signInTokens.createSignInToken`, role: 'signs-in', source: `${docs}/backend/overview` },
];

const attaches = 'clerkMiddleware() attaches the session and protects no route by itself';

const nextjs = library(
  '@clerk/nextjs/server',
  [
    { path: 'auth', role: 'verifies-identity', outcome: userId, mechanism: 'Clerk auth()', source: `${next}/app-router/auth` },
    ...each(['auth.protect', 'auth().protect'], {
      role: 'verifies-identity',
      outcome: { kind: 'throws' },
      mechanism: 'Clerk auth.protect()',
      source: `${next}/app-router/auth#auth-protect`,
    }),
    { path: 'auth().has', role: 'verifies-identity', outcome: { kind: 'boolean' }, mechanism: 'Clerk has()', source: `${next}/app-router/auth` },
    ...each(['auth().redirectToSignIn', 'redirectToSignIn'], { role: 'leaves', status: 307, source: `${next}/app-router/auth#auth-redirect-to-sign-in` }),
    { path: 'currentUser', role: 'verifies-identity', outcome: { kind: 'value' }, mechanism: 'Clerk currentUser()', source: `${next}/app-router/current-user` },
    { path: 'getAuth', role: 'verifies-identity', outcome: userId, mechanism: 'Clerk getAuth()', source: `${next}/pages-router/get-auth` },
    {
      path: 'clerkMiddleware',
      role: 'optional-auth-wrapper',
      handler: 0,
      sets: '',
      because: attaches,
      handlerParams: ['@clerk/nextjs/server#auth', 'next/server#NextRequest.new'],
      source: `${next}/clerk-middleware`,
    },
    { path: 'createRouteMatcher', role: 'matches-path', arg: 0, source: `${next}/clerk-middleware#create-route-matcher` },
    // Version 4: everything but `publicRoutes` is protected.
    {
      path: 'authMiddleware',
      role: 'verifies-identity',
      outcome: { kind: 'middleware' },
      mechanism: 'Clerk authMiddleware()',
      source: 'https://clerk.com/docs/references/nextjs/auth-middleware',
    },
    ...backend('clerkClient'),
  ],
  {
    also: words(`
    @clerk/nextjs @clerk/astro/server @clerk/nuxt/server @clerk/tanstack-react-start/server @clerk/react-router/server @clerk/remix/ssr.server
    svelte-clerk/server
  `),
    same: { 'clerkClient()': 'clerkClient' },
  },
);

const express = library(
  '@clerk/express',
  [
    {
      path: 'requireAuth',
      role: 'verifies-identity',
      outcome: { kind: 'middleware' },
      mechanism: 'Clerk requireAuth()',
      source: `${docs}/express/require-auth`,
    },
    { path: 'getAuth', role: 'verifies-identity', outcome: userId, mechanism: 'Clerk getAuth()', source: `${docs}/express/get-auth` },
    { path: 'clerkMiddleware', role: 'looks-like-auth', outcome: { kind: 'middleware' }, because: attaches, source: `${docs}/express/clerk-middleware` },
    ...backend('clerkClient'),
    ...backend('createClerkClient()'),
  ],
  { also: ['@clerk/fastify', '@clerk/clerk-sdk-node'], same: { default: 'clerkClient' } },
);

const legacyExpress = library('@clerk/clerk-sdk-node', [
  ...each(['ClerkExpressRequireAuth', 'requireAuth'], {
    role: 'verifies-identity',
    outcome: { kind: 'middleware' },
    mechanism: 'Clerk ClerkExpressRequireAuth()',
    source: 'https://clerk.com/docs/references/nodejs/overview',
  }),
  ...each(['ClerkExpressWithAuth'], {
    role: 'looks-like-auth',
    outcome: { kind: 'middleware' },
    because: 'ClerkExpressWithAuth() attaches the session and lets everybody pass',
    source: 'https://clerk.com/docs/references/nodejs/overview',
  }),
]);

const backendLibrary = library('@clerk/backend', [
  { path: 'verifyToken', role: 'verifies-token', outcome: { kind: 'throws' }, of: 0, mechanism: 'Clerk verifyToken()', source: `${docs}/backend/verify-token` },
  ...backend('createClerkClient()'),
]);

const webhooks = library(
  '@clerk/backend/webhooks',
  [
    {
      path: 'verifyWebhook',
      role: 'verifies-token',
      outcome: { kind: 'throws' },
      trust: 'machine',
      of: 0,
      mechanism: 'Clerk verifyWebhook()',
      source: `${docs}/backend/verify-webhook`,
    },
  ],
  {
    also: words(`
    @clerk/nextjs/webhooks @clerk/express/webhooks @clerk/astro/webhooks @clerk/fastify/webhooks @clerk/nuxt/webhooks @clerk/react-router/webhooks
    @clerk/tanstack-react-start/webhooks
  `),
  },
);

export default [nextjs, express, legacyExpress, backendLibrary, webhooks];
