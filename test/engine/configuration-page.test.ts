/** docs/configuration.md is about what the reader takes: its examples are read, its tables name every key, role and field. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '@gatelint/engine';
import { configJsonSchema, readConfig } from '@gatelint/engine/config';
import { root } from '../../packages/dev/src/root.js';

const page = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
const ids = rules.map(({ id }) => id);

interface Schema {
  readonly properties: Readonly<Record<string, Schema & { readonly const?: string }>>;
  readonly required?: readonly string[];
  readonly items: { readonly oneOf: readonly Schema[] };
}

const schema = configJsonSchema(rules) as Schema;

/** Rows of the table whose first column starts with the word, each as its cells. */
function table(head: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.split('|')[1]?.trim() === head);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('examples', () => {
  const examples = [...page.matchAll(/```jsonc\n([\s\S]*?)```/gu)].map(([, text]) => text!);

  test('are there', () => {
    expect(examples.length).toBeGreaterThan(1);
  });

  test.each(examples)('%s', (text) => {
    expect(readConfig(text, 'gatelint.config.json', ids)).toHaveProperty('config');
  });

  test('of outcomes', () => {
    const outcomes = table('outcome').map(([cell]) => cell!.replaceAll('`', ''));
    for (const outcome of outcomes) {
      const row = `{ "catalogue": [{ "module": "m", "path": "p", "role": "verifies-identity", "outcome": ${outcome} }] }`;
      expect(readConfig(row, 'gatelint.config.json', ids), outcome).toHaveProperty('config');
    }
    expect(outcomes).toHaveLength(7);
  });

  test('of messages', () => {
    const shown = /gatelint: gatelint\.config\.json:(\d+):(\d+): (.*)\n/u.exec(page)!;
    const text = '{\n  "preset": "recommended",\n\n  "rules": { "require-enum-constrain": "warning" }\n}';
    const answer = readConfig(text, 'gatelint.config.json', ids);
    const [first] = 'problems' in answer ? answer.problems : [];
    expect(`${first?.line}:${first?.column}: ${first?.message} ${first?.hint}`).toBe(`${shown[1]}:${shown[2]}: ${shown[3]}`);
  });
});

test('every key', () => {
  const keys = Object.entries(schema.properties).flatMap(([key, { properties }]) =>
    key === 'sql' || key === 'env' ? Object.keys(properties).map((below) => `${key}.${below}`) : [key],
  );
  expect(
    table('key')
      .map(([cell]) => cell!.replaceAll('`', ''))
      .sort(),
  ).toEqual(keys.sort());
});

describe('roles', () => {
  const rows = new Map(table('role').map(([role, , fields]) => [role!.replaceAll('`', ''), fields!]));
  const general = ['module', 'path', 'role', 'when', 'handlerParams', 'middlewareParams', 'next', 'nextOptional'];

  test('every one', () => {
    expect([...rows.keys()].sort()).toEqual(schema.properties['catalogue']!.items.oneOf.map(({ properties }) => properties['role']!.const!).sort());
  });

  test.each(schema.properties['catalogue']!.items.oneOf.map((variant) => [variant.properties['role']!.const!, variant] as const))(
    'the fields of %s',
    (role, { properties, required = [] }) => {
      const fields = Object.keys(properties).filter((field) => !general.includes(field));
      const named = [...(rows.get(role) ?? '').replace(/: `[^;]*/gu, '').matchAll(/(\[?)`(\w+)`\]?/gu)].map(
        ([, optional, field]) => `${field}${optional ? '?' : ''}`,
      );
      expect(named.sort()).toEqual(fields.map((field) => (required.includes(field) ? field : `${field}?`)).sort());
    },
  );
});
