/** Preloaded into a measured process: leaves its peak memory in the folder that GATELINT_BENCH_USAGE names when it ends. */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const folder = process.env.GATELINT_BENCH_USAGE;
if (isMainThread && folder) {
  process.on('exit', () => writeFileSync(`${folder}/${process.pid}.json`, JSON.stringify({ kilobytes: process.resourceUsage().maxRSS })));
}
