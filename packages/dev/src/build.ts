/**
 * `npm run build`: bundles the three published packages into their `dist`. Private workspaces are inlined; what stands in a package's
 * `dependencies` stays an import. `--no-types` leaves the declarations out: tests and the demo do not need them.
 */
import { build, type Metafile } from 'esbuild';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { publishedPackages, type PublishedPackage } from './published-packages.js';
import { root } from './root.js';
import { writeTypes } from './build-types.js';

for (const pack of publishedPackages()) await bundle(pack);
if (!process.argv.includes('--no-types')) writeTypes();

async function bundle(pack: PublishedPackage): Promise<void> {
  const missing = Object.values(pack.entries).filter((source) => !existsSync(source));
  if (missing.length > 0) {
    throw new Error(`${pack.name}: no source for ${missing.map((source) => relative(root, source)).join(', ')}`);
  }
  rmSync(join(pack.folder, 'dist'), { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: pack.entries,
    outdir: join(pack.folder, 'dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['gatelint-source'],
    external: pack.imports,
    chunkNames: 'chunk-[hash]',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  refuseBundledDependencies(pack.name, metafile);
  copyFileSync(join(root, 'LICENSE'), join(pack.folder, 'LICENSE'));
}

/** A third-party file in a bundle would ship without its licence and out of reach of `npm audit`. */
function refuseBundledDependencies(name: string, metafile: Metafile): void {
  const foreign = Object.keys(metafile.inputs).filter((input) => input.includes('node_modules/'));
  if (foreign.length > 0) throw new Error(`${name}: bundled without being a dependency of it: ${foreign.slice(0, 5).join(', ')}`);
}
