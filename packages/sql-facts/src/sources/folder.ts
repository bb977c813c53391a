/** What all layouts share: paths, texts, the order of plain folders. */
import type { Source } from '../schema.js';
import { decode, type Files } from '../text.js';

/** A look at a project: its files by path, and their texts. */
export class Folder {
  private readonly known: ReadonlySet<string>;

  constructor(
    private readonly files: Files,
    private readonly root: string,
    /** Relative to the root, sorted. */
    readonly paths: readonly string[],
  ) {
    this.known = new Set(paths);
  }

  has(path: string): boolean {
    return this.known.has(path);
  }

  /** The text of a file, whether or not it is among the paths (settings files may not be); null when there is none. */
  text(path: string): string | null {
    return decode(this.files.read(`${this.root}/${path}`)).text;
  }

  /** Files directly in a folder, with this ending, sorted. */
  in(directory: string, ending: string): string[] {
    return this.paths.filter((path) => path.endsWith(ending) && parentOf(path) === directory);
  }

  /** The nearest folder at or above that has a package.json; the root when there is none. */
  appOf(directory: string): string {
    for (let at = directory; at !== ''; at = parentOf(at)) if (this.text(join(at, 'package.json')) !== null) return at;
    return '';
  }
}

export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const join = (directory: string, name: string): string => (directory === '' ? name : `${directory}/${name}`);
export const isUnder = (path: string, directory: string): boolean => directory === '' || path === directory || path.startsWith(`${directory}/`);

export type Skipped = Source['skipped'][number];

/** Orders text by UTF-16 code unit, as the tools do for ASCII names. */
export const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
