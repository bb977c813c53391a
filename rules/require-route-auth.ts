import { defineRule } from '@gatelint/engine/core';

export default defineRule({
  id: 'require-route-auth',
  languages: ['ts'],
  preset: 'recommended',
  severity: 'error',
  docs: {
    description: 'Every mutating entry point refuses a caller without credentials before anything is written or spent.',
    why: 'Every route, server action and procedure can be called by anyone who knows its address, whatever the pages show. One handler without a check is the whole database.',
    fix: 'Verify a credential, test the result and leave (401, 403, throw, redirect) before the first write. Where everyone may call, say so above the handler: `// gatelint: public -- reason`.',
    limits:
      'A check counts only if every path to the first write passes it; names prove nothing. Sign-in, sign-up and handlers that a library owns are recognised. Whether the caller may touch this very record is another question.',
    examples: { bad: 'bad-app-route-open', good: 'good-app-route-requires-session' },
  },
  messages: {
    absent: '{{entry}} {{effect}} and nobody has to prove who they are. Refuse callers without credentials first, or declare it `gatelint: public -- reason`.',
    checkedLate: '{{entry}} {{effect}} before {{mechanism}} is checked. Move the check to the top of the handler.',
    optional: '{{entry}} looks at {{mechanism}} and goes on without it. Test the result and refuse callers who have none.',
    conditional: '{{entry}} is open in some cases: {{because}}. Refuse callers without credentials in all of them.',
    lookalike: '{{entry}} {{effect}} and nobody has to prove who they are: {{lookalike}}. Verify the credential and refuse callers without one.',
    weak: 'The check of {{entry}} ({{mechanism}}) is weaker than it looks: {{what}}. Repair the check.',
  },
  check({ file, project, report, undecided }) {
    for (const entry of project.entries(file)) {
      const { at, title } = entry;
      const auth = entry.auth();
      // One that changes and spends nothing gives away what it answers, at most.
      const severity = !auth.firstUnguarded?.changes && entry.writes === false ? 'warning' : 'error';
      const effect = auth.firstUnguarded?.what ?? 'can be called';
      const related = auth.firstUnguarded ? [...auth.trace, auth.firstUnguarded] : auth.trace;
      const mechanism = auth.mechanism ?? 'a credential';
      const data = { entry: title, effect, mechanism, because: auth.because ?? '', lookalike: auth.lookalike ?? '' };
      if (!entry.touches) continue;
      if (auth.state === 'unknown') undecided(at, auth.because ?? 'the check cannot be followed');
      else if (auth.state === 'absent' || auth.state === 'optional') {
        const late = auth.state === 'absent' && auth.mechanism !== null && auth.at !== null;
        const message = auth.lookalike !== null ? 'lookalike' : late ? 'checkedLate' : auth.because !== null ? 'conditional' : auth.state;
        report({ at, message, data, severity, related });
      }
      for (const { what, at: place } of auth.state === 'enforced' ? auth.weaknesses : []) {
        report({ at, message: 'weak', data: { entry: title, mechanism, what }, severity: 'warning', related: [{ ...place, note: what }] });
      }
    }
  },
});
