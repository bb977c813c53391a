/** The house's own rules, and Gatelint on itself. It loads what `npm run build` wrote. */
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import gatelint from 'eslint-plugin-gatelint';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.cache/', 'coverage/', 'fixtures/', '**/*.generated.ts'] },
  ...gatelint.configs.recommended,
  {
    files: ['**/*.{ts,js,mjs}'],
    extends: [tseslint.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      'no-restricted-properties': [
        'error',
        { property: 'localeCompare', message: 'Its order depends on the machine. Compare by code unit: equal input, equal bytes out.' },
        { object: 'Math', property: 'random', message: 'Equal input, equal bytes out.' },
      ],
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Gatelint opens no network connection.' }],
    },
  },
  {
    files: ['**/*.ts'],

    extends: [tseslint.configs.recommendedTypeCheckedOnly],
    rules: {
      // The parser's token kinds are an enum, and what it hands over is typed as a number.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // Objects here are closures: `const { check } = rule` is how they are used.
      '@typescript-eslint/unbound-method': 'off',
    },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: ['packages/eslint-plugin/**/*.ts'],
    extends: [eslintPlugin.configs.recommended],
  },
);
