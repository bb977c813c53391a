/** Names the code that runs, so that what one build of Gatelint kept is not shown to another. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Hash of the published code that this module is part of; null when it runs from its sources, which change without notice. */
export function buildStamp(): string | null {
  const own = fileURLToPath(import.meta.url);
  if (own.endsWith('.ts')) return null;
  try {
    const folder = dirname(own);
    const hash = createHash('sha256');
    for (const name of readdirSync(folder).sort())
      if (name.endsWith('.js'))
        hash
          .update(name)
          .update('\0')
          .update(readFileSync(join(folder, name)));
    return hash.digest('hex').slice(0, 16);
  } catch {
    return null;
  }
}
