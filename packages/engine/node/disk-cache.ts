/**
 * Facts and answers kept in a folder between runs. Entries lie together in a few segments, because thousands of small files cost more to open than to
 * parse again. A segment is written once, under the hash of what it holds, and appears by a rename: another process sees all of it or nothing. What
 * cannot be read, is broken or cannot be written is as good as absent, so nothing here throws.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FactCache } from '../src/project.js';

export interface DiskCache extends FactCache {
  /** A whole answer kept under a key; null when there is none. */
  answer(key: string): string | null;
  keepAnswer(key: string, text: string): void;
  /** Writes what was set, and throws away what is old. Call it once, at the end of the run. */
  close(): void;
}

export interface DiskCacheOptions {
  /** Absolute; made when something is to be written. */
  readonly folder: string;
  /** Version of whatever made the entries: those of another one are not seen. */
  readonly stamp: string;
  /** Bytes that the facts may take on disk before the ones that this run did not use make room. */
  readonly limit?: number;
}

const magic = 'gatelint-facts-1';
const segmentName = /^facts-[0-9a-f]{32}\.bin$/u;
const answerName = /^answer-[0-9a-f]{32}\.json$/u;
const temporaryName = /^\.[0-9a-f]{16}\.tmp$/u;
const stampName = /^v-[\w.-]+$/u;

const defaultLimit = 256 * 1024 * 1024;
const segmentsBeforeMerge = 8;
const answersKept = 24;
const stampsKept = 2;
/** A temporary file older than this was left by a process that is gone. */
const abandonedAfter = 3_600_000;

interface Segment {
  readonly name: string;
  readonly size: number;
  readonly entries: ReadonlyMap<string, { readonly start: number; readonly end: number }>;
  readonly bytes: Buffer;
}

export function openDiskCache({ folder, stamp, limit = defaultLimit }: DiskCacheOptions): DiskCache {
  const place = join(folder, `v-${stamp}`);
  const added = new Map<string, string>();
  const used = new Set<string>();
  let written = false;
  let loaded: Segment[] | null = null;
  // Read on the first question: a run that is answered whole asks none.
  const segments = (): Segment[] => (loaded ??= loadSegments(place));

  return {
    get(key) {
      const fresh = added.get(key);
      if (fresh !== undefined) return fresh;
      for (const segment of segments()) {
        const entry = segment.entries.get(key);
        if (!entry) continue;
        used.add(key);
        return segment.bytes.toString('utf8', entry.start, entry.end);
      }
      return null;
    },
    set(key, value) {
      added.set(key, value);
    },
    answer(key) {
      const path = join(place, answerFile(key));
      const text = readText(path);
      if (text === null) return null;
      const end = text.indexOf('\n');
      const body = text.slice(end + 1);
      if (end < 0 || text.slice(0, end) !== digest(body)) return null;
      touch(path);
      return body;
    },
    keepAnswer(key, text) {
      written = writeWhole(place, answerFile(key), [`${digest(text)}\n${text}`]) || written;
    },
    close() {
      if (added.size > 0) written = keepFacts(place, segments(), added, used, limit) || written;
      added.clear();
      if (written) tidy(folder, place);
    },
  };
}

function keepFacts(place: string, known: readonly Segment[], added: ReadonlyMap<string, string>, used: ReadonlySet<string>, limit: number): boolean {
  const size = known.reduce((sum, segment) => sum + segment.size, 0);
  if (known.length + 1 >= segmentsBeforeMerge || size > limit) return merge(place, known, added, used, limit);
  const entries = [...added].map(([key, value]) => [key, Buffer.from(value)] as const);
  return writeSegment(place, entries) !== null;
}

function loadSegments(place: string): Segment[] {
  return newestFirst(place, segmentName).flatMap((name) => readSegment(place, name) ?? []);
}

/** Hash of the rest, index, entries, each part on a line of its own but the last. */
function readSegment(place: string, name: string): Segment | null {
  try {
    const bytes = readFileSync(join(place, name));
    const first = bytes.indexOf(10);
    const second = bytes.indexOf(10, first + 1);
    if (first < 0 || second < 0) return null;
    if (
      bytes.toString('latin1', 0, first) !==
      `${magic} ${createHash('sha256')
        .update(bytes.subarray(first + 1))
        .digest('hex')}`
    )
      return null;
    const index = JSON.parse(bytes.toString('utf8', first + 1, second)) as [string, number][];
    const entries = new Map<string, { start: number; end: number }>();
    let start = second + 1;
    for (const [key, length] of index) {
      entries.set(key, { start, end: start + length });
      start += length;
    }
    return { name, size: bytes.length, entries, bytes };
  } catch {
    return null;
  }
}

function writeSegment(place: string, entries: readonly (readonly [string, Buffer])[]): string | null {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const index = `${JSON.stringify(sorted.map(([key, value]) => [key, value.length]))}\n`;
  const hash = createHash('sha256').update(index);
  for (const [, value] of sorted) hash.update(value);
  const sum = hash.digest('hex');
  const name = `facts-${sum.slice(0, 32)}.bin`;
  return writeWhole(place, name, [`${magic} ${sum}\n${index}`, ...sorted.map(([, value]) => value)]) ? name : null;
}

/** One segment instead of many: all that this run used, and of the rest what fits in half the limit, newest first. */
function merge(place: string, known: readonly Segment[], added: ReadonlyMap<string, string>, used: ReadonlySet<string>, limit: number): boolean {
  const kept = new Map<string, Buffer>();
  let size = 0;
  const keep = (key: string, value: Buffer): void => {
    if (kept.has(key)) return;
    kept.set(key, value);
    size += value.length;
  };
  for (const [key, value] of added) keep(key, Buffer.from(value));
  for (const wanted of [true, false]) {
    for (const segment of known) {
      for (const [key, { start, end }] of segment.entries) {
        if (used.has(key) === wanted && (wanted || size < limit / 2)) keep(key, segment.bytes.subarray(start, end));
      }
    }
  }
  const name = writeSegment(place, [...kept]);
  if (name === null) return false;
  // Only what is in the new segment goes: one that another process wrote meanwhile stays.
  for (const segment of known) if (segment.name !== name) remove(join(place, segment.name));
  return true;
}

/** Old answers, files of processes that died, and folders of versions that are no longer used. */
function tidy(folder: string, place: string): void {
  for (const name of newestFirst(place, answerName).slice(answersKept)) remove(join(place, name));
  const now = Date.now();
  for (const name of namesIn(place)) {
    if (temporaryName.test(name) && now - (timeOf(join(place, name)) ?? now) > abandonedAfter) remove(join(place, name));
  }
  for (const name of newestFirst(folder, stampName).slice(stampsKept)) {
    if (join(folder, name) !== place) remove(join(folder, name));
  }
}

function answerFile(key: string): string {
  return `answer-${digest(key)}.json`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function writeWhole(place: string, name: string, parts: readonly (string | Buffer)[]): boolean {
  const temporary = join(place, `.${randomBytes(8).toString('hex')}.tmp`);
  try {
    makeFolder(place);
    writeFileSync(temporary, parts.length === 1 ? parts[0]! : Buffer.concat(parts.map((part) => Buffer.from(part))), { flag: 'wx' });
    renameSync(temporary, join(place, name));
    return true;
  } catch {
    remove(temporary);
    return false;
  }
}

/** Node's own way to make folders one in another never comes back where the system says of an existing parent that it is not there, as below /proc. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error;
    makeFolder(dirname(path));
    makeFolder(path);
  }
}

/** Names that match, the last written first; times only decide what is thrown away. */
function newestFirst(place: string, pattern: RegExp): string[] {
  return namesIn(place)
    .filter((name) => pattern.test(name))
    .map((name) => ({ name, time: timeOf(join(place, name)) ?? 0 }))
    .sort((a, b) => b.time - a.time || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

function namesIn(place: string): string[] {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
}

function timeOf(path: string): number | null {
  try {
    return lstatSync(path).mtimeMs;
  } catch {
    return null;
  }
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // In a folder that cannot be written nothing is thrown away either.
  }
}

function readText(path: string): string | null {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : null;
  } catch {
    return null;
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Somebody else's to remove.
  }
}
