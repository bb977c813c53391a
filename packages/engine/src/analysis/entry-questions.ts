/** Entries as rules and reports ask about them. */
import type { Intents } from '../intents.js';
import type { EntryQuestions } from '../rule.js';
import type { Judged } from './applications.js';
import { limitOf, type LimitVerdict } from './limit-verdict.js';
import { authOf, paidOf, touchesOf, writesOf, type AuthVerdict, type Places } from './verdict.js';

export function questionsOf(judged: readonly Judged[], { intents }: { readonly intents: Intents }, places: Places): EntryQuestions[] {
  return judged.map(({ entry, run }) => {
    let auth: AuthVerdict | null = null;
    let limit: LimitVerdict | null = null;
    const at = { file: entry.at.file, start: entry.at.start, end: entry.at.end };
    const authAnswer = (): AuthVerdict => {
      if (auth) return auth;
      const found = authOf(entry, run, places);
      // An intent is needed only where nothing refuses; elsewhere it says what is not so.
      const intent = found.state === 'absent' || found.state === 'optional' || found.state === 'unknown' ? intents.declared(at, 'public') : null;
      return (auth = intent && intent.reason !== '' ? { ...found, state: 'public', because: intent.reason } : found);
    };
    return {
      file: entry.file,
      name: entry.name,
      framework: entry.framework,
      kind: kindOf({ entry, run }),
      methods: entry.methods,
      path: entry.path,
      writes: writesOf(run),
      touches: touchesOf(run),
      at,
      title: titleOf({ entry, run }),
      auth: authAnswer,
      paid: () => paidOf(entry, run, places),
      rateLimit: () => (limit ??= limitOf(entry, run, authAnswer(), places)),
    };
  });
}

/** A route that only machines with a secret may call is a webhook or a cron job, whatever its file is called. */
function kindOf({ entry, run }: Judged): EntryQuestions['kind'] {
  if (entry.kind !== 'route') return entry.kind;
  const held = run.effects.flatMap((effect) => effect.facts.identity);
  return held.length > 0 && held.every((one) => one.trust === 'machine') ? 'webhook' : 'route';
}

function titleOf({ entry }: Judged): string {
  if (entry.kind === 'server-action') return `Server action ${entry.name}`;
  if (entry.kind === 'procedure') return `Procedure ${entry.path ?? entry.name}`;
  if (entry.kind === 'worker') return `Worker ${entry.name}`;
  const method = entry.methods.length === 1 ? entry.methods[0] : entry.methods.length > 1 ? entry.methods.join('/') : entry.name;
  return entry.path === null ? `${method ?? entry.name} in ${entry.file}` : `${method ?? ''} ${entry.path}`.trim();
}
