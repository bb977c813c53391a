/** The version of the command line. */
import { createRequire } from 'node:module';

// Sources and bundle lie equally deep.
export const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };
