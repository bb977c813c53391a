/** Loads the type checker: a large package, and nobody pays for it who does not ask for it. */
import type { OpenTypeOracle } from '@gatelint/engine';
import { Problem } from '../problem.js';

/** @throws Problem when ts-morph cannot be loaded: an installation that leaves dependencies out */
export async function loadTypes(): Promise<OpenTypeOracle> {
  try {
    return (await import('./type-oracle.js')).createTypeOracle;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Problem('--types needs the package ts-morph, and it is not installed.', 'Install it beside gatelint: npm install --save-dev ts-morph');
  }
}
