/** Handlers that a framework finds by file name and export. */
import type { Convention } from './roles.js';

export const conventions: readonly Convention[] = [];
