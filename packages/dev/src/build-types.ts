/**
 * Declarations of the published packages: tsc writes one per source file, and those that a package's entries reach are copied to `dist/types`, as the
 * sources lie in the repository. Names of private workspaces, which nobody can install, become relative paths to their copy.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative } from 'node:path';
import { publishedPackages, type PublishedPackage } from './published-packages.js';
import { root } from './root.js';

const emitted = join(root, '.cache', 'types');
const config = join(root, '.cache', 'tsconfig.types.json');
const privateSources: Readonly<Record<string, string>> = {
  '@gatelint/ts-facts': 'packages/ts-facts/src/index',
  '@gatelint/sql-facts': 'packages/sql-facts/src/index',
  '@gatelint/catalogue': 'packages/catalogue/src/index',
};
/** Only in the package itself: another package imports what is published. */
const engineSources: Readonly<Record<string, string>> = {
  '@gatelint/engine': 'packages/engine/published/index',
  '@gatelint/engine/config': 'packages/engine/published/config',
  '@gatelint/engine/core': 'packages/engine/src/index',
  '@gatelint/engine/node': 'packages/engine/published/node',
};

export function writeTypes(): void {
  rmSync(emitted, { recursive: true, force: true });
  const packs = publishedPackages();
  write(
    config,
    JSON.stringify(
      configFor([...packs.flatMap((pack) => Object.values(pack.entries)), ...Object.values(privateSources).map((source) => join(root, `${source}.ts`))]),
    ),
  );
  const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', config], { cwd: root, stdio: 'inherit' });
  if (tsc.status !== 0) throw new Error('tsc could not write the declarations.');
  for (const pack of packs) copyTypes(pack);
}

/** One project over all packages: what is reached through `node_modules` would not be emitted. */
function configFor(files: readonly string[]): object {
  const compilerOptions = {
    composite: false,
    incremental: false,
    emitDeclarationOnly: true,
    rootDir: root,
    outDir: emitted,
    typeRoots: [join(root, 'node_modules/@types')],
  };
  return { extends: join(root, 'tsconfig.base.json'), compilerOptions, files };
}

function copyTypes(pack: PublishedPackage): void {
  const inlined = pack.name === '@gatelint/engine' ? { ...privateSources, ...engineSources } : privateSources;
  const copied = new Set<string>();
  const copy = (module: string): void => {
    if (copied.has(module)) return;
    copied.add(module);
    const text = readFileSync(join(emitted, `${module}.d.ts`), 'utf8');
    const rewritten = text.replace(/(\bfrom |\bimport\(|\bimport )(['"])([^'"\n]+)\2/g, (whole, before: string, quote: string, specifier: string) => {
      const target = specifier.startsWith('.') ? posix.join(posix.dirname(module), specifier).replace(/\.js$/, '') : inlined[specifier];
      if (target === undefined) {
        refuseUnknown(pack, module, specifier);
        return whole;
      }
      // A sentence in a comment can look like an import; what tsc wrote no file for is none.
      if (!existsSync(join(emitted, `${target}.d.ts`))) return whole;
      copy(target);
      return `${before}${quote}${relativeSpecifier(module, target)}${quote}`;
    });
    write(join(pack.folder, 'dist', 'types', `${module}.d.ts`), rewritten);
  };
  for (const [name, source] of Object.entries(pack.entries)) {
    if (pack.name === 'gatelint') continue; // a bin has no importers
    const module = relative(root, source).replaceAll('\\', '/').replace(/\.ts$/, '');
    copy(module);
    write(join(pack.folder, 'dist', `${name}.d.ts`), declarationOfEntry(module));
  }
}

function declarationOfEntry(module: string): string {
  const hasDefault = /export default|\bas default\b/.test(readFileSync(join(emitted, `${module}.d.ts`), 'utf8'));
  return `export * from './types/${module}.js';\n${hasDefault ? `export { default } from './types/${module}.js';\n` : ''}`;
}

function refuseUnknown(pack: PublishedPackage, module: string, specifier: string): void {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (pack.imports.includes(name) || name.startsWith('node:') || builtinModules.includes(name)) return;
  if (!/^(@[\w-]+\/)?[\w-]+$/.test(name)) return; // prose, not a package
  throw new Error(`${pack.name}: the declarations of ${module} need "${specifier}", which is not a dependency of it.`);
}

function relativeSpecifier(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return `${path.startsWith('.') ? path : `./${path}`}.js`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
