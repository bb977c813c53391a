import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gatelint, sandbox, type Outcome } from './machine.js';

const code = 'export const key = process.env.OPENAI_API_KEY;\nexport const url = process.env.DATABASE_URL;\nexport const mode = process.env.NODE_ENV;\n';
const write = (folder: string, ...argv: string[]): Promise<Outcome> => gatelint(folder, ['env', '--write', ...argv]);

describe('env --check', () => {
  test('compares both ways: missing variables fail, unused rows do not', async () => {
    const { folder } = sandbox({ 'package.json': '{}', '.env.example': 'DATABASE_URL=\nOLD_KEY=\n', 'lib/env.ts': code });
    expect(await gatelint(folder, ['env', '--check'])).toMatchObject({
      status: 1,
      output:
        'Read, and in no inventory\n  OPENAI_API_KEY  lib/env.ts:1\n\nIn an inventory, and never read\n  OLD_KEY  .env.example:2\n\n✖ 3 variables: 1 missing, 1 unused\n',
    });
  });

  test('nothing missing: exit status 0', async () => {
    const { folder } = sandbox({ 'package.json': '{}', '.env.example': 'DATABASE_URL=\n# OPENAI_API_KEY=\n', 'lib/env.ts': code });
    expect(await gatelint(folder, ['env', '--check'])).toMatchObject({ status: 0, output: '✔ 3 variables: 0 missing, 0 unused\n' });
  });
});

describe('env --write', () => {
  test('adds what is missing at the end, without a value, and touches nothing else', async () => {
    const before = '# Database\nDATABASE_URL=postgres://localhost/dev   # local\n\n# Unsorted\nZED=1\nALPHA="a b"\n';
    const box = sandbox({ 'package.json': '{}', '.env.example': before, 'lib/env.ts': code });
    expect(await write(box.folder)).toMatchObject({ status: 0, output: '.env.example: added OPENAI_API_KEY\n' });
    expect(box.read('.env.example')).toBe(`${before}OPENAI_API_KEY=\n`);
  });

  test('twice is once', async () => {
    const box = sandbox({ 'package.json': '{}', '.env.example': '', 'lib/env.ts': code });
    await write(box.folder);
    const after = box.read('.env.example');
    expect(await write(box.folder)).toMatchObject({ status: 0, output: 'Nothing is missing.\n' });
    expect(box.read('.env.example')).toBe(after);
    expect(after).toBe('DATABASE_URL=\nOPENAI_API_KEY=\n');
  });

  test.each<[string, string, string]>([
    ['CRLF stays CRLF', 'DATABASE_URL=\r\nX=\r\n', 'DATABASE_URL=\r\nX=\r\nOPENAI_API_KEY=\r\n'],
    ['a last line without an end gets one', 'DATABASE_URL=', 'DATABASE_URL=\nOPENAI_API_KEY=\n'],
    ['a byte order mark stays', '\uFEFFDATABASE_URL=\n', '\uFEFFDATABASE_URL=\nOPENAI_API_KEY=\n'],
    ['a row that is commented out counts', '#OPENAI_API_KEY=sk-…\n', '#OPENAI_API_KEY=sk-…\nDATABASE_URL=\n'],
  ])('%s', async (_, before, after) => {
    const box = sandbox({ 'package.json': '{}', '.env.example': before, 'lib/env.ts': code });
    await write(box.folder);
    expect(box.read('.env.example')).toBe(after);
  });

  test('makes .env.example when there is none', async () => {
    const box = sandbox({ 'package.json': '{}', 'lib/env.ts': code });
    expect(await write(box.folder)).toMatchObject({ status: 0, output: '.env.example: made, with DATABASE_URL, OPENAI_API_KEY\n' });
    expect(box.read('.env.example')).toBe('DATABASE_URL=\nOPENAI_API_KEY=\n');
    expect(await gatelint(box.folder, ['env', '--check'])).toMatchObject({ status: 0 });
  });

  test('each package that reads a variable says so in its own inventory', async () => {
    const box = sandbox({
      'package.json': '{"workspaces":["apps/*"]}',
      'apps/web/package.json': '{"name":"web"}',
      'apps/web/.env.example': 'WEB_ONLY=\n',
      'apps/web/lib/env.ts': 'export const shared = process.env.SHARED_SECRET;\nexport const web = process.env.WEB_ONLY;\n',
      'apps/api/package.json': '{"name":"api"}',
      'apps/api/.env.example': '# api\n',
      'apps/api/src/env.ts': 'export const shared = process.env.SHARED_SECRET;\nexport const api = process.env.API_ONLY;\n',
    });
    expect((await write(box.folder)).output).toBe('apps/api/.env.example: added API_ONLY, SHARED_SECRET\napps/web/.env.example: added SHARED_SECRET\n');
    expect(box.read('apps/api/.env.example')).toBe('# api\nAPI_ONLY=\nSHARED_SECRET=\n');
    expect(box.read('apps/web/.env.example')).toBe('WEB_ONLY=\nSHARED_SECRET=\n');
  });

  test('a file alone: only what it reads', async () => {
    const box = sandbox({ 'package.json': '{}', '.env.example': '', 'lib/env.ts': code, 'lib/mail.ts': 'export const from = process.env.MAIL_FROM;\n' });
    await gatelint(box.folder, ['env', 'lib/mail.ts', '--write']);
    expect(box.read('.env.example')).toBe('MAIL_FROM=\n');
  });

  test('an inventory that leads out of the repository is not written', async () => {
    const outside = sandbox({ profile: 'export PATH\n' });
    for (const target of ['profile', 'not-there-yet']) {
      const box = sandbox({ 'package.json': '{}', 'lib/env.ts': code });
      symlinkSync(join(outside.folder, target), join(box.folder, '.env.example'));
      expect(await write(box.folder)).toMatchObject({ status: 2, errors: expect.stringMatching(/leads out of/u) as string });
    }
    expect(outside.read('profile')).toBe('export PATH\n');
    expect(() => outside.read('not-there-yet')).toThrow();
  });

  test('an inventory that is not text is left as it is', async () => {
    const latin = Uint8Array.from([...Buffer.from('NAME=M'), 0xfc, ...Buffer.from('ller\n')]);
    const box = sandbox({ 'package.json': '{}', '.env.example': latin, 'lib/env.ts': code });
    const { status, errors } = await write(box.folder);
    expect({ status, errors }).toEqual({ status: 2, errors: 'gatelint: .env.example is not UTF-8 text: it is left as it is.\n' });
  });
});
