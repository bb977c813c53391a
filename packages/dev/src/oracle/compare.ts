/** Two shapes side by side: the smallest things in which they differ, each with its path. */
import { UNKNOWN, type Shape } from './shape.js';

export interface Disagreement {
  readonly path: string;
  /** What the catalogue says; undefined when it has no such thing. */
  readonly postgres: Shape | undefined;
  readonly fold: Shape | undefined;
}

export function compareShapes(postgres: Shape | undefined, fold: Shape | undefined, path = ''): Disagreement[] {
  if (fold === UNKNOWN || postgres === UNKNOWN) return [];
  if (isObject(postgres) && isObject(fold)) {
    const keys = [...new Set([...Object.keys(postgres), ...Object.keys(fold)])].sort();
    return keys.flatMap((key) => compareShapes(postgres[key], fold[key], path === '' ? key : `${path} › ${key}`));
  }
  if (Array.isArray(postgres) && Array.isArray(fold) && postgres.length === fold.length)
    return postgres.flatMap((one, index) => compareShapes(one as Shape, fold[index] as Shape, `${path}[${index}]`));
  return JSON.stringify(postgres) === JSON.stringify(fold) ? [] : [{ path, postgres, fold }];
}

const isObject = (shape: Shape | undefined): shape is { readonly [key: string]: Shape } => typeof shape === 'object' && shape !== null && !Array.isArray(shape);

const shown = (shape: Shape | undefined): string => (shape === undefined ? 'no such thing' : JSON.stringify(shape));

export const disagreementText = ({ path, postgres, fold }: Disagreement): string => `${path}\n  PostgreSQL: ${shown(postgres)}\n  the fold:   ${shown(fold)}`;
