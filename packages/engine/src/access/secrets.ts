/** Columns that hold secrets, by their names. */
import type { Column } from '@gatelint/sql-facts';
import { wordsOf } from '../schema/words.js';

/** Whole names, in words: what is in such a column lets whoever reads it in, or identifies a person to an authority or a bank. */
const SECRETS: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'pwd',
  'password hash',
  'hashed password',
  'encrypted password',
  'password digest',
  'password salt',
  'pin code',
  'secret',
  'client secret',
  'api secret',
  'webhook secret',
  'signing secret',
  'totp secret',
  'mfa secret',
  'two factor secret',
  'api key',
  'secret key',
  'private key',
  'encryption key',
  'access token',
  'refresh token',
  'auth token',
  'session token',
  'bearer token',
  'id token',
  'oauth token',
  'recovery codes',
  'backup codes',
  'ssn',
  'social security number',
  'credit card',
  'credit card number',
  'card number',
  'cvv',
  'cvc',
  'passport number',
  'iban',
]);

const TEXTUAL = /^(?:text|character varying|varchar|character|citext|bytea|jsonb?|uuid)\b/;

/** `openai_api_key`, `stripe_secret_key`: whose it is may stand before it. */
export function holdsSecret({ name, type }: Column): boolean {
  if (!TEXTUAL.test(type)) return false;
  const words = wordsOf(name);
  return words.some((_, from) => SECRETS.has(words.slice(from).join(' '))) && !/^(?:has|is|requires|needs|encrypted)$/.test(words[0] ?? '');
}
