/** Rows of the inventories that nothing needs: no read, no mention in a setting, no family of computed names, no library or platform that reads them itself. */
import type { Catalogue } from '@gatelint/catalogue';
import type { Modules } from '@gatelint/ts-facts';
import { compare } from '../findings.js';
import type { EnvReport } from '../report.js';
import type { Dynamic } from './accessors.js';
import type { InventoryRow } from './inventory.js';

export interface UnusedOptions {
  readonly rows: readonly { readonly file: string; readonly rows: readonly InventoryRow[] }[];
  readonly read: (name: string) => boolean;
  /** Whether a platform or a runtime reads or sets the variable, as seen from a file. */
  readonly platform: (name: string, file: string) => boolean;
  readonly dynamic: readonly Dynamic[];
  readonly catalogue: Catalogue;
  readonly modules: Modules;
  /** Modules; sorted. */
  readonly files: readonly string[];
  /** Compose files, workflows, manifests and other settings. */
  readonly others: readonly string[];
  readonly text: (file: string) => string | null;
}

export function unusedRows(options: UnusedOptions): EnvReport['unused'] {
  const { rows, dynamic, text } = options;
  const families = dynamic.filter((one) => one.prefix !== '');
  const candidates = new Set<string>();
  for (const { file, rows: own } of rows) {
    for (const { name } of own) {
      const computed = families.some(({ prefix, suffix }) => name.startsWith(prefix) && name.endsWith(suffix));
      if (!computed && !options.read(name) && !options.platform(name, file)) candidates.add(name);
    }
  }
  for (const name of readByLibraries(candidates, options)) candidates.delete(name);
  for (const file of options.others) for (const word of wordsOf(text(file) ?? '')) candidates.delete(word);
  for (const file of options.files) {
    if (candidates.size === 0) break;
    const source = text(file) ?? '';
    if (!wordsOf(source).some((word) => candidates.has(word))) continue;
    for (const word of wordsOf(withoutComments(source, options.modules.load(file)?.comments ?? []))) candidates.delete(word);
  }
  // A row may use another: DATABASE_URL=postgres://${POSTGRES_USER}@…
  for (const { file } of rows) for (const match of (text(file) ?? '').matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)/gu)) candidates.delete(match[1]!);
  const found: { name: string; file: string; line: number }[] = [];
  for (const { file, rows: own } of rows) for (const row of own) if (candidates.has(row.name)) found.push({ name: row.name, file, line: row.line });
  return found.sort((a, b) => compare(a.file, b.file) || a.line - b.line);
}

const wordsOf = (text: string): readonly string[] => text.match(/[A-Za-z_][A-Za-z0-9_]*/gu) ?? [];

function withoutComments(text: string, comments: readonly { readonly at: { readonly start: number; readonly end: number } }[]): string {
  let out = '';
  let from = 0;
  for (const { at } of comments) {
    out += `${text.slice(from, at.start)} `;
    from = at.end;
  }
  return out + text.slice(from);
}

/** Names that a package of the project reads by itself, as the catalogue says: `new OpenAI()` takes its key from the environment. */
function readByLibraries(names: ReadonlySet<string>, { catalogue, others, text }: UnusedOptions): string[] {
  if (names.size === 0) return [];
  const manifests = others.filter((file) => manifest.test(file)).map((file) => text(file) ?? '');
  const has = (name: string): boolean => {
    const start = name.endsWith('*') ? name.slice(0, -1) : null;
    // Deno's manifests write `npm:openai@4`.
    return manifests.some((one) => (start === null ? [`"${name}"`, `:${name}@`, `:${name}"`] : [`"${start}`, `:${start}`]).some((form) => one.includes(form)));
  };
  const fits = (name: string, pattern: string): boolean => {
    const [start = '', end] = pattern.split('*');
    return end === undefined ? name === pattern : name.length >= pattern.length && name.startsWith(start) && name.endsWith(end);
  };
  return catalogue.implicitVariables
    .filter((row) => row.packages.some(has))
    .flatMap((row) => [...names].filter((name) => row.names.some((pattern) => fits(name, pattern))));
}

const manifest = /(?:^|\/)(?:package\.json|deno\.jsonc?|import_map\.json)$/u;
