/** Builds and packs the published packages once for all tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { packAll, type Tarball } from './installed-project.js';

declare module 'vitest' {
  interface ProvidedContext {
    tarballs: readonly Tarball[];
  }
}

export default function packOnce(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'gatelint-packs-'));
  project.provide('tarballs', packAll(folder));
  return () => rmSync(folder, { recursive: true, force: true });
}
