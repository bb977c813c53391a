/** What rules ask about ways to data: views, functions, grants, and what a platform serves beside tables. */
import type { Anchor, At, Exposure } from '../rule.js';

/** Somebody outside, by the role that their requests come as. */
export interface Client {
  readonly role: string;
  /** `anyone`: whoever has the public key; `signed-in`: whoever has an account. */
  readonly who: 'anyone' | 'signed-in';
}

/** Rows that a client reads through a view and would not be given without it. */
export interface ShownRelation {
  readonly name: string;
  /** One of the platform's tables of accounts. */
  readonly accounts: boolean;
  readonly userScoped: boolean;
  readonly client: Client;
  /** Why the client would not be given them: "row level security holds authenticated to some of its rows". */
  readonly because: string;
}

export type ViewQuestion = At<{
  readonly name: string;
  /** Its name as SQL has to spell it. */
  readonly sql: string;
  readonly materialized: boolean;
  readonly exposure: Exposure;
  /** Sorted by name. */
  readonly shows: readonly ShownRelation[];
  /** Why it is not known what it shows; null when it is. */
  readonly because: string | null;
}>;

export type FunctionQuestion = At<{
  readonly name: string;
  readonly kind: 'FUNCTION' | 'PROCEDURE';
  /** Its name with the types of its arguments, as SQL has to spell it. */
  readonly sql: string;
  /** Runs with the rights of its owner. */
  readonly definer: boolean;
  /** Names in its body are sought at each call, and nothing says where. */
  readonly seeksNames: boolean;
  /** A search path under which its body finds what it finds now, with temporary tables last. */
  readonly path: string;
  /** What a client gets done by it that it could not do by itself, while nothing in its body, or in one that it calls, asks who calls; null when there is no such thing, or when that is not known. */
  readonly bypass: {
    readonly client: Client;
    /** "deletes from public.orders". */
    readonly does: string;
    /** Whether it changes rows, or reads what no client is ever given: accounts, secrets of the platform. */
    readonly grave: boolean;
  } | null;
  /** Why it is not known whether any client may call it, where that would matter; null else. */
  readonly because: string | null;
}>;

export type GrantQuestion = At<{
  /** "PUBLIC", "anon". */
  readonly to: string;
  /** `everyone`: each role of the database; `anyone`: whoever has the public key. */
  readonly who: 'everyone' | 'anyone';
  /** "all rights", "insert and update". */
  readonly what: string;
  /** "every table in public", "public.orders", "tables to come in public". */
  readonly on: string;
  /** How many more grants of the file give the same to the same role, each on another object. */
  readonly alsoOn: number;
  /** Whether all rights are granted, or rights on whatever is or will be in a schema. */
  readonly broad: boolean;
  /** Of the rights, whether any lets somebody write. */
  readonly writes: boolean;
  /** SQL that takes it back. */
  readonly revoke: string;
}>;

export type ColumnQuestion = At<{
  readonly table: string;
  readonly column: string;
  /** As PostgreSQL prints it. */
  readonly type: string;
}>;

/** A column with a secret in it, which clients read in rows of others. */
export type SecretQuestion = At<{
  readonly table: string;
  readonly column: string;
  /** Table and column as SQL has to spell them. */
  readonly sql: { readonly table: string; readonly column: string };
  readonly client: Client;
}>;

/** A foreign key into what a platform manages. */
export type ManagedReferenceQuestion = At<{
  readonly table: string;
  readonly columns: readonly string[];
  readonly to: string;
  readonly toColumns: readonly string[];
  /** Whether it points to the primary key. */
  readonly primary: boolean;
}>;

export type ExtensionQuestion = At<{
  readonly name: string;
  /** Where its functions are: a schema that the API serves. */
  readonly schema: string;
}>;

/** A policy that lets clients list the files of a bucket whose files are served without it. */
export type ListingQuestion = At<{
  readonly policy: string;
  readonly bucket: string;
  readonly bucketAt: Anchor;
  readonly client: Client;
}>;

export type QueueQuestion = At<{
  readonly queue: string;
  readonly table: string;
  readonly served: string;
}>;

/** A table whose name and columns clients learn from the served description of the schema, and whose rows they do not get. */
export type DescribedQuestion = At<{
  readonly table: string;
  readonly sql: string;
  readonly role: string;
  readonly because: string;
}>;

/** Each about one file; sorted by place. All are empty where nothing says that clients reach the database, except those about PostgreSQL alone: functions, columns, grants to PUBLIC. */
export interface AccessQuestions {
  views(file: string): readonly ViewQuestion[];
  functions(file: string): readonly FunctionQuestion[];
  grants(file: string): readonly GrantQuestion[];
  columns(file: string): readonly ColumnQuestion[];
  secrets(file: string): readonly SecretQuestion[];
  managedReferences(file: string): readonly ManagedReferenceQuestion[];
  extensions(file: string): readonly ExtensionQuestion[];
  listings(file: string): readonly ListingQuestion[];
  queues(file: string): readonly QueueQuestion[];
  described(file: string): readonly DescribedQuestion[];
}
