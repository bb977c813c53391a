/** Inventories of environment variables (`.env.example` and its kin): which files are one, what they list, how a row is added. Text in, text out. */

export interface InventoryRow {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  /** `# KEY=` */
  readonly commentedOut: boolean;
}

const sampleWords = new Set(['example', 'examples', 'sample', 'samples', 'template', 'tmpl', 'tpl', 'dist', 'schema', 'default', 'defaults']);
const envWords = /^(?:\w*env|envrc|vars)$/u;
/** Endings that make a file something else than rows of KEY=value. */
const otherEndings = new Set([
  'ts',
  'tsx',
  'mts',
  'cts',
  'js',
  'jsx',
  'mjs',
  'cjs',
  'json',
  'jsonc',
  'md',
  'mdx',
  'yml',
  'yaml',
  'toml',
  'sh',
  'py',
  'rb',
  'go',
  'rs',
  'tf',
  'html',
  'css',
  'svg',
  'png',
  'snap',
  'enc',
  'gpg',
  'zip',
]);

/** Whether a file is an inventory, by its name: `.env.example`, `.env.local.example`, `example.env`, `env.sample`, `.env_sample`, `.dev.vars.example`. */
export function isInventory(path: string): boolean {
  const words = path
    .slice(path.lastIndexOf('/') + 1)
    .toLowerCase()
    .split(/[._-]+/u)
    .filter((word) => word !== '');
  if (otherEndings.has(words.at(-1) ?? '')) return false;
  // `.envexample` is written in one word.
  if (words.length === 1 && words[0]!.startsWith('env')) words.splice(0, 1, 'env', words[0]!.slice(3));
  return words.some((word) => envWords.test(word)) && words.some((word) => sampleWords.has(word));
}

const row = /^(?<lead>[^\S\r\n]*(?<hash>(?:#[^\S\r\n]*)+)?(?:export[^\S\r\n]+)?)(?<name>[A-Za-z_][A-Za-z0-9_]*)[^\S\r\n]*=(?<value>.*)$/u;

/** The rows of an inventory in order; a name that stands twice is listed twice. Rows that are commented out count, prose in comments does not. Never throws. */
export function parseInventory(text: string): InventoryRow[] {
  const rows: InventoryRow[] = [];
  let closing: string | null = null;
  for (const [index, line] of text
    .replace(/^\uFEFF/u, '')
    .split(/\r\n|\n|\r/u)
    .entries()) {
    if (closing !== null) {
      if (line.includes(closing)) closing = null;
      continue;
    }
    const match = row.exec(line);
    if (!match?.groups) continue;
    const { name, hash, value } = match.groups as { name: string; hash?: string; value: string };
    // In a comment, `note: a = b` is prose: a row that is commented out has a name as variables have it.
    if (hash !== undefined && !/^[A-Z][A-Z0-9_]*$/u.test(name)) continue;
    rows.push({ name, line: index + 1, commentedOut: hash !== undefined });
    if (hash === undefined) closing = openQuote(value.trim());
  }
  return rows;
}

/** The quote that a value opens and does not close on its line (a key in PEM format), else null. */
function openQuote(value: string): string | null {
  const quote = value[0];
  if (quote !== '"' && quote !== "'" && quote !== '`') return null;
  return value.slice(1).includes(quote) ? null : quote;
}

/**
 * Adds a row without a value for each of `names` that the text does not list yet, sorted, at the end. What is there stays as it is: comments, order, line
 * breaks, byte order mark.
 */
export function addToInventory(text: string, names: readonly string[]): string {
  const listed = new Set(parseInventory(text).map((one) => one.name));
  const missing = [...new Set(names)].filter((name) => !listed.has(name)).sort();
  if (missing.length === 0) return text;
  const eol = /\r\n|\n|\r/u.exec(text)?.[0] ?? '\n';
  const gap = text === '' || text === '\uFEFF' || /(?:\r\n|\n|\r)$/u.test(text) ? '' : eol;
  return text + gap + missing.map((name) => `${name}=${eol}`).join('');
}

/** Of several inventories the one nearest to a file: in its own folder, then upward to the root; else the one that shares most of the way. */
export function nearestInventory(file: string, inventories: readonly string[]): string | null {
  const folders = file.split('/').slice(0, -1);
  const ranked = inventories.map((inventory) => {
    const own = inventory.split('/').slice(0, -1);
    let shared = 0;
    while (shared < own.length && own[shared] === folders[shared]) shared += 1;
    return { inventory, above: shared === own.length, shared, depth: own.length };
  });
  ranked.sort(
    (a, b) =>
      Number(b.above) - Number(a.above) ||
      b.shared - a.shared ||
      a.depth - b.depth ||
      a.inventory.length - b.inventory.length ||
      (a.inventory < b.inventory ? -1 : 1),
  );
  return ranked[0]?.inventory ?? null;
}
