/** Drizzle's folders: `meta/_journal.json` says which files are applied, and in which order. */
import type { Source } from '../schema.js';
import { dialectNamed } from './dialect.js';
import { compareText, join, nameOf, parentOf, type Folder, type Skipped } from './folder.js';
import { exposedBeside } from './supabase.js';

interface Journal {
  readonly dialect?: unknown;
  readonly entries?: readonly { readonly idx?: unknown; readonly tag?: unknown }[];
}

export function drizzleSources(folder: Folder, directories: readonly string[]): Source[] {
  return directories.flatMap((directory) => {
    const journal = read(folder.text(join(directory, 'meta/_journal.json')));
    return journal === null ? [] : [sourceIn(folder, directory, journal)];
  });
}

function read(text: string | null): Journal | null {
  try {
    const journal = text === null ? null : (JSON.parse(text) as Journal | null);
    return journal !== null && Array.isArray(journal.entries) ? journal : null;
  } catch {
    return null;
  }
}

function sourceIn(folder: Folder, directory: string, journal: Journal): Source {
  const present = folder.in(directory, '.sql');
  const tags = [...(journal.entries ?? [])].sort((a, b) => Number(a.idx) - Number(b.idx)).map((entry) => String(entry.tag));
  const listed = tags.map((tag) => join(directory, `${tag}.sql`));
  const outside = present.filter((file) => !listed.includes(file));
  const missing = listed.filter((file) => !present.includes(file));
  const skipped: Skipped[] = missing.map((file) => ({ file, because: 'the journal lists it and it is not there' }));
  let files = listed.filter((file) => present.includes(file));
  // A journal that has been overtaken by hand-written files tells less than the folder.
  const overtaken = outside.length > files.length;
  if (overtaken) files = present;
  else for (const file of outside) skipped.push({ file, because: 'the journal does not list it, so it is not applied' });
  return {
    path: directory,
    layout: 'drizzle',
    files,
    dialect: dialectNamed(typeof journal.dialect === 'string' ? journal.dialect : null),
    ...exposedBeside(folder, parentOf(directory)),
    skipped: skipped.sort((a, b) => compareText(a.file, b.file) || compareText(nameOf(a.file), nameOf(b.file))),
    incomplete: missing.length > 0,
  };
}
