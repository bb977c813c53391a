/** `@gatelint/engine`: the programmatic API. The one place where the engine, the rules and the catalogue meet. */
export * from '../src/index.js';
export { rules } from './rules.generated.js';
/** What hosts need of the facts: a file system to be handed over, and the parser that the ESLint language stands on. */
export type { FileSystem } from '@gatelint/ts-facts';
export { parseSql, offsetOf, type ParsedSql, type ParseError, type Statement } from '@gatelint/sql-facts';
