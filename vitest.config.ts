/** Tests run on the sources: the condition `gatelint-source` leads every workspace import to TypeScript, so nothing has to be built first. */
import { defineConfig } from 'vitest/config';

const conditions = ['gatelint-source', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    // Minutes, not seconds: `npm run test:packaging` runs them.
    exclude: ['test/packaging/**'],
    testTimeout: 30_000,
  },
});
