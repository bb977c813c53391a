export type * from './report.js';
export type * from './rule.js';
export { defineRule } from './rule.js';
export { defaultConfig, type Config, type UserRow } from './config.js';
export type * from './project.js';
