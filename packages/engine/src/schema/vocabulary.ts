/** Which names, defaults and comments say that a text column holds one of a few values, and which only look like it. */
import { wordsOf } from './words.js';

/** Last words of columns that are enumerations nearly everywhere. */
const ENUMERATIONS: ReadonlySet<string> = new Set([
  'action',
  'appearance',
  'difficulty',
  'frequency',
  'gender',
  'kind',
  'level',
  'method',
  'mode',
  'phase',
  'plan',
  'priority',
  'privacy',
  'provider',
  'role',
  'severity',
  'sharing',
  'stage',
  'state',
  'status',
  'tier',
  'type',
  'visibility',
]);

/** Endings that are no enumeration although their last word is one. */
const OTHERWISE =
  /(?:^|_)(?:mime_type|content_type|media_type|file_type|token_type|session_state|oauth_state|to_action|user_agent_type|business_plan|meal_plan|lesson_plan|floor_plan|challenge_method|default_payment_method)$/;

/** What a format is of when it is one of a few: others are patterns (`date_format`). */
const FORMATTED = /^(?:(?:archive|audio|document|export|file|image|output|report|response|video)_)?format$/;

/** Last words of columns that are enumerations often enough to believe a comment that names some of the values. */
const PERHAPS: ReadonlySet<string> = new Set(['category', 'channel', 'condition', 'environment', 'event', 'format', 'reason', 'scope', 'source', 'trigger']);

/** Names of free text: a default there is a first value, not one of a few. */
const FREE_TEXT: ReadonlySet<string> = new Set(
  (
    'name title label description slug url uri path email phone prompt message body content comment note text value key code id hash token secret password salt locale language lang timezone tz country currency ' +
    'region city address zip postal version model image avatar icon logo color colour font emoji domain host prefix suffix template subject bio summary query sql html css markdown instructions username handle ref reference ' +
    'ip agent date time number format pattern symbol unit units avatar_url extension filename'
  ).split(' '),
);

const ADDRESS: ReadonlySet<string> = new Set(['city', 'country', 'zip', 'zipcode', 'postal', 'postcode', 'street', 'address', 'county', 'region', 'province']);

/** What the key of somebody in another system is called, behind the system's name. */
const OUTSIDE = /^(?:(?:account|customer|user|subject)_)?id$/;

export interface ColumnLook {
  readonly name: string;
  /** Names of the table's other columns. */
  readonly siblings: readonly string[];
}

/** Why the name says that the column is an enumeration; null when it does not. */
export function namedLikeEnumeration({ name, siblings }: ColumnLook): string | null {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  const joined = words.join('_');
  if ((!ENUMERATIONS.has(last) && !FORMATTED.test(joined)) || OTHERWISE.test(joined)) return null;
  const others = siblings.map((one) => wordsOf(one));
  const has = (word: string): boolean => others.some((one) => one.includes(word));
  if (last === 'state' && others.some((one) => one.some((word) => ADDRESS.has(word)))) return null;
  if ((last === 'state' || last === 'type') && (has('verifier') || has('nonce') || has('challenge'))) return null;
  // Beside a size, and with no other column for it, the type of a file is its media type.
  if (last === 'type' && words.length === 1 && has('size') && !has('mime') && !has('content')) return null;
  // What an identity provider hands over is stored as it comes.
  if (fromIdentityProvider(others)) return null;
  // `provider` with an account of its own names an outside system, and the two are one key.
  if (last === 'provider' && others.some((one) => OUTSIDE.test(one.slice(words.length).join('_')) && words.every((word, index) => one[index] === word)))
    return null;
  // A provider and its model are entries of somebody's catalogue, which grows without a migration.
  if (name === 'provider' && others.some((one) => one[0] === 'model')) return null;
  return `is named ${name}`;
}

/** A table of tokens that an OAuth provider issued. */
const fromIdentityProvider = (columns: readonly (readonly string[])[]): boolean => {
  const names = columns.map((words) => words.join('_'));
  return names.includes('refresh_token') && names.includes('access_token');
};

/** `'pending'`, `'ACTIVE'`, `'read_only'`: one word, as a value of a closed set is written. */
const WORD = /^[A-Za-z]{2,}(?:[_-][A-Za-z]+){0,2}$/;

/** Why the default says that the column is an enumeration; null when it does not. */
export function defaultsLikeEnumeration(name: string, literal: string | null): string | null {
  if (literal === null || !WORD.test(literal) || /^(?:null|none|n-a|na|unknown|untitled|default|true|false|yes|no)$/i.test(literal)) return null;
  const words = wordsOf(name);
  // `text text DEFAULT 'text'`: what is named after its own default is a kind.
  if (FREE_TEXT.has(words.at(-1) ?? '') && literal.toLowerCase() !== name.toLowerCase()) return null;
  return `has the default '${literal}'`;
}

const QUOTED = /(['"`])([A-Za-z][\w-]*)\1(?:\s*(?:,|\||\/|\bor\b|\band\b)\s*(?:or\s+|and\s+)?(['"`])([A-Za-z][\w-]*)\3)+/;
const LIST = String.raw`[A-Za-z][\w-]*(?:\s*(?:,|\||\/)\s*(?:or\s+)?[A-Za-z][\w-]*)+(?:\s+or\s+[A-Za-z][\w-]*)?`;
const INTRODUCED = new RegExp(String.raw`\b(?:one of|either|can be|enum|options|(?:allowed |possible )?values)\b\s*(?:are\s*)?:?\s*\(?(${LIST})`, 'i');
const BARE = new RegExp(`^(${LIST})\\.?$`, 'i');

/**
 * The values that a comment beside a column lists: `"LINK" or "TEXT"`, `user | assistant | system`, `one of: a, b`; [] when it lists none. One that leaves off with "etc." is believed where
 * the column's name speaks for it.
 */
export function valuesInComment(name: string, comment: string | null): readonly string[] {
  for (const whole of (comment ?? '').split('\n')) {
    if (/^\s*(?:expect|gatelint|eslint)[\w-]*:?/.test(whole)) continue;
    const line = PERHAPS.has(wordsOf(name).at(-1) ?? '') ? whole.replace(/,?\s*\betc\b\.?\s*$/i, '') : whole;
    // "e.g." and "etc." say that there are others.
    if (/\be\.?g\.|\betc\b|\bsuch as\b|\.\.\.|…|\bcomma[- ]separated\b|\blike\b/i.test(line)) continue;
    const quoted = QUOTED.exec(line)?.[0];
    if (quoted !== undefined) return [...quoted.matchAll(/(['"`])([A-Za-z][\w-]*)\1/g)].map((one) => one[2]!);
    const introduced = INTRODUCED.exec(line)?.[1];
    const listed = introduced ?? BARE.exec(line.trim())?.[1] ?? '';
    const values = listed.split(/\s*(?:,|\||\/|\bor\b)\s*/).filter((one) => one !== '');
    // Two words with a comma between them are a phrase, unless something says that they are values.
    if (values.length >= 3 || (values.length === 2 && (introduced !== undefined || line !== whole || /[|]|\bor\b/.test(listed)))) return values;
  }
  return [];
}
