/**
 * The one place that knows how ESLint wants a rule. A rule of the registry becomes an ESLint rule that asks about the whole file when its root is visited.
 *
 * What `RuleCreator` of @typescript-eslint/utils does (a documentation URL from the rule's name) is done here by hand: that package depends on
 * typescript-estree, which wants `typescript` beside it, and its main entry loads `eslint`. Projects without TypeScript's compiler and projects with Oxlint
 * alone have neither.
 */
import type { Rule as GateRule } from '@gatelint/engine';
import type { Rule } from 'eslint';
import type { Judging } from './judging.js';

function docsUrl(id: string): string {
  return `https://github.com/gatelint/gatelint/blob/main/docs/rules/${id}.md`;
}

/** The messageId of a finding that the rule itself calls a warning. ESLint gives all findings of a rule one severity, so the words have to say it. */
function warningOf(messageId: string): string {
  return `${messageId}:warning`;
}

export function toEslintRule(rule: GateRule, judging: Judging): Rule.RuleModule {
  return {
    meta: {
      type: 'problem',
      docs: { description: rule.docs.description, url: docsUrl(rule.id), recommended: rule.preset === 'recommended' },
      schema: [],
      messages: messagesOf(rule),
      languages: rule.languages.map((language) => (language === 'ts' ? 'js/js' : 'gatelint/postgres')),
    },
    create(context) {
      const { sourceCode } = context;
      const judge = (): void => {
        const { filename, physicalFilename, cwd } = context;
        const { findings, problems } = judging.ask(rule.id, { filename, physicalFilename, cwd, text: sourceCode.text, hasBOM: sourceCode.hasBOM });
        for (const problem of problems) context.report({ loc: { line: 1, column: 0 }, message: problem });
        for (const { severity, message, messageId, data, start, end } of findings) {
          const loc = { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) };
          const milder = severity === 'warning' && rule.severity === 'error';
          if (messageId in rule.messages) context.report({ loc, messageId: milder ? warningOf(messageId) : messageId, data });
          else context.report({ loc, message: message });
        }
      };
      // The roots of the two languages; a tree has one of them.
      return { Program: judge, Root: judge };
    },
  };
}

function messagesOf(rule: GateRule): Record<string, string> {
  const messages = Object.entries(rule.messages);
  if (rule.severity === 'error') messages.push(...messages.map(([id, text]): [string, string] => [warningOf(id), `${text} (warning)`]));
  return Object.fromEntries(messages);
}
