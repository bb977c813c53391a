/** The path of a handler that a framework finds by its file name. */
import type { Convention } from '@gatelint/catalogue';

/** @param file relative to the project root; @returns null where the file name says nothing. */
export function routePath(style: Convention['path'], file: string, root: string): string | null {
  const inside = (root === '' ? file : file.slice(root.length + 1)).replace(/\.[a-z]+$/, '');
  switch (style) {
    case 'next-app':
      return clean(afterFolder(inside, 'app').replace(/\/?route$/, ''), (segment) => !/^\(.*\)$/.test(segment) && !segment.startsWith('@'));
    case 'next-pages':
      return clean(afterFolder(inside, 'pages').replace(/\/?index$/, ''), () => true);
    case 'sveltekit':
      return clean(afterFolder(inside, 'routes').replace(/\/?\+(server|page\.server)$/, ''), (segment) => !/^\(.*\)$/.test(segment));
    case 'solid-start':
      return clean(afterFolder(inside, 'routes').replace(/\/?index$/, ''), (segment) => !/^\(.*\)$/.test(segment));
    case 'astro':
      return clean(afterFolder(inside, 'pages').replace(/\/?index$/, ''), () => true);
    case 'nitro':
      return clean(
        inside
          .replace(/^.*?server\//, '')
          .replace(/^routes\//, '')
          .replace(/\.(get|post|put|patch|delete)$/, '')
          .replace(/\/?index$/, ''),
        () => true,
      );
    case 'folder': {
      const parts = inside.split('/');
      return `/${parts.at(-2) ?? ''}`;
    }
    case 'remix':
    case 'none':
      return null;
  }
}

function afterFolder(path: string, folder: string): string {
  const parts = path.split('/');
  return parts.slice(parts.indexOf(folder) + 1).join('/');
}

function clean(path: string, keep: (segment: string) => boolean): string {
  return `/${path
    .split('/')
    .filter((segment) => segment !== '' && keep(segment))
    .join('/')}`;
}

export const folderName = (file: string): string => file.split('/').at(-2) ?? file;
