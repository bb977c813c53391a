/** Preloaded into a measured process as `record-usage.mjs?FOLDER`: leaves its peak memory and processor time in that folder when it ends. */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const folder = decodeURIComponent(new URL(import.meta.url).search.slice(1));
if (isMainThread) {
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(`${folder}/${process.pid}.json`, JSON.stringify({ kilobytes: maxRSS, microseconds: userCPUTime + systemCPUTime }));
  });
}
