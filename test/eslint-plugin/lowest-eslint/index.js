/** A workspace by itself, so that npm installs this version here and leaves the command `eslint` to the newest. */
export { ESLint } from 'eslint';
