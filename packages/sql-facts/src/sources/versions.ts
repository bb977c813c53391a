/** Migrations that claim the version of another one, by the tool that applies them. */
import type { Source } from '../schema.js';
import { nameOf } from './folder.js';

/** How a tool tells versions apart, by the name of a file; tools that keep a list of their own, or whose folders only have names, are not here. */
const VERSIONS: Readonly<Partial<Record<Source['layout'], RegExp>>> = {
  supabase: /^(\d+)_/,
  flyway: /^V([\d._]+?)__/,
  'golang-migrate': /^0*(\d+)_.*\.up\.sql$/,
  dbmate: /^(\d+)/,
  goose: /^0*(\d+)_/,
  sqlx: /^0*(\d+)_/,
};

export interface SameVersion {
  readonly file: string;
  readonly version: string;
  /** The file that has it first. */
  readonly other: string;
}

/** The second file of each version, in the order of the files. */
export function sameVersions({ layout, files }: Source): SameVersion[] {
  const shape = VERSIONS[layout];
  const first = new Map<string, string | null>();
  if (shape === undefined) return [];
  return files.flatMap((file): SameVersion[] => {
    // Halves that undo are not versions of their own.
    const version = /\.down\.sql$/.test(file) ? undefined : shape.exec(nameOf(file))?.[1]?.replaceAll('_', '.');
    if (version === undefined) return [];
    const other = first.get(version);
    if (other === null) return [];
    first.set(version, other === undefined ? file : null);
    return other === undefined ? [] : [{ file, version, other }];
  });
}
