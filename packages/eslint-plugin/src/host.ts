/** The one module of the plugin that reaches the disk: it opens the project of a root, with the configuration that lies there. */
import { defaultConfig, openProject, rules, type FileSystem } from '@gatelint/engine';
import { readConfig, type ConfigProblem } from '@gatelint/engine/config';
import { nodeFileSystem } from '@gatelint/engine/node';
import { join } from './find-root.js';
import { createJudging, type Judging, type Opened } from './judging.js';

const configName = 'gatelint.config.json';

/** Judges files of this machine. One a process: its projects are what makes the second file cheap. */
export function judgingOfDisk(): Judging {
  return createJudging(nodeFileSystem(), openRoot);
}

function openRoot(root: string, files: FileSystem): Opened {
  const path = join(root, configName);
  const text = textOf(path, files);
  const current = (): boolean => textOf(path, files) === text;
  const answer =
    text === null
      ? { config: defaultConfig }
      : readConfig(
          text,
          configName,
          rules.map((rule) => rule.id),
        );
  if ('problems' in answer) return { project: null, problems: answer.problems.map(sentence), current };
  // Facts live as long as the process. There is no moment at which a plugin could write them down: a linter does not say that it ends.
  return { project: openProject({ root, files, config: answer.config, rules, cache: null }), problems: [], current };
}

function textOf(path: string, files: FileSystem): string | null {
  const bytes = files.read(path);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

function sentence({ message, hint, line, column }: ConfigProblem): string {
  return `${configName}:${line}:${column}: ${message}${hint === null ? '' : ` ${hint}`} Until this is put right, nothing is judged.`;
}
