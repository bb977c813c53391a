/** JSON Web Tokens: what verifies one, and what only reads it. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { words } from '../words.js';

const josed = 'https://github.com/panva/jose/tree/main/docs';
const reads = (what: string): string => `${what} reads the token and does not verify its signature`;

const jose = library(
  'jose',
  [
    ...each(['jwtVerify', 'jwtDecrypt', 'compactVerify', 'flattenedVerify', 'generalVerify', 'compactDecrypt'], {
      role: 'verifies-token',
      outcome: { kind: 'throws' },
      of: 0,
      mechanism: 'jose jwtVerify()',
      source: `${josed}/jwt/verify/functions/jwtVerify.md`,
    }),
    {
      path: 'decodeJwt',
      role: 'looks-like-auth',
      outcome: { kind: 'value' },
      because: reads('decodeJwt()'),
      source: `${josed}/util/decode_jwt/functions/decodeJwt.md`,
    },
    {
      path: 'decodeProtectedHeader',
      role: 'looks-like-auth',
      outcome: { kind: 'value' },
      because: reads('decodeProtectedHeader()'),
      source: `${josed}/util/decode_protected_header/functions/decodeProtectedHeader.md`,
    },
    {
      path: 'UnsecuredJWT.decode',
      role: 'looks-like-auth',
      outcome: { kind: 'value' },
      because: 'UnsecuredJWT has no signature',
      source: `${josed}/jwt/unsecured/classes/UnsecuredJWT.md`,
    },
    ...each(
      words(
        'importSPKI importPKCS8 importX509 importJWK createRemoteJWKSet createLocalJWKSet SignJWT.new SignJWT.new.**.sign base64url.encode base64url.decode',
      ),
      { role: 'derives', source: josed },
    ),
  ],
  { also: ['jose/*'] },
);

const jwtDocs = 'https://github.com/auth0/node-jsonwebtoken#readme';
const verify = (outcome: Extract<Row, { role: 'verifies-token' }>['outcome']): Row => ({
  path: 'verify',
  role: 'verifies-token',
  outcome,
  of: 0,
  mechanism: 'jsonwebtoken verify()',
  source: jwtDocs,
});

const jsonwebtoken = library('jsonwebtoken', [
  verify({ kind: 'callback', callback: 2 }),
  verify({ kind: 'callback', callback: 3 }),
  verify({ kind: 'throws' }),
  { path: 'decode', role: 'looks-like-auth', outcome: { kind: 'value' }, because: reads('jwt.decode()'), source: jwtDocs },
  { path: 'sign', role: 'derives', source: jwtDocs },
]);

const jws = library('jws', [
  {
    path: 'verify',
    role: 'verifies-token',
    outcome: { kind: 'boolean' },
    of: 0,
    mechanism: 'jws verify()',
    source: 'https://github.com/auth0/node-jws#readme',
  },
  { path: 'decode', role: 'looks-like-auth', outcome: { kind: 'value' }, because: reads('jws.decode()'), source: 'https://github.com/auth0/node-jws#readme' },
  { path: 'sign', role: 'derives', source: 'https://github.com/auth0/node-jws#readme' },
]);

const cloudflareJwt = library('@tsndr/cloudflare-worker-jwt', [
  {
    path: 'verify',
    role: 'verifies-token',
    outcome: { kind: 'value' },
    of: 0,
    mechanism: 'cloudflare-worker-jwt verify()',
    source: 'https://github.com/tsndr/cloudflare-worker-jwt#readme',
  },
  {
    path: 'decode',
    role: 'looks-like-auth',
    outcome: { kind: 'value' },
    because: reads('decode()'),
    source: 'https://github.com/tsndr/cloudflare-worker-jwt#readme',
  },
  { path: 'sign', role: 'derives', source: 'https://github.com/tsndr/cloudflare-worker-jwt#readme' },
]);

const jwtDecode = library('jwt-decode', [
  ...each(['jwtDecode', 'default'], {
    role: 'looks-like-auth',
    outcome: { kind: 'value' },
    because: reads('jwtDecode()'),
    source: 'https://github.com/auth0/jwt-decode#readme',
  }),
]);

const djwt = library(
  'https://deno.land/x/djwt',
  [{ path: 'verify', role: 'verifies-token', outcome: { kind: 'throws' }, of: 0, mechanism: 'djwt verify()', source: 'https://deno.land/x/djwt' }],
  { also: ['djwt', '@zaubrik/djwt'] },
);

const middleware = (name: string, paths: readonly string[], source: string) =>
  library(name, each(paths, { role: 'verifies-identity', outcome: { kind: 'middleware' }, mechanism: `${name} middleware`, source }));

export default [
  jose,
  jsonwebtoken,
  jws,
  cloudflareJwt,
  jwtDecode,
  djwt,
  middleware('express-jwt', ['expressjwt', 'default'], 'https://github.com/auth0/express-jwt#readme'),
  middleware(
    'express-oauth2-jwt-bearer',
    ['auth', 'requiredScopes', 'claimEquals', 'claimIncludes', 'claimCheck'],
    'https://github.com/auth0/node-oauth2-jwt-bearer/tree/main/packages/express-oauth2-jwt-bearer',
  ),
  middleware('koa-jwt', ['default'], 'https://github.com/koajs/jwt#readme'),
  middleware('express-basic-auth', ['default'], 'https://github.com/LionC/express-basic-auth#readme'),
  middleware('express-openid-connect', ['requiresAuth', 'claimEquals', 'claimIncludes', 'claimCheck'], 'https://auth0.github.io/express-openid-connect/'),
  library('aws-jwt-verify', [
    ...each(['CognitoJwtVerifier.create().verify', 'JwtVerifier.create().verify', 'JwtRsaVerifier.create().verify'], {
      role: 'verifies-token',
      outcome: { kind: 'throws' },
      of: 0,
      mechanism: 'aws-jwt-verify',
      source: 'https://github.com/awslabs/aws-jwt-verify#readme',
    }),
  ]),
  library('google-auth-library', [
    {
      path: 'OAuth2Client.new.verifyIdToken',
      role: 'verifies-token',
      outcome: { kind: 'throws' },
      of: 0,
      mechanism: 'Google verifyIdToken()',
      source: 'https://github.com/googleapis/google-auth-library-nodejs#readme',
    },
  ]),
];
