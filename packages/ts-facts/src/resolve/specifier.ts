/** The package that a specifier names, whatever registry it is written for. */
import { builtinModules } from 'node:module';

const builtins = new Set(builtinModules.map((name) => name.replace(/^node:/, '')));

/**
 * `a/b` is `a`, `@s/a/b` is `@s/a`, `npm:a@1/b` is `a`, `https://host/v1/@s/a@2?x` is `@s/a`; a module of the runtime has its `node:` in front, written or not.
 * Other schemes (`bun:sqlite`, `cloudflare:workers`, `virtual:x`) stay whole. null when the specifier names no package.
 */
export function packageName(specifier: string): string | null {
  if (/^https?:\/\//.test(specifier)) return fromUrl(specifier);
  const registry = /^(?:npm|jsr):\/?(.+)$/.exec(specifier);
  if (registry) return nameIn(registry[1]!);
  if (specifier.startsWith('node:')) return specifier;
  if (/^[a-z][a-z0-9+.-]*:/i.test(specifier)) return specifier.replace(/[?#].*$/, '');
  const name = nameIn(specifier);
  return name !== null && builtins.has(specifier) ? `node:${specifier}` : name;
}

/** The first segment, or two with a scope, without its version. */
function nameIn(path: string): string | null {
  const [first = '', second] = path.replace(/(?<=.)[?#].*$/, '').split('/');
  const name = first.startsWith('@') && second !== undefined ? `${first}/${second}` : first;
  return name.replace(/(?<=.)@[^/]*$/, '') || null;
}

/** Package servers put a build, a registry or a folder for packages before the name. */
function fromUrl(url: string): string | null {
  const segments = url
    .replace(/^https?:\/\/[^/]*\/?/, '')
    .replace(/[?#].*$/, '')
    .split('/')
    .filter(Boolean);
  while (segments.length > 1 && /^(v\d+|stable|npm|npm:|jsr|x|pin|gh)$/.test(segments[0]!)) segments.shift();
  return nameIn(segments.join('/').replace(/^npm:/, ''));
}
