/** Verdicts that are no findings: what the report says of entries that let nobody in, or that only a queue can call. */
import type { EntryReport } from '@gatelint/engine';
import { describe, expect, it } from 'vitest';
import { openFolder } from '../../packages/dev/src/open-folder.js';
import { memoryFileSystem } from '../support/memory-file-system.js';

const next = { 'package.json': '{ "dependencies": { "next": "15.5.0" } }' };

function entriesOf(texts: Readonly<Record<string, string>>): readonly EntryReport[] {
  const files = Object.fromEntries(Object.entries(texts).map(([file, text]) => [`/project/${file}`, text]));
  return openFolder('/project', { files: memoryFileSystem(files) }).report().entries;
}

describe('an entry that refuses everybody', () => {
  it('refuses callers without credentials as well', () => {
    const [entry] = entriesOf({ ...next, 'app/api/a/route.ts': `export async function POST() { return new Response('no', { status: 405 }); }` });
    expect(entry?.auth).toMatchObject({ state: 'enforced', mechanism: 'it refuses every caller' });
  });

  it('is not known to when it ends in a failure: that may be where we lost the way', () => {
    const [entry] = entriesOf({
      ...next,
      'app/api/a/route.ts': `const nothing = undefined; export async function POST() { return Response.json(nothing.value); }`,
    });
    expect(entry?.auth.state).toBe('unknown');
  });

  it('is another thing than one that sends everybody on', () => {
    const [entry] = entriesOf({
      'app/actions.ts': `'use server'; import { redirect } from 'next/navigation'; export async function go(path: string) { redirect(path); }`,
      ...next,
    });
    expect(entry?.auth.state).toBe('absent');
  });
});

it('a task gets a payload, though the catalogue does not say which', () => {
  const [entry] = entriesOf({
    'trigger/task.ts': `import { task } from '@trigger.dev/sdk/v3';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export const save = task({ id: 'save', run: async (payload: { teamId: string }) => { await prisma.team.update({ where: { id: payload.teamId }, data: {} }); } });`,
    'package.json': '{ "dependencies": { "@trigger.dev/sdk": "4.0.0", "@prisma/client": "6.16.0" } }',
  });
  expect(entry).toMatchObject({ kind: 'worker', writes: true, auth: { state: 'enforced', mechanism: 'called by trigger.dev only' } });
});
