/** The files of a project: everything below the root but what is installed, built or the version control's own. Links are not followed, so loops end nowhere. */
import type { FileSystem } from '@gatelint/ts-facts';

const skipped = new Set([
  'node_modules', '.git', '.hg', '.svn', 'bower_components', 'dist', 'build', 'out', '.next', '.nuxt', '.output', '.svelte-kit', '.astro', '.turbo', '.vercel', '.netlify', '.wrangler', '.cache', '.gatelint', '.yarn', '.pnpm-store', 'coverage', 'target', 'vendor', '__pycache__', '.venv',
]);

/** @returns paths relative to the root, sorted by code unit */
export function walkFiles(files: FileSystem, root: string): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const { name, kind, link } of files.list(folder === '' ? root : `${root}/${folder}`)) {
      if (link) continue;
      const path = folder === '' ? name : `${folder}/${name}`;
      if (kind === 'file') found.push(path);
      else if (kind === 'directory' && !skipped.has(name)) walk(path);
    }
  };
  walk('');
  return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
