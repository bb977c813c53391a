/** Where things lie, and how large they are. */
import { rules } from '@gatelint/engine';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureFolders } from '../../packages/dev/src/fixtures.js';
import { root } from '../../packages/dev/src/root.js';
import { isCode, sourceFiles, textOf } from '../../packages/dev/src/source-files.js';

const files = sourceFiles();
const code = files.filter((file) => isCode(file) && !file.endsWith('.generated.ts'));
const ids = rules.map((rule) => rule.id);

describe('layout', () => {
  it('keeps rules/ for rules: one file each, named by its id', () => {
    expect(files.filter((file) => file.startsWith('rules/'))).toEqual(ids.map((id) => `rules/${id}.ts`).sort());
  });

  it('names rules in two moods', () => {
    expect(ids.filter((id) => !/^(no|require)(-[a-z0-9]+)+$/.test(id))).toEqual([]);
  });

  it('has one fixture folder and one page a rule, and no other', () => {
    expect(fixtureFolders()).toEqual([...ids].sort());
    expect(files.filter((file) => file.startsWith('docs/rules/'))).toEqual(ids.map((id) => `docs/rules/${id}.md`).sort());
  });

  it.each(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'docs/writing-a-rule.md', 'docs/adding-a-framework.md'])(
    'names in %s only paths that exist',
    (page) => {
      const named = [...textOf(page).matchAll(/`((?:packages|rules|fixtures|docs|test)\/[^`\s<>{}*…]*)`/g)].map(([, path = '']) => path);
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    },
  );

  it.each(files.filter((file) => file.endsWith('.md') && !file.startsWith('docs/rules/')))('links in %s only to files that exist', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, path = '']) => path);
    expect(links.filter((path) => !existsSync(join(root, page, '..', path)))).toEqual([]);
  });

  it('has tests in the folders of the packages', () => {
    const folders = new Set(files.filter((file) => /^test\/[^/]+\//.test(file)).map((file) => file.split('/')[1]));
    const packages = new Set(files.filter((file) => file.startsWith('packages/')).map((file) => file.split('/')[1]));
    const others = ['house', 'packaging', 'support'];
    expect([...folders].filter((folder) => folder !== undefined && !packages.has(folder) && !others.includes(folder))).toEqual([]);
  });

  it('has no drawer for odds and ends', () => {
    expect(code.filter((file) => /(^|\/)(utils?|helpers?|misc|common)\.(ts|mjs|js)$/.test(file))).toEqual([]);
  });

  it('splits files before they reach 600 lines', () => {
    expect(code.filter((file) => textOf(file).split('\n').length > 600)).toEqual([]);
  });

  it('keeps a rule on one screen', () => {
    expect(ids.filter((id) => textOf(`rules/${id}.ts`).split('\n').length > 100)).toEqual([]);
  });

  it('says in every source file what it is for, before the first declaration', () => {
    const opens = /^(#!.*\n)?(\s|import\b[^;]*;)*(\/\*\*|\/\/)/;
    const about = code.filter((file) => /^packages\/[^/]+\/(src|node|published)\//.test(file) && !/\/(index|gatelint)\.ts$|\/libraries\//.test(file));
    expect(about.filter((file) => !opens.test(textOf(file)))).toEqual([]);
  });
});
