/** `gatelint/postgres` in ESLint, the newest and the lowest that the package names: selectors, places, directives, broken statements. */
import { ESLint, type Linter, type Rule } from 'eslint';
import { ESLint as LowestESLint } from 'lowest-eslint';
import { describe, expect, it } from 'vitest';
import type { Project } from '@gatelint/engine';
import type { Judging } from '../../packages/eslint-plugin/src/judging.js';
import { postgresLanguage } from '../../packages/eslint-plugin/src/postgres-language.js';
import manifest from '../../packages/eslint-plugin/package.json' with { type: 'json' };

/** A project that reads the files named `m.sql`. */
const judging: Judging = {
  ask: () => ({ findings: [], problems: [] }),
  locate: ({ filename }) => ({ project: { files: () => ['m.sql'] } as Partial<Project> as Project, file: filename.replace(/^.*[\\/]/u, '') }),
};

const tables: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], messages: { found: '{{name}}' } },
  create: (context) => ({
    'CreateStmt > RangeVar'(node: Rule.Node) {
      context.report({ node, messageId: 'found', data: { name: String(Reflect.get(node, 'relname')) } });
    },
    'DropStmt:exit'(node: Rule.Node) {
      const { sourceCode } = context;
      context.report({
        node,
        messageId: 'found',
        data: {
          name: `${sourceCode
            .getAncestors(node)
            .map(({ type }) => type)
            .join()} > ${sourceCode.getText(node)}`,
        },
      });
    },
  }),
};

const plugin = { meta: { name: 'gatelint', namespace: 'gatelint' }, languages: { postgres: postgresLanguage(judging) }, rules: { tables } };

describe.each([
  ['newest', ESLint],
  ['lowest', LowestESLint],
])('in the %s ESLint', (which, Linting) => {
  const lint = async (
    text: string,
    { config = {}, options = {}, file = 'm.sql' }: { config?: Linter.Config; options?: ESLint.Options; file?: string } = {},
  ) => {
    const eslint = new Linting({
      overrideConfigFile: true,
      overrideConfig: [
        // What an unscoped configuration of a project does to every file.
        { languageOptions: { globals: { window: true } }, rules: { 'no-irregular-whitespace': 'error', 'no-unused-vars': 'error' } },
        {
          files: ['**/*.sql'],
          plugins: { gatelint: plugin },
          language: 'gatelint/postgres',
          rules: { 'gatelint/tables': 'error' },
          linterOptions: { reportUnusedDisableDirectives: 'error' },
          ...config,
        },
      ],
      ...options,
    });
    const [result] = await eslint.lintText(text, { filePath: file });
    return result!;
  };
  const shown = async (...args: Parameters<typeof lint>): Promise<string[]> =>
    (await lint(...args)).messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId} ${message.split('\n')[0]}`);

  if (which === 'lowest') {
    it('is the version that the package names', () => {
      expect(manifest.peerDependencies.eslint).toContain(`^${Linting.version} `);
    });
  }

  it('walks the statements and knows where they stand', async () => {
    const result = await lint('\uFEFFcreate table a (id int);\r\n\r\n  create table "é"."ü" (id int);\r\n');
    expect(result.messages).toMatchObject([
      { line: 1, column: 14, endLine: 1, endColumn: 15, message: 'a' },
      { line: 3, column: 16, endLine: 3, endColumn: 19, message: 'ü' },
    ]);
  });

  it('matches selectors, visits on the way out, and knows ancestors', async () => {
    expect(await shown('drop table a, b;')).toEqual(['1:1 gatelint/tables Root > drop table a, b']);
    expect(
      await shown('alter table a disable row level security', {
        config: { rules: { 'no-restricted-syntax': ['error', 'AlterTableCmd[subtype="AT_DisableRowSecurity"]'] } },
      }),
    ).toHaveLength(1);
  });

  it.each([
    ['next line', '-- eslint-disable-next-line gatelint/tables -- because\ncreate table a ();', []],
    ['this line', 'create table a (); -- eslint-disable-line gatelint/tables', []],
    ['blocks', '/* eslint-disable gatelint/tables */\ncreate table a ();\n/* eslint-enable */\ncreate table b ();', ['4:14 gatelint/tables b']],
    ['line comments as blocks, since SQL is commented with them', '-- eslint-disable gatelint/tables\ncreate table a ();', []],
    [
      'unused',
      '-- eslint-disable-next-line gatelint/tables\nselect 1;',
      ["1:1 null Unused eslint-disable directive (no problems were reported from 'gatelint/tables')."],
    ],
    ['inside a string', "select '-- eslint-disable-line';\ncreate table a (); select '/* eslint-disable */';", ['2:14 gatelint/tables a']],
    ['over several lines', 'select 1; /* eslint-disable-line\n gatelint/tables */', ['1:11 null eslint-disable-line comment should not span multiple lines.']],
    [
      'of a rule that nobody has',
      '-- eslint-disable-next-line gatelint/no-such\nselect 1;',
      ["1:1 gatelint/no-such Definition for rule 'gatelint/no-such' was not found."],
    ],
  ])('takes directives: %s', async (_, text, expected) => {
    expect(await shown(text)).toEqual(expected);
  });

  it('keeps the reason of a suppression', async () => {
    const { suppressedMessages } = await lint('-- eslint-disable-next-line gatelint/tables -- a lookup table\ncreate table a ();');
    expect(suppressedMessages).toMatchObject([{ suppressions: [{ kind: 'directive', justification: 'a lookup table' }] }]);
  });

  it.each([
    ['/* eslint gatelint/tables: "off" */ create table a ();', []],
    ['-- eslint gatelint/tables: "off"\ncreate table a ();', []],
    ['-- eslint is configured elsewhere\ncreate table a ();', ['2:14 gatelint/tables a']],
  ])('takes a configuration: %s', async (text, expected) => {
    expect(await shown(text)).toEqual(expected);
  });

  it('says what is wrong with a configuration', async () => {
    const [message] = await shown('/* eslint gatelint/tables: [ */ select 1;');
    expect(message).toMatch(/^1:1 null Failed to parse JSON/u);
  });

  it('lets directives be switched off', async () => {
    expect(await shown('create table a (); -- eslint-disable-line', { options: { allowInlineConfig: false } })).toEqual(['1:14 gatelint/tables a']);
    expect(await shown('create table a (); -- eslint-disable-line', { config: { linterOptions: { noInlineConfig: true } } })).toEqual([
      expect.stringMatching(/^1:14 gatelint\/tables a|^1:20 null '-- eslint-disable-line' has no effect/u),
      expect.stringMatching(/^1:14 gatelint\/tables a|^1:20 null '-- eslint-disable-line' has no effect/u),
    ]);
  });

  it('shows a broken statement and loses nothing beside it', async () => {
    expect(await shown('create table a ();\ncrate table b ();\ncreate table c ();')).toEqual([
      '1:14 gatelint/tables a',
      '2:1 null Parsing error: syntax error at or near "crate". This statement is left out, the others are not.',
      '3:14 gatelint/tables c',
    ]);
  });

  it('lets one broken statement be accepted, and is silent where the gates do not read', async () => {
    expect(await shown('-- eslint-disable-next-line -- filled in by the migration tool\ncreate table ${name} ();')).toEqual([]);
    expect(await shown('create table ${name} ();', { file: 'queries.sql' })).toEqual([]);
  });
});
