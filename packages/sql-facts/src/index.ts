export type * from './schema.js';
export { parseSql, offsetOf, type ParsedSql, type ParseError, type Statement } from './parse.js';
export type { Node } from './postgres.js';
export { findSources, type FindOptions } from './sources/find.js';
export { platformSchemas } from './sources/supabase.js';
export { foldSource, type SchemaCache } from './fold/fold.js';
export { decode, type Files } from './text.js';
export { lineOf, lineStarts } from './positions.js';
export { Remarks } from './fold/remarks.js';
