/**
 * Calls of functions that cannot be followed: what they answer may have been decided by a credential. Their results say so, so that a refusal on them counts
 * neither as a check nor as none.
 */
import type { Call } from '@gatelint/ts-facts';
import type { Frame } from './machine.js';
import { fromCaller, taintsOf, type Taint, type Value } from './value.js';

const MARK = 'unfollowed:';

/** Whether it says no more than that the value was answered by such a function. */
export const isUnfollowed = (taint: Taint): boolean => taint.startsWith(MARK);

/** Marks what was answered by a function of that name. */
export const unfollowed = (name: string): Taint => `${MARK}${name}`;

/** The function that a value was decided by, where none that can be followed did: its name, "" where it has lost it; null when there is none. */
export function decidedBy(taints: readonly Taint[]): string | null {
  const found = taints.filter((taint) => taint.startsWith(MARK)).map((taint) => taint.slice(MARK.length));
  return found.find((name) => name !== '') ?? found[0] ?? null;
}

/** The mark without the name, for where many names would make many ways of calling one function. */
export const nameless = (taint: Taint): Taint => (taint.startsWith(MARK) ? MARK : taint);

/** How a callee is called in words: its last name; "" for one without. */
export function nameOf(f: Frame, expr: Call): string {
  const callee = expr.callee;
  if (callee.k === 'member') return typeof callee.property === 'string' ? callee.property : '';
  if (callee.k === 'ref') return f.module.bindings[callee.binding]?.name ?? '';
  return callee.k === 'global' ? callee.name : '';
}

/** Whether a method only reads, converts or searches the data that it is called on, and decides by nothing else. */
export function isOfData(receiver: Value, name: string): boolean {
  return ofText.has(name) || (ofLists.has(name) && (fromCaller(taintsOf(receiver)) || taintsOf(receiver).includes('database')));
}

// ECMA-262 22.1.3 (strings), 21.1.3 (numbers), 21.4.4 (dates), 22.2.6 (regular expressions): nothing else has methods of these names in ordinary code.
const ofText = new Set(
  `charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf localeCompare match matchAll normalize padEnd padStart repeat replace replaceAll
  slice split startsWith substr substring toLocaleLowerCase toLocaleUpperCase toLowerCase toUpperCase trim trimEnd trimStart toString valueOf hasOwnProperty
  toFixed toPrecision toExponential getTime toISOString toJSON toLocaleString toLocaleDateString toLocaleTimeString getFullYear getMonth getDate getDay getHours
  getMinutes getSeconds exec test`.split(/\s+/),
);
// 23.1.3 (arrays), 24.1.3 (maps), 24.2.3 (sets); FormData, Headers, URLSearchParams, Body (Fetch, XMLHttpRequest): others have methods of these names as well.
const ofLists = new Set(
  `at copyWithin entries every fill filter find findIndex findLast findLastIndex flat flatMap forEach join keys map pop push reduce reduceRight reverse shift some
  sort splice toReversed toSorted toSpliced unshift values with add clear delete get has set size append getAll getSetCookie json text formData blob arrayBuffer
  bytes clone then catch finally call apply bind next`.split(/\s+/),
);
