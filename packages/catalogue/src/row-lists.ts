/** Rows of one role for several paths: the roles that whole families of libraries repeat. */
import { each } from './library.js';
import type { Outcome, Role, Row } from './roles.js';

type Paths = readonly string[];

export const identity = (paths: Paths, outcome: Outcome, mechanism: string, source: string): Row[] =>
  each(paths, { role: 'verifies-identity', outcome, mechanism, source });
export const token = (paths: Paths, outcome: Outcome, mechanism: string, source: string, of = 0): Row[] =>
  each(paths, { role: 'verifies-token', outcome, of, mechanism, source });
export const signsIn = (paths: Paths, source: string, prefixes: Paths = ['']): Row[] => each(paths, { role: 'signs-in', source }, prefixes);
export const owns = (paths: Paths, source: string): Row[] => each(paths, { role: 'owns-request', source });

export const enqueues = (vendor: string, source: string, paths: Paths, prefixes: Paths = ['']): Row[] =>
  each(paths, { role: 'enqueues-telemetry', vendor, source }, prefixes);
export const sends = (vendor: string, source: string, paths: Paths, prefixes: Paths = ['']): Row[] =>
  each(paths, { role: 'sends-telemetry', vendor, source }, prefixes);
export const flushes = (vendor: string, source: string, paths: Paths, prefixes: Paths = ['']): Row[] =>
  each(paths, { role: 'flushes-telemetry', vendor, source }, prefixes);

export const paysForAi = (vendor: string, source: string, prefixes: Paths, paths: Paths): Row[] =>
  each(paths, { role: 'costs-money', vendor, kind: 'ai', source }, prefixes);
export const paysFor = (vendor: string, kind: Extract<Role, { role: 'costs-money' }>['kind'], source: string, paths: Paths, prefixes: Paths = ['']): Row[] =>
  each(paths, { role: 'costs-money', vendor, kind, source }, prefixes);

export const writes = (source: string, paths: Paths, prefixes: Paths = ['']): Row[] => each(paths, { role: 'writes-database', source }, prefixes);
/** Documents that a filter selects, changed by operators: `updates` take the filter and the change, `others` the filter. */
export const changesOf = (source: string, updates: Paths, others: Paths, prefixes: Paths): Row[] => [
  ...each(updates, { role: 'writes-database', selects: 0, sets: 1, compares: ['$lt', '$lte', '$gt', '$gte'], adds: ['$inc'], source }, prefixes),
  ...each(others, { role: 'writes-database', selects: 0, source }, prefixes),
];
/** New rows at argument `sets`. */
export const inserts = (source: string, paths: Paths, prefixes: Paths = [''], sets: number | string = 0): Row[] =>
  each(paths, { role: 'writes-database', sets, source }, prefixes);
/** Rows that argument `selects` tells. */
export const changes = (source: string, paths: Paths, prefixes: Paths = [''], selects: number | string = 0): Row[] =>
  each(paths, { role: 'writes-database', selects, source }, prefixes);
export const reads = (source: string, paths: Paths, prefixes: Paths = ['']): Row[] => each(paths, { role: 'reads-database', source }, prefixes);
export const readsOne = (source: string, paths: Paths, prefixes: Paths = ['']): Row[] => each(paths, { role: 'reads-database', one: true, source }, prefixes);
