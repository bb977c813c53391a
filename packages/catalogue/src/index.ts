import { ambient, conventions, deployments, middlewareFiles, pathNames, proxies, publicPrefixes, schedulers } from './conventions.js';
import { databasePlatforms, type DatabasePlatform } from './database-platforms.js';
import { hosts } from './hosts.js';
import { implicitVariables } from './implicit-variables.js';
import { libraries } from './libraries/index.js';
import { platforms } from './platforms.js';
import type {
  AmbientConvention,
  Convention,
  DeploymentConvention,
  ImplicitVariables,
  MiddlewareConvention,
  PathNames,
  PlatformVariables,
  ProxyConvention,
  SchedulerRow,
} from './convention-shapes.js';
import type { HostRow, Library } from './roles.js';

export type * from './convention-shapes.js';
export type * from './decorations.js';
export type * from './roles.js';
export type { DatabasePlatform, PlatformObjects } from './database-platforms.js';
export { checkedVersion } from './checked-versions.js';
export { each, library } from './library.js';
export { createMatcher, matchPath, type Matcher } from './match.js';
export { formatPath, parsePath, parseTarget, type Target } from './path.js';
export { packageOf } from './specifier.js';
export { roleSentences } from './role-sentences.js';

export interface Catalogue {
  readonly libraries: readonly Library[];
  readonly hosts: readonly HostRow[];
  readonly conventions: readonly Convention[];
  readonly platforms: readonly PlatformVariables[];
  /** `hosted` sets itself up in the database; `rest` is only a server in front of one. */
  readonly databases: { readonly hosted: DatabasePlatform; readonly rest: DatabasePlatform };
  readonly implicitVariables: readonly ImplicitVariables[];
  readonly proxies: readonly ProxyConvention[];
  readonly middlewareFiles: readonly MiddlewareConvention[];
  readonly ambient: readonly AmbientConvention[];
  readonly deployments: readonly DeploymentConvention[];
  readonly schedulers: readonly SchedulerRow[];
  readonly pathNames: PathNames;
  readonly publicPrefixes: readonly string[];
}

export const catalogue: Catalogue = {
  libraries,
  hosts,
  conventions,
  platforms,
  databases: databasePlatforms,
  implicitVariables,
  proxies,
  middlewareFiles,
  ambient,
  deployments,
  schedulers,
  pathNames,
  publicPrefixes,
};
