/** What git is about to commit, as a file system and as a list of files. */
import { createIndexFileSystem, readGitIndex } from '@gatelint/engine/node';
import type { FileSystem } from '@gatelint/engine';
import type { Host } from './host.js';

export interface Staged {
  readonly fileSystem: FileSystem;
  /** Relative to the root. */
  readonly files: ReadonlySet<string>;
}

/** @throws GitError */
export function readStaged(root: string, host: Host): Staged {
  const index = readGitIndex(root, host.cwd, host.env);
  const prefix = root === index.top ? '' : `${root.slice(index.top.length + 1)}/`;
  const below = index.staged.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  return { fileSystem: createIndexFileSystem(index, host.files), files: new Set(below) };
}
