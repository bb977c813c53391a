/** Finds and reads `gatelint.config.json`. Nothing of the checked repository is executed: a configuration in JavaScript is named, and left alone. */
import { posix } from 'node:path';
import type { Config, FileSystem } from '@gatelint/engine';
import type { Host } from './host.js';
import { configName } from './locate.js';
import { Problem } from './problem.js';

export interface ConfigFile {
  /** As messages name it: relative to the working directory. */
  readonly name: string;
  readonly text: string;
}

const executable = ['gatelint.config.js', 'gatelint.config.mjs', 'gatelint.config.cjs', 'gatelint.config.ts', 'gatelint.config.mts'];

/**
 * @param given what `--config` names; it is read from the disk, whatever `files` are
 * @throws Problem when a file that was named is not there
 */
export function findConfigFile(root: string, given: string | undefined, files: FileSystem, host: Host): ConfigFile | null {
  const path = given === undefined ? posix.join(root, configName) : host.resolve(given);
  const bytes = (given === undefined ? files : host.files).read(path);
  const name = posix.relative(host.cwd, path);
  if (bytes) return { name: name.startsWith('../../') ? path : name, text: new TextDecoder().decode(bytes) };
  if (given !== undefined) throw new Problem(`There is no configuration file "${given}".`);
  const other = executable.find((one) => files.stat(posix.join(root, one)) !== null);
  if (other !== undefined)
    host.err.write(`gatelint: ${other} is not read: the configuration is ${configName}, in JSON, so that nothing of the repository has to be run.\n`);
  return null;
}

/** @throws Problem that lists every mistake */
export async function readConfigFile(file: ConfigFile | null, root: string, ruleIds: readonly string[], files: FileSystem): Promise<Config> {
  if (file === null) return (await import('@gatelint/engine')).defaultConfig;
  const { readConfig } = await import('@gatelint/engine/config');
  const answer = readConfig(file.text, configName, ruleIds);
  if ('problems' in answer) {
    const lines = answer.problems.map(({ line, column, message, hint }) => `${file.name}:${line}:${column}: ${message}${hint === null ? '' : ` ${hint}`}`);
    throw new Problem(lines.join('\n'));
  }
  const missing = answer.config.sql.migrations?.find((folder) => files.stat(posix.join(root, folder)) === null);
  if (missing !== undefined)
    throw new Problem(`${file.name}: "sql.migrations" names "${missing}", which is not there.`, 'Leave the key out to have the folders found.');
  return answer.config;
}
