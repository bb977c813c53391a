/** Directive comments mean what they mean in ESLint: every case is put to ESLint as well. */
import { lower } from '@gatelint/ts-facts';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../packages/engine/src/positions.js';
import { createSuppressions, parseDirective } from '../../packages/engine/src/suppressions.js';

/** Each identifier `bad` is a finding of both rules. */
const cases: Readonly<Record<string, string>> = {
  'no directive': 'bad;',
  'next line': '// eslint-disable-next-line gatelint/one\nbad;\nbad;',
  'next line, in a block comment over two lines': '/* eslint-disable-next-line\n gatelint/one */\nbad;\nbad;',
  'next line, all rules': '// eslint-disable-next-line\nbad;',
  'next line, two rules': '// eslint-disable-next-line gatelint/one, gatelint/two\nbad;',
  'next line, another plugin': '// eslint-disable-next-line other/one\nbad;',
  'next line, with a reason': '// eslint-disable-next-line gatelint/one -- it is, in fact, gatelint/two\nbad;',
  'next line, with a reason and many dashes': '// eslint-disable-next-line gatelint/one ------ why\nbad;',
  'this line': 'bad; // eslint-disable-line gatelint/two\nbad;',
  'this line, all rules': 'bad; /* eslint-disable-line */',
  'this line, over two lines': 'bad; /* eslint-disable-line\n gatelint/one */ bad;',
  'a stretch': 'bad;\n/* eslint-disable gatelint/one */\nbad;\n/* eslint-enable gatelint/one */\nbad;',
  'a stretch within a line': 'bad; /* eslint-disable gatelint/one */ bad; /* eslint-enable gatelint/one */ bad;',
  'a stretch of all rules, one enabled': '/* eslint-disable */\nbad;\n/* eslint-enable gatelint/one */\nbad;\n/* eslint-enable */\nbad;',
  'one rule disabled, all enabled': '/* eslint-disable gatelint/one */\nbad;\n/* eslint-enable */\nbad;',
  'enabled without being disabled': '/* eslint-enable gatelint/one */\nbad;',
  'a stretch in a line comment, which is none': '// eslint-disable gatelint/one\nbad;',
  'enabled in the stretch, disabled on the line': '/* eslint-disable */\n/* eslint-enable */\nbad; // eslint-disable-line',
  'a word that only begins like a directive': '/* eslint-disabled gatelint/one */\nbad;',
  'severity off': '/* eslint gatelint/one: off */\nbad;',
  'severity off, quoted': '/* eslint "gatelint/one": "off" */\nbad;',
  'severity as a number': '/* eslint gatelint/one: 0, gatelint/two: 1 */\nbad;',
  'severity in a list': '/* eslint gatelint/two: ["warn"] */\nbad;',
  'severity in a line comment, which is none': '// eslint gatelint/one: off\nbad;',
  'quoted names': "// eslint-disable-next-line 'gatelint/one'\nbad;",
  'carriage returns': '// eslint-disable-next-line gatelint/one\r\nbad;\r\nbad;',
  'a separator that JavaScript takes for a line break': '// eslint-disable-next-line gatelint/one\u2028bad;\nbad;',
};

const rules = ['one', 'two'];

function fromEslint(text: string): string[] {
  const rule = {
    create: (context: { report(what: object): void }) => ({ 'Identifier[name="bad"]': (node: object) => context.report({ node, message: 'bad' }) }),
  };
  const messages = new Linter().verify(text, [
    {
      plugins: { gatelint: { rules: { one: rule, two: rule } }, other: { rules: { one: { create: () => ({}) } } } },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
      rules: { 'gatelint/one': 'error', 'gatelint/two': 'error' },
    },
  ] as never);
  return messages
    .filter((one) => one.ruleId !== null)
    .map((one) => `${one.line}:${one.column} ${one.ruleId} ${one.severity}`)
    .sort();
}

function fromUs(text: string): string[] {
  const lines = linesOf(text);
  const comments = lower('a.js', text).comments.map(({ kind, text: words, at }) => ({
    kind,
    text: words,
    start: lines.position(at.start),
    end: lines.position(at.end),
  }));
  const suppressions = createSuppressions(comments, 'ts');
  const found: string[] = [];
  for (const { index } of text.matchAll(/\bbad(?=;)/gu)) {
    const at = lines.position(index);
    for (const rule of rules) {
      const severity = suppressions.severity(rule) ?? 'error';
      if (severity !== 'off' && !suppressions.covers(rule, at)) found.push(`${at.line}:${at.column} gatelint/${rule} ${severity === 'error' ? 2 : 1}`);
    }
  }
  return found.sort();
}

describe('directives', () => {
  it.each(Object.entries(cases))('are those of ESLint: %s', (_, text) => {
    const expected = fromEslint(text);
    expect(fromUs(text)).toEqual(expected);
  });

  it('make a difference in the cases above', () => {
    const silenced = Object.values(cases).filter((text) => fromEslint(text).length < rules.length * [...text.matchAll(/\bbad(?=;)/gu)].length);
    expect(silenced.length).toBeGreaterThan(Object.keys(cases).length / 2);
  });
});

describe('parseDirective', () => {
  it('takes whole-file directives from line comments in SQL alone', () => {
    expect(parseDirective(' eslint-disable gatelint/one', 'line', 'sql')?.label).toBe('disable');
    expect(parseDirective(' eslint-disable gatelint/one', 'line', 'ts')).toBeNull();
  });
  it('keeps the reason apart', () =>
    expect(parseDirective(' eslint-disable-next-line gatelint/one -- set by hand -- twice', 'line', 'ts')).toEqual({
      label: 'disable-next-line',
      value: 'gatelint/one',
      justification: 'set by hand -- twice',
      rules: ['gatelint/one'],
    }));
  it.each(['', 'eslint', 'eslint-env node', 'gatelint: public', 'see eslint-disable'])('finds none in "%s"', (text) =>
    expect(parseDirective(text, 'block', 'ts')).toBeNull(),
  );
});
