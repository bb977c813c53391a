import { defineRule } from '@gatelint/engine/core';

const marks = { ts: '//', sql: '--' };

export default defineRule({
  id: 'no-idle-intent',
  languages: ['ts', 'sql'],
  preset: 'recommended',
  severity: 'warning',
  docs: {
    description: 'Every intent comment (`gatelint: public`, `gatelint: deny-all`) gives a reason and stands where it does something.',
    why: 'An intent that nothing reads looks like a decision and is none: the entry point that it once excused has moved, or was never excused.',
    fix: 'Write the reason after two dashes, directly above the handler or the table: `// gatelint: public -- contact form, limited by IP`. Remove the comment where nothing needs it.',
    limits: 'An intent above an entry point that refuses strangers anyway is idle too: it would hide the day on which the check is lost.',
    examples: { bad: 'bad-detached', good: 'good-public-handler' },
  },
  messages: {
    reasonless: 'The intent `{{kind}}` gives no reason and is void. Write it after two dashes: `{{mark}} gatelint: {{kind}} -- why`.',
    idle: 'The intent `{{kind}}` does nothing here. Move it directly above the {{target}} that it is about, or remove it.',
    misspelt: '`{{word}}` is not an intent. Write `{{nearest}}`.',
    unknown: '`{{word}}` is not an intent. Write `public` or `deny-all`, or remove the comment.',
  },
  check({ file, project, report }) {
    const { idle, unknown } = project.idleIntents(file);
    const mark = file.endsWith('.sql') ? marks.sql : marks.ts;
    for (const { kind, reason, at } of idle) {
      const target = kind === 'deny-all' ? 'table' : mark === marks.sql ? 'table' : 'entry point';
      if (reason === '') report({ at, message: 'reasonless', data: { kind, mark } });
      else report({ at, message: 'idle', data: { kind, target } });
    }
    for (const { word, nearest, at } of unknown) {
      if (nearest === null) report({ at, message: 'unknown', data: { word } });
      else report({ at, message: 'misspelt', data: { word, nearest } });
    }
  },
});
