/**
 * What a run looked at, so that the next one can tell whether it would see the same. A result depends on nothing but what was read, listed and looked
 * for; what was not there counts as much as what was.
 */
import { createHash } from 'node:crypto';
import type { FileSystem } from '@gatelint/ts-facts';

/** Every question that was asked, with its answer; paths sorted. `null`: there was nothing. */
export interface Trace {
  /** Path and hash of the content. */
  readonly reads: readonly (readonly [string, string | null])[];
  /** Of what was not read, path and kind; with the size, where that may have been the reason. */
  readonly stats: readonly (readonly [string, string | null])[];
  /** Path and hash of the names and kinds. */
  readonly lists: readonly (readonly [string, string])[];
}

export interface RecordingFileSystem extends FileSystem {
  trace(): Trace;
}

/** Passes every question on to `files` and remembers the answer. */
export function recordFileSystem(files: FileSystem): RecordingFileSystem {
  const reads = new Map<string, string | null>();
  const stats = new Map<string, string | null>();
  const lists = new Map<string, string>();

  return {
    read(path) {
      const bytes = files.read(path);
      if (!reads.has(path)) reads.set(path, bytes && hashOf(bytes));
      return bytes;
    },
    stat(path) {
      const answer = files.stat(path);
      if (!stats.has(path)) stats.set(path, answer && describe(answer));
      return answer;
    },
    list(path) {
      const answer = files.list(path);
      if (!lists.has(path)) lists.set(path, hashOfList(answer));
      return answer;
    },
    trace: () => ({
      reads: sorted(reads),
      // The content says more than the size does.
      stats: sorted(stats).filter(([path]) => !reads.get(path)),
      lists: sorted(lists),
    }),
  };
}

/** Whether a run over `files` would be told what the traced one was told. */
export function stillHolds(trace: Trace, files: FileSystem): boolean {
  return (
    trace.lists.every(([path, known]) => hashOfList(files.list(path)) === known) &&
    trace.stats.every(([path, known]) => {
      const answer = files.stat(path);
      return (answer && describe(answer)) === known;
    }) &&
    trace.reads.every(([path, known]) => hashOrNull(files.read(path)) === known)
  );
}

/** Nobody refuses to read a file below this for its size, so a smaller one that was not read (a picture, a page of prose) may change. */
const neverTooLarge = 512 * 1024;

function describe({ kind, size }: { readonly kind: string; readonly size: number }): string {
  return kind === 'file' && size > neverTooLarge ? `file ${size}` : kind;
}

function hashOfList(entries: ReturnType<FileSystem['list']>): string {
  return hashOf(JSON.stringify(entries.map(({ name, kind, link }) => [name, kind, link])));
}

function hashOrNull(bytes: Uint8Array | null): string | null {
  return bytes && hashOf(bytes);
}

function hashOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('base64url');
}

function sorted<Value>(map: ReadonlyMap<string, Value>): (readonly [string, Value])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
