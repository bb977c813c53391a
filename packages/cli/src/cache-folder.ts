/** Where facts and answers are kept between runs. */
import { posix } from 'node:path';
import type { Host } from './host.js';

/** In `node_modules/.cache` of the root, which no repository tracks; without `node_modules`, where the system keeps caches. */
export function cacheFolder(root: string, host: Host): string {
  const installed = posix.join(root, 'node_modules');
  if (host.files.stat(installed)?.kind === 'directory') return posix.join(installed, '.cache', 'gatelint');
  const absolute = (path: string | undefined): string | null =>
    path !== undefined && host.resolve(path) === path.replaceAll('\\', '/') ? path.replaceAll('\\', '/') : null;
  if (host.platform === 'win32') return posix.join(absolute(host.env['LOCALAPPDATA']) ?? posix.join(host.home, 'AppData', 'Local'), 'gatelint', 'Cache');
  if (host.platform === 'darwin') return posix.join(host.home, 'Library', 'Caches', 'gatelint');
  return posix.join(absolute(host.env['XDG_CACHE_HOME']) ?? posix.join(host.home, '.cache'), 'gatelint');
}
