/** `npm run test:packaging`: packs once, then installs into one project after the other, since npm is what takes the time. */
import { defineConfig } from 'vitest/config';

const conditions = ['gatelint-source', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/packaging/**/*.test.ts'],
    globalSetup: 'test/packaging/pack-once.ts',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
