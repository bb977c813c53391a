/** `npm run sync`: writes everything that follows from rules, fixtures and the configuration. With `--check` it compares, and prints what differs. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.js';
import { difference, isCurrent } from './sync/differences.js';
import type { GeneratedFile } from './sync/generated-file.js';
import { registryFile, ruleIds } from './sync/registry.js';

const check = process.argv.includes('--check');
const ids = ruleIds();

const stale: string[] = [];
const settle = (file: GeneratedFile): void => {
  if (isCurrent(file)) return;
  stale.push(file.path);
  if (check) {
    process.stdout.write(`${file.path} is not what would be generated:\n\n${difference(file)}\n\n`);
    return;
  }
  mkdirSync(dirname(join(root, file.path)), { recursive: true });
  writeFileSync(join(root, file.path), file.text);
  process.stdout.write(`wrote ${file.path}\n`);
};

// First the registry: everything else asks the rules that it lists.
settle(registryFile(ids));
if (check && stale.length > 0) finish();
else {
  const { generatedFiles } = await import('./sync/generated-files.js');
  for (const file of await generatedFiles()) settle(file);
  for (const page of orphanPages()) {
    stale.push(page);
    if (check) process.stdout.write(`${page} is about a rule that is gone.\n\n`);
    else rmSync(join(root, page));
  }
  finish();
}

function orphanPages(): readonly string[] {
  const folder = join(root, 'docs/rules');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !ids.includes(name.replace(/\.md$/, '')))
    .map((name) => `docs/rules/${name}`);
}

function finish(): void {
  if (check && stale.length > 0) {
    process.stdout.write(`Run \`npm run sync\` and commit what it writes: ${stale.join(', ')}.\n`);
    process.exitCode = 1;
  }
}
