/** What a schema that is written in code declares: plain data, every part with its place in the module. */
import type { Span } from '@gatelint/ts-facts';

export interface DeclaredTable {
  readonly file: string;
  readonly dialect: 'postgresql' | 'mysql';
  /** Null: the schema that unqualified names are in. */
  readonly schema: string | null;
  readonly name: string;
  /** The name's place. */
  readonly at: Span;
  readonly rls: boolean;
  readonly columns: readonly DeclaredColumn[];
  readonly constraints: readonly DeclaredConstraint[];
  /** Why there may be columns that are not in `columns`; null when there are none. */
  readonly gap: string | null;
}

export interface TableName {
  readonly schema: string | null;
  readonly name: string;
}

export interface DeclaredColumn {
  /** The property that holds it. */
  readonly key: string;
  /** Its name in the database. */
  readonly name: string;
  /** Module in which it stands: columns that tables share are spread into them from elsewhere. */
  readonly file: string;
  /** The property's name, and the property with its value. */
  readonly at: Span;
  readonly whole: Span;
  readonly type: 'text' | 'other' | EnumType;
  /** Values that the code's own types allow, and the database does not know. */
  readonly spelled: readonly string[];
  readonly array: boolean;
  readonly notNull: boolean;
  readonly primaryKey: boolean;
  readonly unique: boolean;
  readonly generated: boolean;
  /** A constant default. */
  readonly fallback: string | null;
  readonly references: { readonly table: TableName; readonly columns: readonly string[] } | null;
}

export interface EnumType {
  /** Null: the column's own, without a name. */
  readonly name: string | null;
  readonly values: readonly string[];
}

export type DeclaredConstraint = { readonly at: Span } & (
  | { readonly kind: 'unique' | 'primary-key'; readonly columns: readonly string[] }
  | { readonly kind: 'foreign-key'; readonly columns: readonly string[]; readonly table: TableName; readonly to: readonly string[] }
  /** `sql`: null when it is not known. */
  | { readonly kind: 'check'; readonly name: string | null; readonly sql: string | null }
  | {
      readonly kind: 'policy';
      readonly name: string;
      readonly command: string;
      readonly permissive: boolean;
      readonly roles: readonly string[];
      /** Undefined: there is no such clause; null: it is not known what it says. */
      readonly using: string | null | undefined;
      readonly check: string | null | undefined;
    }
);
