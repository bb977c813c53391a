/** The machine that the command runs on: the one module of the command line that touches the process and the disk. */
import { realpathSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { nodeFileSystem } from '@gatelint/engine/node';
import type { FileSystem } from '@gatelint/engine';

export interface Host {
  /** Absolute, with `/`. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly files: FileSystem;
  readonly out: Stream;
  readonly err: Stream;
  /** Milliseconds from any moment on: for progress alone, nothing else may depend on it. */
  now(): number;
  /** Absolute path with `/`, from the working directory where it is relative. */
  resolve(path: string): string;
  /** The path without links; null when there is nothing. */
  realPath(path: string): string | null;
  /** False when it cannot be written. */
  write(path: string, bytes: Uint8Array): boolean;
}

export interface Stream {
  write(text: string): void;
  readonly isTerminal: boolean;
}

export function processHost(): Host {
  return {
    cwd: slashes(process.cwd()),
    env: process.env,
    platform: process.platform,
    home: slashes(homedir()),
    files: nodeFileSystem(),
    out: streamOf(process.stdout),
    err: streamOf(process.stderr),
    now: () => performance.now(),
    resolve: (path) => slashes(resolve(path)),
    realPath,
    write: writeBytes,
  };
}

export function realPath(path: string): string | null {
  try {
    return slashes(realpathSync.native(path));
  } catch {
    return null;
  }
}

export function writeBytes(path: string, bytes: Uint8Array): boolean {
  try {
    writeFileSync(path, bytes);
    return true;
  } catch {
    return false;
  }
}

function streamOf(stream: NodeJS.WriteStream): Stream {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`gatelint check | head`) is no error; a result that nobody can read is.
    if (error.code !== 'EPIPE') process.exit(2);
  });
  return { write: (text) => void stream.write(text), isTerminal: stream.isTTY === true };
}

function slashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
