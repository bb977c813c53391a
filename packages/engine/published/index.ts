/** `@gatelint/engine`: the programmatic API. The one place where the engine, the rules and the catalogue meet. */
export * from '../src/index.js';
export { rules } from './rules.generated.js';
/** What hosts need of the layers below: a file system to be handed over, what the ESLint language stands on, and positions. */
export { lower, type FileSystem } from '@gatelint/ts-facts';
export { linesOf, type Lines, type Position } from '../src/positions.js';
export { parseDirective } from '../src/suppressions.js';
export { parseSql, offsetOf, type ParsedSql, type ParseError, type Statement } from '@gatelint/sql-facts';
