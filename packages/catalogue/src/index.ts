import type { Convention, HostRow, Library, PlatformVariables } from './roles.js';

export type * from './roles.js';
export { library } from './library.js';

export interface Catalogue {
  readonly libraries: readonly Library[];
  readonly hosts: readonly HostRow[];
  readonly conventions: readonly Convention[];
  readonly platforms: readonly PlatformVariables[];
}
