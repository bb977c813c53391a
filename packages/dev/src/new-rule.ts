/** `npm run new-rule ID`: writes the two places that a rule is made of by hand, `rules/<id>.ts` and `fixtures/<id>/`, and nothing else. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './root.js';

/** Files of a new rule by path relative to the root. The fixtures are red until the rule decides. */
export function filesOfNewRule(id: string): Readonly<Record<string, string>> {
  const fixture = (name: string, code: string): Readonly<Record<string, string>> => ({
    [`fixtures/${id}/${name}/package.json`]: `${JSON.stringify({ name: 'shop', private: true, dependencies: { next: '^15.5.0' } }, null, 2)}\n`,
    [`fixtures/${id}/${name}/app/api/orders/route.ts`]: code,
  });
  const handler = (expectation: string): string =>
    `export async function POST(request: Request) {${expectation}\n  return Response.json(await request.json());\n}\n`;
  return {
    [`rules/${id}.ts`]: ruleText(id),
    ...fixture('bad-first-situation', handler(` // expect: ${id}`)),
    ...fixture('bad-second-situation', handler(` // expect: ${id}`)),
    ...fixture('good-first-situation', handler('')),
    ...fixture('good-second-situation', handler('')),
  };
}

/** Why `id` cannot be the name of a new rule, or null. */
export function refusal(id: string | undefined): string | null {
  if (id === undefined) return 'usage: npm run new-rule ID';
  if (!/^(no|require)(-[a-z0-9]+)+$/.test(id)) return `"${id}" has to be no-<bad thing> or require-<missing thing>, in lower case with dashes.`;
  const taken = [`rules/${id}.ts`, `fixtures/${id}`].find((path) => existsSync(join(root, path)));
  return taken === undefined ? null : `${taken} is there already.`;
}

function ruleText(id: string): string {
  return `import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: '${id}',
  languages: ['ts'],
  preset: 'strict',
  severity: 'warning',
  docs: {
    description: 'Every entry point …',
    why: 'What happens in production when it is not so.',
    fix: 'What to write instead.',
    limits: 'What the rule cannot see, and what it leaves alone.',
    examples: { bad: 'bad-first-situation', good: 'good-first-situation' },
  },
  messages: {
    missing: '{{entry}} … Say what to do about it.',
  },
  check({ file, project, report }) {
    for (const entry of project.entries(file)) {
      if (entry.writes === 'unknown') continue;
      if (entry.writes) report({ at: entry.at, message: 'missing', data: { entry: entry.title } });
    }
  },
});
`;
}

function main(): void {
  const id = process.argv[2];
  const refused = refusal(id);
  if (refused !== null || id === undefined) {
    process.stderr.write(`${refused}\n`);
    process.exitCode = 2;
    return;
  }
  const files = filesOfNewRule(id);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    process.stdout.write(`${path}\n`);
  }
  process.stdout.write('\nWrite the decision and the situations, then run `npm run sync` and `npm test`. docs/writing-a-rule.md helps.\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
