/** Which names, defaults and comments say that a text column holds one of a few values, and which only look like it. */
import { wordsOf } from './words.js';

/** Last words of columns that are enumerations nearly everywhere. */
const ENUMERATIONS: ReadonlySet<string> = new Set([
  'action',
  'difficulty',
  'frequency',
  'gender',
  'kind',
  'level',
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
  /(?:^|_)(?:mime_type|content_type|media_type|file_type|token_type|session_state|oauth_state|to_action|user_agent_type|business_plan|meal_plan|lesson_plan|floor_plan)$/;

/** Names of free text: a default there is a first value, not one of a few. */
const FREE_TEXT: ReadonlySet<string> = new Set(
  (
    'name title label description slug url uri path email phone prompt message body content comment note text value key code id hash token secret password salt locale language lang timezone tz country currency ' +
    'region city address zip postal version model image avatar icon logo color colour font emoji domain host prefix suffix template subject bio summary query sql html css markdown instructions username handle ref reference ' +
    'ip agent date time number format pattern symbol unit units avatar_url extension filename'
  ).split(' '),
);

const ADDRESS: ReadonlySet<string> = new Set(['city', 'country', 'zip', 'zipcode', 'postal', 'postcode', 'street', 'address', 'county', 'region', 'province']);

export interface ColumnLook {
  readonly name: string;
  /** Names of the table's other columns. */
  readonly siblings: readonly string[];
}

/** Why the name says that the column is an enumeration; null when it does not. */
export function namedLikeEnumeration({ name, siblings }: ColumnLook): string | null {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (!ENUMERATIONS.has(last) || OTHERWISE.test(words.join('_'))) return null;
  const others = siblings.map((one) => wordsOf(one));
  const has = (word: string): boolean => others.some((one) => one.includes(word));
  if (last === 'state' && others.some((one) => one.some((word) => ADDRESS.has(word)))) return null;
  if ((last === 'state' || last === 'type') && (has('verifier') || has('nonce') || has('challenge'))) return null;
  // Beside a size, and with no other column for it, the type of a file is its media type.
  if (last === 'type' && words.length === 1 && has('size') && !has('mime') && !has('content')) return null;
  // What an identity provider hands over is stored as it comes.
  if (fromIdentityProvider(others)) return null;
  // `provider` with an id of its own names an outside system, and the two are one key.
  if (last === 'provider' && others.some((one) => one.length > words.length && words.every((word, index) => one[index] === word) && one.at(-1) === 'id'))
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

/** The values that a comment beside a column lists: `"LINK" or "TEXT"`, `user | assistant | system`, `one of: a, b`; [] when it lists none. */
export function valuesInComment(comment: string | null): readonly string[] {
  for (const line of (comment ?? '').split('\n')) {
    if (/^\s*(?:expect|gatelint|eslint)[\w-]*:?/.test(line)) continue;
    // "e.g." and "etc." say that there are others.
    if (/\be\.?g\.|\betc\b|\bsuch as\b|\.\.\.|…|\bcomma[- ]separated\b|\blike\b/i.test(line)) continue;
    const quoted = QUOTED.exec(line)?.[0];
    if (quoted !== undefined) return [...quoted.matchAll(/(['"`])([A-Za-z][\w-]*)\1/g)].map((one) => one[2]!);
    const introduced = INTRODUCED.exec(line)?.[1];
    const listed = introduced ?? BARE.exec(line.trim())?.[1] ?? '';
    const values = listed.split(/\s*(?:,|\||\/|\bor\b)\s*/).filter((one) => one !== '');
    // Two words with a comma between them are a phrase, unless something says that they are values.
    if (values.length >= 3 || (values.length === 2 && (introduced !== undefined || /[|]|\bor\b/.test(listed)))) return values;
  }
  return [];
}
