/** Tests run on the sources: the condition `gatelint-source` leads every workspace import to TypeScript, so nothing has to be built first. */
import { defineConfig } from 'vitest/config';

const conditions = ['gatelint-source', 'node', 'import', 'default'];

/** Installs packed tarballs: minutes, not seconds. `npm run test:packaging` runs it. */
const packaging = 'test/packaging/**/*.test.ts';

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: process.env['GATELINT_PACKAGING'] ? [packaging] : ['test/**/*.test.ts'],
    exclude: process.env['GATELINT_PACKAGING'] ? [] : [packaging, 'node_modules/**'],
    testTimeout: 30_000,
  },
});
