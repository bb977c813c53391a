/** Whole answers of earlier runs: an unchanged repository is answered by looking at its files, without analysing them. */
import type { FileSystem } from '@gatelint/ts-facts';
import type { DiskCache } from './disk-cache.js';
import { stillHolds, type RecordingFileSystem, type Trace } from './recording-file-system.js';

/** What a run is about besides the files: the root, the command, its options. Equal values make equal keys. */
export type RunKey = readonly (string | null | readonly string[])[];

/** The answer that an earlier run gave, if a run over `files` would be told the same today; null when there is none. */
export function findRun<Answer>(cache: DiskCache, key: RunKey, files: FileSystem): Answer | null {
  const text = cache.answer(JSON.stringify(key));
  if (text === null) return null;
  const { trace, answer } = JSON.parse(text) as { readonly trace: Trace; readonly answer: Answer };
  return stillHolds(trace, files) ? answer : null;
}

/** Keeps the answer of a run together with everything that it looked at. */
export function keepRun<Answer>(cache: DiskCache, key: RunKey, files: RecordingFileSystem, answer: Answer): void {
  cache.keepAnswer(JSON.stringify(key), JSON.stringify({ trace: files.trace(), answer }));
}
