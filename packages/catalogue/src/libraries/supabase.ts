/** Supabase: the client, its server-side variants, and what its auth calls prove. */
import { each, library } from '../library.js';
import type { Row } from '../roles.js';
import { words } from '../words.js';

const docs = 'https://supabase.com/docs/reference/javascript';
const client = 'createClient()';
const auth = `${client}.auth`;

const checks: readonly Row[] = [
  {
    path: `${auth}.getUser`,
    role: 'verifies-identity',
    outcome: { kind: 'field', field: 'data.user', error: 'error' },
    mechanism: 'Supabase auth.getUser()',
    source: `${docs}/auth-getuser`,
  },
  {
    path: `${auth}.getClaims`,
    role: 'verifies-identity',
    outcome: { kind: 'field', field: 'data.claims', error: 'error' },
    mechanism: 'Supabase auth.getClaims()',
    source: `${docs}/auth-getclaims`,
  },
  // Needs a session that the server accepts: without one it answers an error.
  // The service changes the account of the session that it is called with, and of no other.
  { path: `${auth}.updateUser`, role: 'writes-elsewhere', source: `${docs}/auth-updateuser` },
  {
    path: `${auth}.updateUser`,
    role: 'verifies-identity',
    outcome: { kind: 'field', field: 'data.user', error: 'error' },
    mechanism: 'Supabase auth.updateUser()',
    source: `${docs}/auth-updateuser`,
  },
  {
    path: `${auth}.reauthenticate`,
    role: 'verifies-identity',
    outcome: { kind: 'field', field: 'data.user', error: 'error' },
    mechanism: 'Supabase auth.reauthenticate()',
    source: `${docs}/auth-reauthentication`,
  },
  {
    path: `${auth}.getSession`,
    role: 'looks-like-auth',
    outcome: { kind: 'field', field: 'data.session', error: 'error' },
    because: 'getSession() reads the cookie and does not verify it on a server',
    source: `${docs}/auth-getsession`,
  },
  {
    path: `${auth}.onAuthStateChange`,
    role: 'looks-like-auth',
    outcome: { kind: 'callback', callback: 0 },
    because: 'onAuthStateChange() tells what the cookie says and does not verify it',
    source: `${docs}/auth-onauthstatechange`,
  },
];

const signsIn: readonly Row[] = each(
  words(`
    signInWithPassword signInWithOtp signInWithOAuth signInWithIdToken signInWithSSO signInAnonymously signInWithWeb3 signUp signOut resetPasswordForEmail
    verifyOtp exchangeCodeForSession resend setSession refreshSession
  `),
  { role: 'signs-in', source: `${docs}/auth-api` },
  [auth],
);

const tables = `${client}.from()`;
const database: readonly Row[] = [
  ...each(['insert', 'upsert'], { role: 'writes-database', sets: 0, policies: true, source: `${docs}/insert` }, [tables]),
  ...each(['update', 'delete'], { role: 'writes-database', policies: true, source: `${docs}/update` }, [tables]),
  ...each(
    words('eq is in match filter like ilike contains containedBy overlaps'),
    { role: 'narrows', source: `${docs}/using-filters` },
    ['update', 'delete'].map((statement) => `${tables}.${statement}().**`),
  ),
  ...each(
    ['neq', 'or', 'not'],
    { role: 'narrows', except: true, source: `${docs}/using-filters` },
    ['update', 'delete'].map((statement) => `${tables}.${statement}().**`),
  ),
  ...each(
    ['lt', 'lte', 'gt', 'gte'],
    { role: 'narrows', compares: true, source: `${docs}/using-filters` },
    ['update', 'delete'].map((statement) => `${tables}.${statement}().**`),
  ),
  { path: `${tables}.select`, role: 'reads-database', source: `${docs}/select` },
  ...each(['single', 'maybeSingle'], { role: 'reads-database', one: true, source: `${docs}/maybesingle` }, [`${tables}.select().**`]),
  // A function in the database may do anything; most are called to change something.
  { path: `${client}.rpc`, role: 'writes-database', policies: true, source: `${docs}/rpc` },
];

const elsewhere: readonly Row[] = [
  ...each(
    ['upload', 'uploadToSignedUrl', 'update', 'move', 'copy', 'remove', 'createSignedUploadUrl'],
    { role: 'writes-elsewhere', source: `${docs}/storage-from-upload` },
    [`${client}.storage.from()`],
  ),
  ...each(['createBucket', 'updateBucket', 'deleteBucket', 'emptyBucket'], { role: 'writes-elsewhere', source: `${docs}/storage-createbucket` }, [
    `${client}.storage`,
  ]),
  ...each(
    ['createUser', 'updateUserById', 'deleteUser', 'inviteUserByEmail', 'generateLink', 'signOut'],
    { role: 'writes-database', source: `${docs}/admin-api` },
    [`${auth}.admin`],
  ),
  ...each(['enroll', 'unenroll', 'challenge', 'verify', 'challengeAndVerify'], { role: 'writes-elsewhere', source: `${docs}/auth-mfa-api` }, [`${auth}.mfa`]),
  { path: `${client}.functions.invoke`, role: 'queues', source: `${docs}/functions-invoke` },
  { path: `${client}.channel().send`, role: 'writes-elsewhere', source: `${docs}/broadcastmessage` },
];

const supabaseJs = library('@supabase/supabase-js', [...checks, ...signsIn, ...database, ...elsewhere], {
  also: ['@supabase/supabase-js/*'],
  same: {
    'SupabaseClient.new': client,
    [`${client}.schema()`]: client,
    'GoTrueClient.new': auth,
    'SupabaseAuthClient.new': auth,
  },
});

const to = (name: string): readonly [string, string] => [`${name}()`, '@supabase/supabase-js#createClient()'];
const bridge = (name: string, factories: readonly string[], also: readonly string[] = []) =>
  library(name, [], { also, same: Object.fromEntries(factories.map(to)) });

const server = library('@supabase/server', [
  {
    path: 'withClaims',
    role: 'optional-auth-wrapper',
    handler: 0,
    sets: '1.claims',
    because: 'withClaims() reads the claims and lets everybody pass',
    source: 'https://github.com/supabase/server',
  },
]);

export default [
  supabaseJs,
  bridge('@supabase/ssr', ['createServerClient', 'createBrowserClient']),
  bridge(
    '@supabase/auth-helpers-nextjs',
    words(`
    createServerClient createBrowserClient createRouteHandlerClient createServerComponentClient createServerActionClient createMiddlewareClient
    createPagesServerClient createServerSupabaseClient createClientComponentClient createPagesBrowserClient createBrowserSupabaseClient
    createMiddlewareSupabaseClient createRouteHandlerSupabaseClient
  `),
  ),
  bridge('@supabase/auth-helpers-sveltekit', ['createSupabaseServerClient', 'createSupabaseLoadClient']),
  bridge('@supabase/auth-helpers-remix', ['createServerClient', 'createBrowserClient']),
  server,
];
