export type * from './ir.js';
export type * from './file-system.js';
export type * from './modules.js';
export { lower } from './lower/lower.js';
export { createModules, type LiveModules, type ModulesOptions } from './create-modules.js';
export { walk, type WalkOptions } from './walk.js';
