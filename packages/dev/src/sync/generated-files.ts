/** Everything that is generated but the registry, which has to be there before this module is loaded. */
import { rules } from '@gatelint/engine';
import { configJsonSchema } from '@gatelint/engine/config';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixturesFolder } from '../fixtures.js';
import { replaceBetween } from '../markers.js';
import { root } from '../root.js';
import { checkText, runCli } from '../run-cli.js';
import { cataloguePage } from './catalogue-page.js';
import type { GeneratedFile } from './generated-file.js';
import { rulePage } from './rule-pages.js';

export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const pages: GeneratedFile[] = [];
  for (const rule of rules) pages.push(await rulePage(rule));
  return [...pages, schemaFile(), cataloguePage(), await readme(), await whyPage()];
}

function schemaFile(): GeneratedFile {
  return { path: 'packages/cli/gatelint.schema.json', text: `${JSON.stringify(configJsonSchema(rules), null, 2)}\n` };
}

/** The README's table of rules, and a screen of output. */
async function readme(): Promise<GeneratedFile> {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const withRules = replaceBetween(text, 'rules', rulesTable());
  return { path: 'README.md', text: replaceBetween(withRules, 'output', await screen()) };
}

function rulesTable(): string {
  const rows = rules.map(
    ({ id, docs, languages, preset }) => `| [\`${id}\`](docs/rules/${id}.md) | ${docs.description} | ${languages.join(', ')} | ${preset} |`,
  );
  return ['| rule | what it holds | language | preset |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** A route that is right, and a table that is not. */
async function whyPage(): Promise<GeneratedFile> {
  const folder = join(fixturesFolder, 'projects/leaky-shop');
  const examples: string[] = [];
  for (const place of ['app/api/checkout/route.ts:14', 'supabase/migrations/20250410070000_merge_duplicate_cart_items.sql:2']) {
    const { status, out, err } = await runCli(folder, 'why', place, '.', '--no-cache');
    if (status !== 0) throw new Error(`gatelint why ${place}: ${err}`);
    examples.push(['```text', `$ npx gatelint why ${place}`, '', out.trimEnd(), '```'].join('\n'));
  }
  const path = 'docs/why.md';
  return { path, text: replaceBetween(readFileSync(join(root, path), 'utf8'), 'why', examples.join('\n\n')) };
}

const linesOfAScreen = 28;

async function screen(): Promise<string> {
  const lines = (await checkText(join(fixturesFolder, 'projects/leaky-shop'))).split('\n');
  const shown = lines.length <= linesOfAScreen ? lines : [...lines.slice(0, linesOfAScreen - 2), '…', lines.at(-1) ?? ''];
  return ['```text', '$ npx gatelint check', '', ...shown, '```'].join('\n');
}
