/** The command line in this process, from the sources, with its output as text. */
import { processHost, type Host } from '../../cli/src/host.js';
import { run } from '../../cli/src/run.js';

export interface CliRun {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

const machine = processHost();

/** Runs `gatelint` with the given arguments in a folder (absolute). Nothing is kept between runs. */
export async function runCli(cwd: string, ...args: readonly string[]): Promise<CliRun> {
  let out = '';
  let err = '';
  const host: Host = {
    ...machine,
    cwd,
    resolve: (path) => (path.startsWith('/') ? path : machine.resolve(`${cwd}/${path}`)),
    env: { ...machine.env, NO_COLOR: '1', CI: undefined, GITHUB_ACTIONS: undefined },
    out: { write: (text) => void (out += text), isTerminal: false },
    err: { write: (text) => void (err += text), isTerminal: false },
  };
  const status = await run([...args], host);
  return { status, out, err };
}

/** What `gatelint check` prints about a folder. Throws when the run cannot be trusted. */
export async function checkText(folder: string, rules: readonly string[] = []): Promise<string> {
  const { status, out, err } = await runCli(folder, 'check', ...rules.flatMap((rule) => ['--rule', rule]), '--no-cache');
  if (status > 1) throw new Error(`gatelint check ${folder}: ${err}${out}`);
  return out.trimEnd();
}
