/** The words of an identifier, whichever way it is spelt. */

/** `subscriptionStatus`, `subscription_status`, `SubscriptionSTATUS` → lower-case words. */
export function wordsOf(identifier: string): readonly string[] {
  return identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** `companies` → `company`; good enough for names of tables. */
export const singular = (word: string): string =>
  word.endsWith('ies') ? `${word.slice(0, -3)}y` : /(?:ss|us|is)$/.test(word) ? word : word.endsWith('s') ? word.slice(0, -1) : word;
