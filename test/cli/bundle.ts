/** The command line as it is published, bundled from the sources: what runs in a process of its own. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../packages/dev/src/root.js';
import type { Outcome } from './machine.js';

export interface Bundle {
  /** Path of the script that Node runs. */
  readonly script: string;
  run(cwd: string, argv: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome>;
  remove(): void;
}

/** Made inside the repository, because third-party packages are found from there. */
export async function bundle(): Promise<Bundle> {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache', 'test-cli-'));
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'packages/cli/src/gatelint.ts')],
    outdir: join(folder, 'dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['gatelint-source'],
    chunkNames: 'chunk-[hash]',
    logLevel: 'silent',
    plugins: [
      {
        name: 'third-party packages stay imports',
        setup: ({ onResolve }) =>
          void onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@gatelint/') ? undefined : { path, external: true },
          ),
      },
    ],
  });
  const { version } = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8')) as { version: string };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', version }));
  const script = join(folder, 'dist', 'gatelint.js');
  return { script, run: (cwd, argv, env) => runScript(script, cwd, argv, env), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function runScript(script: string, cwd: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...argv], { cwd, env: { PATH: process.env['PATH'], ...env } });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.on('close', (status) => resolve({ status: status ?? -1, output, errors }));
  });
}
