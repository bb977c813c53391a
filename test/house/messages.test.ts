/** How rules speak: a message says what is wrong and what to do, about a thing that it names; the page says why. */
import { rules } from '@gatelint/engine';
import { describe, expect, it } from 'vitest';

/** Sentences, with code and placeholders taken out: neither has to begin with a capital or end with a full stop. */
function sentenceEnds(text: string): boolean {
  return /[.!?]$/.test(text) || /[.:] `[^`]*`$/.test(text);
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  it.each(Object.entries(rule.messages))('says in "%s" what is wrong with what, in sentences', (_name, message) => {
    expect(message).toMatch(/^(\p{Lu}|\{\{|`)/u);
    expect(message.endsWith('.'), message).toBe(true);
    expect(message, 'It has to name the object.').toMatch(/\{\{\w+\}\}/);
    expect(message).not.toMatch(/[!?]|\b(please|should|simply|just)\b|\s{2}/i);
  });

  const { description, why, fix, limits } = rule.docs;
  it.each(Object.entries({ description, why, fix, limits }))('has a page whose "%s" is written in sentences', (_field, text) => {
    expect(text).toMatch(/^(\p{Lu}|`)/u);
    expect(sentenceEnds(text), text).toBe(true);
    expect(text).not.toMatch(/…\.|\s{2}|\n/);
  });

  it('uses every message', () => {
    const source = String(rule.check);
    expect(Object.keys(rule.messages).filter((name) => !new RegExp(`\\b${name}\\b`).test(source))).toEqual([]);
  });
});
