/** Sessions, single sign-on and passkeys that an application keeps by itself. */
import { each, library } from '../library.js';
import type { Outcome } from '../roles.js';
import { identity, owns, signsIn, token } from '../row-lists.js';
import { words } from '../words.js';

const value: Outcome = { kind: 'value' };
const throws: Outcome = { kind: 'throws' };
const middleware: Outcome = { kind: 'middleware' };
const field = (name: string): Outcome => ({ kind: 'field', field: name });
const boolean: Outcome = { kind: 'boolean' };
const luciaDocs = 'https://v3.lucia-auth.com/';

export default [
  library(
    'lucia',
    [
      ...identity(['Lucia.new.validateSession'], field('user'), 'Lucia validateSession()', `${luciaDocs}basics/sessions`),
      ...identity(
        ['lucia().handleRequest().validate', 'lucia().handleRequest().validateBearerToken', 'lucia().validateSession'],
        value,
        'Lucia validate()',
        'https://v2.lucia-auth.com/',
      ),
      ...each(['Lucia.new.readSessionCookie', 'Lucia.new.readBearerToken'], { role: 'reads-caller', from: 'cookie', source: luciaDocs }),
      ...signsIn(['createSession', 'invalidateSession', 'invalidateUserSessions', 'createUser', 'useKey'], luciaDocs, ['Lucia.new', 'lucia()']),
      {
        path: 'verifyRequestOrigin',
        role: 'looks-like-auth',
        outcome: boolean,
        because: 'verifyRequestOrigin() is a defence against forged requests and does not say who calls',
        source: luciaDocs,
      },
    ],
    { same: { 'Auth.new': 'lucia()' } },
  ),
  library(
    'iron-session',
    [
      // The object is always there; a field of it is there only where the sealed cookie had it.
      ...identity(['getIronSession'], field('*'), 'iron-session getIronSession()', 'https://github.com/vvo/iron-session#readme'),
      ...signsIn(['getIronSession().save', 'getIronSession().destroy'], 'https://github.com/vvo/iron-session#readme'),
      ...token(['unsealData'], field('*'), 'iron-session unsealData()', 'https://github.com/vvo/iron-session#readme'),
      ...each(['withIronSessionApiRoute', 'withIronSessionSsr'], {
        role: 'optional-auth-wrapper',
        handler: 0,
        sets: '0.session',
        because: 'withIronSession attaches the session and runs the handler without one too',
        source: 'https://github.com/vvo/iron-session#readme',
      }),
    ],
    { also: ['iron-session/edge', 'iron-session/next'] },
  ),
  library('next-iron-session', [
    ...each(['withIronSession'], {
      role: 'optional-auth-wrapper',
      handler: 0,
      sets: '0.session',
      because: 'withIronSession attaches the session and runs the handler without one too',
      source: 'https://github.com/vvo/iron-session#readme',
    }),
  ]),
  library(
    'passport',
    [
      ...each(['default.authenticate', 'default.authorize', 'Passport.new.authenticate', 'default.Passport.new.authenticate'], {
        role: 'verifies-identity',
        outcome: { kind: 'middleware', callback: true },
        mechanism: 'passport.authenticate()',
        source: 'https://www.passportjs.org/concepts/authentication/middleware/',
      }),
      // It prepares the request for strategies and says nothing about who calls.
      ...each(['default.initialize()', 'Passport.new.initialize()'], {
        role: 'passes-on',
        source: 'https://www.passportjs.org/concepts/authentication/middleware/',
      }),
      ...each(['default.session', 'Passport.new.session'], {
        role: 'looks-like-auth',
        outcome: middleware,
        because: 'it attaches the session and lets everybody pass',
        source: 'https://www.passportjs.org/concepts/authentication/sessions/',
      }),
    ],
    { also: ['koa-passport', '@fastify/passport'] },
  ),
  library('connect-ensure-login', [
    ...identity(['ensureLoggedIn', 'default.ensureLoggedIn'], middleware, 'ensureLoggedIn()', 'https://github.com/jaredhanson/connect-ensure-login#readme'),
  ]),
  library('arctic', signsIn(['*.new.validateAuthorizationCode', '*.new.createAuthorizationURL', '*.new.refreshAccessToken'], 'https://arcticjs.dev/')),
  library(
    'openid-client',
    signsIn(['authorizationCodeGrant', 'buildAuthorizationUrl', 'Client.new.callback', 'Client.new.grant'], 'https://github.com/panva/openid-client#readme'),
  ),
  library('oslo/jwt', [
    ...token(['validateJWT'], throws, 'oslo validateJWT()', 'https://oslo.js.org/reference/jwt/'),
    {
      path: 'parseJWT',
      role: 'looks-like-auth',
      outcome: value,
      because: 'parseJWT() reads the token and does not verify its signature',
      source: 'https://oslo.js.org/reference/jwt/',
    },
  ]),
  library('@simplewebauthn/server', [
    ...token(
      ['verifyAuthenticationResponse'],
      { kind: 'boolean', field: 'verified' },
      'WebAuthn verifyAuthenticationResponse()',
      'https://simplewebauthn.dev/docs/packages/server',
    ),
    ...token(
      ['verifyRegistrationResponse'],
      { kind: 'boolean', field: 'verified' },
      'WebAuthn verifyRegistrationResponse()',
      'https://simplewebauthn.dev/docs/packages/server',
    ),
    ...signsIn(['generateRegistrationOptions', 'generateAuthenticationOptions'], 'https://simplewebauthn.dev/docs/packages/server'),
  ]),
  library('otplib', [
    ...token(
      ['authenticator.verify', 'authenticator.check', 'totp.verify', 'totp.check'],
      boolean,
      'one-time password',
      'https://github.com/yeojz/otplib#readme',
    ),
  ]),
  library(
    '@teamhanko/passkeys-next-auth-provider',
    signsIn(
      ['tenant().registration.initialize', 'tenant().registration.finalize', 'tenant().login.initialize', 'tenant().login.finalize'],
      'https://docs.hanko.io/passkey-api/introduction',
    ),
  ),
  library(
    '@boxyhq/saml-jackson',
    [
      ...owns(
        words(`
      oauthController.samlResponse oauthController.authorize oauthController.token oauthController.userInfo oauthController.oidcAuthzResponse spConfig.get
      directorySyncController.requests.handle logoutController.handleResponse
    `).flatMap((path) => [`default().${path}`, `controllers().${path}`]),
        'https://boxyhq.com/docs/jackson/overview',
      ),
      ...each(
        ['createSAMLConnection', 'updateSAMLConnection', 'deleteConnections', 'createOIDCConnection', 'updateOIDCConnection', 'createConnection'],
        { role: 'writes-database', source: 'https://boxyhq.com/docs/jackson/overview' },
        ['default().connectionAPIController', 'default().apiController'],
      ),
      ...each(
        ['directories.create', 'directories.update', 'directories.delete'],
        { role: 'writes-database', source: 'https://boxyhq.com/docs/directory-sync/overview' },
        ['default().directorySyncController'],
      ),
    ],
    {
      same: {
        'IConnectionAPIController.new': 'default().connectionAPIController',
        'IOAuthController.new': 'default().oauthController',
        'IDirectorySyncController.new': 'default().directorySyncController',
      },
    },
  ),
  library(
    '@node-saml/node-saml',
    token(
      ['SAML.new.validatePostResponseAsync', 'SAML.new.validateRedirectAsync'],
      throws,
      'SAML validatePostResponseAsync()',
      'https://github.com/node-saml/node-saml#readme',
    ),
  ),
];
