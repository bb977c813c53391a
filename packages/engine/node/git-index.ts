/**
 * What git is about to commit. Git is asked with plumbing commands alone, and with everything switched off by which a repository could make it run a
 * program or reach the network: hooks, the file system monitor, filters, external diffs, text conversion, promised objects.
 */
import { spawnSync } from 'node:child_process';
import { isAbsolute, resolve } from 'node:path';

export interface IndexEntry {
  readonly mode: 'file' | 'link' | 'submodule';
  /** Object id, in hexadecimal: 40 digits of SHA-1 or 64 of SHA-256. */
  readonly id: string;
}

export interface GitIndex {
  /** Root of the work tree, absolute, with `/`. */
  readonly top: string;
  /** By path relative to `top`, with `/`. */
  readonly entries: ReadonlyMap<string, IndexEntry>;
  /** Paths, relative to `top`, that differ from the last commit: added, changed, and both names of what was renamed or removed. Sorted. */
  readonly staged: readonly string[];
  /** Contents by object id; what git does not have is left out. */
  blobs(ids: readonly string[]): ReadonlyMap<string, Uint8Array>;
}

/** Something that is not as it has to be for a look at the index; the message says what, in words for the user. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

const safety = ['--no-pager', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

/**
 * @param folder absolute path inside the work tree
 * @param cwd where the process runs: a hook's GIT_DIR and GIT_INDEX_FILE are relative to it
 * @throws GitError when there is no git, no repository, or a merge is not finished
 */
export function readGitIndex(folder: string, cwd: string, environment: Readonly<Record<string, string | undefined>>): GitIndex {
  const { top, env } = findRepository(folder, cwd, environment);
  const git = (args: readonly string[], input?: string): Buffer => run(args, top, env, input);

  const entries = new Map<string, IndexEntry>();
  for (const line of split(git(['ls-files', '--stage', '-z']))) {
    const match = /^(\d{6}) ([0-9a-f]+) (\d)\t(.*)$/su.exec(line);
    if (!match) continue;
    const [, mode = '', id = '', stage, path = ''] = match;
    if (stage !== '0') throw new GitError(`A merge is not finished: ${path} has conflicts. Resolve them and stage the result.`);
    entries.set(path, { id, mode: mode === '120000' ? 'link' : mode === '160000' ? 'submodule' : 'file' });
  }
  const staged = split(git(['diff', '--cached', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all'])).sort();

  return {
    top,
    entries,
    staged,
    blobs: (ids) => (ids.length === 0 ? new Map() : readBatch(git(['cat-file', '--batch'], `${ids.join('\n')}\n`))),
  };
}

type Environment = Record<string, string | undefined>;

/** Variables by which a hook tells git which repository and which index it is called for. */
const located = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_COMMON_DIR'] as const;

function findRepository(folder: string, cwd: string, environment: Readonly<Environment>): { top: string; env: Environment } {
  const env: Environment = {
    ...environment,
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PAGER: 'cat',
    LC_ALL: 'C',
  };
  for (const name of ['GIT_PREFIX', 'GIT_EXTERNAL_DIFF', 'GIT_DIFF_OPTS', 'GIT_TRACE', 'GIT_LITERAL_PATHSPECS', 'GIT_QUARANTINE_PATH']) delete env[name];
  const top = (from: string, variables: Environment): string => slashes(run(['rev-parse', '--show-toplevel'], from, variables).toString().replace(/\n$/u, ''));

  if (located.some((name) => env[name])) {
    // `git commit FILE` and `git commit -a` commit another index than the repository's own, and tell hooks so.
    const absolute = { ...env };
    for (const name of located) if (absolute[name]) absolute[name] = resolve(cwd, absolute[name]);
    try {
      const root = top(cwd, absolute);
      if (within(root, folder)) return { top: root, env: absolute.GIT_DIR ? { ...absolute, GIT_WORK_TREE: root } : absolute };
    } catch {
      // Set for another repository than the one that is asked about.
    }
    for (const name of located) delete env[name];
  }
  return { top: top(folder, env), env };
}

function run(args: readonly string[], cwd: string, env: Environment, input = ''): Buffer {
  const done = spawnSync('git', [...safety, ...args], { cwd, env, input, maxBuffer: 2 ** 31 - 1, windowsHide: true });
  if (done.error)
    throw new GitError((done.error as NodeJS.ErrnoException).code === 'ENOENT' ? 'git was not found.' : `git could not be run: ${done.error.message}`);
  if (done.status === 0) return done.stdout;
  const said = done.stderr.toString().trim();
  if (/not a git repository/iu.test(said)) throw new GitError(`${cwd} is not in a git repository.`);
  throw new GitError(`git ${args[0] ?? ''} failed: ${said.split('\n')[0] ?? `status ${done.status}`}`);
}

/** `<id> <type> <size>`, a line break, the content, a line break; or `<id> missing`. */
function readBatch(output: Buffer): Map<string, Uint8Array> {
  const blobs = new Map<string, Uint8Array>();
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [id = '', , size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (size === undefined) continue;
    blobs.set(id, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}

function split(output: Buffer): string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((part) => part !== '');
}

function within(top: string, folder: string): boolean {
  const path = slashes(folder);
  return isAbsolute(top) && (path === top || path.startsWith(top.endsWith('/') ? top : `${top}/`));
}

function slashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
