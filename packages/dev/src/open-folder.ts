/** A project on the disk, opened as hosts do, with every rule and nothing kept between runs. */
import { defaultConfig, openProject, rules, type Config, type FileSystem, type Project } from '@gatelint/engine';
import { readConfig } from '@gatelint/engine/config';
import { nodeFileSystem } from '@gatelint/engine/node';

const configName = 'gatelint.config.json';

export interface OpenFolderOptions {
  /** Instead of what the folder's configuration says. */
  readonly preset?: Config['preset'];
  readonly files?: FileSystem;
}

/**
 * @param root absolute path
 * @throws Error when the folder's own configuration has mistakes
 */
export function openFolder(root: string, { preset, files = nodeFileSystem() }: OpenFolderOptions = {}): Project {
  const config = configOf(root, files);
  return openProject({ root, files, config: { ...config, preset: preset ?? config.preset }, rules, cache: null });
}

function configOf(root: string, files: FileSystem): Config {
  const bytes = files.read(`${root}/${configName}`);
  if (bytes === null) return defaultConfig;
  const answer = readConfig(
    new TextDecoder().decode(bytes),
    configName,
    rules.map(({ id }) => id),
  );
  if ('problems' in answer) throw new Error(`${root}/${configName}: ${answer.problems.map(({ message }) => message).join(' ')}`);
  return answer.config;
}
