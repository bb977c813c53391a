/** The oldest supported ESLint is installed under a second name and ships no types of its own. */
declare module 'eslint-lowest' {
  export { ESLint } from 'eslint';
}
