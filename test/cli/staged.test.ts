import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { engineThatSays, finding, gatelint, sandbox, testHost, type Sandbox } from './machine.js';

interface Repository extends Sandbox {
  git(...args: string[]): string;
}

const read = (name: string): string => `export const value = process.env.${name};\n`;

/** A repository with a first commit of these files. */
function repository(files: Readonly<Record<string, string | Uint8Array>>): Repository {
  const box = sandbox(files);
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.test', '-c', 'commit.gpgsign=false', ...args], {
      cwd: box.folder,
      stdio: 'pipe',
      encoding: 'utf8',
    });
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'first');
  return { ...box, git };
}

const base = { 'package.json': '{}', '.env.example': 'KNOWN=\n', 'lib/a.ts': read('KNOWN') };

/** The variables that findings are about. */
async function staged(folder: string, ...argv: string[]): Promise<{ status: number; names: string[]; errors: string }> {
  const { status, output, errors } = await gatelint(folder, ['check', '--staged', '--format', 'json', ...argv]);
  const findings = status === 2 ? [] : (JSON.parse(output) as { findings: { message: string }[] }).findings;
  return { status, names: findings.map(({ message }) => message.split(' ')[0]!), errors };
}

describe('what is judged', () => {
  test('nothing staged: exit status 0', async () => {
    const { folder } = repository({ ...base, 'lib/old.ts': read('OLD') });
    expect(await gatelint(folder, ['check', '--staged'])).toEqual({ status: 0, output: 'Nothing is staged.\n', errors: '' });
    expect(await staged(folder)).toMatchObject({ status: 0, names: [] });
  });

  test('staged changes are, unstaged and untracked ones are not', async () => {
    const box = repository(base);
    box.write({ 'lib/staged.ts': read('STAGED') });
    box.git('add', '.');
    box.write({ 'lib/a.ts': read('UNSTAGED'), 'lib/untracked.ts': read('UNTRACKED') });
    expect(await staged(box.folder)).toMatchObject({ status: 1, names: ['STAGED'] });
  });

  test('the staged half of a file that has changed since', async () => {
    const box = repository(base);
    box.write({ 'lib/a.ts': read('STAGED') });
    box.git('add', '.');
    box.write({ 'lib/a.ts': read('LATER') });
    expect(await staged(box.folder)).toMatchObject({ status: 1, names: ['STAGED'] });
  });

  test('a repair that is not staged does not count', async () => {
    const box = repository(base);
    box.write({ 'lib/a.ts': read('NEW') });
    box.git('add', '.');
    box.write({ '.env.example': 'KNOWN=\nNEW=\n' });
    expect(await staged(box.folder)).toMatchObject({ status: 1, names: ['NEW'] });
    box.git('add', '.env.example');
    expect(await staged(box.folder)).toMatchObject({ status: 0, names: [] });
  });

  test('findings of files that are not staged stay out', async () => {
    const box = repository({ ...base, 'lib/old.ts': read('OLD') });
    box.write({ 'lib/new.ts': read('NEW') });
    box.git('add', '.');
    expect(await staged(box.folder)).toMatchObject({ status: 1, names: ['NEW'] });
  });

  test('a staged file that is gone from the disk', async () => {
    const box = repository(base);
    box.write({ 'lib/new.ts': read('NEW') });
    box.git('add', '.');
    rmSync(join(box.folder, 'lib'), { recursive: true });
    expect(await staged(box.folder)).toMatchObject({ status: 1, names: ['NEW'] });
  });

  test('a removed file is not judged, even if it is still on the disk', async () => {
    const box = repository({ ...base, 'lib/old.ts': read('OLD') });
    box.git('rm', '-q', '--cached', 'lib/old.ts');
    expect(await staged(box.folder)).toMatchObject({ status: 0, names: [] });
  });

  test('a renamed file is staged under its new name', async () => {
    const box = repository({ ...base, 'lib/old.ts': read('OLD') });
    renameSync(join(box.folder, 'lib/old.ts'), join(box.folder, 'lib/renamed.ts'));
    box.git('add', '-A');
    const { output } = await gatelint(box.folder, ['check', '--staged']);
    expect(output).toMatch(/^lib\/renamed\.ts\n/u);
    expect(output).not.toContain('lib/old.ts');
  });

  test('before the first commit', async () => {
    const box = sandbox({ ...base, 'lib/new.ts': read('NEW') });
    execFileSync('git', ['init', '-q'], { cwd: box.folder });
    execFileSync('git', ['add', '.'], { cwd: box.folder });
    expect(await staged(box.folder)).toMatchObject({ status: 1, names: ['NEW'] });
  });

  test('the configuration that is about to be committed', async () => {
    const box = repository(base);
    box.write({ 'lib/new.ts': read('NEW'), 'gatelint.config.json': '{ "rules": { "require-env-inventory": "off" } }' });
    box.git('add', 'lib/new.ts');
    expect(await staged(box.folder)).toMatchObject({ status: 1, names: ['NEW'] });
    box.git('add', '.');
    expect(await staged(box.folder)).toMatchObject({ status: 0, names: [] });
  });

  test('a folder below the top of the repository', async () => {
    const box = repository({ 'apps/web/package.json': '{}', 'apps/web/.env.example': '', 'README.md': 'x' });
    box.write({ 'apps/web/lib/new.ts': read('NEW'), 'other.ts': read('OTHER') });
    box.git('add', '.');
    expect(await staged(box.folder, 'apps/web')).toMatchObject({ status: 1, names: ['NEW'] });
  });

  test('content whose line endings git converts', async () => {
    const box = repository(base);
    box.git('config', 'core.autocrlf', 'true');
    box.write({ '.env.example': 'KNOWN=\r\nNEW=\r\n', 'lib/new.ts': read('NEW').replace('\n', '\r\n') });
    box.git('add', '.');
    expect(await staged(box.folder)).toMatchObject({ status: 0, names: [] });
  });

  test('names with spaces, quotes and letters beyond ASCII', async () => {
    const box = repository(base);
    box.write({ 'lib/ä "b"\n.ts': read('NEW') });
    box.git('add', '.');
    expect(await staged(box.folder)).toMatchObject({ status: 1, names: ['NEW'] });
  });

  test('tracked links: to files, to folders, in a circle', async () => {
    const box = repository(base);
    mkdirSync(join(box.folder, 'config'));
    box.write({ 'config/env.example': 'KNOWN=\nLINKED=\n', 'lib/new.ts': read('LINKED') });
    rmSync(join(box.folder, '.env.example'));
    symlinkSync('config/env.example', join(box.folder, '.env.example'));
    symlinkSync('loop', join(box.folder, 'loop'));
    symlinkSync('lib', join(box.folder, 'again'));
    box.git('add', '-A');
    rmSync(join(box.folder, 'config'), { recursive: true });
    const { status, output } = await gatelint(box.folder, ['check', '--staged']);
    expect(output).toMatch(/^✔ No problems/u);
    expect(status).toBe(0);
  });

  test('an unfinished merge is refused', async () => {
    const box = repository(base);
    box.git('checkout', '-q', '-b', 'one');
    box.write({ 'lib/a.ts': read('ONE') });
    box.git('commit', '-q', '-a', '-m', 'one');
    box.git('checkout', '-q', '-');
    box.write({ 'lib/a.ts': read('TWO') });
    box.git('commit', '-q', '-a', '-m', 'two');
    expect(() => box.git('merge', 'one')).toThrow();
    expect(await staged(box.folder)).toMatchObject({ status: 2, errors: expect.stringMatching(/A merge is not finished: lib\/a\.ts/u) as string });
  });
});

describe('which findings are kept', () => {
  const judged = ['app/route.ts', 'lib/auth.ts'];
  const guardGone = finding({ file: 'app/route.ts', related: [{ file: 'lib/auth.ts', line: 3, note: 'no longer refuses' }] });

  const kept = async (change: string): Promise<string[]> => {
    const box = repository({ 'package.json': '{}', 'app/route.ts': '1', 'lib/auth.ts': '1', 'lib/other.ts': '1' });
    box.write({ [change]: '2' });
    box.git('add', '.');
    const engine = engineThatSays({ judged, findings: [guardGone, finding({ file: 'app/other.ts' })] });
    const { output } = await gatelint(box.folder, ['check', '--staged', '--format', 'json'], { engine });
    return (JSON.parse(output) as { findings: { file: string }[] }).findings.map(({ file }) => file);
  };

  test('those in a staged file', async () => {
    expect(await kept('app/route.ts')).toEqual(['app/route.ts']);
  });

  test('those with a related place in a staged file', async () => {
    expect(await kept('lib/auth.ts')).toEqual(['app/route.ts']);
  });

  test('no other', async () => {
    expect(await kept('lib/other.ts')).toEqual([]);
  });
});

describe('as a hook', () => {
  const engine = engineThatSays({});
  /** What git sets for hooks, as `git commit FILE` does: paths relative to the top of the work tree. */
  const asHook = (box: Repository, env: Record<string, string>) =>
    gatelint(box.folder, ['check', '--staged', '--format', 'json'], { host: testHost(box.folder, { env: { PATH: process.env['PATH'] ?? '', ...env } }) });

  test('judges the index that git names, not the usual one', async () => {
    const box = repository(base);
    box.write({ 'lib/a.ts': read('PARTIAL') });
    execFileSync('git', ['read-tree', 'HEAD'], { cwd: box.folder, env: { ...process.env, GIT_INDEX_FILE: '.git/next-index.lock' } });
    execFileSync('git', ['add', 'lib/a.ts'], { cwd: box.folder, env: { ...process.env, GIT_INDEX_FILE: '.git/next-index.lock' } });
    const { output } = await asHook(box, { GIT_INDEX_FILE: '.git/next-index.lock', GIT_DIR: '.git' });
    expect(output).toContain('PARTIAL');
    expect((await staged(box.folder)).names).toEqual([]);
  });

  test('variables of another repository do not lead astray', async () => {
    const other = repository(base);
    const box = repository(base);
    box.write({ 'lib/new.ts': read('NEW') });
    box.git('add', '.');
    const host = testHost(other.folder, { env: { PATH: process.env['PATH'] ?? '', GIT_DIR: '.git', GIT_INDEX_FILE: '.git/index' } });
    expect((await gatelint(other.folder, ['check', box.folder, '--staged', '--format', 'json'], { host })).output).toContain('NEW is read here');
  });

  test('without git on the machine: a message', async () => {
    const box = repository(base);
    const host = testHost(box.folder, { env: { PATH: '/nonexistent' } });
    const { status, errors } = await gatelint(box.folder, ['check', '--staged'], { engine, host });
    expect({ status, errors }).toEqual({ status: 2, errors: 'gatelint: --staged: git was not found.\n' });
  });
});
