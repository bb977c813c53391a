/** A project in a temporary folder, for tests in which the disk matters. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface TemporaryProject {
  /** Absolute. */
  readonly folder: string;
  path(file: string): string;
  write(file: string, text: string | Uint8Array): void;
}

/** Marks the folder as a project by itself and removes it when the test is over. */
export function temporaryProject(files: Readonly<Record<string, string | Uint8Array>>): TemporaryProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatelint-eslint-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = (file: string): string => join(folder, file);
  const write = (file: string, text: string | Uint8Array): void => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  };
  write('.git/HEAD', 'ref: refs/heads/main\n');
  for (const [file, text] of Object.entries(files)) write(file, text);
  return { folder, path, write };
}
