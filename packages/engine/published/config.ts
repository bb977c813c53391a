/** `@gatelint/engine/config`: the reader of `gatelint.config.json`, by itself because its validator is only needed where there is such a file. */
export { configJsonSchema, readConfig, type ConfigAnswer, type ConfigProblem } from '../src/read-config.js';
