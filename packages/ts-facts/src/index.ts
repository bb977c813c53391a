export type * from './ir.js';
export type * from './file-system.js';
export type * from './modules.js';
export { lower } from './lower/lower.js';
