import { describe, expect, test } from 'vitest';
import { gatelint, sandbox } from './machine.js';

const code = 'export const key = process.env.OPENAI_API_KEY;\n';
const project = (config: string, more: Record<string, string> = {}): string =>
  sandbox({ 'package.json': '{}', '.env.example': '', 'lib/env.ts': code, 'gatelint.config.json': config, ...more }).folder;

describe('a wrong configuration', () => {
  test('is answered with file, position, key, expectation and the nearest spelling, and nothing is judged', async () => {
    const { status, output, errors } = await gatelint(project('{\n  "presett": "strict",\n  "rules": { "require-env-inventry": "off" }\n}\n'), ['check']);
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toBe(
      'gatelint: gatelint.config.json:2:3: "presett" is not a key of the configuration. Did you mean "preset"?\n' +
        'gatelint.config.json:3:14: There is no rule "require-env-inventry". Did you mean "require-env-inventory"?\n',
    );
  });

  test.each([['report'], ['env', '--check'], ['env', '--write']])('stops %s %s as well', async (...argv) => {
    expect(
      (
        await gatelint(
          project('{'),
          argv.filter((one): one is string => typeof one === 'string'),
        )
      ).status,
    ).toBe(2);
  });

  test('names the file as the working directory sees it', async () => {
    const { folder } = sandbox({ 'shop/package.json': '{}', 'shop/lib/env.ts': code, 'shop/gatelint.config.json': '[]' });
    expect((await gatelint(folder, ['check', 'shop'])).errors).toMatch(/^gatelint: shop\/gatelint\.config\.json:1:1: /u);
  });

  test('a folder of migrations that is not there', async () => {
    const { status, errors } = await gatelint(project('{ "sql": { "migrations": ["db/migration"] } }'), ['check']);
    expect({ status, errors }).toEqual({
      status: 2,
      errors: 'gatelint: gatelint.config.json: "sql.migrations" names "db/migration", which is not there.\nLeave the key out to have the folders found.\n',
    });
  });
});

describe('a right one', () => {
  test('is found in the root, and counts', async () => {
    expect((await gatelint(project('{}'), ['check'])).status).toBe(1);
    expect((await gatelint(project('{ "rules": { "require-env-inventory": "warning" } }'), ['check'])).output).toContain('warning  OPENAI_API_KEY');
    expect((await gatelint(project('{ "rules": { "require-env-inventory": "off" } }'), ['check'])).status).toBe(0);
    expect((await gatelint(project('{ "env": { "platform": ["OPENAI_*"] } }'), ['check'])).status).toBe(0);
  });

  test('is found upward from a file', async () => {
    expect((await gatelint(project('{ "rules": { "require-env-inventory": "off" } }'), ['check', 'lib/env.ts'])).status).toBe(0);
  });

  test('--config names another one', async () => {
    const folder = project('{}', { 'ci/gates.json': '{ "rules": { "require-env-inventory": "off" } }' });
    expect((await gatelint(folder, ['check', '--config', 'ci/gates.json'])).status).toBe(0);
  });
});
