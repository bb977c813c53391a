/** The plugin in ESLint's own API, over projects on the disk. */
import { ESLint, type Linter } from 'eslint';
import gatelint from 'eslint-plugin-gatelint';
import { parser as tsParser } from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { commentParser } from '../../packages/eslint-plugin/src/comment-parser.js';
import { temporaryProject, type TemporaryProject } from './temporary-project.js';

const parser = (parser: Linter.Parser): Linter.Config => ({ files: ['**/*.ts'], languageOptions: { parser } });

/** ESLint as an editor holds it: one object for many lints. */
function linter(project: TemporaryProject, ...config: readonly Linter.Config[]): ESLint {
  return new ESLint({ cwd: project.folder, overrideConfigFile: true, overrideConfig: [...gatelint.configs.recommended, parser(commentParser), ...config] });
}

async function shown(eslint: ESLint, ...files: readonly string[]): Promise<readonly string[]> {
  const results = await eslint.lintFiles(files.length > 0 ? [...files] : ['.']);
  return results
    .flatMap(({ filePath, messages }) =>
      messages.map(({ line, column, ruleId, message }) => `${filePath.split(/[\\/]/u).at(-1)}:${line}:${column} ${ruleId ?? message}`),
    )
    .sort();
}

async function shownIn(eslint: ESLint, project: TemporaryProject, file: string, text: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(text, { filePath: project.path(file) });
  return result!.messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId ?? message}`);
}

const reads = (name: string): string => `export const value = process.env.${name};\n`;

describe('recommended', () => {
  it('judges TypeScript and JavaScript by the whole project', async () => {
    const project = temporaryProject({
      '.env.example': 'LISTED=\n',
      'a.ts': reads('LISTED'),
      'b.ts': `type A = string;\n${reads('MISSING')}`,
      'c.js': reads('MISSING'),
      'd.jsx': `${reads('OTHER')}export const a = <p />;\n`,
    });
    expect(await shown(linter(project))).toEqual(['b.ts:2:22 gatelint/require-env-inventory', 'd.jsx:1:22 gatelint/require-env-inventory']);
  });

  it('names both ends of a finding', async () => {
    const project = temporaryProject({ '.env.example': '', 'a.ts': `\n  ${reads('MISSING')}` });
    const [result] = await linter(project).lintFiles('a.ts');
    expect(result!.messages).toMatchObject([{ line: 2, column: 24, endLine: 2, severity: 2, messageId: 'missing' }]);
  });

  it.each([
    ['a byte order mark', '\uFEFFexport const value = process.env.MISSING;', '1:22'],
    ['CRLF', '// é\r\n\r\nexport const value = process.env.MISSING;\r\n', '3:22'],
    ['other than ASCII', "export const a = 'é😀', value = process.env.MISSING;", '1:33'],
    ['old line breaks', 'let a;\rlet b;\u2028export const value = process.env.MISSING;', '3:22'],
  ])('counts columns as editors do: %s', async (_, text, place) => {
    const project = temporaryProject({ '.env.example': '', 'a.ts': text });
    expect(await shown(linter(project))).toEqual([`a.ts:${place} gatelint/require-env-inventory`]);
    expect(await shown(linter(project, parser(tsParser)))).toEqual([`a.ts:${place} gatelint/require-env-inventory`]);
  });

  it('takes ESLint’s directives, and tells unused ones', async () => {
    const line = '// eslint-disable-next-line gatelint/require-env-inventory -- set by hand';
    const project = temporaryProject({ '.env.example': '', 'a.ts': `${line}\n${reads('MISSING')}${line}\nexport {};\n` });
    const [result] = await linter(project).lintFiles('a.ts');
    expect(result!.messages).toMatchObject([{ line: 3, ruleId: null, message: expect.stringContaining('Unused eslint-disable') as string }]);
    expect(result!.suppressedMessages).toHaveLength(1);
  });

  it('says in words what ESLint cannot say by severity', () => {
    for (const [id, { meta }] of Object.entries(gatelint.rules)) {
      const severe = gatelint.configs.strict.some(({ rules }) => rules?.[`gatelint/${id}`] === 'error');
      for (const [name, text] of Object.entries(meta?.messages ?? {})) {
        if (name.endsWith(':warning')) expect(text).toMatch(/ \(warning\)$/u);
        else expect(`${name}:warning` in meta!.messages!).toBe(severe);
      }
    }
  });
});

describe('an editor', () => {
  it('judges the buffer, and shows what it means for another file', async () => {
    const project = temporaryProject({ '.env.example': '', 'a.ts': 'export {};', 'b.ts': reads('MISSING') });
    const eslint = linter(project);
    expect(await shownIn(eslint, project, 'b.ts', reads('MISSING'))).toEqual(['1:22 gatelint/require-env-inventory']);
    // The first read of a variable carries the finding, and the buffer has one now.
    expect(await shownIn(eslint, project, 'a.ts', `\n${reads('MISSING')}`)).toEqual(['2:22 gatelint/require-env-inventory']);
    expect(await shownIn(eslint, project, 'b.ts', reads('MISSING'))).toEqual([]);
    expect(await shownIn(eslint, project, 'a.ts', 'export {};')).toEqual([]);
    expect(await shownIn(eslint, project, 'b.ts', reads('MISSING'))).toEqual(['1:22 gatelint/require-env-inventory']);
  });

  it('sees the disk change under it', async () => {
    const project = temporaryProject({ '.env.example': '', 'a.ts': reads('MISSING') });
    const eslint = linter(project);
    expect(await shown(eslint)).toHaveLength(1);
    project.write('.env.example', 'MISSING=\n');
    expect(await shown(eslint)).toEqual([]);
    project.write('gatelint.config.json', '{}');
    project.write('.env.example', '# nothing\n');
    expect(await shown(eslint)).toHaveLength(1);
  });

  it('judges a file that is not saved yet, and no text without a file', async () => {
    const project = temporaryProject({ '.env.example': '' });
    const eslint = linter(project);
    expect(await shownIn(eslint, project, 'new.ts', reads('MISSING'))).toHaveLength(1);
    expect(await eslint.lintText(reads('MISSING'))).toMatchObject([{ messages: [] }]);
  });
});

describe('SQL', () => {
  const first = 'supabase/migrations/20250101000000_first.sql';
  const later = 'supabase/migrations/20250201000000_later.sql';
  const table = 'create table public.notes (id bigint primary key, user_id uuid references auth.users (id));\n';
  const repaired = 'alter table public.notes enable row level security;\ncreate policy own on public.notes using (auth.uid() = user_id);\n';
  const open = 'gatelint/require-rls';

  it('is judged by what all migrations leave behind', async () => {
    const project = temporaryProject({ [first]: table });
    expect(await shown(linter(project))).toEqual([`20250101000000_first.sql:1:14 ${open}`]);
    project.write(later, repaired);
    expect(await shown(linter(project))).toEqual([]);
  });

  it('is judged by the buffer, in both files', async () => {
    const project = temporaryProject({ [first]: table, [later]: 'select 1;\n' });
    const eslint = linter(project);
    expect(await shownIn(eslint, project, first, table)).toEqual([`1:14 ${open}`]);
    await shownIn(eslint, project, later, repaired);
    expect(await shownIn(eslint, project, first, table)).toEqual([]);
    expect(await shownIn(eslint, project, first, `\n${table.replaceAll('notes', 'others')}`)).toContain(`2:14 ${open}`);
  });

  it.each([
    ['a byte order mark', `\uFEFF${table}`, '1:14'],
    ['CRLF', `-- é\r\n\r\n${table}`, '3:14'],
    ['other than ASCII', `select 'é😀'; ${table}`, '1:28'],
  ])('counts columns as editors do: %s', async (_, text, place) => {
    const project = temporaryProject({ [first]: text });
    expect(await shown(linter(project))).toEqual([`20250101000000_first.sql:${place} ${open}`]);
  });

  it('takes directives and tells unused ones', async () => {
    const project = temporaryProject({
      [first]: `-- eslint-disable-next-line ${open} -- only the job reads it\n${table}-- eslint-disable-next-line ${open}\nselect 1;\n`,
    });
    const [result] = await linter(project).lintFiles(first);
    expect(result!.messages).toMatchObject([{ line: 3, ruleId: null, message: expect.stringContaining('Unused eslint-disable') as string }]);
    expect(result!.suppressedMessages).toMatchObject([{ ruleId: open, suppressions: [{ justification: 'only the job reads it' }] }]);
  });

  it('shows a broken migration, and no other file that PostgreSQL refuses', async () => {
    const project = temporaryProject({ [first]: `crate table x;\n${table}`, 'queries/report.sql': 'select * from ${table};' });
    expect(await shown(linter(project))).toEqual([
      '20250101000000_first.sql:1:1 Parsing error: syntax error at or near "crate". This statement is left out, the others are not.',
      `20250101000000_first.sql:2:14 ${open}`,
    ]);
  });
});

describe('the configuration of a project', () => {
  it('is told once when it is wrong, and judges nothing until it is right', async () => {
    const project = temporaryProject({ '.env.example': '', 'a.ts': reads('A'), 'b.ts': reads('B'), 'gatelint.config.json': '{\n  "ignored": []\n}' });
    const eslint = linter(project);
    const [message, ...more] = (await eslint.lintFiles('.')).flatMap(({ messages }) => messages);
    expect(more).toEqual([]);
    expect(message).toMatchObject({
      line: 1,
      column: 1,
      message: expect.stringMatching(/^gatelint\.config\.json:2:3: .*"ignored".*Did you mean "ignore"\?/u) as string,
    });
    project.write('gatelint.config.json', '{}');
    expect(await shown(eslint)).toHaveLength(2);
  });

  it('counts for the project that it lies in', async () => {
    const project = temporaryProject({
      '.env.example': '',
      'apps/web/a.ts': reads('A'),
      'apps/web/gatelint.config.json': '{ "env": { "platform": ["A"] } }',
      'b.ts': reads('B'),
    });
    expect(await shown(linter(project))).toEqual(['b.ts:1:22 gatelint/require-env-inventory']);
  });
});

it('says nothing about files that are left out of the project', async () => {
  const idle = '// gatelint: public -- nothing is here\nexport {};\n';
  const project = temporaryProject({
    'gatelint.config.json': '{ "ignore": ["scripts/**"] }',
    '.gitignore': 'generated/\n',
    'scripts/a.ts': idle,
    'generated/b.ts': idle,
    'src/c.ts': idle,
  });
  expect(await shown(linter(project))).toEqual(['c.ts:1:1 gatelint/no-idle-intent']);
});

describe('the plugin', () => {
  it('has two presets with an object for each language, and rules only where they belong', () => {
    for (const preset of [gatelint.configs.recommended, gatelint.configs.strict]) {
      const [typescript, sql] = preset;
      expect(typescript).toMatchObject({ files: ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'], plugins: { gatelint } });
      expect(sql).toMatchObject({ files: ['**/*.sql'], language: 'gatelint/postgres', plugins: { gatelint } });
      for (const [config, language] of [
        [typescript, 'js/js'],
        [sql, 'gatelint/postgres'],
      ] as const) {
        for (const id of Object.keys(config!.rules!)) expect(gatelint.rules[id.replace('gatelint/', '')]!.meta!.languages, id).toContain(language);
      }
    }
  });

  it('is accepted by ESLint with every rule on, in both languages', async () => {
    const project = temporaryProject({ 'a.ts': 'export {};', 'm.sql': 'select 1;' });
    const eslint = new ESLint({ cwd: project.folder, overrideConfigFile: true, overrideConfig: gatelint.configs.strict });
    expect(await shown(eslint)).toEqual([]);
  });

  it('has no options', async () => {
    const project = temporaryProject({ 'a.js': '' });
    for (const [id, rule] of Object.entries(gatelint.rules)) {
      expect(rule.meta!.schema).toEqual([]);
      const language = rule.meta!.languages!.includes('js/js') ? {} : { files: ['**/*.sql'], language: 'gatelint/postgres' as const };
      const eslint = new ESLint({
        cwd: project.folder,
        overrideConfigFile: true,
        overrideConfig: [{ plugins: { gatelint }, ...language, rules: { [`gatelint/${id}`]: ['error', {}] } }],
      });
      await expect(eslint.calculateConfigForFile(language.files ? 'm.sql' : 'a.js')).rejects.toThrow(/should NOT have more than 0 items|options/u);
    }
  });
});

describe('a parser for those who have none', () => {
  const withoutParser = (project: TemporaryProject, ...config: Linter.Config[]): ESLint =>
    new ESLint({ cwd: project.folder, overrideConfigFile: true, overrideConfig: [parser(commentParser), ...config] });

  it('reads TypeScript, keeps comments, and shows other rules no code', async () => {
    const project = temporaryProject({ 'a.ts': 'enum A { B }\nlet unused: A; // fixme later\ndebugger;\n' });
    const rules: Linter.RulesRecord = {
      'no-unused-vars': 'error',
      'no-debugger': 'error',
      'no-undef': 'error',
      'no-warning-comments': 'error',
      'no-irregular-whitespace': 'error',
      indent: 'off',
      'eol-last': 'error',
    };
    expect(await shown(withoutParser(project, { rules }), 'a.ts')).toEqual(['a.ts:2:16 no-warning-comments']);
  });

  it('tells a syntax error where it is', async () => {
    const project = temporaryProject({ 'a.ts': 'const a = 1;\n const = ;\n' });
    const [result] = await withoutParser(project).lintFiles('a.ts');
    expect(result!.messages).toMatchObject([{ fatal: true, line: 2, column: 8 }]);
  });
});
