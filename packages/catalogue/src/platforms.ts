/** Environment variables that a platform or runtime sets by itself. */
import type { PlatformVariables } from './roles.js';

export const platforms: readonly PlatformVariables[] = [];
