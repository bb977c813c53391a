/**
 * Every fixture, judged by every rule of the preset `strict` but habits: the findings are those that the comments beside the code expect, on those lines, no more and
 * no less. So a case that is about one rule holds the others to silence.
 */
import { rules } from '@gatelint/engine';
import { describe, expect, it } from 'vitest';
import { fixtureCases, fixtureFolders, readExpectations } from '../packages/dev/src/fixtures.js';
import { openFolder } from '../packages/dev/src/open-folder.js';
import { memoryFileSystem } from './support/memory-file-system.js';

const ids = rules.map((rule) => rule.id);

/**
 * Rules of speed and habit: each speaks about nearly every schema that is as small as a case, and rightly so. They are asked on their own cases alone, so that cases of others need not be written in their style.
 */
const habits: ReadonlySet<string> = new Set([
  'no-cross-tenant-reference',
  'no-nullable-discriminator',
  'no-nullable-tenant',
  'require-foreign-key-index',
  'require-primary-key',
  'no-multiple-permissive-policies',
  'no-public-role-policy',
  'require-forced-rls',
  'require-initplan-auth',
  'require-policy-index',
  'require-policy-per-command',
]);
const keyOf = ({ file, line, rule }: { readonly file: string; readonly line: number; readonly rule: string }): string => `${file}:${line} ${rule}`;

describe.each(fixtureFolders())('%s', (id) => {
  const cases = fixtureCases(id);

  it('has two bad and two good cases at least', () => {
    expect(ids).toContain(id);
    expect(cases.filter(({ mood }) => mood === 'bad').length).toBeGreaterThanOrEqual(2);
    expect(cases.filter(({ mood }) => mood === 'good').length).toBeGreaterThanOrEqual(2);
  });

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, { rule, name, mood, folder }) => {
    const expected = readExpectations(folder);
    const own = expected.filter((expectation) => expectation.rule === rule);
    if (mood === 'bad') expect(own, 'A bad case expects its own rule.').not.toEqual([]);
    else expect(expected, 'A good case expects nothing.').toEqual([]);
    expect(expected.filter((expectation) => !ids.includes(expectation.rule))).toEqual([]);

    const { findings, coverage, internalErrors } = openFolder(folder, { preset: 'strict' }).check({
      rules: ids.filter((one) => one === rule || !habits.has(one)),
    });
    expect(findings.map(keyOf).sort()).toEqual(expected.map(keyOf).sort());
    expect(internalErrors).toEqual([]);
    expect(coverage.unread).toEqual([]);
    // Silence for want of an answer is not what makes a case good.
    if (mood === 'good' && !name.endsWith('-undecided')) expect(coverage.undecided).toEqual([]);
  });
});

describe('next to nothing', () => {
  const paths = { 'src/empty.ts': '//', 'app/api/empty/route.ts': '//', 'supabase/migrations/20250101000000_empty.sql': '--', '.env.example': '#' };
  const project = (content: (mark: string) => string): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(paths).map(([path, mark]) => [`/project/${path}`, content(mark)]));

  it.each([
    ['empty files', project(() => '')],
    ['nothing but comments', project((mark) => `${mark} nothing\n`)],
  ])('is no finding for any rule: %s', (_, texts) => {
    const result = openFolder('/project', { preset: 'strict', files: memoryFileSystem(texts) }).check();
    expect(result.findings).toEqual([]);
    expect(result.internalErrors).toEqual([]);
    expect(result.coverage.unread).toEqual([]);
    expect(result.coverage.files).toBeGreaterThan(0);
  });
});
