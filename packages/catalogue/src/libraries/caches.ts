/** Caches in the memory of the process: what they hold is known to one instance. */
import { each, library } from '../library.js';

const get = (source: string, paths: readonly string[]) => each(paths, { role: 'remembers', key: 0, source });

export default [
  library(
    'lru-cache',
    get('https://github.com/isaacs/node-lru-cache#readme', ['LRUCache.new.get', 'default.new.get', 'LRUCache.new.peek', 'default.new.peek']),
  ),
  library('@isaacs/ttlcache', get('https://github.com/isaacs/ttlcache#readme', ['default.new.get', 'TTLCache.new.get'])),
  library('node-cache', get('https://github.com/node-cache/node-cache#readme', ['default.new.get', 'default.new.take'])),
  library('quick-lru', get('https://github.com/sindresorhus/quick-lru#readme', ['default.new.get', 'default.new.peek'])),
  library('memory-cache', get('https://github.com/ptarjan/node-cache#readme', ['get', 'Cache.new.get'])),
];
