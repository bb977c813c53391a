export { buildStamp } from './build-stamp.js';
export { openDiskCache, type DiskCache, type DiskCacheOptions } from './disk-cache.js';
export { GitError, readGitIndex, type GitIndex, type IndexEntry } from './git-index.js';
export { createIndexFileSystem } from './index-file-system.js';
export { nodeFileSystem } from './node-file-system.js';
export { recordFileSystem, stillHolds, type RecordingFileSystem, type Trace } from './recording-file-system.js';
export { findRun, keepRun, type RunKey } from './run-cache.js';
