export type * from './schema.js';
export { parseSql, offsetOf, type ParsedSql, type ParseError, type Statement } from './parse.js';
export type { Node } from './postgres.js';
