/** Ordered SQL folders without a journal, and lone schema files. */
import type { Source } from '../schema.js';
import { dialectNamed, sniffDialect } from './dialect.js';
import { compareText, isUnder, nameOf, parentOf, type Folder, type Skipped } from './folder.js';
import { exposedBeside } from './supabase.js';
import { appliedBy, type Applied } from './tools.js';

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
  const { layout, files, skipped, incomplete } = appliedBy(folder, home, found) ?? byName(found);
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
    layout: lone && /^-- PostgreSQL database dump/m.test(texts[0]!) ? 'dump' : layout,
    files,
    dialect: said ?? sniffDialect(texts.slice(0, 40)),
    ...exposedBeside(folder, isUnder(home, '') ? parentOf(home) : ''),
    skipped,
    incomplete,
  };
}

/** A folder of no tool: what is numbered by number, else by name. */
function byName(found: readonly string[]): Applied {
  const skipped: Skipped[] = found.filter((file) => UNDOES.test(nameOf(file))).map((file) => ({ file, because: 'it undoes a migration' }));
  const files = found.filter((file) => !UNDOES.test(nameOf(file)));
  const numberOf = (file: string): bigint | null => {
    const digits = /^\d+/.exec(nameOf(file))?.[0];
    return digits === undefined ? null : BigInt(digits);
  };
  files.sort((a, b) => {
    const [left, right] = [numberOf(a), numberOf(b)];
    if (left === null || right === null) return left === right ? compareText(a, b) : left === null ? 1 : -1;
    return left < right ? -1 : left > right ? 1 : compareText(a, b);
  });
  return { layout: 'plain', files, skipped, incomplete: false };
}
