/** Folders whose files say which tool applies them: in which order, and which of them it passes over. */
import type { Source } from '../schema.js';
import { compareText, isUnder, join, nameOf, parentOf, type Folder, type Skipped } from './folder.js';

/** What a tool applies of a folder. */
export interface Applied {
  readonly layout: Source['layout'];
  readonly files: readonly string[];
  readonly skipped: readonly Skipped[];
  /** Whether a file that the tool would apply is not there. */
  readonly incomplete: boolean;
}

type Tool = (folder: Folder, home: string, files: readonly string[], texts: (file: string) => string) => Applied | null;

/** What the tool of a folder applies; null when no tool is recognised. `files`: all SQL files of the folder, sorted. */
export function appliedBy(folder: Folder, home: string, files: readonly string[]): Applied | null {
  const known = new Map<string, string>();
  const texts = (file: string): string => {
    let text = known.get(file);
    if (text === undefined) known.set(file, (text = folder.text(file) ?? ''));
    return text;
  };
  for (const tool of tools) {
    const applied = tool(folder, home, files, texts);
    if (applied !== null && applied.files.length > 0) return applied;
  }
  return null;
}

const byNumber =
  (numberOf: (name: string) => bigint) =>
  (a: string, b: string): number => {
    const [left, right] = [numberOf(nameOf(a)), numberOf(nameOf(b))];
    return left < right ? -1 : left > right ? 1 : compareText(nameOf(a), nameOf(b));
  };

const leading = (name: string): bigint => BigInt(/^\d+/.exec(name)?.[0] ?? '0');

/** Splits files by a test; those that fail it are skipped with a reason. */
function parted(files: readonly string[], test: (name: string) => boolean, because: string): { readonly kept: string[]; readonly skipped: Skipped[] } {
  return {
    kept: files.filter((file) => test(nameOf(file))),
    skipped: files.filter((file) => !test(nameOf(file))).map((file) => ({ file, because })),
  };
}

const UNDOES = 'it undoes a migration';

/** `atlas.sum` lists the files in order. */
const atlas: Tool = (folder, home, files) => {
  const sum = folder.text(join(home, 'atlas.sum'));
  if (sum === null) return null;
  const listed = sum.split('\n').flatMap((line) => /^(\S.*\.sql) h1:/.exec(line)?.[1] ?? []);
  const paths = listed.map((name) => join(home, name));
  const missing = paths.filter((file) => !files.includes(file)).map((file): Skipped => ({ file, because: 'atlas.sum lists it and it is not there' }));
  const outside = files.filter((file) => !paths.includes(file)).map((file): Skipped => ({ file, because: 'atlas.sum does not list it, so it is not applied' }));
  return { layout: 'atlas', files: paths.filter((file) => files.includes(file)), skipped: [...missing, ...outside], incomplete: missing.length > 0 };
};

/** `committed/` in order, then what is being worked on. */
const graphileMigrate: Tool = (_folder, home, files) => {
  const committed = files.filter((file) => parentOf(file) === join(home, 'committed') && /^\d{6}.*\.sql$/.test(nameOf(file)));
  if (committed.length === 0) return null;
  const current = files.filter((file) => file === join(home, 'current.sql') || isUnder(file, join(home, 'current')));
  const rest = files.filter((file) => !committed.includes(file) && !current.includes(file));
  return {
    layout: 'graphile-migrate',
    files: [...committed.sort(compareText), ...current],
    skipped: rest.map((file) => ({ file, because: 'it is neither committed nor current, so it is not applied as a migration' })),
    incomplete: false,
  };
};

const VERSIONED = /^([VBU])(\d+(?:[._]\d+)*)__.*\.sql$/;
const REPEATABLE = /^R__.*\.sql$/;

/** The latest baseline, then versions above it, part by part as numbers, then what is repeated. */
const flyway: Tool = (_folder, _home, files) => {
  const names = files.map(nameOf);
  if (!names.some((name) => /^[VB]\d/.test(name) && VERSIONED.test(name))) return null;
  const kindOf = (file: string): string => VERSIONED.exec(nameOf(file))?.[1] ?? (REPEATABLE.test(nameOf(file)) ? 'R' : '');
  const versionOf = (file: string): bigint[] => (VERSIONED.exec(nameOf(file))?.[2] ?? '').split(/[._]/).map(BigInt);
  const order = (a: string, b: string): number => compareVersions(versionOf(a), versionOf(b)) || compareText(a, b);
  const baseline = files
    .filter((file) => kindOf(file) === 'B')
    .sort(order)
    .at(-1);
  const skipped: Skipped[] = [];
  const versions: string[] = [];
  for (const file of files) {
    const kind = kindOf(file);
    if (kind === '') skipped.push({ file, because: 'its name is not one that Flyway applies' });
    else if (kind === 'U') skipped.push({ file, because: UNDOES });
    else if (kind === 'B' && file !== baseline) skipped.push({ file, because: 'a later baseline takes its place' });
    else if (kind === 'V' && baseline !== undefined && compareVersions(versionOf(file), versionOf(baseline)) <= 0)
      skipped.push({ file, because: `${nameOf(baseline)} takes its place in a new database` });
    else if (kind === 'V') versions.push(file);
  }
  const description = (file: string): string => nameOf(file).slice(3);
  const repeated = files.filter((file) => kindOf(file) === 'R').sort((a, b) => compareText(description(a), description(b)));
  return { layout: 'flyway', files: [...(baseline === undefined ? [] : [baseline]), ...versions.sort(order), ...repeated], skipped, incomplete: false };
};

function compareVersions(left: readonly bigint[], right: readonly bigint[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [a, b] = [left[index] ?? 0n, right[index] ?? 0n];
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

/** Files that hold both halves, told by the comment that opens the first. */
const marked =
  (layout: Source['layout'], mark: RegExp, named: RegExp, because: string): Tool =>
  (_folder, _home, files, texts) => {
    if (!files.some((file) => mark.test(texts(file)))) return null;
    const { kept, skipped } = parted(files, (name) => named.test(name), because);
    return { layout, files: kept.sort(byNumber(leading)), skipped, incomplete: false };
  };

/** `…up.sql` and `…down.sql` by number: golang-migrate, and sqlx where a Cargo.toml stands above. */
const pairs: Tool = (folder, home, files) => {
  const up = /^\d+_.*\.up\.sql$/;
  if (!files.some((file) => up.test(nameOf(file)))) return null;
  const rust = isRust(folder, home);
  const simple = (name: string): boolean => rust && /^\d+_.*\.sql$/.test(name) && !/\.down\.sql$/.test(name);
  const skipped = files.flatMap((file): Skipped[] => {
    const name = nameOf(file);
    if (up.test(name) || simple(name)) return [];
    return [{ file, because: /\.down\.sql$/.test(name) ? UNDOES : `its name is not one that ${rust ? 'sqlx' : 'golang-migrate'} applies` }];
  });
  const kept = files.filter((file) => up.test(nameOf(file)) || simple(nameOf(file)));
  return { layout: rust ? 'sqlx' : 'golang-migrate', files: kept.sort(byNumber(leading)), skipped, incomplete: false };
};

function isRust(folder: Folder, home: string): boolean {
  for (let at = parentOf(home); ; at = parentOf(at)) {
    if (folder.text(join(at, 'Cargo.toml')) !== null) return true;
    if (at === '') return false;
  }
}

/** sqlx without halves: a number, an underscore, a description. */
const sqlx: Tool = (folder, home, files) => {
  if (!isRust(folder, home) || !files.some((file) => /^\d+_.*\.sql$/.test(nameOf(file)))) return null;
  const { kept, skipped } = parted(files, (name) => /^\d+_.*\.sql$/.test(name), 'its name is not one that sqlx applies');
  return { layout: 'sqlx', files: kept.sort(byNumber(leading)), skipped, incomplete: false };
};

/** Its files are numbered by milliseconds (13 digits), or by a date in 17. */
const nodePgMigrate: Tool = (_folder, _home, files, texts) => {
  if (!files.some((file) => /^\s*--[\s-]*up\s+migration/im.test(texts(file)))) return null;
  return { layout: 'node-pg-migrate', files: [...files].sort(byNumber(milliseconds)), skipped: [], incomplete: false };
};

function milliseconds(name: string): bigint {
  const digits = /^\d+/.exec(name)?.[0] ?? '0';
  if (digits.length !== 17) return BigInt(digits);
  const part = (from: number, to: number): number => Number(digits.slice(from, to));
  return BigInt(Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14), part(14, 17)));
}

const NUMBERED = /^\d+.*\.sql$/;

const tools: readonly Tool[] = [
  atlas,
  graphileMigrate,
  flyway,
  marked('dbmate', /^--\s*migrate:up\b/m, NUMBERED, 'its name does not begin with a number, so dbmate passes over it'),
  marked('goose', /^--\s*\+goose\s+up\b/im, NUMBERED, 'its name does not begin with a number, so goose passes over it'),
  nodePgMigrate,
  pairs,
  sqlx,
];
