/** What `gatelint why` tells is what the report says, of every entry point and table of every fixture, and it can be told of all of them. */
import { describe, expect, it } from 'vitest';
import { noColors } from '../packages/cli/src/colors.js';
import { formatWhy } from '../packages/cli/src/formats/why-text.js';
import { fixtureCases, fixtureFolders } from '../packages/dev/src/fixtures.js';
import { openFolder } from '../packages/dev/src/open-folder.js';

describe.each(fixtureFolders())('%s', (rule) => {
  it.each(fixtureCases(rule).map(({ name, folder }) => [name, folder] as const))('%s', (_, folder) => {
    const project = openFolder(folder, { preset: 'strict' });
    const { entries, tables, findings } = project.report();
    for (const entry of entries) {
      const explanation = project.why(entry.file, entry.line);
      const told = explanation.entries.find(({ name, path, column }) => name === entry.name && path === entry.path && column === entry.column);
      expect(told, `${entry.file}:${entry.line}`).toMatchObject(entry);
      expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
      const text = formatWhy(explanation, noColors);
      expect(text).not.toMatch(/\[object Object\]|(?:at|:|by) (?:undefined|null)\b|[:;,] ?\.$/mu);
      expect(text).toBe(formatWhy(openFolder(folder, { preset: 'strict' }).why(entry.file, entry.line), noColors));
      if (!told) continue;

      const { auth, effects, checks } = told;
      if (auth.state === 'enforced') {
        expect(auth.mechanism).not.toBeNull();
        expect(auth.at).not.toBeNull();
        expect(checks.some(({ of, refuses, at }) => of === 'identity' && refuses && at.file === auth.at?.file && at.line === auth.at.line)).toBe(true);
      }
      if ((auth.state === 'absent' || auth.state === 'optional') && effects.some(({ kind }) => kind === 'write' || kind === 'spend')) {
        const first = auth.firstUnguarded;
        expect(first).not.toBeNull();
        expect(effects.some(({ at, caller }) => at.file === first?.file && at.line === first.line && caller.includes('nobody'))).toBe(true);
      }
      const own = findings.filter((finding) => finding.file === entry.file && finding.line === entry.line && finding.column === entry.column);
      for (const { message } of own) expect(told.findings.map((one) => one.message)).toContain(message);
    }
    for (const table of tables) {
      const told = project.why(table.file, table.line).tables.find(({ name }) => name === table.name);
      expect(told).toMatchObject(table);
      expect(told?.policyList).toHaveLength(table.policies);
    }
  });
});
