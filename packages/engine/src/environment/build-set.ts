/**
 * Variables that the project's own build sets: `env: { VERSION: pkg.version }` in a bundler's or framework's configuration, and replacements written as
 * `'process.env.VERSION': …`. Nobody has to set them, so they need no row. One that only passes on the variable of its own name is read like any other.
 */
import type { Expr } from '@gatelint/ts-facts';
import { rootsOf, visit } from './definitions.js';
import type { Denoter } from './denote.js';

export interface BuildSet {
  readonly name: string;
  /** Folder of the configuration, '' for the root: it holds for what is below. */
  readonly folder: string;
}

const configuration = /(?:^|\/)[\w-]+\.config\.[cm]?[jt]s$/u;
const replacement = /^(?:process|import\.meta|globalThis\.process)\.env\.([A-Za-z_][A-Za-z0-9_]*)$/u;

export function setByBuild(files: readonly string[], textOf: (file: string) => string | null, denoter: Denoter): BuildSet[] {
  const found: BuildSet[] = [];
  for (const file of files) {
    if (!configuration.test(file) || !/\benv\b/u.test(textOf(file) ?? '')) continue;
    const module = denoter.module(file);
    if (!module) continue;
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    const set = (name: string, value: Expr): void => {
      if (!passesOn(file, name, value, denoter)) found.push({ name, folder });
    };
    visit(rootsOf(module), (node) => {
      const expr = node as unknown as Expr;
      if (expr.k !== 'object') return;
      for (const prop of expr.props) {
        if (prop.kind !== 'value' || typeof prop.key !== 'string') continue;
        const name = replacement.exec(prop.key)?.[1];
        if (name !== undefined) set(name, prop.value);
        if (prop.key !== 'env') continue;
        const target = denoter.denote(file, prop.value);
        if (target?.is !== 'expr' || target.expr.k !== 'object') continue;
        for (const own of target.expr.props) if (own.kind === 'value' && typeof own.key === 'string') set(own.key, own.value);
      }
    });
  }
  return found;
}

/** Whether a value, or what the name in it was first given, reads the variable that it is given to. */
function passesOn(file: string, name: string, value: Expr, denoter: Denoter): boolean {
  const origin = value.k === 'ref' ? denoter.origin(file, value.binding) : null;
  let reads = false;
  for (const expr of origin ? [value, origin.expr] : [value]) {
    visit(expr, (node) => {
      const one = node as unknown as Expr;
      if (one.k === 'member' && (one.property === name || (typeof one.property !== 'string' && one.property.k === 'literal' && one.property.value === name)))
        reads = true;
    });
  }
  return reads;
}
