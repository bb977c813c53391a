export type * from './report.js';
export type * from './rule.js';
export { defineRule } from './rule.js';
export { defaultConfig, type Config, type UserRow } from './config.js';
export type * from './project.js';
export { openProject } from './open-project.js';
export { nearest } from './nearest.js';
export { addToInventory, isInventory, nearestInventory } from './environment/inventory.js';
export type { FileSystem } from '@gatelint/ts-facts';
