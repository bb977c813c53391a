/** The project as hosts have it: what runs, how findings are made, what a change of a file changes. */
import { describe, expect, it } from 'vitest';
import { inFolder, memoryFileSystem } from '../support/memory-file-system.js';
import { defaultConfig, type Config } from '../../packages/engine/src/config.js';
import { openProject } from '../../packages/engine/src/open-project.js';
import type { Project } from '../../packages/engine/src/project.js';
import { defineRule, type Rule } from '../../packages/engine/src/rule.js';
import { rules as allRules } from '../../packages/engine/published/rules.generated.js';

const docs = { description: 'A.', why: 'A.', fix: 'A.', limits: 'A.' };

/** Finds each word of the files' texts that is asked for: a rule whose answers are easy to foresee. */
function finder(id: string, word: string, more: Partial<Rule> = {}, severity?: 'warning'): Rule {
  return defineRule({
    id,
    languages: ['ts'],
    preset: 'recommended',
    severity: 'error',
    docs,
    messages: { found: 'Found {{name}}.' },
    ...more,
    check({ file, project, report }) {
      for (const { at, name } of project.env(file)) if (name.startsWith(word)) report({ at, message: 'found', data: { name }, severity });
    },
  });
}

function open(texts: Readonly<Record<string, string>>, rules: readonly Rule[], config: Partial<Config> = {}): Project {
  return openProject({ root: '/project', files: memoryFileSystem(inFolder('/project', texts)), config: { ...defaultConfig, ...config }, rules, cache: null });
}

const found = (project: Project): string[] => project.check().findings.map((one) => `${one.file}:${one.line}:${one.column} ${one.rule} ${one.severity}`);
const read = 'const a = process.env.A;\n';

describe('which rules run', () => {
  const rules = [finder('no-a', 'A'), finder('no-strict', 'A', { preset: 'strict' }), finder('no-warning', 'A', { severity: 'warning' })];
  it('those of the preset', () => expect(found(open({ 'a.ts': read }, rules))).toEqual(['a.ts:1:11 no-a error', 'a.ts:1:11 no-warning warning']));
  it('all in the strict preset', () => expect(found(open({ 'a.ts': read }, rules, { preset: 'strict' }))).toHaveLength(3));
  it('not those that are off', () => expect(found(open({ 'a.ts': read }, rules, { rules: { 'no-a': 'off' } }))).toEqual(['a.ts:1:11 no-warning warning']));
  it('with the severity of the configuration', () =>
    expect(found(open({ 'a.ts': read }, rules, { rules: { 'no-a': 'warning', 'no-warning': 'error' } }))).toEqual([
      'a.ts:1:11 no-a warning',
      'a.ts:1:11 no-warning error',
    ]));
  it('those that are turned on beyond the preset', () =>
    expect(found(open({ 'a.ts': read }, rules, { rules: { 'no-strict': 'warning' } }))).toContain('a.ts:1:11 no-strict warning'));
  it('those that are asked for, and no other', () =>
    expect(
      open({ 'a.ts': read }, rules)
        .check({ rules: ['no-strict'] })
        .findings.map((one) => one.rule),
    ).toEqual(['no-strict']));
  it('with the severity that a finding has of its own, unless the configuration sets one', () => {
    const mild = [finder('no-a', 'A', {}, 'warning')];
    expect(found(open({ 'a.ts': read }, mild))).toEqual(['a.ts:1:11 no-a warning']);
    expect(found(open({ 'a.ts': read }, mild, { rules: { 'no-a': 'error' } }))).toEqual(['a.ts:1:11 no-a error']);
  });
});

describe('findings', () => {
  const rules = [finder('no-b', 'A'), finder('no-a', 'A')];

  it('have their place and their words', () =>
    expect(open({ 'a.ts': 'let x;\r\nf(process.env.A);\n' }, [rules[0]!]).check().findings).toEqual([
      {
        rule: 'no-b',
        severity: 'error',
        message: 'Found A.',
        file: 'a.ts',
        line: 2,
        column: 3,
        endLine: 2,
        endColumn: 16,
        related: [],
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/u) as string,
      },
    ]));

  it('are sorted by file, line, column and rule', () =>
    expect(found(open({ 'b.ts': read, 'a.ts': `${read}f(process.env.A, process.env.A2)`, 'a/b.ts': read }, rules))).toEqual(
      ['a.ts:1:11', 'a.ts:2:3', 'a.ts:2:18', 'a/b.ts:1:11', 'b.ts:1:11'].flatMap((place) => [`${place} no-a error`, `${place} no-b error`]),
    ));

  it('count columns past a byte order mark from one', () =>
    expect(found(open({ 'a.ts': '\uFEFFf(process.env.A)' }, [rules[0]!]))).toEqual(['a.ts:1:3 no-b error']));

  it('are told once', () => {
    const twice: Rule = { ...rules[0]!, check: (context) => [0, 1].forEach(() => rules[0]!.check(context)) };
    expect(found(open({ 'a.ts': read }, [twice]))).toHaveLength(1);
  });

  it('keep their fingerprint when lines move, and share it with no other', () => {
    const prints = (text: string): string[] =>
      open({ 'a.ts': text }, [rules[0]!])
        .check()
        .findings.map((one) => one.fingerprint);
    const before = prints('f(process.env.A);\ng(process.env.A);\nh(process.env.A2);');
    expect(prints('\n\n// moved\nf(process.env.A);\n\ng(process.env.A);\nh(process.env.A2);')).toEqual(before);
    expect(new Set(before).size).toBe(3);
  });
});

describe('what cannot be decided', () => {
  const unsure = defineRule({
    id: 'no-doubt',
    languages: ['ts'],
    preset: 'recommended',
    severity: 'error',
    docs,
    messages: { a: '{{a}}.' },
    check: ({ file, project, undecided }) => project.env(file).forEach(({ at }) => undecided(at, 'who knows')),
  });
  it('is part of the coverage', () => {
    const { coverage, findings } = open({ 'b.ts': read, 'a.ts': read }, [unsure]).check();
    expect(findings).toEqual([]);
    expect(coverage.undecided).toEqual([
      { file: 'a.ts', line: 1, rule: 'no-doubt', because: 'who knows' },
      { file: 'b.ts', line: 1, rule: 'no-doubt', because: 'who knows' },
    ]);
  });
  it('blocks where the configuration wants it to', () => {
    const project = open({ 'a.ts': read, 'b.ts': `// eslint-disable-next-line gatelint/no-doubt -- known\n${read}` }, [unsure], { undecided: 'error' });
    expect(project.check().findings).toMatchObject([{ file: 'a.ts', rule: 'no-doubt', severity: 'error', message: 'This cannot be decided: who knows.' }]);
    expect(project.judge('a.ts', ['no-doubt'])).toMatchObject([{ messageId: 'undecided', severity: 'error' }]);
  });
});

describe('mistakes of our own', () => {
  const broken = {
    ...finder('no-broken', 'A'),
    check: () => {
      throw new Error('off by one');
    },
  };
  it('cost the rule alone, and are told once', () => {
    const { findings, internalErrors } = open({ 'a.ts': read, 'b.ts': read }, [broken, finder('no-a', 'A')]).check();
    expect(findings.map((one) => one.rule)).toEqual(['no-a', 'no-a']);
    expect(internalErrors).toMatchObject([{ rule: 'no-broken', file: 'a.ts', message: 'off by one' }]);
  });
  it.each<[string, Rule['check']]>([
    ['no message "lost"', ({ file, report }) => report({ at: { file, start: 0, end: 1 }, message: 'lost' })],
    ['needs "name"', ({ file, report }) => report({ at: { file, start: 0, end: 1 }, message: 'found' })],
    ['reported in b.ts', ({ report }) => report({ at: { file: 'b.ts', start: 0, end: 1 }, message: 'found', data: { name: 'A' } })],
  ])('are found out: %s', (message, check) => {
    const { internalErrors } = open({ 'a.ts': read }, [{ ...finder('no-a', 'A'), check }]).check();
    expect(internalErrors.map((one) => one.message)).toEqual([expect.stringContaining(message)]);
  });
  it('are thrown to a host that asks about one file', () =>
    expect(() => open({ 'a.ts': read }, [broken]).judge('a.ts', ['no-broken'])).toThrow(/no-broken on a\.ts: off by one/u));
});

describe('suppressions', () => {
  const text = `${read}// eslint-disable-next-line gatelint/no-a -- why\nf(process.env.A);\n`;
  it('silence a check', () =>
    expect(found(open({ 'a.ts': text }, [finder('no-a', 'A'), finder('no-b', 'A')]))).toEqual([
      'a.ts:1:11 no-a error',
      'a.ts:1:11 no-b error',
      'a.ts:3:3 no-b error',
    ]));
  it('are left to the host that asks about one file', () => expect(open({ 'a.ts': text }, [finder('no-a', 'A')]).judge('a.ts', ['no-a'])).toHaveLength(2));
  it('set severities', () =>
    expect(
      found(open({ 'a.ts': `/* eslint gatelint/no-a: warn */ ${read}`, 'b.ts': `/* eslint gatelint/no-a: off */ ${read}` }, [finder('no-a', 'A')])),
    ).toEqual(['a.ts:1:44 no-a warning']));
});

describe('one file', () => {
  const project = open({ 'src/a.ts': 'f(process.env.A2, process.env.A)', 'src/a.test.ts': read }, [finder('no-a', 'A'), finder('no-b', 'A')]);
  it('is judged by offsets, in their order', () =>
    expect(project.judge('src/a.ts', ['no-a']).map(({ start, end, message }) => [start, end, message])).toEqual([
      [2, 16, 'Found A2.'],
      [18, 31, 'Found A.'],
    ]));
  it('may be named by its whole path', () => expect(project.judge('/project/src/a.ts', ['no-a'])).toHaveLength(2));
  it.each(['src/a.test.ts', 'src/none.ts', '../other/a.ts', 'README.md', ''])('is not judged when it is none of ours: %s', (file) =>
    expect(project.judge(file, ['no-a'])).toEqual([]),
  );
});

describe('changes', () => {
  const rule = allRules.find((one) => one.id === 'require-env-inventory')!;

  it('lays an unsaved text over a file, and takes it away', () => {
    const project = open({ 'a.ts': '', '.env.example': '' }, [rule]);
    expect(found(project)).toEqual([]);
    project.overlay('a.ts', '\nf(process.env.KEY)');
    expect(found(project)).toEqual(['a.ts:2:3 require-env-inventory error']);
    project.overlay('.env.example', 'KEY=');
    expect(found(project)).toEqual([]);
    project.overlay('.env.example', null);
    project.overlay('/project/a.ts', null);
    expect(found(project)).toEqual([]);
  });

  it('knows a buffer that was never saved', () => {
    const project = open({ 'a.ts': read, '.env.example': 'A=' }, [finder('no-a', 'A')]);
    project.overlay('new.ts', 'f(process.env.A)');
    expect(project.files()).toEqual(['a.ts', 'new.ts']);
    expect(found(project)).toHaveLength(2);
    project.overlay('new.ts', null);
    expect(project.files()).toEqual(['a.ts']);
  });

  it('leaves a buffer out that the configuration leaves out', () => {
    const project = open({ 'a.ts': read, 'made/b.ts': read }, [finder('no-a', 'A')], { ignore: ['made'] });
    project.overlay('made/b.ts', 'f(process.env.A)');
    expect(found(project)).toEqual(['a.ts:1:11 no-a error']);
  });

  it('sees a changed disk when it is asked to look again', () => {
    const files = memoryFileSystem({ '/project/a.ts': read });
    const project = openProject({ root: '/project/', files, config: defaultConfig, rules: [finder('no-a', 'A')], cache: null });
    expect(found(project)).toHaveLength(1);
    files.write('/project/a.ts', 'f(process.env.A, process.env.A)');
    files.write('/project/b.ts', read);
    expect(found(project)).toHaveLength(1);
    project.refresh();
    expect(found(project)).toHaveLength(3);
    files.write('/project/a.ts', null);
    project.refresh();
    expect(found(project)).toEqual(['b.ts:1:11 no-a error']);
  });
});

describe('files', () => {
  const project = open(
    {
      'a.ts': '',
      'b.tsx': '',
      'c.mjs': '',
      'd.cjs': '',
      'e.d.ts': '',
      'f.test.ts': '',
      'g.stories.tsx': '',
      'h.json': '',
      '__tests__/i.ts': '',
      'generated/j.ts': '',
      'k.generated.ts': '',
      'app/api/test/route.ts': '',
      'tests/l.ts': '',
      'node_modules/m/index.js': '',
      'm.min.js': '',
    },
    [],
  );
  it('are those that the gates are about', () => expect(project.files()).toEqual(['a.ts', 'app/api/test/route.ts', 'b.tsx', 'c.mjs', 'd.cjs']));
  it('are counted', () => expect(project.check().coverage.files).toBe(5));
  it('are told as they are judged', () => {
    const told: [number, number][] = [];
    project.check({ onProgress: (done, total) => told.push([done, total]) });
    expect(told).toEqual([
      [1, 5],
      [2, 5],
      [3, 5],
      [4, 5],
      [5, 5],
    ]);
  });
});

it('reports what the contract says', () => {
  const report = open({ 'a.ts': read, '.env.example': 'B=' }, [...allRules]).report();
  expect(Object.keys(report)).toEqual([
    'version',
    'tool',
    'coverage',
    'entries',
    'telemetry',
    'env',
    'tables',
    'enums',
    'access',
    'findings',
    'internalErrors',
  ]);
  expect(report).toMatchObject({
    version: 1,
    tool: { name: 'gatelint' },
    coverage: { files: 1, unread: [], undecided: [] },
    entries: [],
    telemetry: [],
    tables: [],
    enums: [],
  });
  expect(report.env).toEqual({
    variables: [
      { name: 'A', reads: [{ file: 'a.ts', line: 1, scope: 'app' }], inventoried: false, inventory: null, schema: false, platform: false, testsOnly: false },
    ],
    unused: [{ name: 'B', file: '.env.example', line: 1 }],
    dynamic: [],
    inventories: ['.env.example'],
  });
});
