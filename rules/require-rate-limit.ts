import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-rate-limit',
  languages: ['ts'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'Every entry point that spends money at a third party is limited per caller before the money is spent.',
    why: 'A single script can call an unlimited endpoint a million times. The bill comes from the vendor of the model, of the mail, of the messages.',
    fix: 'Count by something that identifies the caller (user id, API key, IP address), and answer 429 before the first paid call.',
    limits:
      'Callers that hold a secret of yours (cron, signed webhooks, queues) need no limit. An endpoint for signed-in users alone is a warning, and `trust: "authenticated"` in the configuration accepts it. Throttles of outgoing calls and limits that only watch do not count. A limit that counts in memory counts, and the report says that it holds for one instance. One that is off without a variable, passes callers without an address over, or fails open, counts and is a warning. A count of all callers together is none.',
    examples: { bad: 'bad-upstash-after-spend', good: 'good-upstash-before-spend' },
  },
  messages: {
    open: '{{entry}} spends money at {{vendor}} ({{call}}) and anyone can call it without limit. Limit it per caller and answer 429 before the call.',
    signedIn:
      '{{entry}} spends money at {{vendor}} ({{call}}) and a signed-in user can call it without limit. Limit it per user and answer 429 before the call.',
    lookalike:
      '{{entry}} spends money at {{vendor}} ({{call}}) and what stands before it limits nobody: {{because}}. Limit it per caller and answer 429 before the call.',
    weak: 'The limit of {{entry}} is weaker than it looks: {{what}}. Repair it where it is made.',
  },
  check({ file, project, report, undecided }) {
    for (const entry of project.entries(file)) {
      const [first] = entry.paid();
      const { at, title } = entry;
      const limit = entry.rateLimit();
      if (!first && limit.state === 'unknown') undecided(at, limit.because ?? 'what it reaches cannot be followed');
      if (!first) continue;
      const { vendor, call, at: place, trace } = limit.firstUnlimited ?? first;
      const related = [...trace, { ...place, note: `calls ${call}` }];
      const data = { entry: title, vendor, call: place.file === file ? call : `${call} in ${place.file}` };
      if (limit.state === 'unknown') undecided(at, limit.because ?? 'the limit cannot be followed');
      for (const { what, at: where, minor } of limit.weaknesses)
        if (!minor) report({ at, message: 'weak', data: { entry: title, what }, severity: 'warning', related: [{ ...where, note: what }] });
      if (limit.state !== 'absent') continue;
      const severity = limit.callers === 'anyone' ? 'error' : 'warning';
      if (limit.callers === 'trusted' || (limit.callers === 'signed-in' && project.config.trust === 'authenticated')) continue;
      if (limit.because !== null) report({ at, message: 'lookalike', data: { ...data, because: limit.because }, severity, related });
      else report({ at, message: limit.callers === 'anyone' ? 'open' : 'signedIn', data, severity, related });
    }
  },
});
