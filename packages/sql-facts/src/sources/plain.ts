/** Ordered SQL folders without a journal, and lone schema files. */
import type { Source } from '../schema.js';
import { dialectNamed, sniffDialect } from './dialect.js';
import { compareText, isUnder, nameOf, parentOf, type Folder, type Skipped } from './folder.js';
import { exposedBeside } from './supabase.js';

/** Folders whose SQL is applied in order. */
const MIGRATIONS = /^(?:[\w-]*[_-])?(?:migrations?|migrate)$/i;
/** Folders that may also hold queries; they count when they create tables. */
const MAYBE = /^(?:sql|db|database|schemas?|ddl|drizzle|initdb|docker-entrypoint-initdb\.d)$/i;
const LONE = /^(?:schema|structure|init|setup|database|db|tables|create[_-]tables)\.sql$/i;
/** SQL that is no schema. */
const ELSEWHERE = /(^|\/)(?:tests?|__tests__|seeds?|queries|query|snippets|fixtures|node_modules)\//i;
const UNDOES = /(?:[._-](?:down|undo|rollback)\.sql|^(?:down|rollback)\.sql|^U\d[\w.]*__.*\.sql)$/i;

const CREATES_TABLE = /\bcreate\s+(?:unlogged\s+)?table\b/i;
const CHANGES_SCHEMA = /\b(?:create|alter|drop)\s+(?:\w+\s+)*(?:table|type|policy|schema|domain|index)\b/i;

/** `taken`: files of other layouts. */
export function plainSources(folder: Folder, taken: ReadonlySet<string>): Source[] {
  const groups = new Map<string, string[]>();
  for (const path of folder.paths) {
    if (!path.endsWith('.sql') || taken.has(path) || ELSEWHERE.test(path)) continue;
    const home = homeOf(path);
    if (home !== null) groups.set(home, [...(groups.get(home) ?? []), path]);
  }
  return [...groups].sort(([a], [b]) => compareText(a, b)).flatMap(([home, files]) => plainSource(folder, home, files) ?? []);
}

/** The folder, or the lone file, that a path belongs to; null when it is neither. */
function homeOf(path: string): string | null {
  const segments = parentOf(path).split('/');
  const at = segments.findIndex((segment) => MIGRATIONS.test(segment));
  if (at >= 0) {
    // `migrations/postgres/…` beside `migrations/mysql/…`
    const dialect = segments.findIndex((segment, index) => index > at && dialectNamed(segment) !== 'unknown');
    return segments.slice(0, (dialect >= 0 ? dialect : at) + 1).join('/');
  }
  if (LONE.test(nameOf(path))) return path;
  return MAYBE.test(segments.at(-1) ?? '') ? parentOf(path) : null;
}

/** A folder or a lone file as a source; null when it does not make a schema. */
export function plainSource(folder: Folder, home: string, found: readonly string[]): Source | null {
  const skipped: Skipped[] = found.filter((file) => UNDOES.test(nameOf(file))).map((file) => ({ file, because: 'it undoes a migration' }));
  const files = inOrder(found.filter((file) => !UNDOES.test(nameOf(file))));
  const texts = files.map((file) => folder.text(file) ?? '');
  const makes = MIGRATIONS.test(nameOf(home)) || dialectNamed(nameOf(home)) !== 'unknown' ? CHANGES_SCHEMA : CREATES_TABLE;
  if (!texts.some((text) => makes.test(text))) return null;
  const lone = files.length === 1 && files[0] === home;
  const said = home
    .split('/')
    .map(dialectNamed)
    .find((dialect) => dialect !== 'unknown');
  return {
    path: home,
    layout: lone && /^-- PostgreSQL database dump/m.test(texts[0]!) ? 'dump' : 'plain',
    files,
    dialect: said ?? sniffDialect(texts.slice(0, 40)),
    exposedSchemas: exposedBeside(folder, isUnder(home, '') ? parentOf(home) : ''),
    skipped,
    incomplete: false,
  };
}

/**
 * The order of tools that have no journal: by the number in front, as a number (golang-migrate, sqlx, node-pg-migrate); Flyway's versions part by part, its repeatable files last; else by name.
 */
function inOrder(files: readonly string[]): string[] {
  const keyed = files.map((file) => ({ file, key: keyOf(nameOf(file)) }));
  return keyed.sort((a, b) => compareKeys(a.key, b.key) || compareText(a.file, b.file)).map((one) => one.file);
}

/** Repeatable files after the versions, files without a number by name alone, after those with one. */
interface OrderKey {
  readonly group: 0 | 1 | 2;
  readonly version: readonly bigint[];
}

function keyOf(name: string): OrderKey {
  const flyway = /^[VB](\d+(?:[._]\d+)*)__/.exec(name)?.[1];
  if (flyway !== undefined) return { group: 0, version: flyway.split(/[._]/).map(BigInt) };
  if (/^R__/.test(name)) return { group: 2, version: [] };
  const number = /^\d+/.exec(name)?.[0];
  return number === undefined ? { group: 1, version: [] } : { group: 0, version: [BigInt(number)] };
}

function compareKeys(left: OrderKey, right: OrderKey): number {
  if (left.group !== right.group) return left.group - right.group;
  for (let index = 0; index < Math.max(left.version.length, right.version.length); index += 1) {
    const [a, b] = [left.version[index] ?? 0n, right.version[index] ?? 0n];
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}
