import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'no-awaited-telemetry',
  languages: ['ts'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'No request waits for analytics: telemetry on a request path is scheduled after the response.',
    why: 'An analytics vendor that is slow makes every request slow, and one that is down takes the request along. A promise that is merely dropped is no way out on serverless: the instance is frozen with the event unsent.',
    fix: 'Hand the call to the scheduler of the platform: `after(() => …)` from Next.js 15.1 on, `waitUntil(…)` on Vercel, `ctx.waitUntil(…)` on Cloudflare, or a queue.',
    limits:
      'Cron jobs, workers, admin paths and library code that no request reaches are left alone. A call that only enqueues in memory is no finding by itself.',
    examples: { bad: 'bad-capture-immediate-awaited', good: 'good-after' },
  },
  messages: {
    awaited: 'The request waits for {{title}} ({{vendor}}). Schedule it after the response: `{{scheduler}}`.',
    dropped:
      'The promise of {{title}} ({{vendor}}) is dropped, and may never be sent where the process is frozen after the response. Schedule it: `{{scheduler}}`.',
  },
  check({ file, project, report }) {
    for (const { at, deferred, dropped, hot, scheduler, title, trace, vendor } of project.telemetry(file)) {
      const data = { title, vendor, scheduler };
      if (hot) report({ at, message: 'awaited', data, related: trace });
      // A server that lives on sends it all the same.
      else if (dropped && !deferred) report({ at, message: 'dropped', data, related: trace, severity: 'warning' });
    }
  },
});
