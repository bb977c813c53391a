/** `eslint-plugin-gatelint`: the rules for ESLint and Oxlint, and the language `gatelint/postgres` for ESLint. */
import { createRequire } from 'node:module';
import { rules } from '@gatelint/engine';
import type { ESLint, Linter, Rule } from 'eslint';
import { judgingOfDisk } from './host.js';
import { postgresLanguage } from './postgres-language.js';
import { preset } from './presets.js';
import { toEslintRule } from './to-eslint-rule.js';

// Sources and bundle lie equally deep.
const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };

const judging = judgingOfDisk();

export interface GatelintPlugin extends ESLint.Plugin {
  readonly rules: Record<string, Rule.RuleModule>;
  readonly configs: { readonly recommended: Linter.Config[]; readonly strict: Linter.Config[] };
}

const plugin: GatelintPlugin = {
  meta: { name: 'eslint-plugin-gatelint', version, namespace: 'gatelint' },
  rules: Object.fromEntries(rules.map((rule) => [rule.id, toEslintRule(rule, judging)])),
  languages: { postgres: postgresLanguage(judging) },
  // Getters, because the presets name the plugin itself.
  configs: {
    get recommended() {
      return preset('recommended', rules, plugin);
    },
    get strict() {
      return preset('strict', rules, plugin);
    },
  },
};

// The second name is what `require()` returns, so that a CommonJS configuration gets the plugin and not a namespace around it.
export { plugin as default, plugin as 'module.exports' };
