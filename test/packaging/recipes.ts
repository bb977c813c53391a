/** Recipes: fenced blocks of the README under `<!-- recipe: PATH -->`, to be tried as they stand there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../packages/dev/src/root.js';

/** Text by path. */
export function recipes(): ReadonlyMap<string, string> {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  return new Map([...readme.matchAll(/<!-- recipe: (\S+) -->\n+```\w+\n([\s\S]*?)```/g)].map(([, path = '', text = '']) => [path, text]));
}

export function recipe(path: string): string {
  const text = recipes().get(path);
  if (text === undefined) throw new Error(`The README has no recipe for ${path}.`);
  return text;
}

/** Commands of the `run:` steps of a GitHub workflow. */
export function runSteps(workflow: string): readonly string[] {
  return [...workflow.matchAll(/^\s*- run: (.+)$/gm)].map(([, command = '']) => command);
}
