/**
 * A made-up monorepo of any size: a Next.js application with routes, actions and tRPC, an Express API, a package with the database schema, and Supabase
 * migrations. The same size gives the same bytes. A feature costs as much in a large one as in a small one: what grows with the project are the barrel of the
 * schema, the routers and the number of everything, as in applications that exist.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { componentFiles, iconFile } from './component-files.js';
import { featureFiles } from './feature-files.js';
import { featureAt, type Feature } from './feature.js';
import { sharedFiles } from './shared-files.js';

/**
 * @param size how many TypeScript and SQL files; at least 100
 * @returns texts by path, relative to the project's root. Lines where something is to be found end with `expect: RULE`.
 */
export function madeUpProject(size: number): ReadonlyMap<string, string> {
  if (!Number.isInteger(size) || size < 100) throw new Error(`A made-up project has at least 100 files, not ${size}.`);
  const files = new Map(sharedFiles);
  const features: Feature[] = [];
  for (;;) {
    const next = featureAt(features.length);
    const own = [...featureFiles(next), ...componentFiles(next)];
    const all = [...features, next];
    if (judged([...files.keys(), ...own.map(([path]) => path), ...joints(all).map(([path]) => path)]) > size) break;
    features.push(next);
    for (const [path, text] of own) files.set(path, text);
  }
  for (const [path, text] of joints(features)) files.set(path, text);
  for (let icon = 0, missing = size - judged([...files.keys()]); icon < missing; icon++) files.set(...iconFile(icon));
  return files;
}

/** Writes a made-up project to a folder (absolute), which need not exist. */
export function writeMadeUpProject(folder: string, size: number): void {
  for (const [path, text] of madeUpProject(size)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const judged = (paths: readonly string[]): number => paths.filter((path) => /\.(?:tsx?|sql)$/u.test(path)).length;

/** What joins features: the barrel of the schema, the routers of areas and of everything. */
function joints(features: readonly Feature[]): readonly (readonly [path: string, text: string])[] {
  const areas = new Map<string, Feature[]>();
  for (const feature of features) areas.set(feature.area, [...(areas.get(feature.area) ?? []), feature]);
  const identifier = (area: string): string => area.replace('-', '');
  return [
    ['packages/db/src/schema/index.ts', ['audit-log', ...features.map(({ name }) => name)].map((name) => `export * from './${name}';\n`).join('')],
    [
      'apps/web/server/root.ts',
      `${[...areas.keys()].map((area) => `import { ${identifier(area)}Router } from './routers/${area}';\n`).join('')}import { router } from './trpc';

export const appRouter = router({
${[...areas.keys()].map((area) => `  ${identifier(area)}: ${identifier(area)}Router,\n`).join('')}});

export type AppRouter = typeof appRouter;
`,
    ],
    [
      'apps/api/src/server.ts',
      `import express from 'express';
${[...areas.keys()].map((area) => `import { ${identifier(area)}Routes } from './${area}/index.js';\n`).join('')}
const app = express();
app.use(express.json());
${[...areas.keys()].map((area) => `app.use('/v1/${area}', ${identifier(area)}Routes);\n`).join('')}
app.listen(3001);
`,
    ],
    ...[...areas].flatMap(([area, own]): (readonly [string, string])[] => [
      [
        `apps/web/server/routers/${area}/index.ts`,
        `${own.map(({ name }) => `import { ${name}Router } from './${name}';\n`).join('')}import { router } from '@/server/trpc';

export const ${identifier(area)}Router = router({
${own.map(({ name }) => `  ${name}: ${name}Router,\n`).join('')}});
`,
      ],
      [
        `apps/api/src/${area}/index.ts`,
        `import { Router } from 'express';
${own.map(({ name }) => `import { ${name}Routes } from './${name}/routes.js';\n`).join('')}
export const ${identifier(area)}Routes = Router();
${own.map(({ name }) => `${identifier(area)}Routes.use('/${name}', ${name}Routes);\n`).join('')}`,
      ],
    ]),
  ];
}
