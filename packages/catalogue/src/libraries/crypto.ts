/** Hashes, signatures and constant-time comparison. */
import { each, library } from '../library.js';
import { words } from '../words.js';

const node = 'https://nodejs.org/api/crypto.html';

const crypto = library(
  'node:crypto',
  [
    ...each(
      words(`
        createHash createHash().update createHash().**.digest createHmac createHmac().update createHmac().**.digest createSign().**.sign hash sign pbkdf2
        pbkdf2Sync scrypt scryptSync hkdf hkdfSync createCipheriv().**.final createDecipheriv().**.final createCipheriv().**.update
        createDecipheriv().**.update publicEncrypt privateDecrypt createSecretKey createPublicKey
      `),
      { role: 'derives', hash: true, source: node },
    ),
    ...each(
      ['digest', 'sign', 'importKey', 'deriveBits', 'encrypt', 'decrypt'],
      { role: 'derives', hash: true, source: 'https://nodejs.org/api/webcrypto.html' },
      ['webcrypto.subtle', 'subtle'],
    ),
    ...each(['webcrypto.subtle.verify', 'subtle.verify'], {
      role: 'verifies-token',
      outcome: { kind: 'boolean' },
      trust: 'machine',
      of: 2,
      mechanism: 'crypto.subtle.verify',
      source: 'https://nodejs.org/api/webcrypto.html',
    }),
    { path: 'timingSafeEqual', role: 'compares', source: `${node}#cryptotimingsafeequala-b` },
    {
      path: 'verify',
      role: 'verifies-token',
      outcome: { kind: 'boolean' },
      trust: 'machine',
      of: 3,
      mechanism: 'crypto.verify',
      source: `${node}#cryptoverifyalgorithm-data-key-signature-callback`,
    },
    {
      path: 'createVerify().**.verify',
      role: 'verifies-token',
      outcome: { kind: 'boolean' },
      trust: 'machine',
      of: 1,
      mechanism: 'crypto.createVerify',
      source: `${node}#verifyverifyobject-signature-signatureencoding`,
    },
  ],
  { also: ['crypto', 'https://deno.land/std/node/crypto.ts'] },
);

/** Comparison of a password with its hash: who holds the password is the user. */
const passwords = [
  library(
    'bcrypt',
    [
      ...each(['compare', 'compareSync'], { role: 'compares', hash: true, source: 'https://github.com/kelektiv/node.bcrypt.js#readme' }),
      ...each(['hash', 'hashSync'], { role: 'derives', source: 'https://github.com/kelektiv/node.bcrypt.js#readme' }),
    ],
    { also: ['bcryptjs', 'bcrypt-ts', 'bcrypt-edge', '@node-rs/bcrypt', 'https://deno.land/x/bcrypt'] },
  ),
  library(
    'argon2',
    [
      { path: 'verify', role: 'compares', hash: true, source: 'https://github.com/ranisalt/node-argon2#readme' },
      { path: 'hash', role: 'derives', source: 'https://github.com/ranisalt/node-argon2#readme' },
    ],
    { also: ['@node-rs/argon2'] },
  ),
  library('oslo/password', [
    ...each(['Argon2id.new.verify', 'Scrypt.new.verify', 'Bcrypt.new.verify'], {
      role: 'compares',
      hash: true,
      source: 'https://oslo.js.org/reference/password/',
    }),
  ]),
  library('better-auth/crypto', [
    { path: 'verifyPassword', role: 'compares', hash: true, source: 'https://www.better-auth.com/docs/authentication/email-password' },
  ]),
];

const comparisons = [
  library('safe-compare', [{ path: 'default', role: 'compares', source: 'https://www.npmjs.com/package/safe-compare' }], {
    also: ['tsscmp', 'scmp', 'secure-compare'],
  }),
  library(
    'https://deno.land/std/crypto/timing_safe_equal.ts',
    [{ path: 'timingSafeEqual', role: 'compares', source: 'https://jsr.io/@std/crypto/doc/timing-safe-equal' }],
    { also: ['@std/crypto', '@std/crypto/timing-safe-equal', 'https://deno.land/std/crypto/mod.ts'] },
  ),
  library('hono/utils/buffer', [{ path: 'timingSafeEqual', role: 'compares', source: 'https://hono.dev/docs' }]),
  library('oslo/crypto', [{ path: 'constantTimeEqual', role: 'compares', source: 'https://oslo.js.org/reference/crypto/' }], {
    also: ['@oslojs/crypto/subtle'],
  }),
];

const hashes = [
  library('@oslojs/crypto/sha2', [
    ...each(words('sha224 sha256 sha384 sha512 sha512_224 sha512_256'), {
      role: 'derives',
      hash: true,
      source: 'https://crypto.oslojs.dev/reference/sha2/',
    }),
  ]),
  library('@oslojs/crypto/hmac', [{ path: 'hmac', role: 'derives', hash: true, source: 'https://crypto.oslojs.dev/reference/hmac/' }]),
  library(
    '@oslojs/crypto/sha3',
    each(words('sha3_224 sha3_256 sha3_384 sha3_512'), { role: 'derives', hash: true, source: 'https://crypto.oslojs.dev/reference/sha3/' }),
  ),
  library('@oslojs/crypto/sha1', [{ path: 'sha1', role: 'derives', hash: true, source: 'https://crypto.oslojs.dev/reference/sha1/' }]),
  library(
    '@oslojs/encoding',
    each(
      words(`
        encodeHexLowerCase encodeHexUpperCase decodeHex encodeBase32 encodeBase32NoPadding encodeBase32LowerCase encodeBase32LowerCaseNoPadding encodeBase32UpperCase
        encodeBase32UpperCaseNoPadding decodeBase32 decodeBase32IgnorePadding encodeBase64 encodeBase64NoPadding encodeBase64url encodeBase64urlNoPadding
        decodeBase64 decodeBase64IgnorePadding decodeBase64url decodeBase64urlIgnorePadding
      `),
      { role: 'derives', source: 'https://encoding.oslojs.dev/' },
    ),
  ),
  library('@noble/hashes', [...each(['*', '*.create().update().digest'], { role: 'derives', source: 'https://github.com/paulmillr/noble-hashes#readme' })], {
    also: ['@noble/hashes/*'],
  }),
  library('crypto-js', [...each(['*', '**'], { role: 'derives', source: 'https://cryptojs.gitbook.io/docs' })], { also: ['crypto-js/*'] }),
  library('js-sha256', [...each(['*', 'sha256.*'], { role: 'derives', source: 'https://github.com/emn178/js-sha256#readme' })], {
    also: ['js-sha512', 'js-sha3', 'hash-wasm', 'object-hash'],
  }),
];

export default [crypto, ...passwords, ...comparisons, ...hashes];
