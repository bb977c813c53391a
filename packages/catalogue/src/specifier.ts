/** What a module specifier says about the package: runtimes other than Node write the same package in several ways. */

const cdn = /^https?:\/\/(?:esm\.sh|esm\.run|cdn\.skypack\.dev|cdn\.jsdelivr\.net\/npm|unpkg\.com|ga\.jspm\.io\/npm:|deno\.land\/x|jsr\.io|dev\.jspm\.io)\/?/;

/**
 * The package (with its subpath) that a specifier names: `npm:hono@4/jwt`, `https://esm.sh/hono@4.2.0/jwt?target=deno` and `hono/jwt` are all `hono/jwt`;
 * `https://deno.land/std@0.168.0/x.ts` loses its version; `node:crypto` stays as it is. What is none of these comes back unchanged.
 */
export function packageOf(specifier: string): string {
  let rest = specifier;
  if (rest.startsWith('npm:') || rest.startsWith('jsr:')) rest = rest.slice(4).replace(/^\//, '');
  else if (rest.startsWith('http')) {
    const standard = /^https:\/\/deno\.land\/std(?:@[^/]*)?\//.exec(rest);
    if (standard) return `https://deno.land/std/${rest.slice(standard[0].length)}`;
    const stripped = rest.replace(cdn, '');
    if (stripped === rest) return specifier;
    // esm.sh: a build (`v135/`), a GitHub repository (`gh/`) or a registry (`jsr/`) may come first.
    rest = stripped
      .replace(/[?#].*$/, '')
      .replace(/^(?:stable\/|v\d+\/)/, '')
      .replace(/^jsr\//, '');
    // deno.land/x spells the entry file out: `hono@v4.3/mod.ts`.
    rest = rest.replace(/\/(?:mod|index|main)\.(?:ts|js|mjs)$/, '');
  } else return specifier;
  return rest.replace(/^((?:@[^/]+\/)?[^/@]+)@[^/]*/, '$1');
}
