/** What `gatelint.config.json` says once it is read; the reader itself (schema, messages) is `read-config.ts`. */
import type { HostRow, Role, Row } from '@gatelint/catalogue';
import type { Severity } from './report.js';

/** A user's own row: a symbol named by module (package, or path relative to the root) and access path. */
export type UserRow = Role & Pick<Row, 'path' | 'when'> & { readonly module: string };

export interface Config {
  readonly preset: 'recommended' | 'strict';
  /** Severity by rule id; `off` leaves a rule out. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Globs, relative to the root, of what is not checked. */
  readonly ignore: readonly string[];
  readonly undecided: 'off' | 'error';
  /** `authenticated`: signed-in callers may spend without a limit. */
  readonly trust: 'none' | 'authenticated';
  readonly catalogue: readonly UserRow[];
  readonly hosts: readonly HostRow[];
  readonly sql: {
    /** Folders of migrations, relative to the root; null: found. */
    readonly migrations: readonly string[] | null;
    /** Schemas that clients reach; null: found. */
    readonly exposedSchemas: readonly string[] | null;
    /** Tables that are users or tenants, besides those found. */
    readonly userTables: readonly string[];
  };
  readonly env: {
    readonly inventories: readonly string[] | null;
    /** Variables that need no row, besides platform ones; a trailing `*` is a prefix. */
    readonly platform: readonly string[];
  };
}

export const defaultConfig: Config = {
  preset: 'recommended',
  rules: {},
  ignore: [],
  undecided: 'off',
  trust: 'none',
  catalogue: [],
  hosts: [],
  sql: { migrations: null, exposedSchemas: null, userTables: [] },
  env: { inventories: null, platform: [] },
};
