/** `configs.recommended` and `configs.strict`, computed from what the rules say of themselves. */
import type { Language, Rule as GateRule } from '@gatelint/engine';
import type { ESLint, Linter } from 'eslint';
import { commentParser, hasTypeScriptParser } from './comment-parser.js';

const typescriptFiles = ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'];
const sqlFiles = ['**/*.sql'];

/** What ESLint's own parser cannot read, whatever it is told. */
const filesForParser = ['**/*.{ts,tsx,mts,cts}'];

/** JSX stands in `.js` files of many projects; ESLint's own parser reads it when it is told to. */
const jsx = { parserOptions: { ecmaFeatures: { jsx: true } } };

/**
 * One object for each language, since ESLint refuses a rule that is set on files of a language it is not for; and one with a parser where nobody has brought one,
 * because naming TypeScript files makes ESLint read them.
 */
export function preset(name: 'recommended' | 'strict', rules: readonly GateRule[], plugin: ESLint.Plugin): Linter.Config[] {
  const chosen = rules.filter((rule) => name === 'strict' || rule.preset === 'recommended');
  return [
    { name: `gatelint/${name}/typescript`, files: typescriptFiles, plugins: { gatelint: plugin }, languageOptions: jsx, rules: severities(chosen, 'ts') },
    { name: `gatelint/${name}/sql`, files: sqlFiles, plugins: { gatelint: plugin }, language: 'gatelint/postgres', rules: severities(chosen, 'sql') },
    ...(hasTypeScriptParser() ? [] : [{ name: `gatelint/${name}/parser`, files: filesForParser, languageOptions: { parser: commentParser } }]),
  ];
}

/**
 * ESLint gives every finding of a rule one severity, and it is the rule's own here. A finding that the rule itself calls a warning says so in its words, see
 * to-eslint-rule.ts.
 */
function severities(rules: readonly GateRule[], language: Language): Linter.RulesRecord {
  return Object.fromEntries(
    rules.filter((rule) => rule.languages.includes(language)).map((rule) => [`gatelint/${rule.id}`, rule.severity === 'error' ? 'error' : 'warn']),
  );
}
