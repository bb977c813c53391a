/** `@gatelint/engine`: the programmatic API. The one place where the engine, the rules and the catalogue meet. */
export * from '../src/index.js';
export { rules } from './rules.generated.js';
