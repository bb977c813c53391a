/** The README's recipes for hooks and CI, exercised in a temporary git repository with the packed packages installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { cleanEnvironment, InstalledProject } from './installed-project.js';
import { recipe, recipes, runSteps } from './recipes.js';

const open = `import postgres from 'postgres';

const sql = postgres();

export async function POST(request: Request) {
  const { item } = await request.json();
  await sql\`insert into orders (item) values (${'$'}{item})\`;
  return Response.json({ ok: true });
}
`;
const sound = 'export const rate = 0.19;\n';
const openTable = 'create table public.invoices (id bigint primary key, user_id uuid not null);\n';

const made = new InstalledProject();

beforeAll(() => {
  // lint-staged 17 needs a newer Node than Gatelint does.
  made.install(...inject('tarballs').map(({ path }) => path), 'lefthook@2', 'husky@9', 'lint-staged@16');
  // A project of Next.js, as far as its manifest says; it need not be installed to be judged.
  made.write('package.json', JSON.stringify({ name: 'shop', private: true, type: 'module', dependencies: { next: '^15.0.0', postgres: '^3.4.0' } }));
  made.write('.gitignore', 'node_modules/\n');
  git('init', '--quiet');
  git('config', 'user.name', 'Test');
  git('config', 'user.email', 'test@example.com');
  made.write('src/tax.ts', sound);
  git('add', '.');
  git('commit', '--quiet', '--no-verify', '-m', 'first');
});

afterAll(() => made.remove());

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: made.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Tries to commit what is given, and takes it back. */
function commit(files: Readonly<Record<string, string>>): { readonly committed: boolean; readonly output: string } {
  const head = git('rev-parse', 'HEAD').trim();
  for (const [path, text] of Object.entries(files)) made.write(path, text);
  git('add', '--', ...Object.keys(files));
  const done = spawnSync('git', ['commit', '-m', 'try'], { cwd: made.folder, encoding: 'utf8', env: cleanEnvironment() });
  const committed = git('rev-parse', 'HEAD').trim() !== head;
  git('reset', '--quiet', '--hard', head);
  return { committed, output: done.stdout + done.stderr };
}

describe.each([
  ['lefthook', 'lefthook.yml', () => made.run('lefthook', 'install')],
  ['husky and lint-staged', 'lint-staged.config.js', () => made.run('husky')],
] as const)('the pre-commit recipe with %s', (tool, file, installHooks) => {
  beforeAll(() => {
    made.write(file, recipe(file));
    if (tool !== 'lefthook') made.write('.husky/pre-commit', 'npx lint-staged\n');
    git('add', '.');
    git('commit', '--quiet', '--no-verify', '-m', `use ${tool}`);
    const installed = installHooks();
    expect(installed.status, installed.stderr).toBe(0);
  });

  it('stops a commit that opens a route', () => {
    const { committed, output } = commit({ 'app/api/orders/route.ts': open });
    expect(output).toContain('require-route-auth');
    expect(committed).toBe(false);
  });

  it('stops a commit that opens a table', () => {
    const { committed, output } = commit({ 'supabase/migrations/20250101000000_invoices.sql': openTable });
    expect(output).toContain('require-rls');
    expect(committed).toBe(false);
  });

  it('lets others through', () => {
    const { committed, output } = commit({ 'src/vat.ts': sound });
    expect(committed, output).toBe(true);
  });
});

describe('the recipe for GitHub Actions', () => {
  const workflow = recipe('.github/workflows/gatelint.yml');

  it('uploads the file that the check writes', () => {
    const check = runSteps(workflow).find((command) => command.includes('gatelint check'));
    const [, written] = /> (\S+)$/.exec(check ?? '') ?? [];
    expect(workflow).toContain(`sarif_file: ${written}`);
  });

  it('writes SARIF and fails the job', () => {
    made.write('app/api/orders/route.ts', open);
    const command = runSteps(workflow).find((step) => step.includes('gatelint check')) ?? '';
    const done = spawnSync('bash', ['-e', '-c', command], { cwd: made.folder, encoding: 'utf8' });
    expect(done.status, done.stderr).toBe(1);
    const sarif = JSON.parse(readFileSync(join(made.folder, 'gatelint.sarif'), 'utf8')) as { version: string; runs: { results: { ruleId: string }[] }[] };
    expect(sarif.version).toBe('2.1.0');
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toContain('require-route-auth');
  });
});

describe('the recipe for VS Code', () => {
  it('names every language that is judged, because the setting turns all others off', () => {
    const settings = JSON.parse(recipe('.vscode/settings.json')) as { readonly 'eslint.validate': readonly string[] };
    expect(settings['eslint.validate']).toEqual(['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'sql']);
  });
});

describe('the README', () => {
  it('has no recipe that is not tried here or in the packaging test', () => {
    expect([...recipes().keys()]).toEqual([
      'eslint.config.js',
      '.vscode/settings.json',
      '.oxlintrc.json',
      'lefthook.yml',
      'lint-staged.config.js',
      '.github/workflows/gatelint.yml',
    ]);
  });
});
