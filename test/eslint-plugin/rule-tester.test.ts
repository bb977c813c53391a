/** Rules as ESLint's own RuleTester sees them: metadata, messages, places, languages. */
import { RuleTester } from 'eslint';
import gatelint from 'eslint-plugin-gatelint';
import { beforeAll, describe, it } from 'vitest';
import { temporaryProject } from './temporary-project.js';

beforeAll(() => {
  // Each `run` is one test here, because the files that it speaks of have to lie somewhere first.
  const atOnce = (_: string, run: () => void): void => run();
  RuleTester.describe = atOnce;
  RuleTester.it = atOnce;
});

describe('in RuleTester', () => {
  it('require-env-inventory', () => {
    const project = temporaryProject({ '.env.example': 'LISTED=\n' });
    new RuleTester().run('require-env-inventory', gatelint.rules['require-env-inventory']!, {
      valid: [
        { filename: project.path('src/a.js'), code: 'export const a = process.env.LISTED;' },
        { filename: project.path('src/a.js'), code: 'export const a = process.env.NODE_ENV;' },
        { name: 'text that is no file', code: 'export const a = process.env.MISSING;' },
      ],
      invalid: [
        {
          filename: project.path('src/a.js'),
          code: '\nexport const a = process.env.MISSING;',
          errors: [
            { messageId: 'missing', data: { name: 'MISSING', inventory: '.env.example', elsewhere: '' }, line: 2, column: 18, endLine: 2, endColumn: 37 },
          ],
        },
      ],
    });
  });

  it('require-rls', () => {
    const project = temporaryProject({ 'supabase/config.toml': '' });
    const filename = project.path('supabase/migrations/20250101000000_notes.sql');
    const table = 'create table public.notes (id bigint primary key, user_id uuid references auth.users (id));';
    new RuleTester({ plugins: { gatelint }, language: 'gatelint/postgres' }).run('require-rls', gatelint.rules['require-rls']!, {
      valid: [
        { filename, code: `${table}\nalter table public.notes enable row level security;` },
        { filename: project.path('queries.sql'), code: table },
        { filename, code: '' },
      ],
      invalid: [{ filename, code: `${table}\n-- é`, errors: [{ message: /public\.notes/u, line: 1, column: 14, endLine: 1, endColumn: 26 }] }],
    });
  });
});
