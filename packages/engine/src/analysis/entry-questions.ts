/** Entries as rules and reports ask about them. */
import type { Intents } from '../intents.js';
import type { Ownership } from '../report.js';
import type { EntryQuestions } from '../rule.js';
import { ownershipOf } from './bound-verdict.js';
import type { Machine } from './machine.js';
import { storyOf, type EntryStory } from './story.js';
import type { Judged } from './applications.js';
import { limitOf, type LimitVerdict } from './limit-verdict.js';
import { authOf, paidOf, touchesOf, writesOf, type AuthVerdict, type Places } from './verdict.js';

/** An entry as rules ask about it, with all that was found on the way for whoever wants to be told. */
export interface AnalysedEntry extends EntryQuestions {
  story(): EntryStory;
}

export function questionsOf(m: Machine, all: readonly Judged[], { intents }: { readonly intents: Intents }, places: Places): AnalysedEntry[] {
  return all.map((judged) => {
    const { entry, run } = judged;
    let auth: AuthVerdict | null = null;
    let limit: LimitVerdict | null = null;
    let ownership: Ownership | null = null;
    const at = { file: entry.at.file, start: entry.at.start, end: entry.at.end };
    const authAnswer = (): AuthVerdict => {
      if (auth) return auth;
      const found = authOf(entry, run, places);
      // An intent is needed only where nothing refuses; elsewhere it says what is not so.
      const asked = found.state === 'absent' || found.state === 'optional' || found.state === 'unknown';
      const intent = asked ? (intents.declared(at, 'public') ?? (entry.from ? intents.declared(entry.from, 'public') : null)) : null;
      return (auth = intent && intent.reason !== '' ? { ...found, state: 'public', because: intent.reason } : found);
    };
    return {
      file: entry.file,
      name: entry.name,
      framework: entry.framework,
      kind: kindOf(judged),
      methods: entry.methods,
      path: entry.path,
      writes: writesOf(entry, run),
      touches: touchesOf(run),
      at,
      title: titleOf(judged),
      auth: authAnswer,
      ownership: () => (ownership ??= ownershipOf(entry, run, authAnswer(), places)),
      paid: () => paidOf(entry, run, places),
      rateLimit: () => (limit ??= limitOf(entry, run, authAnswer(), places)),
      story: () => storyOf(m, judged, places),
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
  const name = entry.name === entry.kind ? `in ${entry.file}` : entry.name;
  if (entry.kind === 'worker') return `Worker ${name}`;
  if (entry.kind === 'cron' && entry.path === null) return `Scheduled job ${name}`;
  const method = entry.methods.length === 1 ? entry.methods[0] : entry.methods.length > 1 ? entry.methods.join('/') : entry.name;
  return entry.path === null ? `${method ?? entry.name} in ${entry.file}` : `${method ?? ''} ${entry.path}`.trim();
}
