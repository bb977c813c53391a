import { describe, expect, test } from 'vitest';
import type { Report } from '@gatelint/engine';
import { engineThatSays, finding, gatelint, sandbox, testHost } from './machine.js';

const error = finding();
const warning = finding({ severity: 'warning', line: 20 });
const broken = { rule: 'require-rls', file: 'db/1.sql', message: 'x is undefined', stack: null };

const statusOf = async (said: Partial<Report>, ...argv: string[]): Promise<number> =>
  (await gatelint(sandbox({ 'package.json': '{}', 'app/route.ts': '' }).folder, argv, { engine: engineThatSays(said) })).status;

describe('check', () => {
  test.each<[string, Partial<Report>, string[], number]>([
    ['no finding', {}, [], 0],
    ['an error', { findings: [error] }, [], 1],
    ['warnings alone', { findings: [warning] }, [], 0],
    ['as many warnings as allowed', { findings: [warning] }, ['--max-warnings', '1'], 0],
    ['more warnings than allowed', { findings: [warning] }, ['--max-warnings', '0'], 1],
    ['more warnings than allowed, which --quiet does not print', { findings: [warning] }, ['--quiet', '--max-warnings', '0'], 1],
    ['an error of a rule that was not asked for', { findings: [error] }, ['--rule', 'require-rls'], 0],
    ['an error of a rule that was asked for', { findings: [error] }, ['--rule', 'require-rls', '--rule', 'require-route-auth'], 1],
    ['a rule that broke', { internalErrors: [broken] }, [], 2],
    ['a rule that broke, beside an error', { findings: [error], internalErrors: [broken] }, [], 2],
    ['an error in another file than the one asked about', { findings: [finding({ file: 'app/other.ts' })] }, ['app/route.ts'], 0],
  ])('%s', async (_, said, argv, status) => {
    expect(await statusOf(said, 'check', ...argv)).toBe(status);
  });

  test('the formats agree on it', async () => {
    for (const format of ['stylish', 'json', 'sarif', 'github']) {
      expect(await statusOf({ findings: [error] }, 'check', '--format', format), format).toBe(1);
      expect(await statusOf({ findings: [warning] }, 'check', '--format', format), format).toBe(0);
    }
  });

  test('a rule that broke is named on stderr, with the file', async () => {
    const { errors } = await gatelint(sandbox({ 'app/route.ts': '' }).folder, ['check'], { engine: engineThatSays({ internalErrors: [broken] }) });
    expect(errors).toContain('rule require-rls on db/1.sql: x is undefined');
  });

  test('an engine that throws: exit status 2, and no half of an output', async () => {
    const engine = {
      ...engineThatSays({}),
      openProject: () => {
        throw new Error('lost');
      },
    };
    const { status, output, errors } = await gatelint(sandbox({ 'app/route.ts': '' }).folder, ['check', '--format', 'json'], { engine });
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toContain('lost');
  });
});

test('report has the same exit status', async () => {
  expect(await statusOf({}, 'report')).toBe(0);
  expect(await statusOf({ findings: [error] }, 'report', '--format', 'json')).toBe(1);
  expect(await statusOf({ internalErrors: [broken] }, 'report')).toBe(2);
});

describe('progress', () => {
  const engine = (during: () => void) => {
    const base = engineThatSays({});
    return {
      ...base,
      openProject: (...given: Parameters<typeof base.openProject>) => ({
        ...base.openProject(...given),
        check: (options?: { onProgress?: (done: number, total: number) => void }) => {
          for (let done = 1; done <= 3; done += 1) {
            during();
            options?.onProgress?.(done, 3);
          }
          return base.openProject(...given).check();
        },
      }),
    };
  };
  const errorsOf = async (pace: number, terminal: boolean): Promise<string> => {
    let time = 0;
    const { folder } = sandbox({ 'app/route.ts': '' });
    const host = testHost(folder, { terminal, now: () => time });
    await gatelint(folder, ['check'], { engine: engine(() => (time += pace)), host });
    return host.errors();
  };

  test('is shown on a terminal after a second, and taken away', async () => {
    expect(await errorsOf(600, true)).toBe('\r\u001B[Kgatelint: 2 of 3 files\r\u001B[Kgatelint: 3 of 3 files\r\u001B[K');
  });

  test('is not shown for a short run', async () => {
    expect(await errorsOf(100, true)).toBe('');
  });

  test('is not shown where nobody looks', async () => {
    expect(await errorsOf(600, false)).toBe('');
  });
});
