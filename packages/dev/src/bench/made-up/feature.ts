/** The features of a made-up project: what each is called, which of its siblings it calls, and which mistakes it was given. */

export interface Feature {
  readonly index: number;
  /** Ten features make an area: a folder, a router, a menu. */
  readonly area: string;
  /** Unique in the project: `invoices12`. */
  readonly name: string;
  /** The same as a type: `Invoices12`. */
  readonly type: string;
  /** The feature of the same area whose service it calls; null for the first. */
  readonly calls: string | null;
  readonly mistakes: ReadonlySet<Mistake>;
}

/** One line of a feature each; the text marks it with what is to be found there. */
export type Mistake =
  | 'POST without a session'
  | 'DELETE before the session'
  | 'procedure without a session'
  | 'route before its middleware'
  | 'spending without a limit'
  | 'awaited event'
  | 'variable without a row'
  | 'table without row security'
  | 'table without policy'
  | 'open policy'
  | 'status without constraint';

const featuresInArea = 10;

/** How often: every so many features, beginning with one that differs from mistake to mistake. */
const mistakes: readonly (readonly [mistake: Mistake, every: number, first: number])[] = [
  ['POST without a session', 7, 3],
  ['DELETE before the session', 9, 6],
  ['procedure without a session', 8, 5],
  ['route before its middleware', 11, 1],
  ['spending without a limit', 10, 4],
  ['awaited event', 12, 2],
  ['variable without a row', 13, 7],
  ['table without row security', 14, 8],
  ['table without policy', 15, 9],
  ['open policy', 13, 0],
  ['status without constraint', 12, 10],
];

const nouns = [
  'invoices',
  'tickets',
  'bookings',
  'vouchers',
  'reviews',
  'messages',
  'payouts',
  'shipments',
  'returns',
  'campaigns',
  'refunds',
  'notes',
  'tags',
];

export function featureAt(index: number): Feature {
  const name = nameAt(index);
  return {
    index,
    area: `area-${Math.floor(index / featuresInArea)}`,
    name,
    type: name[0]!.toUpperCase() + name.slice(1),
    calls: index % featuresInArea === 0 ? null : nameAt(index - 1),
    mistakes: new Set(mistakes.flatMap(([mistake, every, first]) => (index % every === first ? [mistake] : []))),
  };
}

function nameAt(index: number): string {
  return `${nouns[index % nouns.length]}${index}`;
}
