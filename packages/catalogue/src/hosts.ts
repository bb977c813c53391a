/** HTTP hosts that cost money or take telemetry when they are fetched. */
import type { HostRow } from './roles.js';

export const hosts: readonly HostRow[] = [];
