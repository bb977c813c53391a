/** What each gate asks of an entry, and what was answered. */
import type { AnalysedEntry } from '../analysis/index.js';
import type { EffectStory, EntryExplanation, Question } from '../explanation.js';
import type { AuthAnswer } from '../report.js';

export function entryGates(
  entry: AnalysedEntry,
  { effects }: { readonly effects: readonly EffectStory[] },
  variables: EntryExplanation['variables'],
): Question[] {
  const limit = entry.rateLimit();
  return [
    {
      rule: 'require-route-auth',
      question: 'Is a caller without a credential refused before anything is written or spent?',
      ...authAnswer(entry),
    },
    {
      rule: 'require-rate-limit',
      question: 'Is a caller limited before money is spent?',
      ...limitAnswer(limit, entry.paid().length > 0),
    },
    telemetryQuestion(entry, effects),
    {
      rule: 'require-env-inventory',
      question: 'Is every variable that the handler itself reads in the inventory?',
      ...inventoryAnswer(variables),
    },
  ];
}

type Answered = Pick<Question, 'answer' | 'because'>;

function authAnswer(entry: AnalysedEntry): Answered {
  const auth: AuthAnswer = entry.auth();
  const because = auth.because ?? '';
  switch (auth.state) {
    case 'enforced':
      return auth.weaknesses.length > 0
        ? {
            answer: 'partly',
            because: `${auth.mechanism ?? 'a check'} is weaker than it looks: ${auth.weaknesses.map(({ what }) => what).join('; ')}`,
          }
        : { answer: 'yes', because: `${auth.mechanism ?? 'a check'}, on every way to it` };
    case 'delegated':
      return { answer: 'not needed', because: `${auth.mechanism ?? 'a library'} owns the request and decides by itself` };
    case 'public':
      return { answer: 'not needed', because: `it is public on purpose: ${because}` };
    case 'unknown':
      return { answer: 'unknown', because };
    case 'optional':
      return {
        answer: 'no',
        because: because === '' ? `${auth.mechanism ?? 'a credential'} is looked at, and who has none goes on` : `not in all cases: ${because}`,
      };
    case 'absent':
      if (!entry.touches) return { answer: 'not needed', because: 'nothing is checked, and it reaches no data, no money and no change' };
      if (auth.lookalike !== null) return { answer: 'no', because: auth.lookalike };
      if (auth.mechanism !== null) return { answer: 'no', because: `${auth.mechanism} is checked too late, or only on some ways` };
      return { answer: 'no', because: 'nothing on the way verifies a credential' };
  }
}

function limitAnswer(limit: ReturnType<AnalysedEntry['rateLimit']>, spends: boolean): Answered {
  if (!spends) return { answer: 'not needed', because: 'no paid call is reached' };
  switch (limit.state) {
    case 'enforced':
      return limit.weaknesses.length > 0
        ? { answer: 'partly', because: `${limit.mechanism ?? 'a limit'} is weaker than it looks: ${limit.weaknesses.map(({ what }) => what).join('; ')}` }
        : { answer: 'yes', because: `${limit.mechanism ?? 'a limit'}, before every paid call` };
    case 'not-needed':
      return { answer: 'not needed', because: 'only callers that hold a secret of the project get that far' };
    case 'unknown':
      return { answer: 'unknown', because: limit.because ?? 'the limit cannot be followed' };
    case 'absent':
      return {
        answer: 'no',
        because: limit.because ?? `${limit.callers === 'anyone' ? 'anyone' : 'a signed-in user'} gets to ${limit.firstUnlimited?.call ?? 'it'} without limit`,
      };
  }
}

function telemetryQuestion({ kind }: AnalysedEntry, effects: readonly EffectStory[]): Question {
  const base = { rule: 'no-awaited-telemetry', question: 'Does the request go on without waiting for analytics?' };
  const calls = effects.filter((effect) => effect.kind === 'telemetry');
  const waited = calls.filter(({ waits }) => waits);
  if (calls.length === 0) return { ...base, answer: 'not needed', because: 'it sends none' };
  if (kind === 'worker' || kind === 'cron') return { ...base, answer: 'not needed', because: 'nobody waits for the answer' };
  if (waited.length === 0) return { ...base, answer: 'yes', because: 'all of it is buffered, let go or sent after the response' };
  return { ...base, answer: 'no', because: `it waits for ${[...new Set(waited.map(({ what, vendor }) => `${what} (${vendor ?? 'unknown'})`))].join(', ')}` };
}

function inventoryAnswer(variables: EntryExplanation['variables']): Answered {
  const missing = variables.filter(({ listed }) => !listed);
  if (variables.length === 0) return { answer: 'not needed', because: 'it reads none' };
  if (missing.length === 0) return { answer: 'yes', because: variables.map(({ name }) => name).join(', ') };
  return { answer: 'no', because: `${missing.map(({ name }) => name).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing` };
}
