/** What is wrong with a history of migrations by itself: statements that cannot run, versions that two files claim, texts that disagree. */
import { driftBetween, sameVersions, type Drift, type SourceSchema } from '@gatelint/sql-facts';
import { anchor } from './places.js';
import type { HistoryQuestion } from './questions.js';

/** Sources whose files nothing orders but their names: which of them are one history is a guess. */
const UNORDERED: ReadonlySet<string> = new Set(['plain', 'dump', 'code', 'prisma-schema']);

/** Everything that a rule may say of a source's history, each with the place that it is about. */
export function historyOf({ source, coverage, drift = [], lines }: SourceSchema): HistoryQuestion[] {
  const refused = UNORDERED.has(source.layout) ? [] : coverage.refused;
  return [
    ...refused.map(({ at, because }): HistoryQuestion => ({ what: 'refused', at: anchor(at), because, other: null })),
    ...sameVersions(source).map(({ file, version, other }): HistoryQuestion => {
      const end = (lines[file]?.[1] ?? 1) - 1;
      return { what: 'same-version', at: { file, start: 0, end: Math.max(end, 0) }, because: version, other };
    }),
    ...drift.map(({ because, at }): HistoryQuestion => ({ what: 'drift', at: anchor(at), because, other: null })),
  ];
}

/** The source, with where a schema of an ORM beside it differs from what its migrations leave behind. */
export function withDriftFrom(applied: SourceSchema, beside: readonly SourceSchema[]): SourceSchema {
  const found = beside.flatMap((one): readonly Drift[] => {
    if (one.source.layout !== 'prisma-schema' || one.source.dialect !== 'postgresql' || one.unread.length > 0 || one.coverage.unreadable.length > 0) return [];
    // An ORM's schema says nothing of row level security and policies.
    const tables = one.schema.tables.map((table) => ({ ...table, rls: 'unknown' as const }));
    // Tables of relations between many and many are made by themselves.
    const policiesApart = applied.schema.tables.filter(({ name }) => !name.startsWith('_')).map((table) => ({ ...table, policies: [] }));
    const declared = { schema: { ...one.schema, tables }, name: one.source.path };
    return driftBetween(declared, { schema: { ...applied.schema, tables: policiesApart }, name: applied.source.path });
  });
  return found.length === 0 ? applied : { ...applied, drift: [...(applied.drift ?? []), ...found] };
}
