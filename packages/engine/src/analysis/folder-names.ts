/** Folders that the code names relative to itself: `join(import.meta.dirname, 'routes')`, `join(__dirname, '..', 'plugins')`, `new URL('./routes', import.meta.url)`. */
import type { Expr, Module } from '@gatelint/ts-facts';

/** The folder or file that the expression names, relative to the project's root; null when it is none that can be read off. */
export function folderOf(module: Module, expr: Expr | null, depth = 8): string | null {
  if (!expr || depth === 0) return null;
  const own = module.file;
  switch (expr.k) {
    case 'global':
      return expr.name === '__dirname' ? parent(own) : expr.name === '__filename' ? own : null;
    case 'ref': {
      const binding = module.bindings[expr.binding];
      return binding?.owner === 0 ? folderOf(module, binding.init, depth - 1) : null;
    }
    case 'member': {
      if (isMeta(expr.object)) return expr.property === 'dirname' ? parent(own) : expr.property === 'url' || expr.property === 'filename' ? own : null;
      return expr.property === 'pathname' || expr.property === 'href' ? folderOf(module, expr.object, depth - 1) : null;
    }
    case 'template': {
      const [first = '', ...rest] = expr.quasis;
      const base = expr.exprs.length === 1 && first === '' ? folderOf(module, expr.exprs[0] ?? null, depth - 1) : null;
      return base === null ? null : normal(`${base}${rest.join('')}`);
    }
    case 'new': {
      // `new URL(path, import.meta.url)`: relative to the file.
      const [path, base] = expr.args;
      const from = expr.callee.k === 'global' && expr.callee.name === 'URL' ? folderOf(module, base ?? null, depth - 1) : null;
      return from === null || path?.k !== 'literal' || typeof path.value !== 'string' ? null : normal(`${parent(from)}/${path.value}`);
    }
    case 'call':
      return called(module, expr, depth);
    default:
      return null;
  }
}

function called(module: Module, expr: Extract<Expr, { k: 'call' }>, depth: number): string | null {
  const name = nameOf(module, expr.callee);
  const [first, ...rest] = expr.args;
  const base = folderOf(module, first ?? null, depth - 1);
  if (base === null) return null;
  if (name === 'dirname') return parent(base);
  if (name === 'fileURLToPath' || name === 'normalize') return base;
  if (name !== 'join' && name !== 'resolve') return null;
  const parts = rest.map((part) => (part.k === 'literal' && typeof part.value === 'string' ? part.value : null));
  return parts.includes(null) ? null : normal([base, ...parts].join('/'));
}

/** The function's own name, however it was imported. */
function nameOf(module: Module, callee: Expr): string | null {
  if (callee.k === 'member') return typeof callee.property === 'string' ? callee.property : null;
  if (callee.k !== 'ref') return null;
  const at = module.bindings[callee.binding]?.import;
  return at == null ? null : (module.imports[at]?.imported ?? null);
}

const isMeta = (expr: Expr): boolean => expr.k === 'global' && expr.name === 'import.meta';
const parent = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');

function normal(path: string): string | null {
  const out: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') out.push(segment);
    else if (out.pop() === undefined) return null;
  }
  return out.join('/');
}
