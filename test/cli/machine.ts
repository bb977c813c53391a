/** A machine for tests: a folder of its own, streams that are kept, and an engine that says what it is told to say. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CheckResult, Finding, Project, Report, Rule } from '@gatelint/engine';
import { nodeFileSystem } from '@gatelint/engine/node';
import { realPath, writeBytes, type Host } from '../../packages/cli/src/host.js';
import type { Engine } from '../../packages/cli/src/judge.js';
import { run } from '../../packages/cli/src/run.js';

export interface Sandbox {
  /** Absolute, without links. */
  readonly folder: string;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  read(file: string): string;
}

/** A temporary folder with files, gone when the test is. */
export function sandbox(files: Readonly<Record<string, string | Uint8Array>> = {}): Sandbox {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatelint-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write: Sandbox['write'] = (more) => {
    for (const [file, content] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), content);
    }
  };
  write(files);
  return { folder, write, read: (file) => readFileSync(join(folder, file), 'utf8') };
}

export interface TestHost extends Host {
  output(): string;
  errors(): string;
}

export function testHost(
  cwd: string,
  more: { readonly env?: Record<string, string>; readonly terminal?: boolean; readonly now?: () => number } = {},
): TestHost {
  let output = '';
  let errors = '';
  const isTerminal = more.terminal === true;
  return {
    cwd,
    env: more.env ?? { PATH: process.env['PATH'] },
    platform: 'linux',
    home: join(cwd, '.home'),
    files: nodeFileSystem(),
    out: { write: (text) => void (output += text), isTerminal },
    err: { write: (text) => void (errors += text), isTerminal },
    now: more.now ?? (() => 0),
    resolve: (path) => resolve(cwd, path),
    realPath,
    write: writeBytes,
    output: () => output,
    errors: () => errors,
  };
}

export interface Outcome {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs the command line in a folder: with the real engine, or with a given one. */
export async function gatelint(cwd: string, argv: readonly string[], more: { readonly engine?: Engine; readonly host?: TestHost } = {}): Promise<Outcome> {
  const host = more.host ?? testHost(cwd);
  const engine = more.engine;
  const status = await run(argv, host, engine ? () => Promise.resolve(engine) : undefined);
  return { status, output: host.output(), errors: host.errors() };
}

/** An engine that finds what it is told, in the files that it is told. */
export function engineThatSays(
  said: Partial<Report> & { readonly judged?: readonly string[] },
  rules: readonly Rule[] = [ruleCalled('require-route-auth'), ruleCalled('require-rls')],
): Engine {
  const { judged = ['app/route.ts'], ...parts } = said;
  const result: CheckResult = { ...emptyResult, coverage: { ...emptyResult.coverage, files: judged.length }, ...parts };
  const report: Report = {
    entries: [],
    telemetry: [],
    env: { variables: [], inventories: [], unused: [], dynamic: [] },
    tables: [],
    enums: [],
    access: [],
    ...parts,
    ...result,
  };
  const only = <Result extends CheckResult>(all: Result, ids: readonly string[] | undefined): Result => ({
    ...all,
    findings: all.findings.filter(({ rule }) => !ids || ids.includes(rule)),
  });
  const project = { check: (options) => only(result, options?.rules), report: () => report, files: () => judged } as Pick<
    Project,
    'check' | 'report' | 'files'
  >;
  return { rules, openProject: () => project as Project };
}

export function ruleCalled(id: string): Rule {
  return {
    id,
    languages: ['ts'],
    preset: 'recommended',
    severity: 'error',
    docs: { description: `What ${id} holds.`, why: 'Because.', fix: 'Do it.', limits: 'Few.' },
    messages: { absent: '{{entry}} lacks it.' },
    check: () => undefined,
  };
}

export function finding(more: Partial<Finding> = {}): Finding {
  const line = more.line ?? 12;
  return {
    rule: 'require-route-auth',
    severity: 'error',
    message: 'POST /api/orders writes to the database and nobody has to prove who they are.',
    file: 'app/route.ts',
    line,
    column: 1,
    endLine: line,
    endColumn: 20,
    related: [],
    fingerprint: '0123456789abcdef0123456789abcdef',
    ...more,
  };
}

const emptyResult: CheckResult = {
  version: 1,
  tool: { name: 'gatelint', version: '1.2.3' },
  coverage: { files: 0, unread: [], undecided: [], notes: [] },
  findings: [],
  internalErrors: [],
};
