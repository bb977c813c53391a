/** docs/adding-a-framework.md works as it says: without its rows the framework is not known, with them its route is an entry point. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openFolder } from '../../packages/dev/src/open-folder.js';
import { root } from '../../packages/dev/src/root.js';
import { memoryFileSystem } from '../support/memory-file-system.js';

const page = readFileSync(join(root, 'docs/adding-a-framework.md'), 'utf8');
const rows = /```json\n([\s\S]*?)```/u.exec(page)?.[1] ?? '';
const fixture = join(root, 'fixtures/require-route-auth/good-unknown-framework-undecided');
const project = Object.fromEntries(['package.json', 'src/server.ts'].map((file) => [`/project/${file}`, readFileSync(join(fixture, file), 'utf8')]));

it('says that a framework is not known', () => {
  const { findings, coverage } = openFolder('/project', { files: memoryFileSystem(project) }).check();
  expect(findings).toEqual([]);
  expect(coverage.undecided.map(({ line, because }) => `${line} ${because}`)).toEqual([
    '9 post() hangs a handler on something of ovenware, which is not in the catalogue',
  ]);
});

it('knows it by the rows of the page', () => {
  const opened = openFolder('/project', { files: memoryFileSystem({ ...project, '/project/gatelint.config.json': rows }) });
  expect(opened.check().findings.map(({ rule, line }) => `${line} ${rule}`)).toEqual(['9 require-route-auth']);
  expect(opened.report().entries).toMatchObject([{ framework: 'ovenware', path: '/loaves', methods: ['POST'], writes: true, auth: { state: 'absent' } }]);
});
