/** How entries of frameworks are called: method, path and name as people know them, through prefixes, groups and contracts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { openFolder } from '../../packages/dev/src/open-folder.js';
import { memoryFileSystem } from '../support/memory-file-system.js';

const fixtures = join(import.meta.dirname, '../../fixtures/require-route-auth');

/** `METHOD path name` of every entry of a fixture; a procedure has no path of its own. */
function entriesOf(fixture: string): readonly string[] {
  const root = join(fixtures, fixture);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const texts = Object.fromEntries(
    files.map((one) => {
      const path = join(one.parentPath, one.name);
      return [`/project/${relative(root, path)}`, readFileSync(path, 'utf8')];
    }),
  );
  return openFolder('/project', { files: memoryFileSystem(texts) })
    .report()
    .entries.map((entry) => `${entry.methods.join()} ${entry.path ?? '-'} ${entry.name}`);
}

it.each([
  ['bad-overnight-route-open', ['POST /kennels build', 'DELETE /kennels/:id tearDown']],
  ['good-overnight-class-middleware', ['POST /shelter/kennels build']],
  ['good-routing-controllers-authorized', ['POST /api/recipes add', 'PUT /api/recipes/:id rename', 'DELETE /api/recipes/:id remove']],
  ['bad-inversify-controller-open', ['POST /api/looms weave']],
  ['bad-tsoa-no-security', ['POST /wells dig', 'DELETE /wells/{id} fill']],
  ['bad-ts-rest-handler-open', ['POST /v2/boats launch', 'DELETE /v2/boats/:id sink']],
  ['bad-graphql-mutation-open', ['POST - addSong', 'POST - renameSong', 'POST - route']],
  ['good-adonis-middleware', ['POST /api/v1/hives store', 'PUT /frames/:id update', 'DELETE /hives/:id destroy']],
  ['bad-orpc-procedure-open', ['POST /planets found', 'DELETE /planets/{id} blowUp', 'POST planet.rename rename']],
  ['bad-solid-start-server-function-open', ['POST - addLamp', 'POST - removeLamp', 'PUT /api/lamps/[id] PUT']],
  [
    'good-called-by-platform-only',
    ['POST - charge', 'POST,PUT,PATCH,DELETE - clean', 'POST,PUT,PATCH,DELETE - process', 'POST - join', 'POST - alarm', 'POST - forget', 'POST - worker'],
  ],
  ['good-effect-http-api-middleware-undecided', ['POST /api/herbs create']],
  ['good-effect-rpc-undecided', ['POST - HerbCreate', 'POST - HerbDelete']],
])('%s', (fixture, expected) => {
  expect(entriesOf(fixture)).toEqual(expected);
});
