/** `@gatelint/engine/node`: the disk, the git index and the cache, for hosts. It stands apart so that a run which is answered from the cache loads no parser. */
export * from '../node/index.js';
