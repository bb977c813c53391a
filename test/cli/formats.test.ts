import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import Ajv04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Report } from '@gatelint/engine';
import { engineThatSays, finding, gatelint, ruleCalled, sandbox, testHost } from './machine.js';

const traced = finding({
  related: [
    { file: 'app/route.ts', line: 14, note: 'calls saveOrder' },
    { file: 'lib/orders.ts', line: 8, note: 'writes to the database' },
  ],
});
const said: Partial<Report> = {
  findings: [
    traced,
    finding({ line: 104, column: 3, endLine: 106, severity: 'warning', message: 'Two things: 50%,\nand more', fingerprint: 'a'.repeat(32) }),
    finding({ file: 'db/a b#1.sql', rule: 'require-rls', line: 3, message: 'public.orders is open.', fingerprint: 'b'.repeat(32) }),
  ],
  coverage: {
    files: 45,
    unread: [{ file: 'lib/broken.ts', because: 'Unexpected token (line 3)' }],
    undecided: [{ file: 'app/other/route.ts', line: 9, rule: 'require-route-auth', because: 'the wrapper comes from a package' }],
    notes: ['analytics/migrations is written for another database'],
  },
};

const print = async (argv: readonly string[], parts = said, folder = sandbox({ 'app/route.ts': '' }).folder): Promise<string> => {
  const { output, errors } = await gatelint(folder, argv, { engine: engineThatSays(parts) });
  expect(errors).toBe('');
  return output;
};

describe('stylish', () => {
  test('files, findings with the places that prove them, what was not read, and a closing line', async () => {
    expect(await print(['check'])).toMatchInlineSnapshot(`
      "app/route.ts
         12:1  error    POST /api/orders writes to the database and nobody has to prove who they are.  require-route-auth
                        app/route.ts:14  calls saveOrder
                        lib/orders.ts:8  writes to the database
        104:3  warning  Two things: 50%, and more  require-route-auth

      db/a b#1.sql
        3:1  error  public.orders is open.  require-rls

      Not read
        lib/broken.ts  Unexpected token (line 3)

      ✖ 3 problems (2 errors, 1 warning) in 45 files, 1 not read, 1 undecided (--explain lists them)
      "
    `);
  });

  test('--explain lists what could not be decided and what was left alone', async () => {
    expect(await print(['check', '--explain', '--rule', 'require-rls'])).toMatchInlineSnapshot(`
      "db/a b#1.sql
        3:1  error  public.orders is open.  require-rls

      Not read
        lib/broken.ts  Unexpected token (line 3)

      Undecided
        app/other/route.ts:9  the wrapper comes from a package  require-route-auth

      Left alone
        analytics/migrations is written for another database

      ✖ 1 problem (1 error, 0 warnings) in 45 files, 1 not read, 1 undecided
      "
    `);
  });

  test('nothing found is one line', async () => {
    expect(await print(['check'], {})).toBe('✔ No problems in 1 file\n');
  });

  test('--quiet prints errors alone', async () => {
    expect(await print(['check', '--quiet'])).not.toContain('warning  ');
  });

  test('a file alone: its findings, undecided places and nothing else', async () => {
    const folder = sandbox({ 'package.json': '{}', 'app/route.ts': '' }).folder;
    const output = await print(['check', 'app/route.ts'], said, folder);
    expect(output).toContain('✖ 2 problems (1 error, 1 warning)');
    expect(output).not.toContain('require-rls');
    expect(output).not.toContain('undecided');
  });

  test('paths are those that the terminal can open: from the working directory', async () => {
    const folder = sandbox({ 'shop/app/route.ts': '' }).folder;
    expect(await print(['check', 'shop'], said, folder)).toMatch(/^shop\/app\/route\.ts\n/u);
  });

  test('color is for terminals, unless it is asked for or against', async () => {
    const { folder } = sandbox({ 'app/route.ts': '' });
    const colored = async (argv: string[], terminal: boolean, env: Record<string, string> = {}): Promise<boolean> => {
      const host = testHost(folder, { terminal, env });
      return (await gatelint(folder, ['check', ...argv], { engine: engineThatSays(said), host })).output.includes('\u001B[');
    };
    expect(await colored([], true)).toBe(true);
    expect(await colored([], false)).toBe(false);
    expect(await colored([], true, { NO_COLOR: '1' })).toBe(false);
    expect(await colored([], true, { TERM: 'dumb' })).toBe(false);
    expect(await colored([], false, { FORCE_COLOR: '1' })).toBe(true);
    expect(await colored(['--no-color'], true, { FORCE_COLOR: '1' })).toBe(false);
    expect(await colored(['--color'], false, { NO_COLOR: '1' })).toBe(true);
  });
});

describe('json', () => {
  test('is the contract, keys in its order', async () => {
    const parsed = JSON.parse(await print(['check', '--format', 'json'])) as Record<string, unknown>;
    expect(Object.keys(parsed).slice(0, 4)).toEqual(['version', 'tool', 'coverage', 'findings']);
    expect(parsed).toMatchObject({ version: 1, tool: { name: 'gatelint', version: '1.2.3' }, ...said });
  });

  test('equal input, equal bytes', async () => {
    expect(await print(['check', '--format', 'json'])).toBe(await print(['check', '--format', 'json']));
  });
});

describe('github', () => {
  test('is workflow commands, escaped', async () => {
    expect(await print(['check', '--format', 'github', '--explain'])).toMatchInlineSnapshot(`
      "::error file=app/route.ts,line=12,endLine=12,col=1,endColumn=20,title=require-route-auth::POST /api/orders writes to the database and nobody has to prove who they are.%0Aapp/route.ts:14 calls saveOrder%0Alib/orders.ts:8 writes to the database
      ::warning file=app/route.ts,line=104,endLine=106,title=require-route-auth::Two things: 50%25,%0Aand more
      ::error file=db/a b#1.sql,line=3,endLine=3,col=1,endColumn=20,title=require-rls::public.orders is open.
      ::warning file=lib/broken.ts,title=not read::Unexpected token (line 3)
      ::notice file=app/other/route.ts,line=9,title=require-route-auth::Undecided: the wrapper comes from a package
      "
    `);
  });

  test('a file name cannot close the command or add to it', async () => {
    const output = await print(['check', '--format', 'github'], { findings: [finding({ file: 'a,line=1::x\r\n%.ts' })] });
    expect(output.split('\n')).toHaveLength(2);
    expect(output).toContain('file=a%2Cline=1%3A%3Ax%0D%0A%25.ts,');
  });

  test('paths are those of the repository, also below its top', async () => {
    const folder = sandbox({ '.git/HEAD': '', 'apps/web/app/route.ts': '' }).folder;
    expect(await print(['check', 'apps/web', '--format', 'github'], said, folder)).toMatch(/^::error file=apps\/web\/app\/route\.ts,/u);
  });
});

describe('sarif', () => {
  const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const ajv = new Ajv04.default({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);

  interface Log {
    readonly runs: readonly [
      {
        readonly results: readonly Record<string, unknown>[];
        readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
        readonly invocations: readonly [{ readonly toolExecutionNotifications: readonly object[] }];
      },
    ];
  }
  const log = async (parts = said): Promise<Log> => {
    const parsed: unknown = JSON.parse(await print(['check', '--format', 'sarif'], parts));
    expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
    return parsed as Log;
  };

  test('the schema would notice', () => {
    expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  });

  test('is valid, empty or not', async () => {
    await log({});
    await log();
  });

  test('a finding has its rule, region, fingerprint, and its trace as a code flow', async () => {
    const { results } = (await log()).runs[0];
    expect(results[0]).toMatchObject({
      ruleId: 'require-route-auth',
      ruleIndex: 1,
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'app/route.ts', uriBaseId: '%SRCROOT%' },
            region: { startLine: 12, startColumn: 1, endLine: 12, endColumn: 20 },
          },
        },
      ],
      partialFingerprints: { primaryLocationLineHash: `${traced.fingerprint}:1` },
      relatedLocations: [{ message: { text: 'calls saveOrder' } }, { message: { text: 'writes to the database' } }],
      codeFlows: [
        {
          threadFlows: [
            {
              locations: [
                {},
                { location: { message: { text: 'calls saveOrder' } } },
                { location: { physicalLocation: { artifactLocation: { uri: 'lib/orders.ts' } } } },
              ],
            },
          ],
        },
      ],
    });
    expect(results[1]).not.toHaveProperty('codeFlows');
  });

  test('paths are URIs', async () => {
    expect((await log()).runs[0].results[2]).toMatchObject({ locations: [{ physicalLocation: { artifactLocation: { uri: 'db/a%20b%231.sql' } } }] });
  });

  test('rules carry their help', async () => {
    expect((await log()).runs[0].tool.driver.rules).toMatchObject([
      { id: 'require-rls' },
      { id: 'require-route-auth', help: { text: expect.stringContaining('Do it.') as string }, defaultConfiguration: { level: 'error' } },
    ]);
  });

  test('what was not read or decided is a notification', async () => {
    expect((await log()).runs[0].invocations[0].toolExecutionNotifications).toMatchObject([
      { level: 'warning', message: { text: 'Not read: Unexpected token (line 3)' } },
      { level: 'note' },
    ]);
  });

  test('stays within what code hosts take, and says so', async () => {
    const step = { file: 'lib/a.ts', line: 1, note: 'x' };
    const many = Array.from({ length: 25_010 }, (_, line) => finding({ line: line + 1, related: line === 0 ? Array.from({ length: 1_500 }, () => step) : [] }));
    const run = (await log({ findings: many })).runs[0];
    expect(run.results).toHaveLength(25_000);
    expect(run.invocations[0].toolExecutionNotifications).toMatchObject([
      { message: { text: '10 of 25010 results are left out: code hosts take no more than 25000.' } },
    ]);
    expect(run.results[0]).toMatchObject({ relatedLocations: { length: 100 }, codeFlows: [{ threadFlows: [{ locations: { length: 1_000 } }] }] });
  });
});

test('rules: each in a line, sorted', async () => {
  expect(await print(['rules'])).toMatchInlineSnapshot(`
    "require-rls         ts  recommended  error    What require-rls holds.
    require-route-auth  ts  recommended  error    What require-route-auth holds.
    "
  `);
});

test('explain: why, fix, limits, messages, and how to switch it off', async () => {
  const { output } = await gatelint(sandbox().folder, ['explain', 'require-rls'], { engine: engineThatSays({}, [ruleCalled('require-rls')]) });
  expect(output).toMatchInlineSnapshot(`
    "require-rls  ts, recommended, error
    What require-rls holds.

    Why
      Because.

    Fix
      Do it.

    Limits
      Few.

    Messages
      absent: {{entry}} lacks it.

    Switch it off
      for a line: // eslint-disable-next-line gatelint/require-rls -- reason
      for the project: { "rules": { "require-rls": "off" } } in gatelint.config.json
    "
  `);
});
