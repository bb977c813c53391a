/** What reaches a user is plain data, and the same bytes for the same input, in whatever order the disk lists it. */
import type { FileSystem } from '@gatelint/engine';
import { nodeFileSystem } from '@gatelint/engine/node';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixturesFolder } from '../../packages/dev/src/fixtures.js';
import { openFolder } from '../../packages/dev/src/open-folder.js';

const folder = join(fixturesFolder, 'projects/leaky-shop');

/** The disk, listing every folder backwards. */
function backwards(): FileSystem {
  const disk = nodeFileSystem();
  return { ...disk, list: (path) => [...disk.list(path)].reverse() };
}

describe('results', () => {
  const report = openFolder(folder).report();

  it('are about something', () => {
    expect(report.findings.length).toBeGreaterThan(10);
  });

  it('are plain data', () => {
    expect(JSON.parse(JSON.stringify(report))).toStrictEqual(report);
  });

  it('are the same bytes in a second run', () => {
    expect(JSON.stringify(openFolder(folder).report())).toBe(JSON.stringify(report));
  });

  it('are the same bytes when the disk lists files in another order', () => {
    expect(JSON.stringify(openFolder(folder, { files: backwards() }).report())).toBe(JSON.stringify(report));
  });

  it('are the same bytes when single files were judged first, in another order', () => {
    const project = openFolder(folder);
    for (const file of [...project.files()].reverse())
      project.judge(
        file,
        report.findings.map(({ rule }) => rule),
      );
    expect(JSON.stringify(project.report())).toBe(JSON.stringify(report));
  });

  it('are sorted by file, line, column and rule', () => {
    const keys = report.findings.map(({ file, line, column, rule }) => [file, String(line).padStart(9, '0'), String(column).padStart(9, '0'), rule].join('\0'));
    expect(keys).toEqual([...keys].sort());
  });

  it('have fingerprints of their own', () => {
    const fingerprints = report.findings.map(({ fingerprint }) => fingerprint);
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
  });
});
