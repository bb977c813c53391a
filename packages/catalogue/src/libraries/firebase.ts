/** Firebase: whose token it is, and who signs in. */
import { each, library } from '../library.js';
import type { Outcome } from '../roles.js';
import { identity, signsIn, token } from '../row-lists.js';
import { words } from '../words.js';

const value: Outcome = { kind: 'value' };
const throws: Outcome = { kind: 'throws' };
const firebaseDocs = 'https://firebase.google.com/docs/auth/admin';

export default [
  library(
    'firebase-admin/auth',
    [
      ...token(['getAuth().verifyIdToken'], throws, 'Firebase verifyIdToken()', `${firebaseDocs}/verify-id-tokens`),
      ...token(['getAuth().verifySessionCookie'], throws, 'Firebase verifySessionCookie()', `${firebaseDocs}/manage-cookies`),
      ...signsIn(
        words(`
        createSessionCookie createCustomToken createUser generatePasswordResetLink generateEmailVerificationLink generateSignInWithEmailLink
        revokeRefreshTokens
      `),
        firebaseDocs,
        ['getAuth()'],
      ),
      ...each(
        ['updateUser', 'deleteUser', 'deleteUsers', 'setCustomUserClaims', 'importUsers'],
        { role: 'writes-elsewhere', source: `${firebaseDocs}/manage-users` },
        ['getAuth()'],
      ),
    ],
    { same: { 'Auth.new': 'getAuth()', 'getAuth().tenantManager().authForTenant()': 'getAuth()' } },
  ),
  library('firebase-admin', [], {
    same: {
      'auth()': 'firebase-admin/auth#getAuth()',
      'default.auth()': 'firebase-admin/auth#getAuth()',
      'default.initializeApp().auth()': 'firebase-admin/auth#getAuth()',
      'firestore()': 'firebase-admin/firestore#getFirestore()',
      'default.firestore()': 'firebase-admin/firestore#getFirestore()',
      'default.app().auth()': 'firebase-admin/auth#getAuth()',
      'appCheck()': 'firebase-admin/app-check#getAppCheck()',
      'default.appCheck()': 'firebase-admin/app-check#getAppCheck()',
    },
  }),
  library(
    'firebase-admin/app-check',
    token(['getAppCheck().verifyToken'], throws, 'Firebase App Check verifyToken()', 'https://firebase.google.com/docs/app-check/custom-resource-backend'),
  ),
  library(
    'next-firebase-auth-edge',
    [
      ...identity(['getTokens'], value, 'next-firebase-auth-edge getTokens()', 'https://next-firebase-auth-edge-docs.vercel.app/'),
      ...identity(
        ['getApiRequestTokens', 'getFirebaseAuth().verifyIdToken'],
        value,
        'next-firebase-auth-edge',
        'https://next-firebase-auth-edge-docs.vercel.app/',
      ),
    ],
    { also: ['next-firebase-auth-edge/*'] },
  ),
];
