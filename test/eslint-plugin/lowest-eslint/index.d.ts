/** That version brings no types. */
export { ESLint } from '../../../node_modules/eslint/lib/types/index.js';
