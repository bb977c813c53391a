/** What a platform serves beside tables and functions: files of buckets, queues, the description of the schema, extensions among what is served. */
import type { DatabasePlatform, PlatformObjects } from '@gatelint/catalogue';
import type { Extension, Named, Policy, SourceSchema, Table } from '@gatelint/sql-facts';
import { anchor } from '../schema/places.js';
import { printed, sqlIdentifier } from '../schema/user-data.js';
import type { Cell } from './cells.js';
import type { SourceAccess } from './exposure.js';
import type { Client, DescribedQuestion, ExtensionQuestion, ListingQuestion, ManagedReferenceQuestion, QueueQuestion } from './questions.js';

export type Brings = NonNullable<DatabasePlatform['brings']>;

const sqlOf = ({ schema, name }: Named): string => `${sqlIdentifier(schema)}.${sqlIdentifier(name)}`;

export function managedReferences({ source }: SourceAccess, { managed, accounts }: Brings): ManagedReferenceQuestion[] {
  return source.schema.tables.flatMap((table) =>
    table.constraints.flatMap(({ at, columns, references, local }): ManagedReferenceQuestion[] => {
      if (references === null || !local || !managed.includes(references.table.schema) || managed.includes(table.schema)) return [];
      const primary = references.columns.length === 0 || references.columns.join() === accounts.key;
      return [{ at: anchor(at), table: printed(table), columns, to: printed(references.table), toColumns: references.columns, primary }];
    }),
  );
}

export function extensionQuestions({ source, serves }: SourceAccess, { extensions }: Brings): ExtensionQuestion[] {
  const passedOver = new Set([...extensions.present, ...extensions.housed]);
  return source.schema.extensions.flatMap((one: Extension) => {
    const schema = one.schema ?? 'public';
    return passedOver.has(one.name) || one.at.file === '' || !serves(schema) ? [] : [{ at: anchor(one.at), name: one.name, schema }];
  });
}

/** Policies for SELECT on files that ask for nothing but the bucket, where the bucket is public: its files are served by their address without any policy. */
export function listingQuestions({ source, rights, clients }: SourceAccess, { files }: Brings): ListingQuestion[] {
  const objects = source.schema.tables.find((table) => printed(table) === files.objects);
  const publicBuckets = bucketsOf(source, files);
  if (objects === undefined || publicBuckets.size === 0) return [];
  return objects.policies.flatMap((policy): ListingQuestion[] => {
    if (!policy.permissive || (policy.command !== 'select' && policy.command !== 'all')) return [];
    const bucket = onlyBucketOf(policy, files);
    const at = bucket === null ? undefined : publicBuckets.get(bucket);
    const client = clients.find(({ role }) => policy.roles.some((one) => rights.held(role).has(one)));
    return bucket === null || at === undefined || client === undefined
      ? []
      : [{ at: anchor(policy.at), policy: policy.name, bucket, bucketAt: anchor(at), client }];
  });
}

/** Buckets that end up public, each with the statement that makes it so. */
function bucketsOf({ schema }: SourceSchema, files: PlatformObjects['files']): ReadonlyMap<string, SourceSchema['schema']['told'][number]['at']> {
  const found = new Map<string, SourceSchema['schema']['told'][number]['at']>();
  for (const { kind, to, values, at } of schema.told) {
    if (printed(to) !== files.buckets) continue;
    // Which rows are changed, and to what, is not followed.
    if (kind === 'change') found.clear();
    else if (values['id'] != null && values['public'] === 'true') found.set(values['id'], at);
  }
  return found;
}

/** The bucket where the clause is `bucket_id = 'name'` and nothing else; null otherwise. */
function onlyBucketOf({ using }: Policy, { bucketColumn }: PlatformObjects['files']): string | null {
  if (using === null || using.functions.length > 0 || using.columns.join() !== bucketColumn) return null;
  const bare = using.text.replace(/::text|[()\s]/g, '');
  const said = new RegExp(`^(?:[\\w.]*\\b${bucketColumn}='([^']+)'|'([^']+)'=[\\w.]*\\b${bucketColumn})$`).exec(bare);
  return said?.[1] ?? said?.[2] ?? null;
}

/** Queues in a schema that the API serves, whose tables have no row level security. */
export function queueQuestions({ source, served }: SourceAccess, { queues }: Brings): QueueQuestion[] {
  const through = queues.served.find((schema) => served.includes(schema));
  if (through === undefined) return [];
  return source.schema.told.flatMap(({ kind, to, values, at }): QueueQuestion[] => {
    const queue = values[queues.argument] ?? values['1'] ?? null;
    if (kind !== 'call' || !queues.create.includes(printed(to)) || queue === null) return [];
    const table = `${queues.table}${queue.toLowerCase()}`;
    const known = source.schema.tables.find((one) => printed(one) === table);
    return known !== undefined && known.rlsAt !== null && known.rls !== 'no' ? [] : [{ at: anchor(at), queue, table, served: through }];
  });
}

/** Tables that the served description shows to whoever has the public key, and none of whose rows they get. */
export function describedQuestions(access: SourceAccess, { graphql }: Brings, cell: (table: Table, client: Client) => Cell): DescribedQuestion[] {
  const { source, served, clients } = access;
  if (!served.includes(graphql.schema) || !source.schema.extensions.some((one) => one.name === graphql.extension)) return [];
  return source.schema.tables.flatMap((table): DescribedQuestion[] => {
    const client = clients.find(
      ({ role, who }) => who === 'anyone' && access.exposure(table).roles.some((one) => one.role === role && one.commands.includes('select')),
    );
    if (client === undefined) return [];
    const own = cell(table, client);
    return own.is === 'closed' ? [{ at: anchor(table.at), table: printed(table), sql: sqlOf(table), role: client.role, because: own.because }] : [];
  });
}
