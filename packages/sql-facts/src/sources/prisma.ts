/** Prisma's folders: one folder a migration, and schema files that say what the newest of them should come to. */
import { parse } from 'smol-toml';
import { readPrisma } from '../prisma/read.js';
import type { Source } from '../schema.js';
import { dialectNamed, sniffDialect } from './dialect.js';
import { compareText, isUnder, join, nameOf, parentOf, type Folder, type Skipped } from './folder.js';
import { exposedBeside } from './supabase.js';

/** `<folder>/<name>/migration.sql`, applied in the order of the names. */
export function prismaMigrations(folder: Folder): Source[] {
  const byHome = new Map<string, string[]>();
  for (const path of folder.paths) {
    if (nameOf(path) !== 'migration.sql') continue;
    const home = parentOf(parentOf(path));
    byHome.set(home, [...(byHome.get(home) ?? []), path]);
  }
  return [...byHome].map(([home, found]): Source => {
    const files = found.sort((a, b) => compareText(parentOf(a), parentOf(b)));
    const others = folder.paths.filter((path) => path.endsWith('.sql') && !files.includes(path) && isUnder(path, home));
    // Drizzle's newer folders look alike, with a snapshot beside each file.
    const drizzle = files.some((file) => folder.has(join(parentOf(file), 'snapshot.json')));
    const locked = lockedProvider(folder.text(join(home, 'migration_lock.toml')));
    return {
      path: home,
      layout: drizzle ? 'drizzle' : 'prisma',
      files,
      dialect: locked !== null ? dialectNamed(locked) : sniffDialect(files.slice(0, 20).map((file) => folder.text(file) ?? '')),
      ...exposedBeside(folder, parentOf(home)),
      skipped: others.map((file): Skipped => ({ file, because: 'only files named migration.sql are applied' })),
      incomplete: false,
    };
  });
}

function lockedProvider(text: string | null): string | null {
  try {
    const provider = text === null ? null : parse(text)['provider'];
    return typeof provider === 'string' ? provider : null;
  } catch {
    return null;
  }
}

/** Schema files: a file with a datasource, and with it the other schema files of its folder, which is what Prisma reads when it is given a folder. */
export function prismaSchemas(folder: Folder): Source[] {
  const all = folder.paths.filter((path) => path.endsWith('.prisma') && !/(^|\/)(generated|\.prisma|dist|build)\//.test(path));
  const roots = all.flatMap((file) => {
    const provider = readPrisma(file, folder.text(file) ?? '').provider;
    return provider === null ? [] : [{ file, home: parentOf(file), provider }];
  });
  const homes = [...new Set(roots.map((one) => one.home))].sort(compareText);
  return homes.map((home): Source => {
    const here = roots.filter((one) => one.home === home);
    const main = here.find((one) => nameOf(one.file) === 'schema.prisma') ?? here[0]!;
    const nested = homes.filter((other) => other !== home && isUnder(other, home));
    const files = all.filter(
      (file) => isUnder(file, home) && !nested.some((other) => isUnder(file, other)) && (file === main.file || !here.some((one) => one.file === file)),
    );
    return {
      path: files.length === 1 ? main.file : home,
      layout: 'prisma-schema',
      files,
      dialect: dialectNamed(main.provider),
      ...exposedBeside(folder, home),
      skipped: here.filter((one) => one !== main).map((one): Skipped => ({ file: one.file, because: `${main.file} is taken for the schema` })),
      incomplete: false,
    };
  });
}
