import type { EntryReport, Report } from '@gatelint/engine';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countsOf, readCounts, saveCounts } from '../../packages/dev/src/accuracy/counts.js';
import type { EntryLabel, Label } from '../../packages/dev/src/accuracy/labels.js';
import { withTables } from '../../packages/dev/src/accuracy/page.js';
import { score, type Gate, type Outcome } from '../../packages/dev/src/accuracy/score.js';
import { accuracyTables, misses } from '../../packages/dev/src/accuracy/table.js';

const auth = {
  state: 'absent',
  mechanism: null,
  via: null,
  at: null,
  trace: [],
  refusals: [],
  weaknesses: [],
  because: null,
  lookalike: null,
  firstUnguarded: null,
} as const;
const rateLimit = { state: 'absent', mechanism: null, at: null, trace: [], refusals: [], weaknesses: [], because: null, firstUnlimited: null } as const;

function entry(over: Partial<EntryReport>): EntryReport {
  return {
    file: 'a.ts',
    line: 1,
    column: 1,
    name: 'POST',
    framework: 'x',
    kind: 'route',
    methods: ['POST'],
    path: null,
    writes: true,
    auth,
    bound: null,
    unbound: [],
    paid: [],
    rateLimit,
    ...over,
  };
}

function report(over: Partial<Report>): Report {
  return {
    version: 1,
    tool: { name: 'gatelint', version: '0.0.0' },
    coverage: { files: 1, unread: [], undecided: [], notes: [] },
    findings: [],
    internalErrors: [],
    entries: [],
    telemetry: [],
    env: { variables: [], unused: [], dynamic: [], inventories: [] },
    tables: [],
    enums: [],
    access: [],
    ...over,
  };
}

const base = { repo: 'o/r', commit: '0123456789abcdef', file: 'a.ts', line: 1, confidence: 'high' } as const;
const entryLabel = (over: Partial<EntryLabel>): EntryLabel => ({
  ...base,
  kind: 'entry',
  name: 'POST',
  auth: 'absent',
  mechanism: null,
  public_by_design: null,
  paid: null,
  rate_limit: null,
  ...over,
});

const outcomes = (given: Report, ...labels: readonly Label[]): readonly (readonly [Gate, Outcome])[] =>
  score(given, labels).judgements.map(({ gate, outcome }) => [gate, outcome] as const);

describe('route auth', () => {
  it.each([
    ['absent', 'absent', 'tp'],
    ['absent', 'optional', 'tp'],
    ['absent', 'enforced', 'fn'],
    ['optional', 'public', 'fn'],
    ['absent', 'unknown', 'unknown'],
    ['enforced', 'absent', 'fp'],
    ['enforced', 'delegated', 'tn'],
    ['delegated', 'enforced', 'tn'],
    ['enforced', 'unknown', 'unknown'],
  ] as const)('a label "%s" and a report of "%s" is %s', (labelled, reported, outcome) => {
    expect(outcomes(report({ entries: [entry({ auth: { ...auth, state: reported } })] }), entryLabel({ auth: labelled }))).toEqual([['route auth', outcome]]);
  });

  it('misses an open entry that is not listed, and counts a guarded one as unlisted', () => {
    expect(outcomes(report({}), entryLabel({ auth: 'absent' }))).toEqual([['route auth', 'fn']]);
    expect(outcomes(report({}), entryLabel({ auth: 'enforced' }))).toEqual([['route auth', 'unlisted']]);
  });

  it('leaves out entries that are public by design, and labels of low confidence', () => {
    const given = report({ entries: [entry({})] });
    expect(outcomes(given, entryLabel({ public_by_design: 'login' }))).toEqual([]);
    expect(outcomes(given, entryLabel({ confidence: 'low' }))).toEqual([]);
  });
});

describe('finding the entry of a label', () => {
  const found = (entries: readonly EntryReport[], label: EntryLabel): number => score(report({ entries }), [label]).found;

  it('takes the same name, however far', () => {
    expect(found([entry({ line: 90 }), entry({ line: 1, name: 'GET', methods: ['GET'] })], entryLabel({}))).toBe(1);
  });

  it('takes another name only near, or alone in its file', () => {
    const other = entry({ name: 'x', methods: [], line: 7 });
    expect(found([other], entryLabel({}))).toBe(1);
    expect(found([other, entry({ name: 'y', methods: [], line: 40 })], entryLabel({}))).toBe(0);
    expect(found([{ ...other, line: 6 }, entry({ name: 'y', methods: [], line: 40 })], entryLabel({}))).toBe(1);
    expect(found([entry({ file: 'b.ts' })], entryLabel({}))).toBe(0);
  });
});

describe('rate limit', () => {
  const paid = [{ vendor: 'openai', call: 'create', at: { file: 'a.ts', line: 2 }, trace: [] }];
  const spends = (over: Partial<EntryLabel>): EntryLabel => entryLabel({ public_by_design: 'x', paid: ['openai'], rate_limit: 'absent', ...over });

  it('compares the limit, and whether the call was seen', () => {
    expect(outcomes(report({ entries: [entry({ paid })] }), spends({}))).toEqual([
      ['rate limit', 'tp'],
      ['paid call seen', 'tp'],
    ]);
    expect(outcomes(report({ entries: [entry({ rateLimit: { ...rateLimit, state: 'not-needed' } })] }), spends({}))).toEqual([
      ['rate limit', 'fn'],
      ['paid call seen', 'fn'],
    ]);
  });

  it('asks no limit of callers that hold a secret', () => {
    expect(outcomes(report({ entries: [entry({ paid })] }), spends({ mechanism: 'CRON_SECRET' }))).toEqual([['paid call seen', 'tp']]);
  });
});

describe('the other gates', () => {
  it('compares telemetry within three lines', () => {
    const label: Label = { ...base, kind: 'telemetry', name: 'flush', awaited: true, deferred: false, route_kind: 'hot', line: 10 };
    const call = { file: 'a.ts', vendor: 'v', call: 'flush', awaited: true, deferred: false, path: 'hot' } as const;
    expect(outcomes(report({ telemetry: [{ ...call, line: 13 }] }), label)).toEqual([['telemetry', 'tp']]);
    expect(outcomes(report({ telemetry: [{ ...call, line: 14 }] }), label)).toEqual([['telemetry', 'fn']]);
    expect(outcomes(report({ telemetry: [{ ...call, line: 10, path: 'background' }] }), { ...label, route_kind: 'cron/admin' })).toEqual([['telemetry', 'tn']]);
  });

  it('compares variables, but for those of the platform', () => {
    const label: Label = { ...base, kind: 'env', name: 'KEY', inventoried: false };
    const variable = { name: 'KEY', reads: [], inventoried: false, inventory: null, schema: false, platform: false, testsOnly: false };
    const withVariable = (over: Partial<typeof variable>): Report =>
      report({ env: { variables: [{ ...variable, ...over }], unused: [], dynamic: [], inventories: [] } });
    expect(outcomes(withVariable({}), label)).toEqual([['env inventory', 'tp']]);
    expect(outcomes(withVariable({ inventoried: true }), label)).toEqual([['env inventory', 'fn']]);
    expect(outcomes(withVariable({ platform: true }), label)).toEqual([]);
    expect(outcomes(report({}), { ...label, inventoried: true })).toEqual([['env inventory', 'unlisted']]);
  });

  it('compares tables and columns by their bare names', () => {
    const table = {
      name: 'public.orders',
      file: 'm.sql',
      line: 1,
      userScoped: true,
      rls: 'off',
      forced: false,
      policies: 2,
      exposed: true,
      intent: null,
    } as const;
    const tableLabel: Label = { ...base, kind: 'table', table: 'orders', rls: false, policies: 2 };
    expect(outcomes(report({ tables: [table] }), tableLabel)).toEqual([
      ['rls', 'tp'],
      ['policy count', 'tn'],
    ]);
    expect(outcomes(report({ tables: [{ ...table, rls: 'unknown', policies: 1 }] }), tableLabel)).toEqual([
      ['rls', 'unknown'],
      ['policy count', 'fp'],
    ]);
    const enumLabel: Label = { ...base, kind: 'enum', table: 'public."orders"', column: 'status', constrained: 'none' };
    expect(
      outcomes(report({ enums: [{ table: 'public.orders', column: 'status', file: 'm.sql', line: 1, constrained: 'check', values: [] }] }), enumLabel),
    ).toEqual([['enum check', 'fn']]);
  });
});

describe('tables', () => {
  const labels = [entryLabel({ auth: 'absent' }), entryLabel({ auth: 'enforced', line: 50, name: 'PUT' })];
  const scored = score(report({ entries: [entry({}), entry({ name: 'PUT', methods: ['PUT'], line: 50 })] }), labels);

  const counts = countsOf({ repo: 'o/r', commit: base.commit, labels: 2 }, scored);
  const run = { version: '0.0.0', repositories: [counts] };

  it('pools what was right and wrong', () => {
    const text = accuracyTables(run);
    expect(text).toContain('| route auth | 0.500 | 1.000 | 0.000 | 1 | 1 | 0 | 0 | 0 | 0 |');
    expect(text).toContain('| o/r | `0123456789` | 2 | 2 of 2 | 1 | 1 | 0 |');
    expect(accuracyTables({ ...run, repositories: [counts, counts] })).toContain('| route auth | 0.500 | 1.000 | 0.000 | 2 | 2 | 0 | 0 | 0 | 0 |');
  });

  it('shows an earlier run beside a later one', () => {
    const earlier = countsOf(
      { repo: 'o/r', commit: base.commit, labels: 2 },
      score(report({ entries: [entry({}), entry({ name: 'x', methods: [], line: 300 })] }), labels),
    );
    const text = accuracyTables(run, { version: '0.0.0', repositories: [earlier] });
    expect(text).toContain('Before repair. Gatelint 0.0.0. Entry points found: 1 of 2 (0.500).');
    expect(text).toContain('After repair. Gatelint 0.0.0. Entry points found: 2 of 2 (1.000).');
    expect(text).toContain('| route auth | 1.000 | 1.000 | 0.000 | 1 | 0 | 0 | 0 | 0 | 1 |');
    expect(text).toContain('| o/r | `0123456789` | 2 | 1 of 2 → 2 of 2 | 1 | 0 → 1 | 0 |');
  });

  it('does not compare runs on different code', () => {
    const other = { ...run, repositories: [{ ...counts, commit: 'fedcba9876543210' }] };
    expect(() => accuracyTables(run, other)).toThrow('o/r@fedcba9876543210');
  });

  it('keeps a run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'accuracy-'));
    try {
      saveCounts(join(folder, 'run.json'), run);
      expect(readCounts(join(folder, 'run.json'))).toEqual(run);
      writeFileSync(join(folder, 'other.json'), '[]');
      expect(() => readCounts(join(folder, 'other.json'))).toThrow('--save');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names what was wrong', () => {
    expect(misses(scored)).toEqual(['route auth: fp a.ts:50 PUT (label: auth enforced, limit null; report: absent)']);
  });
});

describe('the page', () => {
  const page = '# Accuracy\n\n<!-- accuracy:begin (x) -->\n\nold\n\n<!-- accuracy:end -->\n\nBelow.\n';

  it('has the first set between its markers', () => {
    expect(withTables(page, null, 'new')).toBe(page.replace('old', 'new'));
  });

  it('gets each further set under a heading, behind the last, once', () => {
    const two = withTables(withTables(page, 'Read before: first five', 'one'), 'Read before: second five', 'two');
    expect(two.match(/^## .*$/gmu)).toEqual(['## Read before: first five', '## Read before: second five']);
    expect(two.indexOf('two')).toBeLessThan(two.indexOf('Below.'));
    const again = withTables(two, 'Read before: first five', 'three');
    expect(again).toBe(two.replace('\none\n', '\nthree\n'));
    expect(withTables(again, null, 'new')).toBe(again.replace('old', 'new'));
  });

  it('is not written without markers', () => {
    expect(() => withTables('# Accuracy\n', null, 'new')).toThrow('accuracy:begin');
    expect(() => withTables('# Accuracy\n', 'First five', 'new')).toThrow('accuracy:begin');
  });
});
