/** Finds every way to a schema in a project, and decides which of several that say the same is the truth. */
import type { Source } from '../schema.js';
import type { Files } from '../text.js';
import { printedDialect } from './dialect.js';
import { drizzleSources } from './drizzle.js';
import { compareText, Folder, isUnder, parentOf, type Skipped } from './folder.js';
import { plainSource, plainSources } from './plain.js';
import { prismaMigrations, prismaSchemas } from './prisma.js';
import { supabaseSources } from './supabase.js';

export interface FindOptions {
  /** Folders or files of migrations, relative to the root, when the user names them; null: found by their names and contents. */
  readonly migrations: readonly string[] | null;
}

/**
 * The sources of a project.
 * Input: a file system, the absolute root, the project's files relative to it, sorted. Output: sources sorted by path. One that is written for another database than PostgreSQL has no files and says so in `skipped`,
 * except a Prisma schema, whose columns and enums are the same everywhere. Never throws.
 */
export function findSources(files: Files, root: string, paths: readonly string[], options: FindOptions): readonly Source[] {
  const folder = new Folder(files, root, paths);
  const found =
    options.migrations === null ? everySource(folder) : options.migrations.flatMap((path) => namedSource(files, root, folder, path.replace(/^\.\/|\/+$/g, '')));
  return truthOf(folder, found.map(leaveOtherDatabases)).sort((a, b) => compareText(a.path, b.path));
}

function everySource(folder: Folder): Source[] {
  const sources = supabaseSources(folder);
  const taken = new Set(sources.flatMap(filesOf));
  const prisma = prismaMigrations(folder).filter((one) => !one.files.some((file) => taken.has(file)));
  const directories = [...new Set(folder.paths.flatMap((path) => (path.endsWith('.sql') && !taken.has(path) ? [parentOf(path)] : [])))].sort(compareText);
  const drizzle = drizzleSources(folder, directories);
  sources.push(...prisma, ...drizzle, ...prismaSchemas(folder));
  for (const source of sources) for (const file of filesOf(source)) taken.add(file);
  // Whatever else lies under a Supabase project (tests, seeds, snippets) is no schema.
  const homes = sources.flatMap((one) => (one.layout === 'supabase' ? [parentOf(one.path)] : []));
  for (const path of folder.paths) if (homes.some((home) => isUnder(path, home))) taken.add(path);
  sources.push(...plainSources(folder, taken));
  return sources;
}

const filesOf = (source: Source): string[] => [...source.files, ...source.skipped.map((one) => one.file)];

/** A folder that the user names is a source whatever it is called; its layout is still recognised. */
function namedSource(files: Files, root: string, folder: Folder, path: string): Source[] {
  const inside = folder.paths.filter((one) => isUnder(one, path));
  const recognised = everySource(new Folder(files, root, inside)).filter((one) => isUnder(one.path, path));
  if (recognised.length > 0) return recognised;
  const plain = plainSource(
    folder,
    path,
    inside.filter((one) => one.endsWith('.sql')),
  );
  return plain === null ? [] : [plain];
}

function leaveOtherDatabases(source: Source): Source {
  const foreign = source.dialect !== 'postgresql' && source.dialect !== 'unknown';
  if (!foreign || source.layout === 'prisma-schema') return source;
  return { ...source, files: [], skipped: [{ file: source.path, because: `it is written for ${printedDialect[source.dialect]}` }] };
}

/** Sources of one app that describe the same tables: what is applied to the database is the truth, the others are skipped by it. */
function truthOf(folder: Folder, sources: readonly Source[]): Source[] {
  const applied = sources.filter((one) => one.layout !== 'prisma-schema' && one.files.length > 0);
  const kept: Source[] = [];
  const skipped = new Map<Source, Skipped[]>();
  const beside = new Map<Source, Source[]>();
  for (const source of sources) {
    const truth = truthFor(folder, source, applied);
    if (truth === null) kept.push(source);
    else {
      skipped.set(truth, [...(skipped.get(truth) ?? []), { file: source.path, because: `${truth.path} says the same and is what is applied` }]);
      if (source.layout === 'prisma-schema') beside.set(truth, [...(beside.get(truth) ?? []), source]);
    }
  }
  return kept.map((source) => {
    const more = skipped.get(source);
    if (more === undefined) return source;
    const remarked = beside.get(source);
    return {
      ...source,
      skipped: [...source.skipped, ...more].sort((a, b) => compareText(a.file, b.file)),
      ...(remarked === undefined ? {} : { beside: remarked }),
    };
  });
}

function truthFor(folder: Folder, source: Source, applied: readonly Source[]): Source | null {
  const app = folder.appOf(parentOf(source.path));
  const sameApp = applied.filter((one) => one !== source && folder.appOf(one.path) === app);
  if (source.layout === 'prisma-schema') {
    const home = source.files.length === 1 ? parentOf(source.path) : source.path;
    const beside = sameApp.find((one) => one.layout === 'prisma' && (isUnder(home, parentOf(one.path)) || isUnder(one.path, home)));
    return beside ?? sameApp.find((one) => one.layout === 'prisma' || one.layout === 'supabase') ?? null;
  }
  // A lone schema file beside migrations is a copy of what they come to.
  const lone = source.files.length === 1 && source.files[0] === source.path;
  return lone ? (sameApp.find((one) => !(one.files.length === 1 && one.files[0] === one.path)) ?? null) : null;
}
